import { hintSignal } from '../../src/contract';
import type { BatchState } from '../../src/domain/batch';
import { eventually } from '../support/eventually';
import { DUE_AT, type Row, type Story } from './story';
import { type World, openWorld, showsStage } from './world';

const READINGS = ['readBatch', 'settleBatch'];
const PUBLISHED = { publishedAt: '2026-07-01T16:52:00.000Z', dueAt: DUE_AT, outstanding: 212 };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const stepsOf = (story: Story) => story.names().filter((name) => !READINGS.includes(name));

/** Starts the batch, lets the printer acknowledge and answer, and gives the result. */
async function toItsEnd(story: Story, batchId: Row['batchId']) {
  const handle = await world.startBatch(batchId);
  await showsStage(handle, 'awaiting acknowledgement');
  story.acknowledge(batchId);
  story.answer(batchId);
  await handle.signal(hintSignal);
  return handle.result();
}

describe("A batch's way", () => {
  it('A claimed batch is sealed, uploaded, published, marked and cleaned up after, in that order', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    expect(await toItsEnd(story, batchId)).toEqual({ kind: 'closed', letters: 212 });
    expect(stepsOf(story)).toEqual([
      'sealBatch',
      'uploadTemp',
      'publishTemp',
      'markSending',
      'cleanTemps',
      'closeBatch',
    ]);
    expect(story.called('publishTemp')[0]?.input).toEqual({ batchId, temp: `.${batchId}.1.part` });
    expect(story.row(batchId).state).toBe('closed');
  });

  it.each<[BatchState, Partial<Row>, readonly string[]]>([
    ['sealed', {}, ['uploadTemp', 'publishTemp', 'markSending', 'cleanTemps', 'closeBatch']],
    ['uploaded', {}, ['uploadTemp', 'publishTemp', 'markSending', 'cleanTemps', 'closeBatch']],
    ['published', PUBLISHED, ['markSending', 'cleanTemps', 'closeBatch']],
    ['sent', PUBLISHED, ['cleanTemps', 'closeBatch']],
  ])('A workflow that takes over a batch %s goes on from there', async (state, changes, steps) => {
    const story = world.tell();
    const batchId = story.addBatch({ state, ...changes });
    expect(await toItsEnd(story, batchId)).toEqual({ kind: 'closed', letters: 212 });
    expect(stepsOf(story)).toEqual(steps);
  });

  it.each(['empty', 'abandoned'] as const)('A batch that is %s is over at once', async (state) => {
    const story = world.tell();
    const batchId = story.addBatch({ state });
    const result = await (await world.startBatch(batchId)).result();
    expect(result).toEqual({ kind: state });
    expect(stepsOf(story)).toEqual([]);
  });

  it('A batch whose letters are all dropped while zipping ends empty, with nothing uploaded', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('sealBatch', () => {
      story.row(batchId).state = 'empty';
      return { kind: 'empty' };
    });
    const result = await (await world.startBatch(batchId)).result();
    expect(result).toEqual({ kind: 'empty' });
    expect(stepsOf(story)).toEqual(['sealBatch']);
  });

  it.each(['sealBatch', 'uploadTemp', 'publishTemp', 'markSending'] as const)(
    'A workflow terminated during %s is started again under the same id and ends the batch',
    async (name) => {
      const story = world.tell();
      const batchId = story.addBatch();
      const pause = story.pauseAt(name);
      const handle = await world.startBatch(batchId);
      await pause.arrived;
      await handle.terminate('Temporal lost its database');
      pause.letGo();
      expect(await toItsEnd(story, batchId)).toEqual({ kind: 'closed', letters: 212 });
    },
  );

  it('Workers may be exchanged while a batch waits for the printer', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    await world.exchangeWorkers(async () => {
      story.acknowledge(batchId);
      story.answer(batchId);
      await handle.signal(hintSignal);
    });
    expect(await handle.result()).toEqual({ kind: 'closed', letters: 212 });
    expect(story.called('uploadTemp')).toHaveLength(1);
  });
});

describe('Waiting for the printer', () => {
  it('Answers that come before the acknowledgement leave the batch waiting for it', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sent', ...PUBLISHED });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    story.answer(batchId);
    await handle.signal(hintSignal);
    await eventually(() => story.row(batchId).state === 'answered');
    await handle.signal(hintSignal);
    await eventually(() => story.called('settleBatch').length === 3);
    expect(story.called('closeBatch')).toEqual([]);
    story.acknowledge(batchId);
    await handle.signal(hintSignal);
    expect(await handle.result()).toEqual({ kind: 'closed', letters: 212 });
  });

  it('At the deadline a batch closes with its letters outstanding, and raises no ticket itself', async () => {
    const story = world.tell();
    const dueAt = new Date(Date.now() + 3_000).toISOString();
    const batchId = story.addBatch({ state: 'sent', ...PUBLISHED, dueAt });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId, 200);
    const result = { kind: 'closed with letters outstanding', letters: 212, outstanding: 12 };
    expect(await handle.result()).toEqual(result);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(story.called('raiseBatchTicket')).toEqual([]);
  });

  it('A workflow started after the deadline closes its batch at once', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'acknowledged', ...PUBLISHED, dueAt: '2026-07-02T15:30:00.000Z' });
    const result = await (await world.startBatch(batchId)).result();
    expect(result).toEqual({ kind: 'closed with letters outstanding', letters: 212, outstanding: 212 });
  });

  it('A storm of hints is coalesced, and nothing of it is lost', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sent', ...PUBLISHED });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    const settling = story.pauseAt('settleBatch');
    await handle.signal(hintSignal);
    await settling.arrived;
    await Promise.all(Array.from({ length: 100 }, () => handle.signal(hintSignal)));
    story.acknowledge(batchId);
    story.answer(batchId);
    settling.letGo();
    expect(await handle.result()).toEqual({ kind: 'closed', letters: 212 });
    expect(story.called('settleBatch').length).toBeLessThanOrEqual(3);
  });
});

describe('A hold', () => {
  it.each(['claimed', 'sealed'] as const)('A held batch that is %s waits until it is released', async (state) => {
    const story = world.tell();
    const batchId = story.addBatch({ state, held: true });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('readBatch').length === 1);
    await handle.signal(hintSignal);
    await eventually(() => story.called('readBatch').length === 2);
    expect(stepsOf(story)).toEqual([]);
    story.row(batchId).held = false;
    await handle.signal(hintSignal);
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('A hold that comes while zipping stops the batch before its upload', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const zipping = story.pauseAt('sealBatch');
    const handle = await world.startBatch(batchId);
    await zipping.arrived;
    story.row(batchId).held = true;
    zipping.letGo();
    await showsStage(handle, 'uploading');
    expect(stepsOf(story)).toEqual(['sealBatch']);
  });

  it('A hold is never honoured between upload and publish', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'uploaded', held: true });
    await showsStage(await world.startBatch(batchId), 'awaiting acknowledgement');
    expect(stepsOf(story)).toContain('publishTemp');
  });
});
