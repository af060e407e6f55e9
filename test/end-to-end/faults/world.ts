import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import type { Application } from '../../../dev/stack/application';
import { freePort } from '../../../dev/stack/ports';
import { retrySignal } from '../../../src/contract';
import { eventually } from '../../support/eventually';
import { type TcpProxy, startTcpProxy } from '../../support/tcp-proxy';
import { auditFile } from '../auditor';
import { type ObjectProxy, startObjectProxy } from '../object-proxy';
import { type LetterRow, type PostroomUnderTest, printedSample, startPostroom } from '../postroom-under-test';
import type { Stop, StruckStop } from './stops';

export const PATIENCE = { everyMs: 100 };

/** A stack whose worker can be stopped at any call, behind wires of ours. */
export interface FaultWorld extends PostroomUnderTest {
  readonly s3: ObjectProxy;
  readonly temporalLine: TcpProxy;
  readonly postgresLine: TcpProxy;
  /** Settings that the faults' workers need, for `worker.start`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly stops: (worker?: Application) => Stops;
  /** Published once by the printer's own log, answered, every workflow closed, no ticket open about its batch. */
  expectPrintedOnce(letters: readonly LetterRow[], options?: { readonly parked?: boolean }): Promise<void>;
  batchesOf(letters: readonly LetterRow[]): Promise<readonly string[]>;
  /** An operator's leave to try the parked step again. */
  retry(batchId: string): Promise<void>;
  /** What the auditor finds wrong with everything so far: each letter with a 201 once, none lost. */
  findings(): Promise<readonly string[]>;
}

/** The stops of one worker process, from outside. */
export interface Stops {
  plan(stops: readonly Stop[]): Promise<void>;
  struck(): Promise<readonly StruckStop[]>;
  /** Lets go on who stands, and forgets the plan's stops that were not met. */
  release(): Promise<void>;
  /** Waits until each planned stop has somebody standing at it. */
  allStruck(count: number): Promise<readonly StruckStop[]>;
}

function stopsOf(folder: string, worker: Application): Stops {
  async function ask(method: 'GET' | 'PUT' | 'POST', body?: unknown): Promise<readonly StruckStop[]> {
    const port = readFileSync(join(folder, `${worker.pid}.stops`), 'utf8');
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await (await fetch(`http://127.0.0.1:${port}/`, init)).json()) as StruckStop[];
  }
  return {
    plan: async (stops) => {
      await ask('PUT', stops);
    },
    struck: () => ask('GET'),
    release: async () => {
      await ask('POST', {});
    },
    allStruck: (count) =>
      eventually(async () => {
        const struck = await ask('GET');
        if (struck.length >= count) return struck;
        throw new Error(`only ${struck.length} of ${count} stops were met: ${JSON.stringify(struck)}`);
      }, PATIENCE),
  };
}

/** Bundled once a file, with the silences shortened. */
async function bundle(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', '..', 'src', 'workflows', 'index.ts'),
    workflowInterceptorModules: [join(__dirname, 'short-silences.ts')],
    logger: new DefaultLogger('WARN'),
  });
  const path = join(folder, 'workflows.js');
  writeFileSync(path, code);
  return path;
}

async function startWires(folder: string) {
  const ports = { temporal: await freePort(), postgres: await freePort(), s3: await freePort() };
  const temporalLine = await startTcpProxy({ port: ports.temporal });
  const postgresLine = await startTcpProxy({ port: ports.postgres });
  const s3 = await startObjectProxy(`http://127.0.0.1:${ports.s3}`);
  const settings = {
    FAULTS_FOLDER: folder,
    FAULTS_BUNDLE: await bundle(folder),
    FAULTS_POSTGRES_PORT: String(postgresLine.port),
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalLine.port}`,
    S3_ENDPOINT: s3.url,
    PRINTER_CALL_SECONDS: '3',
    TRANSFER_SLOTS: '8',
    PREPARE_SLOTS: '2',
    BATCH_MAX_LETTERS: '2',
    DATABASE_POOL_WAIT_SECONDS: '5',
  };
  return { ports, temporalLine, postgresLine, s3, settings };
}

/** Starts a stack for one test file. */
export async function openFaultWorld(
  environment: Readonly<Record<string, string>> = {},
  options: { readonly workers?: number } = {},
): Promise<FaultWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-faults-'));
  const { ports, temporalLine, postgresLine, s3, settings } = await startWires(folder);
  const workerEntry = 'test/end-to-end/faults/worker.ts';
  const postroom = await startPostroom({ ...settings, ...environment }, { ...options, workerEntry, ports });
  const { database, stack, temporal } = postroom;

  const batchesOf: FaultWorld['batchesOf'] = async (letters) => {
    const ids = new Set((await postroom.rows(letters)).map(({ batch_id }) => batch_id));
    return [...ids].filter((id) => id !== null);
  };
  return {
    ...postroom,
    s3,
    temporalLine,
    postgresLine,
    settings,
    stops: (worker = stack.worker) => stopsOf(folder, worker),
    batchesOf,
    async expectPrintedOnce(letters, { parked = false } = {}) {
      await postroom.untilStatus(letters, 'delivered', PATIENCE);
      expect(await postroom.timesPrinted(letters)).toEqual(letters.map(() => 1));
      for (const id of await batchesOf(letters)) {
        expect(await temporal.workflow.getHandle(`batch-${id}`).result()).toMatchObject({ kind: 'closed' });
        const about = await database.query<{ kind: string; open: boolean }>(
          'select kind, closed_at is null as open from tickets where message like $1',
          [`%${id}%`],
        );
        expect(about.rows).toEqual(parked ? [{ kind: 'batch-parked', open: false }] : []);
      }
    },
    async retry(batchId) {
      const handle = temporal.workflow.getHandle(`batch-${batchId}`);
      await handle.signal(retrySignal, { actor: 'operator', reason: 'the fault is mended' });
    },
    async findings() {
      const accepted = await database.query<{ reference: string }>(`select reference from letters`);
      const sha256 = createHash('sha256')
        .update(await printedSample())
        .digest('hex');
      const letters = accepted.rows.map(({ reference }) => ({ reference, sha256 }));
      return auditFile(stack.state.printer.receivedLog, letters);
    },
    async end() {
      await postroom.end();
      await Promise.all([temporalLine.close(), postgresLine.close(), s3.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
