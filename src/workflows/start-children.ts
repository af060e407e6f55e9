import { TemporalFailure, startChild } from '@temporalio/workflow';
import { type BatchId, parseBatchId } from '../domain/batch';
import type { Sha256 } from '../domain/letter';
import { searchAttributes, workflowIds } from '../contract';
import { inboundFile } from './inbound-file';
import { letterBatch } from './letter-batch';

/** Children that outlive their parent, even a cancelled one. What may run twice is decided in Postgres, not by ids. */
const onItsOwn = {
  parentClosePolicy: 'ABANDON',
  cancellationType: 'ABANDON',
  workflowIdReusePolicy: 'ALLOW_DUPLICATE',
} as const;

/** A child that runs already is as good as one that was started now. */
async function startedOrRunning(start: Promise<unknown>): Promise<void> {
  try {
    await start;
  } catch (error) {
    // By name: the class is not exported to workflows.
    const runs = error instanceof TemporalFailure && error.name === 'WorkflowExecutionAlreadyStartedError';
    if (!runs) throw error;
  }
}

function startBatch(batchId: BatchId): Promise<unknown> {
  const identity = parseBatchId(batchId);
  return startChild(letterBatch, {
    ...onItsOwn,
    workflowId: workflowIds.letterBatch(batchId),
    args: [{ batchId }],
    staticSummary: identity ? `${identity.postage} letters of ${identity.day}, zip ${identity.number}` : 'A batch',
    typedSearchAttributes: identity
      ? [
          { key: searchAttributes.printDay, value: identity.day },
          { key: searchAttributes.serviceId, value: identity.serviceId },
        ]
      : [],
  });
}

/** Starts a page of batches, at most 100 in one workflow task, and awaits only their start. */
export async function startBatches(batchIds: readonly BatchId[]): Promise<void> {
  await Promise.all(batchIds.map((batchId) => startedOrRunning(startBatch(batchId))));
}

/** Starts the intake of a page of files, at most 100. */
export async function startInboundFiles(files: readonly Sha256[]): Promise<void> {
  const start = (sha256: Sha256) =>
    startChild(inboundFile, {
      ...onItsOwn,
      workflowId: workflowIds.inboundFile(sha256),
      args: [{ sha256 }],
      staticSummary: 'A file of the printer',
    });
  await Promise.all(files.map((sha256) => startedOrRunning(start(sha256))));
}
