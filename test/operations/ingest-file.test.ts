import { Readable } from 'node:stream';
import { ingestFile } from '../../src/operations/ingest-file';
import { RAW_LOST } from '../../src/domain/inbound-file';
import { type CliWorld, createCliWorld } from '../cli/world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

const NAME = 'NOTIFY-20260105180000-RSP.TXT';

const given = (path: string, text: string) => ({ path, open: () => Readable.from([Buffer.from(text)]) });

const ingest = async (name: string, text: string) => {
  const result = await ingestFile(given(`/some/folder/${name}`, text), world.deps);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

test('The raw bytes are kept before anything else, also when the register is away', async () => {
  const inbound = { ...world.deps.inbound, register: () => Promise.reject(new Error('away')) };
  await expect(ingestFile(given(NAME, 'raw'), { ...world.deps, inbound })).rejects.toThrow('away');
  const kept = [];
  for await (const { key } of world.deps.objects.list('inbound/')) kept.push(key);
  expect(kept).toEqual([expect.stringMatching(new RegExp(`^inbound/[0-9a-f]{64}/${NAME}$`))]);
});

test('The same name with other bytes is another file, and a ticket', async () => {
  const first = await ingest(NAME, 'one');
  const second = await ingest(NAME.toLowerCase(), 'two');
  expect([first.kind, second.kind]).toEqual(['new', 'new']);
  expect(second.sha256).not.toBe(first.sha256);
  expect(await world.deps.tickets.list({ open: true })).toMatchObject([
    { kind: 'inbound-name-reused', dedupKey: `inbound-name-reused:${NAME}` },
  ]);
});

test('A file whose workflow may have been lost is started again, until it was applied', async () => {
  const { sha256 } = await ingest('NOTIFY.20260105180000.ACK.TXT', 'three');
  expect(await ingest('NOTIFY.20260105180000.ACK.TXT', 'three')).toMatchObject({ kind: 'known', sha256 });
  await world.owner.inbound.finish(sha256, 'applied', '{}');
  const started = world.temporal.files.length;
  expect(await ingest('NOTIFY.20260105180000.ACK.TXT', 'three')).toMatchObject({ kind: 'finished', sha256 });
  expect(world.temporal.files).toHaveLength(started);
});

test('A file is read as it flows, and one that changes meanwhile is neither kept nor registered', async () => {
  const name = 'NOTIFY-20260105190000-RSP.TXT';
  let ahead = 0;
  let most = 0;
  const large = () =>
    Readable.from(
      (async function* () {
        for (let chunk = 0; chunk < 200; chunk += 1) {
          ahead += 1;
          yield await Promise.resolve(Buffer.alloc(65_536, 'x'));
        }
      })(),
    );
  const objects = {
    ...world.deps.objects,
    putKnown: async (_key: string, body: Readable) => {
      ahead = 0;
      for await (const chunk of body) {
        expect(chunk).toHaveLength(65_536);
        most = Math.max(most, ahead);
        ahead -= 1;
      }
    },
  };
  expect((await ingestFile({ path: name, open: large }, { ...world.deps, objects })).ok).toBe(true);
  expect(most).toBeLessThan(40);

  let opened = 0;
  const changing = { path: name, open: () => Readable.from([Buffer.from(`version ${(opened += 1)}`)]) };
  const files = (await world.deps.inbound.list(100)).length;
  await expect(ingestFile(changing, world.deps)).rejects.toThrow('was to have the hash');
  expect(await world.deps.inbound.list(100)).toHaveLength(files);
});

test('A file whose raw bytes were lost is kept again and read after all', async () => {
  const { sha256 } = await ingest('NOTIFY.20260105200000.ACK.TXT', 'lost');
  const { rawKey } = (await world.deps.inbound.find(sha256)) ?? { rawKey: '' };
  await world.deps.objects.remove(rawKey);
  await world.owner.inbound.finish(sha256, 'refused', RAW_LOST);
  const started = world.temporal.files.length;
  expect(await ingest('NOTIFY.20260105200001.ACK.TXT', 'lost')).toMatchObject({ kind: 'known', sha256 });
  expect((await world.deps.objects.get(rawKey))?.toString()).toBe('lost');
  expect(world.temporal.files).toHaveLength(started + 1);
});

test.each(['letters.txt', 'NOTIFY-2026-RSP.TXT', 'OTHER-20260105180000-RSP.TXT'])(
  '%s is no name of the printer',
  async (name) => {
    const result = await ingestFile(given(name, 'x'), world.deps);
    expect(result.ok ? '' : result.error).toContain('is neither NOTIFY.YYYYMMDDHHMMSS.ACK.TXT nor');
  },
);
