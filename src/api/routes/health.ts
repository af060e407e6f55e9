import { setTimeout as pause } from 'node:timers/promises';
import type { ApiDependencies } from '../dependencies';
import type { Exchange, Route } from '../route';
import { sendJson } from '../send';

const ANSWER_WITHIN_MS = 3000;

/** Whether a part answers in time; every fault is a no. */
async function answers(look: () => Promise<boolean>): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(ANSWER_WITHIN_MS, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([look(), late]);
  } catch {
    return false;
  } finally {
    timer.abort();
  }
}

async function readiness({ services, objects, workflows }: ApiDependencies) {
  const [postgres, s3, temporal] = await Promise.all([
    // Needs the pool, the role's rights and the schema, as every request does.
    answers(async () => (await services.operatorOf('')) === undefined),
    answers(() => objects.healthy()),
    answers(() => workflows.healthy()),
  ]);
  return { postgres, s3, temporal };
}

const alive = ({ response }: Exchange): void => sendJson(response, { status: 200, body: { status: 'ok' } });

export const healthRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'GET', path: '/', access: 'open', handle: alive },
  { method: 'GET', path: '/_status', access: 'open', handle: alive },
  { method: 'GET', path: '/healthz', access: 'open', handle: alive },
  {
    method: 'GET',
    path: '/readyz',
    access: 'open',
    // A 201 needs Postgres and S3, never Temporal: that is only told.
    handle: async ({ response }) => {
      const parts = await readiness(deps);
      const ready = parts.postgres && parts.s3;
      sendJson(response, { status: ready ? 200 : 503, body: { status: ready ? 'ready' : 'not ready', ...parts } });
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    access: 'open',
    handle: async ({ response }) => {
      response.setHeader('Content-Type', deps.metrics.registry.contentType);
      response.end(await deps.metrics.registry.metrics());
    },
  },
];
