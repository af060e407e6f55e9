import { type Selectable, sql } from 'kysely';
import { type InboundFile, type InboundSummary, type NewInboundFile, RAW_LOST } from '../../domain/inbound-file';
import type { Sha256 } from '../../domain/letter';
import { DEFAULT_PREFIX, parseInboundName } from '../../domain/names';
import type { NumberedResponseLine, SortedCounts } from '../../domain/response-file';
import type { InboundStore } from '../../ports';
import { applyNext } from './inbound-apply';
import { inboundObjects } from './inbound-objects';
import { retrying } from './inbound-retry';
import { summaryOf } from './inbound-summary';
import type { Database, Tables } from './schema';

const LINES_A_STATEMENT = 5_000;

const fileOf = (row: Selectable<Tables['inbound_files']>): InboundFile => ({
  sha256: row.sha256,
  name: row.name,
  kind: row.kind,
  namedAt: row.named_at,
  bytes: row.bytes,
  rawKey: row.raw_key,
  source: row.source,
  state: row.state,
  detail: row.detail,
  receivedAt: row.received_at,
});

/** The printer's files; the prefix is what their names begin with. */
export const createInboundStore = (db: Database, { filePrefix = DEFAULT_PREFIX } = {}): InboundStore => ({
  register: (file) => register(db, filePrefix, file),
  ...reading(db),
  ...retrying(db),
  ...inboundObjects(db),
  addLines: (sha256, lines) => addLines(db, sha256, lines),
  recordCounts: (sha256, counts) => recordCounts(db, sha256, counts),
  applyNext: (sha256, limit) => applyNext(db, sha256, limit),
  summary: async (sha256): Promise<InboundSummary> => summaryOf(db, await fileIdOf(db, sha256)),
  ...ending(db),
});

const ending = (db: Database): Pick<InboundStore, 'finish' | 'lost' | 'bringBack'> => ({
  finish: async (sha256, state, detail) => {
    const file = db.updateTable('inbound_files').set({ state, detail }).where('sha256', '=', sha256);
    await file.where('state', '=', 'received').execute();
  },
  lost: async (limit) => {
    const lost = db.selectFrom('inbound_files').select('sha256').where('state', '=', 'refused');
    const oldest = lost.where('detail', '=', RAW_LOST).orderBy('received_at').orderBy('id');
    return (await oldest.limit(limit).execute()).map(({ sha256 }) => sha256);
  },
  bringBack: async (sha256) => {
    const file = db.updateTable('inbound_files').set({ state: 'received', detail: null }).where('sha256', '=', sha256);
    await file.where('state', '=', 'refused').where('detail', '=', RAW_LOST).execute();
  },
});

async function register(db: Database, filePrefix: string, file: NewInboundFile): ReturnType<InboundStore['register']> {
  const named = parseInboundName(file.name, filePrefix);
  if (!named) throw new Error(`${file.name} is not the name of an acknowledgement or response file`);
  const inserted = await db
    .insertInto('inbound_files')
    .values({
      sha256: file.sha256,
      name: file.name,
      kind: named.kind,
      named_at: named.at,
      bytes: file.bytes,
      raw_key: file.rawKey,
      source: file.source,
      received_at: file.receivedAt,
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning('id')
    .executeTakeFirst();
  const { rows } = await sql`
    select from inbound_files where upper(name) = upper(${file.name}) and sha256 <> ${file.sha256} limit 1
  `.execute(db);
  return { kind: inserted ? 'new' : 'known', sameNameOtherBytes: rows.length > 0 };
}

const reading = (db: Database): Pick<InboundStore, 'find' | 'list' | 'unfinished'> => ({
  find: async (sha256) => {
    const row = await db.selectFrom('inbound_files').selectAll().where('sha256', '=', sha256).executeTakeFirst();
    return row && fileOf(row);
  },
  list: async (limit) => {
    const newest = db.selectFrom('inbound_files').selectAll().orderBy('received_at', 'desc').orderBy('id', 'desc');
    return (await newest.limit(limit).execute()).map(fileOf);
  },
  unfinished: async (limit) => {
    const oldest = db.selectFrom('inbound_files').selectAll().where('state', '=', 'received').orderBy('received_at');
    return (await oldest.orderBy('id').limit(limit).execute()).map(fileOf);
  },
});

async function fileIdOf(db: Database, sha256: Sha256): Promise<number> {
  const file = await db.selectFrom('inbound_files').select('id').where('sha256', '=', sha256).executeTakeFirst();
  if (!file) throw new Error(`No inbound file has the hash ${sha256}`);
  return file.id;
}

async function addLines(db: Database, sha256: Sha256, lines: readonly NumberedResponseLine[]): Promise<void> {
  const fileId = await fileIdOf(db, sha256);
  for (let first = 0; first < lines.length; first += LINES_A_STATEMENT) {
    const part = lines.slice(first, first + LINES_A_STATEMENT);
    await sql`
      insert into inbound_lines (file_id, line, reference, status, pages, cost_threshold, despatched_on)
      select ${fileId}, * from unnest(
        ${part.map(({ line }) => line)}::integer[],
        ${part.map(({ reference }) => reference)}::text[],
        ${part.map(({ status }) => status)}::text[],
        ${part.map(({ pages }) => pages)}::integer[],
        ${part.map(({ costThreshold }) => costThreshold)}::text[],
        ${part.map(({ despatchedOn }) => despatchedOn)}::date[]
      )
      on conflict (file_id, line) do nothing
    `.execute(db);
  }
}

/** A processing that is repeated writes the same counts again; added up, they once doubled. */
const recordCounts = (db: Database, sha256: Sha256, counts: readonly SortedCounts[]): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    const fileId = await fileIdOf(transaction, sha256);
    await transaction.deleteFrom('sorted_counts').where('file_id', '=', fileId).execute();
    if (counts.length === 0) return;
    await transaction
      .insertInto('sorted_counts')
      .values(counts.map(({ billingDay, ...count }) => ({ file_id: fileId, billing_day: billingDay, ...count })))
      .execute();
  });
