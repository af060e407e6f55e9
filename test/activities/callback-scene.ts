import { LETTER_STATUSES, type LetterStatus, type ServiceId } from '../../src/domain/letter';
import { type Receiver, startReceiver } from '../support/receiver';
import { aService, anAcceptedLetter } from './arrange';
import { type World, must, openWorld, run } from './world';

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

const MINUTE = 60_000;

/** A world whose services hear of their letters, and a clock that a test moves on. */
export function setTheCallbacks() {
  let world: World;
  let now: Date;
  const setNow = (ms: number) => world.setNow((now = new Date(ms)));
  beforeAll(async () => void (world = await openWorld()));
  beforeEach(() => setNow(Date.now() + MINUTE)); // after what the database stamps
  afterEach(closeReceivers);
  afterAll(() => world.close());

  const rowsOf = (service: ServiceId) =>
    world.tables.selectFrom('callbacks').selectAll().where('service_id', '=', service).orderBy('created_at').execute();
  return {
    world: () => world,
    now: () => now,
    setNow,
    later: (ms: number) => setNow(now.getTime() + ms),
    send: (serviceId: ServiceId, activities = world.activities) => run(activities, 'sendCallbacks', { serviceId }),
    look: (serviceId: ServiceId) => run(world.activities, 'lookForCallbacks', { serviceId }),
    manyLetters: async (service: ServiceId, count: number) => {
      for (let made = 0; made < count; made += 1) await anAcceptedLetter(world, service, { clientReference: 'case-7' });
    },
    rowsOf,
    onlyRow: async (service: ServiceId) => must((await rowsOf(service))[0]),
    /** All that a service was or was not told. */
    everything: (failed = false) =>
      ({ kind: 'range', from: new Date(0), until: new Date(now.getTime() + MINUTE), failed }) as const,
  };
}
