/** What the printer is told to expect of each run, and how far that telling has come. */
import { type Selectable, sql } from 'kysely';
import type { Day } from '../../domain/calendar';
import type { PrintRun } from '../../domain/print-run';
import type { ClassVolume, RunVolumes } from '../../domain/volumes';
import type { VolumeStore } from '../../ports';
import { runOf } from './print-run-rows';
import type { Database, Tables } from './schema';

/** Later nobody wants to hear of it. */
const TOLD_WITHIN_DAYS = 14;

async function ofRun(db: Database, day: Day, runNo: number): Promise<RunVolumes> {
  const batches = sql`select id from batches where print_day = ${day} and run_no = ${runNo}`;
  const { rows: classes } = await sql<ClassVolume>`
    select letter.postage, count(*) as letters, coalesce(sum(letter.sheets), 0)::bigint as sheets
    from batches batch
    join batch_letters member on member.batch_id = batch.id
    join letters letter on letter.id = member.letter_id
    where batch.id in (${batches}) and batch.zip_name is not null and batch.state <> 'abandoned'
      and member.dropped_at is null and member.released_at is null
    group by letter.postage
    order by letter.postage
  `.execute(db);
  const { rows } = await sql<{ unsealed: number }>`
    select count(*) as unsealed from batches where id in (${batches}) and state = 'claimed'
  `.execute(db);
  return { classes, unsealed: rows[0]?.unsealed ?? 0 };
}

/**
 * Dispatched runs whose volumes are to be told: all batches are sealed or over, or the first message has waited too long
 * for those that are not. The scheduled run is told though nothing was in it: silence would say nothing.
 */
async function due(db: Database, now: Date, patienceMs: number): Promise<readonly PrintRun[]> {
  const { rows } = await sql<Selectable<Tables['print_runs']>>`
    select run.*
    from print_runs run
    cross join lateral (
      select count(*) as batches, count(*) filter (where state = 'claimed') as unsealed, max(created_at) as claimed_at
      from batches where batches.print_day = run.print_day and batches.run_no = run.run_no
    ) as taken
    where not run.volumes_complete and run.state = 'dispatched'
      and run.created_at > ${now}::timestamptz - make_interval(days => ${TOLD_WITHIN_DAYS})
      and (run.run_no = 1 or taken.batches > 0)
      and (taken.unsealed = 0
        or (run.volumes_sent_at is null and taken.claimed_at < ${new Date(now.getTime() - patienceMs)}))
    order by run.print_day, run.run_no
  `.execute(db);
  return rows.map(runOf);
}

const ofThisRun = (db: Database, { day, runNo }: PrintRun) =>
  db.updateTable('print_runs').where('print_day', '=', day).where('run_no', '=', runNo);

export const createVolumeStore = (db: Database): VolumeStore => ({
  ofRun: (day, runNo) => ofRun(db, day, runNo),
  due: (now, patienceMs) => due(db, now, patienceMs),
  sent: async (run, at, isComplete) => {
    await ofThisRun(db, run)
      .set({ volumes_sent_at: at, volumes_failing_since: null })
      .set({ volumes_complete: sql<boolean>`volumes_complete or ${isComplete}` })
      .execute();
  },
  failing: async (run, at) => {
    const failing = ofThisRun(db, run).set({
      volumes_failing_since: sql<Date>`coalesce(volumes_failing_since, ${at})`,
    });
    const row = await failing.returning('volumes_failing_since').executeTakeFirst();
    return row?.volumes_failing_since ?? at;
  },
});
