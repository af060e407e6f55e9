/** Claiming: letters into batches, one transaction a batch. From then on a letter cannot be cancelled. */
import { sql } from 'kysely';
import { type Batch, batchIdOf } from '../../domain/batch';
import { type BatchLimits, type LetterGroup, takeGroup } from '../../domain/grouping';
import type { LetterId, LetterToPrint } from '../../domain/letter';
import { POSTAGES } from '../../domain/postage';
import type { PrintRun } from '../../domain/print-run';
import { batchOf } from './batch-rows';
import { standsFor } from './hold-store';
import type { Database } from './schema';

type GroupKey = Pick<LetterGroup, 'serviceId' | 'postage'>;
type ClaimableLetter = LetterToPrint & { readonly createdAt: Date };

/** The last letter that a run has claimed. */
interface Cursor extends GroupKey {
  readonly createdAt: Date;
  readonly letterId: LetterId;
}

/** What no run has taken yet, in the words of the index `letters_to_claim`; a templated letter may still wait for its PDF. */
export const CLAIMABLE = sql`letters.status = 'created' and letters.batch_id is null and letters.key_kind = 'live'
  and letters.print_key is not null`;

/** Locks all runs of the day, so that they claim one after the other. Undefined when this run claims no more. */
async function lockRun(db: Database, { day, runNo }: PrintRun) {
  const rows = await db
    .selectFrom('print_runs')
    .select(['run_no', 'state', 'cut_off_at', 'claimed_service_id', 'claimed_postage'])
    .select(['claimed_created_at', 'claimed_letter_id'])
    .where('print_day', '=', day)
    .orderBy('run_no')
    .forUpdate()
    .execute();
  const row = rows.find((each) => each.run_no === runNo);
  if (!row) throw new Error(`There is no run ${runNo} of ${day}`);
  const { claimed_service_id: serviceId, claimed_postage: postage } = row;
  const { claimed_created_at: createdAt, claimed_letter_id: letterId } = row;
  const cursor =
    serviceId && postage && createdAt && letterId ? { serviceId, postage, createdAt, letterId } : undefined;
  return row.state === 'open' ? { cutOffAt: row.cut_off_at, cursor } : undefined;
}

/** The first service and class, after one, with a letter to claim: a look into the index for each pair, however many letters wait. */
async function findGroup(db: Database, cutOffAt: Date, after: GroupKey | undefined): Promise<GroupKey | undefined> {
  const { rows } = await sql<GroupKey>`
    select services.id as "serviceId", class.postage
    from services
    cross join unnest(${POSTAGES}::text[]) as class(postage)
    cross join lateral (
      select from letters
      where ${CLAIMABLE} and letters.service_id = services.id and letters.postage = class.postage
        and letters.created_at < ${cutOffAt}
      order by letters.service_id, letters.postage, letters.created_at, letters.id
      limit 1
    ) as first_letter
    where not ${standsFor(sql`services.id`, sql`class.postage`)}
      and ${after ? sql`(services.id, class.postage collate "C") > (${after.serviceId}::uuid, ${after.postage}::text)` : sql`true`}
    order by services.id, class.postage collate "C"
    limit 1
  `.execute(db);
  return rows[0];
}

/** Locks the group's next letters; none where they are held since the look at groups. It waits for a letter that somebody holds and looks at it again: skipping would leave it behind. */
async function lockLetters(
  db: Database,
  group: GroupKey,
  { cutOffAt, after, limit }: { cutOffAt: Date; after?: Cursor; limit: number },
): Promise<readonly ClaimableLetter[]> {
  const { rows } = await sql<ClaimableLetter>`
    select id, service_id as "serviceId", postage, bytes, sha256, print_key as "printKey", created_at as "createdAt"
    from letters
    where ${CLAIMABLE} and service_id = ${group.serviceId} and postage = ${group.postage} and created_at < ${cutOffAt}
      and ${after ? sql`(created_at, id) > (${after.createdAt}, ${after.letterId}::uuid)` : sql`true`}
      and not ${standsFor(sql`${group.serviceId}`, sql`${group.postage}`)}
    order by service_id, postage, created_at, id
    limit ${limit}
    for update
  `.execute(db);
  return rows;
}

