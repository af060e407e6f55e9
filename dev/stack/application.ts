import { CHECKOUT } from './places';
import { untilReady } from './ports';
import type { Processes, RunningProcess } from './processes';

/** One of our own processes, which can end and be started again while the stack lives. */
export interface Application {
  readonly name: string;
  /** Of the process that runs now, or that ran last. */
  readonly pid: number;
  hasExited(): boolean;
  /** Starts it, with further settings if given, and waits until it is ready. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it as a deploy would. */
  stop(): Promise<void>;
  /** Ends it by a signal and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** All that it has written, over all its starts. */
  log(): string;
}

export interface ApplicationOptions {
  readonly name: string;
  /** The entry's path in the checkout. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Answers 200 once it can do its work. */
  readonly readyUrl: string;
  /** Told when it ends though nobody asked it to. */
  readonly onLost: (running: RunningProcess) => void;
}

const isReady = (url: string) => async () =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Starts it for the first time. */
export async function startApplication(processes: Processes, options: ApplicationOptions): Promise<Application> {
  let running: RunningProcess;
  let wanted = true;

  async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    running = await processes.start({
      name: options.name,
      command: process.execPath,
      arguments: ['--import', 'tsx', options.entry],
      environment: { ...options.environment, ...environment },
      folder: CHECKOUT,
      logFile: options.logFile,
      kind: 'application',
      stopSignal: 'SIGTERM',
      stopWithinMs: 5_000,
    });
    wanted = true;
    const started = running;
    await untilReady(started, isReady(options.readyUrl));
    void started.exited.then(() => {
      if (wanted && started === running) options.onLost(started);
    });
  }

  await start();
  return {
    name: options.name,
    get pid() {
      return running.pid;
    },
    hasExited: () => running.hasExited(),
    start,
    stop: () => {
      wanted = false;
      return running.stop();
    },
    kill: async (signal) => {
      wanted = false;
      running.kill(signal);
      await running.exited;
    },
    log: () => running.log(),
  };
}
