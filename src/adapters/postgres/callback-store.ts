import { sql } from 'kysely';
import type { CallbackLook, CallbackPage, DueCallback } from '../../domain/callback';
import type { ServiceId } from '../../domain/letter';
import type { CallbackStore } from '../../ports';
import { createCallbackEndpoints, openSecrets } from './callback-endpoints';
import { replayCallbacks } from './callback-replay';
import { createCallbackWatch } from './callback-watch';
import type { Database } from './schema';
import { type Sealer, createSealer } from './sealer';

/** Of the table `callbacks`; the condition of its partial indexes. */
const WAITS = sql`delivered_at is null and exhausted_at is null`;

/** Endpoints of services and the outbox of what they are to hear. Secrets are sealed as API keys are. */
export function createCallbackStore(
  db: Database,
  sealingKey: Buffer,
  retiredKeys: readonly Buffer[] = [],
): CallbackStore {
  const sealer = createSealer(sealingKey, retiredKeys);
  return {
    ...createCallbackEndpoints(db, sealer),
    ...createCallbackWatch(db),
    ...pages(db, sealer),
    ...outcomes(db),
    replay: (id, which, at) => replayCallbacks(db, id, which, at),
  };
}

type Leased = Omit<DueCallback, 'serviceId'>;

/** Two workers never take the same callback: its row is out of reach until the lease ends, even when its worker dies. */
async function lease(
  db: Database,
  id: ServiceId,
  now: Date,
  until: Date,
  limit: number,
): Promise<readonly DueCallback[]> {
  const { rows } = await sql<Leased>`
    with due as (
      select letter_id, sequence from callbacks
      where service_id = ${id} and due_at <= ${now} and ${WAITS}
      order by due_at
      limit ${limit}
      for update skip locked
    ), leased as (
      update callbacks as callback set due_at = ${until}, attempts = callback.attempts + 1
      from due
      where callback.letter_id = due.letter_id and callback.sequence = due.sequence
      returning callback.*
    )
    select leased.letter_id as "letterId", leased.sequence, leased.status, leased.attempts,
      leased.retry_from as "retryFrom", event.at, letter.client_reference as "clientReference",
      letter.created_at as "createdAt", letter.sent_at as "sentAt",
      case when letter.template_id is not null then
        jsonb_build_object('id', template.template_id, 'version', template.version, 'name', template.name)
      end as template
    from leased
    join letter_events event on event.letter_id = leased.letter_id and event.sequence = leased.sequence
    -- The service's own: whatever else stands in the outbox, nobody hears of another's letter.
    join letters letter on letter.id = leased.letter_id and letter.service_id = leased.service_id
    left join template_versions template on template.service_id = letter.service_id
      and template.template_id = letter.template_id and template.version = letter.template_version
    order by event.at, leased.letter_id
  `.execute(db);
  return rows.map((row) => ({ ...row, serviceId: id }));
}

type Part<Names extends keyof CallbackStore> = Pick<CallbackStore, Names>;

const pages = (db: Database, sealer: Sealer): Part<'look' | 'take'> => ({
  look: async (id, now, most) => {
    const { rows } = await sql<CallbackLook>`
      select fruitless, (
          select count(*) from (
            select from callbacks
            where service_id = ${id} and due_at <= ${now} and ${WAITS}
              and (endpoint.paused_until is null or endpoint.paused_until <= ${now})
            limit ${most}
          ) as counted
        ) as due, (
          select greatest(min(due_at), endpoint.paused_until) from callbacks where service_id = ${id} and ${WAITS}
          having min(due_at) is not null
        ) as "nextAt"
      from callback_endpoints endpoint
      where service_id = ${id} and stopped_at is null
    `.execute(db);
    return rows[0] ?? { due: 0, fruitless: 0, nextAt: null };
  },
  take: async (id, now, leasedUntil, limit): Promise<CallbackPage | undefined> => {
    const endpoint = await db
      .selectFrom('callback_endpoints')
      .selectAll()
      .where('service_id', '=', id)
      .where('stopped_at', 'is', null)
      .executeTakeFirst();
    if (!endpoint) return undefined;
    const { url, fruitless } = endpoint;
    const callbacks = await lease(db, id, now, leasedUntil, limit);
    return { endpoint: { url, ...openSecrets(sealer, endpoint) }, callbacks, leasedUntil, fruitless };
  },
});

const outcomes = (db: Database): Part<'record' | 'settle'> => ({
  record: async (tried, { leasedUntil, endpoint: { url } }, at) => {
    const of = <Value>(read: (outcome: (typeof tried)[number]) => Value) => tried.map(read);
    await sql`
      update callbacks as callback
      set last_answer = outcome.answer,
        due_at = case when outcome.kind = 'delivered' or endpoint.url = ${url} then coalesce(outcome.due_at, callback.due_at) else ${at} end,
        delivered_at = case when outcome.kind = 'delivered' then ${at}::timestamptz end,
        exhausted_at = case when outcome.kind = 'exhausted' and endpoint.url = ${url} then ${at}::timestamptz end,
        exhausted_cause = case when endpoint.url = ${url} then outcome.cause end
      from callback_endpoints endpoint, unnest(
        ${of(({ letterId }) => letterId)}::uuid[], ${of(({ sequence }) => sequence)}::integer[],
        ${of(({ answer }) => answer)}::text[], ${of(({ result }) => result.kind)}::text[],
        ${of(({ result }) => (result.kind === 'again' ? result.dueAt : null))}::timestamptz[],
        ${of(({ result }) => (result.kind === 'exhausted' ? result.cause : null))}::text[]
      ) as outcome (letter_id, sequence, answer, kind, due_at, cause)
      where callback.letter_id = outcome.letter_id and callback.sequence = outcome.sequence
        and endpoint.service_id = callback.service_id and callback.delivered_at is null
        -- Whoever holds the lease now knows better than one that came back late, unless that one delivered.
        and (outcome.kind = 'delivered' or (callback.exhausted_at is null and callback.due_at = ${leasedUntil}))
    `.execute(db);
  },
  settle: async (id, url, { fruitless, pausedUntil, deliveredAt }) => {
    await sql`
      update callback_endpoints
      set fruitless = ${fruitless}, paused_until = greatest(paused_until, ${pausedUntil}::timestamptz),
        last_delivered_at = greatest(last_delivered_at, ${deliveredAt}::timestamptz)
      where service_id = ${id} and url = ${url}
    `.execute(db);
  },
});
