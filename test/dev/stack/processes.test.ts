import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepProcesses, type ProcessSpec } from '../../../dev/stack/processes';
import { eventually } from '../../support/eventually';
import { isAlive } from '../../support/process-tree';

const checkout = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'postroom-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shell = (script: string): ProcessSpec => ({
  name: 'a shell',
  command: '/bin/sh',
  arguments: ['-c', script],
  environment: process.env,
  folder,
  logFile: join(folder, 'log'),
  kind: 'server',
  stopSignal: 'SIGTERM',
  stopWithinMs: 500,
});

/** Writes the pid of a process of its own making, too. */
const PARENT = 'sleep 1000 & echo "child $!"; wait';

describe('Kept processes', () => {
  it('end with their own children when their owner is killed, and what is to be removed is removed', async () => {
    const doomed = join(folder, 'doomed');
    mkdirSync(doomed);
    const owner = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', '-e'],
        `void (async () => {
          const processes = await require('./dev/stack/processes').keepProcesses();
          processes.removeAtEnd(${JSON.stringify(doomed)});
          const shell = await processes.start(${JSON.stringify(shell(PARENT))});
          while (!shell.log().includes('child')) await new Promise((r) => setTimeout(r, 10));
          const child = Number(/child (\\d+)/.exec(shell.log())[1]);
          console.log(JSON.stringify([...processes.pids(), child]));
        })()`,
      ],
      { cwd: checkout },
    );
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    expect(pids).toHaveLength(3);
    expect(pids.every(isAlive)).toBe(true);

    owner.kill('SIGKILL');

    await eventually(() => !pids.some(isAlive));
    expect(existsSync(doomed)).toBe(false);
  });

  it('end when the keeper is killed, and their owner hears of it', async () => {
    let lost = false;
    const processes = await keepProcesses({ onLost: () => (lost = true) });
    const sleeper = await processes.start(shell('exec sleep 1000'));
    const [keeper = 0] = processes.pids();
    process.kill(keeper, 'SIGKILL');
    await eventually(() => lost && !isAlive(sleeper.pid));
  });

  it('are killed when they do not end in their own way', async () => {
    const processes = await keepProcesses();
    const stubborn = await processes.start(shell("trap '' TERM; echo deaf; while :; do sleep 0.1; done"));
    await eventually(() => stubborn.log().includes('deaf'));
    await stubborn.stop();
    expect(await stubborn.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await processes.end();
  });

  it('are refused by name when there is no such program', async () => {
    const processes = await keepProcesses();
    const missing = processes.start({ ...shell(''), name: 'the missing one', command: '/no/such/program' });
    await expect(missing).rejects.toThrow('the missing one cannot be started');
    await processes.end();
  });
});
