import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { untilListening } from './ports';
import type { Processes } from './processes';

export interface ObjectServerOptions {
  readonly program: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly logFile: string;
}

/** How to reach an S3 server. */
export interface ObjectServer {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Starts versitygw on the loopback interface, over a plain folder. */
export async function startObjectServer(processes: Processes, options: ObjectServerOptions): Promise<ObjectServer> {
  const [accessKeyId, secretAccessKey, region] = ['postroom', 'postroom-secret', 'eu-west-2'];
  const objects = join(options.dataFolder, 'objects');
  const metadata = join(options.dataFolder, 'metadata');
  await Promise.all([mkdir(objects, { recursive: true }), mkdir(metadata, { recursive: true })]);
  const server = await processes.start({
    name: 'versitygw',
    command: options.program,
    // Metadata in a folder beside: not every file system keeps extended attributes.
    arguments: ['--quiet', '--keep-alive', '--region', region, '--port', `127.0.0.1:${options.port}`].concat([
      'posix',
      '--sidecar',
      metadata,
      objects,
    ]),
    environment: { ...process.env, ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    folder: options.dataFolder,
    logFile: options.logFile,
    kind: 'server',
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
  });
  await untilListening(server, options.port);
  return { endpoint: `http://127.0.0.1:${options.port}`, region, accessKeyId, secretAccessKey };
}
