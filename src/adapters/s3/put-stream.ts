import { PassThrough, type Readable, pipeline } from 'node:stream';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type MultipartUpload, type Place, startUpload } from './multipart-upload';
import { partsOf } from './parts-of';

const PART_BYTES = 5 * 1024 * 1024; // the least that S3 takes; 10,000 of them are 50 GB

/**
 * Stores a stream of any length; nothing is to be seen until all of it is there. One part travels while the next is
 * being filled. When the source or a part fails, or the signal fires, the parts sent so far are taken back before this
 * throws. (The SDK's own lib-storage copies each part anew and, when aborted, returns before it has cleared up.)
 */
export async function putStream(client: S3Client, place: Place, body: Readable, signal?: AbortSignal): Promise<void> {
  const source = new PassThrough(); // can be ended while the body itself hangs
  pipeline(body, source, () => undefined); // an error of the body is told by `source`
  const abort = (): void => void source.destroy(signal?.reason as Error);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    await store(client, place, source);
  } finally {
    signal?.removeEventListener('abort', abort);
    source.destroy();
    body.destroy();
  }
}

async function store(client: S3Client, place: Place, source: AsyncIterable<Buffer>): Promise<void> {
  let upload: MultipartUpload | undefined;
  let travelling = Promise.resolve();
  try {
    for await (const { number, data, isLast } of partsOf(source, PART_BYTES)) {
      await travelling;
      if (isLast && !upload) {
        await storeWhole(client, place, data);
        return;
      }
      upload ??= await startUpload(client, place);
      travelling = upload.add(number, data);
      travelling.catch(() => undefined); // told when the next part is ready
    }
    await travelling;
    await upload?.complete();
  } catch (error) {
    await travelling.catch(() => undefined); // a part that arrives after the end of its upload may stay for ever
    await upload?.abandon().catch((failure: unknown) => {
      throw new AggregateError([error, failure], `The parts of ${place.key} could not be taken back`);
    });
    throw error;
  }
}

async function storeWhole(client: S3Client, { bucket, key, contentType }: Place, body: Buffer): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
}
