import { randomBytes, randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { sha256Of } from '../../src/activities/digest';
import type { Batch, BatchId } from '../../src/domain/batch';
import { type Day, cutOffOf } from '../../src/domain/calendar';
import {
  type NewPrecompiledLetter,
  type NewTemplatedLetter,
  type ServiceId,
  type Sha256,
  parseLetterId,
} from '../../src/domain/letter';
import { incomingKeyOf, printKeyOf, rawInboundKeyOf, referenceFrom } from '../../src/domain/names';
import type { PrintRun } from '../../src/domain/print-run';
import { DAY, LIMITS, type World, must, run } from './world';

export const aService = async ({ others }: World): Promise<ServiceId> =>
  (await others.services.create({ name: 'Passports', live: true })).id;

let accepted = 0;

/** An accepted letter that waits for *prepare*, its PDF in the object store. */
export async function anAcceptedLetter(
  world: World,
  serviceId: ServiceId,
  {
    day = DAY,
    pdf = `pages=1 ${randomUUID()}`,
    ...changes
  }: Partial<NewPrecompiledLetter> & { day?: Day; pdf?: string } = {},
): Promise<NewPrecompiledLetter> {
  const reference = referenceFrom(randomBytes(32));
  accepted += 1;
  const letter: NewPrecompiledLetter = {
    kind: 'precompiled',
    id: must(parseLetterId(randomUUID())),
    serviceId,
    clientReference: null,
    reference,
    keyKind: 'live',
    postage: 'second',
    incomingKey: incomingKeyOf(reference),
    incomingSha256: sha256Of(pdf),
    incomingBytes: pdf.length,
    printDay: day,
    createdAt: new Date(cutOffOf(day).getTime() - 3_600_000 + accepted),
    ...changes,
  };
  await world.objects.put(letter.incomingKey, Buffer.from(pdf), 'application/pdf');
  await world.others.letters.accept(letter);
  return letter;
}

/** A letter that waits for its PDF to be made, from a template of its own. */
export async function aTemplatedLetter(
  { others }: World,
  serviceId: ServiceId,
  { day = DAY, ...changes }: Partial<NewTemplatedLetter> & { day?: Day } = {},
): Promise<NewTemplatedLetter> {
  const text = { subject: 'Your passport', body: 'Dear ((name))', contactBlock: null };
  const template = await others.templates.create({
    ...text,
    ...{ serviceId, name: 'Renewal', postage: 'second', createdBy: 'jo' },
  });
  accepted += 1;
  const letter: NewTemplatedLetter = {
    kind: 'templated',
    id: must(parseLetterId(randomUUID())),
    serviceId,
    clientReference: null,
    reference: referenceFrom(randomBytes(32)),
    keyKind: 'live',
    postage: 'second',
    templateId: template.id,
    templateVersion: template.version,
    personalisation: { name: 'Mx One', address_line_1: 'Mx One', address_line_2: '1 High St', postcode: 'sw1a1aa' },
    addressLines: ['Mx One', '1 High St', 'SW1A 1AA'],
    printDay: day,
    createdAt: new Date(cutOffOf(day).getTime() - 3_600_000 + accepted),
    ...changes,
  };
  await others.letters.accept(letter);
  return letter;
}

export interface CreatedLetter extends NewPrecompiledLetter {
  readonly printKey: string;
}

/** A letter that the next run may claim, its PDF under its print key. */
export async function aCreatedLetter(
  world: World,
  serviceId: ServiceId,
  changes: Parameters<typeof anAcceptedLetter>[2] & { bytes?: number } = {},
): Promise<CreatedLetter> {
  const { bytes = 0, ...accepting } = changes;
  const pdf = `pages=1 ${randomUUID()}`.padEnd(bytes, '.');
  const letter = await anAcceptedLetter(world, serviceId, { ...accepting, pdf });
  const { printDay: day, reference, postage, createdAt } = letter;
  const printKey = printKeyOf({ day, reference, postage, createdAt });
  await world.objects.put(printKey, Buffer.from(pdf), 'application/pdf');
  const kept = { printKey, sha256: letter.incomingSha256, bytes: pdf.length, pages: 1, sheets: 1 };
  if (!(await world.letters.prepared(letter.id, kept))) throw new Error('the letter was not prepared');
  return { ...letter, printKey };
}

export const aRun = ({ others }: World, day = DAY, cutOffAt = cutOffOf(day)): Promise<PrintRun> =>
  others.runs.openManual({ day, cutOffAt, actor: 'an operator', reason: 'a test' });

export interface ClaimedBatch {
  readonly batch: Batch;
  readonly batchId: BatchId;
  readonly letters: readonly CreatedLetter[];
}

/** A claimed batch of letters of a service of its own. */
export async function aBatch(world: World, { letters: count = 3, day = DAY, bytes = 0 } = {}): Promise<ClaimedBatch> {
  const serviceId = await aService(world);
  const letters: CreatedLetter[] = [];
  for (let made = 0; made < count; made += 1) letters.push(await aCreatedLetter(world, serviceId, { day, bytes }));
  const batch = must(await world.batches.claimNext(await aRun(world, day), LIMITS));
  return { batch, batchId: batch.id, letters };
}

/** A sealed batch, its zip in the object store. */
export async function aSealedBatch(world: World, options?: Parameters<typeof aBatch>[1]): Promise<ClaimedBatch> {
  const claimed = await aBatch(world, options);
  await run(world.activities, 'sealBatch', { batchId: claimed.batchId });
  return { ...claimed, batch: await rowOf(world, claimed.batchId) };
}

export interface UploadedBatch extends ClaimedBatch {
  readonly temp: string;
}

/** A batch whose zip lies in the staging folder. */
export async function anUploadedBatch(world: World, options?: Parameters<typeof aBatch>[1]): Promise<UploadedBatch> {
  const sealed = await aSealedBatch(world, options);
  const uploaded = await run(world.activities, 'uploadTemp', { batchId: sealed.batchId });
  if (uploaded.kind !== 'uploaded') throw new Error(`the zip was not uploaded: ${uploaded.kind}`);
  return { ...sealed, batch: await rowOf(world, sealed.batchId), temp: uploaded.temp };
}

export const rowOf = async ({ batches }: Pick<World, 'batches'>, id: BatchId): Promise<Batch> =>
  must(await batches.find(id));

export const openTickets = async ({ tickets }: World, dedupKey: string) =>
  (await tickets.list({ open: true })).filter((ticket) => ticket.dedupKey === dedupKey);

/** What no process may do, such as a move that the tables refuse. */
export const force = ({ tables }: World, change: RawBuilder<unknown>): Promise<unknown> =>
  tables.transaction().execute(async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    return change.execute(transaction);
  });

