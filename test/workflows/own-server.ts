import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { resolveProgram } from '../../dev/programs/resolve-program';
import { freePort } from '../../dev/stack/ports';
import { keepProcesses } from '../../dev/stack/processes';
import { startTemporal } from '../../dev/stack/temporal-server';
import type { TestTemporal } from '../support/temporal';

const NAMESPACE = 'postroom-test-own';

/** A Temporal server beside the shared one, with flags of its own; it ends with the connection to it. */
export async function startOwnServer(
  flags: readonly string[],
  workflowBundle: TestTemporal['workflowBundle'],
): Promise<TestTemporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const processes = await keepProcesses();
  const folder = await mkdtemp(join(tmpdir(), 'postroom-temporal-'));
  processes.removeAtEnd(folder);
  const { address } = await startTemporal(processes, {
    program: await resolveProgram('temporal', () => undefined),
    databaseFile: join(folder, 'temporal.db'),
    port: await freePort(),
    uiPort: null,
    namespaces: [NAMESPACE],
    flags,
    logFile: join(folder, 'temporal.log'),
  });
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection, namespace: NAMESPACE, identity: 'test' }),
    connection,
    nativeConnection,
    namespace: NAMESPACE,
    address,
    workflowBundle,
    close: async () => {
      await nativeConnection.close();
      await connection.close();
      await processes.end();
    },
  };
}
