import { hintSignal, retrySignal, workflowIds } from '../../src/contract';
import { type BatchId, batchIdOf, parseBatchId } from '../../src/domain/batch';
import { manifestKeyOf } from '../../src/domain/names';
import { eventually } from '../support/eventually';
import { type LetterRow, type PostroomUnderTest, startPostroom } from './postroom-under-test';

const PATIENCE = { everyMs: 200 };

let postroom: PostroomUnderTest;
beforeAll(async () => {
  postroom = await startPostroom();
});
afterAll(() => postroom.end());

const act = (id: BatchId, verb: string, reason: string) =>
  postroom.operations('POST', `/batches/${id}/${verb}`, { reason });

const actsOf = async (id: BatchId) => (await postroom.batch(id))['acts'];

async function signalsOf(id: BatchId): Promise<readonly unknown[]> {
  const { events } = await postroom.temporal.workflow.getHandle(workflowIds.letterBatch(id)).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: told }) => {
    if (!told || told.signalName === hintSignal.name) return [];
    const note = JSON.parse(Buffer.from(told.input?.payloads?.[0]?.data ?? []).toString()) as object;
    return [{ signal: told.signalName, ...note }];
  });
}

/** A manifest that no table knows stops every batch of its day before the rename. */
async function aParkedBatch() {
  const letters = await postroom.letters(2);
  const { day, runNo } = await postroom.startRun();
  const batchId = await eventually(async () => {
    const [row] = await postroom.rows(letters);
    return parseBatchId(row?.batch_id ?? '')?.id;
  }, PATIENCE);
  return { letters, day, runNo, batchId };
}

const untilParked = (id: BatchId) =>
  eventually(async () => (await postroom.batch(id))['parked_reason'] === 'unknown-manifest', PATIENCE);

async function aStrangersManifest(): Promise<string> {
  const [sample] = await postroom.letters(1);
  const { day } = await postroom.startRun();
  const printed = await postroom.untilStatus([sample as LetterRow], 'delivered');
  const known = parseBatchId(printed[0]?.batch_id ?? '');
  if (!known) throw new Error('no batch');
  const key = manifestKeyOf(known.day, batchIdOf({ ...known, runNo: 99 }), '.stranger.part');
  await postroom.objects.put(key, Buffer.from('{}'), 'application/json');
  expect(day).toBe(known.day);
  return key;
}

test('A parked batch is neither held nor abandoned once it has an intent, and a retry prints it once', async () => {
  const manifest = await aStrangersManifest();
  const { batchId, letters } = await aParkedBatch();
  await untilParked(batchId);
  expect((await act(batchId, 'abandon', 'it stands still')).status).toBe(409);
  expect((await act(batchId, 'hold', 'to look')).status).toBe(409);
  await postroom.objects.remove(manifest);
  expect(await act(batchId, 'retry', 'the stranger is gone')).toMatchObject({ status: 200 });
  await postroom.untilStatus(letters, 'delivered');
  expect(await postroom.timesPrinted(letters)).toEqual([1, 1]);
  expect(await actsOf(batchId)).toMatchObject([{ act: 'retry', reason: 'the stranger is gone' }]);
  expect(await signalsOf(batchId)).toMatchObject([{ signal: 'retry', reason: 'the stranger is gone' }]);
  const parked = (await postroom.tickets()).filter(({ kind }) => kind === 'batch-parked');
  expect(parked.map(({ closed_at }) => closed_at !== null)).toEqual([true]);
});

test('A retry given by signal alone is written in the table with who and why', async () => {
  const manifest = await aStrangersManifest();
  const { batchId, letters } = await aParkedBatch();
  await untilParked(batchId);
  await postroom.objects.remove(manifest);
  const handle = postroom.temporal.workflow.getHandle(workflowIds.letterBatch(batchId));
  await handle.signal(retrySignal, { actor: 'Ann', reason: 'seen in the Web UI' });
  await postroom.untilStatus(letters, 'delivered');
  expect(await actsOf(batchId)).toMatchObject([{ act: 'retry', actor: 'Ann', reason: 'seen in the Web UI' }]);
});

test('An adopted batch is not sent: its letters are marked on the evidence of the operator', async () => {
  const manifest = await aStrangersManifest();
  const { batchId, letters } = await aParkedBatch();
  await untilParked(batchId);
  expect(await act(batchId, 'adopt', 'the printer has it on paper')).toMatchObject({ status: 200 });
  await postroom.untilStatus(letters, 'sending');
  expect(await postroom.timesPrinted(letters)).toEqual([0, 0]);
  expect(await signalsOf(batchId)).toMatchObject([{ signal: 'adopt', reason: 'the printer has it on paper' }]);
  await postroom.objects.remove(manifest);
});
