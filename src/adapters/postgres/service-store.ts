import { randomUUID } from 'node:crypto';
import { type Selectable, type Updateable, sql } from 'kysely';
import type { ServiceId } from '../../domain/letter';
import type { ApiKey, Service, ServiceTerms } from '../../domain/service';
import type { ServiceStore } from '../../ports';
import { type Sealer, createSealer } from './sealer';
import type { Database, Tables } from './schema';
import { hashOfToken, newKeySecret, newOperatorToken } from './secrets';
import { withService } from './with-service';

const serviceOf = (row: Selectable<Tables['services']>): Service => ({
  id: row.id,
  name: row.name,
  live: row.live,
  active: row.active,
  retentionDays: row.retention_days,
  lettersAllowed: row.letters_allowed,
  international: row.international,
  rateLimit: row.rate_limit,
  dailyLimit: row.daily_limit,
  createdAt: row.created_at,
});

type KeyRow = Omit<Selectable<Tables['api_keys']>, 'sealed_secret'>;
const KEY_COLUMNS = ['id', 'service_id', 'name', 'kind', 'created_at', 'revoked_at'] as const;

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  serviceId: row.service_id,
  name: row.name,
  kind: row.kind,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

/** Services, their API keys, and operators. Secrets are sealed with the key given; retired keys still open theirs. */
export function createServiceStore(
  db: Database,
  sealingKey: Buffer,
  retiredKeys: readonly Buffer[] = [],
): ServiceStore {
  const sealer = createSealer(sealingKey, retiredKeys);
  return {
    ...services(db),
    ...keys(db, sealer),
    ...operators(db),
    createWithKey: (service, key) =>
      db.transaction().execute(async (transaction) => {
        const created = await services(transaction).create(service);
        return { service: created, ...(await keys(transaction, sealer).createKey(created.id, key)) };
      }),
  };
}

type ServiceChanges = Partial<Pick<Service, 'name' | 'live' | 'active'> & ServiceTerms>;

/** The columns of what is given; the others keep their value, or their default. */
function columnsOf({ name, live, active, international, ...terms }: ServiceChanges): Updateable<Tables['services']> {
  const columns = {
    ...{ name, live, active, international },
    retention_days: terms.retentionDays,
    letters_allowed: terms.lettersAllowed,
    rate_limit: terms.rateLimit,
    daily_limit: terms.dailyLimit,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const services = (db: Database): Pick<ServiceStore, 'create' | 'update' | 'find' | 'list'> => ({
  create: async ({ name, live, ...terms }) => {
    const id = randomUUID() as string as ServiceId;
    const given = { ...columnsOf(terms), id, name, live };
    return serviceOf(await db.insertInto('services').values(given).returningAll().executeTakeFirstOrThrow());
  },
  update: async (id, given) => {
    const changes = columnsOf(given);
    if (Object.keys(changes).length === 0) return findService(db, id);
    const row = await db.updateTable('services').set(changes).where('id', '=', id).returningAll().executeTakeFirst();
    return row && serviceOf(row);
  },
  find: (id) => withService(db, id, (transaction) => findService(transaction, id)),
  list: async () =>
    (await db.selectFrom('services').selectAll().orderBy('name').orderBy('id').execute()).map(serviceOf),
});

async function findService(db: Database, id: ServiceId): Promise<Service | undefined> {
  const row = await db.selectFrom('services').selectAll().where('id', '=', id).executeTakeFirst();
  return row && serviceOf(row);
}

type KeyPart = Pick<ServiceStore, 'createKey' | 'listKeys' | 'revokeKey' | 'authentication'>;

const keys = (db: Database, sealer: Sealer): KeyPart => ({
  createKey: async (service_id, { name, kind }) => {
    const id = randomUUID();
    const secret = newKeySecret();
    const row = await db
      .insertInto('api_keys')
      .values({ id, service_id, name, kind, sealed_secret: sealer.seal(secret, id) })
      .returning(KEY_COLUMNS)
      .executeTakeFirstOrThrow();
    return { key: keyOf(row), secret };
  },
  listKeys: async (serviceId) => {
    const ofService = db.selectFrom('api_keys').select(KEY_COLUMNS).where('service_id', '=', serviceId);
    return (await ofService.orderBy('created_at').orderBy('id').execute()).map(keyOf);
  },
  revokeKey: async (keyId) => {
    const active = db.updateTable('api_keys').where(sql<boolean>`id::text = ${keyId}`).where('revoked_at', 'is', null);
    const revoked = await active.set({ revoked_at: sql<Date>`now()` }).executeTakeFirst();
    return revoked.numUpdatedRows === 1n;
  },
  authentication: (serviceId) =>
    withService(db, serviceId, async (transaction) => {
      const service = await findService(transaction, serviceId);
      if (!service) return undefined;
      const rows = await transaction
        .selectFrom('api_keys')
        .selectAll()
        .where('service_id', '=', serviceId)
        .where(sql<boolean>`(revoked_at is null or revoked_at > now() - interval '7 days')`)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return { service, keys: rows.map((row) => ({ ...keyOf(row), secret: sealer.open(row.sealed_secret, row.id) })) };
    }),
});

const operators = (db: Database): Pick<ServiceStore, 'createOperator' | 'revokeOperator' | 'operatorOf'> => ({
  /** A new token takes the place of the one the name had. */
  createOperator: async (name) => {
    const token = newOperatorToken();
    const fresh = { token_hash: hashOfToken(token), created_at: sql<Date>`now()`, revoked_at: null };
    await db
      .insertInto('operators')
      .values({ name, ...fresh })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(fresh))
      .execute();
    return { name, token };
  },
  revokeOperator: async (name) => {
    const active = db.updateTable('operators').where('name', '=', name).where('revoked_at', 'is', null);
    const revoked = await active.set({ revoked_at: sql<Date>`now()` }).executeTakeFirst();
    return revoked.numUpdatedRows === 1n;
  },
  operatorOf: async (token) => {
    const active = db.selectFrom('operators').select('name').where('revoked_at', 'is', null);
    return (await active.where('token_hash', '=', hashOfToken(token)).executeTakeFirst())?.name;
  },
});
