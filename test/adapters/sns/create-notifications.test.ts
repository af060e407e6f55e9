import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createNotifications } from '../../../src/adapters/sns/create-notifications';
import { fetchSmall } from '../../../src/adapters/sns/fetch-small';
import { type SnsMessage, parseSnsMessage } from '../../../src/domain/sns-message';
import { CERTIFICATE, CERTIFICATE_URL, PRIVATE_KEY, aConfirmation, aNotification, signed } from '../../support/sns';

function message(value: unknown): SnsMessage {
  const parsed = parseSnsMessage(value);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('The signature of an event', () => {
  const asked: string[] = [];
  const fetch = (url: string) => Promise.resolve((asked.push(url), Buffer.from(CERTIFICATE)));
  const notifications = createNotifications({ fetch });

  it.each([
    ['a notification', '1', aNotification()],
    ['a notification', '2', aNotification()],
    ['a confirmation', '1', aConfirmation()],
    ['a confirmation', '2', aConfirmation()],
  ] as const)('Of %s is checked, version %s, with a certificate that is fetched once', async (_, version, fields) => {
    expect(await notifications.isSigned(message(signed(fields, version)))).toBe(true);
    expect(asked).toEqual([CERTIFICATE_URL]);
  });

  it('Of a notification without a subject is over the other fields', async () => {
    const { Subject, ...fields } = aNotification();
    expect(Subject).toBeDefined();
    expect(await notifications.isSigned(message(signed(fields)))).toBe(true);
  });

  it.each(['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn'])('Fails when %s was changed', async (name) => {
    const fields = signed(aNotification());
    expect(await notifications.isSigned(message({ ...fields, [name]: `${fields[name]}x` }))).toBe(false);
  });

  it('Fails when the version or the signature was changed', async () => {
    const fields = signed(aNotification());
    expect(await notifications.isSigned(message({ ...fields, SignatureVersion: '2' }))).toBe(false);
    expect(await notifications.isSigned(message({ ...fields, Signature: '' }))).toBe(false);
  });

  it('Fails once its certificate has expired, and throws when there is none', async () => {
    const late = createNotifications({ fetch, now: () => new Date('2999-01-01T00:00:00Z') });
    expect(await late.isSigned(message(signed(aNotification())))).toBe(false);
    const away = createNotifications({ fetch: () => Promise.reject(new Error('away')) });
    await expect(away.isSigned(message(signed(aNotification())))).rejects.toThrow('away');
  });
});

describe('What is fetched', () => {
  const answers: Record<string, [number, string, Record<string, string>?]> = {
    '/small': [200, 'small'],
    '/large': [200, 'x'.repeat(100_000)],
    '/elsewhere': [302, '', { location: 'https://localhost/small' }],
    '/missing': [404, 'no'],
  };
  const server = createServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, (request, response) => {
    const [status, body, headers] = answers[request.url ?? ''] ?? [500, ''];
    response.writeHead(status, headers).end(body);
  });
  const at = (path: string) => `https://localhost:${(server.address() as AddressInfo).port}${path}`;
  beforeAll(async () => {
    server.listen(0, 'localhost');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('Is small, from a host whose certificate is trusted', async () => {
    expect((await fetchSmall(at('/small'), { ca: CERTIFICATE })).toString()).toBe('small');
    await expect(fetchSmall(at('/small'))).rejects.toThrow(/self.signed/i);
  });

  it('Is nothing large, nothing that is elsewhere, nothing that is missing', async () => {
    await expect(fetchSmall(at('/large'), { ca: CERTIFICATE })).rejects.toThrow(/65536/);
    await expect(fetchSmall(at('/elsewhere'), { ca: CERTIFICATE })).rejects.toThrow(/302/);
    await expect(fetchSmall(at('/missing'), { ca: CERTIFICATE })).rejects.toThrow(/404/);
  });
});
