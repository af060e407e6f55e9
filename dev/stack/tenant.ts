import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import type { KeyKind } from '../../src/domain/letter';
import type { ServiceStore } from '../../src/ports';
import type { StackState } from './state';

export type Tenant = Pick<StackState, 'service' | 'operator'>;

async function makeTenant(services: ServiceStore): Promise<Tenant> {
  const { id } = await services.create({ name: 'Local service', live: true });
  const keyOf = async (kind: KeyKind) => {
    const { secret } = await services.createKey(id, { name: kind, kind });
    return `${kind}-${id}-${secret}`;
  };
  const keys = { live: await keyOf('live'), team: await keyOf('team'), test: await keyOf('test') };
  return { service: { id, keys, letterTemplateId: null }, operator: await services.createOperator('local-operator') };
}

/** A service to send letters with and an operator to watch them; made once, as their secrets are told only once. */
export async function tenantIn(file: string, ownerUrl: string, sealingKey: string): Promise<Tenant> {
  if (!existsSync(file)) {
    const database = createDatabase({ url: ownerUrl, applicationName: 'postroom-stack', max: 1 });
    try {
      const tenant = await makeTenant(createServiceStore(database.db, Buffer.from(sealingKey, 'base64')));
      writeFileSync(file, JSON.stringify(tenant), { mode: 0o600 });
    } finally {
      await database.close();
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Tenant;
}
