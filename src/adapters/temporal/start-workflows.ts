import type { Client, WorkflowStartOptions } from '@temporalio/client';
import {
  type CheckInput,
  type CheckResult,
  type InboundFileInput,
  type PrintRunInput,
  type RetentionResult,
  type StuckCheckResult,
  TASK_QUEUES,
  searchAttributes,
  workflowIds,
  workflowTypes,
} from '../../contract';
import type { Workflows } from '../../ports';
import { within } from './deadlines';

type Checks = 'runDeadlineCheck' | 'runAcknowledgementCheck' | 'runStuckCheck' | 'runRetention';
type Starts = Pick<Workflows, 'startRun' | 'startInboundFile' | Checks>;
type Check = (input: CheckInput) => Promise<CheckResult | StuckCheckResult | RetentionResult>;

type CheckName = 'deadlineCheck' | 'acknowledgementCheck' | 'stuckCheck' | 'retention';

const START_MS = 10_000;

/** Starting what runs already is success: an id names one piece of work, and Postgres decides what may happen twice. */
export function createStarts(client: Client): Starts {
  const { workflow } = client;

  const start = (type: string, options: Omit<WorkflowStartOptions, 'taskQueue'>) =>
    within(client, START_MS, () =>
      workflow.start(type, { ...options, taskQueue: TASK_QUEUES.letters, workflowIdConflictPolicy: 'USE_EXISTING' }),
    );

  async function check(name: CheckName, instant: Date): ReturnType<Check> {
    const at = instant.toISOString();
    const workflowId = workflowIds[name](at);
    await start(workflowTypes[name], { workflowId, args: [{ at } satisfies CheckInput] });
    return workflow.getHandle<Check>(workflowId).result();
  }

  return {
    async startRun({ day, runNo }) {
      await start(workflowTypes.printRun, {
        workflowId: workflowIds.printRun(day, runNo),
        args: [{ run: { day, runNo } } satisfies PrintRunInput],
        staticSummary: `Print run ${runNo} of ${day}, started by hand`,
        typedSearchAttributes: [{ key: searchAttributes.printDay, value: day }],
      });
    },
    async startInboundFile(sha256) {
      await start(workflowTypes.inboundFile, {
        workflowId: workflowIds.inboundFile(sha256),
        args: [{ sha256 } satisfies InboundFileInput],
        staticSummary: 'A file of the printer',
      });
    },
    runDeadlineCheck: (at) => check('deadlineCheck', at),
    runAcknowledgementCheck: (at) => check('acknowledgementCheck', at),
    runStuckCheck: (at) => check('stuckCheck', at),
    runRetention: (at) => check('retention', at),
  };
}
