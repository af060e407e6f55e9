import { appendFile, readFile } from 'node:fs/promises';

/** One entry of a zip the printer took. `pages` is null when the entry is no PDF that can be read. */
export interface ReceivedEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly pages: number | null;
}

/** What the printer writes down: the outside witness of what it was sent. `time` is ISO 8601 in UTC. */
export type ReceivedLine =
  | {
      readonly time: string;
      readonly event: 'received';
      readonly file: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly entries: readonly ReceivedEntry[];
    }
  | {
      readonly time: string;
      readonly event: 'unreadable';
      readonly file: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly reason: string;
    }
  | {
      readonly time: string;
      readonly event: 'acknowledged' | 'responded';
      /** The file written to the outbox. */
      readonly file: string;
      /** The zips it speaks of. */
      readonly zips: readonly string[];
    };

export type ReceivedZip = Extract<ReceivedLine, { event: 'received' }>;

/** Everything a printer has written down, oldest first; nothing when it has not begun. */
export async function readReceivedLog(file: string): Promise<readonly ReceivedLine[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as ReceivedLine);
}

export const appendReceived = (file: string, line: ReceivedLine): Promise<void> =>
  appendFile(file, `${JSON.stringify(line)}\n`);
