import type { Say } from '../programs/resolve-program';
import { type Application, startApplication } from './application';
import { asRole, environmentOf } from './environment';
import type { StackOptions } from './options';
import type { Places } from './places';
import { freePort } from './ports';
import type { Processes, RunningProcess } from './processes';
import type { StackSecrets } from './secrets';
import type { Servers } from './servers';
import { ensureSchedules } from './workflow-server';

export interface ApplicationsOptions {
  readonly places: Places;
  readonly secrets: StackSecrets;
  readonly servers: Servers;
  readonly options: StackOptions;
  readonly say: Say;
}

export interface Applications {
  /** Of each API process, the first one first. */
  readonly apiUrls: readonly string[];
  readonly api: Application;
  readonly workers: readonly Application[];
}

/** Starts the schedules, the API and the workers, and waits until each can do its work. */
export async function startApplications(processes: Processes, given: ApplicationsOptions): Promise<Applications> {
  const { places, secrets, servers, options, say } = given;
  const environmentFor = (role: string) => ({
    ...environmentOf(servers, asRole(servers.postgresUrl, role, secrets), secrets),
    ...options.environment,
  });
  const onLost = (running: RunningProcess) => {
    const last = running.log().trim().split('\n').slice(-3).join('\n');
    say(`${running.name} has ended though nobody asked it to. The last it wrote:\n${last}`);
  };
  const start = (name: string, entry: string, readyUrl: string, environment: Record<string, string | undefined>) =>
    startApplication(processes, { name, entry, readyUrl, environment, logFile: places.logOf(name), onLost });

  const startApi = async (name: string, port: number) => {
    const apiUrl = `http://127.0.0.1:${port}`;
    const settings = { ...environmentFor('postroom_api'), API_HOST: '127.0.0.1', API_PORT: String(port) };
    return { apiUrl, api: await start(name, 'src/api/server.ts', `${apiUrl}/readyz`, settings) };
  };
  const startWorker = async (name: string) => {
    const port = await freePort();
    const settings = { ...environmentFor('postroom_worker'), WORKER_METRICS_PORT: String(port) };
    return start(name, options.workerEntry ?? 'src/worker.ts', `http://127.0.0.1:${port}/readyz`, settings);
  };

  await ensureSchedules(servers.temporal.address, Number(environmentFor('postroom_worker').POLL_SECONDS));
  const named = (name: string, count = 1) =>
    Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}-${index + 1}`));
  const further = named('api', options.apis).slice(1);
  const [first, others, workers] = await Promise.all([
    startApi('api', options.ports?.api ?? (await freePort())),
    Promise.all(further.map(async (name) => startApi(name, await freePort()))),
    Promise.all(named('worker', options.workers).map(startWorker)),
  ]);
  say(`API and ${workers.length === 1 ? 'worker are' : `${workers.length} workers are`} up.`);
  return { apiUrls: [first, ...others].map(({ apiUrl }) => apiUrl), api: first.api, workers };
}
