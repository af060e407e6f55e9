import type { Stats } from 'ssh2';
import type { Connection } from './connection';
import { PrinterError } from './printer-error';

const BLOCK_BYTES = 255 * 1024;
const LARGEST_FILE = 256 * 1024 * 1024;

/** Reads a whole file, as long as it was when it was opened. Each block has the deadline of a call, not the whole. */
export async function readFile({ call }: Connection, path: string): Promise<Buffer> {
  const handle = await call<Buffer>('open', (sftp, done) => sftp.open(path, 'r', done));
  const { size } = await call<Stats>('look at the open file', (sftp, done) => sftp.fstat(handle, done));
  if (size > LARGEST_FILE) throw new PrinterError('failed', `The printer offers a file of ${size} bytes to read`);
  const body = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const length = Math.min(BLOCK_BYTES, size - at);
    const read = await call<number>('read', (sftp, done) => sftp.read(handle, body, at, length, at, done));
    if (read === 0) throw new PrinterError('size-differs', `The printer's file ended after ${at} of ${size} bytes`);
    at += read;
  }
  await call('close', (sftp, done) => sftp.close(handle, (error) => done(error, undefined)));
  return body;
}
