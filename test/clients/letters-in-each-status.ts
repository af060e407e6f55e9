/** Letters as the database would hold them in each status, without their whole way there. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  LETTER_STATUSES,
  type LetterStatus,
  type ServiceId,
  parseLetterId,
  parseSha256,
} from '../../src/domain/letter';
import { referenceFrom } from '../../src/domain/names';
import type { World } from '../api/world';

export const INCOMING = Buffer.from('%PDF-1.7 as it came in');
export const PRINTABLE = Buffer.from('%PDF-1.7 as it is printed');
const PRINT_KEY = '2026-01-05/NOTIFY.PRINTABLE.D.2.C.20260105120000.PDF';
export const REFERENCE = 'one of each status';
/** What a query string may do to them is the clients' matter and ours. */
export const ODD_REFERENCES = ['a b+c&d=e%20f#g', 'Zoë 😀', '8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11'] as const;
const SHA256 = parseSha256('0'.repeat(64));

/** Writes a letter's row once more, with another id, another reference and these changes. */
async function copy(world: World, id: string, changes: object): Promise<string> {
  const names = `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
    where table_schema = 'public' and table_name = 'letters' and is_generated = 'NEVER'`;
  const columns = String((await world.sql(names))[0]?.['names']);
  const fresh = { ...changes, id: randomUUID(), reference: referenceFrom(randomBytes(32)) };
  const row = `(select to_jsonb(letters) from letters where id = $1) || $2`;
  const copied = `select ${columns} from jsonb_populate_record(null::letters, ${row})`;
  await world.sql(`insert into letters (${columns}) ${copied}`, id, fresh);
  return fresh.id;
}

async function accept(world: World, serviceId: ServiceId, clientReference: string): Promise<string> {
  const reference = referenceFrom(randomBytes(32));
  const id = parseLetterId(randomUUID());
  if (!id || !SHA256) throw new Error('a wrong fixture');
  const incoming = { incomingKey: `incoming/${reference}.pdf`, incomingSha256: SHA256, incomingBytes: INCOMING.length };
  await world.deps.objects.put(incoming.incomingKey, INCOMING, 'application/pdf');
  const printDay = '2026-01-05' as never;
  const letter = { id, serviceId, reference, clientReference, printDay, createdAt: new Date(), ...incoming };
  await world.deps.letters.accept({ kind: 'precompiled', ...letter, keyKind: 'live', postage: 'second' });
  return id;
}

export async function makeLetters(world: World, serviceId: ServiceId) {
  await world.deps.objects.put(PRINT_KEY, PRINTABLE, 'application/pdf');
  const pending = await accept(world, serviceId, REFERENCE);
  const printed = { print_key: PRINT_KEY, sha256: SHA256, bytes: PRINTABLE.length, sheets: 1 };
  const inStatus = (status: LetterStatus, more: object = {}) =>
    copy(world, pending, { status, ...printed, sent_at: new Date(), updated_at: new Date(), ...more });
  const each = async (status: LetterStatus) =>
    [status, status === 'pending-virus-check' ? pending : await inStatus(status)] as const;
  const odd = async (reference: string) =>
    [reference, await inStatus('created', { client_reference: reference })] as const;
  return {
    ...(Object.fromEntries(await Promise.all(LETTER_STATUSES.map(each))) as Readonly<Record<LetterStatus, string>>),
    erased: await inStatus('delivered', { erased_at: new Date(), client_reference: null }),
    'whose file is lost': await inStatus('delivered', { print_key: 'lost.PDF', client_reference: 'lost' }),
    ...(Object.fromEntries(await Promise.all(ODD_REFERENCES.map(odd))) as Readonly<
      Record<(typeof ODD_REFERENCES)[number], string>
    >),
  };
}

/** More than two pages of them, a microsecond apart but for some that share theirs; the ids, newest first. */
export async function makeManyLetters(world: World, serviceId: ServiceId): Promise<readonly string[]> {
  const first = await accept(world, serviceId, 'the first of many');
  const at = (index: number) => `2026-01-05T12:00:00.${String(123_000 + Math.floor(index / 2)).padStart(6, '0')}Z`;
  for (let index = 0; index < 510; index += 1) await copy(world, first, { created_at: at(index) });
  await world.sql(`delete from letter_events where letter_id = $1`, first);
  await world.sql('delete from letters where id = $1', first);
  const order = 'select id from letters where service_id = $1 order by created_at desc, id desc';
  return (await world.sql(order, serviceId)).map(({ id }) => String(id));
}
