import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigurationError } from '../setting-files';
import { addBatch } from './batch';
import { addCalendar } from './calendar';
import { addCallbacks } from './callbacks';
import { addChecks } from './checks';
import { EXIT, NotFound, UsageError } from './failures';
import { addFile } from './file';
import { addHold } from './hold';
import { addKey } from './key';
import { addLetter } from './letter';
import { addMigrate } from './migrate';
import { addOperator } from './operator';
import { addPrinter } from './printer';
import { addRun } from './run';
import { addSchedules } from './schedules';
import { addService } from './service';
import { addStatus } from './status';
import { addTemplate } from './template';
import { addTicket } from './ticket';
import { type Surroundings, addGlobalOptions } from './verb';

const NOUNS = [
  addStatus,
  addRun,
  addBatch,
  addHold,
  addLetter,
  addFile,
  addTicket,
  addChecks,
  addCalendar,
  addService,
  addKey,
  addTemplate,
  addCallbacks,
  addOperator,
  addSchedules,
  addPrinter,
  addMigrate,
] as const;

const WRONG_INPUT = [UsageError, InvalidArgumentError, ConfigurationError] as const;

const firstLine = (text: string): string =>
  text
    .trim()
    .split('\n', 1)[0]
    ?.replace(/^error: /, '') ?? '';

/** Commander shows the whole help where a verb is missing; its first line names the noun. */
function missingVerb(usage: string): string {
  const noun = /^Usage: (.*?) \[/.exec(usage)?.[1] ?? 'postroom';
  return `postroom: say what to do (see ${noun} --help)`;
}

/** One line for whatever commander finds wrong; it throws instead of leaving the process. */
function createProgram(surroundings: Surroundings): Command {
  const program = addGlobalOptions(new Command('postroom'))
    .description('Gets letters printed and posted exactly once')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => surroundings.out(text.trimEnd()),
      writeErr: (usage) => surroundings.error(missingVerb(usage)),
      outputError: (text) => surroundings.error(`postroom: ${firstLine(text)} (see postroom --help)`),
    });
  for (const add of NOUNS) add(program, surroundings);
  return program;
}

/** How a command that did not end well leaves: commander has said its own line already, for all else one is said here. */
function exitCodeOf(error: unknown, surroundings: Surroundings): number {
  const saidAlready = error instanceof CommanderError && !(error instanceof InvalidArgumentError);
  if (saidAlready) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  surroundings.error(`postroom: ${error instanceof Error ? firstLine(error.message) || error.name : String(error)}`);
  if (error instanceof NotFound) return EXIT.notFound;
  return WRONG_INPUT.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.fault;
}

/** Runs one command, `argv` without program and script. Gives the exit code: 0 done, 1 not found, 2 wrong input, 3 a fault. */
export async function runProgram(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await createProgram(surroundings).parseAsync([...argv], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return exitCodeOf(error, surroundings);
  }
}
