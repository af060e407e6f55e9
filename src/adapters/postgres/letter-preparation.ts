/** What *prepare* does to letters. */
import { sql } from 'kysely';
import type { FoundAddress, LetterId, PreparedPdf } from '../../domain/letter';
import type { LetterStore } from '../../ports';
import { moveLetters, oneLetter } from './letter-moves';
import { lettersToPrepare } from './letters-to-prepare';
import type { Database } from './schema';

/** A test letter is never printed: it needs no paper. */
const pdfColumns = ({ printKey, sha256, bytes, pages, sheets }: PreparedPdf) => sql`
  print_key = ${printKey}, sha256 = ${sha256}, bytes = ${bytes}, pages = ${pages},
  sheets = case when letter.key_kind = 'test' then 0 else ${sheets}::integer end`;

const addressColumns = ({ lines, zone, postage }: FoundAddress) => sql`
  address_lines = ${[...lines]}, zone = ${zone}, postage = ${postage}`;

/** A live letter has been judged; a test letter is at its end, whether its PDF was judged or made. */
async function movePrepared(db: Database, id: LetterId, pdf: PreparedPdf, found?: FoundAddress): Promise<boolean> {
  const set = found ? sql`${pdfColumns(pdf)}, ${addressColumns(found)}` : pdfColumns(pdf);
  const move = { wanted: oneLetter(id), actor: 'prepare', set };
  const moved = await moveLetters(db, {
    ...move,
    from: ['pending-virus-check'],
    to: 'created',
    only: sql`letter.key_kind <> 'test'`,
  });
  if (moved.length === 1) return true;
  const ended = await moveLetters(db, {
    ...move,
    from: ['pending-virus-check', 'sending'],
    to: 'delivered',
    only: sql`letter.key_kind = 'test' and letter.print_key is null`,
  });
  return ended.length === 1;
}

/** No status moves, so no event tells of it. */
async function attachPdf(db: Database, id: LetterId, pdf: PreparedPdf): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update letters as letter set ${pdfColumns(pdf)}
    where id = ${id} and print_key is null and template_id is not null and status in ('created', 'sending', 'delivered')
  `.execute(db);
  return numAffectedRows === 1n;
}

/** A letter that failed without a look at its PDF. */
const NOTHING_FOUND = { pages: null, pagesAtFault: [], because: null };

export const preparation = (db: Database): Pick<LetterStore, 'pending' | 'prepared' | 'attachPdf' | 'rejected'> => ({
  pending: (shard, limit) => lettersToPrepare(db, shard, limit),
  prepared: (id, pdf, found) => movePrepared(db, id, pdf, found),
  attachPdf: (id, pdf) => attachPdf(db, id, pdf),
  rejected: async (id, status, failure, { pages, pagesAtFault, because } = NOTHING_FOUND) => {
    const moved = await moveLetters(db, {
      wanted: oneLetter(id, failure),
      from: ['pending-virus-check', 'created', 'sending'],
      to: status,
      actor: 'prepare',
      set: sql`failure = wanted.detail, failure_detail = ${because}, pages = ${pages}, pages_at_fault = ${[...pagesAtFault]}`,
      only: sql`letter.print_key is null`,
    });
    return moved.length === 1;
  },
});
