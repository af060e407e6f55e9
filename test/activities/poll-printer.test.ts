import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../src/activities/digest';
import { ticketKeys } from '../../src/contract';
import { rawInboundKeyOf } from '../../src/domain/names';
import type { Printer } from '../../src/ports';
import { anInboundFile, openTickets } from './arrange';
import { type World, openWorld, run } from './world';

describe('Looking into the outbox of the printer', () => {
  let world: World;
  let clock = Date.parse('2026-03-03T08:00:00.000Z');
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  /** A worker of its own, which remembers its own looks and counts what it reads. */
  function aWorker(before: (name: string, reads: number) => Promise<void> = () => Promise.resolve()) {
    const reads: string[] = [];
    const printer: Printer = {
      ...world.printer,
      read: async (name, take) => {
        reads.push(name);
        await before(name, reads.filter((read) => read === name).length);
        return world.printer.read(name, take);
      },
    };
    const activities = world.activitiesOn({ ...world.ports, printer });
    const poll = (laterSeconds = 0) => {
      clock += laterSeconds * 1000;
      world.setNow(new Date(clock));
      return run(activities, 'pollPrinter', undefined as never);
    };
    return { reads, poll };
  }

  let names = 0;
  const aName = () => `NOTIFY-202603030800${String((names += 1)).padStart(2, '0')}-RSP.TXT`;
  /** As the printer does it: whole under another name, then renamed. */
  async function put(name: string, text: string) {
    const path = join(world.robot.folders.outbox, name);
    await writeFile(`${path}.part`, text);
    await utimes(`${path}.part`, 1_700_000_000, 1_700_000_000 + text.length);
    await rename(`${path}.part`, path);
  }

  it('A file is taken in once it has not changed for a minute, its bytes kept before anybody reads them', async () => {
    const { poll } = aWorker();
    const name = aName();
    const text = `AAAAAAAAAAAAAAAA|Sent|1|Sorted ${name}\n`;
    const sha256 = sha256Of(text);
    await put(name, text);
    expect(await poll()).toEqual({ files: [] });
    expect(await poll(59)).toEqual({ files: [] });
    expect(await poll(1)).toEqual({ files: [sha256] });
    expect((await world.objects.get(rawInboundKeyOf(sha256, name)))?.toString()).toBe(text);
    expect(await world.inbound.find(sha256)).toMatchObject({ name, kind: 'response', state: 'received' });
    await world.inbound.finish(sha256, 'applied', '{}');
    expect(await poll(60)).toEqual({ files: [] });
  });

  it('A file still growing is left alone, and so is one without a newline at its end for 15 minutes', async () => {
    const { poll } = aWorker();
    const name = aName();
    await put(name, `${name} first\n`);
    await poll();
    await put(name, `${name} first\nsecond\n`);
    expect(await poll(60)).toEqual({ files: [] });
    await put(name, `${name} first\nsecond\nthi`);
    await poll(60);
    expect(await poll(60)).toEqual({ files: [] });
    const sha256 = sha256Of(`${name} first\nsecond\nthi`);
    expect(await poll(15 * 60)).toEqual({ files: [sha256] });
    await world.inbound.finish(sha256, 'applied', '{}');
  });

  it('A file that is known is not read again each time, and not processed again under another name', async () => {
    const { poll, reads } = aWorker();
    const [name, again] = [aName(), aName()];
    await put(name, 'the same bytes\n');
    await poll();
    const { files } = await poll(60);
    for (const sha256 of files) await world.inbound.finish(sha256, 'applied', '{}');
    await put(again, 'the same bytes\n');
    await poll(1);
    await poll(60);
    expect(await poll(60)).toEqual({ files: [] });
    expect(reads.filter((read) => read === name || read === again)).toEqual([name, name, again]); // once for its hash, once to keep it
  });

  it('The same name with other bytes is a new version and a ticket', async () => {
    const { poll } = aWorker();
    const name = aName();
    await put(name, 'version one of the file\n');
    await poll();
    await poll(60);
    await put(name, 'version two of the file!\n');
    await poll();
    const { files } = await poll(60);
    expect(new Set(files)).toEqual(
      new Set([sha256Of('version one of the file\n'), sha256Of('version two of the file!\n')]),
    );
    expect(await openTickets(world, ticketKeys.inboundNameReused(name))).toHaveLength(1);
    for (const sha256 of files) await world.inbound.finish(sha256, 'applied', '{}');
  });

  it('A file that changes while it is read is left alone, and nothing of it is kept', async () => {
    const name = aName();
    const { poll } = aWorker((read, times) =>
      read === name && times === 2 ? put(name, 'this is another one\n') : Promise.resolve(),
    );
    await put(name, 'this is the file one\n'.slice(1));
    await poll();
    await poll(60);
    const [first, second] = ['his is the file one\n', 'this is another one\n'].map(sha256Of);
    for (const sha256 of [first, second]) expect(sha256 && (await world.inbound.find(sha256))).toBeUndefined();
    for await (const { key } of world.objects.list('inbound/')) expect(key).not.toContain(name);
    await poll(1);
    expect((await poll(60)).files).toEqual([second]);
    if (second) await world.inbound.finish(second, 'applied', '{}');
  });

  it("A listing's size is not believed: what came is as long as it is", async () => {
    const { poll } = aWorker();
    const name = aName();
    await put(name, 'as long as it is\n');
    await poll();
    const liar: Printer = {
      ...world.printer,
      listOutbox: async () => (await world.printer.listOutbox()).map((file) => ({ ...file, bytes: file.bytes + 1 })),
    };
    const lied = world.activitiesOn({ ...world.ports, printer: liar });
    for (const laterMs of [0, 60_000]) {
      world.setNow(new Date(clock + laterMs));
      await run(lied, 'pollPrinter', undefined as never);
    }
    expect(await world.inbound.find(sha256Of('as long as it is\n'))).toBeUndefined();
    const { files } = await poll(60);
    expect(files).toEqual([sha256Of('as long as it is\n')]);
    for (const sha256 of files) await world.inbound.finish(sha256, 'applied', '{}');
  });

  describe('A file with a name that says nothing', () => {
    const ticketOf = (name: string) => openTickets(world, ticketKeys.unexpectedFile(name));

    it('Is a ticket once it has stood still for 15 minutes, which closes by itself when the file is gone', async () => {
      const { poll } = aWorker();
      const names = ['README.TXT', 'NOTIFY-2026-RSP.TXT'];
      for (const name of names) await put(name, 'hello\n');
      await poll();
      await poll(14 * 60);
      for (const name of names) expect(await ticketOf(name)).toEqual([]);
      await poll(60);
      await poll(60);
      for (const name of names) expect(await ticketOf(name)).toHaveLength(1);
      await rm(join(world.robot.folders.outbox, 'README.TXT'));
      await poll();
      expect((await Promise.all(names.map(ticketOf))).map(({ length }) => length)).toEqual([0, 1]);
      await rm(join(world.robot.folders.outbox, 'NOTIFY-2026-RSP.TXT'));
      await poll();
      expect(await ticketOf('NOTIFY-2026-RSP.TXT')).toEqual([]);
    });

    it('Has no ticket any more when its bytes were taken in under a right name', async () => {
      const { poll } = aWorker();
      const text = 'AAAAAAAAAAAAAAAA|Sent|1|Sorted right name\n';
      await put('ANSWERS.TXT', text);
      await poll();
      await poll(15 * 60);
      expect(await ticketOf('ANSWERS.TXT')).toHaveLength(1);
      await world.inbound.finish(await anInboundFile(world, text, aName()), 'applied', '{}');
      await poll(60);
      expect(await ticketOf('ANSWERS.TXT')).toEqual([]);
      await rm(join(world.robot.folders.outbox, 'ANSWERS.TXT'));
    });
  });

  it('The ticket of a poll that failed closes with the next good look', async () => {
    await run(world.activities, 'raisePollTicket', { source: 'printer', minutes: 30 });
    await run(world.activities, 'raisePollTicket', { source: 'printer', minutes: 30 });
    const [ticket, ...others] = await openTickets(world, ticketKeys.pollFailing('printer'));
    expect([ticket?.kind, others]).toEqual(['poll-failing', []]);
    await world.robot.control.control({ server: { faults: [{ on: 'list', act: 'fail', times: 1 }] } });
    await expect(aWorker().poll()).rejects.toThrow();
    expect(await openTickets(world, ticketKeys.pollFailing('printer'))).toHaveLength(1);
    await aWorker().poll();
    expect(await openTickets(world, ticketKeys.pollFailing('printer'))).toEqual([]);
  });

  it('One file that cannot be read never stops the others', async () => {
    const { poll } = aWorker();
    const [bad, good] = [aName(), aName()];
    await put(bad, 'cannot be read\n');
    await put(good, 'can be read\n');
    await world.robot.control.control({ server: { faults: [{ on: 'open', act: 'fail', file: bad, times: null }] } });
    await poll();
    expect((await poll(60)).files).toEqual([sha256Of('can be read\n')]);
    expect(world.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'a file of the printer could not be taken in', file: bad }),
    );
    await world.robot.control.control({ server: { faults: [] } });
    expect((await poll(60)).files).toContain(sha256Of('cannot be read\n'));
  });

  it('A file that was registered but never processed is named again by the next poll', async () => {
    const { poll } = aWorker();
    const before = await poll();
    expect(before.files.length).toBeGreaterThan(0);
    expect(await poll()).toEqual(before);
  });
});
