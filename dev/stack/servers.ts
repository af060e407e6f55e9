import { join } from 'node:path';
import { type Say, resolveProgram } from '../programs/resolve-program';
import { ensureBucket } from './bucket';
import { startDatabase } from './database';
import { startObjectServer } from './object-server';
import type { PortName } from './options';
import type { Places } from './places';
import { freePort } from './ports';
import { startPrinterProcess } from './printer';
import { linkedFolder } from './postgres-user';
import type { Processes } from './processes';
import type { StackSecrets } from './secrets';
import type { StackState } from './state';
import { tenantIn } from './tenant';
import { startWorkflowServer } from './workflow-server';

export interface ServersOptions {
  readonly places: Places;
  readonly secrets: StackSecrets;
  readonly ports: Partial<Readonly<Record<PortName, number>>>;
  readonly say: Say;
}

/** All of a stack but Postroom's own processes. */
export type Servers = Omit<StackState, 'pid' | 'apiUrl'>;

const BUCKET = 'postroom';

/** Says when a part is up, and how long that took. */
async function told<T>(say: Say, what: string, part: Promise<T>): Promise<T> {
  const began = Date.now();
  const made = await part;
  say(`${what} is up (${((Date.now() - began) / 1000).toFixed(1)} s).`);
  return made;
}

/** Programs first: building one may take minutes, in which nothing need run. */
async function programs(say: Say) {
  const temporal = await resolveProgram('temporal', say);
  const objectServer = await resolveProgram('versitygw', say);
  const sftpServer = await resolveProgram('sftp-server', say);
  return { temporal, objectServer, sftpServer };
}

/** Starts Postgres, Temporal, the S3 server and the printer side by side, with all that Postroom expects to find in them. */
export async function startServers(
  processes: Processes,
  { places, secrets, ports, say }: ServersOptions,
): Promise<Servers> {
  const { data, logOf } = places;
  const program = await programs(say);
  const portOf = async (name: PortName) => ports[name] ?? (await freePort());

  const database = async () => {
    const options = { dataFolder: places.postgres, port: await portOf('postgres'), logFile: logOf('postgres') };
    const postgresUrl = await startDatabase(processes, { ...options, secrets });
    const keptElsewhere = linkedFolder(places.postgres);
    if (keptElsewhere)
      say(`Postgres runs as another user, whom this folder does not let in: its data are in ${keptElsewhere}.`);
    return { postgresUrl, tenant: await tenantIn(places.tenantFile, postgresUrl, secrets.sealingKey) };
  };
  const workflowServer = async () =>
    startWorkflowServer(processes, {
      program: program.temporal,
      databaseFile: join(data, 'temporal.db'),
      port: await portOf('temporal'),
      uiPort: await portOf('ui'),
      logFile: logOf('temporal'),
    });
  const objects = async () => {
    const options = { program: program.objectServer, dataFolder: join(data, 's3'), logFile: logOf('s3') };
    const server = await startObjectServer(processes, { ...options, port: await portOf('s3') });
    await ensureBucket(server, BUCKET);
    return { ...server, bucket: BUCKET };
  };
  const printer = async () => {
    const options = { folder: join(data, 'printer'), sftpServerProgram: program.sftpServer, logFile: logOf('printer') };
    return startPrinterProcess(processes, { ...options, port: await portOf('sftp') });
  };

  const [{ postgresUrl, tenant }, temporal, s3, address] = await Promise.all([
    told(say, 'Postgres', database()),
    told(say, 'Temporal', workflowServer()),
    told(say, 'The S3 server', objects()),
    told(say, 'The simulated printer', printer()),
  ]);
  const { controlUrl, receivedLog, host, port, username, privateKeyFile, hostKeyFingerprint, inbox, staging, outbox } =
    address;
  const environment = process.env['NOTIFY_ENVIRONMENT'] || 'test';
  const sftp = { host, port, username, privateKeyFile, hostKeyFingerprint, inbox, staging, outbox };
  return { environment, temporal, postgresUrl, s3, sftp, printer: { controlUrl, receivedLog }, ...tenant };
}
