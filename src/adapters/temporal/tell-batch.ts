import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  type LetterBatchInput,
  type LetterBatchResult,
  type OperatorAct,
  TASK_QUEUES,
  actSignals,
  workflowIds,
  workflowTypes,
} from '../../contract';
import type { RecordedAct } from '../../domain/batch-acts';
import type { Workflows } from '../../ports';
import { within } from './deadlines';

const TELL_MS = 10_000;

type LetterBatch = (input: LetterBatchInput) => Promise<LetterBatchResult>;

/** Tells a batch's workflow what an operator did to its row; who and why go into its history. */
export function createTelling(client: Client): Pick<Workflows, 'tellBatch'> {
  const { workflow } = client;

  async function tellIfThere({ batchId }: RecordedAct, told: OperatorAct): Promise<void> {
    try {
      await workflow.getHandle(workflowIds.letterBatch(batchId)).signal(actSignals.abandon, told);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  return {
    async tellBatch(recorded) {
      const { id, batchId, act, actor, reason } = recorded;
      const told: OperatorAct = { actor, reason, actId: id };
      await within(client, TELL_MS, async () => {
        if (act === 'abandon') return tellIfThere(recorded, told); // nothing is left for a new workflow to do
        await workflow.signalWithStart<LetterBatch, [OperatorAct]>(workflowTypes.letterBatch, {
          workflowId: workflowIds.letterBatch(batchId),
          taskQueue: TASK_QUEUES.letters,
          args: [{ batchId }],
          signal: actSignals[act],
          signalArgs: [told],
          staticSummary: `A batch that an operator took up again (${act})`,
        });
      });
    },
  };
}
