/** Settings whose values may stand in files, as orchestrators hand over secrets. */
import { readFileSync } from 'node:fs';

/** Thrown when a setting is missing or wrong; its message is the one line that names it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets, and the pins that change together with one. */
const NAMES_WITH_FILES = [
  'DATABASE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'SEALING_KEY',
  'RETIRED_SEALING_KEYS',
  'PRINTER_PRIVATE_KEY',
  'PRINTER_HOST_KEYS',
  'TICKET_WEBHOOK_URL',
  'TICKET_WEBHOOK_TOKEN',
  'VOLUMES_WEBHOOK_URL',
  'VOLUMES_WEBHOOK_TOKEN',
  'ZENDESK_TOKEN',
];

/** `NAME_FILE` holds the path of a file with the value of `NAME`. */
export function withFiles(environment: Environment): Environment {
  const filled: Record<string, string | undefined> = { ...environment };
  for (const name of NAMES_WITH_FILES) {
    const path = environment[`${name}_FILE`];
    if (!path) continue;
    if (environment[name]) throw new ConfigurationError(`${name} and ${name}_FILE are both set: keep one of them`);
    try {
      filled[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw new ConfigurationError(`${name}_FILE cannot be read: ${(error as Error).message}`);
    }
  }
  return filled;
}
