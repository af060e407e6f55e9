/** POST /v2/notifications/letter: letters-api §3 and §6. */
import request from 'supertest';
import { type Tenant, type World, PDF, createWorld, like, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const countLetters = async () => Number((await world.sql('select count(*) from letters'))[0]?.['count']);

/** Every refusal leaves nothing behind. */
async function expectRefusal(body: object | string, expected: object, status = 400, caller = tenant): Promise<void> {
  const before = await countLetters();
  const answer = await postLetter(world.app(), caller, body);
  expect(answer.body).toEqual(expected);
  expect(answer.status).toBe(status);
  expect(await countLetters()).toBe(before);
}

describe('A letter is answered with exactly id, reference and postage', () => {
  test.each([
    ['without postage it travels second class', {}, 'second'],
    ['first class', { postage: 'first' }, 'first'],
    ['second class', { postage: 'second' }, 'second'],
    ['economy', { postage: 'economy' }, 'economy'],
    ['with an empty reference', { reference: '' }, 'second'],
    ['with a reference of any length', { reference: 'r'.repeat(5000) }, 'second'],
    ['with line breaks in its content', { content: PDF.toString('base64').replace(/.{4}/g, '$&\r\n ') }, 'second'],
    ['with content that is no PDF, which is judged later', { content: 'aGk=' }, 'second'],
    ['with empty content, which is judged later', { content: '' }, 'second'],
  ])('%s', async (_case, changes, postage) => {
    const body = precompiled(changes);
    const answer = await postLetter(world.app(), tenant, body);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: like(/^[0-9a-f-]{36}$/), reference: body.reference, postage });
  });

  test('whatever its content type says', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      const call = request(world.app()).post('/v2/notifications/letter').set('Authorization', tenant.authorization());
      const answer = await call.set('Content-Type', type).send(JSON.stringify(precompiled()));
      expect(answer.status).toBe(201);
    }
  });
});

describe('A body that is no JSON is refused', () => {
  test.each([
    ['an empty body', ''],
    ['a broken body', '{"reference": '],
    ['text', 'hello'],
    ['a comment', '{} // letter'],
  ])('%s', async (_case, body) => {
    await expectRefusal(body, v2Error(400, 'BadRequestError', 'Invalid JSON supplied in POST data'));
  });

  test('bytes that are no UTF-8', async () => {
    const call = request(world.app()).post('/v2/notifications/letter').set('Authorization', tenant.authorization());
    const bytes = Buffer.concat([Buffer.from('{"reference":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const answer = await call.set('Content-Type', 'application/octet-stream').send(bytes);
    expect(answer.body).toEqual(v2Error(400, 'BadRequestError', 'Invalid JSON supplied in POST data'));
  });
});

describe('The kind of key decides after the schema and before base64', () => {
  const NOT_BASE64 = precompiled({ content: 'hi' });
  const TEAM = 'Cannot send letters with a team api key';
  const TRIAL = 'Cannot send letters when service is in trial mode';
  test.each([
    ['team', true, TEAM],
    ['team', false, TEAM],
    ['live', false, TRIAL],
  ] as const)('A %s key of a service that is live: %s', async (kind, live, message) => {
    const caller = await world.tenant(kind, live);
    await expectRefusal(NOT_BASE64, v2Error(403, 'BadRequestError', message), 403, caller);
    await expectRefusal(
      { content: '' },
      v2Error(400, 'ValidationError', 'reference is a required property'),
      400,
      caller,
    );
  });

  test.each([true, false])('A test key may send, whether its service is live (%s) or not', async (live) => {
    const caller = await world.tenant('test', live);
    const answer = await postLetter(world.app(), caller);
    expect(answer.status).toBe(201);
    expect(await world.sql('select key_kind from letters where id = $1', (answer.body as { id: string }).id)).toEqual([
      { key_kind: 'test' },
    ]);
  });
});

describe('Content that is no base64 is refused', () => {
  test.each([
    ['bad length', 'hi'],
    ['one character', 'a'],
    ['no padding', 'aGk'],
    ['too much padding', 'aGk=='],
    ['padding inside', 'aG=k'],
    ['only padding', '===='],
    ['a character outside of ASCII', 'aGk€'],
    ['a character outside of the alphabet', 'aG.k'],
    ['the alphabet of URLs', 'aG_-'],
    ['a space outside of ASCII', 'aG\u00a0kz'],
  ])('%s', async (_case, content) => {
    const message = 'Cannot decode letter content (invalid base64 encoding)';
    await expectRefusal(precompiled({ content }), v2Error(400, 'BadRequestError', message));
  });
});

describe('Sizes', () => {
  const pdfOf = (bytes: number) => precompiled({ content: Buffer.alloc(bytes, 'a').toString('base64') });

  test('A PDF of 15,000,000 bytes is a letter', async () => {
    expect((await postLetter(world.app(), tenant, pdfOf(15_000_000))).status).toBe(201);
  });

  test('A PDF of one byte more is refused with 413', async () => {
    const message = 'The PDF must not have more than 15000000 bytes';
    await expectRefusal(pdfOf(15_000_001), v2Error(413, 'RequestEntityTooLarge', message), 413);
  });

  test('A reference over 256 KiB is refused with 413, one of 256 KiB is not', async () => {
    const message = 'The personalisation or the reference must not have more than 262144 bytes';
    const withReference = (bytes: number) => precompiled({ reference: 'é'.repeat(bytes / 2) });
    await expectRefusal(withReference(262_146), v2Error(413, 'RequestEntityTooLarge', message), 413);
    expect((await postLetter(world.app(), tenant, withReference(262_144))).status).toBe(201);
  });

  test('A body over 21 MiB is refused with 413, whether its length is announced or not', async () => {
    const expected = v2Error(413, 'RequestEntityTooLarge', 'The request body must not have more than 22020096 bytes');
    await expectRefusal('x'.repeat(21 * 1024 * 1024 + 1), expected, 413);
    const call = request(world.app()).post('/v2/notifications/letter').set('Authorization', tenant.authorization());
    void call.set('Transfer-Encoding', 'chunked').set('Content-Type', 'application/json');
    for (let part = 0; part < 22; part += 1) call.write('x'.repeat(1024 * 1024));
    const answer = await new Promise<request.Response>((resolve, reject) => {
      call.end((error: Error | null, response) => (error ? reject(error) : resolve(response)));
    });
    expect(answer.body).toEqual(expected);
  });

  test('Who is not let in is told so before the body is looked at', async () => {
    const call = request(world.app()).post('/v2/notifications/letter').set('Content-Type', 'application/json');
    expect((await call.send('x'.repeat(22 * 1024 * 1024))).status).toBe(401);
  });
});

describe('The other channels of Notify', () => {
  test.each([
    ['sms', 'Service is not allowed to send text messages'],
    ['email', 'Service is not allowed to send emails'],
  ])('%s is answered as for a service without it', async (channel, message) => {
    const call = request(world.app()).post(`/v2/notifications/${channel}`).set('Authorization', tenant.authorization());
    const answer = await call.send('anything');
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(v2Error(400, 'BadRequestError', message));
  });

  test('Received text messages: none', async () => {
    const path = '/v2/received-text-messages?older_than=x';
    const answer = await request(world.app())
      .get(path)
      .set('Authorization', tenant.authorization())
      .set('Host', 'us:1');
    expect(answer.body).toEqual({ received_text_messages: [], links: { current: `http://us:1${path}` } });
  });
});
