/** The Temporal Schedules as data. `postroom schedules ensure` creates or updates them and keeps an operator's pause. */
import type { CalendarSpec, ScheduleOptions } from '@temporalio/client';
import { TASK_QUEUES, scheduleIds, workflowTypes } from './contract';

type Id = keyof typeof scheduleIds;

interface Rest {
  readonly summary: string;
  /** How late a start may come after an outage of Temporal. */
  readonly catchUp: '1 minute' | '12 hours' | '3 days';
}

function schedule(id: Id, spec: ScheduleOptions['spec'], { summary, catchUp }: Rest): ScheduleOptions {
  return {
    scheduleId: scheduleIds[id],
    spec,
    // The server appends the nominal time to the id; the workflow takes its instant from that time, never from the clock.
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes[id],
      workflowId: scheduleIds[id],
      taskQueue: TASK_QUEUES.letters,
      args: [],
      staticSummary: summary,
    },
    // Buffered, not skipped: a run still open must not make the next one vanish. One is enough for what only looks at
    // how things stand; after an outage over several evenings each of them has its own print run.
    policies: { overlap: id === 'printRun' ? 'BUFFER_ALL' : 'BUFFER_ONE', catchupWindow: catchUp },
  };
}

/** London's wall clock. None of these times is one that a clock change skips or repeats. */
const daily = (hour: number, minute: number, comment: string): ScheduleOptions['spec'] => ({
  calendars: [{ hour, minute, comment } satisfies CalendarSpec],
  timezone: 'Europe/London',
});

/** `pollSeconds`: how often the printer's outbox and the response prefix are looked into. */
export const schedules = (pollSeconds = 300): readonly ScheduleOptions[] => [
  schedule('printRun', daily(17, 50, 'Twenty minutes after the cut-off, every day of the week'), {
    summary: "The evening's print run",
    catchUp: '3 days',
  }),
  schedule(
    'pollPrinter',
    { intervals: [{ every: `${pollSeconds} seconds` }] },
    {
      summary: "Looks into the printer's outbox",
      catchUp: '1 minute',
    },
  ),
  schedule(
    'pollResponses',
    { intervals: [{ every: `${pollSeconds} seconds` }] },
    {
      summary: 'Looks under the response prefix',
      catchUp: '1 minute',
    },
  ),
  schedule('deadlineCheck', daily(16, 30, 'The printer answers by then; days without work are skipped by the check'), {
    summary: 'Letters still sending?',
    catchUp: '12 hours',
  }),
  schedule('acknowledgementCheck', daily(23, 0, 'Zips published before 22:00 are acknowledged by then'), {
    summary: 'Zips not acknowledged?',
    catchUp: '12 hours',
  }),
  schedule('retention', daily(3, 0, 'When nothing is printed'), {
    summary: 'Erases letters whose retention is over',
    catchUp: '12 hours',
  }),
  schedule('stuckCheck', { intervals: [{ every: '10 minutes' }] }, { summary: 'Anything stuck?', catchUp: '1 minute' }),
  schedule(
    'ticketDelivery',
    { intervals: [{ every: '1 minute' }] },
    { summary: 'Tells tickets to the sinks', catchUp: '1 minute' },
  ),
];
