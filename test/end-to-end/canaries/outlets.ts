/** Every place at which a running Postroom tells something, each as one text. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PostroomUnderTest } from '../postroom-under-test';

/** A history writes the bytes of its payloads in base64: they are shown as the text that they hold. */
const readable = (name: string, value: unknown): unknown => {
  if (name === 'data' && typeof value === 'string') return Buffer.from(value, 'base64').toString();
  return typeof value === 'bigint' ? String(value) : value;
};
const textOf = (value: unknown): string => JSON.stringify(value, readable);

async function metricsOf({ stack }: PostroomUnderTest): Promise<string> {
  const started = stack.worker
    .log()
    .split('\n')
    .find((line) => line.includes('"worker started"'));
  const { health } = JSON.parse(started ?? '{}') as { readonly health?: { readonly port: number } };
  const urls = [`${stack.state.apiUrl}/metrics`, `http://127.0.0.1:${health?.port ?? 0}/metrics`];
  return (await Promise.all(urls.map(async (url) => (await fetch(url)).text()))).join('\n');
}

async function historiesOf({ temporal }: PostroomUnderTest): Promise<string> {
  const parts: string[] = [];
  for await (const { workflowId, runId, typedSearchAttributes, memo } of temporal.workflow.list()) {
    const history = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    parts.push(textOf({ workflowId, attributes: typedSearchAttributes.getAll(), memo, history }));
  }
  for await (const schedule of temporal.schedule.list()) parts.push(textOf(schedule));
  return parts.join('\n');
}

async function operatorsViews(postroom: PostroomUnderTest): Promise<string> {
  const { database } = postroom;
  const { rows } = await database.query<{ day: string }>('select distinct print_day::text as day from print_runs');
  const batches = await database.query<{ id: string }>('select id from batches');
  const paths = [
    ...rows.flatMap(({ day }) => [`/print-runs/${day}`, `/print-runs/${day}/plan?cut_off=now`]),
    ...batches.rows.map(({ id }) => `/batches/${id}`),
    '/holds',
  ];
  return textOf(await Promise.all(paths.map((path) => postroom.operations('GET', path))));
}

async function keysOf({ objects }: PostroomUnderTest): Promise<string> {
  const keys: string[] = [];
  for await (const { key } of objects.list('')) keys.push(key);
  return keys.join('\n');
}

function serversLogs({ places }: PostroomUnderTest): string {
  const folder = join(places.data, 'logs');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

async function ticketsOf({ database }: PostroomUnderTest): Promise<string> {
  const tables = ['tickets', 'ticket_deliveries'].map((name) => database.query(`select * from ${name}`));
  return textOf((await Promise.all(tables)).map(({ rows }) => rows as unknown));
}

const namesAtThePrinter = async (postroom: PostroomUnderTest) => textOf(await postroom.receivedZips());

interface Outlet {
  tell(postroom: PostroomUnderTest): Promise<string> | string;
  /** What it tells for certain: without it nobody has looked. */
  readonly shows: string;
}

/** A new way to tell something stands here as one more line. */
export const OUTLETS: Readonly<Record<string, Outlet>> = {
  'the log of the API': { tell: ({ stack }) => stack.api.log(), shows: '"accepted"' },
  'the log of the worker': { tell: ({ stack }) => stack.worker.log(), shows: '"activity done"' },
  'the logs of all servers and of the printer': { tell: serversLogs, shows: 'database system is ready' },
  'the metrics': { tell: metricsOf, shows: 'postroom_' },
  'tickets and their deliveries': { tell: ticketsOf, shows: 'letter-dropped' },
  'histories, search attributes, memos and ids of all workflows, and schedules': {
    tell: historiesOf,
    shows: '\\"batchId\\":',
  },
  'what operators see': { tell: operatorsViews, shows: '"sha256"' },
  'the names of all objects': { tell: keysOf, shows: 'incoming/' },
  'the names of what the printer received': { tell: namesAtThePrinter, shows: '.PDF' },
};
