/**
 * The process that runs all others. When its owner ends, in whatever way, the channel between them closes, and the keeper ends all
 * that it runs and removes what is to be removed. Ending by will and by crash are the same.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { claim } from './claims';
import type { KeeperReport, KeeperRequest, ProcessSpec } from './keeper-messages';

interface Kept {
  readonly spec: ProcessSpec;
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
}

const kept = new Map<number, Kept>();
const folders: string[] = [];
let ending = false;

const report = (message: KeeperReport) => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

/** Also what a process leaves behind in its group. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is empty.
  }
}

function start(id: number, spec: ProcessSpec): void {
  const log = openSync(spec.logFile, 'a');
  const child = spawn(spec.command, [...spec.arguments], {
    cwd: spec.folder,
    env: spec.environment,
    stdio: ['ignore', log, log],
    detached: true,
    ...spec.user,
  });
  closeSync(log);
  child.on('error', (error) => report({ kind: 'failed', id, reason: error.message }));
  const { pid } = child;
  if (pid === undefined) return;
  const exited = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      killGroup(pid);
      kept.delete(id);
      report({ kind: 'exited', id, code, signal });
      resolve();
    });
  });
  kept.set(id, { spec, child, exited });
  report({ kind: 'started', id, pid });
}

async function stop({ spec, child, exited }: Kept): Promise<void> {
  child.kill(spec.stopSignal);
  const deadline = new AbortController();
  const expired = pause(spec.stopWithinMs, undefined, { signal: deadline.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  await exited;
  deadline.abort();
  await expired;
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  for (const kind of ['application', 'server'] as const) {
    await Promise.all([...kept.values()].filter(({ spec }) => spec.kind === kind).map(stop));
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
  process.exit(0);
}

function obey(request: KeeperRequest): void {
  if (ending) return;
  switch (request.kind) {
    case 'start':
      start(request.id, request.spec);
      return;
    case 'stop': {
      const found = kept.get(request.id);
      if (found) void stop(found);
      return;
    }
    case 'remove-at-end':
      folders.push(request.folder);
  }
}

// For as long as anything runs, also after its owner is gone, the folder is taken.
const [claims] = process.argv.slice(2);
if (claims) claim(claims, 'keeper');

process.on('message', obey);
process.on('disconnect', () => void end());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
report({ kind: 'ready' });
