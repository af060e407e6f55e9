import { z } from 'zod';
import { parseBatchId } from '../../domain/batch';
import { BATCH_ACTS, type BatchAct } from '../../domain/batch-acts';
import { parseInstant } from '../../domain/instant';
import { actOnBatch, untoldAdvice } from '../../operations/act-on-batch';
import { viewAct, viewBatch } from '../../operations/views';
import { SMALL_BODY_BYTES, readJson } from '../body';
import type { ApiDependencies } from '../dependencies';
import { conflict, noResult } from '../errors';
import type { Exchange, Route } from '../route';
import { parseBody, parsed, reason } from '../schema';
import { sendJson } from '../send';

const PATH = '/operations/batches/:id';

export const why = z.strictObject({ reason });
export const evidence = z.strictObject({
  reason,
  published_at: parsed(parseInstant, 'is not an instant such as 2026-01-05T17:55:00Z').optional(),
});

const createAct =
  (deps: ApiDependencies, act: BatchAct) =>
  async ({ request, response, operator }: Exchange & { operator: string }): Promise<void> => {
    const json = await readJson(request, response, SMALL_BODY_BYTES);
    const order = act === 'adopt' ? parseBody(evidence, json) : { ...parseBody(why, json), published_at: undefined };
    const identity = parseBatchId(String(request.params['id']));
    if (!identity) throw noResult();
    const asked = { batchId: identity.id, act, actor: operator, reason: order.reason, publishedAt: order.published_at };
    const outcome = await actOnBatch(asked, deps);
    if (outcome.kind === 'unknown') throw noResult();
    if (outcome.kind === 'refused') throw conflict('BatchActRefused', `${act} is refused: ${outcome.why}`);
    const advice = outcome.told ? {} : { message: untoldAdvice(identity.id) };
    sendJson(response, {
      status: outcome.told ? 200 : 202,
      body: { ...viewBatch(outcome.batch), workflow_told: outcome.told, ...advice },
    });
  };

export const batchRoutes = (deps: ApiDependencies): readonly Route[] => [
  {
    method: 'GET',
    path: PATH,
    access: 'operator',
    handle: async ({ request, response }) => {
      const identity = parseBatchId(String(request.params['id']));
      const batch = identity && (await deps.batches.find(identity.id));
      if (!batch) throw noResult();
      const acts = (await deps.batches.acts(batch.id)).map(viewAct);
      sendJson(response, { status: 200, body: { ...viewBatch(batch), acts } });
    },
  },
  ...BATCH_ACTS.map(
    (act): Route => ({ method: 'POST', path: `${PATH}/${act}`, access: 'operator', handle: createAct(deps, act) }),
  ),
];
