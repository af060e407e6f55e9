import { allHandlersFinished, condition, continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import type { BatchState } from '../domain/batch';
import type { LetterBatchInput, LetterBatchResult } from '../contract';
import { type BatchDesk, openDesk } from './batch-desk';
import { type StepOptions, type Turn, takeStep } from './batch-steps';
import { park } from './batch-trouble';
import { refusalOf } from './refusal';

/**
 * One zip's way to the printer and back. Each turn reads the row and takes the step that its state asks for, so that the
 * batch goes on where it was, whatever died; what needs a person waits for one and never fails.
 */
export async function letterBatch(input: LetterBatchInput): Promise<LetterBatchResult> {
  const desk = openDesk(input.batchId);
  const whenLong = async () => {
    if (!workflowInfo().continueAsNewSuggested) return;
    await condition(allHandlersFinished); // an operator's act must not be lost on the way
    await continueAsNew<typeof letterBatch>(input);
  };
  const options = { ticketMs: input.waits?.transferTicketMs, whenLong };
  const repeats = countRepeats(desk, whenLong);

  for (;;) {
    const turn = await takeTurn(desk, options);
    if (turn.kind === 'over') {
      await condition(allHandlersFinished);
      desk.board.stage('over');
      return turn.result;
    }
    if (turn.kind === 'stepped') await repeats.pause();
    if (turn.kind === 'parked') await park(desk, turn, whenLong);
    else await whenLong();
  }
}

async function takeTurn(desk: BatchDesk, options: StepOptions): Promise<Turn> {
  const { signals } = desk;
  const isFirst = desk.state() === undefined;
  try {
    const batch = await desk.read('Where does the batch stand?');
    const hasLeave = signals.mayRetry();
    signals.useRetry();
    // A workflow that was started anew takes over its batch as it was: a parked one stays parked.
    if (isFirst && !hasLeave && batch.parkedReason) {
      return { kind: 'parked', why: batch.parkedReason, reason: batch.parkedReason };
    }
    return await takeStep(desk, batch, options);
  } catch (error) {
    return { kind: 'parked', why: refusalOf(error), reason: 'refused' };
  }
}

const MOST_REPEATS = 3;

/** A step that did not move its batch on is taken again after a minute, three times; then a person looks. */
function countRepeats(desk: BatchDesk, whenLong: () => Promise<void>) {
  let previous: BatchState | undefined;
  let repeats = 0;
  return {
    async pause(): Promise<void> {
      repeats = desk.state() === previous ? repeats + 1 : 0;
      previous = desk.state();
      if (repeats === 0) return;
      if (repeats < MOST_REPEATS) return sleep('1 minute', { summary: `Then once more from ${previous ?? 'its row'}` });
      repeats = 0;
      const why = `${MOST_REPEATS} more steps did not move it on from ${previous ?? 'its row'}`;
      await park(desk, { why, reason: 'no-progress' }, whenLong);
    },
  };
}
