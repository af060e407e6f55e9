import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

export interface Load {
  /** Where requests go in turn: one URL a process. */
  readonly urls: readonly string[];
  readonly path: string;
  readonly body: string;
  readonly authorization: () => Promise<string>;
  readonly seconds: number;
  /** Letters a second, each sent when its time has come whatever became of the others; or so many at a time, the next as soon as one is answered. */
  readonly pace: { readonly perSecond: number } | { readonly atOnce: number };
}

export interface Heard {
  /** How long each answer took, in milliseconds, from the moment at which its request was due. */
  readonly ms: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const TOKEN_LIVES_MS = 10_000;

/** A token is good for thirty seconds: the load is not to be that of signing. */
function reusing(authorization: () => Promise<string>): () => Promise<string> {
  let made = -Infinity;
  let token = Promise.resolve('');
  return () => {
    if (performance.now() - made > TOKEN_LIVES_MS) [made, token] = [performance.now(), authorization()];
    return token;
  };
}

/** Sends letters over and over and keeps every answer's time. A broken connection counts as an answer of its own kind. */
export async function putLoadOn({ urls, path, body, authorization, seconds, pace }: Load): Promise<Heard> {
  const tokens = reusing(authorization);
  const pools = urls.map((url) => new Pool(url, { connections: null, pipelining: 1 }));
  const ms: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const over = began + seconds * 1000;

  async function send(index: number, due: number): Promise<void> {
    const pool = pools[index % pools.length];
    const headers = { 'content-type': 'application/json', authorization: await tokens() };
    const heard = await pool
      ?.request({ path, method: 'POST', headers, body })
      .then(async (answer) => (await answer.body.dump(), String(answer.statusCode)))
      .catch((error: unknown) => String(error));
    ms.push(performance.now() - due);
    statuses[heard ?? 'none'] = (statuses[heard ?? 'none'] ?? 0) + 1;
  }

  async function sendInTime(perSecond: number): Promise<void> {
    const sent: Promise<void>[] = [];
    for (let due = began; due < over; due += 1000 / perSecond) {
      const early = due - performance.now();
      if (early > 0) await pause(early);
      sent.push(send(sent.length, due));
    }
    await Promise.all(sent);
  }

  async function sendOneByOne(first: number, atOnce: number): Promise<void> {
    for (let index = first; performance.now() < over; index += atOnce) await send(index, performance.now());
  }

  if ('perSecond' in pace) await sendInTime(pace.perSecond);
  else await Promise.all(Array.from({ length: pace.atOnce }, (_, first) => sendOneByOne(first, pace.atOnce)));
  const took = (performance.now() - began) / 1000;
  await Promise.all(pools.map((pool) => pool.close()));
  return { ms, statuses, seconds: took };
}

/** The value that this share of all does not exceed. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
