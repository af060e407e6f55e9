import type { Command } from 'commander';
import { parseHoldId } from '../domain/hold';
import type { ServiceId } from '../domain/letter';
import type { Postage } from '../domain/postage';
import { liftHold, placeHold } from '../operations/holds';
import { viewHold } from '../operations/views';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { postageInput, serviceInput } from './inputs';
import { type Report, listReport, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const LISTED = 500;
const PLACED = ['id', 'service_id', 'postage', 'actor', 'placed_at', 'reason'] as const;
const LIFTED = ['lifted_by', 'lifted_at', 'lift_reason'] as const;

interface PlaceOptions {
  readonly service?: ServiceId;
  readonly postage?: Postage;
  readonly reason: string;
}

async function place(deps: CliDependencies, { options, actor }: Call<PlaceOptions>): Promise<Report> {
  const { service: serviceId = null, postage = null, reason } = options;
  const placed = await placeHold({ serviceId, postage, reason, actor }, deps);
  if (placed.kind === 'refused') throw new UsageError(`the hold is refused: ${placed.why}`);
  return recordReport({ outcome: placed.kind, ...viewHold(placed.hold) });
}

async function lift(
  deps: CliDependencies,
  { arguments: [text = ''], options, actor }: Call<{ reason: string }>,
): Promise<Report> {
  const id = parseHoldId(text);
  if (id === undefined) throw new UsageError(`${text} is not the number of a hold (postroom hold list)`);
  const lifted = await liftHold({ id, actor, reason: options.reason }, deps);
  if (lifted.kind === 'unknown') throw new NotFound(`There is no hold ${id} (postroom hold list)`);
  if (lifted.kind === 'refused') throw new UsageError(`the lift is refused: ${lifted.why}`);
  return recordReport({ outcome: lifted.kind, ...viewHold(lifted.hold) });
}

async function list({ holds }: CliDependencies, { options: { all } }: Call<{ all?: true }>): Promise<Report> {
  const found = all ? await holds.list(LISTED) : await holds.standing();
  return listReport(found.map(viewHold), all ? [...PLACED, ...LIFTED] : PLACED);
}

export function addHold(program: Command, surroundings: Surroundings): void {
  const noun = program.command('hold').description('letters that no run may claim');
  addVerb<PlaceOptions>(noun, surroundings, 'place', 'holds a service, a postage class, or a class of a service', place)
    .option('--service <id>', 'whose letters (default: all services)', serviceInput)
    .option('--postage <class>', 'which class (default: all classes)', postageInput)
    .requiredOption('--reason <text>', 'why; it is kept with your name');
  addVerb<{ reason: string }>(noun, surroundings, 'lift <id>', 'lets the letters go with the next claim', lift).option(
    '--reason <text>',
    'why; it is kept with your name',
    'lifted on the command line',
  );
  addVerb<{ all?: true }>(noun, surroundings, 'list', 'the holds that stand', list).option(
    '--all',
    `also those that were lifted, the newest first; ${LISTED} at most`,
  );
}
