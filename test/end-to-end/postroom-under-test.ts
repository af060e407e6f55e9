import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { type LettersClient, createLettersClient } from '../../dev/demo/letters-client';
import { type PrinterClient, createPrinterClient } from '../../dev/printer/client';
import { type ReceivedZip, readReceivedLog } from '../../dev/printer/received-log';
import { asRole, environmentOf } from '../../dev/stack/environment';
import type { StackOptions } from '../../dev/stack/options';
import { CHECKOUT, type Places, placesIn } from '../../dev/stack/places';
import { secretsIn } from '../../dev/stack/secrets';
import { type Stack, startStack } from '../../dev/stack/start-stack';
import { type ObjectStore } from '../../src/ports';
import { judgePdf } from '../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../src/adapters/pdf/pdfium/load-pdfium';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { eventually } from '../support/eventually';

export const SAMPLE = readFileSync(join(__dirname, '..', '..', 'dev', 'samples', 'letters', 'valid_letter.pdf'));
/** What is printed of it: the same bytes each time. */
export async function printedSample(): Promise<Uint8Array> {
  const inspection = await judgePdf(await loadPdfium(), SAMPLE, { kind: 'letter', international: false });
  if (inspection.kind !== 'letter') throw new Error('the sample letter is not good');
  return inspection.pdf;
}
const run = promisify(execFile);
const SOON = { everyMs: 100 };
/** Longer than a dead worker's silence is noticed, plus the retry. */
export const AFTER_A_CRASH = { timeoutMs: 300_000, everyMs: 250 };

export interface LetterRow {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly batch_id: string | null;
  readonly print_key: string | null;
}

/** A whole Postroom of its own for one test file: every process and server real. */
export interface PostroomUnderTest {
  readonly stack: Stack;
  readonly places: Places;
  readonly service: LettersClient;
  readonly printer: PrinterClient;
  readonly objects: ObjectStore;
  readonly database: Pool;
  readonly temporal: TemporalClient;
  /** Sends letters and waits until they are prepared. */
  letters(count: number, postage?: string): Promise<readonly LetterRow[]>;
  rows(letters: readonly { readonly id: string }[]): Promise<readonly LetterRow[]>;
  untilStatus(letters: readonly LetterRow[], status: string, patience?: typeof SOON): Promise<readonly LetterRow[]>;
  /** As an operator: the status and body of the answer. */
  operations(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Runs one command with an operator's rights, and gives its JSON. */
  command(...argv: readonly string[]): Promise<Record<string, unknown>>;
  /** Starts a run of what was accepted until now. */
  startRun(): Promise<{ readonly day: string; readonly runNo: number; readonly workflowId: string }>;
  /** How often each letter's file reached the printer, by the printer's own log. */
  timesPrinted(letters: readonly LetterRow[]): Promise<readonly number[]>;
  receivedZips(): Promise<readonly ReceivedZip[]>;
  batch(id: string): Promise<Record<string, unknown>>;
  tickets(): Promise<readonly { readonly kind: string; readonly message: string; readonly closed_at: Date | null }[]>;
  end(): Promise<void>;
}

export async function startPostroom(
  environment: Readonly<Record<string, string>> = {},
  options: Pick<StackOptions, 'workers' | 'workerEntry' | 'ports'> = {},
): Promise<PostroomUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-end-to-end-'));
  chmodSync(folder, 0o755); // Postgres runs as another user when tests run as root
  const stack = await startStack({ folder, fresh: true, environment, ...options });
  const { state } = stack;
  const service = createLettersClient(state.apiUrl, state.service.keys.live);
  const database = new Pool({ connectionString: state.postgresUrl, max: 4 });
  database.on('error', () => undefined); // the stack ends its Postgres first
  const connection = Connection.lazy({ address: state.temporal.address });
  const objects = createObjectStore({ ...state.s3, pathStyle: true, checksums: 'WHEN_SUPPORTED' });
  const receivedZips = async () =>
    (await readReceivedLog(state.printer.receivedLog)).filter((line) => line.event === 'received');

  const places = placesIn(folder);
  const command: PostroomUnderTest['command'] = async (...argv) => {
    const secrets = secretsIn(places.secretsFile);
    const env = environmentOf(state, asRole(state.postgresUrl, 'postroom_operator', secrets), secrets);
    const words = ['--import', 'tsx', join(CHECKOUT, 'src', 'cli', 'postroom.ts'), ...argv, '--json'];
    const { stdout } = await run(process.execPath, words, { cwd: CHECKOUT, env: { ...env } });
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  const rows: PostroomUnderTest['rows'] = async (letters) => {
    const ids = letters.map(({ id }) => id);
    const columns = 'id, reference, status, batch_id, print_key';
    const found = await database.query<LetterRow>(`select ${columns} from letters where id = any ($1::uuid[])`, [ids]);
    return found.rows;
  };
  const untilStatus: PostroomUnderTest['untilStatus'] = (letters, status, patience = SOON) =>
    eventually(async () => {
      const found = await rows(letters);
      const elsewhere = found.filter((row) => row.status !== status);
      if (elsewhere.length > 0)
        throw new Error(`${elsewhere.length} letters are ${String(elsewhere[0]?.status)}, not ${status}`);
      return found;
    }, patience);
  const operations: PostroomUnderTest['operations'] = async (method, path, body) => {
    const answer = await fetch(`${state.apiUrl}/operations${path}`, {
      method,
      headers: { authorization: `Bearer ${state.operator.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  return {
    stack,
    places,
    service,
    printer: createPrinterClient(state.printer.controlUrl),
    objects,
    database,
    temporal: new TemporalClient({ connection, namespace: state.temporal.namespace }),
    rows,
    untilStatus,
    operations,
    receivedZips,
    command,
    async letters(count, postage = 'second') {
      const send = () => service.send({ reference: randomUUID(), postage, pdf: SAMPLE });
      const ids = await Promise.all(Array.from({ length: count }, send));
      return untilStatus(
        ids.map((id) => ({ id }) as LetterRow),
        'created',
      );
    },
    async startRun() {
      const { status, body } = await operations('POST', '/print-runs', { cut_off: 'now', reason: 'test' });
      if (status !== 201) throw new Error(`the run was answered with ${status}: ${JSON.stringify(body)}`);
      return { day: String(body['day']), runNo: Number(body['run_no']), workflowId: String(body['workflow_id']) };
    },
    async timesPrinted(letters) {
      const entries = (await receivedZips()).flatMap((zip) => zip.entries.map(({ name }) => name.split('.')[1]));
      return letters.map(({ reference }) => entries.filter((entry) => entry === reference).length);
    },
    async batch(id) {
      return (await operations('GET', `/batches/${id}`)).body;
    },
    async tickets() {
      return (await database.query('select kind, message, closed_at from tickets order by id')).rows as never;
    },
    async end() {
      await database.end();
      await connection.close();
      await stack.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
