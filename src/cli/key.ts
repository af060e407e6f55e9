import type { Command } from 'commander';
import type { KeyKind } from '../domain/letter';
import type { ApiKey } from '../domain/service';
import { NotFound } from './failures';
import { keyKindInput, nameInput } from './inputs';
import { knownService } from './known-service';
import { listReport, recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const viewKey = ({ id, serviceId, name, kind, createdAt, revokedAt }: ApiKey) => ({
  id,
  service_id: serviceId,
  name,
  kind,
  created_at: createdAt.toISOString(),
  revoked_at: revokedAt?.toISOString() ?? null,
});

/** The form that Notify's clients take apart by its length. */
export const keyText = ({ name, serviceId }: ApiKey, secret: string): string => `${name}-${serviceId}-${secret}`;

export function addKey(program: Command, surroundings: Surroundings): void {
  const noun = program.command('key').description("a service's API keys");
  addVerb<{ kind: KeyKind; name?: string }>(
    noun,
    surroundings,
    'create <service-id>',
    'a new key, shown this one time',
    async ({ services }, { arguments: [service = ''], options: { kind, name = kind } }) => {
      const { id } = await knownService(services, service);
      const { key, secret } = await services.createKey(id, { name, kind });
      return recordReport({ ...viewKey(key), api_key: keyText(key, secret) });
    },
  )
    .requiredOption('--kind <live|team|test>', 'test: letters are not printed; team: may send none', keyKindInput)
    .option('--name <name>', 'what it is for (default: its kind)', nameInput);
  addVerb(noun, surroundings, 'list <service-id>', "a service's keys", async ({ services }, call) => {
    const { id } = await knownService(services, call.arguments[0]);
    const columns = ['id', 'kind', 'name', 'created_at', 'revoked_at'];
    return listReport((await services.listKeys(id)).map(viewKey), columns);
  });
  addVerb(noun, surroundings, 'revoke <key-id>', 'ends a key', async ({ services }, { arguments: [id = ''] }) => {
    if (!(await services.revokeKey(id.toLowerCase())))
      throw new NotFound(`There is no key ${id} in use (postroom key list)`);
    return recordReport({ id, revoked: true });
  });
}
