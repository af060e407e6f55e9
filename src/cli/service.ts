import type { Command } from 'commander';
import type { Service, ServiceTerms } from '../domain/service';
import { NotFound, UsageError } from './failures';
import { dailyLimitInput, nameInput, rateLimitInput, retentionInput, serviceInput, yesNoInput } from './inputs';
import { keyText } from './key';
import { type Report, listReport, recordReport, recordText } from './report';
import { addServiceFooter } from './service-footer';
import { addServiceLogo } from './service-logo';
import { type Surroundings, addVerb } from './verb';

const viewService = (service: Service) => ({
  id: service.id,
  name: service.name,
  live: service.live,
  active: service.active,
  letters: service.lettersAllowed,
  international: service.international,
  rate_limit: service.rateLimit,
  daily_limit: service.dailyLimit,
  retention_days: service.retentionDays,
  created_at: service.createdAt.toISOString(),
});

/** As the options are named; `letters` is the one that a term is not called by. */
type TermOptions = Partial<Omit<ServiceTerms, 'lettersAllowed'>> & { readonly letters?: boolean };

const termsOf = <Given extends TermOptions>({ letters, ...others }: Given) =>
  letters === undefined ? others : { ...others, lettersAllowed: letters };

const addTermOptions = (verb: Command): Command =>
  verb
    .option('--letters <yes|no>', 'whether it may send letters (yes)', yesNoInput)
    .option('--international <yes|no>', 'whether its letters may go abroad (no)', yesNoInput)
    .option('--rate-limit <requests>', 'letters posted per minute and kind of key (3000)', rateLimitInput)
    .option('--daily-limit <letters>', 'letters per UTC day (20000)', dailyLimitInput)
    .option('--retention-days <days>', 'how long letters are kept once final (7)', retentionInput);

/** What the team is to do, in order. */
const nextSteps = ({ id, live }: Service): readonly string[] => [
  'keep the API key where only your program reads it: it is not shown again',
  'give base URL and API key to a client of GOV.UK Notify, and send a letter',
  ...(live
    ? [`for tests, whose letters are never printed: postroom key create ${id} --kind test`]
    : [
        `once letters shall be printed: postroom service update ${id} --live yes`,
        `then: postroom key create ${id} --kind live`,
      ]),
];

const startReport = (record: Readonly<Record<string, unknown>>, next: readonly string[]): Report => ({
  json: { ...record, next },
  text: [recordText(record), '', ...next.map((step, index) => `${index + 1}. ${step}`)].join('\n'),
});

function addCreate(noun: Command, surroundings: Surroundings): void {
  const verb = addVerb<{ live?: true } & TermOptions>(
    noun,
    surroundings,
    'create <name>',
    'a new service with its first API key, in trial mode unless it is live',
    async ({ services, publicUrl }, { arguments: [name = ''], options }) => {
      const live = options.live ?? false;
      const kind = live ? 'live' : 'test';
      const order = { ...termsOf(options), name: nameInput(name), live };
      const { service, key, secret } = await services.createWithKey(order, { name: kind, kind });
      const start = { base_url: publicUrl, key_id: key.id, key_kind: kind, api_key: keyText(key, secret) };
      return startReport({ ...viewService(service), ...start }, nextSteps(service));
    },
  );
  addTermOptions(verb.option('--live', 'its letters are printed from the start'));
}

type ChangeOptions = TermOptions & { readonly name?: string; readonly live?: boolean; readonly active?: boolean };

function addUpdate(noun: Command, surroundings: Surroundings): void {
  const verb = addVerb<ChangeOptions>(noun, surroundings, 'update <id>', 'changes a service', async (deps, call) => {
    const [id = ''] = call.arguments;
    if (Object.keys(call.options).length === 0)
      throw new UsageError('Say what to change (postroom service update --help)');
    const service = await deps.services.update(serviceInput(id), termsOf(call.options));
    if (!service) throw new NotFound(`There is no service ${id} (postroom service list)`);
    return recordReport(viewService(service));
  });
  addTermOptions(
    verb
      .option('--name <name>', 'what it is called', nameInput)
      .option('--live <yes|no>', 'no: trial mode', yesNoInput)
      .option('--active <yes|no>', 'no: archived, its keys no longer work', yesNoInput),
  );
}

export function addService(program: Command, surroundings: Surroundings): void {
  const noun = program.command('service').description('the teams that send letters');
  addCreate(noun, surroundings);
  addVerb(noun, surroundings, 'list', 'all services', async ({ services }) =>
    listReport((await services.list()).map(viewService), ['id', 'name', 'live', 'active']),
  );
  addUpdate(noun, surroundings);
  addServiceLogo(noun, surroundings);
  addServiceFooter(noun, surroundings);
}
