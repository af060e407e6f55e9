import { realpathSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { resolveProgram } from '../../dev/programs/resolve-program';
import { startObjectServer } from '../../dev/stack/object-server';
import { freePort } from '../../dev/stack/ports';
import { startPostgres } from '../../dev/stack/postgres';
import { keepProcesses, type Processes } from '../../dev/stack/processes';
import { startTemporal } from '../../dev/stack/temporal-server';
import { migrate } from '../../src/adapters/postgres/migrate';
import { ROLE_PASSWORD, TEMPLATE_DATABASE } from './database';
import { NAMESPACES, SERVERS_VARIABLE, type Servers, type StartedParts } from './servers';

declare global {
  var postroomTestProcesses: Processes | undefined;
}

/** As much as is needed here of what jest tells about the run. */
interface Run {
  readonly testPathPatterns?: { readonly patterns: readonly string[] };
}

/** Time can be skipped; a timer that is due by then is seen to in milliseconds instead of a second. */
const SERVER_FLAGS = ['frontend.WorkflowTimeSkippingEnabled=true', 'history.timerProcessorMaxTimeShift="20ms"'].flatMap(
  (value) => ['--dynamic-config-value', value],
);

const say = (line: string) => void process.stderr.write(`${line}\n`);
const source = (path: string) => join(__dirname, '..', '..', 'src', path);

/** `npx jest test/domain` is the quick way to try a rule: neither rules nor walls need a server. */
function needsServers(run: Run): boolean {
  const patterns = run.testPathPatterns?.patterns ?? [];
  return patterns.length === 0 || !patterns.every((pattern) => /(^|\/)test\/(domain|walls)\b/.test(pattern));
}

async function migrateTemplate(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
    const template = new URL(adminUrl);
    template.pathname = TEMPLATE_DATABASE;
    await migrate(template.href);
    await admin.query(`ALTER DATABASE ${TEMPLATE_DATABASE} ALLOW_CONNECTIONS false`);
    const roles = await admin.query<{ name: string }>(
      `SELECT rolname AS name FROM pg_roles WHERE rolname ^@ 'postroom_'`,
    );
    for (const { name } of roles.rows) await admin.query(`ALTER ROLE ${name} LOGIN PASSWORD '${ROLE_PASSWORD}'`);
  } finally {
    await admin.end();
  }
}

async function startDatabase(processes: Processes, folder: string): Promise<string> {
  const dataFolder = join(folder, 'postgres');
  const { adminUrl } = await startPostgres(processes, {
    dataFolder,
    port: await freePort(),
    logFile: join(folder, 'postgres.log'),
    // Nothing here outlives the run.
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  processes.removeAtEnd(realpathSync(dataFolder));
  await migrateTemplate(adminUrl);
  return adminUrl;
}

async function startObjects(processes: Processes, folder: string): Promise<Servers['s3']> {
  const dataFolder = join(folder, 's3');
  await mkdir(dataFolder);
  const program = await resolveProgram('versitygw', say);
  return startObjectServer(processes, { program, dataFolder, port: await freePort(), logFile: join(folder, 's3.log') });
}

async function startWorkflowServer(processes: Processes, folder: string): Promise<Servers['temporal']> {
  return startTemporal(processes, {
    program: await resolveProgram('temporal', say),
    databaseFile: join(folder, 'temporal.db'),
    port: await freePort(),
    uiPort: null,
    namespaces: NAMESPACES,
    flags: SERVER_FLAGS,
    logFile: join(folder, 'temporal.log'),
  });
}

async function bundleWorkflows(folder: string): Promise<string> {
  const path = join(folder, 'workflows.js');
  const workflowsPath = source('workflows/index.ts');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  await writeFile(path, code);
  return path;
}

async function attempt<T>(part: Promise<T>): Promise<{ value: T } | { problem: string }> {
  try {
    return { value: await part };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    say(problem);
    return { problem };
  }
}

/** Starts every server of the tests once; they end with this process, however it ends. */
async function globalSetup(run: Run): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  if (!needsServers(run)) return;
  const processes = await keepProcesses();
  globalThis.postroomTestProcesses = processes;
  const folder = await mkdtemp(join(tmpdir(), 'postroom-test-'));
  processes.removeAtEnd(folder);
  await chmod(folder, 0o755); // as root, Postgres runs as another user
  const [postgresAdminUrl, s3, temporal, workflowBundlePath, sftpServerProgram] = await Promise.all([
    attempt(startDatabase(processes, folder)),
    attempt(startObjects(processes, folder)),
    attempt(startWorkflowServer(processes, folder)),
    attempt(bundleWorkflows(folder)),
    attempt(resolveProgram('sftp-server', say)),
  ]);
  const started: StartedParts = { postgresAdminUrl, s3, temporal, workflowBundlePath, sftpServerProgram };
  process.env[SERVERS_VARIABLE] = JSON.stringify(started);
}

export = globalSetup;
