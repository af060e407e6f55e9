import { type Command, Option } from 'commander';
import type { CliDependencies } from './dependencies';
import { nameInput } from './inputs';
import type { Report } from './report';

/** What surrounds a command: where it writes, who calls it, and how it reaches the rest of Postroom. */
export interface Surroundings {
  /** A line for standard output. */
  out(line: string): void;
  /** A line for standard error. */
  error(line: string): void;
  /** Who acts unless `--as` names somebody. */
  readonly user: string;
  open(): CliDependencies;
}

export interface Call<Options> {
  readonly arguments: readonly string[];
  readonly options: Options;
  /** The operator whose act this is. */
  readonly actor: string;
}

interface GlobalOptions {
  readonly json?: true;
  readonly as?: string;
}

/** Options that every command takes. */
export const addGlobalOptions = (program: Command): Command =>
  program
    .addOption(new Option('--json', 'print one JSON value'))
    .addOption(new Option('--as <name>', 'who acts (default: your user name on this machine)').argParser(nameInput));

/** Adds `postroom <noun> <verb>`: opens the ports, runs, prints the report, closes. */
export function addVerb<Options extends object = object>(
  noun: Command,
  surroundings: Surroundings,
  usage: string,
  description: string,
  run: (dependencies: CliDependencies, call: Call<Options>) => Promise<Report>,
): Command {
  const verb = noun.command(usage).description(description);
  return verb.action(async () => {
    const { json, as, ...options } = verb.optsWithGlobals<GlobalOptions & Options>();
    const dependencies = surroundings.open();
    try {
      const call = { arguments: verb.args, options: options as Options, actor: as ?? surroundings.user };
      const report = await run(dependencies, call);
      surroundings.out(json ? JSON.stringify(report.json) : report.text);
    } finally {
      await dependencies.close();
    }
  });
}
