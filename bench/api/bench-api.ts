import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenOf } from '../../dev/demo/letters-client';
import { type Stack, startStack } from '../../dev/stack/start-stack';
import { tableOf } from '../table';
import { aLetterOf } from './a-letter';
import { eventLoopLagOf } from './event-loop';
import { type Heard, type Load, percentileOf, putLoadOn } from './load';
import { anEvening } from './an-evening';

export interface ApiBenchOptions {
  readonly seconds: number;
  readonly bytes: number;
}

/** What the design promises while a print run goes on. */
const BAR = { rate: 50, p99Ms: 500 } as const;
const FLAT_OUT = { atOnce: 10 } as const;
const PROCESSES = [1, 2] as const;

interface Row extends Heard {
  readonly name: string;
  readonly lag: { readonly p99: number; readonly max: number } | null;
}

const bodyOf = (pdf: Buffer): string =>
  JSON.stringify({ reference: 'bench', content: pdf.toString('base64'), postage: 'second' });

/** The peer stores the same body in the same S3 server. */
async function bareExpress({ state }: Stack, body: string, seconds: number): Promise<Row> {
  const child = fork(join(__dirname, 'bare-express.ts'), { execArgv: ['--import', 'tsx'] });
  try {
    child.send({ ...state.s3, pathStyle: true, checksums: 'WHEN_SUPPORTED' });
    const [url] = (await once(child, 'message')) as [string];
    const load = { urls: [url], path: '/letters', body, authorization: () => Promise.resolve('none') };
    return {
      name: 'bare Express, S3 only',
      lag: null,
      ...(await putLoadOn({ ...load, seconds, pace: FLAT_OUT })),
    };
  } finally {
    child.kill();
  }
}

/** A fresh stack with that many API processes: flat out, then at the promised rate alone, then at that rate during a print run. */
async function measure(processes: number, { seconds, bytes }: ApiBenchOptions, say: (line: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
  const stack = await startStack({ folder, fresh: true, apis: processes, say });
  try {
    const evening = await anEvening(stack);
    const urls = stack.apiUrls;
    const body = bodyOf(await aLetterOf(bytes));
    const load = { urls, path: '/v2/notifications/letter', body, seconds };
    const authorization = async () => `Bearer ${await tokenOf(stack.state.service.keys.live)}`;
    const row = async (name: string, pace: Load['pace']): Promise<Row> => {
      say(`${processes} API: ${name} …`);
      for (const url of urls) await eventLoopLagOf(url);
      const heard = await putLoadOn({ ...load, authorization, pace });
      const lags = await Promise.all(urls.map(eventLoopLagOf));
      const worst = (of: 'p99' | 'max') => Math.max(...lags.map((lag) => lag[of]));
      return { name: `${processes} API, ${name}`, lag: { p99: worst('p99'), max: worst('max') }, ...heard };
    };
    const peer = processes === 1 ? [await bareExpress(stack, body, seconds)] : [];
    const flatOut = await row('flat out', FLAT_OUT);
    await evening.untilPrepared();
    const alone = await row(`${BAR.rate}/s alone`, { perSecond: BAR.rate });
    await evening.untilPrepared();
    const printed = evening.printRun();
    const during = await row(`${BAR.rate}/s in a print run`, { perSecond: BAR.rate });
    say(`The print run took ${(await printed).letters} letters.`);
    return { rows: [...peer, flatOut, alone, during], during };
  } finally {
    await stack.end();
    await rm(folder, { recursive: true, force: true });
  }
}

const served = ({ statuses }: Heard): number => statuses['201'] ?? 0;
const isKept = (heard: Heard): boolean =>
  served(heard) === heard.ms.length && percentileOf(heard.ms, 0.99) <= BAR.p99Ms;

function cellsOf(row: Row, peer: number): readonly string[] {
  const perSecond = served(row) / row.seconds;
  const others = row.ms.length - served(row);
  const ms = [0.5, 0.95, 0.99].map((share) => percentileOf(row.ms, share).toFixed(0));
  const lag = row.lag ? `${row.lag.p99.toFixed(0)} / ${row.lag.max.toFixed(0)}` : '–';
  return [row.name, perSecond.toFixed(1), (perSecond / peer).toFixed(2), ...ms, lag, String(others)];
}

/** Accepted letters a second, how long each took and how long the event loop stood still. True when the promise is kept. */
export async function benchApi(options: ApiBenchOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const measured = [];
  for (const processes of PROCESSES) measured.push(await measure(processes, options, say));
  const rows = measured.flatMap((each) => each.rows);
  const [peer] = rows;
  const peerRate = peer ? served(peer) / peer.seconds : NaN;
  const heads = ['what', 'letters/s', 'to bare', 'p50 ms', 'p95 ms', 'p99 ms', 'event loop p99 / max ms', 'not 201'];
  process.stdout.write(
    tableOf(
      heads,
      rows.map((row) => cellsOf(row, peerRate)),
    ),
  );
  const kept = measured.every(({ during }) => isKept(during));
  process.stdout.write(
    `${kept ? 'Kept' : 'NOT kept'}: ${BAR.rate} letters/s during a print run, all answered 201, p99 within ${BAR.p99Ms} ms.\n`,
  );
  return kept;
}
