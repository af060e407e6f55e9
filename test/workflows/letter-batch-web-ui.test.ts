import { type Activities, batchProgressQuery, hintSignal, retrySignal } from '../../src/contract';
import { eventually } from '../support/eventually';
import { DAY, DUE_AT, type Story } from './story';
import { currentDetails, indexed, summaries } from './web-ui';
import { type BatchHandle, type World, openWorld, showsStage } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

/** Stops a fresh batch in that activity. */
async function stopAt(story: Story, name: keyof Activities) {
  const batchId = story.addBatch();
  const pause = story.pauseAt(name);
  const handle = await world.startBatch(batchId);
  await pause.arrived;
  return { batchId, handle, letGo: pause.letGo };
}

async function headline(handle: BatchHandle): Promise<string | undefined> {
  const { stage, since, waitingFor } = await handle.query(batchProgressQuery);
  const [shown] = (await currentDetails(handle)).split('\n');
  expect(shown).toBe(`**${stage}** since ${since}${waitingFor === null ? '' : `, waiting for ${waitingFor}`}`);
  return shown?.replace(since, '…');
}

describe('In the Web UI a batch tells its story', () => {
  it.each([
    ['sealBatch', 'claimed', '**zipping** since …'],
    ['uploadTemp', 'sealed', '**uploading** since …'],
    ['publishTemp', 'sealed', '**publishing** since …'],
    ['markSending', 'published', '**marking sending** since …'],
  ] as const)('While %s runs it is found as %s and says %s', async (name, state, words) => {
    const story = world.tell();
    const { batchId, handle } = await stopAt(story, name);
    expect(await headline(handle)).toBe(words);
    const { serviceId } = story.row(batchId);
    const due = state === 'published' ? { DueAt: new Date(DUE_AT) } : {};
    const wanted = { PrintDay: DAY, ServiceId: serviceId, BatchState: state, LetterCount: 212, ...due };
    expect(await indexed(handle)).toEqual(expect.objectContaining(wanted));
  });

  it('While it waits for the printer it names what for and until when, with the facts of its row', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(await headline(handle)).toMatch(
      /waiting for the printer's acknowledgement, until 2099-07-02T15:30:00.000Z$/,
    );
    expect(await indexed(handle)).toMatchObject({ BatchState: 'sent', DueAt: new Date(DUE_AT) });

    story.acknowledge(batchId);
    story.answer(batchId, 200);
    await handle.signal(hintSignal);
    await showsStage(handle, 'awaiting response');
    expect(await headline(handle)).toMatch(/waiting for answers for 12 letters, until 2099-07-02T15:30:00.000Z$/);
    expect((await currentDetails(handle)).split('\n').slice(2)).toEqual([
      '- Letters: 212 (13.4 MB)',
      `- Zip: \`${story.row(batchId).zipName ?? ''}\``,
      '- Row: acknowledged',
      '- Published: 2026-07-01T16:52:00.000Z',
      '- Acknowledged: 2026-07-01T17:10:00.000Z',
      '- Not yet answered: 12',
      `- Due: ${DUE_AT}`,
    ]);

    story.answer(batchId);
    await handle.signal(hintSignal);
    await handle.result();
    expect(await headline(handle)).toMatch(/^\*\*over\*\* since …$/);
    expect(await indexed(handle)).toMatchObject({ BatchState: 'closed' });
  });

  it('Parked it says that it waits for an operator, and why', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('sealBatch', () => ({ kind: 'parked', reason: 'zip-differs' }));
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    expect(await headline(handle)).toMatch(/waiting for an operator \(zip-differs\)$/);
  });

  it('Held it says that it waits for its release', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    const handle = await world.startBatch(batchId);
    await eventually(async () => (await headline(handle))?.endsWith('waiting for its release by an operator'));
  });

  it('Every activity and every timer of its history has a summary', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    story.interrupt('sealBatch', () => ({ kind: 'parked', reason: 'zip-differs' }));
    const handle = await world.startBatch(batchId, { transferTicketMs: 60_000 });
    await eventually(async () => (await summaries(handle)).some(([name]) => name === 'timer'));
    story.row(batchId).held = false;
    await handle.signal(hintSignal);
    await showsStage(handle, 'parked');
    story.letGo('sealBatch');
    await handle.signal(retrySignal, { actor: 'Ann', reason: 'looked' });
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId);
    await handle.signal(hintSignal);
    await handle.result();

    const told = await summaries(handle);
    expect(told.filter(([, summary]) => !summary)).toEqual([]);
    expect(told).toContainEqual(['sealBatch', 'Zip and seal 212 letters']);
    expect(told).toContainEqual(['uploadTemp', `Upload ${story.row(batchId).zipName ?? ''}`]);
    expect(told).toContainEqual(['timer', 'Held by an operator']);
    expect(told).toContainEqual(['timer', `Waits for the printer's acknowledgement, until ${DUE_AT}`]);
  });

  it("A batch's whole history stays small", async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId);
    await handle.signal(hintSignal);
    await handle.result();
    const { historyLength, historySize } = await handle.describe();
    expect(historyLength).toBeLessThan(150);
    expect(historySize).toBeLessThan(60_000);
  });
});
