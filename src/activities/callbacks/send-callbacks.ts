import { CALLBACK_PAGE, type CallbackOutcome, type CallbackPage, type DueCallback } from '../../domain/callback';
import { callbackMessageOf } from '../../domain/callback-message';
import { type CallbackAnswer, isFruitless, outcomeOf, pauseMs } from '../../domain/callback-retry';
import type { ServiceId } from '../../domain/letter';
import { precompiledTemplateId } from '../../domain/precompiled';
import type { CallbackActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';
import { beatingWhile } from '../progress';
import { createRecording } from './recording';
import { createTellOutcomes } from './tell-outcomes';

type Dependencies = Pick<ActivityDependencies, 'callbacks' | 'sender' | 'tickets' | 'clock' | 'log'>;

/** Longer than one call may take. A worker that dies leaves its page to the next one after so long. */
const LEASE_MS = 2 * 60_000;

const NOTHING_SENT = { delivered: 0, failed: 0, exhausted: 0 };

/**
 * Sends one page of a service's callbacks. All that is read is read first: no connection of the database waits for an
 * answer. A page whose worker dies before it wrote what came of it is sent again, by the same ids.
 */
export function createSendCallbacks(dependencies: Dependencies): CallbackActivities['sendCallbacks'] {
  const { callbacks, sender, clock } = dependencies;
  const tellOutcomes = createTellOutcomes(dependencies);

  async function sendPage(serviceId: ServiceId, page: CallbackPage): Promise<readonly CallbackOutcome[]> {
    const { endpoint } = page;
    const templateId = precompiledTemplateId(serviceId, sha256Of);
    const recording = createRecording<CallbackOutcome>((some) => callbacks.record(some, page, clock.now()));
    const answers: CallbackAnswer[] = [];
    const outcomes: CallbackOutcome[] = [];

    async function send(callback: DueCallback): Promise<void> {
      const answer = await sender.send(endpoint, callbackMessageOf(callback, templateId), clock.now());
      const outcome = outcomeOf(callback, answer, clock.now(), Math.random());
      answers.push(answer);
      outcomes.push(outcome);
      recording.add(outcome);
    }

    await Promise.all(page.callbacks.map(send));
    await recording.end();
    const now = clock.now();
    const fruitless = isFruitless(answers) ? page.fruitless + 1 : 0;
    const pause = pauseMs(answers, fruitless);
    await callbacks.settle(serviceId, endpoint.url, {
      fruitless,
      pausedUntil: pause > 0 ? new Date(now.getTime() + pause) : null,
      deliveredAt: outcomes.some(({ result }) => result.kind === 'delivered') ? now : null,
    });
    return outcomes;
  }

  return ({ serviceId }) =>
    beatingWhile(async () => {
      const now = clock.now();
      const page = await callbacks.take(serviceId, now, new Date(now.getTime() + LEASE_MS), CALLBACK_PAGE);
      if (!page || page.callbacks.length === 0) return NOTHING_SENT;
      return tellOutcomes(serviceId, page.endpoint.url, await sendPage(serviceId, page));
    });
}
