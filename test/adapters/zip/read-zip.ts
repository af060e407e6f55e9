import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly body: Buffer;
  readonly madeBySystem: number;
  readonly method: number;
  readonly flags: number;
  /** As the format has it: date in the upper, time in the lower 16 bits. */
  readonly dosTime: number;
  readonly extraBytes: number;
}

const UTF8_NAMES = 0x0800;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what} is ${String(actual)}, not ${String(expected)}`);
}

/** The body at a local header; all it says must be what the directory says, in the place where the last entry ended. */
function readLocal(zip: Buffer, at: number, central: Buffer): { body: Buffer; end: number } {
  expectEqual('the local signature', zip.readUInt32LE(at), LOCAL);
  // From the version needed to the length of the extra field both headers are laid out alike.
  expectEqual('the local header', zip.toString('hex', at + 4, at + 30), central.toString('hex', 6, 32));
  const size = zip.readUInt32LE(at + 22);
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const body = zip.subarray(start, start + size);
  expectEqual('the checksum', crc32(body), zip.readUInt32LE(at + 14));
  return { body, end: start + size };
}

/** Reads a zip of stored entries byte by byte: no gap, no overlap, nothing unexplained. Throws at the first oddity. */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = zip.length - 22;
  expectEqual('the end record', zip.readUInt32LE(end), END);
  const count = zip.readUInt16LE(end + 10);
  const directory = zip.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  let [at, offset] = [directory, 0];
  for (let index = 0; index < count; index += 1) {
    expectEqual('the central signature', zip.readUInt32LE(at), CENTRAL);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const header = zip.subarray(at, at + 46);
    const name = zip.toString('utf8', at + 46, at + 46 + (nameBytes ?? 0));
    expectEqual(`the offset of ${name}`, header.readUInt32LE(42), offset);
    const local = readLocal(zip, offset, header);
    entries.push({
      name,
      body: local.body,
      madeBySystem: header.readUInt8(5),
      method: header.readUInt16LE(10),
      flags: header.readUInt16LE(8) & ~UTF8_NAMES,
      dosTime: header.readUInt32LE(12),
      extraBytes: (extraBytes ?? 0) + (commentBytes ?? 0),
    });
    [at, offset] = [at + 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0), local.end];
  }
  expectEqual('the end of the bodies', offset, directory);
  expectEqual('the end of the directory', at, end);
  return entries;
}
