import { scheduleIds } from '../../contract';
import { type SnsMessage, parseSnsMessage } from '../../domain/sns-message';
import { SMALL_BODY_BYTES, readJson } from '../body';
import type { ApiDependencies } from '../dependencies';
import { badRequest, faultOf, notAuthenticated, unavailable } from '../errors';
import type { Exchange, Route } from '../route';
import { sendJson } from '../send';

/** In these two nobody signs: a developer posts an event by hand. */
const UNSIGNED: readonly string[] = ['development', 'test'];

type Deps = Pick<ApiDependencies, 'notifications' | 'schedules' | 'log' | 'settings'>;

/** A fault of ours or of Amazon's: the sender is to come again. */
async function orComeAgain<Value>({ log }: Deps, what: string, act: Promise<Value>): Promise<Value> {
  return act.catch((error: unknown) => {
    log.error(faultOf(error), what);
    throw unavailable('EventNotTaken', `${what}; send it again`);
  });
}

async function refuseStranger(message: SnsMessage, deps: Deps): Promise<void> {
  const { environment, eventTopics } = deps.settings;
  const isUnsigned = UNSIGNED.includes(environment);
  if (eventTopics.length === 0 ? !isUnsigned : !eventTopics.includes(message.topicArn)) {
    throw notAuthenticated(`Events of the topic ${message.topicArn} are not expected here (PRINTER_EVENT_TOPICS)`);
  }
  if (isUnsigned) return;
  const signed = deps.notifications.isSigned(message);
  if (!(await orComeAgain(deps, 'The certificate of an event could not be fetched', signed))) {
    throw notAuthenticated('The signature of the event is not valid');
  }
}

async function makePollLook({ schedules }: Deps): Promise<void> {
  const id = scheduleIds.pollResponses;
  if (!(await schedules.trigger(id))) throw new Error(`No schedule ${id} (postroom schedules ensure)`);
}

/** What was asked for, once it is known who asks. The endpoint reads no file: it only makes the poll look now. */
async function act({ type, subscribeUrl }: SnsMessage, deps: Deps): Promise<string> {
  switch (type) {
    case 'SubscriptionConfirmation':
      await orComeAgain(
        deps,
        'The subscription could not be confirmed',
        deps.notifications.confirm(subscribeUrl ?? ''),
      );
      return 'Subscription confirmed';
    case 'UnsubscribeConfirmation':
      deps.log.warn({ type }, 'events of the printer are no longer sent');
      return 'Noted';
    case 'Notification':
      await orComeAgain(deps, 'The poll could not be started', makePollLook(deps));
      return 'DVLA callback succeeded';
  }
}

const createTake =
  (deps: Deps) =>
  async ({ request, response }: Exchange): Promise<void> => {
    // Amazon says text/plain; what counts is the body.
    const message = parseSnsMessage(await readJson(request, response, SMALL_BODY_BYTES));
    if (!message.ok) throw badRequest(`This is no message of a notification service: ${message.error}`);
    await refuseStranger(message.value, deps);
    const done = await act(message.value, deps);
    sendJson(response, { status: 200, body: { result: 'success', message: done } });
  };

export const printerEventRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: '/notifications/letter/dvla', access: 'open', handle: createTake(deps) },
];
