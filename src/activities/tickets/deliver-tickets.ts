import type { SinkAnswer, TicketDelivery } from '../../domain/ticket';
import type { LettersActivities, TicketDeliveryResult } from '../../contract';
import type { TicketSink } from '../../ports';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'deliveries' | 'sinks' | 'clock' | 'log'>;

/** In one pass; the next one comes in a minute. */
const MOST_A_PASS = 50;
const PASS_MS = 45_000;
/** Longer than the three calls of 15 s that one act may take. */
const LEASE_MS = 2 * 60_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Refused for good, until somebody changes a setting: tried rarely, never given up. */
const REFUSED_PAUSE_MS = 6 * 60 * 60_000;

const backoffMs = (attempts: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);

function pauseMs(answer: Exclude<SinkAnswer, { kind: 'taken' }>, attempts: number): number {
  if (answer.kind === 'refused') return REFUSED_PAUSE_MS;
  return Math.min(Math.max(backoffMs(attempts), answer.afterMs ?? 0), REFUSED_PAUSE_MS);
}

/** The database connection is back in its pool by the time the sink is called. */
const tell = (sink: TicketSink, { act, ticket, externalId }: TicketDelivery): Promise<SinkAnswer> =>
  act === 'open' ? sink.open(ticket) : sink.close(ticket, externalId);

/**
 * Tells tickets to the sinks outside: the opening, and once that was taken the closing. What failed is tried again with
 * backoff; a sink that is down is left alone until the next pass and holds up no other.
 */
export function createDeliverTickets(dependencies: Dependencies): LettersActivities['deliverTickets'] {
  const { deliveries, sinks, clock, log } = dependencies;
  const inMs = (ms: number) => new Date(clock.now().getTime() + ms);

  async function record(sink: string, delivery: TicketDelivery, answer: SinkAnswer): Promise<void> {
    const { act, ticket, attempts } = delivery;
    if (answer.kind === 'taken') return deliveries.taken(sink, delivery, clock.now(), answer.externalId);
    log.error({ sink, ticket: ticket.id, act, reason: answer.reason }, 'ticket not delivered, it is tried again');
    return deliveries.failed(sink, delivery, answer.reason, inMs(pauseMs(answer, attempts)));
  }

  async function deliver(sink: TicketSink): Promise<TicketDeliveryResult> {
    const { name } = sink;
    const startedAt = performance.now();
    let [delivered, failed] = [0, 0];
    await deliveries.adopt(name);
    while (delivered + failed < MOST_A_PASS && performance.now() - startedAt < PASS_MS) {
      const delivery = await deliveries.takeNext(name, clock.now(), inMs(LEASE_MS));
      if (!delivery) break;
      const answer = await tell(sink, delivery);
      await record(name, delivery, answer);
      if (answer.kind === 'taken') delivered += 1;
      else failed += 1;
      if (answer.kind === 'later') break;
    }
    return { delivered, failed };
  }

  return async () => {
    const results = await Promise.all(sinks.map(deliver));
    const sum = (of: keyof TicketDeliveryResult) => results.reduce((total, result) => total + result[of], 0);
    return { delivered: sum('delivered'), failed: sum('failed') };
  };
}
