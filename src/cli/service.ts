import type { Command } from 'commander';
import type { Service } from '../domain/service';
import { NotFound, UsageError } from './failures';
import { retentionInput, serviceInput, yesNoInput } from './inputs';
import { listReport, recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const viewService = ({ id, name, live, active, retentionDays, createdAt }: Service) => ({
  id,
  name,
  live,
  active,
  retention_days: retentionDays,
  created_at: createdAt.toISOString(),
});

const RETENTION = ['--retention-days <days>', 'how long letters are kept once final (7)', retentionInput] as const;

interface Changes {
  readonly name?: string;
  readonly live?: boolean;
  readonly active?: boolean;
  readonly retentionDays?: number;
}

export function addService(program: Command, surroundings: Surroundings): void {
  const noun = program.command('service').description('the teams that send letters');
  addVerb<{ live?: true; retentionDays?: number }>(
    noun,
    surroundings,
    'create <name>',
    'a new service, in trial mode unless it is live',
    async ({ services, publicUrl }, { arguments: [name = ''], options }) => {
      const service = await services.create({ name, ...options, live: options.live ?? false });
      const next = `postroom key create ${service.id} --kind ${service.live ? 'live' : 'test'}`;
      return recordReport({ ...viewService(service), base_url: publicUrl, next });
    },
  )
    .option('--live', 'its letters are printed from the start')
    .option(...RETENTION);
  addVerb(noun, surroundings, 'list', 'all services', async ({ services }) =>
    listReport((await services.list()).map(viewService), ['id', 'name', 'live', 'active']),
  );
  addVerb<Changes>(noun, surroundings, 'update <id>', 'changes a service', async ({ services }, call) => {
    const [id = ''] = call.arguments;
    if (Object.keys(call.options).length === 0)
      throw new UsageError('Say what to change (postroom service update --help)');
    const service = await services.update(serviceInput(id), call.options);
    if (!service) throw new NotFound(`There is no service ${id} (postroom service list)`);
    return recordReport(viewService(service));
  })
    .option('--name <name>', 'what it is called')
    .option('--live <yes|no>', 'no: trial mode', yesNoInput)
    .option('--active <yes|no>', 'no: archived, its keys no longer work', yesNoInput)
    .option(...RETENTION);
}
