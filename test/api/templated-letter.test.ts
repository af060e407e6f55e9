/** POST of a templated letter: letters-api §4 and §5. */
import type { NewTemplate, Template } from '../../src/domain/template';
import { ADDRESS, NOW, type Tenant, type World, createWorld, get, like, makeTemplate, postLetter } from './world';

let world: World;
let tenant: Tenant;
let template: Template;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  template = await makeTemplate(world, tenant, { postage: 'first' });
});
afterAll(() => world.close());
beforeEach(() => void (world.workflows.hinted.length = 0));

const PERSONALISATION = { ...ADDRESS, name: 'Mx One' };
const templated = (changes: object = {}) => ({
  template_id: template.id,
  personalisation: PERSONALISATION,
  ...changes,
});

async function post(body: object, caller = tenant): Promise<string> {
  const answer = await postLetter(world.app(), caller, body);
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
}

describe('A letter that is taken in', () => {
  test('is answered with its text, its template and its address', async () => {
    const body = templated({ reference: 'case 1', personalisation: { ...PERSONALISATION, name: 'a<b' } });
    const answer = await postLetter(world.app(), tenant, body).set('Host', 'letters.example');
    const { id } = answer.body as { id: string };
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        id: like(/^[0-9a-f-]{36}$/),
        reference: 'case 1',
        content: { body: 'Dear a<b', subject: 'Your passport' },
        uri: `http://letters.example/v2/notifications/${id}`,
        template: {
          id: template.id,
          version: 1,
          uri: `http://letters.example/v2/template/${template.id}`,
        },
        scheduled_for: null,
      },
    ]);
    expect(world.workflows.hinted).toEqual([id]);
  });

  test('is found with every field of the contract, its lines as they were sent', async () => {
    const personalisation = {
      address_line_1: ' Mx  One,',
      address_line_2: 12,
      address_line_4: true,
      address_line_5: null,
      postcode: 'sw1a1aa',
      name: 5,
    };
    const id = await post(templated({ personalisation }));
    const answer = await get(world.app(), tenant, `/v2/notifications/${id}`).set('Host', 'letters.example');
    expect(answer.body).toEqual({
      id,
      reference: null,
      email_address: null,
      phone_number: null,
      line_1: ' Mx  One,',
      line_2: 12,
      line_3: null,
      line_4: true,
      line_5: null,
      line_6: null,
      postcode: 'sw1a1aa',
      type: 'letter',
      status: 'accepted',
      template: { id: template.id, version: 1, uri: `http://letters.example/v2/template/${template.id}` },
      body: 'Dear 5',
      subject: 'Your passport',
      created_at: '2026-01-05T12:00:00.123000Z',
      created_by_name: null,
      sent_at: null,
      completed_at: null,
      scheduled_for: null,
      postage: 'first',
      one_click_unsubscribe_url: null,
      estimated_delivery: '2026-01-07T16:00:00.000000Z',
      is_cost_data_ready: false,
      cost_in_pounds: null,
      cost_details: {},
    });
  });

  test('keeps its text and its version when the template changes', async () => {
    const changing = await makeTemplate(world, tenant);
    const id = await post(templated({ template_id: changing.id }));
    await world.templates.update(tenant.service.id, changing.id, { body: 'Goodbye' }, 'jo');
    const body = (path: string) => get(world.app(), tenant, path).then((answer) => answer.body as object);
    expect(await body(`/v2/notifications/${id}`)).toMatchObject({ body: 'Dear Mx One', template: { version: 1 } });
    const next = await post(templated({ template_id: changing.id }));
    expect(await body(`/v2/notifications/${next}`)).toMatchObject({ body: 'Goodbye', template: { version: 2 } });
  });

  test('shows no postcode where the last line was sent as line 7', async () => {
    const { address_line_1, address_line_2, name } = PERSONALISATION;
    const personalisation = { address_line_1, address_line_2, address_line_7: 'n1  1aa', name };
    const id = await post(templated({ personalisation }));
    const answer = await get(world.app(), tenant, `/v2/notifications/${id}`);
    expect(answer.body).toMatchObject({ line_6: null, postcode: null });
    expect(answer.body).not.toHaveProperty('line_7');
    const rows = await world.sql('select address_lines from letters where id = $1', id);
    expect(rows).toEqual([{ address_lines: ['Mx One', '1 High St', 'N1 1AA'] }]);
  });

  test('has a marker that brings its row back', async () => {
    const id = await post(templated({ reference: 'marked' }));
    const [row] = await world.sql('select reference from letters where id = $1', id);
    expect(JSON.parse(String(await world.deps.objects.get(`accepted/2026-01-05/${id}.json`)))).toEqual({
      kind: 'templated',
      id,
      serviceId: tenant.service.id,
      clientReference: 'marked',
      reference: row?.['reference'],
      keyKind: 'live',
      postage: 'first',
      templateId: template.id,
      templateVersion: 1,
      personalisation: PERSONALISATION,
      addressLines: ['Mx One', '1 High St', 'SW1A 1AA'],
      printDay: '2026-01-05',
      createdAt: NOW.toISOString(),
    });
  });

  test('with a test key is sent at once, costs nothing and is never printed', async () => {
    const caller = await world.keyOf(tenant.service, 'test');
    const id = await post(templated(), caller);
    expect((await get(world.app(), caller, `/v2/notifications/${id}`)).body).toMatchObject({
      status: 'accepted',
      sent_at: '2026-01-05T12:00:00.123000Z',
      completed_at: null,
      is_cost_data_ready: true,
      cost_in_pounds: 0,
      cost_details: { billable_sheets_of_paper: 0, postage: 'first' },
    });
    expect(await world.sql('select status from letters where id = $1', id)).toEqual([{ status: 'sending' }]);
  });

  test('a second time under the same Idempotency-Key is the same letter', async () => {
    const send = () => postLetter(world.app(), tenant, templated()).set('Idempotency-Key', 'twice');
    const first = await send();
    const second = await send();
    expect([second.status, second.body, second.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);
  });
});

