import { createPublicKey } from 'node:crypto';
import { type ParsedKey, type PublicKeyAuthMethod, utils } from 'ssh2';
import { PrinterError } from './printer-error';

const SHORTEST_RSA_BITS = 3072;

/** The keys to log in with, in order. Throws a plain reason at start: unreadable, public only, or too weak. */
export function credentialsFrom(username: string, privateKeys: readonly string[]): PublicKeyAuthMethod[] {
  if (privateKeys.length === 0) throw new Error('The printer has no private key to log in with');
  return privateKeys.map((text, index) => {
    const key = utils.parseKey(text);
    const name = `Private key ${index + 1} of the printer`;
    if (key instanceof Error) throw new Error(`${name} cannot be read: ${key.message}`);
    if (!key.isPrivateKey()) throw new Error(`${name} is a public key`);
    return { type: 'publickey', username, key: strong(key, name) };
  });
}

function strong(key: ParsedKey, name: string): ParsedKey {
  if (key.type === 'ssh-dss') throw new Error(`${name} is a DSA key`);
  if (key.type !== 'ssh-rsa') return key;
  const bits = createPublicKey(key.getPublicPEM()).asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SHORTEST_RSA_BITS) throw new Error(`${name} has ${bits} bits, an RSA key needs ${SHORTEST_RSA_BITS}`);
  return withoutSha1(key);
}

/** To a server that names no signature algorithms ssh2 would sign with SHA-1. */
function withoutSha1(key: ParsedKey): ParsedKey {
  const sign = key.sign.bind(key);
  key.sign = (data, algorithm) => {
    if (algorithm === 'sha256' || algorithm === 'sha512') return sign(data, algorithm);
    throw new PrinterError('insecure', 'The printer: the server takes RSA keys only with SHA-1 signatures');
  };
  return key;
}
