import type { FileEntry } from 'ssh2';
import type { Connection } from './connection';
import { isBaseName } from './remote-path';

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/** The regular files of a folder. A server that names no modes is taken at its word that all are files. */
export async function listFolder({ call }: Connection, folder: string): Promise<readonly ListedFile[]> {
  const entries = await call<readonly FileEntry[]>('list', (sftp, done) => sftp.readdir(folder, done));
  return entries
    .filter(({ filename, attrs }) => isBaseName(filename) && isRegular(attrs.mode))
    .map(({ filename, attrs }) => ({
      name: filename,
      bytes: attrs.size,
      modifiedAt: new Date(attrs.mtime * 1000),
    }));
}

const isRegular = (mode: number | undefined): boolean => {
  const type = (mode ?? 0) & FILE_TYPE;
  return type === 0 || type === REGULAR_FILE;
};
