import fc from 'fast-check';
import { partsOf } from '../../../src/adapters/s3/parts-of';

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('the parts of a stream', () => {
  test('Any stream is cut into equal parts but for the last, with no byte lost, moved or changed', async () => {
    const chunk = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 20 }), fc.integer({ min: 1, max: 30 }), async (chunks, bytes) => {
        const parts: Buffer[] = [];
        let before: { kept: Buffer; copy: Buffer } | undefined;
        for await (const { number, data, isLast } of partsOf(each(chunks), bytes)) {
          // The part that still travels while this one was being filled.
          if (before) expect(before.kept).toEqual(before.copy);
          before = { kept: data, copy: Buffer.from(data) };
          parts.push(before.copy);
          expect(number).toBe(parts.length);
          expect(isLast ? data.length <= bytes : data.length === bytes).toBe(true);
        }
        const whole = Buffer.concat(chunks);
        expect(Buffer.concat(parts)).toEqual(whole);
        expect(parts).toHaveLength(Math.max(1, Math.ceil(whole.length / bytes)));
      }),
    );
  });
});
