import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Say } from '../programs/resolve-program';
import { CHECKOUT } from './places';

const PORTS = ['api', 'temporal', 'ui', 'postgres', 's3', 'sftp'] as const;
export type PortName = (typeof PORTS)[number];

/** How a stack is started; all of it can be left out. */
export interface StackOptions {
  /** Holds the data and `stack.json`; `.local` of the checkout when left out. */
  readonly folder?: string;
  /** Empties the data first. */
  readonly fresh?: boolean;
  /** Ports to use; the others are free ones. */
  readonly ports?: Partial<Readonly<Record<PortName, number>>>;
  /** API processes, 1 when left out. */
  readonly apis?: number;
  /** Worker processes, 1 when left out. */
  readonly workers?: number;
  /** The workers' entry in the checkout, `src/worker.ts` when left out. */
  readonly workerEntry?: string;
  /** Settings of API and workers over those of the stack. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes lines on what is being done. */
  readonly say?: Say;
  /** Called when everything was ended from outside. */
  readonly onLost?: () => void;
}

export const DEFAULT_FOLDER = join(CHECKOUT, '.local');

export const USAGE = `npm run stack -- [options]
  --fresh                 forget all letters of earlier stacks
  --workers N             worker processes (1)
  --folder FOLDER         where data and stack.json go (.local)
${PORTS.map((name) => `  ${`--${name}-port PORT`.padEnd(24)}a free one when left out`).join('\n')}`;

/** Thrown when the command line cannot be read; its message is one line. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

function numberOf(name: string, text: string, smallest: number, largest: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < smallest || number > largest) {
    throw new OptionsError(`--${name} takes a number from ${smallest} to ${largest}, not ${text}`);
  }
  return number;
}

function read(commandLine: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const ports = Object.fromEntries(PORTS.map((name) => [`${name}-port`, text]));
  try {
    const options = { fresh: flag, help: flag, workers: text, folder: text, ...ports };
    return parseArgs({ args: [...commandLine], options }).values;
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line. Undefined when help is wanted; throws OptionsError. */
export function parseOptions(commandLine: readonly string[]): StackOptions | undefined {
  const given = read(commandLine);
  if (given['help']) return undefined;
  const ports = PORTS.flatMap((name) => {
    const port = given[`${name}-port`];
    return typeof port === 'string' ? [[name, numberOf(`${name}-port`, port, 1, 65_535)]] : [];
  });
  return {
    fresh: given['fresh'] === true,
    ports: Object.fromEntries(ports) as NonNullable<StackOptions['ports']>,
    workers: typeof given['workers'] === 'string' ? numberOf('workers', given['workers'], 1, 16) : 1,
    folder: typeof given['folder'] === 'string' ? given['folder'] : DEFAULT_FOLDER,
  };
}
