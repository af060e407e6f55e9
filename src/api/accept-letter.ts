/** How a letter is taken in: nothing is answered with 201 before Postgres and S3 hold it. (publish-protocol, step 1) */
import { setTimeout as pause } from 'node:timers/promises';
import { londonDayOf } from '../domain/calendar';
import type { RepeatableRequest } from '../domain/idempotency';
import type { LetterId, NewLetter } from '../domain/letter';
import { acceptedMarkerKeyOf } from '../domain/names';
import type { AcceptTerms, Acceptance, NewFirstRequest } from '../ports';
import type { ApiDependencies } from './dependencies';
import { faultOf } from './errors';
import { overDailyLimit } from './limits';
import { type Submission, newLetter } from './new-letter';

type Deps = Pick<ApiDependencies, 'letters' | 'idempotency' | 'objects' | 'workflows' | 'clock' | 'log' | 'metrics'>;

/** How the letter's sender is answered, and what else holds for it. */
export interface LetterTerms {
  readonly answerOf: (id: LetterId) => object;
  readonly repeatable?: RepeatableRequest | undefined;
  /** Where it is left out, the letter counts in no day. */
  readonly dailyLimit?: number | undefined;
}

/** Waits between attempts: a store that answers again within half a second costs nobody a letter. */
const RETRY_AFTER_MS = [50, 150, 300] as const;

async function tryShortly<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      return await attempt();
    } catch {
      await pause(waitMs);
    }
  }
  return attempt();
}

const markerKeyOf = ({ createdAt, id }: NewLetter): string => acceptedMarkerKeyOf(londonDayOf(createdAt), id);

/** Best effort: what stays behind belongs to no letter. */
async function forget(keys: readonly string[], { objects, log }: Deps): Promise<void> {
  for (const key of keys) {
    await objects.remove(key).catch((error: unknown) => {
      log.warn({ key, ...faultOf(error) }, 'an object of a refused letter stays behind');
    });
  }
}

/** Where a letter's PDF came in; a templated one has none yet. */
const pdfKeysOf = (letter: NewLetter): readonly string[] => (letter.kind === 'precompiled' ? [letter.incomingKey] : []);

async function storePdf(letter: NewLetter, submission: Submission, deps: Deps): Promise<void> {
  if (letter.kind === 'templated' || submission.kind === 'templated') return;
  try {
    await deps.objects.put(letter.incomingKey, submission.pdf, 'application/pdf');
  } catch (error) {
    await forget(pdfKeysOf(letter), deps);
    throw error;
  }
}

/** Inserts the row. A lost reply may hide a commit, so the table is asked before the letter counts as not stored. */
async function storeRow(letter: NewLetter, terms: AcceptTerms, deps: Deps): Promise<Acceptance> {
  try {
    return await deps.letters.accept(letter, terms);
  } catch (error) {
    if (await tryShortly(() => deps.letters.find(letter.serviceId, letter.id))) return 'stored';
    await forget(pdfKeysOf(letter), deps);
    throw error;
  }
}

/** True when the letter was taken back. A second attempt is told false, so the row itself is asked. */
function withdraw({ serviceId, id }: NewLetter, { letters }: Deps): Promise<boolean> {
  return tryShortly(async () => {
    if (await letters.withdraw(serviceId, id, 'its acceptance marker could not be stored')) return true;
    return (await letters.find(serviceId, id))?.status === 'cancelled';
  });
}

/** Whether a repeated request has stored the marker meanwhile. */
async function isMarked({ serviceId, keyKind }: NewLetter, first: NewFirstRequest | undefined, { idempotency }: Deps) {
  return first !== undefined && (await idempotency.find(serviceId, keyKind, first.key))?.marker === null;
}

/** Stores what re-creates the row after a restore. Without it the letter is taken back, unless a batch has it already: then it will be printed. A test key's templated letter is `sending` from the start and stays; it is never printed. */
async function storeMarker(letter: NewLetter, { marker, first }: Prepared, deps: Deps): Promise<void> {
  try {
    await tryShortly(() => deps.objects.put(markerKeyOf(letter), Buffer.from(marker), 'application/json'));
  } catch (error) {
    if (await withdraw(letter, deps)) {
      await forget([markerKeyOf(letter), ...pdfKeysOf(letter)], deps);
      throw error;
    }
    if (await isMarked(letter, first, deps)) return;
    deps.log.error({ letter: letter.id, ...faultOf(error) }, 'letter kept without its acceptance marker');
  }
}

/** Best effort: until it is told, whoever repeats the request stores the marker once more. */
async function tellMarked({ serviceId, id }: NewLetter, { idempotency, log }: Deps): Promise<void> {
  await idempotency.marked(serviceId, id).catch((error: unknown) => {
    log.warn({ letter: id, ...faultOf(error) }, 'a stored acceptance marker is not known to be');
  });
}

interface Prepared {
  readonly answer: object;
  readonly marker: string;
  readonly first: NewFirstRequest | undefined;
}

/** What the letter will be answered with, and what its marker says: it brings back the key of the request, too. */
function prepare(letter: NewLetter, { answerOf, repeatable }: LetterTerms): Prepared {
  const answer = answerOf(letter.id);
  const repeat = repeatable && { ...repeatable, answer: JSON.stringify(answer) };
  const marker = JSON.stringify({ ...letter, idempotency: repeat });
  return { answer, marker, first: repeat && { ...repeat, marker } };
}

function tell(letter: NewLetter, deps: Deps): void {
  const { id, serviceId, reference, keyKind, postage, printDay } = letter;
  const content = letter.kind === 'precompiled' ? { bytes: letter.incomingBytes } : { template: letter.templateId };
  const accepted = { letter: id, service: serviceId, reference, keyKind, postage, printDay, ...content };
  deps.log.info(accepted, 'accepted');
  deps.metrics.lettersAccepted.inc({ key_kind: keyKind, postage });
  deps.workflows.hintPrepare(id);
}

/** `known`: the request's key belongs to another letter. */
export type Accepted = { readonly kind: 'accepted'; readonly answer: object } | { readonly kind: 'known' };

/** PDF, row, marker, one log line, hint. Throws when the letter was not kept, or when nobody can tell; a Refusal when the day's limit is reached. */
export function createAcceptLetter(deps: Deps) {
  return async (submission: Submission, terms: LetterTerms): Promise<Accepted> => {
    const letter = newLetter(submission, deps.clock.now());
    const prepared = prepare(letter, terms);
    const { answer, first } = prepared;
    await storePdf(letter, submission, deps);
    const acceptance = await storeRow(letter, { first, dailyLimit: terms.dailyLimit }, deps);
    if (acceptance !== 'stored') await forget(pdfKeysOf(letter), deps);
    if (acceptance === 'known') return { kind: 'known' };
    if (acceptance === 'over-daily-limit') throw overDailyLimit(terms.dailyLimit ?? 0, letter.createdAt);
    await storeMarker(letter, prepared, deps);
    if (first) await tellMarked(letter, deps);
    tell(letter, deps);
    return { kind: 'accepted', answer };
  };
}
