import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption, bundleWorkflowCode } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { servers } from './support/servers';

interface Payload {
  readonly data?: string;
}
interface Recording {
  readonly workflowId: string;
  readonly history: { readonly events: readonly object[] };
}

const HISTORIES = join(__dirname, 'histories');
const versions = readdirSync(HISTORIES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const recordings = versions.flatMap(({ name: version }) =>
  readdirSync(join(HISTORIES, version)).map((file) => [`${version}/${file}`] as const),
);

const load = (path: string) => JSON.parse(readFileSync(join(HISTORIES, path), 'utf8')) as Recording;

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
});

async function replay(workflowBundle: WorkflowBundleOption, path: string): Promise<Error | undefined> {
  const histories = [load(path)];
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) return error;
  throw new Error('nothing was replayed');
}

/** Every name of a field in any payload of a history. */
function fieldsOf({ history }: Recording): ReadonlySet<string> {
  const fields = new Set<string>();
  JSON.parse(JSON.stringify(history), (_, value: Payload | null) => {
    if (typeof value?.data === 'string') JSON.parse(Buffer.from(value.data, 'base64').toString(), note);
    return value;
  });
  function note(key: string, value: unknown): unknown {
    if (!/^\d*$/.test(key)) fields.add(key);
    return value;
  }
  return fields;
}

describe('Histories of released workflows', () => {
  it('There are some of each workflow that lives long or matters most', () => {
    const names = recordings.map(([path]) => path).join();
    for (const workflow of ['print-run', 'letter-batch', 'inbound-file']) expect(names).toContain(`/${workflow}`);
  });

  it.each(recordings)('%s goes on under the workflows of today', async (path) => {
    expect(await replay({ codePath: servers().workflowBundlePath }, path)).toBeUndefined();
  });

  it.each(recordings)('%s is small', (path) => {
    const { events } = load(path).history;
    expect(events.length).toBeLessThan(2_000);
    expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(50_000);
  });

  it.each(recordings)('%s holds ids, names of files, counts and instants, and nobody’s data', (path) => {
    const known = [
      ...['batchId', 'serviceId', 'sha256', 'day', 'runNo', 'afterPosition', 'lastPosition', 'after', 'batchIds'],
      ...['run', 'waits', 'preparingPollMs', 'transferTicketMs', 'temp', 'zipName', 'state', 'kind', 'file', 'lines'],
      ...['held', 'parkedReason', 'reason', 'detail', 'actor', 'letters', 'bytes', 'outstanding', 'batches'],
      ...['leftBehind', 'counts', 'delivered', 'failed', 'publishedAt', 'acknowledgedAt', 'dueAt'],
    ];
    const fields = [...fieldsOf(load(path))];
    expect(fields).not.toEqual([]);
    expect(fields.filter((field) => !known.includes(field))).toEqual([]);
  });
});

it('There is one protobufjs: with a second copy a history in JSON cannot be replayed', () => {
  const seenFrom = (library: string) => require.resolve('protobufjs', { paths: [require.resolve(library)] });
  const copies = ['@temporalio/common', '@temporalio/proto', '@temporalio/worker'].map(seenFrom);
  expect(new Set(copies).size).toBe(1);
});

describe('A changed workflow', () => {
  let changed: WorkflowBundleOption;
  beforeAll(async () => {
    const workflowsPath = require.resolve('./fixtures/changed-workflows');
    changed = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  });

  it.each(recordings)('%s does not go on under it, and the replay says so', async (path) => {
    expect(await replay(changed, path)).toBeInstanceOf(DeterminismViolationError);
  });
});
