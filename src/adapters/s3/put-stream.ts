import { PassThrough, type Readable, pipeline } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

const PART_BYTES = 8 * 1024 * 1024; // 10,000 parts: up to 80 GB

export interface StreamToStore {
  readonly bucket: string;
  readonly key: string;
  readonly body: Readable;
  readonly contentType: string;
}

/**
 * Stores a stream of any length in parts; nothing is to be seen until the last one is there. One part travels while the
 * next is being gathered. When the source or a part fails, or the signal fires, the parts sent so far are taken back
 * before this throws.
 */
export async function putStream(client: S3Client, target: StreamToStore, signal?: AbortSignal): Promise<void> {
  const { bucket, key, body, contentType } = target;
  const gathered = new PassThrough({ highWaterMark: PART_BYTES });
  pipeline(body, gathered, () => undefined); // an error of the source is told by `gathered`
  // Not Upload.abort(): that one returns at once, its parts are taken back some time later or never.
  const abort = (): void => void gathered.destroy(signal?.reason as Error);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    const params = { Bucket: bucket, Key: key, Body: gathered, ContentType: contentType };
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: 1 }).done();
  } finally {
    signal?.removeEventListener('abort', abort);
    gathered.destroy();
    body.destroy();
  }
}
