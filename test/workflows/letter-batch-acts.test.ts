import { ApplicationFailure } from '@temporalio/common';
import { type OperatorAct, actSignals, failureTypes } from '../../src/contract';
import { eventually } from '../support/eventually';
import { currentDetails } from './web-ui';
import { type World, openWorld, showsStage } from './world';

const ANN: OperatorAct = { actor: 'Ann', reason: 'the printer asked for it' };
const TOLD: OperatorAct = { ...ANN, actId: '0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

describe("An operator's act by signal", () => {
  it('Given by hand it is written in the table by the workflow, with who and why', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('readBatch').length === 1);
    await handle.signal(actSignals.release, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.acts).toMatchObject([{ act: 'release', ...ANN }]);
    expect(await currentDetails(handle)).toContain('Last act: release by Ann at');
  });

  it('With the id of its row it is only told: nothing is written twice', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('readBatch').length === 1);
    story.row(batchId).held = false;
    await handle.signal(actSignals.release, TOLD);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.called('actOnBatch')).toEqual([]);
  });

  it('A hold before the upload stops the batch there', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const zipping = story.pauseAt('sealBatch');
    const handle = await world.startBatch(batchId);
    await zipping.arrived;
    await handle.signal(actSignals.hold, ANN);
    await eventually(() => story.acts.length === 1);
    zipping.letGo();
    await showsStage(handle, 'uploading');
    expect(story.called('uploadTemp')).toEqual([]);
    await handle.signal(actSignals.release, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('A hold while the zip is under way stops the batch before it is published', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('uploadTemp', () => {
      story.row(batchId).held = true;
      return { kind: 'held' };
    });
    const handle = await world.startBatch(batchId);
    await eventually(async () => (await currentDetails(handle)).includes('waiting for its release by an operator'));
    expect(story.called('publishTemp')).toEqual([]);
    story.letGo('uploadTemp');
    await handle.signal(actSignals.release, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.row(batchId)).toMatchObject({ state: 'sent', held: false });
  });

  it('A refused act is shown and the batch goes on', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    const uploading = story.pauseAt('uploadTemp');
    const handle = await world.startBatch(batchId);
    await uploading.arrived;
    await handle.signal(actSignals.release, ANN);
    await eventually(async () =>
      (await currentDetails(handle)).includes('Refused: release by Ann was refused: it is not held'),
    );
    await handle.signal(actSignals.hold, { actor: 'Ann' } as OperatorAct);
    await eventually(async () => (await currentDetails(handle)).includes('an act names actor and reason'));
    story.interrupt('actOnBatch', () => {
      throw ApplicationFailure.nonRetryable('No batch', failureTypes.final);
    });
    await handle.signal(actSignals.hold, ANN);
    await eventually(async () => (await currentDetails(handle)).includes('actOnBatch: No batch'));
    uploading.letGo();
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('A batch abandoned while it is zipped is over once the zip is', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('sealBatch', async () => {
      await eventually(() => story.row(batchId).state === 'abandoned');
      return { kind: 'over' };
    });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('sealBatch').length === 1);
    await handle.signal(actSignals.abandon, ANN);
    expect(await handle.result()).toEqual({ kind: 'abandoned' });
    expect(story.called('uploadTemp')).toEqual([]);
  });

  it('A parked batch that is adopted goes on as published', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'uploaded' });
    story.interrupt('uploadTemp', () => ({ kind: 'parked', reason: 'unknown-manifest' }));
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    await handle.signal(actSignals.adopt, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.called('publishTemp')).toEqual([]);
  });

  it('A refusal for good stands in the row, and a row that says retry is enough: the signal may be lost', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('uploadTemp', () => {
      throw ApplicationFailure.nonRetryable('The printer refuses this login', failureTypes.final);
    });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.row(batchId).parkedReason === 'refused');
    await showsStage(handle, 'parked');
    story.letGo('uploadTemp');
    story.row(batchId).parkedReason = null;
    await handle.signal(actSignals.hold, TOLD); // any word makes it look
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('Who and why stand in the history of the Web UI', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    const handle = await world.startBatch(batchId);
    await handle.signal(actSignals.release, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    const { events } = await handle.fetchHistory();
    const said = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: told }) =>
      told
        ? [[told.signalName, JSON.parse(Buffer.from(told.input?.payloads?.[0]?.data ?? []).toString()) as unknown]]
        : [],
    );
    expect(said).toEqual([['release', ANN]]);
  });
});
