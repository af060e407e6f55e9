import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenOf } from '../../dev/demo/letters-client';
import { type Stack, startStack } from '../../dev/stack/start-stack';
import { aLetterOf } from '../api/a-letter';
import { anEvening } from '../api/an-evening';
import { type Heard, type Load, percentileOf, putLoadOn } from '../api/load';
import { tableOf } from '../table';

export interface PrepareBenchOptions {
  readonly letters: number;
  readonly bytes: number;
}

/** From the rush before the cut-off to the print run. */
const MINUTES = 25;
/** A rate at which both can go on, and how long the API is listened to. */
const STEADY = { pace: { perSecond: 10 }, seconds: 20 } as const;
const RUSH = { pace: { atOnce: 10 }, seconds: 5 } as const;

/** Sends letters as they come until there are so many. */
async function rush(load: Omit<Load, 'pace' | 'seconds'>, letters: number): Promise<void> {
  for (let sent = 0; sent < letters; ) {
    const { statuses } = await putLoadOn({ ...load, ...RUSH });
    sent += statuses['201'] ?? 0;
  }
}

async function measure(stack: Stack, { letters, bytes }: PrepareBenchOptions, say: (line: string) => void) {
  const evening = await anEvening(stack);
  const pdf = await aLetterOf(bytes);
  const body = JSON.stringify({ reference: 'bench', content: pdf.toString('base64'), postage: 'second' });
  const authorization = async () => `Bearer ${await tokenOf(stack.state.service.keys.live)}`;
  const load = { urls: stack.apiUrls, path: '/v2/notifications/letter', body, authorization };
  await putLoadOn({ ...load, ...RUSH });
  await evening.untilPrepared();
  say('While none waits …');
  const calm = await putLoadOn({ ...load, ...STEADY });
  await evening.untilPrepared();
  say(`${letters} letters at once …`);
  const began = performance.now();
  await rush(load, letters);
  const accepted = (performance.now() - began) / 60_000;
  const waiting = await evening.waiting();
  say(`While ${waiting} wait …`);
  const busy = await putLoadOn({ ...load, ...STEADY });
  const stillWaiting = await evening.waiting();
  await evening.untilPrepared();
  return { calm, busy, waiting, stillWaiting, accepted, prepared: (performance.now() - began) / 60_000 };
}

const cellsOf = (what: string, heard: Heard): readonly string[] => [
  what,
  ...[0.5, 0.95, 0.99].map((share) => percentileOf(heard.ms, share).toFixed(0)),
  String(heard.ms.length - (heard.statuses['201'] ?? 0)),
];

/** A rush of letters before the cut-off: how long until all are prepared, and how the API answers while they wait. True when they are prepared in time. */
export async function benchPrepare(options: PrepareBenchOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
  const stack = await startStack({ folder, fresh: true, say });
  try {
    const { calm, busy, waiting, stillWaiting, accepted, prepared } = await measure(stack, options, say);
    const rows = [cellsOf('none', calm), cellsOf(`${waiting}, at the end ${stillWaiting}`, busy)];
    process.stdout.write(tableOf(['letters that wait', 'p50 ms', 'p95 ms', 'p99 ms', 'not 201'], rows));
    const kept = prepared <= MINUTES;
    process.stdout.write(
      `${kept ? 'Kept' : 'Broken'}: ${options.letters} letters, accepted in ${accepted.toFixed(1)} minutes, were prepared after ${prepared.toFixed(1)}; ${MINUTES} are promised.\n`,
    );
    return kept;
  } finally {
    await stack.end();
    await rm(folder, { recursive: true, force: true });
  }
}
