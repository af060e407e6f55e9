import fc from 'fast-check';
import { readAhead } from '../../../src/adapters/s3/read-ahead';
import type { StoredObject } from '../../../src/ports';

const MIB = 1024 * 1024;

const objects = (sizes: readonly number[]): StoredObject[] =>
  sizes.map((bytes, index) => ({ key: `letter-${index}`, bytes }));

/** A store that answers when told to, and keeps count of what has been asked for and not been given back. */
function createSlowStore(stored: readonly StoredObject[]) {
  const sizes = new Map(stored.map(({ key, bytes }) => [key, bytes]));
  const answers = new Map<string, (body: Buffer | undefined) => void>();
  const outstanding = new Set<string>();
  const peaks: { objects: number; bytes: number }[] = [];
  const aborted: string[] = [];
  const note = (): void => {
    const bytes = [...outstanding].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
    peaks.push({ objects: outstanding.size, bytes });
  };
  return {
    peaks,
    aborted,
    asked: () => [...answers.keys()],
    answer: (key: string, body: Buffer | undefined) => answers.get(key)?.(body),
    taken: (key: string) => outstanding.delete(key),
    read: (key: string, signal: AbortSignal) =>
      new Promise<Buffer | undefined>((resolve, reject) => {
        outstanding.add(key);
        note();
        answers.set(key, resolve);
        signal.addEventListener('abort', () => {
          aborted.push(key);
          reject(signal.reason as Error);
        });
      }),
  };
}

/** Reads all of it while the store answers at random: in which order is up to `pick`. */
async function readAll(stored: readonly StoredObject[], pick: (waiting: number) => number) {
  const store = createSlowStore(stored);
  const keys: string[] = [];
  const waiting: string[] = [];
  const reading = { done: false };
  const read = async (key: string, signal: AbortSignal) => {
    waiting.push(key);
    return store.read(key, signal);
  };
  const answering = (async () => {
    while (!reading.done) {
      const [key] = waiting.splice(pick(waiting.length), 1);
      if (key !== undefined) store.answer(key, Buffer.from(key));
      await new Promise(setImmediate);
    }
  })();
  for await (const { key, body } of readAhead(read, stored)) {
    expect(body?.toString()).toBe(key);
    keys.push(key);
    store.taken(key);
  }
  reading.done = true;
  await answering;
  return { keys, peaks: store.peaks };
}

describe('reading letters ahead', () => {
  test('Letters come in the order asked for, whichever is read first, within 32 letters and 32 MiB', async () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 2 * MIB }), fc.integer({ min: 0, max: 40 * MIB }));
    await fc.assert(
      fc.asyncProperty(fc.array(size, { maxLength: 80 }), fc.nat(), async (sizes, seed) => {
        const stored = objects(sizes);
        const { keys, peaks } = await readAll(stored, (waiting) => (waiting ? seed % waiting : 0));
        expect(keys).toEqual(stored.map(({ key }) => key));
        for (const peak of peaks) {
          expect(peak.objects).toBeLessThanOrEqual(32);
          if (peak.objects > 1) expect(peak.bytes).toBeLessThanOrEqual(32 * MIB);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('Small letters are read 32 at a time, not one after the other', async () => {
    const { peaks } = await readAll(objects(new Array<number>(100).fill(1_000)), () => 0);
    expect(Math.max(...peaks.map((peak) => peak.objects))).toBe(32);
  });

  test('A letter over 32 MiB is read alone', async () => {
    const { peaks } = await readAll(objects([1_000, 33 * MIB, 1_000]), () => 0);
    expect(peaks).toEqual([
      { objects: 1, bytes: 1_000 },
      { objects: 1, bytes: 33 * MIB },
      { objects: 1, bytes: 1_000 },
    ]);
  });

  test('A missing letter is told as missing and the rest is read on', async () => {
    const bodies: (string | undefined)[] = [];
    const read = (key: string) => Promise.resolve(key === 'letter-1' ? undefined : Buffer.from(key));
    for await (const { body } of readAhead(read, objects([1, 1, 1]))) bodies.push(body?.toString());
    expect(bodies).toEqual(['letter-0', undefined, 'letter-2']);
  });

  test('A read that fails is told at its turn and ends the others', async () => {
    const store = createSlowStore([]);
    const read = (key: string, signal: AbortSignal) => {
      if (key === 'letter-0') return Promise.resolve(Buffer.from(key));
      return key === 'letter-1' ? Promise.reject(new Error('the server is gone')) : store.read(key, signal);
    };
    const seen: string[] = [];
    const all = async () => {
      for await (const { key } of readAhead(read, objects([1, 1, 1, 1]))) seen.push(key);
    };
    await expect(all()).rejects.toThrow('the server is gone');
    expect(seen).toEqual(['letter-0']);
    expect(store.aborted).toEqual(['letter-2', 'letter-3']);
  });

  test('Whoever stops reading stops what is read ahead', async () => {
    const store = createSlowStore([]);
    const read = (key: string, signal: AbortSignal) =>
      key === 'letter-0' ? Promise.resolve(Buffer.from(key)) : store.read(key, signal);
    for await (const { key } of readAhead(read, objects([1, 1, 1]))) {
      expect(key).toBe('letter-0');
      break;
    }
    expect(store.aborted).toEqual(['letter-1', 'letter-2']);
  });

  test('The signal ends reading at once, and nothing is read when it has already fired', async () => {
    const store = createSlowStore([]);
    const stop = new AbortController();
    const first = readAhead((key, signal) => store.read(key, signal), objects([1, 1]), stop.signal).next();
    stop.abort(new Error('shutting down'));
    await expect(first).rejects.toThrow('shutting down');
    const late = readAhead((key, signal) => store.read(key, signal), objects([1]), stop.signal).next();
    await expect(late).rejects.toThrow('shutting down');
    expect(store.asked()).toEqual(['letter-0', 'letter-1']);
  });
});
