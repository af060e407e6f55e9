import { LETTER_STATUSES, type LetterStatus, type ServiceId } from '../../src/domain/letter';
import { type Receiver, startReceiver } from '../support/receiver';
import { aService, anAcceptedLetter } from './arrange';
import { type World, run } from './world';

const opened: Receiver[] = [];
/** For `afterEach`: a world does not know of receivers. */
export const closeReceivers = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((receiver) => receiver.close()));
};

export const TOKEN = 'a token of the service';

/** A service with a receiver that hears of every status. */
export async function aServiceThatHears(world: World, statuses: readonly LetterStatus[] = LETTER_STATUSES) {
  const receiver = await startReceiver();
  opened.push(receiver);
  const service = await aService(world);
  await world.others.callbacks.saveEndpoint(service, { url: receiver.url, statuses, bearerToken: TOKEN });
  return { service, receiver };
}

/** One more letter whose first status waits to be told, and a page sent at the instant. */
export async function sendOne(world: World, serviceId: ServiceId, at: string) {
  await anAcceptedLetter(world, serviceId);
  world.setNow(new Date(at));
  return run(world.activities, 'sendCallbacks', { serviceId });
}
