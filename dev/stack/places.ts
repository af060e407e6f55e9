import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeDataFolder } from './postgres-user';

export const CHECKOUT = join(__dirname, '..', '..');

/** Where a stack keeps what, under one folder. */
export interface Places {
  readonly folder: string;
  readonly data: string;
  readonly postgres: string;
  readonly stateFile: string;
  readonly claims: string;
  /** What only this machine may know, such as the key that seals API keys. */
  readonly secretsFile: string;
  readonly tenantFile: string;
  readonly logOf: (name: string) => string;
}

export function placesIn(folder: string): Places {
  const data = join(folder, 'data');
  return {
    folder,
    data,
    postgres: join(data, 'postgres'),
    stateFile: join(folder, 'stack.json'),
    claims: join(folder, 'claims'),
    secretsFile: join(data, 'secrets.json'),
    tenantFile: join(data, 'tenant.json'),
    logOf: (name) => join(data, 'logs', `${name}.log`),
  };
}

/** Makes the folders; logs begin anew with each stack. `fresh` forgets all letters. */
export function prepare(places: Places, fresh: boolean): void {
  rmSync(places.stateFile, { force: true });
  if (fresh) removeDataFolder(places.postgres);
  rmSync(fresh ? places.data : join(places.data, 'logs'), { recursive: true, force: true });
  mkdirSync(join(places.data, 'logs'), { recursive: true, mode: 0o755 });
}
