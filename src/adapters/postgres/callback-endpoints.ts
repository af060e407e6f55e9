import { type Selectable, sql } from 'kysely';
import type { CallbackEndpoint, CallbackSecrets } from '../../domain/callback';
import type { ServiceId } from '../../domain/letter';
import type { CallbackStore } from '../../ports';
import type { CallbackEndpointsTable } from './callback-tables';
import type { Database } from './schema';
import type { Sealer } from './sealer';

type Row = Selectable<CallbackEndpointsTable>;
type SecretColumn = 'sealed_bearer_token' | 'sealed_signing_secret' | 'sealed_previous_secret';

/** Callbacks that are taken back in one statement when an endpoint is stopped. */
const AT_ONCE = 10_000;

const endpointOf = (row: Row): CallbackEndpoint => ({
  serviceId: row.service_id,
  url: row.url,
  statuses: row.statuses,
  hasToken: row.sealed_bearer_token !== null,
  isSigned: row.sealed_signing_secret !== null,
  isRotating: row.sealed_previous_secret !== null,
  createdAt: row.created_at,
  stoppedAt: row.stopped_at,
  stoppedReason: row.stopped_reason,
});

/** A sealed secret opens for its own service alone. */
const ownerOf = (id: ServiceId): string => `callbacks of ${id}`;

export function openSecrets(sealer: Sealer, row: Pick<Row, 'service_id' | SecretColumn>): CallbackSecrets {
  const open = (sealed: string | null) => (sealed === null ? [] : [sealer.open(sealed, ownerOf(row.service_id))]);
  return {
    bearerToken: open(row.sealed_bearer_token)[0] ?? null,
    signingSecrets: [...open(row.sealed_signing_secret), ...open(row.sealed_previous_secret)],
  };
}

type Part<Names extends keyof CallbackStore> = Pick<CallbackStore, Names>;

/** Where services hear of their letters. */
export const createCallbackEndpoints = (
  db: Database,
  sealer: Sealer,
): Part<'endpoint' | 'saveEndpoint' | 'rotateSecret' | 'endRotation' | 'stopEndpoint'> => ({
  ...endpoints(db, sealer),
  ...rotation(db, sealer),
  stopEndpoint: async (id, reason, at, url) => {
    const running = rowOf(db, id).where('stopped_at', 'is', null);
    const asked = url === undefined ? running : running.where('url', '=', url);
    const stopped = await asked.set({ stopped_at: at, stopped_reason: reason }).executeTakeFirst();
    if (stopped.numUpdatedRows === 0n) return false;
    await exhaustAll(db, id, at);
    return true;
  },
});

const rowOf = (db: Database, id: ServiceId) => db.updateTable('callback_endpoints').where('service_id', '=', id);

/** Small pieces: letters of the service may be moving meanwhile. */
async function exhaustAll(db: Database, id: ServiceId, at: Date): Promise<void> {
  for (let left = AT_ONCE; left === AT_ONCE; ) {
    const { numAffectedRows = 0n } = await sql`
      update callbacks set exhausted_at = ${at}, exhausted_cause = 'stopped'
      where (letter_id, sequence) in (
        select letter_id, sequence from callbacks
        where service_id = ${id} and delivered_at is null and exhausted_at is null
        limit ${AT_ONCE}
      )
    `.execute(db);
    left = Number(numAffectedRows);
  }
}

const endpoints = (db: Database, sealer: Sealer): Part<'endpoint' | 'saveEndpoint'> => ({
  endpoint: async (id) => {
    const row = await db.selectFrom('callback_endpoints').selectAll().where('service_id', '=', id).executeTakeFirst();
    return row && endpointOf(row);
  },
  saveEndpoint: async (id, { url, statuses, bearerToken, signingSecret }) => {
    const seal = (secret: string) => sealer.seal(secret, ownerOf(id));
    const given = {
      url,
      statuses: [...statuses],
      ...(bearerToken === undefined ? {} : { sealed_bearer_token: seal(bearerToken) }),
      ...(signingSecret === undefined ? {} : { sealed_signing_secret: seal(signingSecret) }),
    };
    const afresh = { stopped_at: null, stopped_reason: null, fruitless: 0, paused_until: null };
    const changed = await rowOf(db, id)
      .set({ ...given, ...afresh })
      .returningAll()
      .executeTakeFirst();
    if (changed) return endpointOf(changed);
    const made = db.insertInto('callback_endpoints').values({ ...given, service_id: id });
    return endpointOf(await made.returningAll().executeTakeFirstOrThrow());
  },
});

const rotation = (db: Database, sealer: Sealer): Part<'rotateSecret' | 'endRotation'> => ({
  rotateSecret: async (id, signingSecret) => {
    const rotated = await rowOf(db, id)
      .where('sealed_signing_secret', 'is not', null)
      .where('sealed_previous_secret', 'is', null)
      .set((row) => ({
        sealed_previous_secret: row.ref('sealed_signing_secret'),
        sealed_signing_secret: sealer.seal(signingSecret, ownerOf(id)),
      }))
      .executeTakeFirst();
    return rotated.numUpdatedRows === 1n;
  },
  endRotation: async (id) => {
    const rotating = rowOf(db, id).where('sealed_previous_secret', 'is not', null);
    return (await rotating.set({ sealed_previous_secret: null }).executeTakeFirst()).numUpdatedRows === 1n;
  },
});
