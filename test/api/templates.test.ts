/** Templates as services see them: letters-api §9. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { precompiledTemplateIdOf } from '../../src/api/precompiled';
import type { Template } from '../../src/domain/template';
import { type Tenant, type World, createWorld, get, like, makeTemplate, v2Error } from './world';

let world: World;
let tenant: Tenant;
/** In version 3; its first version has another subject. */
let template: Template;
let archived: Template;
let foreign: Template;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  const first = await makeTemplate(world, tenant, { subject: 'First', contactBlock: '((office))', postage: 'first' });
  await world.templates.update(tenant.service.id, first.id, { body: 'Hello' }, 'sam@example.gov.uk');
  const changes = { subject: 'Your ((Thing))', body: 'Dear ((name)), ((thing)) ((sent??yes))' };
  template = (await world.templates.update(tenant.service.id, first.id, changes, 'alex@example.gov.uk')) as Template;
  const ended = await makeTemplate(world, tenant, { name: 'Ended' });
  archived = (await world.templates.archive(tenant.service.id, ended.id)) as Template;
  foreign = await makeTemplate(world, await world.tenant());
});
afterAll(() => world.close());

const TIME = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const NOT_FOUND = v2Error(404, 'NoResultFound', 'No result found');
const NO_UUID = v2Error(400, 'ValidationError', 'id is not a valid UUID');

test('A template has every field of the contract', async () => {
  const answer = await get(world.app(), tenant, `/v2/template/${template.id}`);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    id: template.id,
    type: 'letter',
    created_at: TIME,
    updated_at: TIME,
    created_by: 'alex@example.gov.uk',
    version: 3,
    body: 'Dear ((name)), ((thing)) ((sent??yes))',
    subject: 'Your ((Thing))',
    name: 'Renewal',
    personalisation: {
      office: { required: true },
      Thing: { required: true },
      name: { required: true },
      sent: { required: true },
    },
    postage: 'first',
    letter_contact_block: '((office))',
  });
});

/** What each route answers for each way of naming a template. */
const WAYS: readonly [string, () => string, object | undefined][] = [
  ['by its id', () => template.id, undefined],
  ['by its id in another form', () => `{${template.id.toUpperCase().replaceAll('-', '')}}`, undefined],
  ['archived', () => archived.id, undefined],
  ['unknown', () => randomUUID(), NOT_FOUND],
  ["another service's", () => foreign.id, NOT_FOUND],
  ['hidden', () => precompiledTemplateIdOf(tenant.service.id), NOT_FOUND],
  ['an id that is none', () => 'elephant', NO_UUID],
  ['a NUL', () => '\0', NO_UUID],
];

describe.each(WAYS)('A template %s', (_way, id, refusal) => {
  const status = () => (refusal ? (refusal as { status_code: number }).status_code : 200);
  test.each(['', '/version/1', '/version/0', '/version/0001'])('GET …%s', async (end) => {
    const answer = await get(world.app(), tenant, `/v2/template/${encodeURIComponent(id())}${end}`);
    expect(answer.status).toBe(status());
    if (refusal) expect(answer.body).toEqual(refusal);
  });
  test('POST preview', async () => {
    const call = request(world.app()).post(`/v2/template/${encodeURIComponent(id())}/preview`);
    const personalisation = { office: 'London', name: 'Mx One', thing: 'x', sent: 'no' };
    const answer = await call.set('Authorization', tenant.authorization()).send({ personalisation });
    expect(answer.status).toBe(status());
    if (refusal) expect(answer.body).toEqual(refusal);
  });
});

test.each([
  ['0', 3, 'Your ((Thing))'],
  ['1', 1, 'First'],
  ['2', 2, 'First'],
  ['03', 3, 'Your ((Thing))'],
])('Version %s is version %i', async (asked, version, subject) => {
  const answer = await get(world.app(), tenant, `/v2/template/${template.id}/version/${asked}`);
  expect(answer.body).toMatchObject({ version, subject, updated_at: version === 1 ? null : TIME });
});

test.each(['4', '2147483648', '99999999999999999999'])('There is no version %s', async (version) => {
  const answer = await get(world.app(), tenant, `/v2/template/${template.id}/version/${version}`);
  expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
});

