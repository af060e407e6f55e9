import type { Readable } from 'node:stream';
import type { Stats } from 'ssh2';
import type { Connection } from './connection';
import { PrinterError } from './printer-error';
import { type WriteOptions, type Written, writePipelined } from './write-pipelined';

/** Half a gigabyte goes to the printer's disk in this one call; within the two minutes between heartbeats of an upload. */
const SYNC_PATIENCE = 3;

/**
 * Writes a whole new file, has it synced where that is offered, closes it, and believes only sizes it has asked for:
 * before closing by handle, afterwards by name. A file of that name must not be there: two attempts never share one.
 */
export async function uploadFile(
  connection: Connection,
  path: string,
  source: Readable,
  options: WriteOptions,
): Promise<Written> {
  const { call, broken, offers } = connection;
  const stop = (): void => void source.destroy(broken.reason as Error);
  broken.addEventListener('abort', stop, { once: true });
  try {
    const handle = await call<Buffer>('create', (sftp, done) => sftp.open(path, 'wx', done));
    const written = await writePipelined(connection, handle, source, options);
    if (offers.fsync) await call('sync', (sftp, done) => sftp.ext_openssh_fsync(handle, done), SYNC_PATIENCE);
    const open = await call<Stats>('look at the open file', (sftp, done) => sftp.fstat(handle, done));
    await call('close', (sftp, done) => sftp.close(handle, (error) => done(error, undefined)));
    const closed = await call<Stats>('look at the closed file', (sftp, done) => sftp.stat(path, done));
    for (const { size } of [open, closed]) {
      if (size === written.bytes) continue;
      throw new PrinterError('size-differs', `The printer has ${size} bytes of ${written.bytes} that it acknowledged`);
    }
    return written;
  } finally {
    broken.removeEventListener('abort', stop);
    source.destroy();
  }
}
