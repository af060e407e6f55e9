import type { ScheduleOptions } from '@temporalio/client';
import { createSchedules } from '../../src/adapters/temporal/create-schedules';
import type { TestTemporal } from '../support/temporal';

const HALF_DAY_MS = 43_200_000;

/** When each Schedule starts its workflow between two instants, as the real server reckons it. */
export async function startsWithin(
  { client, connection, namespace }: Pick<TestTemporal, 'client' | 'connection' | 'namespace'>,
  definitions: readonly ScheduleOptions[],
  [from, until]: readonly [Date, Date],
): Promise<ReadonlyMap<string, readonly Date[]>> {
  const timestamp = (ms: number) => ({ seconds: (ms / 1000) as never, nanos: 0 });

  async function startsOf(scheduleId: string): Promise<readonly Date[]> {
    const times = new Set<number>();
    // The server answers with a thousand times at most.
    for (let part = from.getTime(); part < until.getTime(); part += HALF_DAY_MS) {
      const endTime = timestamp(Math.min(part + HALF_DAY_MS, until.getTime()));
      const asked = { namespace, scheduleId, startTime: timestamp(part), endTime };
      const { startTime } = await connection.workflowService.listScheduleMatchingTimes(asked);
      for (const start of startTime) times.add(Number(start.seconds) * 1000);
    }
    return [...times].map((ms) => new Date(ms));
  }

  await createSchedules(client, definitions).ensure();
  const starts = new Map<string, readonly Date[]>();
  for (const { scheduleId } of definitions) {
    starts.set(scheduleId, await startsOf(scheduleId));
    await client.schedule.getHandle(scheduleId).delete();
  }
  return starts;
}
