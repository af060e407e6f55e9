import type { Stats } from 'ssh2';
import type { Connection } from './connection';
import { PrinterError } from './printer-error';

/** What stands under a path; undefined only when the server says that there is no such file. Any doubt throws. */
export async function look({ call }: Connection, path: string): Promise<Stats | undefined> {
  try {
    return await call<Stats>('look', (sftp, done) => sftp.stat(path, done));
  } catch (error) {
    if (error instanceof PrinterError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

export const isFolder = async (connection: Connection, path: string): Promise<boolean> =>
  (await look(connection, path))?.isDirectory() ?? false;

/** The size of a staged file. A missing folder says nothing about a file in it: taken for "gone" it would pass for "published". */
export async function sizeOfStaged(connection: Connection, staging: string, path: string): Promise<number | undefined> {
  const found = await look(connection, path);
  if (found) return found.size;
  if (await isFolder(connection, staging)) return undefined;
  throw new PrinterError('not-found', `The printer: the staging folder ${staging} is missing`);
}