test('The list shows templated letters as GET does, their times to the microsecond', async () => {
  const caller = await world.tenant();
  const { id: template_id } = await makeTemplate(world, caller);
  const id = await post({ template_id, personalisation: PERSONALISATION }, caller);
  await world.sql("update letters set created_at = '2026-01-05 12:00:00.000007Z' where id = $1", id);
  const one = (await get(world.app(), caller, `/v2/notifications/${id}`).set('Host', 'x')).body as object;
  const list = await get(world.app(), caller, '/v2/notifications').set('Host', 'x');
  expect(one).toMatchObject({ body: 'Dear Mx One', created_at: '2026-01-05T12:00:00.000007Z' });
  expect((list.body as { notifications: object[] }).notifications).toEqual([one]);
});

describe('What may be sent', () => {
  test.each<[string, object]>([
    ['the id of a template in another form', { template_id: '' }],
    ['no reference', { reference: undefined }],
    ['a reference of a thousand characters', { reference: '😀'.repeat(1000) }],
    ['an empty reference', { reference: '' }],
    ['values of every kind, and keys that nobody asked for', { more: { any: ['thing', 1.5, null, true] } }],
  ])('%s', async (_case, { template_id, ...changes }: { template_id?: string }) => {
    const id = template_id === '' ? `urn:uuid:${template.id.toUpperCase()}` : template.id;
    const { more, ...body } = changes as { more?: object };
    await post({ ...templated(body), template_id: id, personalisation: { ...PERSONALISATION, ...more } });
  });
});

describe('Postage is that of the template, unless the address is abroad', () => {
  test.each<[NewTemplate['postage'], string, string]>([
    ['first', 'SW1A 1AA', 'first'],
    ['second', 'SW1A 1AA', 'second'],
    ['economy', 'SW1A 1AA', 'economy'],
    ['first', 'France', 'europe'],
    ['economy', 'Japan', 'rest-of-world'],
    ['second', 'Jersey\nJE2 3XX', 'second'],
  ])('%s to %s travels %s', async (postage, last, expected) => {
    const caller = await world.tenant();
    await world.services.update(caller.service.id, { international: true });
    const { id } = await makeTemplate(world, caller, { postage });
    const personalisation = { ...PERSONALISATION, postcode: last };
    const letter = await post({ template_id: id, personalisation }, caller);
    expect((await get(world.app(), caller, `/v2/notifications/${letter}`)).body).toMatchObject({ postage: expected });
  });
});
