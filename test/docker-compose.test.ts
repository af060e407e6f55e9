import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROGRAMS } from '../dev/programs/programs';
import { DYNAMIC_CONFIG } from '../dev/stack/temporal-server';
import { searchAttributes } from '../src/contract';
import { version } from '../package.json';
import { CHECKOUT, before, compose, secretsOf, service, services, textOf } from './docker/compose';

const named = (names: readonly string[]) => [...names].sort();

describe('docker-compose.yml', () => {
  test.each(services)('pins the image of %s', (_, { image }) => {
    expect(image).toMatch(/^[a-z/-]+:v?\d+(\.\d+)+(-[a-z]+)?$/);
  });

  test('has one version of each thing, the one that the tests run', () => {
    const tagOf = (name: string) => service(name).image.split(':')[1] ?? '';
    for (const name of ['temporal-schema', 'temporal-namespace']) expect(tagOf(name)).toBe(tagOf('temporal'));
    expect(`(Server ${tagOf('temporal')})`).toMatch(PROGRAMS.temporal.fits?.answer ?? 'none');
    expect(tagOf('s3')).toBe(`v${PROGRAMS.versitygw.version}`);
    expect(tagOf('databases')).toBe(tagOf('postgres'));
    expect(tagOf('postgres')).toMatch(/^18\./);
    for (const [, each] of services) if (each.build) expect(each.image).toMatch(new RegExp(`:${version}$`));
  });

  test.each(services)(
    'lets %s wait only for what can come: jobs that end, servers with a health check',
    (name, each) => {
      for (const [other, { condition }] of Object.entries(each.depends_on ?? {})) {
        const isJob = service(other).restart.startsWith('on-failure');
        expect(condition).toBe(isJob ? 'service_completed_successfully' : 'service_healthy');
        if (!isJob) expect(service(other).healthcheck).toBeDefined();
      }
      expect(before(name)).not.toContain(name);
    },
  );

  test('starts API and worker after all that they need', () => {
    expect(named([...before('api')])).toEqual(['databases', 'migrate', 'postgres', 's3']);
    const servers = ['postgres', 'printer', 's3', 'temporal'];
    const jobs = ['databases', 'migrate', 'schedules', 'temporal-namespace', 'temporal-schema'];
    expect(named([...before('worker')])).toEqual(named([...servers, ...jobs]));
    expect([...before('schedules')]).toContain('temporal-namespace');
    expect([...before('temporal')]).toContain('temporal-schema');
  });

  test('mounts only what there is, and the scripts read-only', () => {
    for (const [, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const [from = '', , mode] = volume.split(':');
        if (!from.startsWith('./')) expect(Object.keys(compose.volumes)).toContain(from);
        else expect([existsSync(join(CHECKOUT, from)), mode]).toEqual([true, 'ro']);
      }
    }
    for (const [, { entrypoint = [] }] of services)
      for (const script of entrypoint.filter((word) => word.startsWith('/docker/')))
        expect(existsSync(join(CHECKOUT, script))).toBe(true);
  });

  test("keeps Postgres's data where the image of 18 and later puts them", () => {
    expect(service('postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
  });

  test('has no secret in it: each is a file that neither git nor an image takes in', () => {
    const isLeftToOutside = (name: string, value: unknown) => value === `\${${name}:-}`;
    for (const [, { environment = {} }] of services)
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|PWD|SECRET|_KEY|TOKEN|_URL/.test(name) && !isLeftToOutside(name, value))
          expect([name, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/run\/secrets\//)]);
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`./secrets/${name}`);
    expect(textOf('.gitignore')).toMatch(/^secrets\/$/m);
    expect(textOf('.dockerignore')).not.toContain('secrets');
    expect(textOf('.dockerignore').split('\n')).toContain('*');
  });

  test.each(services)('gives %s the secrets that it reads, and no other', (_, each) => {
    const script = (each.entrypoint ?? [])
      .map((word) => (word.startsWith('/docker/') ? textOf(word) : word))
      .join('\n');
    const text = `${JSON.stringify(each.environment ?? {})}\n${script}`;
    const read = [...text.matchAll(/\/run\/secrets\/([a-z0-9-]+)/g)].map(([, name]) => name);
    const urls = [...text.matchAll(/password_of ([a-z]+)/g)].map(([, role]) => `${role}-database-url`);
    const targets = (each.secrets ?? []).flatMap((secret) => (typeof secret === 'string' ? [] : [secret.source]));
    expect(named([...new Set([...read, ...urls, ...targets].map(String))])).toEqual(named(secretsOf(each)));
    for (const secret of secretsOf(each)) expect(Object.keys(compose.secrets)).toContain(secret);
  });

  test.each(services)('takes from %s what it does not need', (name, each) => {
    expect(each.cap_drop).toEqual(['ALL']);
    expect(each.security_opt).toContain('no-new-privileges:true');
    expect(each.mem_limit).toMatch(/^\d+[mg]$/);
    expect(each.pids_limit).toBeGreaterThan(0);
    if (each.build) expect([name, each.read_only]).toEqual([name, true]);
    for (const port of each.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('lets there be many workers: no name, no port, no volume that they write to', () => {
    const { container_name, ports, volumes = [] } = service('worker');
    expect({ container_name, ports }).toEqual({});
    for (const volume of volumes) expect(volume).toMatch(/:ro$/);
  });

  test('gives Temporal 512 shards, our search attributes, and the Web UI its port', () => {
    expect(service('temporal').environment).toMatchObject({ NUM_HISTORY_SHARDS: 512, BIND_ON_IP: '0.0.0.0' });
    const made = [...textOf('docker', 'temporal-namespace.sh').matchAll(/^ensure (\w+) (\w+)$/gm)];
    const wanted = Object.values(searchAttributes).map(({ name, type }) => [name, type]);
    expect(made.map(([, name, type = '']) => [name, type.toUpperCase()])).toEqual(wanted);
    expect(service('temporal-ui')).toMatchObject({
      ports: ['127.0.0.1:8080:8080'],
      environment: { TEMPORAL_UI_PORT: 8080 },
    });
  });

  test('gives Temporal the dynamic settings that it has here', () => {
    const settings = parse(textOf('docker', 'temporal-dynamic-config.yaml')) as Record<string, { value: unknown }[]>;
    const values = Object.entries(settings).map(([name, constrained]) => [name, constrained.map(({ value }) => value)]);
    expect(values).toEqual(Object.entries(DYNAMIC_CONFIG).map(([name, value]) => [name, [value]]));
  });

  test('makes the roles that the migrations grant rights to', () => {
    const [, roles = ''] =
      /array\[([^\]]+)\]/.exec(textOf('src', 'adapters', 'postgres', 'migrations', '0007_roles.sql')) ?? [];
    const script = textOf('docker', 'databases.sh');
    for (const role of roles.match(/postroom_\w+/g) ?? []) expect(script).toContain(`alter role ${role} password`);
    expect(roles.match(/postroom_\w+/g)).toHaveLength(3);
  });
});
