/** One HTTP call of a sink: 15 s for all of it, at most 64 KiB of answer, no redirects. */
import { retryAfterMs } from '../../domain/retry-after';
import type { SinkAnswer } from '../../domain/ticket';

const PATIENCE_MS = 15_000;
const MOST_BYTES = 64 * 1024;
/** Answers that pass with time. */
const PASSING: readonly number[] = [408, 429];

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly patienceMs?: number;
}

export type Heard =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | Exclude<SinkAnswer, { kind: 'taken' }>;

/** The text of an answer, or undefined when it is longer than anything we read. */
async function readShort(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MOST_BYTES) return undefined; // leaving the loop cancels the rest
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the other side said; 2xx and the statuses that the caller `understands` are answers. Never throws. */
export async function ask(
  { method, url, headers, body, patienceMs = PATIENCE_MS }: Ask,
  understands: readonly number[] = [],
): Promise<Heard> {
  try {
    // eslint-disable-next-line no-restricted-globals -- this is the adapter that keeps time limits
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const { status } = response;
    const text = await readShort(response);
    if (response.ok || understands.includes(status)) return { kind: 'answered', status, body: parse(text ?? '') };
    const reason = `HTTP ${status}`;
    if (status < 500 && !PASSING.includes(status)) return { kind: 'refused', reason };
    return { kind: 'later', reason, ...retryAfterMs(response.headers.get('retry-after'), Date.now()) };
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    return { kind: 'later', reason: name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? 'no connection') };
  }
}
