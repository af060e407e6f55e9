/** Lines of response files that could not be applied when they came: a letter may be known, or its batch sent, later. */
import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { RetriedFile, RetriedLines } from '../../domain/inbound-file';
import type { Sha256 } from '../../domain/letter';
import type { NumberedResponseLine } from '../../domain/response-file';
import type { InboundStore } from '../../ports';
import { LINE_COLUMNS, type LockedFile, applyLines } from './inbound-apply';
import type { Database, DatabaseTransaction } from './schema';

type RetryPart = Pick<InboundStore, 'retryUnapplied' | 'retried' | 'reported'>;

const FAILED_NAMED = 100;

/**
 * The page goes by the time of the last try, so that a backlog of any size costs a check no more than its page, and every
 * line has its turn. A file that is still being applied is left to its own workflow.
 */
async function longestUntried(db: Database, triedBefore: Date, limit: number): Promise<ReadonlyMap<number, number[]>> {
  const { rows } = await sql<{ fileId: number; line: number }>`
    select waiting.file_id as "fileId", waiting.line
    from inbound_lines waiting
    join inbound_files file on file.id = waiting.file_id
    where waiting.tried_at < ${triedBefore} and waiting.applied_at is null and file.state = 'applied'
    order by waiting.tried_at, waiting.file_id, waiting.line
    limit ${limit}
  `.execute(db);
  const files = new Map<number, number[]>();
  for (const { fileId, line } of rows) files.set(fileId, [...(files.get(fileId) ?? []), line]);
  return files;
}

async function lockFile(db: Database, id: number): Promise<LockedFile & { readonly sha256: Sha256 }> {
  const file = db.selectFrom('inbound_files').select(['id', 'sha256', 'name', 'named_at']).where('id', '=', id);
  return file.forUpdate().executeTakeFirstOrThrow();
}

/** Those of the page that no other attempt has tried meanwhile. */
async function stillWaiting(db: Database, fileId: number, lines: readonly number[], triedBefore: Date) {
  const { rows } = await sql<NumberedResponseLine>`
    select ${LINE_COLUMNS}
    from inbound_lines
    where file_id = ${fileId} and line = any (${lines}::integer[]) and applied_at is null and tried_at < ${triedBefore}
    order by line
  `.execute(db);
  return rows;
}

/** Written with what it tells of, so that no worker's death can swallow it. */
const rememberToReport = (db: Database, fileId: number) =>
  sql`
    update inbound_files set retried_at = coalesce(retried_at, now()), retries = retries + 1 where id = ${fileId}
  `.execute(db);

async function retryFile(
  transaction: DatabaseTransaction,
  fileId: number,
  lines: readonly number[],
  triedBefore: Date,
): Promise<RetriedLines> {
  const { sha256, ...file } = await lockFile(transaction, fileId);
  const applied = await applyLines(transaction, file, await stillWaiting(transaction, fileId, lines, triedBefore));
  if (applied.unapplied < applied.lines) await rememberToReport(transaction, fileId);
  return { sha256, ...applied };
}

async function retried(db: Database, limit: number): Promise<readonly RetriedFile[]> {
  const { rows } = await sql<Omit<RetriedFile, 'batches'> & { batches: BatchId[] | null }>`
    select file.sha256, file.retries as retry, file.retried_at as since,
      count(line.line) filter (where line.outcome = 'failed') as failed,
      coalesce(
        (array_agg(line.reference order by line.line) filter (where line.outcome = 'failed'))[1:${FAILED_NAMED}::integer],
        '{}'
      ) as "failedReferences",
      array_agg(distinct line.batch_id) filter (where line.batch_id is not null) as batches
    from inbound_files file
    left join inbound_lines line on line.file_id = file.id and line.applied_at >= file.retried_at
    where file.retried_at is not null
    group by file.id
    order by file.retried_at
    limit ${limit}
  `.execute(db);
  return rows.map((row) => ({ ...row, batches: row.batches ?? [] }));
}

export const retrying = (db: Database): RetryPart => ({
  retryUnapplied: async (triedBefore, limit) => {
    const done: RetriedLines[] = [];
    for (const [fileId, lines] of await longestUntried(db, triedBefore, limit)) {
      done.push(await db.transaction().execute((transaction) => retryFile(transaction, fileId, lines, triedBefore)));
    }
    return done;
  },
  retried: (limit) => retried(db, limit),
  reported: async ({ sha256, retry }, detail) => {
    const told = db.updateTable('inbound_files').set({ retried_at: null, detail });
    const { numUpdatedRows } = await told.where('sha256', '=', sha256).where('retries', '=', retry).executeTakeFirst();
    return numUpdatedRows === 1n;
  },
});
