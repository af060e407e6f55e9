import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export interface Measured<Result> {
  readonly result: Result;
  readonly ms: number;
  /** Resident memory in bytes: before the work, and at most. */
  readonly idle: number;
  readonly peak: number;
}

const SETTLE_MS = 500;
const LOOK_MS = 10;

/**
 * Does one job in a fresh process, so that neither the servers nor what was done before counts. With `heapMb`, its heap may
 * hold no more: without a limit a process lets garbage lie as long as there is memory, and shows little of what it needs.
 */
export async function measureIn<Result>(program: string, job: object, heapMb?: number): Promise<Measured<Result>> {
  const limits = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const child = fork(program, { execArgv: ['--import', 'tsx', ...limits], serialization: 'advanced' });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the process that was to be measured ended: ${program}`);
  });
  gone.catch(() => undefined);
  const next = async (): Promise<unknown> => ((await Promise.race([once(child, 'message'), gone])) as [unknown])[0];
  await next();
  child.send(job);
  const measured = (await next()) as Measured<Result>;
  child.disconnect();
  await gone.catch(() => undefined);
  return measured;
}

/** Looks at the memory often; where the system's own high-water mark rose meanwhile, that one counts. */
async function measured<Result>(work: () => Promise<Result>): Promise<Measured<Result>> {
  const highest = (): number => process.resourceUsage().maxRSS * 1024;
  await pause(SETTLE_MS);
  const [idle, before] = [process.memoryUsage.rss(), highest()];
  let peak = idle;
  const looking = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), LOOK_MS);
  const began = performance.now();
  const result = await work();
  const ms = performance.now() - began;
  clearInterval(looking);
  return { result, ms, idle, peak: highest() > before ? highest() : peak };
}

/** The whole of a program that `measureIn` starts: its one job comes as a message, and its measurement goes back as one. */
export function answerMeasured<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.once('message', (job: Job) => {
    void measured(() => work(job)).then((answer) => process.send?.(answer));
  });
  process.send?.('ready');
}
