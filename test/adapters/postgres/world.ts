import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { createBatchStore } from '../../../src/adapters/postgres/batch-store';
import { createHoldStore } from '../../../src/adapters/postgres/hold-store';
import { createInboundStore } from '../../../src/adapters/postgres/inbound-store';
import { createLetterStore } from '../../../src/adapters/postgres/letter-store';
import { type DatabaseOptions, createDatabase } from '../../../src/adapters/postgres/pool';
import { createFooterStore } from '../../../src/adapters/postgres/footer-store';
import { createLogoStore } from '../../../src/adapters/postgres/logo-store';
import { createRunStore } from '../../../src/adapters/postgres/run-store';
import type { Database } from '../../../src/adapters/postgres/schema';
import { createServiceStore } from '../../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../../src/adapters/postgres/template-store';
import type { Batch } from '../../../src/domain/batch';
import { type Day, parseDay } from '../../../src/domain/calendar';
import type { HoldScope } from '../../../src/domain/hold';
import {
  type LetterId,
  type NewLetter,
  type NewPrecompiledLetter,
  type NewTemplatedLetter,
  type ServiceId,
  type Sha256,
  parseLetterId,
  parseSha256,
} from '../../../src/domain/letter';
import { incomingKeyOf, printKeyOf, referenceFrom, zipNameOf } from '../../../src/domain/names';
import type { Postage } from '../../../src/domain/postage';
import type { PrintRun } from '../../../src/domain/print-run';
import type { NewTemplate } from '../../../src/domain/template';
import { createTestDatabase } from '../../support/database';

export const SEALING_KEY = randomBytes(32);

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the test made a value that the domain does not know');
  return value;
};

export const aDay = (text: string): Day => must(parseDay(text));
export const aHash = (): Sha256 => must(parseSha256(randomBytes(32).toString('hex')));
export const aLetterId = (): LetterId => must(parseLetterId(randomUUID()));

/** The stores on one database: a process of its own. */
export function openStores(options: DatabaseOptions) {
  const database = createDatabase(options);
  const { db } = database;
  return {
    ...database,
    letters: createLetterStore(db),
    runs: createRunStore(db),
    batches: createBatchStore(db),
    holds: createHoldStore(db),
    inbound: createInboundStore(db),
    services: createServiceStore(db, SEALING_KEY),
    logos: createLogoStore(db),
    footers: createFooterStore(db),
    templates: createTemplateStore(db),
  };
}
export type Stores = ReturnType<typeof openStores>;

