export interface Part {
  /** From 1. */
  readonly number: number;
  /** Valid until the part after the next one is asked for. */
  readonly data: Buffer;
  readonly isLast: boolean;
}

/**
 * Cuts a stream into parts of equal size; only the last is shorter, and there is always one. Two buffers take turns, so that one
 * part can travel while the next is being filled and a zip of any size costs the same memory.
 */
export async function* partsOf(source: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Part> {
  let [filling, other] = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)];
  let filled = 0;
  let number = 1;
  for await (const chunk of source) {
    for (let taken = 0; taken < chunk.length; ) {
      if (filled === bytes) {
        yield { number, data: filling, isLast: false };
        [filling, other] = [other, filling];
        filled = 0;
        number += 1;
      }
      const copied = chunk.copy(filling, filled, taken);
      filled += copied;
      taken += copied;
    }
  }
  yield { number, data: filling.subarray(0, filled), isLast: true };
}
