import { generateKeyPairSync } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { credentialsFrom } from '../../../src/adapters/sftp/credentials';

const rsaKey = (bits: number): string =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

describe('An RSA key to log in with', () => {
  test('signs with SHA-2, and never with SHA-1 however a server asks', () => {
    const [credential] = credentialsFrom('postroom', [rsaKey(3072)]);
    const key = credential?.key as ParsedKey;
    for (const algorithm of ['sha256', 'sha512']) {
      expect(key.verify('data', key.sign('data', algorithm), algorithm)).toBe(true);
    }
    expect(() => key.sign('data', 'sha1')).toThrow('only with SHA-1');
    expect(() => key.sign('data')).toThrow('only with SHA-1');
  });

  test('needs 3072 bits', () => {
    expect(() => credentialsFrom('postroom', [rsaKey(2048)])).toThrow('Private key 1 of the printer has 2048 bits');
  });
});
