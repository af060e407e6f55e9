import type { Command } from 'commander';
import type { CallbackEndpoint, CallbackStanding } from '../domain/callback';
import { LETTER_STATUSES, type LetterStatus, type ServiceId } from '../domain/letter';
import { type EndpointOrder, rotateSecret, setEndpoint } from '../operations/callbacks';
import { addCallbacksReplay } from './callbacks-replay';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { serviceInput, statusesInput, textInput, tokenInput } from './inputs';
import { type Report, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const statusesText = (statuses: readonly LetterStatus[]): string =>
  statuses.length === LETTER_STATUSES.length ? 'all' : statuses.join(',');

const viewEndpoint = (endpoint: CallbackEndpoint) => ({
  service_id: endpoint.serviceId,
  url: endpoint.url,
  statuses: statusesText(endpoint.statuses),
  bearer_token: endpoint.hasToken,
  signed: endpoint.isSigned,
  rotating: endpoint.isRotating,
  stopped_at: endpoint.stoppedAt?.toISOString() ?? null,
  stopped_reason: endpoint.stoppedReason,
});

const viewStanding = (standing: CallbackStanding) => ({
  waiting: standing.waiting,
  next_at: standing.nextAt?.toISOString() ?? null,
  paused_until: standing.pausedUntil?.toISOString() ?? null,
  not_delivered: standing.exhausted,
  last_delivered_at: standing.lastDeliveredAt?.toISOString() ?? null,
});

const noService = (id: ServiceId) => new NotFound(`There is no service ${id} (postroom service list)`);
const noEndpoint = (id: ServiceId) =>
  new NotFound(`The service ${id} has no callbacks (postroom callbacks set ${id} --url …)`);

interface SetOptions {
  readonly url?: string;
  readonly statuses?: readonly LetterStatus[];
  readonly tokenFile?: string;
  readonly generateToken?: true;
  readonly sign?: true;
}

async function tokenOf({ tokenFile, generateToken }: SetOptions): Promise<Pick<EndpointOrder, 'token'>> {
  if (tokenFile !== undefined && generateToken) throw new UsageError('Give --token-file or --generate-token, not both');
  if (generateToken) return { token: { kind: 'generated' } };
  return tokenFile === undefined ? {} : { token: { kind: 'given', token: await tokenInput(tokenFile) } };
}

async function set(deps: CliDependencies, call: Call<SetOptions>): Promise<Report> {
  const { options } = call;
  const { url, statuses, sign } = options;
  const serviceId = serviceInput(call.arguments[0] ?? '');
  const done = await setEndpoint(
    {
      serviceId,
      ...(url === undefined ? {} : { url }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(sign === undefined ? {} : { sign }),
      ...(await tokenOf(options)),
    },
    deps,
  );
  if (!done) throw noService(serviceId);
  if (!done.ok) throw new UsageError(`The endpoint is refused: ${done.error} (postroom callbacks set --help)`);
  const { endpoint, bearerToken, signingSecret } = done.value;
  return recordReport({
    ...viewEndpoint(endpoint),
    ...(bearerToken === null ? {} : { new_bearer_token: bearerToken }),
    ...(signingSecret === null ? {} : { new_signing_secret: signingSecret }),
  });
}

async function show({ callbacks }: CliDependencies, { arguments: [id = ''] }: Call<object>): Promise<Report> {
  const serviceId = serviceInput(id);
  const endpoint = await callbacks.endpoint(serviceId);
  if (!endpoint) throw noEndpoint(serviceId);
  return recordReport({ ...viewEndpoint(endpoint), ...viewStanding(await callbacks.standing(serviceId)) });
}

async function stop(deps: CliDependencies, call: Call<{ reason: string }>): Promise<Report> {
  const serviceId = serviceInput(call.arguments[0] ?? '');
  const { actor, options } = call;
  const stopped = await deps.callbacks.stopEndpoint(serviceId, `${options.reason} (${actor})`, deps.clock.now());
  const endpoint = await deps.callbacks.endpoint(serviceId);
  if (!endpoint) throw noEndpoint(serviceId);
  return recordReport({ outcome: stopped ? 'stopped' : 'stopped before', ...viewEndpoint(endpoint) });
}

async function rotate(deps: CliDependencies, call: Call<{ finish?: true }>): Promise<Report> {
  const serviceId = serviceInput(call.arguments[0] ?? '');
  const endpoint = await deps.callbacks.endpoint(serviceId);
  if (!endpoint) throw noEndpoint(serviceId);
  if (call.options.finish) {
    const outcome = (await deps.callbacks.endRotation(serviceId))
      ? 'the newer secret alone signs'
      : 'nothing to finish';
    return recordReport({ service_id: serviceId, outcome });
  }
  const secret = await rotateSecret(serviceId, deps);
  if (secret !== undefined) return recordReport({ service_id: serviceId, new_signing_secret: secret });
  throw new UsageError(
    endpoint.isSigned
      ? `Two secrets sign already; end that first (postroom callbacks rotate ${serviceId} --finish)`
      : `Callbacks are not signed (postroom callbacks set ${serviceId} --sign)`,
  );
}

export function addCallbacks(program: Command, surroundings: Surroundings): void {
  const noun = program.command('callbacks').description('how services hear of their letters');
  addVerb<SetOptions>(
    noun,
    surroundings,
    'set <service-id>',
    'makes or changes an endpoint; what is left out stays',
    set,
  )
    .option('--url <url>', 'https, port 443 or 8443, no address')
    .option('--statuses <list>', 'which statuses, with commas, or all (all)', statusesInput)
    .option('--token-file <path>', "the service's own bearer token, from a file or - for standard input")
    .option('--generate-token', 'makes a bearer token, shown this one time')
    .option('--sign', 'signs each callback (Standard Webhooks); the secret is shown this one time');
  addVerb(noun, surroundings, 'show <service-id>', 'an endpoint and how its callbacks stand', show);
  addVerb<{ reason: string }>(
    noun,
    surroundings,
    'stop <service-id>',
    'sends nothing more, and keeps nothing',
    stop,
  ).requiredOption('--reason <text>', 'why; it is kept with your name', textInput);
  addVerb<{ finish?: true }>(
    noun,
    surroundings,
    'rotate <service-id>',
    'a new signing secret beside the old one',
    rotate,
  ).option('--finish', 'the old one signs no more');
  addCallbacksReplay(noun, surroundings);
}