describe('The list', () => {
  test.each<[string, number, object]>([
    ['', 200, { templates: [{ name: 'Alpha' }, { name: 'Renewal', version: 3 }] }],
    ['?type=letter', 200, { templates: [{ name: 'Alpha' }, { name: 'Renewal', version: 3 }] }],
    ['?type=sms', 200, { templates: [] }],
    ['?type=email&type=letter', 200, { templates: [] }],
    ['?type=coconut', 400, v2Error(400, 'ValidationError', 'type coconut is not one of [sms, email, letter]')],
    ['?page=1', 400, v2Error(400, 'ValidationError', 'Additional properties are not allowed (page was unexpected)')],
    [
      '?page=1&type=x&a%5Bb%5D=1',
      400,
      v2Error(
        400,
        'ValidationError',
        'type x is not one of [sms, email, letter]',
        'Additional properties are not allowed (a[b], page were unexpected)',
      ),
    ],
  ])('GET /v2/templates%s', async (query, status, body) => {
    if ((await world.templates.list(tenant.service.id)).length === 1)
      await makeTemplate(world, tenant, { name: 'Alpha' });
    const answer = await get(world.app(), tenant, `/v2/templates${query}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(body);
  });
});

describe('A preview', () => {
  const preview = (id: string, body: string, caller = tenant) =>
    request(world.app())
      .post(`/v2/template/${id}/preview`)
      .set('Authorization', caller.authorization())
      .set('Content-Type', 'application/json')
      .send(body);
  const ALL = { office: 'London', Thing: "it's <new>", name: ['a', 'b'], 'S e-n_t': true, more: 1 };

  test('is filled as the letter would be, without a look at an address', async () => {
    const answer = await preview(template.id, JSON.stringify({ personalisation: ALL, more: 1 }));
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        id: template.id,
        type: 'letter',
        version: 3,
        body: "Dear \n\n* a\n* b, it's <new> yes",
        html: null,
        subject: 'Your it’s &lt;new&gt;',
        postage: 'first',
      },
    ]);
  });

  test.each(['team', 'test', 'live'] as const)('may be asked for with a %s key, in trial mode too', async (kind) => {
    const caller = await world.tenant(kind, false);
    const { id } = await makeTemplate(world, caller, { body: 'Hello' });
    expect((await preview(id, '', caller)).status).toBe(200);
  });

  test.each<[string, string, readonly string[], string]>([
    ['no body', '', ['Missing personalisation: office, Thing, name, sent'], 'BadRequestError'],
    ['{}', '{}', ['Missing personalisation: office, Thing, name, sent'], 'BadRequestError'],
    ['null', 'null', ['Missing personalisation: office, Thing, name, sent'], 'BadRequestError'],
    [
      'some values, and one that is null',
      '{"personalisation":{"OFFICE":"x","t_hing":"","name":null}}',
      ['Missing personalisation: name, sent'],
      'BadRequestError',
    ],
    ['text', '{"personalisation":"x"}', ['personalisation x is not of type object'], 'ValidationError'],
    ['null', '{"personalisation":null}', ['personalisation None is not of type object'], 'ValidationError'],
    ['a list', '["a"]', ['[a] is not of type object'], 'ValidationError'],
    ['broken JSON', '{', ['Invalid JSON supplied in POST data'], 'BadRequestError'],
  ])('of %s (%s) is refused', async (_case, body, messages, error) => {
    const answer = await preview(template.id, body);
    expect([answer.status, answer.body]).toEqual([400, v2Error(400, error, ...messages)]);
  });

  test('of more than any letter can hold is refused with 413', async () => {
    const answer = await preview(template.id, JSON.stringify({ personalisation: { a: 'x'.repeat(262_144) } }));
    const message = 'The personalisation or the reference must not have more than 262144 bytes';
    expect([answer.status, answer.body]).toEqual([413, v2Error(413, 'RequestEntityTooLarge', message)]);
  });

  test('names a bad id and a bad personalisation together, and takes no id from the body', async () => {
    const answer = await preview('x', JSON.stringify({ id: template.id, personalisation: 5 }));
    expect(answer.body).toEqual(
      v2Error(400, 'ValidationError', 'id is not a valid UUID', 'personalisation 5 is not of type object'),
    );
  });
});
