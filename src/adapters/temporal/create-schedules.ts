import { isDeepStrictEqual } from 'node:util';
import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  ScheduleNotFoundError,
  type ScheduleOptions,
  type ScheduleSpecDescription,
} from '@temporalio/client';
import { decodeScheduleSpec, encodeScheduleSpec } from '@temporalio/client/lib/schedule-helpers';
import { msToNumber } from '@temporalio/common/lib/time';
import type { Schedules } from '../../ports';
import { within } from './deadlines';

const TRIGGER_MS = 10_000;

/** The port `Schedules` over the definitions given. */
export function createSchedules(client: Client, definitions: readonly ScheduleOptions[]): Schedules {
  const { schedule } = client;
  async function ensureOne(wanted: ScheduleOptions): Promise<'created' | 'updated' | 'unchanged'> {
    try {
      await schedule.create(wanted);
      return 'created';
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
    const handle = schedule.getHandle(wanted.scheduleId);
    if (isAsWanted(await handle.describe(), wanted)) return 'unchanged';
    const { spec, action, policies = {} } = wanted;
    // The state holds an operator's pause and its note.
    await handle.update(({ state }) => ({ spec, action, policies, state }));
    return 'updated';
  }

  return {
    async ensure() {
      const ensured = [];
      for (const wanted of definitions) ensured.push({ id: wanted.scheduleId, outcome: await ensureOne(wanted) });
      return ensured;
    },
    async list() {
      const found = await Promise.all(
        definitions.map(({ scheduleId }) => ifFound(() => schedule.getHandle(scheduleId).describe())),
      );
      return found.filter((description) => description !== undefined).map(statusOf);
    },
    pause: (id, note) => wasFound(() => schedule.getHandle(id).pause(note)),
    resume: (id, note) => wasFound(() => schedule.getHandle(id).unpause(note)),
    trigger: (id) => wasFound(() => within(client, TRIGGER_MS, () => schedule.getHandle(id).trigger('BUFFER_ONE'))),
  };
}

function statusOf({ scheduleId, state, info }: ScheduleDescription) {
  return {
    id: scheduleId,
    paused: state.paused,
    note: state.note || null,
    lastAt: info.recentActions.at(-1)?.scheduledAt ?? null,
    nextAt: info.nextActionTimes[0] ?? null,
  };
}

/** Compares what a server describes with what was asked, both in the server's full form. */
function isAsWanted(described: ScheduleDescription, wanted: ScheduleOptions): boolean {
  const { workflowType, workflowId, taskQueue, args, staticSummary } = described.action;
  const { overlap, catchupWindow } = described.policies;
  const asDescribed = {
    spec: fullSpec(described.spec),
    action: { type: 'startWorkflow', workflowType, workflowId, taskQueue, args, staticSummary },
    policies: { overlap, catchupWindow },
  };
  const asWanted = {
    spec: fullSpec(decodeScheduleSpec(encodeScheduleSpec(wanted.spec))),
    action: wanted.action,
    policies: { overlap: wanted.policies?.overlap, catchupWindow: msToNumber(wanted.policies?.catchupWindow ?? 0) },
  };
  return isDeepStrictEqual(asDescribed, asWanted);
}

/** A server leaves an offset of nothing out, and has an empty name for no time zone. */
const fullSpec = ({ intervals = [], timezone, ...rest }: ScheduleSpecDescription) => ({
  ...rest,
  timezone: timezone || undefined,
  intervals: intervals.map(({ every, offset }: { every: number; offset?: number }) => ({ every, offset: offset ?? 0 })),
});

async function ifFound<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

async function wasFound(call: () => Promise<void>): Promise<boolean> {
  const done = await ifFound(async () => {
    await call();
    return true;
  });
  return done ?? false;
}
