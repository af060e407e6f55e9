import { crc32 } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createObjectStore } from '../../../src/adapters/s3/create-object-store';
import type { ObjectStoreLimits } from '../../../src/adapters/s3/create-client';
import { eventually } from '../../support/eventually';
import { startFaultyServer } from './faulty-server';

type Server = Awaited<ReturnType<typeof startFaultyServer>>;
type Store = ReturnType<typeof createObjectStore>;

describe('a store on a bad day', () => {
  const closing: (() => unknown)[] = [];

  async function start(answer: Parameters<typeof startFaultyServer>[0], limits: Partial<ObjectStoreLimits> = {}) {
    const server: Server = await startFaultyServer(answer);
    const store: Store = createObjectStore({ ...server.settings, limits: { ...server.settings.limits, ...limits } });
    closing.push(() => store.close(), server.close);
    return { server, store };
  }

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  test('A letter whose bytes break off is an error, never a shorter letter', async () => {
    const { store } = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('only a part', () => response.destroy());
    });
    await expect(store.get('letter')).rejects.toThrow();
    await expect(store.getStream('letter').then(buffer)).rejects.toThrow();
  });

  test('A letter whose bytes break off is an error when its checksum is being watched, too', async () => {
    const { store } = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '100', 'x-amz-checksum-crc32': 'AAAAAA==' });
      response.write('only a part', () => response.destroy());
    });
    await expect(store.get('letter')).rejects.toThrow();
    await expect(store.getStream('letter').then(buffer)).rejects.toThrow();
  });

  test('Bytes that were changed on the way are an error', async () => {
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32('Dear Ms Lear'));
    const { store } = await start((_request, response) => {
      response.setHeader('x-amz-checksum-crc32', checksum.toString('base64'));
      response.end('Dear Mr Lear');
    });
    await expect(store.get('letter')).rejects.toThrow('Checksum mismatch');
  });

  test('A server that never answers costs the time limit, not for ever', async () => {
    const { store, server } = await start(() => undefined);
    await expect(store.get('letter')).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.requests).toHaveLength(1);
  });

  test('A server that falls silent in mid-letter costs the time limit, not for ever', async () => {
    const { store } = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('only a part');
    });
    await expect(store.get('letter')).rejects.toThrow('of inactivity');
    await expect(store.getStream('letter').then(buffer)).rejects.toThrow('of inactivity');
  });

  test('One bad answer is tried again', async () => {
    let bad = 1;
    const answer: Parameters<typeof startFaultyServer>[0] = (_request, response) => {
      response.statusCode = bad-- > 0 ? 503 : 200;
      response.end('Dear Ms Lear');
    };
    const { store, server } = await start(answer, { tries: 2 });
    expect((await store.get('letter'))?.toString()).toBe('Dear Ms Lear');
    expect(server.requests).toHaveLength(2);
  });

  test('Refusals and failures of the server are errors and never a missing letter', async () => {
    for (const statusCode of [401, 403, 500, 503]) {
      const { store } = await start((_request, response) => {
        response.statusCode = statusCode;
        response.end();
      });
      await expect(store.get('letter')).rejects.toThrow();
      await expect(store.head('letter')).rejects.toThrow();
      await expect(store.remove('letter')).rejects.toThrow();
      expect(await store.healthy()).toBe(false);
    }
  });

  test('A stream nobody reads to its end gives its socket back', async () => {
    const { store, server } = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write(Buffer.alloc(500_000));
    });
    const stream = await store.getStream('letter');
    const [socket] = server.sockets;
    stream.destroy();
    await new Promise((resolve) => socket?.once('close', resolve));
    expect(server.sockets.size).toBe(0);
  });

  describe('when a part is refused', () => {
    /** Takes the first part, refuses the second, and answers as told when the upload is given up. */
    const refuseSecondPart = (givenUp: number) =>
      start(
        (request, response) => {
          const url = request.url ?? '';
          if (request.method === 'POST') response.end(`<R><UploadId>upload-1</UploadId></R>`);
          else if (request.method === 'DELETE') response.writeHead(givenUp).end();
          else if (url.includes('partNumber=2')) response.writeHead(500).end();
          else request.on('end', () => response.writeHead(200, { etag: '"part"' }).end());
        },
        { requestMs: 30_000 }, // no part's own silence is meant here, however busy the machine
      );

    const mebibytes = (count: number) => {
      const made = { count: 0 };
      const blocks = function* () {
        for (; made.count < count; made.count += 1) yield Buffer.alloc(1024 * 1024);
      };
      return { made, source: Readable.from(blocks(), { objectMode: false }) };
    };

    test('The stream ends at once and takes back what was sent', async () => {
      const { store, server } = await refuseSecondPart(204);
      const { made, source } = mebibytes(200);
      await expect(store.putStream('zip', source, 'application/zip')).rejects.toMatchObject({ $fault: 'server' });
      expect(server.requests.at(-1)).toMatch(/^DELETE .*uploadId=upload-1/);
      expect(source.destroyed).toBe(true);
      expect(made.count).toBeLessThan(25);
    });

    test('Parts that cannot be taken back are told', async () => {
      const { store } = await refuseSecondPart(503);
      const { source } = mebibytes(20);
      const put = store.putStream('zip', source, 'application/zip');
      await expect(put).rejects.toThrow('The parts of zip could not be taken back');
    });
  });

  test('Reads ahead that are left are ended at the server', async () => {
    const ended: Promise<unknown>[] = [];
    const { store } = await start((request, response) => {
      if (request.url?.includes('letter-0')) response.end('first');
      else ended.push(new Promise((resolve) => response.once('close', resolve)));
    });
    const letters = [0, 1, 2, 3].map((number) => ({ key: `letter-${number}`, bytes: 5 }));
    for await (const { key } of store.readAhead(letters)) {
      expect(key).toBe('letter-0');
      await eventually(() => ended.length === 3);
      break;
    }
    await Promise.all(ended);
  });
});
