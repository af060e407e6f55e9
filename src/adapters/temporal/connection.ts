import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** Where Temporal is; for the connections of clients and of workers alike. */
export interface TemporalSettings {
  readonly connectionOptions: ConnectionOptions;
  readonly namespace: string;
}

/** Temporal's own variables (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, …) or its profile file. */
export function readTemporalSettings(): TemporalSettings {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** Connects at the first call and not before: a process starts, and an API accepts letters, while Temporal is away. */
export function openTemporal(settings: TemporalSettings): { readonly client: Client; close(): Promise<void> } {
  const connection = Connection.lazy(settings.connectionOptions);
  const client = new Client({ connection, namespace: settings.namespace });
  return { client, close: () => connection.close() };
}
