import type { RequestKind } from './controls';

/** The SFTP version 3 wire: a packet is uint32 length, byte type, then (but for INIT and VERSION) uint32 request id. */
export const VERSION = 2;
export const STATUS = 101;
export const HANDLE = 102;
const INIT = 1;
const READDIR = 12;
const WRITE_FLAG = 2;
const EXTENDED = 200;
const EXTENDED_REPLY = 201;

const KINDS: Readonly<Record<number, RequestKind>> = {
  1: 'init',
  3: 'open',
  4: 'close',
  5: 'read',
  6: 'write',
  7: 'stat',
  8: 'fstat',
  11: 'list',
  12: 'list',
  13: 'remove',
  17: 'stat',
  18: 'rename',
};
const EXTENDED_KINDS: Readonly<Record<string, RequestKind>> = {
  'posix-rename@openssh.com': 'posix-rename',
  'fsync@openssh.com': 'fsync',
};
const WITH_HANDLE: readonly RequestKind[] = ['close', 'read', 'write', 'fstat', 'fsync'];

/** One request of the client, as far as faults and the upload list need to know it. */
export interface Request {
  readonly kind: RequestKind;
  readonly id: number;
  /** The extension asked for; '' for plain requests. */
  readonly extension: string;
  /** The path it names, or the handle it uses, in hex. */
  readonly path: string | null;
  readonly handle: string | null;
  /** Of a rename. */
  readonly target: string | null;
  /** Of a write: where its data goes, and where that data lies in the packet. */
  readonly offset: number;
  readonly length: number;
  readonly packet: Buffer;
}

const PREFIX_BYTES = 4;
const FIELDS_AT = 9;
const MOST_BYTES = 1_048_576;

/** Cuts a byte stream into whole packets, length prefix included. Throws on a length no packet can have. */
export async function* packetsOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let have = 0;
  let need = PREFIX_BYTES;
  for await (const chunk of source) {
    chunks.push(chunk);
    have += chunk.length;
    while (have >= need) {
      const all: Buffer = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks, have);
      chunks = [all];
      if (need === PREFIX_BYTES) {
        need += packetBytes(all);
      } else {
        yield all.subarray(0, need);
        chunks = [all.subarray(need)];
        have -= need;
        need = PREFIX_BYTES;
      }
    }
  }
}

function packetBytes(packet: Buffer): number {
  const bytes = packet.readUInt32BE(0);
  if (bytes === 0 || bytes > MOST_BYTES) throw new Error(`Not an SFTP packet: ${bytes} bytes`);
  return bytes;
}

export const typeOf = (packet: Buffer): number => packet.readUInt8(PREFIX_BYTES);
export const idOf = (packet: Buffer): number => packet.readUInt32BE(5);

/** Reads the fields of a packet one after the other. */
export function fieldsOf(packet: Buffer, from = FIELDS_AT) {
  let at = from;
  const bytes = (): Buffer => {
    const length = packet.readUInt32BE(at);
    at += 4 + length;
    return packet.subarray(at - length, at);
  };
  return {
    bytes,
    text: (): string => bytes().toString('utf8'),
    uint32: (): number => packet.readUInt32BE((at += 4) - 4),
    uint64: (): number => Number(packet.readBigUInt64BE((at += 8) - 8)),
    ended: (): boolean => at >= packet.length,
  };
}

export function requestOf(packet: Buffer): Request {
  const type = typeOf(packet);
  const none = { id: 0, extension: '', path: null, handle: null, target: null, offset: 0, length: 0, packet };
  if (type === INIT) return { ...none, kind: 'init' };
  const fields = fieldsOf(packet);
  const extension = type === EXTENDED ? fields.text() : '';
  const kind = KINDS[type] ?? EXTENDED_KINDS[extension] ?? 'other';
  const request = { ...none, id: idOf(packet), kind, extension };
  if (kind === 'other') return request;
  if (WITH_HANDLE.includes(kind) || type === READDIR) {
    const handle = fields.bytes().toString('hex');
    if (kind !== 'write') return { ...request, handle };
    return { ...request, handle, offset: fields.uint64(), length: fields.uint32() };
  }
  const path = fields.text();
  return { ...request, path, target: kind === 'rename' || kind === 'posix-rename' ? fields.text() : null };
}

/** True when an OPEN asks to write. */
export const opensForWriting = (open: Request): boolean => {
  const fields = fieldsOf(open.packet);
  fields.bytes();
  return (fields.uint32() & WRITE_FLAG) !== 0;
};

/** The same write with only its first bytes. */
export function trimWrite(write: Request, length: number): Buffer {
  const trimmed = Buffer.from(write.packet.subarray(0, write.packet.length - write.length + length));
  trimmed.writeUInt32BE(trimmed.length - PREFIX_BYTES, 0);
  trimmed.writeUInt32BE(length, trimmed.length - length - 4);
  return trimmed;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);

const packetFrom = (type: number, ...fields: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from([type]), ...fields]);
  return Buffer.concat([uint32(body.length), body]);
};

export const OK = 0;
export const statusPacket = (id: number, code: number, message: string): Buffer =>
  packetFrom(STATUS, uint32(id), uint32(code), text(message), text('en'));
export const extendedReplyPacket = (id: number, values: readonly number[]): Buffer =>
  packetFrom(EXTENDED_REPLY, uint32(id), ...values.map(uint64));
export const isOk = (reply: Buffer): boolean => typeOf(reply) === STATUS && fieldsOf(reply).uint32() === OK;

/** The extensions a VERSION packet offers, by name. */
export function extensionsOf(version: Buffer): ReadonlyMap<string, string> {
  const fields = fieldsOf(version, FIELDS_AT);
  const offered = new Map<string, string>();
  while (!fields.ended()) offered.set(fields.text(), fields.text());
  return offered;
}
export const versionPacket = (extensions: ReadonlyMap<string, string>): Buffer =>
  packetFrom(VERSION, uint32(3), ...[...extensions].flatMap(([name, value]) => [text(name), text(value)]));
