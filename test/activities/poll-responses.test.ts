import { sha256Of } from '../../src/activities/digest';
import { ticketKeys } from '../../src/contract';
import { rawInboundKeyOf } from '../../src/domain/names';
import { type FaultPoint, describePoint, recordCalls, withFault } from '../support/faults';
import { openTickets } from './arrange';
import { type World, openWorld, run } from './world';

describe('Looking under the response prefix of the bucket', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());
  afterEach(async () => {
    for (const { sha256 } of await world.inbound.unfinished(100)) await world.inbound.finish(sha256, 'applied', '{}');
    for await (const { key } of world.objects.list('responses/')) await world.objects.remove(key);
  });

  const poll = async (ports = world.ports) =>
    (await run(world.activitiesOn(ports), 'pollResponses', undefined as never)).files;
  let names = 0;
  const aName = () => `NOTIFY-202603030900${String((names += 1)).padStart(2, '0')}-RSP.TXT`;
  const put = (key: string, text: string) => world.objects.put(`responses/${key}`, Buffer.from(text), 'text/plain');

  it('An object is taken in at once, for it does not grow; its bytes are kept, and it stays where it is', async () => {
    const name = aName();
    const text = `AAAAAAAAAAAAAAAA|Sent|1|Sorted ${name}`;
    await put(`2026/${name}`, text);
    expect(await poll()).toEqual([sha256Of(text)]);
    expect((await world.objects.get(rawInboundKeyOf(sha256Of(text), name)))?.toString()).toBe(text);
    expect(await world.inbound.find(sha256Of(text))).toMatchObject({ name, source: 'bucket', state: 'received' });
    expect(await world.objects.head(`responses/2026/${name}`)).toBeDefined();
  });

  it('An object is read once, not at every poll, not even by another worker; other bytes under its key are read', async () => {
    const name = aName();
    await put(name, `first ${name}\n`);
    await poll();
    const again = recordCalls(world.ports);
    await poll(again.ports);
    expect(again.calls.filter(({ method }) => method === 'getStream')).toEqual([]);
    await put(name, `second ${name}\n`);
    expect(await poll()).toEqual([sha256Of(`first ${name}\n`), sha256Of(`second ${name}\n`)]);
    expect(await openTickets(world, ticketKeys.inboundNameReused(name))).toHaveLength(1);
  });

  it('R2: the same bytes under another name, or from the printer as well, are one file', async () => {
    const [one, two] = [aName(), aName()];
    await put(one, 'the same bytes\n');
    await put(two, 'the same bytes\n');
    expect(await poll()).toEqual([sha256Of('the same bytes\n')]);
  });

  it('One object that cannot be read never stops the others', async () => {
    const [bad, good] = [aName(), aName()];
    await put(bad, `bad ${bad}\n`);
    await put(good, `good ${good}\n`);
    const { ports } = withFault(world.ports, { port: 'objects', method: 'getStream', call: 1, when: 'before' });
    expect(await poll(ports)).toEqual([sha256Of(`good ${good}\n`)]);
    expect(await poll()).toContain(sha256Of(`bad ${bad}\n`));
  });

  it('An object with a name that says nothing is a ticket until it is gone; a folder is none', async () => {
    const key = ticketKeys.unexpectedFile('responses/HELLO.TXT');
    await put('HELLO.TXT', 'hello\n');
    await put('2026/', '');
    await poll();
    await poll();
    expect(await openTickets(world, key)).toHaveLength(1);
    expect((await world.tickets.list({ open: true })).filter(({ kind }) => kind === 'unexpected-file')).toHaveLength(1);
    await run(world.activities, 'pollPrinter', undefined as never);
    expect(await openTickets(world, key)).toHaveLength(1); // the outbox knows nothing of it
    await world.objects.remove('responses/HELLO.TXT');
    await poll();
    expect(await openTickets(world, key)).toEqual([]);
  });

  it('The ticket of a poll that failed closes with the next good look, and not with one of the printer', async () => {
    await run(world.activities, 'raisePollTicket', { source: 'responses', minutes: 30 });
    await run(world.activities, 'pollPrinter', undefined as never);
    expect(await openTickets(world, ticketKeys.pollFailing('responses'))).toHaveLength(1);
    await poll();
    expect(await openTickets(world, ticketKeys.pollFailing('responses'))).toEqual([]);
  });

  it('Wherever a worker dies, the next poll takes the object in, once', async () => {
    const clean = recordCalls(world.ports);
    await put(aName(), 'the shape of it\n');
    await poll(clean.ports);
    const points = clean.calls.flatMap((call) => (['before', 'after'] as const).map((when) => ({ ...call, when })));
    for (const point of points satisfies readonly FaultPoint[]) {
      const text = `dies ${describePoint(point)}\n`;
      const name = aName();
      await put(name, text);
      const { ports, struck } = withFault(world.ports, point, 'dies');
      await poll(ports).catch(() => undefined);
      expect([describePoint(point), struck()]).toEqual([describePoint(point), true]);
      expect(await poll()).toContain(sha256Of(text));
      await world.inbound.finish(sha256Of(text), 'applied', '{}');
      await world.objects.remove(`responses/${name}`);
    }
  });
});
