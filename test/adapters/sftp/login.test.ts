import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type Algorithms, Server, type ServerConfig, utils } from 'ssh2';
import { newKey } from '../../../dev/printer/keys';
import { createPrinter } from '../../../src/adapters/sftp/create-printer';
import { fingerprintOf } from '../../../src/adapters/sftp/host-keys';
import type { PrinterSettings } from '../../../src/adapters/sftp/settings';
import { type UnderTest, errorOf, kindOf, quietly, someBytes, startUnderTest, streamOf } from './printer-under-test';

const OTHER_PIN = fingerprintOf(Buffer.from('another key'));

describe('A printer that must prove who it is', () => {
  let under: UnderTest;
  beforeEach(async () => {
    under = await startUnderTest();
  });
  afterEach(() => under.close());

  test('gets no login and no byte when it shows a key that is not pinned', async () => {
    const sftp = await under.withSettings({ hostKeyFingerprints: [OTHER_PIN] });
    const error = await errorOf(sftp.upload('.x.part', streamOf(someBytes(10)), quietly));
    expect(error.kind).toBe('host-key-refused');
    expect(error.message).toContain(under.printer.hostKeyFingerprint);
    expect(await under.printer.control.state()).toMatchObject({ connected: 1, loginAttempts: 0, sftpBytes: 0 });
  });

  test('may change its key to another of the pinned ones', async () => {
    const sftp = await under.withSettings({ hostKeyFingerprints: [OTHER_PIN, under.printer.hostKeyFingerprint] });
    expect(await sftp.probe()).toMatchObject({ hostKeyFingerprint: under.printer.hostKeyFingerprint });
  });

  test.each([
    ['no pin at all', []],
    ['a pin that is no fingerprint', ['SHA256:short']],
    ['an MD5 fingerprint', ['16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48']],
  ])('is not spoken to with %s: nothing starts', async (_, hostKeyFingerprints) => {
    await expect(under.withSettings({ hostKeyFingerprints })).rejects.toThrow(/pinned|fingerprint/);
  });
});

describe('A login at the printer', () => {
  let under: UnderTest;
  let rightKey: string;
  beforeEach(async () => {
    under = await startUnderTest();
    rightKey = await readFile(under.printer.privateKeyFile, 'utf8');
  });
  afterEach(() => under.close());

  test('is refused with a key the printer does not know', async () => {
    const sftp = await under.withSettings({ privateKeys: [newKey()] });
    expect(await kindOf(sftp.probe())).toBe('login-refused');
  });

  test('is refused with a name the printer does not know', async () => {
    expect(await kindOf((await under.withSettings({ username: 'somebody' })).probe())).toBe('login-refused');
  });

  test('succeeds with either of two keys while they are rotated', async () => {
    for (const privateKeys of [
      [newKey(), rightKey],
      [rightKey, newKey()],
    ]) {
      expect(await (await under.withSettings({ privateKeys })).probe()).toMatchObject({ stagingFolder: true });
    }
  });

  test.each<[string, () => string[]]>([
    ['no key', () => []],
    ['what is no key', () => ['-----BEGIN NOTHING-----']],
    ['a public key', () => [utils.generateKeyPairSync('ed25519').public]],
    ['an RSA key of 2048 bits', () => [utils.generateKeyPairSync('rsa', { bits: 2048 }).private]],
  ])('is not even configured with %s', async (_, keys) => {
    await expect(under.withSettings({ privateKeys: keys() })).rejects.toThrow(/rivate key|public key/);
  });
});

describe('A printer that speaks only what is too weak', () => {
  const hostKey = newKey();
  const parsed = utils.parseKey(hostKey);
  const rsaKey = utils.generateKeyPairSync('rsa', { bits: 3072 }).private;
  let server: Server | undefined;
  let loginAttempts = 0;

  async function settingsFor(algorithms: Algorithms, rest: Partial<ServerConfig> = {}): Promise<PrinterSettings> {
    if (parsed instanceof Error) throw parsed;
    loginAttempts = 0;
    const opened = new Server({ hostKeys: [hostKey], algorithms, ...rest }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (attempt) => {
        loginAttempts += 1;
        attempt.accept();
      });
    });
    server = opened;
    opened.listen(0, '127.0.0.1');
    await once(opened, 'listening');
    return {
      host: '127.0.0.1',
      port: (opened.address() as AddressInfo).port,
      username: 'postroom',
      privateKeys: [rsaKey],
      hostKeyFingerprints: [fingerprintOf(parsed.getPublicSSH())],
      folders: { staging: 'staging', inbox: 'notify', outbox: 'outbox' },
      maxConnections: 1,
    };
  }
  afterEach(async () => {
    const closed = server && once(server, 'close');
    server?.close();
    await closed;
  });

  test.each<[string, Algorithms]>([
    ['SHA-1 key exchange', { kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1'] }],
    ['CBC ciphers', { cipher: ['aes256-cbc', 'aes128-cbc', '3des-cbc'] }],
    ['SHA-1 and MD5 checksums', { cipher: ['aes128-ctr'], hmac: ['hmac-sha1', 'hmac-md5'] }],
  ])('(%s) is refused before any login', async (_, algorithms) => {
    const sftp = createPrinter(await settingsFor(algorithms));
    expect(await kindOf(sftp.probe())).toBe('insecure');
    expect(loginAttempts).toBe(0);
    await sftp.close();
  });
});
