import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStoreSettings } from '../../../src/adapters/s3/create-client';
import { createObjectStore } from '../../../src/adapters/s3/create-object-store';
import { type TestBucket, createTestBucket } from '../../support/bucket';
import { eventually } from '../../support/eventually';

const PDF = 'application/pdf';
const MIB = 1024 * 1024;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** As many MiB as asked for, made one at a time; `after` runs between two of them. */
function mebibytes(count: number, after: (made: number) => void | Promise<void> = () => undefined): Readable {
  const block = randomBytes(MIB);
  const make = async function* () {
    for (let made = 1; made <= count; made += 1) {
      yield block;
      await after(made);
    }
  };
  return Readable.from(make(), { objectMode: false });
}

describe('the object store, on a real S3 server', () => {
  let bucket: TestBucket;
  let settings: ObjectStoreSettings;
  let store: ReturnType<typeof createObjectStore>;

  beforeAll(async () => {
    bucket = await createTestBucket();
    settings = { ...bucket, pathStyle: true, checksums: 'WHEN_SUPPORTED' };
    store = createObjectStore(settings);
  });

  afterAll(async () => {
    store.close();
    await bucket.remove();
  });

  const unfinishedUploads = async (): Promise<number> => {
    const { endpoint, region, accessKeyId, secretAccessKey } = bucket;
    const client = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
    });
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket.bucket }));
    client.destroy();
    return Uploads.length;
  };

  test.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
    'A letter comes back byte for byte, checksums %s',
    async (checksums) => {
      const other = createObjectStore({ ...settings, checksums });
      const letter = randomBytes(300_000);
      await other.put('incoming/A.PDF', letter, PDF);
      expect((await other.get('incoming/A.PDF'))?.equals(letter)).toBe(true);
      expect(await other.head('incoming/A.PDF')).toEqual({ key: 'incoming/A.PDF', bytes: 300_000 });
      expect((await buffer(await other.getStream('incoming/A.PDF'))).equals(letter)).toBe(true);
      expect((await buffer(await other.getStream('incoming/A.PDF', 299_990))).equals(letter.subarray(-10))).toBe(true);
      other.close();
    },
  );

  test('An empty file is kept as an empty file', async () => {
    await store.put('empty', Buffer.alloc(0), PDF);
    expect(await store.get('empty')).toEqual(Buffer.alloc(0));
    expect(await store.head('empty')).toEqual({ key: 'empty', bytes: 0 });
  });

  test('A letter that is not there is undefined, and as a stream an error', async () => {
    expect(await store.get('incoming/MISSING.PDF')).toBeUndefined();
    expect(await store.head('incoming/MISSING.PDF')).toBeUndefined();
    await expect(store.getStream('incoming/MISSING.PDF')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('A letter that is removed is gone, and removing it again changes nothing', async () => {
    await store.put('incoming/GONE.PDF', Buffer.from('x'), PDF);
    await store.remove('incoming/GONE.PDF');
    await store.remove('incoming/GONE.PDF');
    expect(await store.get('incoming/GONE.PDF')).toBeUndefined();
  });

  test('A missing bucket or a wrong secret is an error everywhere, never a missing letter', async () => {
    const wrong: Partial<ObjectStoreSettings>[] = [{ bucket: 'no-such-bucket' }, { secretAccessKey: 'wrong' }];
    for (const setting of wrong) {
      const other = createObjectStore({ ...settings, ...setting });
      await expect(other.get('letter')).rejects.toThrow();
      await expect(other.head('letter')).rejects.toThrow();
      await expect(other.getStream('letter')).rejects.toThrow();
      await expect(other.put('letter', Buffer.from('x'), PDF)).rejects.toThrow();
      await expect(other.putStream('letter', mebibytes(1), PDF)).rejects.toThrow();
      await expect(collect(other.list(''))).rejects.toThrow();
      await expect(collect(other.readAhead([{ key: 'letter', bytes: 1 }]))).rejects.toThrow();
      expect(await other.healthy()).toBe(false);
      other.close();
    }
    expect(await store.healthy()).toBe(true);
  });

  test('A listing has every letter under the prefix with its size, over more than one page', async () => {
    const keys = Array.from({ length: 1_005 }, (_, index) => `listed/${String(index).padStart(4, '0')}.PDF`);
    const puts = [...keys, 'list.PDF'];
    const writers = Array.from({ length: 16 }, async () => {
      for (let key = puts.pop(); key !== undefined; key = puts.pop()) await store.put(key, Buffer.from(key), PDF);
    });
    await Promise.all(writers);
    const listed = await collect(store.list('listed/'));
    expect(listed.map(({ key, bytes }) => ({ key, bytes }))).toEqual(keys.map((key) => ({ key, bytes: key.length })));
    expect(new Set(listed.map(({ etag }) => etag)).size).toBe(keys.length);

    const read = await collect(store.readAhead([{ key: 'listed/no.PDF', bytes: 1 }, ...listed]));
    expect(read.map(({ key, body }) => body?.toString() ?? `${key} is missing`)).toEqual([
      'listed/no.PDF is missing',
      ...keys,
    ]);
  });

  test('A stream of parts is to be seen only when it is whole', async () => {
    const seen: unknown[] = [];
    await store.putStream(
      'zips/A.ZIP',
      mebibytes(40, async (made) => {
        if (made === 30) seen.push(await store.head('zips/A.ZIP'), await unfinishedUploads());
      }),
      'application/zip',
    );
    expect(seen).toEqual([undefined, 1]);
    expect(await store.head('zips/A.ZIP')).toEqual({ key: 'zips/A.ZIP', bytes: 40 * MIB });
    expect(await unfinishedUploads()).toBe(0);
    const parts = await collect(await store.getStream('zips/A.ZIP', 39 * MIB));
    expect(Buffer.concat(parts as Buffer[])).toHaveLength(MIB);
  });

  test('Streams of no byte, of one part, of a byte more and of two parts are stored whole', async () => {
    for (const bytes of [0, 5 * MIB, 5 * MIB + 1, 10 * MIB]) {
      const body = randomBytes(bytes);
      for (const checksums of ['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const) {
        const other = createObjectStore({ ...settings, checksums });
        await other.putStream('zips/B.ZIP', Readable.from([body], { objectMode: false }), 'application/zip');
        expect((await other.get('zips/B.ZIP'))?.equals(body)).toBe(true);
        other.close();
      }
    }
  });

  test('A source that fails leaves neither object nor parts', async () => {
    const source = mebibytes(40, (made) => {
      if (made === 30) throw new Error('a letter has changed');
    });
    await expect(store.putStream('zips/C.ZIP', source, 'application/zip')).rejects.toThrow('a letter has changed');
    expect(await store.head('zips/C.ZIP')).toBeUndefined();
    expect(await unfinishedUploads()).toBe(0);
  });

  test('The signal ends a stream, even one whose source hangs, and leaves neither object nor parts', async () => {
    const stop = new AbortController();
    let hangs = false;
    const source = mebibytes(40, (made) => {
      if (made < 30) return;
      hangs = true;
      return new Promise(() => undefined);
    });
    const put = store.putStream('zips/D.ZIP', source, 'application/zip', stop.signal);
    await eventually(async () => hangs && (await unfinishedUploads()) === 1);
    stop.abort(new Error('shutting down'));
    await expect(put).rejects.toThrow('shutting down');
    expect(source.destroyed).toBe(true);
    expect(await store.head('zips/D.ZIP')).toBeUndefined();
    expect(await unfinishedUploads()).toBe(0);
  });

  test('A signal that has already fired stores nothing', async () => {
    const source = mebibytes(1);
    const put = store.putStream('zips/E.ZIP', source, 'application/zip', AbortSignal.abort(new Error('too late')));
    await expect(put).rejects.toThrow('too late');
    expect(source.destroyed).toBe(true);
    expect(await store.head('zips/E.ZIP')).toBeUndefined();
  });
});
