import { createApplyInboundFile } from '../../src/activities/inbound/apply-inbound-file';
import { createHintBatches } from '../../src/activities/inbound/hint-batches';
import { createReadInboundFile } from '../../src/activities/inbound/read-inbound-file';
import { createReportInboundFile } from '../../src/activities/inbound/report-inbound-file';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createInboundStore } from '../../src/adapters/postgres/inbound-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createTickets } from '../../src/adapters/postgres/tickets';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import type { Workflows } from '../../src/ports';
import { runActivity } from '../../test/activities/run-activity';
import { answerMeasured } from '../measure';
import type { IntakeJob } from './bench-intake';

const nobody = (): void => undefined;

/** The program whose memory is measured: the worker's own activities between real servers, without workflows around them. */
async function doStep({ objects: settings, databaseUrl, sha256, step }: IntakeJob): Promise<object> {
  const objects = createObjectStore(settings);
  const database = createDatabase({ url: databaseUrl });
  const { db } = database;
  const log = { info: nobody, error: nobody };
  const [inbound, batches, tickets] = [createInboundStore(db), createBatchStore(db), createTickets(db, log)];
  const workflows = { hintBatches: () => Promise.resolve() } as Partial<Workflows> as Workflows;
  const deps = { objects, inbound, batches, tickets, log, workflows };
  try {
    switch (step) {
      case 'read':
        return await runActivity(() => createReadInboundFile(deps)({ sha256 }));
      case 'apply':
        return await runActivity(() => createApplyInboundFile(deps)({ sha256 }));
      case 'report':
        await runActivity(() => createReportInboundFile(deps)({ sha256 }));
        await runActivity(() => createHintBatches(deps)({ sha256 }));
        return {};
    }
  } finally {
    objects.close();
    await database.close();
  }
}

answerMeasured(doStep);
