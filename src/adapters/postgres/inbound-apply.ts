/** Applying a response file: a chunk of lines, their letters, events and callbacks in one transaction. */
import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { AppliedLines } from '../../domain/inbound-file';
import type { LetterId, Sha256 } from '../../domain/letter';
import {
  type AnsweredLetter,
  type LineDecision,
  type NumberedResponseLine,
  type ResponseStatus,
  decideLine,
  staysUnapplied,
} from '../../domain/response-file';
import { moveLetters } from './letter-moves';
import type { Database, DatabaseTransaction } from './schema';

interface LockedLetter extends AnsweredLetter {
  readonly id: LetterId;
  readonly reference: string;
  readonly batchId: BatchId | null;
}

interface DecidedLine {
  readonly line: NumberedResponseLine;
  readonly letter: LockedLetter | undefined;
  readonly decision: LineDecision;
}

export interface LockedFile {
  readonly id: number;
  readonly name: string;
  readonly named_at: Date;
}

/** Holds the file, so that an attempt which was given up does not apply the same lines beside its successor. */
const lockFile = (db: Database, sha256: Sha256) =>
  db
    .selectFrom('inbound_files')
    .select(['id', 'name', 'named_at'])
    .where('sha256', '=', sha256)
    .forUpdate()
    .executeTakeFirstOrThrow(() => new Error(`No inbound file has the hash ${sha256}`));

/** A stored line as it was read. */
export const LINE_COLUMNS = sql`line, reference, status, pages, cost_threshold as "costThreshold",
  despatched_on as "despatchedOn"`;

async function nextLines(db: Database, fileId: number, limit: number): Promise<readonly NumberedResponseLine[]> {
  const { rows } = await sql<NumberedResponseLine>`
    select ${LINE_COLUMNS}
    from inbound_lines
    where file_id = ${fileId} and tried_at is null
    order by line
    limit ${limit}
  `.execute(db);
  return rows;
}

/** The letters named, locked in the order in which a claim takes letters: two transactions never wait for each other. */
async function lockLetters(db: Database, references: readonly string[]): Promise<ReadonlyMap<string, LockedLetter>> {
  const { rows } = await sql<LockedLetter>`
    select letter.id, letter.reference, letter.status, letter.sheets, letter.batch_id as "batchId",
      batch.intent_at as "batchIntentAt", batch.published_at as "batchPublishedAt"
    from letters letter
    left join batches batch on batch.id = letter.batch_id
    where letter.reference = any (${references}::text[])
    order by letter.service_id, letter.postage, letter.created_at, letter.id
    for update of letter
  `.execute(db);
  return new Map(rows.map((letter) => [letter.reference, letter]));
}

/** The first of the file's lines that were tried before, for each of these references: the first line counts. */
async function saidBefore(db: Database, fileId: number, references: readonly string[]) {
  const { rows } = await sql<Pick<NumberedResponseLine, 'line' | 'reference' | 'status'>>`
    select distinct on (reference) line, reference, status
    from inbound_lines
    where file_id = ${fileId} and reference = any (${references}::text[]) and tried_at is not null
    order by reference, line
  `.execute(db);
  return new Map(rows.map((said) => [said.reference, said]));
}

async function decideLines(
  db: Database,
  file: LockedFile,
  lines: readonly NumberedResponseLine[],
): Promise<readonly DecidedLine[]> {
  const references = [...new Set(lines.map(({ reference }) => reference))];
  const letters = await lockLetters(db, references);
  const said = await saidBefore(db, file.id, references);
  return lines.map((line) => {
    const letter = letters.get(line.reference);
    const first = said.get(line.reference) ?? line;
    said.set(line.reference, first);
    // A line that is tried again may be the first itself.
    const earlier = first.line < line.line ? first.status : undefined;
    return { line, letter, decision: decideLine({ letter, line, fileAt: file.named_at, earlier }) };
  });
}

interface WantedMove {
  readonly id: LetterId;
  readonly detail: string;
  readonly sentAt: Date | null;
}

