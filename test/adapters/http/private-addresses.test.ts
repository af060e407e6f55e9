import { resolveByServers } from '../../../src/adapters/http/connect-checked';
import { createCallbackSender } from '../../../src/adapters/http/create-callback-sender';
import { startNameServer } from '../../support/name-server';
import { type Receiver, startReceiver } from '../../support/receiver';
import { NOT_PUBLIC } from './addresses';

let receiver: Receiver;
beforeEach(async () => void (receiver = await startReceiver()));
afterEach(() => receiver.close());

describe('To what is not of the internet no connection is made', () => {
  let names: Awaited<ReturnType<typeof startNameServer>>;
  let addresses: readonly string[] | 'silent';
  beforeEach(async () => {
    addresses = ['127.0.0.1'];
    names = await startNameServer((name) => (name.startsWith('silent') ? 'silent' : addresses));
  });
  afterEach(() => names.close());

  const refused = { kind: 'unanswered', reason: 'address not public' };
  const abroad = () => createCallbackSender({ allowPrivate: false, resolve: resolveByServers([names.server]) });
  const call = (host: string) =>
    abroad().send(
      { url: `http://${host}:${receiver.port}/`, bearerToken: 'a-token-of-theirs', signingSecrets: [] },
      { id: 'c8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11.3', sequence: 3, body: '{}' },
      new Date(),
    );

  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '0',
    '0.0.0.0',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::]',
  ])('be it written as %s', async (host) => {
    expect(await call(host)).toEqual(refused);
    expect([receiver.counts.connections, names.asked]).toEqual([0, []]);
  });

  test.each(NOT_PUBLIC)('be it behind a name: %s', async (address) => {
    addresses = [address];
    expect(await call('hooks.example.test')).toEqual(refused);
    expect(receiver.counts.connections).toBe(0);
  });

  test.each([
    [['1.1.1.1', '127.0.0.1']],
    [['127.0.0.1', '1.1.1.1']],
    [['1.1.1.1', '::1']],
    [['2606:4700:4700::1111', '10.0.0.1']],
  ])('be it one of several addresses: %j', async (several) => {
    addresses = several;
    expect(await call('hooks.example.test')).toEqual(refused);
    expect(receiver.counts.connections).toBe(0);
  });

  test('H5 a name that turns is judged by the look-up that the connection itself makes, and there is no other', async () => {
    addresses = ['1.1.1.1'];
    expect(await resolveByServers([names.server])('hooks.example.test')).toEqual([{ address: '1.1.1.1', family: 4 }]);
    addresses = ['127.0.0.1'];
    names.asked.length = 0;
    expect(await call('hooks.example.test')).toEqual(refused);
    expect(names.asked).toEqual(['hooks.example.test', 'hooks.example.test']); // its A and its AAAA
    expect(receiver.counts.connections).toBe(0);
  });

  test('a name without any address is told as such', async () => {
    addresses = [];
    expect(await call('hooks.example.test')).toEqual({ kind: 'unanswered', reason: 'ENOTFOUND' });
  });

  test('localhost is asked of the name servers, not of the machine', async () => {
    expect(await call('localhost')).toEqual(refused);
    expect(receiver.counts.connections).toBe(0);
  });

  test('Names whose servers are silent hold up no other', async () => {
    const silent = Array.from({ length: 20 }, (_, number) => call(`silent-${number}.example.test`));
    let waiting = silent.length;
    for (const one of silent) void one.then(() => (waiting -= 1));
    expect(await call('hooks.example.test')).toEqual(refused);
    expect(waiting).toBe(20);
    for (const answer of await Promise.all(silent)) expect(answer).toEqual({ kind: 'unanswered', reason: 'ETIMEOUT' });
  });
});
