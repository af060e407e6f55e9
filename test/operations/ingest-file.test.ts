import { ingestFile } from '../../src/operations/ingest-file';
import { type CliWorld, createCliWorld } from '../cli/world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

const NAME = 'NOTIFY-20260105180000-RSP.TXT';

const ingest = async (name: string, text: string) => {
  const result = await ingestFile(`/some/folder/${name}`, Buffer.from(text), world.deps);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

test('The raw bytes are kept before anything else, also when the register is away', async () => {
  const inbound = { ...world.deps.inbound, register: () => Promise.reject(new Error('away')) };
  await expect(ingestFile(NAME, Buffer.from('raw'), { ...world.deps, inbound })).rejects.toThrow('away');
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

test.each(['letters.txt', 'NOTIFY-2026-RSP.TXT', 'OTHER-20260105180000-RSP.TXT'])(
  '%s is no name of the printer',
  async (name) => {
    const result = await ingestFile(name, Buffer.from('x'), world.deps);
    expect(result.ok ? '' : result.error).toContain('is neither NOTIFY.YYYYMMDDHHMMSS.ACK.TXT nor');
  },
);
