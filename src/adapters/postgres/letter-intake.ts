/** What a service does with a letter: sends it, looks at it, cancels it. Each in one transaction that names the service. */
import { sql } from 'kysely';
import type { LetterId, NewLetter, ServiceId } from '../../domain/letter';
import type { AcceptTerms, Acceptance, LetterStore } from '../../ports';
import { lockKey, releaseKey, reserveKey } from './idempotency-store';
import { type LetterMove, insertLetter, moveLetters, oneLetter } from './letter-moves';
import { LETTER_COLUMNS, letterOf } from './letter-rows';
import type { Database } from './schema';
import { countLetter, uncountLetter } from './sending-limits';
import { withService } from './with-service';

/** Undoes the transaction of a letter that may not be stored. */
class OverDailyLimit extends Error {
  override readonly name = 'OverDailyLimit';
}

async function acceptLetter(db: Database, letter: NewLetter, { dailyLimit, first }: AcceptTerms): Promise<Acceptance> {
  if (first && !(await reserveKey(db, letter, first))) return 'known';
  await insertLetter(db, letter, 'api');
  if (dailyLimit !== undefined && !(await countLetter(db, letter, dailyLimit))) throw new OverDailyLimit();
  return 'stored';
}

/** Compare-and-set: whoever comes first, this or a claim, the other finds the letter gone. */
async function moveToCancelled(db: Database, serviceId: ServiceId, move: Pick<LetterMove, 'wanted' | 'set'>) {
  const moved = await moveLetters(db, {
    ...move,
    from: ['pending-virus-check', 'created'],
    to: 'cancelled',
    actor: 'api',
    only: sql`letter.batch_id is null and letter.service_id = ${serviceId}`,
  });
  return moved.length === 1;
}

async function findLetter(db: Database, serviceId: ServiceId, id: LetterId) {
  const row = await db
    .selectFrom('letters')
    .select(LETTER_COLUMNS)
    .where('id', '=', id)
    .where('service_id', '=', serviceId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return row && letterOf(row);
}

async function withdrawLetter(db: Database, serviceId: ServiceId, id: LetterId, reason: string): Promise<boolean> {
  if ((await lockKey(db, serviceId, id)).marked) return false;
  const move = { wanted: oneLetter(id, reason), set: sql`failure = wanted.detail` };
  const isMoved = await moveToCancelled(db, serviceId, move);
  const letter = isMoved && (await findLetter(db, serviceId, id));
  if (!letter) return false;
  await releaseKey(db, serviceId, id);
  if (letter.keyKind !== 'test') await uncountLetter(db, letter);
  return true;
}

export const intake = (db: Database): Pick<LetterStore, 'accept' | 'withdraw' | 'cancel' | 'find'> => ({
  accept: async (letter, terms = {}) => {
    try {
      return await withService(db, letter.serviceId, (transaction) => acceptLetter(transaction, letter, terms));
    } catch (error) {
      if (error instanceof OverDailyLimit) return 'over-daily-limit';
      throw error;
    }
  },
  withdraw: (serviceId, id, reason) =>
    withService(db, serviceId, (transaction) => withdrawLetter(transaction, serviceId, id, reason)),
  cancel: (serviceId, id) =>
    withService(db, serviceId, async (transaction) => {
      await moveToCancelled(transaction, serviceId, { wanted: oneLetter(id, 'cancelled by its service') });
      const letter = await findLetter(transaction, serviceId, id);
      if (!letter) return undefined;
      return letter.status === 'cancelled' ? { kind: 'cancelled', createdAt: letter.createdAt } : { kind: 'printing' };
    }),
  find: (serviceId, id) => withService(db, serviceId, (transaction) => findLetter(transaction, serviceId, id)),
});
