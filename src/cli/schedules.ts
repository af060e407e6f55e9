import type { Command } from 'commander';
import type { ScheduleStatus } from '../ports';
import type { CliDependencies } from './dependencies';
import { NotFound } from './failures';
import { listReport, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const viewSchedule = ({ id, paused, note, lastAt, nextAt }: ScheduleStatus) => ({
  id,
  paused,
  last_at: lastAt?.toISOString() ?? null,
  next_at: nextAt?.toISOString() ?? null,
  note,
});

type Turn = 'pause' | 'resume';

const turn =
  (which: Turn) =>
  async ({ schedules }: CliDependencies, { arguments: [id = ''], options, actor }: Call<{ reason: string }>) => {
    if (!(await schedules[which](id, `${actor}: ${options.reason}`))) {
      throw new NotFound(`There is no schedule ${id} (postroom schedules list)`);
    }
    return recordReport({ id, paused: which === 'pause', by: actor });
  };

export function addSchedules(program: Command, surroundings: Surroundings): void {
  const noun = program.command('schedules').description('what Temporal starts by the clock');
  addVerb(noun, surroundings, 'ensure', 'creates or updates them, keeps pauses', async ({ schedules }) =>
    listReport(await schedules.ensure(), ['id', 'outcome']),
  );
  addVerb(noun, surroundings, 'list', 'all of them', async ({ schedules }) =>
    listReport((await schedules.list()).map(viewSchedule), ['id', 'paused', 'last_at', 'next_at', 'note']),
  );
  addVerb<{ reason: string }>(noun, surroundings, 'pause <id>', 'stops its starts', turn('pause')).requiredOption(
    '--reason <text>',
    'why',
  );
  addVerb<{ reason: string }>(noun, surroundings, 'resume <id>', 'lets it start again', turn('resume')).option(
    '--reason <text>',
    'why',
    'resumed on the command line',
  );
}
