import { openTemporal } from '../../src/adapters/temporal/connection';
import { createSchedules } from '../../src/adapters/temporal/create-schedules';
import { ensureNamespace } from '../../src/adapters/temporal/ensure-namespace';
import { schedules } from '../../src/schedules';
import type { Processes } from './processes';
import { type TemporalServerOptions, startTemporal } from './temporal-server';

/** The one that the development server always has, and that its Web UI shows first. */
const NAMESPACE = 'default';
const RETENTION_DAYS = 30;

export type WorkflowServerOptions = Pick<TemporalServerOptions, 'program' | 'databaseFile' | 'port' | 'logFile'> & {
  readonly uiPort: number;
};

/** Starts Temporal with its Web UI and makes what Postroom needs there. */
export async function startWorkflowServer(processes: Processes, options: WorkflowServerOptions) {
  const { address } = await startTemporal(processes, { ...options, namespaces: [NAMESPACE], flags: [] });
  const temporal = openTemporal({ connectionOptions: { address }, namespace: NAMESPACE });
  try {
    await ensureNamespace(temporal.client, RETENTION_DAYS);
  } finally {
    await temporal.close();
  }
  return { address, namespace: NAMESPACE, uiUrl: `http://127.0.0.1:${options.uiPort}` };
}

/** Creates or updates the schedules, keeping an operator's pause. */
export async function ensureSchedules(address: string, pollSeconds: number): Promise<void> {
  const temporal = openTemporal({ connectionOptions: { address }, namespace: NAMESPACE });
  try {
    await createSchedules(temporal.client, schedules(pollSeconds)).ensure();
  } finally {
    await temporal.close();
  }
}
