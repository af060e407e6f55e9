import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveProgram } from '../../dev/programs/resolve-program';
import { ensureBucket } from '../../dev/stack/bucket';
import { startObjectServer } from '../../dev/stack/object-server';
import { freePort } from '../../dev/stack/ports';
import { startPostgres } from '../../dev/stack/postgres';
import { keepProcesses } from '../../dev/stack/processes';
import { migrate } from '../../src/adapters/postgres/migrate';
import type { ObjectStoreSettings } from '../../src/adapters/s3/create-client';

export interface IntakeServers {
  readonly objects: ObjectStoreSettings;
  /** Reaches Postgres as its superuser. */
  readonly databaseUrl: string;
}

const BUCKET = 'bench';

/** A real Postgres with our tables, and a real S3 server, over a folder that goes with them. */
export async function startIntakeServers(
  say: (line: string) => void,
): Promise<IntakeServers & { end(): Promise<void> }> {
  const program = await resolveProgram('versitygw', say);
  const processes = await keepProcesses();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
    processes.removeAtEnd(folder);
    await chmod(folder, 0o755); // as root, Postgres runs as another user
    const logFile = (name: string): string => join(folder, `${name}.log`);
    const [s3Folder, postgresFolder] = [join(folder, 's3'), join(folder, 'postgres')];
    await mkdir(s3Folder);
    const s3 = { program, dataFolder: s3Folder, port: await freePort(), logFile: logFile('s3') };
    const objectServer = await startObjectServer(processes, s3);
    await ensureBucket(objectServer, BUCKET);
    // As an installation has it, but for the disk of this machine.
    const settings = ['synchronous_commit=off'];
    const postgres = { dataFolder: postgresFolder, port: await freePort(), logFile: logFile('postgres'), settings };
    const { adminUrl: databaseUrl } = await startPostgres(processes, postgres);
    await migrate(databaseUrl);
    return {
      objects: { ...objectServer, bucket: BUCKET, pathStyle: true, checksums: 'WHEN_SUPPORTED' },
      databaseUrl,
      end: () => processes.end(),
    };
  } catch (error) {
    await processes.end();
    throw error;
  }
}
