import type { Selectable } from 'kysely';
import type { PrintRun } from '../../domain/print-run';
import type { Tables } from './schema';

export const runOf = (row: Selectable<Tables['print_runs']>): PrintRun => ({
  day: row.print_day,
  runNo: row.run_no,
  cutOffAt: row.cut_off_at,
  owner: row.owner,
  actor: row.actor,
  state: row.state,
  createdAt: row.created_at,
});
