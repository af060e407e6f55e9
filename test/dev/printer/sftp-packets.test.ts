import fc from 'fast-check';
import {
  extensionsOf,
  packetsOf,
  requestOf,
  statusPacket,
  trimWrite,
  versionPacket,
} from '../../../dev/printer/sftp-packets';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const packet = (body: Uint8Array): Buffer => Buffer.concat([uint32(body.length), body]);
const string = (body: string | Buffer): Buffer => Buffer.concat([uint32(Buffer.byteLength(body)), Buffer.from(body)]);

async function all(chunks: readonly Buffer[]): Promise<Buffer[]> {
  const packets: Buffer[] = [];
  async function* source() {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  for await (const each of packetsOf(source())) packets.push(each);
  return packets;
}

describe('The packets of an SFTP session', () => {
  test('are the same however the line cuts them', async () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(bodies, cuts, async (contents, sizes) => {
        const packets = contents.map(packet);
        const stream = Buffer.concat(packets);
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(await all(chunks)).toEqual(packets);
      }),
    );
  });

  test.each([0, 2_000_000])('cannot be %d bytes long', async (bytes) => {
    await expect(all([uint32(bytes)])).rejects.toThrow('Not an SFTP packet');
  });

  test('say what is written where, and a write can be cut short', () => {
    const data = Buffer.from('abcdef');
    const offset = Buffer.from([0, 0, 0, 1, 0, 0, 0, 2]);
    const write = packet(Buffer.concat([Buffer.from([6]), uint32(7), string('h1'), offset, string(data)]));
    const request = requestOf(write);
    expect(request).toMatchObject({ kind: 'write', id: 7, handle: '6831', offset: 2 ** 32 + 2, length: 6 });
    const short = packet(Buffer.concat([Buffer.from([6]), uint32(7), string('h1'), offset, string('abc')]));
    expect(trimWrite(request, 3)).toEqual(short);
  });

  test('say which file is renamed to what', () => {
    const fields = [Buffer.from([200]), uint32(9), string('posix-rename@openssh.com'), string('a/b'), string('c/d')];
    expect(requestOf(packet(Buffer.concat(fields)))).toMatchObject({
      kind: 'posix-rename',
      path: 'a/b',
      target: 'c/d',
    });
  });

  test('name what the server offers', () => {
    const offer = new Map([
      ['posix-rename@openssh.com', '1'],
      ['statvfs@openssh.com', '2'],
    ]);
    expect(extensionsOf(versionPacket(offer))).toEqual(offer);
  });

  test('carry a status with its message', () => {
    const status = Buffer.concat([Buffer.from([101]), uint32(3), uint32(4), string('Failure'), string('en')]);
    expect(statusPacket(3, 4, 'Failure')).toEqual(packet(status));
  });
});
