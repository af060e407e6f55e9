import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { eventually } from '../../support/eventually';
import type { Meddling } from '../object-proxy';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

type Wanted = readonly [method: string, key: RegExp];

const ZIP = /\/zips\//;
const PDF = /\/NOTIFY\.[A-Z0-9]{16}\..*\.PDF/;
const MANIFEST = /\/manifests\//;
const MARKER = /\/sent\//;
const SENT_LIST = /\/zips_sent\//;

describe('An object store that', () => {
  let world: FaultWorld;

  beforeAll(async () => void (world = await openFaultWorld()), 300_000);
  afterEach(() => world.s3.letThrough());
  afterAll(() => world.end(), 180_000);

  /** Each of these strikes so many requests, the first that come. Answers with how often each has struck. */
  function meddleWith(wanted: readonly Wanted[], meddling: Meddling, times = 1): () => readonly number[] {
    const struck = wanted.map(() => 0);
    world.s3.meddle(({ method, url = '' }: IncomingMessage) => {
      const index = wanted.findIndex(
        ([verb, key], place) => verb === method && key.test(decodeURIComponent(url)) && (struck[place] ?? 0) < times,
      );
      if (index < 0) return undefined;
      struck[index] = (struck[index] ?? 0) + 1;
      return meddling;
    });
    return () => struck;
  }

  test.each([
    ['S1 answers with a burst of 500', 500],
    ['S1 answers with a burst of 503', 503],
  ])('%s, to all that a batch asks of it: printed once', async (_title, status) => {
    const letters = await world.letters(4);
    // Three tries of the client are one of ours: more than twice as many, so that activities fail and come again.
    const wanted: readonly Wanted[] = [
      ['GET', PDF],
      ['PUT', ZIP],
      ['HEAD', ZIP],
      ['GET', ZIP],
      ['PUT', MANIFEST],
      ['GET', /list-type=2/],
      ['PUT', MARKER],
      ['PUT', SENT_LIST],
    ];
    const struck = meddleWith(wanted, { kind: 'answer', status }, 7);
    await world.startRun();
    await world.expectPrintedOnce(letters);
    expect(struck()).toEqual(wanted.map(() => 7));
  });

  test('S2 does what it is asked and never says so: printed once', async () => {
    const letters = await world.letters(2);
    const wanted: readonly Wanted[] = [
      ['PUT', ZIP],
      ['PUT', MANIFEST],
      ['PUT', MARKER],
      ['PUT', SENT_LIST],
    ];
    // As often as it is asked in vain; whoever finds the object there does not ask again.
    const struck = meddleWith(wanted, { kind: 'lose-answer' }, 3);
    await world.startRun();
    await world.expectPrintedOnce(letters);
    for (const times of struck()) expect(times).toBeGreaterThan(0);
  });

  test('S3 breaks off in the middle of a PDF and of a zip: no letter is dropped, printed once', async () => {
    const letters = await world.letters(2);
    const wanted: readonly Wanted[] = [
      ['GET', PDF],
      ['GET', ZIP],
    ];
    const struck = meddleWith(wanted, { kind: 'cut-body' }, 4);
    await world.startRun();
    await world.expectPrintedOnce(letters);
    expect(struck()).toEqual(wanted.map(() => 4));
  });

  test.each([409, 412])('S4 answers with %d to what is written: printed once', async (status) => {
    const letters = await world.letters(2);
    const wanted: readonly Wanted[] = [
      ['PUT', ZIP],
      ['PUT', MANIFEST],
      ['PUT', MARKER],
    ];
    const struck = meddleWith(wanted, { kind: 'answer', status }, 2);
    await world.startRun();
    await world.expectPrintedOnce(letters);
    expect(struck()).toEqual(wanted.map(() => 2));
  });

  test('S5 takes a second and a half for each answer: printed once', async () => {
    const letters = await world.letters(4);
    const before = world.s3.meddled();
    world.s3.meddle(() => ({ kind: 'delay', ms: 1_500 }));
    await world.startRun();
    await world.untilStatus(letters, 'delivered', PATIENCE);
    expect(world.s3.meddled()).toBeGreaterThan(before + 10);
    world.s3.letThrough();
    await world.expectPrintedOnce(letters);
  });

  test('is away in the middle of three batches, and comes back: printed once', async () => {
    const letters = await world.letters(6);
    await world.stops().plan([
      { call: 'objects.readAhead', when: 'before' },
      { call: 'objects.getStream', when: 'before' },
      { call: 'objects.put', when: 'before', about: '"manifests/' },
    ]);
    await world.startRun();
    const struck = await world.stops().allStruck(3);
    const objects = world.stack.server('versitygw');
    await objects.kill('SIGKILL');
    await world.stops().release();
    const failed = (workflowId: string | null) =>
      world.stack.worker
        .log()
        .split('\n')
        .some((line) => line.includes(`"${String(workflowId)}"`) && line.includes('"activity failed"'));
    await eventually(() => struck.every(({ workflowId }) => failed(workflowId)), PATIENCE);
    await pause(5_000);
    await objects.start();
    const port = Number(new URL(world.stack.state.s3.endpoint).port);
    await eventually(() => listens(port), PATIENCE);
    await world.expectPrintedOnce(letters);
  });

  test.each([
    ['has other bytes where the zip was sealed', 'zips'],
    ['holds a manifest that Postgres does not know', 'manifests'],
  ])('%s: parked with one ticket, nothing sent, and printed once after retry', async (_title, damaged) => {
    const letters = await world.letters(2);
    await world.stops().plan([{ call: 'batches.seal', when: 'after' }]);
    const { day } = await world.startRun();
    await world.stops().allStruck(1);
    const [batchId = ''] = await world.batchesOf(letters);
    const { name } = (await world.batch(batchId))['zip'] as { readonly name: string };
    const key = damaged === 'zips' ? `zips/${day}/${name}` : `manifests/${day}/${batchId}:.strange.part.json`;
    const whole = await world.objects.get(key);
    await world.objects.put(key, Buffer.from('other bytes'), 'application/octet-stream');
    await world.stops().release();
    const parked = () =>
      world
        .tickets()
        .then((all) => all.filter(({ kind, message }) => kind === 'batch-parked' && message.includes(batchId)));
    await eventually(async () => (await parked()).length > 0, PATIENCE);
    await pause(2_000); // it stays as it is
    expect(await parked()).toEqual([expect.objectContaining({ closed_at: null })]);
    expect(await world.timesPrinted(letters)).toEqual([0, 0]);
    if (whole) await world.objects.put(key, whole, 'application/zip');
    else await world.objects.remove(key);
    await world.retry(batchId);
    await world.expectPrintedOnce(letters, { parked: true });
  });

  test("the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
