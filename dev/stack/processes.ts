import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeeperReport, KeeperRequest, ProcessSpec } from './keeper-messages';

export type { ProcessSpec } from './keeper-messages';

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  hasExited(): boolean;
  /** Ends it in its own way, by force when that takes too long. */
  stop(): Promise<void>;
  /** Sends a signal at once, as the outside world would. */
  kill(signal: NodeJS.Signals): void;
  /** What it has written so far. */
  log(): string;
}

/** A process that ends and comes back as it was started. */
export interface RunningAgain {
  /** Ends it by a signal and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Started, but not yet ready. */
  start(): Promise<void>;
}

/** Starts processes that cannot outlive this one. */
export interface Processes {
  start(spec: ProcessSpec): Promise<RunningProcess>;
  /** The one of this name that was started last. */
  runningAgain(name: string): RunningAgain;
  /** Removes the folder when all is ended, also after a crash of this process. */
  removeAtEnd(folder: string): void;
  /** Ends all that was started: applications first, then servers. */
  end(): Promise<void>;
  /** Pids of all that runs, the keeper's too. */
  pids(): readonly number[];
}

interface Entry {
  readonly started: (pid: number) => void;
  readonly failed: (error: Error) => void;
  readonly exited: (status: ExitStatus) => void;
}

function dispatcher(entries: Map<number, Entry>) {
  return (report: KeeperReport) => {
    if (report.kind === 'ready') return;
    const entry = entries.get(report.id);
    if (report.kind === 'started') return entry?.started(report.pid);
    if (report.kind === 'failed') return entry?.failed(new Error(report.reason));
    entry?.exited({ code: report.code, signal: report.signal });
  };
}

function starter(send: (request: KeeperRequest) => void, entries: Map<number, Entry>, running: Set<RunningProcess>) {
  let lastId = 0;
  return (spec: ProcessSpec) =>
    new Promise<RunningProcess>((resolve, reject) => {
      const id = ++lastId;
      let over = false;
      let exited: (status: ExitStatus) => void;
      const exit = new Promise<ExitStatus>((settle) => (exited = settle));
      entries.set(id, {
        failed: (error) => reject(new Error(`${spec.name} cannot be started: ${error.message}`)),
        exited: (status) => {
          over = true;
          exited(status);
        },
        started: (pid) => {
          const handle: RunningProcess = {
            name: spec.name,
            pid,
            exited: exit,
            hasExited: () => over,
            stop: async () => {
              if (!over) send({ kind: 'stop', id });
              await exit;
            },
            kill: (signal) => {
              if (!over) process.kill(pid, signal);
            },
            log: () => readFileSync(spec.logFile, 'utf8'),
          };
          running.add(handle);
          void exit.then(() => running.delete(handle));
          resolve(handle);
        },
      });
      send({ kind: 'start', id, spec });
    });
}

/** Longer than the keeper gives applications and then servers. */
const END_WITHIN_MS = 20_000;

/** When the keeper itself is killed, what it ran has nobody else left. */
function killOrphans(running: ReadonlySet<RunningProcess>): void {
  for (const { pid } of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

function forkKeeper(claims: string | undefined): ChildProcess {
  return fork(join(__dirname, 'keeper.ts'), claims === undefined ? [] : [claims], {
    execArgv: ['--import', 'tsx'],
    cwd: join(__dirname, '..', '..'),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Out of reach of the terminal's Ctrl-C: the owner decides when all ends.
    detached: true,
  });
}

export interface KeeperOptions {
  /** A folder that the keeper claims for as long as anything runs. */
  readonly claims?: string;
  /** Called when the keeper dies though nobody asked it to; nothing it ran is left then. */
  readonly onLost?: () => void;
}

export async function keepProcesses({ claims, onLost }: KeeperOptions = {}): Promise<Processes> {
  const keeper = forkKeeper(claims);
  const entries = new Map<number, Entry>();
  const running = new Set<RunningProcess>();
  const gone = once(keeper, 'exit');
  let ending = false;
  keeper.on('message', dispatcher(entries));
  await Promise.race([once(keeper, 'message'), gone.then(() => Promise.reject(new Error('the keeper did not start')))]);
  void gone.then(() => {
    if (ending) return;
    killOrphans(running);
    onLost?.();
  });

  const send = (request: KeeperRequest) => void keeper.send(request);
  const start = starter(send, entries, running);
  const started = new Map<string, { readonly spec: ProcessSpec; readonly process: RunningProcess }>();
  const startNamed = async (spec: ProcessSpec): Promise<RunningProcess> => {
    const process = await start(spec);
    started.set(spec.name, { spec, process });
    return process;
  };
  const named = (name: string) => {
    const found = started.get(name);
    if (!found) throw new Error(`No process ${name} was started`);
    return found;
  };
  return {
    start: startNamed,
    runningAgain: (name) => ({
      kill: async (signal) => {
        const { process } = named(name);
        process.kill(signal);
        await process.exited;
      },
      start: async () => {
        await startNamed(named(name).spec);
      },
    }),
    removeAtEnd: (folder) => send({ kind: 'remove-at-end', folder }),
    end: async () => {
      ending = true;
      if (keeper.connected) keeper.disconnect();
      const overdue = setTimeout(() => {
        keeper.kill('SIGKILL');
        killOrphans(running);
      }, END_WITHIN_MS);
      await gone;
      clearTimeout(overdue);
    },
    pids: () => [keeper.pid ?? 0, ...[...running].map(({ pid }) => pid)],
  };
}
