import type { Connection } from './connection';
import { PrinterError } from './printer-error';

/** Moves a file in one indivisible step. A server that cannot is refused before anything is sent. */
export function renameFile({ call, offers }: Connection, from: string, to: string): Promise<void> {
  if (!offers.posixRename) throw new PrinterError('unsupported', 'The printer: the server has no posix-rename');
  return call('rename', (sftp, done) => sftp.ext_openssh_rename(from, to, (error) => done(error, undefined)));
}

export const removeFile = ({ call }: Connection, path: string): Promise<void> =>
  call('remove', (sftp, done) => sftp.unlink(path, (error) => done(error, undefined)));
