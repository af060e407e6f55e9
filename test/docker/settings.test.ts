import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { utils } from 'ssh2';
import { USERNAME } from '../../dev/printer/ssh-server';
import { printerOptionsSchema } from '../../dev/printer/options';
import type { ApiDependencies } from '../../src/api/dependencies';
import { healthRoutes } from '../../src/api/routes/health';
import { readConfig } from '../../src/config';
import { createMetrics } from '../../src/metrics';
import { startHealthServer } from '../../src/worker/health-server';
import { CHECKOUT, compose, environmentOf, secretsOf, service, services, textOf } from './compose';
import { SETTING_NAMES } from '../../src/settings';

const run = promisify(execFile);
const has = (program: string) => spawnSync(program, ['-V'], { stdio: 'ignore' }).error === undefined;
const MAKE_SECRETS = join(CHECKOUT, 'docker', 'make-secrets');
const ours = services.filter(([, { build }]) => build?.target === 'postroom').map(([name]) => name);
/** The simulated printer's options, from the command of its image. */
const printerOptions = () => {
  const [, command = '[]'] = /^CMD (\["node", "printer\/main\.js".+)$/m.exec(textOf('Dockerfile')) ?? [];
  const [, , options = ''] = JSON.parse(command) as string[];
  return printerOptionsSchema.parse(JSON.parse(options));
};

// Makes keys as an operator does; without those two programs nobody can start the containers either.
const described = has('openssl') && has('ssh-keygen') ? describe : describe.skip;
described('The settings in docker-compose.yml, with the secrets that docker/make-secrets makes', () => {
  let folder: string;
  const configOf = (name: string) => readConfig(environmentOf(name, folder));
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postroom-secrets-'));
    await run(MAKE_SECRETS, [folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('find every secret made, none too many, and a second call changes none', async () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(compose.secrets).sort());
    const all = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const first = all();
    expect(new Set(first).size).toBe(first.length);
    await run(MAKE_SECRETS, [folder]);
    expect(all()).toEqual(first);
  });

  test.each(ours)('are taken by %s, which knows each of them', (name) => {
    expect(() => configOf(name)).not.toThrow();
    for (const variable of Object.keys(service(name).environment ?? {}))
      if (!/^TEMPORAL_(ADDRESS|NAMESPACE)$|^NODE_OPTIONS$/.test(variable))
        expect(SETTING_NAMES).toContain(SETTING_NAMES.includes(variable) ? variable : variable.replace(/_FILE$/, ''));
  });

  test.each([
    ['migrate', 'postroom'],
    ['schedules', 'postroom_operator'],
    ['postroom', 'postroom_operator'],
    ['api', 'postroom_api'],
    ['worker', 'postroom_worker'],
  ])('let %s in at Postgres as %s', (name, role) => {
    const url = new URL(configOf(name).secrets.databaseUrl);
    expect([url.username, url.hostname, url.port, url.pathname]).toEqual([role, 'postgres', '5432', '/postroom']);
    expect(url.password).toMatch(/^[0-9a-f]{48}$/);
  });

  test.each(['api', 'worker', 'postroom'])('lead %s to the S3 server, its bucket and its region', (name) => {
    const { objects } = configOf(name).config;
    const start = (service('s3').entrypoint ?? []).join(' ');
    expect(objects).toMatchObject({ endpoint: 'http://s3:7070', pathStyle: true });
    expect(start).toContain('--port :7070');
    expect(start).toContain(`mkdir -p /data/objects/${objects.bucket} `);
    expect(start).toContain(`--region ${objects.region} `);
  });

  test('tell the worker where tickets and volumes are told, once that is set outside', () => {
    const variables = SETTING_NAMES.filter((name) => /^(TICKET_WEBHOOK|ZENDESK|VOLUMES_WEBHOOK)_/.test(name));
    expect(variables).toHaveLength(7);
    const passedOn = Object.entries(service('worker').environment ?? {}).filter(([name]) => variables.includes(name));
    expect(Object.fromEntries(passedOn)).toEqual(Object.fromEntries(variables.map((name) => [name, `\${${name}:-}`])));
    const { tickets, volumes } = configOf('worker').config;
    expect([tickets, volumes]).toEqual([{ webhook: false, zendesk: null }, { webhook: false }]);
  });

  test.each(['worker', 'postroom'])('lead %s to the simulated printer, which knows its key', (name) => {
    const { config, secrets } = configOf(name);
    const { host, port, keys } = printerOptions();
    expect(config.printer).toMatchObject({ host: 'printer', port, username: USERNAME });
    expect({ host, keys }).toEqual({ host: '0.0.0.0', keys: '/run/secrets' });
    expect(secrets.printerPrivateKeys).toHaveLength(1);
    expect(utils.parseKey(secrets.printerPrivateKeys[0] ?? '')).not.toBeInstanceOf(Error);
    expect(service('printer').secrets).toEqual([
      { source: 'printer-private-key', target: 'client_ed25519' },
      { source: 'printer-host-key', target: 'host_ed25519' },
    ]);
    expect(secretsOf(service(name))).not.toContain('printer-host-key');
  });

  test('let api, worker and command line share the list of bank holidays, which only the last may write', () => {
    const files = ['api', 'worker', 'postroom'].map((name) => configOf(name).config.bankHolidaysFile);
    expect(files).toEqual(Array(3).fill('/calendar/bank-holidays.json'));
    expect(service('postroom').volumes).toEqual(['calendar:/calendar']);
    for (const name of ['api', 'worker']) expect(service(name).volumes).toEqual(['calendar:/calendar:ro']);
    expect(textOf('Dockerfile')).toContain('\nRUN install -d -o 1000 -g 1000 /calendar\n');
  });

  test.each(ours)('lead %s to Temporal, in the namespace that is made there', (name) => {
    const wanted = { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'default' };
    expect(environmentOf(name, folder)).toMatchObject(wanted);
    expect(environmentOf('temporal-namespace', folder)).toMatchObject(wanted);
  });

  test('open the ports that are published, exposed and looked at', () => {
    const { api } = configOf('api').config;
    const { worker } = configOf('worker').config;
    const { port, controlPort } = printerOptions();
    expect(service('api').ports).toEqual([`127.0.0.1:${api.port}:${api.port}`]);
    expect(service('printer').ports).toEqual([`127.0.0.1:${controlPort}:${controlPort}`]);
    const exposed = [...textOf('Dockerfile').matchAll(/^EXPOSE (.+)$/gm)].map(([, ports]) => ports);
    const metricsPort = worker.temporalMetricsAddress?.split(':')[1] ?? '';
    expect(exposed).toEqual([`${port} ${controlPort}`, `${api.port} ${worker.metricsPort} ${metricsPort}`]);
    const looked = (name: string) => service(name).healthcheck?.test.join(' ') ?? '';
    expect(looked('api')).toContain(`'http://127.0.0.1:${api.port}/readyz'`);
    expect(looked('worker')).toContain(`'http://127.0.0.1:${worker.metricsPort}/readyz'`);
    expect(looked('printer')).toContain(`'http://127.0.0.1:${controlPort}/state'`);
    expect(looked('s3')).toContain('http://127.0.0.1:7070/health');
    expect(service('s3').entrypoint?.join(' ')).toContain('--health /health');
    expect(looked('temporal')).toContain('7233');
  });
});

describe('The health checks in docker-compose.yml', () => {
  /** Runs the check as its container does, against another port; gives its exit code. */
  async function look(name: string, port: number): Promise<number> {
    const [, program = '', ...words] = service(name).healthcheck?.test ?? [];
    expect(program).toBe('node');
    const moved = words.map((word) => word.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
    return run(process.execPath, moved).then(
      () => 0,
      (error: unknown) => (error as { code: number }).code,
    );
  }

  const opened: Server[] = [];
  afterEach(async () => {
    for (const server of opened.splice(0)) await end(server);
  });
  async function end(server: Server): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
  const portOf = (server: Server) => {
    opened.push(server);
    return (server.address() as AddressInfo).port;
  };

  test.each(['api', 'worker', 'printer'])('tell of %s whether it answers well, badly or not at all', async (name) => {
    let status = 200;
    const server = createServer((_, response) => void response.writeHead(status).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    expect(await look(name, port)).toBe(0);
    status = 503;
    expect(await look(name, port)).toBe(1);
    await end(opened.splice(0)[0] ?? server);
    expect(await look(name, port)).toBe(1);
  });

  test('ask the API and the worker at a path that they have', async () => {
    expect(healthRoutes({} as ApiDependencies).map(({ path }) => path)).toContain('/readyz');
    const server = await startHealthServer(0, createMetrics('worker'), []);
    expect(await look('worker', portOf(server))).toBe(0);
  });
});
