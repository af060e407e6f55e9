import { createLookForCallbacks } from '../../src/activities/callbacks/look-for-callbacks';
import { createSendCallbacks } from '../../src/activities/callbacks/send-callbacks';
import { createCallbackSender } from '../../src/adapters/http/create-callback-sender';
import { createCallbackStore } from '../../src/adapters/postgres/callback-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTickets } from '../../src/adapters/postgres/tickets';
import { runActivity } from '../../test/activities/run-activity';
import { aLetter } from '../../test/adapters/postgres/world';

export type Way = 'pages' | 'held';

interface SceneOptions {
  readonly url: string;
  readonly connections: number;
  readonly receiverUrl: string;
  readonly callbacks: number;
}

const SEALING_KEY = Buffer.alloc(32, 7);

/** A service with so many callbacks that are due, and a worker's pool of connections. */
export async function openScene({ url, connections, receiverUrl, callbacks: count }: SceneOptions) {
  const pool = createDatabase({ url, max: connections, waitMs: 300_000 });
  const callbacks = createCallbackStore(pool.db, SEALING_KEY);
  const sender = createCallbackSender({ allowPrivate: true });
  const quiet = { info: () => undefined, error: () => undefined };
  const clock = { now: () => new Date() };
  const dependencies = { callbacks, sender, clock, log: quiet, tickets: createTickets(pool.db, quiet) };

  const { id: serviceId } = await createServiceStore(pool.db, SEALING_KEY).create({ name: 'Bench', live: true });
  await callbacks.saveEndpoint(serviceId, {
    url: receiverUrl,
    statuses: ['pending-virus-check'],
    bearerToken: 'a-token-of-the-bench',
  });
  const letters = createLetterStore(pool.db);
  for (let made = 0; made < count; made += 1) await letters.accept(aLetter(serviceId));

  /** As the drain does it, without Temporal. */
  async function sendPages(): Promise<void> {
    const lookForCallbacks = createLookForCallbacks(dependencies);
    const sendCallbacks = createSendCallbacks(dependencies);
    for (let pages = 1; pages > 0; ) {
      ({ pages } = await lookForCallbacks({ serviceId }));
      const send = () => runActivity(() => sendCallbacks({ serviceId }));
      await Promise.all(Array.from({ length: pages }, send));
    }
  }

  /** As it is often done: each job's transaction is open while it calls. */
  async function sendHolding(): Promise<void> {
    const endpoint = { url: receiverUrl, bearerToken: 'a-token-of-the-bench', signingSecrets: [] };
    const rows = await pool.db.selectFrom('callbacks').selectAll().where('service_id', '=', serviceId).execute();
    const send = ({ letter_id, sequence }: (typeof rows)[number]) =>
      pool.db.transaction().execute(async (transaction) => {
        const row = transaction.updateTable('callbacks').where('letter_id', '=', letter_id);
        await row.set({ attempts: 1 }).execute();
        await sender.send(endpoint, { id: `${letter_id}.${sequence}`, sequence, body: '{}' }, clock.now());
        await row.set({ delivered_at: clock.now() }).execute();
      });
    await Promise.all(rows.map(send));
  }

  return {
    pool,
    send: (way: Way) => (way === 'pages' ? sendPages() : sendHolding()),
    close: () => pool.close(),
  };
}
