import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import { type LetterId, type LetterStatus, type Reference, mayMove } from '../../domain/letter';
import type { ReturnedLetters } from '../../domain/returned-letters';
import { moveLetters } from './letter-moves';
import type { Database } from './schema';

const LETTERS_A_TRANSACTION = 1_000;
const RETURNED = 'returned-letter';

interface LockedLetter {
  readonly id: LetterId;
  readonly reference: Reference;
  readonly status: LetterStatus;
  readonly batchId: BatchId | null;
}

/** Locked in the order in which a claim takes letters: two transactions never wait for each other. */
async function lockLetters(db: Database, references: readonly Reference[]): Promise<readonly LockedLetter[]> {
  const { rows } = await sql<LockedLetter>`
    select id, reference, status, batch_id as "batchId" from letters
    where reference = any (${references}::text[])
    order by service_id, postage, created_at, id
    for update
  `.execute(db);
  return rows;
}

async function returnSome(db: Database, references: readonly Reference[], actor: string): Promise<ReturnedLetters> {
  const letters = await lockLetters(db, references);
  const movable = letters.filter(({ status }) => mayMove(status, RETURNED));
  const moved = await moveLetters(db, {
    wanted: sql`select id, 'came back'::text as detail from unnest(${movable.map(({ id }) => id)}::uuid[]) as id`,
    from: ['sending', 'delivered'],
    to: RETURNED,
    actor,
  });
  if (moved.length !== movable.length) throw new Error(`${moved.length} of ${movable.length} locked letters came back`);
  const known = new Set(letters.map(({ reference }) => reference));
  const stay = letters.filter(({ status }) => !mayMove(status, RETURNED));
  return {
    returned: movable.map(({ reference }) => reference),
    again: stay.filter(({ status }) => status === RETURNED).map(({ reference }) => reference),
    notMovable: stay
      .filter(({ status }) => status !== RETURNED)
      .map(({ reference, status }) => ({ reference, status })),
    unknown: references.filter((reference) => !known.has(reference)),
    batches: movable.flatMap(({ status, batchId }) => (status === 'sending' && batchId !== null ? [batchId] : [])),
  };
}

/** Letters that came back, a transaction for each thousand; a repeat finds them returned and changes nothing. */
export async function returnLetters(
  db: Database,
  references: readonly Reference[],
  actor: string,
): Promise<ReturnedLetters> {
  const parts: ReturnedLetters[] = [];
  for (let first = 0; first < references.length; first += LETTERS_A_TRANSACTION) {
    const some = references.slice(first, first + LETTERS_A_TRANSACTION);
    parts.push(await db.transaction().execute((transaction) => returnSome(transaction, some, actor)));
  }
  return {
    returned: parts.flatMap(({ returned }) => returned),
    again: parts.flatMap(({ again }) => again),
    notMovable: parts.flatMap(({ notMovable }) => notMovable),
    unknown: parts.flatMap(({ unknown }) => unknown),
    batches: [...new Set(parts.flatMap(({ batches }) => batches))],
  };
}
