import type { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { Client, type Dispatcher } from 'undici';
import type { CallbackPage } from '../../domain/callback';
import type { CallbackMessage } from '../../domain/callback-message';
import type { CallbackAnswer } from '../../domain/callback-retry';
import { retryAfterMs } from '../../domain/retry-after';
import type { CallbackSender } from '../../ports';
import { AddressNotPublic, type ConnectOptions, connectChecked } from './connect-checked';

export interface CallbackSenderOptions extends ConnectOptions {
  readonly patienceMs?: number;
}

/** For the whole exchange, from the look-up of the name to the end of the answer (letters-api §10). */
const PATIENCE_MS = 30_000;
const MOST_BYTES = 64 * 1024;

type Endpoint = CallbackPage['endpoint'];

/** Standard Webhooks: while secrets are exchanged there are two signatures, and either is enough. */
function headersOf({ bearerToken, signingSecrets }: Endpoint, { id, sequence, body }: CallbackMessage, at: Date) {
  const signatures = signingSecrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return {
    'content-type': 'application/json',
    'user-agent': 'Postroom',
    'postroom-sequence': String(sequence),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
    ...(bearerToken === null ? {} : { authorization: `Bearer ${bearerToken}` }),
  };
}

/** Reads at most so much, and keeps none of it: a receiver need not see its answer cut off. */
async function discard(body: Readable): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) return;
  }
}

/** A word or a code, never the text of an error, which may hold what the other side said. */
function reasonOf(error: unknown): string {
  if (error instanceof AddressNotPublic) return error.message;
  const { name, code } = error as { readonly name?: string; readonly code?: unknown };
  if (name === 'TimeoutError') return 'no answer in time';
  return typeof code === 'string' ? code : 'no answer';
}

async function exchange(client: Client, options: Dispatcher.RequestOptions): Promise<CallbackAnswer> {
  const { statusCode: status, headers, body } = await client.request(options);
  const header = headers['retry-after'];
  // The answer is its status: what happens to the rest of it changes nothing.
  await discard(body).catch(() => undefined);
  return { kind: 'answered', status, ...retryAfterMs(typeof header === 'string' ? header : null, Date.now()) };
}

/** One connection for each callback, of which every address is judged; no proxy of the environment, no redirect. */
export function createCallbackSender({ patienceMs = PATIENCE_MS, ...options }: CallbackSenderOptions): CallbackSender {
  const connect = connectChecked(options);
  return {
    async send(endpoint, message, at) {
      const { origin, pathname, search } = new URL(endpoint.url);
      const client = new Client(origin, { connect, pipelining: 0 });
      try {
        return await exchange(client, {
          method: 'POST',
          path: `${pathname}${search}`,
          headers: headersOf(endpoint, message, at),
          body: message.body,
          signal: AbortSignal.timeout(patienceMs),
        });
      } catch (error) {
        return { kind: 'unanswered', reason: reasonOf(error) };
      } finally {
        void client.destroy();
      }
    },
  };
}
