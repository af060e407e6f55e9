import type { Client } from '@temporalio/client';
import type { Workflows } from '../../ports';
import { within } from './deadlines';
import { createHinting } from './hint-workflows';
import { createRestarts } from './restart-workflows';
import { createTelling } from './tell-batch';
import { createStarts } from './start-workflows';

const HEALTH_MS = 2_000;

/** The port `Workflows` over one client. `close` sends the hints that wait, and leaves the client's connection open. */
export function createWorkflows(client: Client): Workflows & { close(): Promise<void> } {
  const { namespace } = client.workflow.options;
  const look = () => client.connection.workflowService.describeNamespace({ namespace });
  return {
    ...createStarts(client),
    ...createRestarts(client),
    ...createHinting(client),
    ...createTelling(client),
    healthy: () =>
      within(client, HEALTH_MS, look).then(
        () => true,
        () => false,
      ),
  };
}
