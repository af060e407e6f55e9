import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Encrypts secrets that must be read again, at rest. */
export interface Sealer {
  /** `owner` names the row: a sealed secret opens for no other. */
  seal(secret: string, owner: string): string;
  /** Throws when the text was changed, belongs to another row, or its key is not at hand. */
  open(sealed: string, owner: string): string;
}

/** Names a key without telling it. */
const idOf = (key: Buffer): string => createHash('sha256').update('sealing-key:').update(key).digest('hex').slice(0, 8);

/**
 * AES-256-GCM as `<key id>:<base64 of nonce, ciphertext, tag>`. The first key seals; the others, on their way out, still open what they
 * have sealed. Keys are 32 bytes.
 */
export function createSealer(sealing: Buffer, retired: readonly Buffer[] = []): Sealer {
  const keys = new Map([...retired, sealing].map((key) => [idOf(key), key]));
  if ([...keys.values()].some((key) => key.length !== KEY_BYTES)) throw new RangeError('A sealing key has 32 bytes');
  return {
    seal: (secret, owner) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${idOf(sealing)}:${sealed.toString('base64')}`;
    },
    open: (text, owner) => {
      const [keyId = '', body = ''] = text.split(':');
      const key = keys.get(keyId);
      if (!key) throw new Error(`A secret was sealed with the key ${keyId}, which is not configured`);
      const sealed = Buffer.from(body, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(owner))
        .setAuthTag(sealed.subarray(-TAG_BYTES));
      return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
