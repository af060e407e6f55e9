/** Cuts a stream into blocks of equal size, whatever its chunks; only the last may be shorter. Holds one block at most. */
export async function* blocksOf(source: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let have = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (have + rest.length >= bytes) {
      const missing = bytes - have;
      yield join([...parts, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      parts = [];
      have = 0;
    }
    if (rest.length > 0) parts.push(rest);
    have += rest.length;
  }
  if (have > 0) yield join(parts);
}

const join = (parts: readonly Buffer[]): Buffer => (parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
