import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually';
import { type Receiver, startReceiver } from '../support/receiver';
import { AFTER_A_CRASH, type LetterRow, type PostroomUnderTest, startPostroom } from './postroom-under-test';

/** A service whose letters go all the way, a receiver of its own, and the real worker, drain and command line between them. */
describe('A service with callbacks', () => {
  let postroom: PostroomUnderTest;
  let receiver: Receiver;
  let service: string;
  let secret: string;

  beforeAll(async () => {
    postroom = await startPostroom();
    receiver = await startReceiver();
    service = postroom.stack.state.service.id;
    const set = await postroom.command(
      'callbacks',
      'set',
      service,
      '--url',
      receiver.url,
      '--generate-token',
      '--sign',
    );
    secret = String(set['new_signing_secret']);
  }, 300_000);

  afterAll(async () => {
    await receiver.close();
    await postroom.end();
  }, 180_000);

  const toldOf = ({ id }: LetterRow) => receiver.received.filter(({ body }) => body['id'] === id);
  const sequenceOf = ({ headers }: Receiver['received'][number]) => Number(headers['postroom-sequence']);
  const untilTold = (letters: readonly LetterRow[], statuses: readonly string[]) =>
    eventually(() => {
      for (const letter of letters) {
        const told = toldOf(letter).sort((one, other) => sequenceOf(one) - sequenceOf(other));
        expect(told.map(({ body }) => body['status'])).toEqual(statuses);
      }
      return true;
    }, AFTER_A_CRASH);

  test('hears of every status of its letters, signed, in the order of their sequence', async () => {
    const letters = await postroom.letters(3);
    await untilTold(letters, ['pending-virus-check', 'created']);
    await postroom.startRun();
    await postroom.untilStatus(letters, 'delivered');
    await untilTold(letters, ['pending-virus-check', 'created', 'sending', 'delivered']);
    for (const { text, headers } of receiver.received)
      new Webhook(secret).verify(text, headers as Record<string, string>);
  }, 600_000);

  test('and whose worker is killed while it calls hears again, by the same ids, and misses nothing', async () => {
    receiver.always({ kind: 'held' });
    const letters = await postroom.letters(2);
    await eventually(() => letters.every((letter) => toldOf(letter).length > 0), AFTER_A_CRASH);
    await postroom.stack.worker.kill('SIGKILL');
    receiver.always({ kind: 'status', status: 204 });
    receiver.letGo();
    await postroom.stack.worker.start();
    const waits = async () => (await postroom.command('callbacks', 'show', service))['waiting'];
    await eventually(async () => (await waits()) === 0, AFTER_A_CRASH);
    for (const letter of letters) {
      const ids = new Set(toldOf(letter).map(({ headers }) => headers['webhook-id']));
      expect([...ids].sort()).toEqual([`${letter.id}.1`, `${letter.id}.2`]);
      expect(toldOf(letter).length).toBeGreaterThan(2);
    }
  }, 600_000);
});
