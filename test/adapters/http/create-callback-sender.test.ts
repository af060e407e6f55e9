import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { resolveByServers } from '../../../src/adapters/http/connect-checked';
import { createCallbackSender } from '../../../src/adapters/http/create-callback-sender';
import { startNameServer } from '../../support/name-server';
import { RECEIVER_CERTIFICATE, type Receiver, startReceiver } from '../../support/receiver';

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('nothing was received');
  return value;
};
const PATIENCE_MS = 500;
const MESSAGE = { id: 'c8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11.3', sequence: 3, body: '{"status":"delivered","ü":1}' };
const aSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const endpoint = (url: string, signingSecrets: readonly string[] = []) => ({
  url,
  bearerToken: 'a-token-of-theirs',
  signingSecrets,
});

let receiver: Receiver;
beforeEach(async () => void (receiver = await startReceiver()));
afterEach(() => receiver.close());

const local = (patienceMs = PATIENCE_MS) => createCallbackSender({ allowPrivate: true, patienceMs });
const send = (url = receiver.url, sender = local()) => sender.send(endpoint(url), MESSAGE, new Date());

describe('A callback', () => {
  test('is one POST of JSON with the bearer token, its id and its sequence', async () => {
    expect(await send()).toEqual({ kind: 'answered', status: 204 });
    const { method, path, headers, text } = must(receiver.received[0]);
    expect({ method, path, text }).toEqual({ method: 'POST', path: '/letters?from=postroom', text: MESSAGE.body });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer a-token-of-theirs',
      'webhook-id': MESSAGE.id,
      'postroom-sequence': '3',
      connection: 'close',
    });
    expect(headers).not.toHaveProperty('webhook-signature');
  });

  test('without a token carries signatures alone, which the library of Standard Webhooks takes', async () => {
    const secret = aSecret();
    const sent = { url: receiver.url, bearerToken: null, signingSecrets: [secret] };
    await local().send(sent, MESSAGE, new Date());
    const { headers, text } = must(receiver.received[0]);
    expect(headers).not.toHaveProperty('authorization');
    expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toEqual(JSON.parse(MESSAGE.body));
    expect(() => new Webhook(aSecret()).verify(text, headers as Record<string, string>)).toThrow();
    expect(() => new Webhook(secret).verify(`${text} `, headers as Record<string, string>)).toThrow();
  });

  test('is signed twice while secrets are exchanged: a receiver that knows either takes it', async () => {
    const [newer, older] = [aSecret(), aSecret()];
    await local().send(endpoint(receiver.url, [newer, older]), MESSAGE, new Date());
    const { headers, text } = must(receiver.received[0]);
    for (const secret of [newer, older]) new Webhook(secret).verify(text, headers as Record<string, string>);
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  test('has a connection of its own, so that each is judged', async () => {
    await send();
    await send();
    expect(receiver.counts.connections).toBe(2);
  });

  test('goes past any proxy of the environment', async () => {
    const proxy = await startReceiver();
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`;
    try {
      expect(await send()).toEqual({ kind: 'answered', status: 204 });
      expect(proxy.counts.connections).toBe(0);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      await proxy.close();
    }
  });
});

describe('What a receiver does', () => {
  test.each([200, 302, 400, 410, 500])('it answers %s: that is told', async (status) => {
    receiver.next({ kind: 'status', status });
    expect(await send()).toEqual({ kind: 'answered', status });
  });

  test('it asks for patience', async () => {
    receiver.next({ kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    expect(await send()).toEqual({ kind: 'answered', status: 429, afterMs: 120_000 });
  });

  test('H1 it fails', async () => {
    receiver.next({ kind: 'status', status: 500 });
    expect(await send()).toEqual({ kind: 'answered', status: 500 });
  });

  test('H2 it hangs: no answer in time', async () => {
    receiver.next({ kind: 'hang' });
    expect(await send()).toEqual({ kind: 'unanswered', reason: 'no answer in time' });
  });

  test('H3 its reply is cut off after 200: it has said that it took it', async () => {
    receiver.next({ kind: 'cut after 200' });
    expect(await send()).toEqual({ kind: 'answered', status: 200 });
  });

  test('H4 it redirects inward: nobody follows', async () => {
    const inside = await startReceiver();
    for (const location of [inside.url, 'http://169.254.169.254/latest/meta-data/']) {
      receiver.next({ kind: 'status', status: 307, headers: { location } });
      expect(await send()).toEqual({ kind: 'answered', status: 307 });
    }
    expect(inside.counts.connections).toBe(0);
    await inside.close();
  });

  test('H6 its answer comes a byte at a time, or never ends: the status counts, and little of the rest is read', async () => {
    receiver.next({ kind: 'a byte at a time' }, { kind: 'endless body' });
    expect(await send()).toEqual({ kind: 'answered', status: 200 });
    expect(await send(receiver.url, local(5_000))).toEqual({ kind: 'answered', status: 200 });
    await receiver.close();
    expect(receiver.counts.written).toBeLessThan(16 * 1024 * 1024); // what sockets hold, not what would come
    receiver = await startReceiver();
  });

  test('its headers never end', async () => {
    receiver.next({ kind: 'endless headers' });
    expect(await send()).toEqual({ kind: 'unanswered', reason: 'UND_ERR_HEADERS_OVERFLOW' });
  });

  test('it breaks the connection, or is not there', async () => {
    receiver.next({ kind: 'reset' });
    expect(await send()).toEqual({ kind: 'unanswered', reason: 'UND_ERR_SOCKET' });
    await receiver.close();
    expect(await send()).toEqual({ kind: 'unanswered', reason: 'ECONNREFUSED' });
    receiver = await startReceiver();
  });
});

describe('Over HTTPS', () => {
  let secure: Receiver;
  let names: Awaited<ReturnType<typeof startNameServer>>;
  beforeEach(async () => {
    secure = await startReceiver({ secure: true });
    names = await startNameServer((name) => (name.endsWith('.test') ? ['127.0.0.1'] : []));
  });
  afterEach(async () => {
    await secure.close();
    await names.close();
  });
  const over = (host: string, ca?: string) =>
    send(
      `https://${host}:${secure.port}/`,
      createCallbackSender({
        allowPrivate: true,
        patienceMs: 5_000,
        resolve: resolveByServers([names.server]),
        ...(ca === undefined ? {} : { ca }),
      }),
    );

  test('a receiver is known by its certificate', async () => {
    expect(await over('hooks.example.test', RECEIVER_CERTIFICATE)).toEqual({ kind: 'answered', status: 204 });
    expect(secure.received[0]?.headers.host).toBe(`hooks.example.test:${secure.port}`);
  });

  test.each([
    ['of another name', 'hooks.other.test', RECEIVER_CERTIFICATE, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that nobody trusts', 'hooks.example.test', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('one %s gets nothing', async (_, host, ca, reason) => {
    expect(await over(host, ca)).toEqual({ kind: 'unanswered', reason });
    expect(secure.received).toEqual([]);
  });
});
