import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const CHECKOUT = join(__dirname, '..', '..');
export const textOf = (...path: string[]): string => readFileSync(join(CHECKOUT, ...path), 'utf8');

export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart: string;
  readonly user?: string;
  readonly container_name?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const compose = parse(textOf('docker-compose.yml'), { merge: true }) as Compose;
export const services = Object.entries(compose.services);

export function service(name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

/** As compose reads it where nothing is set outside. */
const filled = (text: string | number): string => String(text).replace(/\$\{\w+:-([^}]*)\}/g, '$1');

/** The service's variables, its secrets read from `folder`. */
export const environmentOf = (name: string, folder: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service(name).environment ?? {}).map(([key, value]) => [
      key,
      filled(value).replace('/run/secrets', folder),
    ]),
  );

export const secretsOf = ({ secrets = [] }: Service): string[] =>
  secrets.map((secret) => (typeof secret === 'string' ? secret : secret.source));

/** Everything that has to be over or up before the service starts. */
export function before(name: string): Set<string> {
  const found = new Set<string>();
  const visit = (each: string): void => {
    for (const next of Object.keys(service(each).depends_on ?? {})) {
      if (next === name) throw new Error(`${name} waits for itself`);
      if (!found.has(next)) visit(next);
      found.add(next);
    }
  };
  visit(name);
  return found;
}
