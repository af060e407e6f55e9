import { sql } from 'kysely';
import { workflowIds } from '../../contract';
import type { Day } from '../../domain/calendar';
import type { PrintRun, PrintRunTotals } from '../../domain/print-run';
import type { RunStore } from '../../ports';
import { runOf } from './print-run-rows';
import type { Database } from './schema';

const runsOf = (db: Database, day: Day) => db.selectFrom('print_runs').selectAll().where('print_day', '=', day);

async function findRun(db: Database, day: Day, runNo: number): Promise<PrintRun | undefined> {
  const row = await runsOf(db, day).where('run_no', '=', runNo).executeTakeFirst();
  return row && runOf(row);
}

async function openScheduled(
  db: Database,
  { day, cutOffAt, owner }: Parameters<RunStore['openScheduled']>[0],
): ReturnType<RunStore['openScheduled']> {
  await db
    .insertInto('print_runs')
    .values({ print_day: day, run_no: 1, cut_off_at: cutOffAt, owner })
    .onConflict((conflict) => conflict.columns(['print_day', 'run_no']).doNothing())
    .execute();
  const run = await findRun(db, day, 1);
  if (!run) throw new Error(`Run 1 of ${day} was neither inserted nor found`);
  return { kind: run.owner === owner ? 'own' : 'other', run };
}

/** The next free number, or undefined when another operator took it in the same moment. */
async function insertManual(
  db: Database,
  { day, cutOffAt, actor, reason }: Parameters<RunStore['openManual']>[0],
): Promise<PrintRun | undefined> {
  const last = await runsOf(db, day).orderBy('run_no', 'desc').limit(1).executeTakeFirst();
  const runNo = Math.max(last?.run_no ?? 1, 1) + 1;
  const row = await db
    .insertInto('print_runs')
    .values({
      print_day: day,
      run_no: runNo,
      cut_off_at: cutOffAt,
      owner: workflowIds.printRun(day, runNo),
      actor,
      reason,
    })
    .onConflict((conflict) => conflict.columns(['print_day', 'run_no']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && runOf(row);
}

async function openManual(db: Database, run: Parameters<RunStore['openManual']>[0]): Promise<PrintRun> {
  for (;;) {
    const opened = await insertManual(db, run);
    if (opened) return opened;
  }
}

async function totals(db: Database, day: Day, runNo: number): Promise<PrintRunTotals> {
  const { rows } = await sql<PrintRunTotals>`
    select count(*) as batches, coalesce(sum(letters), 0)::bigint as letters, coalesce(sum(pdf_bytes), 0)::bigint as bytes
    from batches
    where print_day = ${day} and run_no = ${runNo}
  `.execute(db);
  return rows[0] ?? { batches: 0, letters: 0, bytes: 0 };
}

/** Print runs: the identity of what is collated is the print day and the run's number. */
export const createRunStore = (db: Database): RunStore => ({
  openScheduled: (run) => openScheduled(db, run),
  openManual: (run) => openManual(db, run),
  find: (day, runNo) => findRun(db, day, runNo),
  ofDay: async (day) => (await runsOf(db, day).orderBy('run_no').execute()).map(runOf),
  latest: async (limit) => {
    const rows = await db
      .selectFrom('print_runs')
      .selectAll()
      .orderBy('print_day', 'desc')
      .orderBy('run_no', 'desc')
      .limit(limit)
      .execute();
    return rows.map(runOf);
  },
  anyBefore: async (day) => {
    const earlier = db.selectFrom('print_runs').select('run_no').where('print_day', '<', day).where('run_no', '=', 1);
    return (await earlier.limit(1).executeTakeFirst()) !== undefined;
  },
  totals: (day, runNo) => totals(db, day, runNo),
  finish: async (day, runNo) => {
    await db
      .updateTable('print_runs')
      .set({ state: 'dispatched' })
      .where('print_day', '=', day)
      .where('run_no', '=', runNo)
      .where('state', '=', 'open')
      .execute();
  },
});
