import { type FileHandle, open } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';

/** Reads a zip as a stranger would: from its directory at the end, entry by entry, checking each checksum. */
export interface ZipEntry {
  readonly name: string;
  readonly body: Buffer;
}

interface DirectoryEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly at: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;

/** Throws with a plain reason at the first thing that is wrong. Zip64 is not read: the printer takes at most 2 GB. */
export async function* entriesOf(file: string): AsyncGenerator<ZipEntry> {
  const handle = await open(file, 'r');
  try {
    for (const entry of await directoryOf(handle)) yield { name: entry.name, body: await bodyOf(handle, entry) };
  } finally {
    await handle.close();
  }
}

async function directoryOf(handle: FileHandle): Promise<readonly DirectoryEntry[]> {
  const { size } = await handle.stat();
  const tail = await read(handle, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size);
  const endAt = tail.lastIndexOf(uint32(END));
  if (endAt < 0 || endAt + END_BYTES > tail.length) throw new Error('no end of the zip directory');
  const count = tail.readUInt16LE(endAt + 10);
  const at = tail.readUInt32LE(endAt + 16);
  const directory = await read(handle, at, at + tail.readUInt32LE(endAt + 12));
  const entries: DirectoryEntry[] = [];
  for (let from = 0; entries.length < count; ) {
    if (directory.length < from + CENTRAL_BYTES || directory.readUInt32LE(from) !== CENTRAL) {
      throw new Error(`the zip directory ends after ${entries.length} of ${count} entries`);
    }
    const nameBytes = directory.readUInt16LE(from + 28);
    entries.push({
      name: directory.toString('utf8', from + CENTRAL_BYTES, from + CENTRAL_BYTES + nameBytes),
      method: directory.readUInt16LE(from + 10),
      crc: directory.readUInt32LE(from + 16),
      packed: directory.readUInt32LE(from + 20),
      bytes: directory.readUInt32LE(from + 24),
      at: directory.readUInt32LE(from + 42),
    });
    from += CENTRAL_BYTES + nameBytes + directory.readUInt16LE(from + 30) + directory.readUInt16LE(from + 32);
  }
  return entries;
}

async function bodyOf(handle: FileHandle, entry: DirectoryEntry): Promise<Buffer> {
  const local = await read(handle, entry.at, entry.at + LOCAL_BYTES);
  if (local.readUInt32LE(0) !== LOCAL) throw new Error(`${entry.name} is not where the directory says`);
  const from = entry.at + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = await read(handle, from, from + entry.packed);
  const body = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
  if (body.length !== entry.bytes || crc32(body) !== entry.crc) throw new Error(`${entry.name} is damaged`);
  return body;
}

async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  if (bytesRead !== to - from) throw new Error('the file ends too early');
  return buffer;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
