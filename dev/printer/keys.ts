import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParsedKey, utils } from 'ssh2';

export interface PrinterKeys {
  readonly hostKey: string;
  /** As `ssh-keygen -lf` prints it. */
  readonly hostKeyFingerprint: string;
  /** The one key that may log in. */
  readonly clientKey: ParsedKey;
  readonly clientKeyFile: string;
}

/** The printer's own key and that of its customer; made once, kept in the folder. */
export async function keysIn(folder: string): Promise<PrinterKeys> {
  await mkdir(folder, { recursive: true });
  const clientKeyFile = join(folder, 'client_ed25519');
  const hostKey = await keyIn(join(folder, 'host_ed25519'));
  const clientKey = parse(await keyIn(clientKeyFile));
  const digest = createHash('sha256').update(parse(hostKey).getPublicSSH()).digest('base64').replace(/=+$/, '');
  return { hostKey, hostKeyFingerprint: `SHA256:${digest}`, clientKey, clientKeyFile };
}

async function keyIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    const made = newKey();
    await writeFile(file, made, { mode: 0o600 });
    return made;
  }
}

/** About one in 400 of ssh2's new keys (1.17.0) cannot be read again, not even by ssh2. */
export function newKey(): string {
  const made = utils.generateKeyPairSync('ed25519').private;
  return utils.parseKey(made) instanceof Error ? newKey() : made;
}

function parse(privateKey: string): ParsedKey {
  const key = utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key;
}