let received = 0;

/** A file of the printer, kept and registered as the poll does it. */
export async function anInboundFile(
  world: World,
  text: string,
  name = 'NOTIFY-20260303080000-RSP.TXT',
): Promise<Sha256> {
  const body = Buffer.from(text);
  const sha256 = sha256Of(body);
  const rawKey = rawInboundKeyOf(sha256, name);
  received += 1;
  const receivedAt = new Date(Date.parse('2026-03-03T08:05:00.000Z') + received);
  await world.objects.put(rawKey, body, 'text/plain');
  await world.inbound.register({ sha256, name, bytes: body.length, rawKey, source: 'printer', receivedAt });
  return sha256;
}

export const lineOf = ({ reference }: Pick<NewPrecompiledLetter, 'reference'>, status = 'Sent', sheets = 1): string =>
  `${reference}|${status}|${sheets}|Unsorted\n`;

/** The printer's answer for letters, taken in whole. */
export async function answer(
  world: World,
  letters: readonly Pick<NewPrecompiledLetter, 'reference'>[],
  status = 'Sent',
): Promise<Sha256> {
  const sha256 = await anInboundFile(world, letters.map((letter) => lineOf(letter, status)).join(''));
  for (const name of ['readInboundFile', 'applyInboundFile', 'reportInboundFile'] as const) {
    await run(world.activities, name, { sha256 });
  }
  return sha256;
}
