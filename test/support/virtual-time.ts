import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Client, Connection, type ScheduleOptions, type WorkflowHandle } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { type TestTemporal, skipTime } from './temporal';

const SCHEDULED_START = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/** For activities: the virtual time at which their workflow asked for them. */
export const virtualClock = {
  now: () => new Date(Context.current().info.currentAttemptScheduledTimestampMs),
};

const instantOf = (time: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1_000_000;

/**
 * Workflows on a virtual time that goes as far as the test lets it, and never behind the real one. (A Schedule of the
 * server starts its workflows on real time.)
 */
export async function openVirtualTime({ address, namespace }: Pick<TestTemporal, 'address' | 'namespace'>) {
  const connection = await Connection.connect({ address });
  skipTime(connection, { children: false });
  const client = new Client({ connection, namespace });
  const service = connection.workflowService;

  /** The virtual time of a workflow; undefined when it is over. */
  async function timeOf(workflowId: string): Promise<number | undefined> {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' ? instantOf(raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime) : undefined;
  }

  return {
    /** Starts at that virtual time what the Schedule starts then, under the same id. */
    start({ action }: ScheduleOptions, at: Date): Promise<WorkflowHandle> {
      return client.workflow.start(action.workflowType as string, {
        workflowId: `${action.workflowId}-${at.toISOString().replace('.000Z', 'Z')}`,
        taskQueue: action.taskQueue,
        args: action.args ?? [],
        startDelay: at.getTime() - Date.now(),
        typedSearchAttributes: [{ key: SCHEDULED_START, value: at }],
      });
    },
    /** Lets time go on until then for one workflow: its timers fire on the way, and it ends or waits at that time. */
    async moveOn(workflowId: string, until: Date): Promise<void> {
      const now = await timeOf(workflowId);
      if (now === undefined || now >= until.getTime()) return;
      const id = randomUUID();
      const ms = until.getTime() - now;
      const duration = { seconds: Math.floor(ms / 1000) as never, nanos: Math.round((ms % 1000) * 1_000_000) };
      const workflowExecution = { workflowId };
      await service.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution,
        workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration } } },
        updateMask: { paths: ['time_skipping_config'] },
      });
      await service.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id });
    },
    close: () => connection.close(),
  };
}
