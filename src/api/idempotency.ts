/** Idempotency-Key: a letter's request may be made again, and is answered as it was the first time (letters-api §13). */
import type { Request } from 'express';
import { londonDayOf } from '../domain/calendar';
import type { FirstRequest, RepeatableRequest } from '../domain/idempotency';
import type { Sha256 } from '../domain/letter';
import { acceptedMarkerKeyOf } from '../domain/names';
import { type LetterTerms, createAcceptLetter } from './accept-letter';
import type { ApiDependencies } from './dependencies';
import { conflict, invalid, unavailable } from './errors';
import type { Submission } from './new-letter';
import type { Caller } from './route';
import { sha256Of } from './sha256';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** The hash of the request's key, undefined where it has none. Throws the refusal of one that is no key. */
export function idempotencyKeyOf(request: Request): Sha256 | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key))
    throw invalid('Idempotency-Key must have 1 to 255 printable characters');
  return sha256Of(key);
}

export interface Reply {
  readonly status: 201;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Stores the marker that the first request may have died before. False when the letter has been taken back meanwhile. */
async function storeMarkerOf(first: FirstRequest, { service }: Caller, deps: ApiDependencies): Promise<boolean> {
  if (first.marker === null) return true;
  const key = acceptedMarkerKeyOf(londonDayOf(first.letterCreatedAt), first.letterId);
  await deps.objects.put(key, Buffer.from(first.marker), 'application/json');
  if (!(await deps.idempotency.marked(service.id, first.letterId))) {
    await deps.objects.remove(key);
    return false;
  }
  deps.workflows.hintPrepare(first.letterId);
  return true;
}

/** The first answer again; undefined when there is none, or none any more. Throws the refusal of another body. */
export const createReplay =
  (deps: ApiDependencies) =>
  async (caller: Caller, { key, body }: RepeatableRequest): Promise<Reply | undefined> => {
    const first = await deps.idempotency.find(caller.service.id, caller.keyKind, key);
    if (!first) return undefined;
    if (first.body !== body) {
      throw conflict('IdempotencyKeyReuseError', 'Idempotency-Key was used before, with another body');
    }
    if (!(await storeMarkerOf(first, caller, deps))) return undefined;
    return { status: 201, body: JSON.parse(first.answer) as object, headers: { 'Idempotency-Replayed': 'true' } };
  };

/** A key that is always another's and never answered: its letters are taken back as fast as they come. */
const ATTEMPTS = 5;

/** Accepts a letter, or answers as the first of the requests with its key was. */
export function createAcceptOnce(deps: ApiDependencies) {
  const acceptLetter = createAcceptLetter(deps);
  const replay = createReplay(deps);
  return async (caller: Caller, submission: Submission, terms: LetterTerms): Promise<Reply> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const accepted = await acceptLetter(submission, terms);
      if (accepted.kind === 'accepted') return { status: 201, body: accepted.answer };
      const again = terms.repeatable && (await replay(caller, terms.repeatable));
      if (again) return again;
    }
    throw unavailable('ServiceUnavailable', 'The letter could not be stored; send it again');
  };
}