type Search = { readonly cutOffAt: Date; readonly limit: number };

async function lockNextGroup(db: Database, search: Search, after: GroupKey | undefined) {
  for (;;) {
    const group = await findGroup(db, search.cutOffAt, after);
    if (!group) return [];
    const letters = await lockLetters(db, group, search);
    if (letters.length > 0) return letters; // none: all of them were cancelled between the two looks
  }
}

/** Reads on from the last letter claimed; at the end once more from the start, for what became ready meanwhile. */
async function lockNextLetters(db: Database, search: Search, cursor: Cursor | undefined) {
  if (!cursor) return lockNextGroup(db, search, undefined);
  const rest = await lockLetters(db, cursor, { ...search, after: cursor });
  if (rest.length > 0) return rest;
  const next = await lockNextGroup(db, search, cursor);
  return next.length > 0 ? next : lockNextGroup(db, search, undefined);
}

async function insertBatch(db: Database, run: PrintRun, { serviceId, postage, letters, bytes }: LetterGroup) {
  const { day, runNo } = run;
  const { rows } = await sql<{ position: number; number: number }>`
    select coalesce(max(position), 0) + 1 as position,
      coalesce(max(number) filter (where service_id = ${serviceId} and postage = ${postage}), 0) + 1 as number
    from batches
    where print_day = ${day} and run_no = ${runNo}
  `.execute(db);
  const { position = 1, number = 1 } = rows[0] ?? {};
  const id = batchIdOf({ day, runNo, postage, number, serviceId });
  const row = await db
    .insertInto('batches')
    .values({
      id,
      print_day: day,
      run_no: runNo,
      position,
      number,
      service_id: serviceId,
      postage,
      letters: letters.length,
      pdf_bytes: bytes,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return batchOf(row);
}

/** Writes the lock and the history; the letters are locked already, so each of them must be taken. Found by id, not by that index. */
async function takeLetters(db: Database, batch: Batch, letters: readonly LetterToPrint[]): Promise<void> {
  const { numAffectedRows = 0n } = await sql`
    with claimed as (
      update letters set batch_id = ${batch.id}
      from unnest(${letters.map(({ id }) => id)}::uuid[]) with ordinality as wanted(id, position)
      where letters.id = wanted.id and letters.batch_id is null
      returning letters.id, wanted.position
    )
    insert into batch_letters (batch_id, letter_id, position) select ${batch.id}, id, position from claimed
  `.execute(db);
  if (numAffectedRows !== BigInt(letters.length)) {
    throw new Error(`Batch ${batch.id} took ${numAffectedRows} of ${letters.length} locked letters`);
  }
}

async function moveCursor(db: Database, { day, runNo }: PrintRun, last: ClaimableLetter): Promise<void> {
  await db
    .updateTable('print_runs')
    .set({ claimed_service_id: last.serviceId, claimed_postage: last.postage })
    .set({ claimed_created_at: last.createdAt, claimed_letter_id: last.id })
    .where('print_day', '=', day)
    .where('run_no', '=', runNo)
    .execute();
}

/** The run's next batch, in one transaction; undefined when no letter is left. A lost reply is no harm: the batch is stored, and is read. */
export const claimNext = (db: Database, run: PrintRun, limits: BatchLimits): Promise<Batch | undefined> =>
  db.transaction().execute(async (transaction) => {
    const locked = await lockRun(transaction, run);
    if (!locked) return undefined;
    const search = { cutOffAt: locked.cutOffAt, limit: limits.maxLetters };
    const letters = await lockNextLetters(transaction, search, locked.cursor);
    const group = takeGroup(letters, limits);
    const last = group && letters[group.letters.length - 1];
    if (!last) return undefined;
    const batch = await insertBatch(transaction, run, group);
    await takeLetters(transaction, batch, group.letters);
    await moveCursor(transaction, run, last);
    return batch;
  });
