/** Templates in every state in which a team may name one. */
import { randomUUID } from 'node:crypto';
import { precompiledTemplateIdOf } from '../../src/api/precompiled';
import type { NewTemplate } from '../../src/domain/template';
import type { World } from '../api/world';
import { type makeAccounts, serviceOf } from './accounts';
import type { Account } from './calls';

type Accounts = Awaited<ReturnType<typeof makeAccounts>>;

/** The newest version of the one that has all that a template can have. */
export const FULL = {
  name: 'Renewal',
  subject: 'Renewal - ((name))',
  body: 'Dear ((name))\n\n((urgent??Answer soon.))\n\n((items))',
  contactBlock: 'Parking\n((office))',
  postage: 'first',
} as const;

export async function makeTemplates({ templates }: World, accounts: Accounts) {
  const make = (account: Account, changes: Partial<NewTemplate> = {}) =>
    templates.create({
      serviceId: serviceOf(account),
      name: 'Simple',
      subject: 'Your permit',
      body: 'Dear ((name))',
      contactBlock: null,
      postage: 'second',
      createdBy: 'jo@example.gov.uk',
      ...changes,
    });
  const full = await make(accounts.live, { ...FULL, body: 'An older text' });
  await templates.update(full.serviceId, full.id, { body: FULL.body }, 'sam@example.gov.uk');
  const archived = await make(accounts.live);
  await templates.archive(archived.serviceId, archived.id);
  await make(accounts['two templates'], { name: 'B' });
  await make(accounts['two templates'], { name: 'A' });
  const old = await make(accounts['two templates'], { name: 'C' });
  await templates.archive(old.serviceId, old.id);
  return {
    full: full.id,
    simple: (await make(accounts.live)).id,
    empty: (await make(accounts.live, { body: '((name))' })).id,
    'QR code': (await make(accounts.live, { body: 'Look\n\nqr: ((name))' })).id,
    archived: archived.id,
    "another service's": (await make(accounts['another service'])).id,
    'in trial': (await make(accounts.trial)).id,
    'in trial with a test key': (await make(accounts['test key in trial'])).id,
    abroad: (await make(accounts.abroad)).id,
    'without permission': (await make(accounts['no letters allowed'])).id,
    hidden: precompiledTemplateIdOf(serviceOf(accounts.live)),
    unknown: randomUUID(),
    'no UUID': 'elephant',
  } satisfies Record<string, string>;
}
