/** Files that cannot be taken in, and what becomes of the others meanwhile. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sha256Of } from '../../src/activities/digest';
import { ticketKeys } from '../../src/contract';
import { RAW_LOST } from '../../src/domain/inbound-file';
import type { Sha256 } from '../../src/domain/letter';
import type { Printer } from '../../src/ports';
import { ingestFile } from '../../src/operations/ingest-file';
import { anInboundFile, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

const NOTHING = undefined as never;

describe('A file of the printer', () => {
  let world: World;
  let clock = Date.parse('2026-03-03T08:00:00.000Z');
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());
  afterEach(async () => {
    for (const { sha256 } of await world.inbound.unfinished(200)) await world.inbound.finish(sha256, 'applied', '{}');
  });

  let names = 0;
  const aName = () => {
    names += 1;
    const [minute, second] = [Math.floor(names / 60), names % 60].map((part) => String(part).padStart(2, '0'));
    return `NOTIFY-2026030310${minute}${second}-RSP.TXT`;
  };
  const read = (sha256: Sha256) => run(world.activities, 'readInboundFile', { sha256 });
  const fileOf = async (sha256: Sha256) => must(await world.inbound.find(sha256));
  const loseRaw = async (sha256: Sha256) => world.objects.remove((await fileOf(sha256)).rawKey);
  const refused = (sha256: Sha256) => openTickets(world, ticketKeys.inboundRefused(sha256));
  const textOf = (name: string) => `AAAAAAAAAAAAAAAA|Sent|1|Sorted\n${sha256Of(name).slice(0, 16)}|Sent|1|Sorted\n`;
  const outboxPath = (name: string) => join(world.robot.folders.outbox, name);

  async function drop(name: string) {
    await writeFile(outboxPath(`${name}.part`), textOf(name));
    await rename(outboxPath(`${name}.part`), outboxPath(name));
    return sha256Of(textOf(name));
  }

  /** A worker that remembers its own looks; what it reads may fail. */
  function aWorker(fails: (name: string) => boolean = () => false) {
    const printer: Printer = {
      ...world.printer,
      read: (name, take) =>
        fails(name) ? Promise.reject(new Error('Permission denied')) : world.printer.read(name, take),
    };
    const objects = {
      ...world.objects,
      getStream: (key: string) =>
        fails(key) ? Promise.reject(new Error('Access denied')) : world.objects.getStream(key),
    };
    const activities = world.activitiesOn({ ...world.ports, printer, objects });
    return async (name: 'pollPrinter' | 'pollResponses') => {
      clock += 60_000;
      world.setNow(new Date(clock));
      return (await run(activities, name, NOTHING)).files;
    };
  }

  it('Is refused with a ticket when its raw bytes are lost, and read again changes nothing', async () => {
    const name = aName();
    const sha256 = await anInboundFile(world, textOf(name), name);
    await loseRaw(sha256);
    for (let time = 0; time < 2; time += 1) expect(await read(sha256)).toEqual({ kind: 'refused', reason: RAW_LOST });
    expect(await fileOf(sha256)).toMatchObject({ state: 'refused', detail: RAW_LOST });
    const [ticket, ...others] = await refused(sha256);
    expect([ticket?.kind, others]).toEqual(['inbound-file-refused', []]);
    for (const word of [name, (await fileOf(sha256)).rawKey, 'file ingest']) expect(ticket?.message).toContain(word);
  });

  it('Is named by the poll though a hundred others that are lost came before it', async () => {
    const lost: Sha256[] = [];
    for (let file = 0; file < 100; file += 1) lost.push(await anInboundFile(world, `lost ${file}\n`, aName()));
    await Promise.all(lost.map(loseRaw));
    const good = await anInboundFile(world, textOf('the good file, last'), aName());
    const poll = aWorker();
    expect(await poll('pollPrinter')).not.toContain(good);
    for (const sha256 of lost) await read(sha256);
    expect(await poll('pollPrinter')).toEqual([good]);
    expect(await read(good)).toMatchObject({ kind: 'readable' });
  });

  it('Comes back by the next poll while it still lies in the outbox, though the worker has read it before', async () => {
    const name = aName();
    const sha256 = await drop(name);
    const poll = aWorker();
    await poll('pollPrinter');
    expect(await poll('pollPrinter')).toEqual([sha256]);
    await loseRaw(sha256);
    await read(sha256);
    expect(await poll('pollPrinter')).toEqual([sha256]);
    expect(await refused(sha256)).toEqual([]);
    expect(await read(sha256)).toMatchObject({ kind: 'readable', lines: 2 });
    await rm(outboxPath(name));
  });

  it('Comes back by the next poll while it still lies under the response prefix', async () => {
    const name = aName();
    await world.objects.put(`responses/${name}`, Buffer.from(textOf(name)), 'text/plain');
    const sha256 = sha256Of(textOf(name));
    const poll = aWorker();
    expect(await poll('pollResponses')).toEqual([sha256]);
    await loseRaw(sha256);
    await read(sha256);
    expect(await poll('pollResponses')).toEqual([sha256]);
    expect(await refused(sha256)).toEqual([]);
    expect(await read(sha256)).toMatchObject({ kind: 'readable', lines: 2 });
    await world.objects.remove(`responses/${name}`);
  });

  it('Comes back by hand under any name, and its ticket closes', async () => {
    const sha256 = await anInboundFile(world, textOf('by hand'), aName());
    await loseRaw(sha256);
    await read(sha256);
    const open = () => Readable.from([Buffer.from(textOf('by hand'))]);
    const ingested = await ingestFile({ path: `/tmp/${aName()}`, open }, { ...world.ports, filePrefix: 'NOTIFY' });
    expect(ingested).toMatchObject({ ok: true, value: { kind: 'known', sha256 } });
    expect(await read(sha256)).toMatchObject({ kind: 'readable', lines: 2 });
    expect([(await fileOf(sha256)).state, await refused(sha256)]).toEqual(['received', []]);
  });

  it('Stays refused when a line of it cannot be read, whatever comes again', async () => {
    const sha256 = await anInboundFile(world, 'no response at all\n', aName());
    await read(sha256);
    await world.inbound.bringBack(sha256);
    expect((await fileOf(sha256)).state).toBe('refused');
    expect(await refused(sha256)).toHaveLength(1);
  });

  it('Is taken in under the prefix of another year: its name was read when it came', async () => {
    const sha256 = await anInboundFile(world, textOf('prefix'), aName());
    const settings = {
      limits: { maxBytes: 1, maxLetters: 1 },
      filePrefix: 'OTHER',
      settleSeconds: 60,
      responsesPrefix: 'r/',
    };
    const renamed = world.activitiesOn(world.ports, { settings });
    expect(await run(renamed, 'readInboundFile', { sha256 })).toMatchObject({ kind: 'readable' });
  });

  it('Of the outbox that cannot be read at three looks is a ticket until it is taken in or gone, and stops no other', async () => {
    const [bad, gone, good] = [aName(), aName(), aName()];
    const [badHash, , goodHash] = [await drop(bad), await drop(gone), await drop(good)];
    let broken = true;
    const poll = aWorker((name) => broken && name !== good);
    const tickets = async () => [
      (await openTickets(world, ticketKeys.unexpectedFile(bad))).length,
      (await openTickets(world, ticketKeys.unexpectedFile(gone))).length,
    ];
    await poll('pollPrinter');
    for (let look = 0; look < 2; look += 1) expect(await poll('pollPrinter')).toEqual([goodHash]);
    expect(await tickets()).toEqual([0, 0]);
    await poll('pollPrinter');
    await poll('pollPrinter');
    expect(await tickets()).toEqual([1, 1]);
    await aWorker()('pollPrinter'); // another worker, which has not read them yet
    expect(await tickets()).toEqual([1, 1]);
    await rm(outboxPath(gone));
    await poll('pollPrinter');
    expect(await tickets()).toEqual([1, 0]);
    broken = false;
    expect(await poll('pollPrinter')).toContain(badHash);
    expect(await tickets()).toEqual([0, 0]);
    await Promise.all([bad, good].map((name) => rm(outboxPath(name))));
  });

  it('Of the response prefix that cannot be read at three looks is a ticket until it is taken in, and stops no other', async () => {
    const [bad, good] = [`responses/${aName()}`, `responses/${aName()}`];
    for (const key of [bad, good]) await world.objects.put(key, Buffer.from(textOf(key)), 'text/plain');
    let broken = true;
    const poll = aWorker((key) => broken && key === bad);
    for (let look = 0; look < 3; look += 1) {
      expect(await openTickets(world, ticketKeys.unexpectedFile(bad))).toEqual([]);
      expect(await poll('pollResponses')).toEqual([sha256Of(textOf(good))]);
    }
    expect(await openTickets(world, ticketKeys.unexpectedFile(bad))).toHaveLength(1);
    broken = false;
    expect(await poll('pollResponses')).toContain(sha256Of(textOf(bad)));
    expect(await openTickets(world, ticketKeys.unexpectedFile(bad))).toEqual([]);
    for (const key of [bad, good]) await world.objects.remove(key);
  });
});
