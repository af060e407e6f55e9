import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Inspection } from '../../domain/letter';
import { parseVerdict } from './verdicts';

export interface ChildLimits {
  /** For one letter; then the child is killed. */
  readonly letterMs: number;
  /** From the start of a child until it is ready. */
  readonly startMs: number;
  /** Of memory for data, wherever it is allocated: Node's own limit on its heap does not see buffers. Linux only. */
  readonly dataKib: number;
  readonly heapMib: number;
  /** In the child's whole life: ends one that spins on after its parent has died. Linux only. */
  readonly cpuSeconds: number;
}

export interface InspectionChild {
  /** The child's verdict; undefined when it broke, or was killed because its time was over. */
  judge(pdf: Buffer): Promise<Inspection | undefined>;
  alive(): boolean;
  /** Kills it, and returns when it is gone. */
  stop(): Promise<void>;
}

/** Starts a child that waits for its first letter. Throws when it does not get that far: that is no letter's fault. */
export async function startChild(limits: ChildLimits): Promise<InspectionChild> {
  const child = spawnChild(limits);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => resolve()); // it was never there
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await untilReady(child, limits.startMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    judge: (pdf) => judge(child, pdf, limits.letterMs),
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    stop,
  };
}

function spawnChild({ dataKib, heapMib, cpuSeconds }: ChildLimits): ChildProcess {
  const extension = extname(__filename);
  const loader = extension === '.ts' ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
  const entry = join(__dirname, `inspect-child${extension}`);
  const node = [process.execPath, `--max-old-space-size=${heapMib}`, ...loader, entry];
  const limited = ['/bin/sh', '-c', `ulimit -d ${dataKib} && ulimit -t ${cpuSeconds} && exec "$0" "$@"`, ...node];
  const [program = '', ...words] = process.platform === 'linux' ? limited : node;
  return spawn(program, words, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced', // carries bytes as they are
    env: {}, // no secret of ours near a hostile file
    detached: true, // Ctrl-C at the parent's terminal must not look like a letter that broke its reader
  });
}

async function untilReady(child: ChildProcess, startMs: number): Promise<void> {
  const complaints: Buffer[] = [];
  const note = (chunk: Buffer): void => void complaints.push(chunk);
  child.stderr?.on('data', note);
  const signal = AbortSignal.timeout(startMs);
  const ready = once(child, 'message', { signal });
  const gone = once(child, 'close', { signal }).then(() => Promise.reject(new Error('it ended at once')));
  gone.catch(() => undefined);
  try {
    await Promise.race([ready, gone]);
  } catch (cause) {
    const detail = Buffer.concat(complaints).toString().trim().slice(-500) || String(cause);
    throw new Error(`The child process that reads PDFs does not start: ${detail}`, { cause });
  }
  child.stderr?.off('data', note).resume(); // from here on it may hold words of a letter
}

function judge(child: ChildProcess, pdf: Buffer, letterMs: number): Promise<Inspection | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), letterMs);
    const settle = (message: unknown): void => {
      clearTimeout(timer);
      child.off('message', settle).off('exit', broken);
      resolve(parseVerdict(message));
    };
    const broken = (): void => settle(undefined);
    child.once('message', settle).once('exit', broken);
    child.send(pdf, (error) => {
      if (error) broken(); // it ended before it got the letter
    });
  });
}
