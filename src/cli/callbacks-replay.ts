import type { Command } from 'commander';
import type { ReplayScope } from '../domain/callback';
import type { LetterId, ServiceId } from '../domain/letter';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { instantInput, letterIdInput, serviceInput } from './inputs';
import { type Report, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

interface ReplayOptions {
  readonly letter?: LetterId;
  readonly from?: Date;
  readonly until?: Date;
  readonly failed?: true;
}

function scopeOf({ letter, from, until, ...which }: ReplayOptions, now: Date): ReplayScope {
  const failed = which.failed ?? false;
  if (letter !== undefined && until !== undefined) throw new UsageError('--until goes with --from, not with --letter');
  if ((letter === undefined) === (from === undefined))
    throw new UsageError('Give --letter, or --from and --until (postroom callbacks replay --help)');
  if (letter !== undefined) return { kind: 'letter', letterId: letter, failed };
  const range = { from: from ?? now, until: until ?? now };
  if (range.from >= range.until)
    throw new UsageError('--from must lie before --until, which is now unless you give it');
  return { kind: 'range', ...range, failed };
}

/** A letter of another service is none of its. */
async function refuseUnknown(serviceId: ServiceId, id: LetterId, { letters }: CliDependencies): Promise<void> {
  const found = await letters.search(id);
  if (!found.some((letter) => letter.id === id && letter.serviceId === serviceId))
    throw new NotFound(`The service ${serviceId} has no letter ${id} (postroom letter find)`);
}

async function replay(deps: CliDependencies, call: Call<ReplayOptions>): Promise<Report> {
  const serviceId = serviceInput(call.arguments[0] ?? '');
  const now = deps.clock.now();
  const scope = scopeOf(call.options, now);
  const endpoint = await deps.callbacks.endpoint(serviceId);
  if (!endpoint) throw new NotFound(`The service ${serviceId} has no callbacks (postroom callbacks set ${serviceId})`);
  if (endpoint.stoppedAt !== null)
    throw new UsageError(`Its callbacks are stopped; first make them go on (postroom callbacks set ${serviceId})`);
  if (scope.kind === 'letter') await refuseUnknown(serviceId, scope.letterId, deps);
  const replayed = await deps.callbacks.replay(serviceId, scope, now);
  if (replayed > 0) await deps.workflows.hintCallbacks([serviceId]);
  return recordReport({ service_id: serviceId, replayed });
}

export function addCallbacksReplay(noun: Command, surroundings: Surroundings): void {
  addVerb<ReplayOptions>(noun, surroundings, 'replay <service-id>', 'tells statuses once more, by the same ids', replay)
    .option('--letter <id>', 'all statuses of one letter', letterIdInput)
    .option('--from <instant>', 'statuses from then on', instantInput)
    .option('--until <instant>', 'statuses before then (default: now)', instantInput)
    .option('--failed', 'only those that were not delivered');
}
