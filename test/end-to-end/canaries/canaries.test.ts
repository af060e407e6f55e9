/** Nothing personal and nothing secret is told where it does not belong, whatever happens on a letter's way. */
import { randomBytes } from 'node:crypto';
import { secretsIn } from '../../../dev/stack/secrets';
import { dumpOf } from '../../support/dump';
import { eventually } from '../../support/eventually';
import { type Receiver, startReceiver } from '../../support/receiver';
import { type PostroomUnderTest, startPostroom } from '../postroom-under-test';
import { type Marks, aMark, marksIn } from './marks';
import { OUTLETS } from './outlets';
import { PERSONAL, SIGNING_KEY, TOKENS, listenToCallbacks, tellStory } from './story';

const PATIENCE = { everyMs: 200 };

let postroom: PostroomUnderTest;
/** Takes the tickets and the volumes. */
let desk: Receiver;
let service: Receiver;
let secrets: Marks;
let answers: readonly string[];

function secretsOf({ stack, places }: PostroomUnderTest): Marks {
  const { service: tenant, operator, s3 } = stack.state;
  const { sealingKey, rolePassword } = secretsIn(places.secretsFile);
  return {
    ...TOKENS,
    liveKey: tenant.keys.live.slice(-36),
    teamKey: tenant.keys.team.slice(-36),
    testKey: tenant.keys.test.slice(-36),
    operator: operator.token,
    signingKey: SIGNING_KEY,
    sealingKey: Buffer.from(sealingKey, 'base64').toString('latin1'),
    sealingKeyAsGiven: sealingKey,
    rolePassword,
    objectStore: s3.secretAccessKey,
  };
}

beforeAll(async () => {
  [desk, service] = await Promise.all([startReceiver(), startReceiver()]);
  postroom = await startPostroom({
    LOG_LEVEL: 'debug',
    CALLBACKS_ALLOW_PRIVATE: 'true',
    TICKET_WEBHOOK_URL: desk.url,
    TICKET_WEBHOOK_TOKEN: TOKENS.tickets,
    VOLUMES_WEBHOOK_URL: desk.url,
    VOLUMES_WEBHOOK_TOKEN: TOKENS.volumes,
  });
  secrets = secretsOf(postroom);
  await listenToCallbacks(postroom, service);
  const story = tellStory(postroom);
  const refusals = await story.refusals();
  await story.letters();
  answers = [...refusals, await story.whileAway('versitygw'), await story.whileAway('Postgres')];
  const dropped = ({ text }: { readonly text: string }) => text.includes('letter-dropped');
  await eventually(() => desk.received.some(dropped), PATIENCE);
  await eventually(() => service.received.some(({ body }) => body['status'] === 'temporary-failure'), PATIENCE);
}, 600_000);

afterAll(async () => {
  await postroom.end();
  await Promise.all([desk.close(), service.close()]);
}, 180_000);

const all = () => ({ ...PERSONAL, ...secrets });
const textOf = ({ received }: Receiver) => JSON.stringify(received.map(({ path, text }) => ({ path, text })));

test.each(Object.entries(OUTLETS))('Nothing of it is in %s', async (_name, outlet) => {
  const told = await outlet.tell(postroom);
  expect(told.includes(outlet.shows)).toBe(true);
  expect(marksIn(told, all())).toEqual([]);
});

test('Nothing of it is in the answers to strangers and in those to what failed', () => {
  expect(answers.every((answer) => answer.includes('"errors"'))).toBe(true);
  expect(marksIn(answers.join('\n'), all())).toEqual([]);
});

test('Nothing of it is in what a desk is told of tickets and volumes', () => {
  expect(marksIn(textOf(desk), all())).toEqual([]);
});

test('A service is told its own reference and nothing else of a letter', () => {
  expect(marksIn(textOf(service), all())).toEqual(['reference']);
});

test('The database holds what people wrote, and no secret that anybody could read', async () => {
  const told = marksIn(await dumpOf(postroom.stack.state.postgresUrl), all());
  expect(told).toContain('reference');
  expect(told.filter((name) => name in secrets)).toEqual([]);
});

describe('A mark is found', () => {
  const mark = aMark('tried');
  test.each([
    ['as it is', mark],
    ['in capitals', mark.toUpperCase()],
    ['in hex', Buffer.from(`a ${mark}`).toString('hex')],
    ['in base64', Buffer.from(mark).toString('base64')],
    ['in base64, a byte later', Buffer.from(`x${mark} of Mx Y`).toString('base64')],
    ['in base64, two bytes later', Buffer.from(`xy${mark} of Mx Y`).toString('base64url')],
  ])('%s', (_form, text) => {
    const around = randomBytes(20).toString('hex');
    expect(marksIn(`${around}${text}${around}`, { mark })).toEqual(['mark']);
    expect(marksIn(around, { mark })).toEqual([]);
  });
});
