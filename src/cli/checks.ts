import type { Command } from 'commander';
import type { Workflows } from '../ports';
import { instantInput } from './inputs';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

interface Check {
  readonly noun: string;
  readonly about: string;
  readonly run: (workflows: Workflows, at: Date) => Promise<unknown>;
}

const CHECKS: readonly Check[] = [
  {
    noun: 'deadline',
    about: 'letters the printer has not answered for',
    run: (flows, at) => flows.runDeadlineCheck(at),
  },
  {
    noun: 'acknowledgement',
    about: 'zips the printer has not acknowledged',
    run: (flows, at) => flows.runAcknowledgementCheck(at),
  },
  {
    noun: 'stuck',
    about: 'whatever waits longer than it should',
    run: (flows, at) => flows.runStuckCheck(at),
  },
];

export function addChecks(program: Command, surroundings: Surroundings): void {
  for (const { noun, about, run } of CHECKS) {
    const command = program.command(noun).description(about);
    addVerb<{ at?: Date }>(
      command,
      surroundings,
      'check',
      `looks for ${about} and raises a ticket`,
      async (deps, call) => {
        const at = call.options.at ?? deps.clock.now();
        const result = await run(deps.workflows, at);
        return recordReport({ at: at.toISOString(), ...(result as object) });
      },
    ).option('--at <instant>', 'as if it were then (default: now)', instantInput);
  }
  const retention = program.command('retention').description('how long letters are kept');
  addVerb(retention, surroundings, 'run', 'erases letters whose retention is over', async ({ workflows, clock }) => {
    const at = clock.now();
    return recordReport({ at: at.toISOString(), ...((await workflows.runRetention(at)) as object) });
  });
}
