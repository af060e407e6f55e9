import type { Sha256 } from '../../domain/letter';
import { ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import type { Progress } from '../progress';
import { MOST_FAILURES, createFailingFiles } from './failing-files';
import { fileNotTakenIn, unexpectedFile } from './inbound-tickets';
import { type RawSource, rawDigestOf } from './keep-raw';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'tickets' | 'log'>;

export interface UnexpectedFile {
  readonly name: string;
  readonly bytes: number;
  /** Changes with the file. */
  readonly identity: string;
  readonly raw: RawSource;
}

/** What one look found. */
export interface UnexpectedFiles {
  /** Names that say nothing to us, and names of files that were not taken in yet: what has a ticket keeps it. */
  readonly there: readonly string[];
  /** Files with names that say nothing, which no longer change. */
  readonly settled: readonly UnexpectedFile[];
  /** Names of files that could not be taken in. */
  readonly failed: readonly string[];
}

/** What is bigger is no file that somebody took in under another name. */
const LARGEST_READ = 64 * 1024 * 1024;
const MOST_TICKETS = 100;

/**
 * Files whose names say nothing to us, and files that fail again and again: a ticket each, closed by itself when the file
 * is gone or its bytes were taken in. `isOurs` tells the names of one place from those of another.
 */
export function createUnexpectedFiles({ inbound, tickets, log }: Dependencies, isOurs: (name: string) => boolean) {
  const tooOften = createFailingFiles();
  let hashes = new Map<string, Sha256>();

  async function isTakenIn(file: UnexpectedFile, progress: Progress): Promise<boolean> {
    if (file.bytes > LARGEST_READ) return false;
    try {
      const sha256 = hashes.get(file.identity) ?? (await rawDigestOf(file.raw, progress)).sha256;
      hashes.set(file.identity, sha256);
      return (await inbound.find(sha256)) !== undefined;
    } catch (error) {
      log.error({ file: file.name, error: String(error) }, 'an unexpected file could not be read');
      return false;
    }
  }

  return async ({ there, settled, failed }: UnexpectedFiles, progress: Progress): Promise<void> => {
    hashes = new Map([...hashes].filter(([identity]) => settled.some((file) => file.identity === identity)));
    const open = (await tickets.list({ open: true })).filter(({ kind }) => kind === 'unexpected-file');
    const known = new Set(open.map(({ dedupKey }) => dedupKey));
    const still = new Set(there.map((name) => ticketKeys.unexpectedFile(name)));
    for (const file of settled.slice(0, MOST_TICKETS)) {
      const key = ticketKeys.unexpectedFile(file.name);
      if (await isTakenIn(file, progress)) still.delete(key);
      else if (!known.has(key)) await tickets.raise(unexpectedFile(file.name, file.bytes));
    }
    for (const name of tooOften(failed).slice(0, MOST_TICKETS)) {
      if (!known.has(ticketKeys.unexpectedFile(name))) await tickets.raise(fileNotTakenIn(name, MOST_FAILURES));
    }
    const prefix = ticketKeys.unexpectedFile('');
    for (const { dedupKey } of open) {
      if (isOurs(dedupKey.slice(prefix.length)) && !still.has(dedupKey)) await tickets.resolve(dedupKey);
    }
  };
}
