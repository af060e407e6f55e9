import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import type { KeyKind, ServiceId } from '../../src/domain/letter';
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

const tenantFrom = (file: string): Tenant | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Tenant) : undefined;

/** A service to send letters with and an operator to watch them; made once and kept in the file, as their secrets are told only once. */
export async function tenantIn(file: string, ownerUrl: string, sealingKey: string): Promise<Tenant> {
  const database = createDatabase({ url: ownerUrl, applicationName: 'postroom-stack', max: 1 });
  try {
    const services = createServiceStore(database.db, Buffer.from(sealingKey, 'base64'));
    const kept = tenantFrom(file);
    if (kept && (await services.find(kept.service.id as ServiceId))) return kept;
    const made = await makeTenant(services);
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
    return made;
  } finally {
    await database.close();
  }
}
