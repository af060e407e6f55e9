import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../src/adapters/postgres/template-store';
import { DEFAULT_FOLDER } from '../stack/options';
import { placesIn } from '../stack/places';
import { secretsIn } from '../stack/secrets';
import type { StackState } from '../stack/state';
import { makeLetterTemplate } from '../stack/tenant';

const OTHERS = ['Parking permits', 'Outpatients'];

/** A service's live key, and a template of its own. */
export interface Sender {
  readonly key: string;
  readonly templateId: string;
}

/** The stack's own service and two more, which are made for this evening. */
export async function openSenders({ postgresUrl, service }: StackState): Promise<readonly Sender[]> {
  const { sealingKey } = secretsIn(placesIn(DEFAULT_FOLDER).secretsFile);
  const database = createDatabase({ url: postgresUrl, applicationName: 'postroom-demo', max: 1 });
  try {
    const services = createServiceStore(database.db, Buffer.from(sealingKey, 'base64'));
    const templates = createTemplateStore(database.db);
    const senders: Sender[] = [{ key: service.keys.live, templateId: service.letterTemplateId }];
    for (const name of OTHERS) {
      const { id } = await services.create({ name, live: true });
      const { secret } = await services.createKey(id, { name: 'demo', kind: 'live' });
      senders.push({ key: `demo-${id}-${secret}`, templateId: await makeLetterTemplate(templates, id) });
    }
    return senders;
  } finally {
    await database.close();
  }
}
