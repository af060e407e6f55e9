import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface StackSecrets {
  /** 32 bytes in base64: seals the services' API keys in the database. */
  readonly sealingKey: string;
  /** Of the database roles of API, worker and operator. */
  readonly rolePassword: string;
}

/** Made once, kept with the data that needs them. */
export function secretsIn(file: string): StackSecrets {
  if (!existsSync(file)) {
    const made: StackSecrets = {
      sealingKey: randomBytes(32).toString('base64'),
      rolePassword: randomBytes(18).toString('base64url'),
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as StackSecrets;
}
