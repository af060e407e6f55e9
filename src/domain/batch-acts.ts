import { type Batch, type BatchId, isOver } from './batch';
import { parseInstant } from './instant';
import { type Result, ok, refused } from './result';

/** What an operator may do to one batch. */
export const BATCH_ACTS = ['hold', 'release', 'retry', 'adopt', 'abandon'] as const;
export type BatchAct = (typeof BATCH_ACTS)[number];

/** An act as the table keeps it. */
export interface RecordedAct {
  /** A UUID: the same act told twice is done once. */
  readonly id: string;
  readonly batchId: BatchId;
  readonly act: BatchAct;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

export interface BatchActOrder extends RecordedAct {
  /** Of `adopt`: when the zip stood at the printer; `at` where nothing is given. */
  readonly publishedAt?: Date | undefined;
}

type Standing = Pick<Batch, 'state' | 'held' | 'parkedReason' | 'temp' | 'createdAt'>;
type Wanted = Pick<BatchActOrder, 'act' | 'at' | 'publishedAt'>;

function whyNotAdopt({ state, held, parkedReason, createdAt }: Standing, { at, publishedAt = at }: Wanted) {
  if (state !== 'sealed' && state !== 'uploaded') {
    return state === 'claimed' ? 'it has no sealed zip yet' : `it is ${state} already`;
  }
  // A held batch whose upload was under way is published next: only a parked one stands still from there on.
  const standsStill = parkedReason !== null || (held && state === 'sealed');
  if (!standsStill) return 'it is neither parked nor held before its upload: hold it first, or wait';
  if (publishedAt > at) return 'the instant of publishing lies ahead';
  return publishedAt < createdAt ? 'the instant of publishing lies before the batch was claimed' : undefined;
}

function whyNotAbandon({ state, temp }: Standing): string | undefined {
  if (temp !== null) return 'it has an intent, so its zip may stand at the printer: retry it, or adopt it on evidence';
  return state === 'claimed' || state === 'sealed' || state === 'uploaded' ? undefined : `it is ${state} already`;
}

/** Why the act may not be done to a batch that stands so; undefined when it may (design §8). */
export function whyNot(batch: Standing, wanted: Wanted): string | undefined {
  if (isOver(batch.state)) return `it is ${batch.state}: nothing is left to do`;
  switch (wanted.act) {
    case 'hold':
      if (batch.held) return 'it is held already';
      return batch.state === 'claimed' || batch.state === 'sealed'
        ? undefined
        : `it is ${batch.state}: a batch is held only before zipping or before its upload`;
    case 'release':
      return batch.held ? undefined : 'it is not held';
    case 'retry':
      return undefined;
    case 'adopt':
      return whyNotAdopt(batch, wanted);
    case 'abandon':
      return whyNotAbandon(batch);
  }
}

/** The object store remembers an intent that the table does not: Postgres was set back, and the zip may be at the printer. */
export const ABANDON_WITH_MANIFEST =
  'the object store holds a manifest of it, so its zip may stand at the printer: retry it, or adopt it on evidence';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const LONGEST_REASON = 1_000;

/** Text of one line that a table and the Web UI can show. */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // eslint-disable-next-line no-control-regex -- Postgres takes no NUL, and a line break would break the Web UI's list
  const line = value.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();
  return line === '' || line.length > LONGEST_REASON ? undefined : line;
}

/** Who acts and why, as it came by signal: from the API and the command line with the id of its row, by hand without. */
export interface ActNote {
  readonly actor: string;
  readonly reason: string;
  readonly actId: string | undefined;
  readonly publishedAt: Date | undefined;
}

export function parseActNote(note: unknown): Result<ActNote, string> {
  const given = (typeof note === 'object' && note !== null ? note : {}) as Readonly<Record<string, unknown>>;
  const [actor, reason] = [lineOf(given['actor']), lineOf(given['reason'])];
  if (!actor || !reason) {
    return refused(`an act names actor and reason, each of at most ${LONGEST_REASON} characters`);
  }
  const { actId, publishedAt } = given;
  const instant = typeof publishedAt === 'string' ? parseInstant(publishedAt) : undefined;
  if (publishedAt !== undefined && !instant)
    return refused('publishedAt is not an instant such as 2026-01-05T17:55:00Z');
  if (actId !== undefined && (typeof actId !== 'string' || !UUID.test(actId))) return refused('actId is not a UUID');
  return ok({ actor, reason, actId, publishedAt: instant });
}
