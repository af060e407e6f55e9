/** The bucket tells that it has a new object: nobody but Amazon may, and all it does is that the poll looks now. */
import request from 'supertest';
import { createNotifications } from '../../src/adapters/sns/create-notifications';
import type { ApiDependencies, ApiSettings } from '../../src/api/dependencies';
import { CERTIFICATE, SUBSCRIBE_URL, TOPIC, aConfirmation, aNotification, signed } from '../support/sns';
import { type World, createWorld } from './world';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

let fetched: string[];
let triggered: string[];
beforeEach(() => {
  fetched = [];
  triggered = [];
});

const PRODUCTION: Partial<ApiSettings> = { environment: 'production', eventTopics: [TOPIC] };
const changes = (): Partial<ApiDependencies> => ({
  notifications: createNotifications({
    fetch: (url) => Promise.resolve((fetched.push(url), Buffer.from(CERTIFICATE))),
  }),
  schedules: { trigger: (id) => Promise.resolve(triggered.push(id) > 0) },
});
const post = (body: unknown, settings = PRODUCTION, more: Partial<ApiDependencies> = {}) =>
  request(world.app({ ...changes(), ...more }, settings))
    .post('/notifications/letter/dvla')
    .set('Content-Type', 'text/plain; charset=UTF-8')
    .send(typeof body === 'string' ? body : JSON.stringify(body));

test.each(['1', '2'] as const)('A signed event makes the poll look now, signature version %s', async (version) => {
  const answer = await post(signed(aNotification(), version));
  expect([answer.status, answer.body]).toEqual([200, { result: 'success', message: 'DVLA callback succeeded' }]);
  expect(triggered).toEqual(['poll-responses']);
});

test('A subscription is confirmed at the address that came with it', async () => {
  const answer = await post(signed(aConfirmation()));
  expect(answer.status).toBe(200);
  expect(fetched.at(-1)).toBe(SUBSCRIBE_URL);
  expect(triggered).toEqual([]);
});

test.each([
  ['http://sns.eu-west-2.amazonaws.com/?Action=ConfirmSubscription'],
  ['https://sns.eu-west-2.amazonaws.com.evil.example/?Action=ConfirmSubscription'],
  ['https://sns.eu-west-2.amazonaws.com:8443/'],
  ['https://sns.eu-west-2.amazonaws.com@evil.example/'],
  ['https://evil.example/?sns.eu-west-2.amazonaws.com'],
  ['https://sns.evil.example/.amazonaws.com/'],
  ['https://sns.eu-west-2.amazonaws.com\\.evil.example/'],
  ['https://s3.eu-west-2.amazonaws.com/bucket'],
  ['http://169.254.169.254/latest/meta-data'],
])('Nothing is fetched from %s, in no environment', async (url) => {
  for (const settings of [PRODUCTION, { environment: 'test' } as const, { environment: 'development' } as const]) {
    expect((await post(signed(aConfirmation({ SubscribeURL: url })), settings)).status).toBe(400);
    expect(
      (await post({ ...signed(aNotification()), SigningCertURL: `${url}/SimpleNotificationService-1.pem` }, settings))
        .status,
    ).toBe(400);
  }
  expect(fetched).toEqual([]);
  expect(triggered).toEqual([]);
});

test.each(['preview', 'staging', 'production', 'live'] as const)(
  'In %s an event that nobody signed is refused',
  async (environment) => {
    const answer = await post({ ...signed(aNotification()), Message: '{}' }, { ...PRODUCTION, environment });
    expect(answer.status).toBe(403);
    const confirmation = await post({ ...signed(aConfirmation()), Token: 'other' }, { ...PRODUCTION, environment });
    expect(confirmation.status).toBe(403);
    expect(fetched).not.toContain(SUBSCRIBE_URL);
    expect(triggered).toEqual([]);
  },
);

test('A topic that is not expected is refused, however well it signs', async () => {
  const foreign = signed(aNotification({ TopicArn: 'arn:aws:sns:eu-west-2:999:theirs' }));
  expect((await post(foreign)).status).toBe(403);
  expect((await post(signed(aNotification()), { environment: 'production', eventTopics: [] })).status).toBe(403);
  expect(fetched).toEqual([]);
});

test.each(['development', 'test'] as const)('In %s an event needs no signature', async (environment) => {
  expect((await post({ ...signed(aNotification()), Signature: 'none' }, { environment })).status).toBe(200);
  expect([triggered, fetched]).toEqual([['poll-responses'], []]);
});

test.each([
  ['no JSON', 'hello'],
  ['a list', []],
  ['null', null],
  ['another type', { ...signed(aNotification()), Type: 'Hello' }],
  ['a signature version of tomorrow', { ...signed(aNotification()), SignatureVersion: '3' }],
  ['a number for a message', { ...signed(aNotification()), Message: 5 }],
  ['no topic', { ...signed(aNotification()), TopicArn: undefined }],
])('A body with %s is a bad request', async (_, body) => {
  expect((await post(body)).status).toBe(400);
  expect([triggered, fetched]).toEqual([[], []]);
});

test('A certificate or a Temporal that is away makes Amazon come again', async () => {
  const away = () => Promise.reject(new Error('away'));
  expect((await post(signed(aNotification()), PRODUCTION, { schedules: { trigger: away } })).status).toBe(503);
  const notifications = createNotifications({ fetch: away });
  expect((await post(signed(aNotification()), PRODUCTION, { notifications })).status).toBe(503);
});

test('A schedule that is missing makes Amazon come again, and the log says what to do', async () => {
  const before = world.logged.length;
  const schedules = { trigger: () => Promise.resolve(false) };
  expect((await post(signed(aNotification()), PRODUCTION, { schedules })).status).toBe(503);
  const errors = world.logged.slice(before).filter(({ msg }) => msg === 'The poll could not be started');
  expect(JSON.stringify(errors)).toContain('No schedule poll-responses (postroom schedules ensure)');
});
