import type { CallbackOutcome, ExhaustedCause } from '../../domain/callback';
import type { ServiceId } from '../../domain/letter';
import type { NewTicket } from '../../domain/ticket';
import { type CallbackPageResult, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'callbacks' | 'tickets' | 'clock' | 'log'>;

const REPLAY = (serviceId: ServiceId) =>
  `They are told again by postroom callbacks replay ${serviceId}, once the service has mended its end.`;

/** What a ticket says: ids, counts and statuses, never the URL, which may hold a secret. */
const TICKETS: Record<ExhaustedCause, (serviceId: ServiceId, answer: string) => NewTicket> = {
  'gave-up': (serviceId, answer) => ({
    kind: 'callbacks-exhausted',
    dedupKey: ticketKeys.callbacksExhausted(serviceId, 'gave-up'),
    subject: 'Callbacks of a service could not be delivered for three days',
    message: `Callbacks of the service ${serviceId} were tried for three days in vain; the last answer was: ${answer}. ${REPLAY(serviceId)}`,
  }),
  refused: (serviceId, answer) => ({
    kind: 'callbacks-exhausted',
    dedupKey: ticketKeys.callbacksExhausted(serviceId, 'refused'),
    subject: 'A service refuses callbacks',
    message: `The service ${serviceId} answered callbacks with ${answer}, and they are not tried again. ${REPLAY(serviceId)}`,
  }),
  stopped: (serviceId) => ({
    kind: 'callbacks-stopped',
    dedupKey: ticketKeys.callbacksStopped(serviceId),
    subject: 'A service has ended its callbacks',
    message: `The endpoint of the service ${serviceId} answered 410: nothing is sent to it any more. postroom callbacks set ${serviceId} makes it go on.`,
  }),
};

/**
 * Counts what a page came to, raises the tickets of what was given up, and then stops an endpoint that said it is gone: a worker that dies
 * in between is told so by the next call. What a former URL answered says nothing of the one that took its place.
 */
export function createTellOutcomes({ callbacks, tickets, clock, log }: Dependencies) {
  async function tellCauses(serviceId: ServiceId, url: string, causes: ReadonlyMap<ExhaustedCause, string>) {
    if (causes.size === 0 || (await callbacks.endpoint(serviceId))?.url !== url) return;
    for (const [cause, answer] of causes) await tickets.raise(TICKETS[cause](serviceId, answer));
    if (causes.has('stopped')) await callbacks.stopEndpoint(serviceId, 'it answered 410', clock.now(), url);
  }

  return async (
    serviceId: ServiceId,
    url: string,
    outcomes: readonly CallbackOutcome[],
  ): Promise<CallbackPageResult> => {
    const count = (kind: CallbackOutcome['result']['kind']) =>
      outcomes.filter(({ result }) => result.kind === kind).length;
    const causes = new Map<ExhaustedCause, string>();
    for (const { answer, result } of outcomes) if (result.kind === 'exhausted') causes.set(result.cause, answer);
    await tellCauses(serviceId, url, causes);
    const result = { delivered: count('delivered'), failed: count('again'), exhausted: count('exhausted') };
    if (result.failed + result.exhausted > 0) log.info({ serviceId, ...result }, 'callbacks not delivered');
    return result;
  };
}
