import type { PrintRun } from '../../domain/print-run';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'volumes' | 'volumesSink' | 'tickets' | 'clock' | 'log'>;

/** A held batch must not keep the printer from hearing of all others. */
const PATIENCE_MS = 60 * 60_000;
const FAILING_MS = 60 * 60_000;

/**
 * Tells the printer each run's letters and sheets by class, once its batches are sealed; a run with batches that are not,
 * after an hour as it stands, and again when it is whole. At least once: the receiver knows a repeat by its name.
 */
export function createSendVolumes(dependencies: Dependencies): LettersActivities['sendVolumes'] {
  const { volumes, volumesSink: sink, tickets, clock, log } = dependencies;

  async function raise({ day, runNo }: PrintRun, reason: string): Promise<void> {
    await tickets.raise({
      kind: 'volumes-not-sent',
      dedupKey: ticketKeys.volumesNotSent(day, runNo),
      subject: 'The printer was not told what to expect',
      message: `The volumes of run ${runNo} of ${day} could not be sent for an hour (${reason}). Tell the printer yourself (postroom run show ${day}); sending goes on.`,
    });
  }

  async function send(run: PrintRun): Promise<number> {
    const { day, runNo, cutOffAt } = run;
    const counted = await volumes.ofRun(day, runNo);
    const isComplete = counted.unsealed === 0;
    const answer = await sink?.send({ ...counted, run: { day, runNo, cutOffAt }, isComplete });
    if (answer?.kind === 'taken') {
      await volumes.sent(run, clock.now(), isComplete);
      await tickets.resolve(ticketKeys.volumesNotSent(day, runNo));
      return 1;
    }
    const reason = answer?.reason ?? 'no receiver';
    log.error({ day, runNo, reason }, 'volumes not sent, they are tried again');
    const since = await volumes.failing(run, clock.now());
    if (clock.now().getTime() - since.getTime() >= FAILING_MS) await raise(run, reason);
    return 0;
  }

  return async ({ at }) => {
    let sent = 0;
    if (!sink) return { sent };
    for (const run of await volumes.due(new Date(at), PATIENCE_MS)) sent += await send(run);
    return { sent };
  };
}
