import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveProgram } from '../../dev/programs/resolve-program';
import { ensureBucket } from '../../dev/stack/bucket';
import { startObjectServer } from '../../dev/stack/object-server';
import { freePort } from '../../dev/stack/ports';
import { startPrinterProcess } from '../../dev/stack/printer';
import { keepProcesses } from '../../dev/stack/processes';
import type { ObjectStoreSettings } from '../../src/adapters/s3/create-client';
import type { PrinterSettings } from '../../src/adapters/sftp/settings';

export interface BenchServers {
  readonly objects: ObjectStoreSettings;
  readonly printer: PrinterSettings;
}

const BUCKET = 'bench';

/** A real S3 server and the simulated printer with a real SFTP program, each a process, over a folder that goes with them. */
export async function startBenchServers(say: (line: string) => void): Promise<BenchServers & { end(): Promise<void> }> {
  const programs = { s3: await resolveProgram('versitygw', say), sftp: await resolveProgram('sftp-server', say) };
  const processes = await keepProcesses();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
    processes.removeAtEnd(folder);
    const [dataFolder, printerFolder] = [join(folder, 's3'), join(folder, 'printer')];
    await Promise.all([mkdir(dataFolder), mkdir(printerFolder)]);
    const logFile = (name: string): string => join(folder, `${name}.log`);
    const s3 = { program: programs.s3, dataFolder, port: await freePort(), logFile: logFile('s3') };
    const objectServer = await startObjectServer(processes, s3);
    await ensureBucket(objectServer, BUCKET);
    const sftp = { folder: printerFolder, sftpServerProgram: programs.sftp, port: 0, logFile: logFile('printer') };
    const { host, port, username, privateKeyFile, hostKeyFingerprint, ...folders } = await startPrinterProcess(
      processes,
      sftp,
    );
    return {
      objects: { ...objectServer, bucket: BUCKET, pathStyle: true, checksums: 'WHEN_SUPPORTED' },
      printer: {
        host,
        port,
        username,
        privateKeys: [await readFile(privateKeyFile, 'utf8')],
        hostKeyFingerprints: [hostKeyFingerprint],
        folders: { staging: folders.staging, inbox: folders.inbox, outbox: folders.outbox },
        maxConnections: 2,
      },
      end: () => processes.end(),
    };
  } catch (error) {
    await processes.end();
    throw error;
  }
}
