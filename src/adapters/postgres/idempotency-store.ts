import type { FirstRequest } from '../../domain/idempotency';
import type { LetterId, NewLetter, ServiceId } from '../../domain/letter';
import type { IdempotencyStore, NewFirstRequest } from '../../ports';
import type { Database } from './schema';
import { withService } from './with-service';

/** The keys under which services may repeat a request. */
export const createIdempotencyStore = (db: Database): IdempotencyStore => ({
  find: (serviceId, keyKind, key) =>
    withService(db, serviceId, (transaction): Promise<FirstRequest | undefined> => {
      const known = transaction.selectFrom('idempotency_keys').where('service_id', '=', serviceId);
      return known
        .select(['letter_id as letterId', 'letter_created_at as letterCreatedAt', 'body_sha256 as body'])
        .select(['answer', 'marker'])
        .where('key_kind', '=', keyKind)
        .where('key_sha256', '=', key)
        .executeTakeFirst();
    }),
  marked: (serviceId, letterId) =>
    withService(db, serviceId, async (transaction) => {
      const ofLetter = transaction.updateTable('idempotency_keys').where('service_id', '=', serviceId);
      const updated = await ofLetter.set({ marker: null }).where('letter_id', '=', letterId).executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    }),
});

/** Takes the key for the letter, whose row follows in the transaction. Waits for a transaction that takes it in this moment; false when it is taken. */
export async function reserveKey(db: Database, letter: NewLetter, first: NewFirstRequest): Promise<boolean> {
  const reserved = await db
    .insertInto('idempotency_keys')
    .values({
      service_id: letter.serviceId,
      key_kind: letter.keyKind,
      key_sha256: first.key,
      body_sha256: first.body,
      letter_id: letter.id,
      letter_created_at: letter.createdAt,
      answer: first.answer,
      marker: first.marker,
    })
    .onConflict((conflict) => conflict.columns(['service_id', 'key_kind', 'key_sha256']).doNothing())
    .executeTakeFirst();
  return reserved.numInsertedOrUpdatedRows === 1n;
}

/** Locks the letter's key, if it has one: whether the letter's marker is known to be stored, so that it may no longer be taken back. */
export async function lockKey(
  db: Database,
  serviceId: ServiceId,
  letterId: LetterId,
): Promise<{ readonly marked: boolean }> {
  const ofService = db.selectFrom('idempotency_keys').where('service_id', '=', serviceId);
  const row = await ofService.where('letter_id', '=', letterId).select('marker').forUpdate().executeTakeFirst();
  return { marked: row?.marker === null };
}

/** The letter was taken back: the next request under its key is a first one. */
export async function releaseKey(db: Database, serviceId: ServiceId, letterId: LetterId): Promise<void> {
  const ofService = db.deleteFrom('idempotency_keys').where('service_id', '=', serviceId);
  await ofService.where('letter_id', '=', letterId).execute();
}
