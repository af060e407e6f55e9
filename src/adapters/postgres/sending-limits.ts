/** What a service may send, counted in Postgres, so that it holds over all replicas of the API. */
import { sql } from 'kysely';
import type { Day } from '../../domain/calendar';
import type { KeyKind, NewLetter, ServiceId } from '../../domain/letter';
import { bucketSizeOf, utcDayOf } from '../../domain/sending-limits';
import type { SendingLimits } from '../../ports';
import type { Database } from './schema';
import { withService } from './with-service';

export const createSendingLimits = (db: Database): SendingLimits => ({
  take: (serviceId, keyKind, at) =>
    // A token that a crash gives back harms nobody, and all of the service's requests wait for this commit.
    withService(db, serviceId, (transaction) => take(transaction, serviceId, keyKind, at), { durable: false }),
});

async function take(
  db: Database,
  serviceId: ServiceId,
  keyKind: KeyKind,
  { perMinute, day }: { readonly perMinute: number; readonly day: Day },
) {
  const size = bucketSizeOf(perMinute);
  const seconds = sql`greatest(0, extract(epoch from clock_timestamp() - bucket.filled_at))`;
  const filled = sql`least(${size}::double precision, bucket.tokens + ${perMinute}::double precision / 60 * ${seconds})`;
  const { rows } = await sql<{ token: boolean; letters: number | null }>`
    with taken as (
      insert into rate_buckets as bucket (service_id, key_kind, tokens, filled_at)
      values (${serviceId}, ${keyKind}, ${size - 1}, clock_timestamp())
      on conflict (service_id, key_kind) do update set tokens = ${filled} - 1, filled_at = clock_timestamp()
      where ${filled} >= 1
      returning service_id
    )
    select
      exists (select from taken) as token,
      (select letters from daily_counts where service_id = ${serviceId} and day = ${day}) as letters
  `.execute(db);
  const [{ token, letters } = { token: false, letters: null }] = rows;
  return { token, letters: letters ?? 0 };
}

/**
 * Counts a letter on its day; false when the day's limit is reached. The last statement of the letter's transaction: every other letter of the
 * service waits from here to its end.
 */
export async function countLetter(db: Database, letter: NewLetter, dailyLimit: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into daily_counts as counted (service_id, day, letters)
    values (${letter.serviceId}, ${utcDayOf(letter.createdAt)}, 1)
    on conflict (service_id, day) do update set letters = counted.letters + 1 where counted.letters < ${dailyLimit}
  `.execute(db);
  return numAffectedRows === 1n;
}

/** A letter that was taken back does not count. */
export async function uncountLetter(
  db: Database,
  { serviceId, createdAt }: Pick<NewLetter, 'serviceId' | 'createdAt'>,
): Promise<void> {
  await sql`
    update daily_counts set letters = letters - 1
    where service_id = ${serviceId} and day = ${utcDayOf(createdAt)} and letters > 0
  `.execute(db);
}
