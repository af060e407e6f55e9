import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDataFolder } from '../../../dev/stack/postgres-user';
import type { StackState } from '../../../dev/stack/state';
import { eventually } from '../../support/eventually';
import { isAlive, processTree } from '../../support/process-tree';

const checkout = join(__dirname, '..', '..', '..');
const readyWithin = { everyMs: 200 };

/** A value with the name of its type in each place. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'string']));
const SHAPE = {
  pid: 'number',
  environment: 'string',
  apiUrl: 'string',
  temporal: texts('address', 'namespace', 'uiUrl'),
  postgresUrl: 'string',
  s3: texts('endpoint', 'region', 'accessKeyId', 'secretAccessKey', 'bucket'),
  sftp: {
    ...texts('host', 'username', 'privateKeyFile', 'hostKeyFingerprint', 'inbox', 'staging', 'outbox'),
    port: 'number',
  },
  printer: texts('controlUrl', 'receivedLog'),
  operator: texts('name', 'token'),
  service: { id: 'string', keys: texts('live', 'team', 'test'), letterTemplateId: 'string' },
};

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

describe('The local stack', () => {
  const root = mkdtempSync(join(tmpdir(), 'postroom-stack-'));
  const folder = join(root, 'stack');
  const stateFile = join(folder, 'stack.json');
  const started: Started[] = [];

  function start(...options: readonly string[]): Started {
    const child = spawn(process.execPath, ['--import', 'tsx', 'dev/stack.ts', '--folder', folder, ...options], {
      cwd: checkout,
      env: { ...process.env, NOTIFY_ENVIRONMENT: '', npm_lifecycle_event: '' },
    });
    let written = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
    const stack = {
      child,
      output: () => written,
      exitCode: once(child, 'exit').then(([code]) => code as number | null),
    };
    started.push(stack);
    return stack;
  }

  /** What `stack.json` says once it is there; what the stack wrote, where it ended instead. */
  async function ready({ child, output }: Started): Promise<StackState> {
    await eventually(() => existsSync(stateFile) || child.exitCode !== null, readyWithin);
    if (child.exitCode !== null) throw new Error(output());
    return JSON.parse(readFileSync(stateFile, 'utf8')) as StackState;
  }

  beforeAll(() => {
    // As in a checkout in root's home, where no other user is let in.
    mkdirSync(folder, { mode: 0o700 });
  });

  afterAll(async () => {
    for (const { child, exitCode } of started) {
      child.kill('SIGKILL');
      await exitCode;
    }
    removeDataFolder(join(folder, 'data', 'postgres'));
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('says where everything is, refuses a second start, leaves nothing behind when it is killed, and keeps its data', async () => {
    const first = start();
    const state = await ready(first);
    expect(shapeOf(state)).toEqual(SHAPE);
    expect(state.pid).toBe(first.child.pid);
    expect(state.environment).toBe('test');
    await expect(fetch(`${state.apiUrl}/readyz`)).resolves.toMatchObject({ status: 200 });
    await expect(fetch(state.temporal.uiUrl)).resolves.toMatchObject({ status: 200 });

    const second = start();
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`A stack already runs here (process ${state.pid}`);

    const pids = processTree(state.pid);
    expect(pids.length).toBeGreaterThanOrEqual(8);
    first.child.kill('SIGKILL');
    await eventually(() => !pids.some(isAlive));
    expect(existsSync(stateFile)).toBe(false);

    const third = start();
    const again = await ready(third);
    expect(again.service).toEqual(state.service);
    const others = processTree(again.pid);
    third.child.kill('SIGINT');
    expect(await third.exitCode).toBe(0);
    expect(others.filter(isAlive)).toEqual([]);
    expect(existsSync(stateFile)).toBe(false);
  }, 400_000);

  it('tells what is wrong with its options in one line', async () => {
    const wrong = start('--api-port', 'many');
    expect(await wrong.exitCode).toBe(1);
    expect(wrong.output().trim()).toBe('--api-port takes a number from 1 to 65535, not many');
  });
});
