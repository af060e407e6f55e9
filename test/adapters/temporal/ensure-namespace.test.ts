import { randomUUID } from 'node:crypto';
import { openTemporal } from '../../../src/adapters/temporal/connection';
import { ensureNamespace } from '../../../src/adapters/temporal/ensure-namespace';
import { searchAttributes } from '../../../src/contract';
import { eventually } from '../../support/eventually';
import { servers } from '../../support/servers';
import { DAY } from '../../workflows/story';

describe('The namespace', () => {
  it('Is made with its search attributes and retention; made again, or by two at once, nothing changes', async () => {
    const namespace = `postroom-${randomUUID()}`;
    const { address } = servers().temporal;
    const { client, ...temporal } = openTemporal({ connectionOptions: { address }, namespace });
    await Promise.all([ensureNamespace(client, 30), ensureNamespace(client, 30)]);
    await ensureNamespace(client, 30);

    const { config } = await client.connection.workflowService.describeNamespace({ namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
    const started = await client.workflow.start('printRun', {
      workflowId: 'first',
      taskQueue: 'nobody',
      typedSearchAttributes: [{ key: searchAttributes.printDay, value: DAY }],
    });
    await eventually(async () => (await client.workflow.count(`PrintDay = "${DAY}"`)).count === 1);
    await started.terminate();
    await temporal.close();
  });
});
