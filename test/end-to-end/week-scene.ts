import { sql } from 'kysely';
import { scheduleIds, workflowIds } from '../../src/contract';
import { createWorkflows } from '../../src/adapters/temporal/create-workflows';
import { type BatchId, parseBatchId } from '../../src/domain/batch';
import { type Calendar, londonDayOf } from '../../src/domain/calendar';
import type { Ticket } from '../../src/domain/ticket';
import type { VolumesMessage } from '../../src/domain/volumes';
import { schedules } from '../../src/schedules';
import { aService, anAcceptedLetter } from '../activities/arrange';
import { must, openWorld } from '../activities/world';
import { eventually } from '../support/eventually';
import { VIRTUAL_NAMESPACE } from '../support/servers';
import { connectTemporal } from '../support/temporal';
import { openVirtualTime, virtualClock } from '../support/virtual-time';
import { startWorkers, terminateAll } from '../support/workers';
import { createPunctualPrinter } from './week-printer';

/** Never wanted in an undisturbed week, but there as in an installation. */
function recordOutside() {
  const tickets: Ticket[] = [];
  const volumes: VolumesMessage[] = [];
  const taken = { kind: 'taken', externalId: null } as const;
  const tell = (ticket: Ticket) => {
    tickets.push(ticket);
    return Promise.resolve(taken);
  };
  const send = (message: VolumesMessage) => {
    volumes.push(message);
    return Promise.resolve(taken);
  };
  return { tickets, volumes, sink: { name: 'recording', open: tell, close: tell }, volumesSink: { send } };
}

/**
 * All of Postroom behind its API, on virtual time: the real workflows and activities on the real servers, the clock of each
 * activity being the virtual one of its workflow. Batches live at the pace of `reach`; drains on real time, since they end never.
 */
export async function openWeek(calendar: Calendar) {
  const temporal = await connectTemporal({ namespace: VIRTUAL_NAMESPACE });
  const world = await openWorld();
  const time = await openVirtualTime(temporal);
  const workflows = createWorkflows(temporal.client);
  const outside = recordOutside();
  const ports = { ...world.ports, workflows, clock: virtualClock, sinks: [outside.sink] };
  const activities = world.activitiesOn(ports, { calendar, volumesSink: outside.volumesSink });
  const stopWorkers = await startWorkers(temporal, activities);
  await workflows.ensurePrepareDrains();
  const scheduled = new Map(schedules().map((schedule) => [schedule.scheduleId, schedule]));
  const batchHandle = (id: BatchId) => temporal.client.workflow.getHandle(workflowIds.letterBatch(id));
  const openBatches = () => world.batches.open(undefined, 100, new Date('9999-01-01'));

  /** The clock of Postgres is the real one. Of all that it stamps only the age of runs is ever weighed against a check's time. */
  const stamp = (at: Date) =>
    sql`update print_runs set created_at = ${at} where print_day = ${londonDayOf(at)}`.execute(world.tables);

  return {
    ...temporal,
    outside,
    tickets: world.tickets,
    printer: createPunctualPrinter(world.robot.folders),
    openBatches,

    /** Two letters of a service of their own, accepted at that time; prepared when this resolves. */
    accept: async (at: Date): Promise<void> => {
      const service = await aService(world);
      for (const createdAt of [at, new Date(at.getTime() + 1)]) {
        workflows.hintPrepare((await anAcceptedLetter(world, service, { day: londonDayOf(at), createdAt })).id);
      }
      await eventually(async () => (await world.letters.unprepared(new Date('9999-01-01'))) === 0);
    },

    /** Runs what a Schedule starts at that time, to its end. */
    async run(scheduleId: string, at: Date): Promise<unknown> {
      const result: unknown = await (await time.start(must(scheduled.get(scheduleId)), at)).result();
      if (scheduleId === scheduleIds.printRun) await stamp(at);
      return result;
    },

    /** No batch stands before that time any more. */
    async reach(at: Date): Promise<void> {
      const ids = await openBatches();
      await Promise.all(ids.map((id) => time.moveOn(workflowIds.letterBatch(id), at)));
    },

    /** Every file that was taken in is applied. */
    untilApplied: () => eventually(async () => (await world.inbound.unfinished(1)).length === 0),

    /** What became of a batch, the day of its run, and in which minute on its own time. */
    async endOf(id: BatchId) {
      const result = (await batchHandle(id).result()) as { kind: string };
      const { closeTime } = await batchHandle(id).describe();
      return { ...result, day: must(parseBatchId(id)).day, at: must(closeTime).toISOString().slice(0, 16) };
    },

    async close(): Promise<void> {
      await terminateAll(temporal.client);
      await workflows.close();
      await stopWorkers();
      await Promise.all([time.close(), world.close()]);
      await temporal.close();
    },
  };
}
