import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { DEFAULT_FOLDER } from '../stack/options';
import { placesIn } from '../stack/places';
import { secretsIn } from '../stack/secrets';
import type { StackState } from '../stack/state';

const OTHERS = ['Parking permits', 'Outpatients'];

/** Live keys of the stack's own service and of two more, which are made for this evening. */
export async function serviceKeys(state: StackState): Promise<readonly string[]> {
  const { sealingKey } = secretsIn(placesIn(DEFAULT_FOLDER).secretsFile);
  const database = createDatabase({ url: state.postgresUrl, applicationName: 'postroom-demo', max: 1 });
  try {
    const services = createServiceStore(database.db, Buffer.from(sealingKey, 'base64'));
    const keys = [state.service.keys.live];
    for (const name of OTHERS) {
      const { id } = await services.create({ name, live: true });
      const { secret } = await services.createKey(id, { name: 'demo', kind: 'live' });
      keys.push(`demo-${id}-${secret}`);
    }
    return keys;
  } finally {
    await database.close();
  }
}
