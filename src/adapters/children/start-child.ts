import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cpuMsOf } from './cpu-time';
import { wallAround } from './file-wall';
import { makeFolder, removeFolder } from './private-folder';

/** A letter that waits for its inspection gives way to those that come in, and to the print run. */
const NICENESS = 10;
/** How often a child's time is looked at. */
const LOOK_MS = 250;

export interface ChildLimits {
  /** For one letter, by the clock; then the child is killed. Long: on a busy machine a child may wait for its turn. */
  readonly letterMs: number;
  /** For one letter, of the processor's time; then the child is killed. Linux only. */
  readonly letterCpuMs: number;
  /** From the start of a child until it is ready. */
  readonly startMs: number;
  /** Of memory for data, wherever it is allocated: Node's own limit on its heap does not see buffers. Linux only. */
  readonly dataKib: number;
  readonly heapMib: number;
  /** Then a child makes room for a new one: whatever memory its libraries have not given back goes with it. */
  readonly letters: number;
  /** In the child's whole life: ends one that spins on after its parent has died. Linux only. */
  readonly cpuSeconds: number;
}

/** A program that says `ready`, and then answers each message with one message. */
export interface ChildProgram<Answer> {
  /** Its module, without the extension: TypeScript in a checkout, JavaScript when built. */
  readonly entry: string;
  /** As errors name it: `child process that reads PDFs`. */
  readonly purpose: string;
  readonly limits: ChildLimits;
  /** Whether it can do without compiled code, and so be kept from files and processes. Only when built: what loads TypeScript needs both. */
  readonly walled: boolean;
  /** Takes a message for an answer only in the forms it may have; undefined for any other. */
  readonly parse: (message: unknown) => Answer | undefined;
}

/**
 * What became of a letter: `broken`, its child died or had to wait too long for the processor, which need not be the letter's
 * fault; `spent`, it took all the processor's time that it may have, and would again.
 */
export type Reply<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'broken' | 'spent' };

export interface Child<Answer> {
  /** Kills the child when the letter's time is over. */
  ask(question: Serializable): Promise<Reply<Answer>>;
  alive(): boolean;
  /** Kills it, and returns when it is gone. */
  stop(): Promise<void>;
}

/** Starts a child that waits for its first letter, in a folder of its own that goes when it goes. Throws when it does not get that far: that is no letter's fault. */
export async function startChild<Answer>(program: ChildProgram<Answer>): Promise<Child<Answer>> {
  const folder = makeFolder();
  const child = spawnChild(program, folder);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => resolve()); // it was never there
  }).then(() => removeFolder(folder));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await untilReady(child, program);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ask: (question) => ask(child, question, program),
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    stop,
  };
}

function spawnChild<Answer>(
  { entry, walled, limits: { dataKib, heapMib, cpuSeconds } }: ChildProgram<Answer>,
  folder: string,
): ChildProcess {
  const extension = extname(__filename);
  const loader = extension === '.ts' ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
  const wall = walled && extension === '.js' ? wallAround(folder) : [];
  const node = [process.execPath, `--max-old-space-size=${heapMib}`, ...wall, ...loader, `${entry}${extension}`];
  const limited = [
    '/bin/sh',
    '-c',
    `ulimit -d ${dataKib} && ulimit -t ${cpuSeconds} && ulimit -c 0 && exec "$0" "$@"`,
    ...node,
  ];
  const [program = '', ...words] = process.platform === 'linux' ? limited : node;
  const child = spawn(program, words, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced', // carries bytes as they are
    env: { HOME: folder, TMPDIR: folder }, // no secret of ours near a hostile file
    cwd: folder, // ours is none of its business
    detached: true, // Ctrl-C at the parent's terminal must not look like a letter that broke its reader
  });
  if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  return child;
}

async function untilReady<Answer>(
  child: ChildProcess,
  { purpose, limits }: Pick<ChildProgram<Answer>, 'purpose' | 'limits'>,
): Promise<void> {
  const complaints: Buffer[] = [];
  const note = (chunk: Buffer): void => void complaints.push(chunk);
  child.stderr?.on('data', note);
  const signal = AbortSignal.timeout(limits.startMs);
  const ready = once(child, 'message', { signal });
  const gone = once(child, 'close', { signal }).then(() => Promise.reject(new Error('it ended at once')));
  gone.catch(() => undefined);
  try {
    await Promise.race([ready, gone]);
  } catch (cause) {
    const detail = Buffer.concat(complaints).toString().trim().slice(-500) || String(cause);
    throw new Error(`The ${purpose} does not start: ${detail}`, { cause });
  }
  child.stderr?.off('data', note).resume(); // from here on it may hold words of a letter
}

function ask<Answer>(
  child: ChildProcess,
  question: Serializable,
  { parse, limits }: Pick<ChildProgram<Answer>, 'parse' | 'limits'>,
): Promise<Reply<Answer>> {
  return new Promise((resolve) => {
    const [began, cpuBegan] = [Date.now(), cpuMsOf(child.pid)];
    let isSpent = false;
    const look = (): void => {
      isSpent ||= cpuMsOf(child.pid) - cpuBegan >= limits.letterCpuMs;
      if (isSpent || Date.now() - began >= limits.letterMs) child.kill('SIGKILL');
    };
    const timer = setInterval(look, Math.min(LOOK_MS, limits.letterMs));
    const settle = (message: unknown): void => {
      clearInterval(timer);
      child.off('message', settle).off('exit', broken);
      const answer = parse(message);
      resolve(answer === undefined ? { kind: isSpent ? 'spent' : 'broken' } : { kind: 'answered', answer });
    };
    const broken = (): void => settle(undefined);
    child.once('message', settle).once('exit', broken);
    child.send(question, (error) => {
      if (error) broken(); // it ended before it got the letter
    });
  });
}