async function moveAll(
  db: Database,
  from: 'created' | 'sending',
  to: 'sending' | ResponseStatus,
  wanted: readonly WantedMove[],
): Promise<void> {
  if (wanted.length === 0) return;
  const moved = await moveLetters(db, {
    wanted: sql`
      select * from unnest(
        ${wanted.map(({ id }) => id)}::uuid[],
        ${wanted.map(({ detail }) => detail)}::text[],
        ${wanted.map(({ sentAt }) => sentAt)}::timestamptz[]
      ) as answered(id, detail, sent_at)`,
    from: [from],
    to,
    actor: 'inbound-file',
    set: sql`sent_at = coalesce(wanted.sent_at, letter.sent_at)`,
  });
  if (moved.length !== wanted.length) throw new Error(`${moved.length} of ${wanted.length} locked letters → ${to}`);
}

async function makeMoves(db: Database, fileName: string, decided: readonly DecidedLine[]): Promise<void> {
  const wanted: Record<'sending' | ResponseStatus, WantedMove[]> = {
    sending: [],
    delivered: [],
    'temporary-failure': [],
  };
  for (const { line, letter, decision } of decided) {
    if (!letter) continue;
    for (const move of decision.moves) {
      const sentAt = 'sentAt' in move ? move.sentAt : null;
      wanted[move.status].push({ id: letter.id, detail: `${fileName}:${line.line}`, sentAt });
    }
  }
  await moveAll(db, 'created', 'sending', wanted.sending);
  await moveAll(db, 'sending', 'delivered', wanted.delivered);
  await moveAll(db, 'sending', 'temporary-failure', wanted['temporary-failure']);
}

async function recordOutcomes(db: Database, fileId: number, decided: readonly DecidedLine[]): Promise<void> {
  await sql`
    update inbound_lines
    set outcome = tried.outcome, sheet_mismatch = tried.mismatch, batch_id = tried.batch_id, tried_at = now(),
      applied_at = case when tried.unapplied then null else now() end
    from unnest(
      ${decided.map(({ line }) => line.line)}::integer[],
      ${decided.map(({ decision }) => decision.outcome)}::text[],
      ${decided.map(({ decision }) => decision.sheetMismatch)}::boolean[],
      ${decided.map(({ decision, letter }) => (decision.moves.length > 0 ? letter?.batchId : null))}::text[],
      ${decided.map(({ decision }) => staysUnapplied(decision.outcome))}::boolean[]
    ) as tried(line, outcome, mismatch, batch_id, unapplied)
    where inbound_lines.file_id = ${fileId} and inbound_lines.line = tried.line
  `.execute(db);
}

const report = (decided: readonly DecidedLine[]): AppliedLines => ({
  lines: decided.length,
  unapplied: decided.filter(({ decision }) => staysUnapplied(decision.outcome)).length,
  finished: decided
    .filter(({ decision }) => decision.moves.length > 0)
    .map(({ line: { reference, status } }) => ({ reference, status })),
  sheetMismatches: decided
    .filter(({ decision }) => decision.sheetMismatch)
    .map(({ line: { reference, pages }, letter }) => ({ reference, pages, sheets: letter?.sheets ?? 0 })),
});

/** Applies lines of a file that the transaction holds, in the order of their numbers. */
export async function applyLines(
  transaction: DatabaseTransaction,
  file: LockedFile,
  lines: readonly NumberedResponseLine[],
): Promise<AppliedLines> {
  const decided = await decideLines(transaction, file, lines);
  await makeMoves(transaction, file.name, decided);
  await recordOutcomes(transaction, file.id, decided);
  return report(decided);
}

/** Applies the file's next untried lines in one transaction. */
export const applyNext = (db: Database, sha256: Sha256, limit: number): Promise<AppliedLines> =>
  db.transaction().execute(async (transaction) => {
    const file = await lockFile(transaction, sha256);
    return applyLines(transaction, file, await nextLines(transaction, file.id, limit));
  });
