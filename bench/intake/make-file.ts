import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { createInboundStore } from '../../src/adapters/postgres/inbound-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { type Sha256, parseSha256 } from '../../src/domain/letter';
import { rawInboundKeyOf } from '../../src/domain/names';
import type { IntakeServers } from './servers';

const NAME = 'NOTIFY-20260303120000-RSP.TXT';
const LINES_A_PIECE = 10_000;
const HASH = '0'.repeat(64);

const referenceOf = (letter: number): string => String(letter).padStart(16, '0');

/** A line for each letter, none twice; a piece at a time. */
function* linesOf(count: number): Generator<Buffer> {
  for (let from = 1; from <= count; from += LINES_A_PIECE) {
    const here = Math.min(LINES_A_PIECE, count - from + 1);
    const lines = Array.from({ length: here }, (_, index) => `${referenceOf(from + index)}|Sent|1|Unsorted\n`);
    yield Buffer.from(lines.join(''));
  }
}

/** Makes all letters anew that the file answers: as many as it has lines, sent and not answered yet. */
async function makeLetters(databaseUrl: string, count: number): Promise<void> {
  const database = createDatabase({ url: databaseUrl, statementMs: 600_000 });
  const { db } = database;
  const serviceId = randomUUID();
  await sql`truncate letters, inbound_files cascade`.execute(db);
  await sql`insert into services (id, name, live) values (${serviceId}, 'Passports', true)`.execute(db);
  await sql`
    insert into letters (
      id, service_id, reference, key_kind, status, sequence, last_hash, postage, print_day, incoming_key,
      incoming_sha256, incoming_bytes, print_key, sha256, bytes, sheets, created_at, sent_at
    )
    select gen_random_uuid(), ${serviceId}, lpad(number::text, 16, '0'), 'live', 'sending', 3, ${HASH}, 'second', '2026-03-02',
      'incoming/' || number, ${HASH}, 1000, 'printed/' || number, ${HASH}, 1000, 1,
      '2026-03-02T12:00:00Z'::timestamptz + number * interval '1 millisecond', '2026-03-02T18:00:00Z'
    from generate_series(1, ${count}) as number
  `.execute(db);
  await sql`analyze letters`.execute(db);
  await database.close();
}

/** Makes the letters, and the file that answers for them: kept and registered as the poll does it. Its hash. */
export async function makeResponseFile(servers: IntakeServers, lines: number): Promise<Sha256> {
  await makeLetters(servers.databaseUrl, lines);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const piece of linesOf(lines)) {
    hash.update(piece);
    bytes += piece.length;
  }
  const sha256 = parseSha256(hash.digest('hex')) as Sha256;
  const rawKey = rawInboundKeyOf(sha256, NAME);
  const objects = createObjectStore(servers.objects);
  await objects.putKnown(rawKey, Readable.from(linesOf(lines)), 'text/plain', sha256);
  objects.close();
  const database = createDatabase({ url: servers.databaseUrl });
  const receivedAt = new Date('2026-03-03T12:05:00.000Z');
  await createInboundStore(database.db).register({ sha256, name: NAME, bytes, rawKey, source: 'printer', receivedAt });
  await database.close();
  return sha256;
}
