/** Keys in every state in which a team may hold one. */
import { randomUUID } from 'node:crypto';
import type { KeyKind, ServiceId } from '../../src/domain/letter';
import type { Service, ServiceTerms } from '../../src/domain/service';
import type { World } from '../api/world';
import type { Account } from './calls';
import type { Urls } from './servers';

export const serviceOf = ({ apiKey }: Account): ServiceId => apiKey.slice(-73, -37) as ServiceId;

export async function makeAccounts(world: World, own: Service, urls: Urls) {
  const { services } = world;
  const newKey = async (serviceId: ServiceId = own.id, kind: KeyKind = 'live', name = 'a key') => {
    const { key, secret } = await services.createKey(serviceId, { name, kind });
    return { id: key.id, apiKey: `${name}-${serviceId}-${secret}` };
  };
  const newService = async (settings: { live: boolean } & Partial<ServiceTerms>, kind: KeyKind = 'live') => {
    const { id } = await services.create({ name: 'Another', ...settings });
    return { id, apiKey: (await newKey(id, kind)).apiKey };
  };
  const revoked = await newKey();
  await services.revokeKey(revoked.id);
  const archived = await newService({ live: true });
  await services.update(archived.id, { active: false });
  const forgotten = await newService({ live: true });
  await world.sql(`update api_keys set revoked_at = now() - interval '8 days' where service_id = $1`, forgotten.id);
  const live = (await newKey()).apiKey;
  const at = (apiKey: string, url = urls.right): Account => ({ url, apiKey });
  return {
    live: at(live),
    team: at((await newKey(own.id, 'team')).apiKey),
    test: at((await newKey(own.id, 'test')).apiKey),
    'key whose name is a key': at((await newKey(own.id, 'live', `x-${randomUUID()}-${randomUUID()}`)).apiKey),
    'another service': at((await newService({ live: true })).apiKey),
    'no letters allowed': at((await newService({ live: true, lettersAllowed: false })).apiKey),
    'one a minute': at((await newService({ live: true, rateLimit: 1 })).apiKey),
    'one test letter a minute': at((await newService({ live: true, rateLimit: 1 }, 'test')).apiKey),
    'one a day': at((await newService({ live: true, dailyLimit: 1 })).apiKey),
    abroad: at((await newService({ live: true, international: true })).apiKey),
    'many letters': at((await newService({ live: true })).apiKey),
    'two templates': at((await newService({ live: true })).apiKey),
    trial: at((await newService({ live: false })).apiKey),
    'test key in trial': at((await newService({ live: false }, 'test')).apiKey),
    'revoked key': at(revoked.apiKey),
    'long revoked key': at(forgotten.apiKey),
    'archived service': at(archived.apiKey),
    'service without keys': at(`x-${(await services.create({ name: 'None', live: true })).id}-${randomUUID()}`),
    'unknown service': at(`x-${randomUUID()}-${randomUUID()}`),
    'service that is no UUID': at(`x-${'z'.repeat(36)}-${randomUUID()}`),
    'wrong secret': at(`x-${own.id}-${randomUUID()}`),
    'server ahead': at(live, urls.ahead),
    'server behind': at(live, urls.behind),
    'broken server': at(live, urls.failing),
    'slow server': at(live, urls.slow),
    'nobody there': at(live, urls.nobody),
  } satisfies Record<string, Account>;
}