/** A database of its own for a test file, with the stores on it. */
export async function openWorld() {
  const { url, urlAs, drop } = await createTestDatabase();
  const stores = openStores({ url });
  const close = async () => {
    await stores.close();
    await drop();
  };
  return { ...stores, url, urlAs, close };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

export async function aService({ services }: Stores, name = 'Passports'): Promise<ServiceId> {
  return (await services.create({ name, live: true })).id;
}

export const aHold = (scope: Partial<HoldScope & { actor: string }>) => ({
  serviceId: null,
  postage: null,
  actor: 'jo',
  reason: 'wrong leaflet',
  ...scope,
});

export const DAY = aDay('2026-03-02');
/** Before the cut-off of DAY. */
export const ACCEPTED_AT = new Date('2026-03-02T10:00:00.123Z');
export const CUT_OFF_AT = new Date('2026-03-02T17:30:00.000Z');

export function aLetter(serviceId: ServiceId, changes: Partial<NewPrecompiledLetter> = {}): NewPrecompiledLetter {
  const reference = referenceFrom(randomBytes(32));
  return {
    kind: 'precompiled',
    id: aLetterId(),
    serviceId,
    clientReference: null,
    reference,
    keyKind: 'live',
    postage: 'second',
    incomingKey: incomingKeyOf(reference),
    incomingSha256: aHash(),
    incomingBytes: 1_000,
    printDay: DAY,
    createdAt: ACCEPTED_AT,
    ...changes,
  };
}

export const aTemplateOf = (serviceId: ServiceId, changes: Partial<NewTemplate> = {}): NewTemplate => ({
  serviceId,
  name: 'Renewal',
  subject: 'Your passport, ((name))',
  body: 'Dear ((name))',
  contactBlock: null,
  postage: 'second',
  createdBy: 'jo@example.gov.uk',
  ...changes,
});

/** A letter made from a template of its own. */
export async function aTemplatedLetter(
  { templates }: Stores,
  serviceId: ServiceId,
  changes: Partial<NewTemplatedLetter> = {},
): Promise<NewTemplatedLetter> {
  const template = await templates.create(aTemplateOf(serviceId));
  const { id, reference, keyKind, postage, clientReference, printDay, createdAt } = aLetter(serviceId);
  return {
    kind: 'templated',
    ...{ id, serviceId, reference, keyKind, postage, clientReference, printDay, createdAt },
    templateId: template.id,
    templateVersion: template.version,
    personalisation: { name: 'Mx One', address_line_1: 'Mx One', address_line_2: '1 High St', postcode: 'sw1a1aa' },
    addressLines: ['Mx One', '1 High St', 'SW1A 1AA'],
    ...changes,
  };
}

export const aPdf = (
  { reference, postage, createdAt }: Pick<NewLetter, 'reference' | 'postage' | 'createdAt'>,
  { bytes = 1_000, sheets = 1 } = {},
) => ({
  printKey: printKeyOf({ day: DAY, reference, postage, createdAt }),
  sha256: aHash(),
  bytes,
  pages: 2 * sheets,
  sheets,
});

/** A letter that the next run may claim. */
export async function aCreatedLetter(
  { letters }: Stores,
  serviceId: ServiceId,
  { bytes = 1_000, sheets = 1, ...changes }: Partial<NewPrecompiledLetter> & { bytes?: number; sheets?: number } = {},
): Promise<NewPrecompiledLetter> {
  const letter = aLetter(serviceId, changes);
  await letters.accept(letter);
  await letters.prepared(letter.id, aPdf(letter, { bytes, sheets }));
  return letter;
}

/** Many such letters in one statement, a millisecond apart; their histories are left out. */
export async function manyCreatedLetters(
  db: Database,
  serviceId: ServiceId,
  count: number,
  { postage = 'second', firstAt = ACCEPTED_AT }: { postage?: Postage; firstAt?: Date } = {},
): Promise<void> {
  await sql`
    insert into letters (
      id, service_id, reference, key_kind, status, sequence, last_hash, postage, print_day, incoming_key, incoming_sha256,
      incoming_bytes, print_key, sha256, bytes, sheets, created_at
    )
    select gen_random_uuid(), ${serviceId}::uuid, reference, 'live', 'created', 1, hash, ${postage}, ${DAY}::date,
      'incoming/' || reference || '.PDF', hash, 1000, ${DAY} || '/NOTIFY.' || reference || '.PDF', hash, 1000, 1,
      ${firstAt}::timestamptz + n * interval '1 millisecond'
    from (
      select n, upper(substr(md5(${randomUUID()} || n), 1, 16)) as reference, encode(sha256(n::text::bytea), 'hex') as hash
      from generate_series(1, ${count}::integer) as n
    ) as made
  `.execute(db);
}

export const openRun = async ({ runs }: Stores, day: Day = DAY, cutOffAt: Date = CUT_OFF_AT): Promise<PrintRun> =>
  (await runs.openScheduled({ day, cutOffAt, owner: 'the schedule' })).run;

export const LIMITS = { maxBytes: 500_000_000, maxLetters: 5_000 };

export async function claimAll({ batches }: Stores, run: PrintRun, limits = LIMITS): Promise<readonly Batch[]> {
  const claimed: Batch[] = [];
  for (let batch = await batches.claimNext(run, limits); batch; batch = await batches.claimNext(run, limits))
    claimed.push(batch);
  return claimed;
}

export const aZip = (batch: Batch) => ({
  zipName: zipNameOf(batch, aHash()),
  sha256: aHash(),
  bytes: batch.pdfBytes + 1_000,
  letters: batch.letters,
});

export const PUBLISHED_AT = new Date('2026-03-02T18:00:00.000Z');

/** Through sealing and upload to a recorded intent. */
export async function withIntent({ batches }: Stores, batch: Batch, temp = `.${batch.id}.one.part`): Promise<Batch> {
  const sealed = await batches.seal(batch.id, batch.version, aZip(batch));
  await batches.advance(batch.id, 'sealed', 'uploaded');
  await batches.recordIntent(batch.id, temp);
  return sealed;
}

export async function published(stores: Stores, batch: Batch): Promise<Batch> {
  const sealed = await withIntent(stores, batch);
  await stores.batches.recordPublished(batch.id, PUBLISHED_AT);
  return sealed;
}
