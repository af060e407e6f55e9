import { Readable } from 'node:stream';
import type { Connection } from './connection';

const BLOCK_BYTES = 255 * 1024;

/** To the end of the file, wherever that is: a listing's size is out of date as soon as it is told. */
async function* blocksOf({ call }: Connection, handle: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    const read = await call<number>('read', (sftp, done) => sftp.read(handle, block, 0, block.length, at, done));
    if (read === 0) return;
    yield block.subarray(0, read);
    at += read;
  }
}

/** Hands over the bytes of a file of any size, a few blocks of it in memory. Each block has the deadline of a call, not the whole. */
export async function readFile<Value>(
  connection: Connection,
  path: string,
  take: (body: Readable) => Promise<Value>,
): Promise<Value> {
  const { call } = connection;
  const handle = await call<Buffer>('open', (sftp, done) => sftp.open(path, 'r', done));
  const body = Readable.from(blocksOf(connection, handle), { objectMode: false, highWaterMark: BLOCK_BYTES });
  body.on('error', () => undefined); // told to whoever reads it
  try {
    return await take(body);
  } finally {
    body.destroy();
    // The connection goes with the call: what it could not close any more is closed with it.
    await call('close', (sftp, done) => sftp.close(handle, (error) => done(error, undefined))).catch(() => undefined);
  }
}
