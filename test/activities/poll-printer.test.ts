import { rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../src/activities/digest';
import { ticketKeys } from '../../src/contract';
import { rawInboundKeyOf } from '../../src/domain/names';
import type { Printer } from '../../src/ports';
import { openTickets } from './arrange';
import { type World, openWorld, run } from './world';

describe('Looking into the outbox of the printer', () => {
  let world: World;
  let clock = Date.parse('2026-03-03T08:00:00.000Z');
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  /** A worker of its own, which remembers its own looks and counts what it reads. */
  function aWorker() {
    const reads: string[] = [];
    const printer: Printer = {
      ...world.printer,
      read: (name) => {
        reads.push(name);
        return world.printer.read(name);
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
    expect(reads.filter((read) => read === name || read === again)).toEqual([name, again]);
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

  it('What is no file of ours is ignored', async () => {
    const { poll, reads } = aWorker();
    await put('README.TXT', 'hello\n');
    await put('NOTIFY-2026-RSP.TXT', 'hello\n');
    await poll();
    await poll(60);
    expect(reads).not.toContain('README.TXT');
    expect(reads).not.toContain('NOTIFY-2026-RSP.TXT');
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
