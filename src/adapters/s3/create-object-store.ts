import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import type { ListedObject, ObjectStore, StoredObject } from '../../ports';
import { type ObjectStoreSettings, createClient } from './create-client';
import { putStream } from './put-stream';
import { readAhead } from './read-ahead';
import { readBody, withLength } from './read-body';
import { withHash } from './with-hash';

const HEALTH_MS = 3_000; // whoever asks wants to know now

/** An S3 bucket as the store of every byte that came in or went out. */
export function createObjectStore(settings: ObjectStoreSettings): ObjectStore & { close(): void } {
  const client = createClient(settings);
  const { bucket } = settings;
  const get = (key: string, signal?: AbortSignal) => getObject(client, bucket, key, signal);

  return {
    put: async (key, body, contentType) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
    },
    get: (key) => get(key),
    getStream: async (key, from = 0) => {
      const { body, length } = await openObject(client, { bucket, key, from });
      return length === undefined ? body : withLength(key, body, length);
    },
    readAhead: (objects, signal) => readAhead(get, objects, signal),
    head: (key) => headObject(client, bucket, key),
    list: (prefix) => listObjects(client, bucket, prefix),
    putStream: (key, body, contentType, signal) => putStream(client, { bucket, key, contentType }, body, signal),
    putKnown: (key, body, contentType, sha256) =>
      putStream(client, { bucket, key, contentType }, withHash(key, body, sha256)),
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    healthy: () =>
      client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: AbortSignal.timeout(HEALTH_MS) }).then(
        () => true,
        () => false,
      ),
    close: () => client.destroy(),
  };
}

const named = (error: unknown, name: string): boolean => error instanceof S3ServiceException && error.name === name;

async function openObject(
  client: S3Client,
  { bucket, key, from = 0 }: { bucket: string; key: string; from?: number },
  abortSignal?: AbortSignal,
): Promise<{ body: Readable; length: number | undefined }> {
  const range = from > 0 && { Range: `bytes=${from}-` };
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...range });
  const { Body, ContentLength } = await client.send(command, { ...(abortSignal && { abortSignal }) });
  if (!Body) throw new Error(`${key} came without a body`);
  return { body: Body as Readable, length: ContentLength };
}

async function getObject(client: S3Client, bucket: string, key: string, signal?: AbortSignal) {
  try {
    const { body, length } = await openObject(client, { bucket, key }, signal);
    return await readBody(key, body, length);
  } catch (error) {
    if (named(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}

async function headObject(client: S3Client, bucket: string, key: string): Promise<StoredObject | undefined> {
  try {
    const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { key, bytes: ContentLength ?? 0 };
  } catch (error) {
    if (!named(error, 'NotFound')) throw error;
    // An answer to HEAD has no body that says what is missing: this throws when it is the bucket.
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return undefined;
  }
}

async function* listObjects(client: S3Client, bucket: string, prefix: string): AsyncGenerator<ListedObject> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: key, Size: bytes = 0, ETag, LastModified } of page.Contents ?? []) {
      if (key !== undefined) yield { key, bytes, etag: ETag ?? LastModified?.toISOString() ?? '' };
    }
  }
}
