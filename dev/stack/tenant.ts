import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../src/adapters/postgres/template-store';
import type { KeyKind, ServiceId } from '../../src/domain/letter';
import type { ServiceStore, TemplateStore } from '../../src/ports';
import type { StackState } from './state';

export type Tenant = Pick<StackState, 'service' | 'operator'>;
/** As it was kept before there were templates. */
type Bare = {
  readonly service: Omit<Tenant['service'], 'letterTemplateId'> & { readonly letterTemplateId?: string | null };
  readonly operator: Tenant['operator'];
};

async function makeTenant(services: ServiceStore): Promise<Bare> {
  const { id } = await services.create({ name: 'Local service', live: true });
  const keyOf = async (kind: KeyKind) => {
    const { secret } = await services.createKey(id, { name: kind, kind });
    return `${kind}-${id}-${secret}`;
  };
  const keys = { live: await keyOf('live'), team: await keyOf('team'), test: await keyOf('test') };
  return { service: { id, keys }, operator: await services.createOperator('local-operator') };
}

/** A letter template whose body has `((name))` and no other placeholder. */
export async function makeLetterTemplate(templates: TemplateStore, serviceId: ServiceId): Promise<string> {
  const { id } = await templates.create({
    serviceId,
    name: 'Renewal',
    subject: 'Your permit',
    body: [
      'Dear ((name))',
      'Your permit ends next month. To renew it, bring:',
      '* this letter\n* proof of your address',
      'We look forward to seeing you.',
    ].join('\n\n'),
    contactBlock: 'Permits\n1 Example Street\nLondon\nSW1A 2AA',
    postage: 'second',
    createdBy: 'stack@example.gov.uk',
  });
  return id;
}

async function withTemplate({ service, operator }: Bare, templates: TemplateStore): Promise<Tenant> {
  const letterTemplateId = service.letterTemplateId ?? (await makeLetterTemplate(templates, service.id as ServiceId));
  return { service: { ...service, letterTemplateId }, operator };
}

const tenantFrom = (file: string): Bare | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Bare) : undefined;

/** A service to send letters with and an operator to watch them; made once and kept in the file, as their secrets are told only once. */
export async function tenantIn(file: string, ownerUrl: string, sealingKey: string): Promise<Tenant> {
  const database = createDatabase({ url: ownerUrl, applicationName: 'postroom-stack', max: 1 });
  try {
    const services = createServiceStore(database.db, Buffer.from(sealingKey, 'base64'));
    const kept = tenantFrom(file);
    const isKnown = kept && (await services.find(kept.service.id as ServiceId)) !== undefined;
    const tenant = await withTemplate(isKnown ? kept : await makeTenant(services), createTemplateStore(database.db));
    writeFileSync(file, JSON.stringify(tenant), { mode: 0o600 });
    return tenant;
  } finally {
    await database.close();
  }
}
