/** What refuses a templated letter, and what of it is told: the errors of letters-api §4 in their order. */
import { randomUUID } from 'node:crypto';
import { precompiledTemplateIdOf } from '../../src/api/precompiled';
import { ADDRESS, type Tenant, type World, createWorld, makeTemplate, postLetter, v2Error } from './world';

let world: World;
let tenant: Tenant;
let template: { readonly id: string };
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  template = await makeTemplate(world, tenant);
});
afterAll(() => world.close());

const PERSONALISATION = { ...ADDRESS, name: 'Mx One' };
const templated = (changes: object = {}) => ({
  template_id: template.id,
  personalisation: PERSONALISATION,
  ...changes,
});
const countLetters = async () => Number((await world.sql('select count(*) from letters'))[0]?.['count']);

/** Each row fails in one way and in all ways of the rows after it: so the order is that of the table. */
const REFUSALS: readonly [string, number, string, string][] = [
  ['the schema', 400, 'ValidationError', 'template_id is not a valid UUID'],
  ['the permission', 400, 'BadRequestError', 'Service is not allowed to send letters'],
  ['the template', 400, 'BadRequestError', 'Template not found'],
  ['an archived template', 400, 'BadRequestError', 'Template has been deleted'],
  ['a placeholder without value', 400, 'BadRequestError', 'Missing personalisation: name, date'],
  ['an empty letter', 400, 'BadRequestError', 'Your message is empty.'],
  ['a file', 400, 'BadRequestError', 'Can only send a file by email'],
  ['trial mode', 403, 'BadRequestError', 'Cannot send letters when service is in trial mode'],
  ['the address', 400, 'ValidationError', 'Address must be at least 3 lines'],
];

describe('Of several faults the first in this order is told', () => {
  test.each(REFUSALS.map((row, index) => [...row, index] as const))(
    '%s: %i %s %s',
    async (name, status, error, message, index) => {
      const from = (row: string) => index <= REFUSALS.findIndex(([title]) => title === row);
      const caller = await world.tenant('live', !from('trial mode'));
      await world.services.update(caller.service.id, { lettersAllowed: !from('the permission') });
      const { id } = await makeTemplate(world, caller, {
        subject: 'Hello ((name))',
        body: from('an empty letter') ? '((date))' : 'On ((date))',
      });
      if (from('an archived template')) await world.templates.archive(caller.service.id, id);
      const ids: Record<string, string> = {
        'the schema': 'x',
        'the permission': randomUUID(),
        'the template': randomUUID(),
      };
      const values = from('a placeholder without value')
        ? {}
        : { name: 'x', date: from('an empty letter') ? '' : 'today' };
      const file = from('a file') ? { a: { file: 'x' } } : {};
      const before = await countLetters();
      const body = { template_id: ids[name] ?? id, personalisation: { ...values, ...file } };
      const answer = await postLetter(world.app(), caller, body);
      expect([answer.status, answer.body]).toEqual([status, v2Error(status, error, message)]);
      expect(await countLetters()).toBe(before);
    },
  );
});

describe('Refused with the messages of the contract', () => {
  const REFUSED: readonly [string, () => object | Promise<object>, number, string, string][] = [
    [
      "another service's template",
      async () => templated({ template_id: (await makeTemplate(world, await world.tenant())).id }),
      400,
      'BadRequestError',
      'Template not found',
    ],
    [
      'the hidden template',
      () => templated({ template_id: precompiledTemplateIdOf(tenant.service.id) }),
      400,
      'BadRequestError',
      'Template not found',
    ],
    [
      'a value that is null',
      () => templated({ personalisation: { ...PERSONALISATION, name: null } }),
      400,
      'BadRequestError',
      'Missing personalisation: name',
    ],
  ];
  test.each(REFUSED)('%s', async (_case, body, status, error, message) => {
    const answer = await postLetter(world.app(), tenant, await body());
    expect([answer.status, answer.body]).toEqual([status, v2Error(status, error, message)]);
  });

  test('a QR code that nobody could scan, before a placeholder without value', async () => {
    const { id } = await makeTemplate(world, tenant, { body: 'Hello ((missing))\n\nqr: ((link))' });
    const link = (length: number) => ({ ...ADDRESS, link: 'x'.repeat(length) });
    const answer = await postLetter(world.app(), tenant, { template_id: id, personalisation: link(505) });
    const message = 'Cannot create a usable QR code - the link is too long';
    const entry = { error: 'ValidationError', message, data: 'x'.repeat(505), num_bytes: 505, max_bytes: 504 };
    expect([answer.status, answer.body]).toEqual([400, { status_code: 400, errors: [entry] }]);
    const longest = await postLetter(world.app(), tenant, { template_id: id, personalisation: link(504) });
    expect(longest.body).toEqual(v2Error(400, 'BadRequestError', 'Missing personalisation: missing'));
  });

  test('a personalisation over 256 KiB, whatever else is wrong with the letter; one under it is judged like any', async () => {
    const letter = (bytes: number) => ({ template_id: randomUUID(), personalisation: { a: 'x'.repeat(bytes - 8) } });
    const message = 'The personalisation or the reference must not have more than 262144 bytes';
    const refused = await postLetter(world.app(), tenant, letter(262_145));
    expect([refused.status, refused.body]).toEqual([413, v2Error(413, 'RequestEntityTooLarge', message)]);
    const judged = await postLetter(world.app(), tenant, letter(262_144));
    expect(judged.body).toEqual(v2Error(400, 'BadRequestError', 'Template not found'));
  });

  test('a team key, before its service in trial mode and before the address', async () => {
    const caller = await world.tenant('team', false);
    const { id } = await makeTemplate(world, caller, { body: 'Hello' });
    const answer = await postLetter(world.app(), caller, { template_id: id, personalisation: {} });
    expect([answer.status, answer.body]).toEqual([
      403,
      v2Error(403, 'BadRequestError', 'Cannot send letters with a team api key'),
    ]);
  });
});
