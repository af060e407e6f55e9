import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { namespaceOf, servers } from './servers';

export interface TestTemporal {
  readonly client: Client;
  readonly connection: Connection;
  /** For workers. */
  readonly nativeConnection: NativeConnection;
  /** This jest worker's own unless another was asked for, with the search attributes of contract.ts. */
  readonly namespace: string;
  readonly address: string;
  /** For `Worker.create`: the bundle is made once a run. */
  readonly workflowBundle: { readonly codePath: string };
  close: () => Promise<void>;
}

type Start = Connection['workflowService']['startWorkflowExecution'];

/**
 * The SDK has no call for it yet: every workflow started over this connection lives on virtual time, which skips while it
 * only waits. Its children have its virtual time too; they skip as well unless that is left to the test (virtual-time.ts).
 */
export function skipTime(connection: Connection, { children = true } = {}): void {
  const service = connection.workflowService;
  const start = service.startWorkflowExecution.bind(service) as (request: object) => ReturnType<Start>;
  const timeSkippingConfig = { enabled: true, disablePropagation: !children };
  const skipping = (request: object) => start({ ...request, timeSkippingConfig });
  service.startWorkflowExecution = skipping as Start;
}

/** Connects a test file to Temporal. With `skipTime`, a wait of days is over in a second. */
export async function connectTemporal(
  options: { readonly skipTime?: boolean; readonly namespace?: string } = {},
): Promise<TestTemporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const { address } = servers().temporal;
  const namespace = options.namespace ?? namespaceOf(process.env['JEST_WORKER_ID'] ?? '1');
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  if (options.skipTime) skipTime(connection);
  return {
    client: new Client({ connection, namespace }),
    connection,
    nativeConnection,
    namespace,
    address,
    workflowBundle: { codePath: servers().workflowBundlePath },
    close: async () => {
      await nativeConnection.close();
      await connection.close();
    },
  };
}
