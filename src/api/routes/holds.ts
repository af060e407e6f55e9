import { z } from 'zod';
import { parseHoldId } from '../../domain/hold';
import type { ServiceId } from '../../domain/letter';
import { parsePostage } from '../../domain/postage';
import { liftHold, placeHold } from '../../operations/holds';
import { viewHold } from '../../operations/views';
import { SMALL_BODY_BYTES, readJson } from '../body';
import type { ApiDependencies } from '../dependencies';
import { conflict, noResult } from '../errors';
import type { Exchange, Route } from '../route';
import { parseBody, parsed, reason, uuid } from '../schema';
import { sendJson } from '../send';

const PATH = '/operations/holds';

export const placeOrder = z.strictObject({
  service_id: uuid.transform((id) => id as ServiceId).optional(),
  postage: parsed(parsePostage, 'is not a postage class').optional(),
  reason,
});
export const liftOrder = z.strictObject({ reason });

const createPlace =
  (deps: ApiDependencies) =>
  async ({ request, response, operator }: Exchange & { operator: string }): Promise<void> => {
    const asked = parseBody(placeOrder, await readJson(request, response, SMALL_BODY_BYTES));
    const { service_id: serviceId = null, postage = null } = asked;
    const placed = await placeHold({ serviceId, postage, reason: asked.reason, actor: operator }, deps);
    if (placed.kind === 'refused') throw conflict('HoldRefused', `the hold is refused: ${placed.why}`);
    sendJson(response, { status: placed.kind === 'placed' ? 201 : 200, body: viewHold(placed.hold) });
  };

const createLift =
  (deps: ApiDependencies) =>
  async ({ request, response, operator }: Exchange & { operator: string }): Promise<void> => {
    const asked = parseBody(liftOrder, await readJson(request, response, SMALL_BODY_BYTES));
    const id = parseHoldId(String(request.params['id']));
    const lifted = id === undefined ? undefined : await liftHold({ id, actor: operator, reason: asked.reason }, deps);
    if (!lifted || lifted.kind === 'unknown') throw noResult();
    if (lifted.kind === 'refused') throw conflict('HoldRefused', `the lift is refused: ${lifted.why}`);
    sendJson(response, { status: 200, body: viewHold(lifted.hold) });
  };

export const holdRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: PATH, access: 'operator', handle: createPlace(deps) },
  {
    method: 'GET',
    path: PATH,
    access: 'operator',
    handle: async ({ response }) =>
      sendJson(response, { status: 200, body: { holds: (await deps.holds.standing()).map(viewHold) } }),
  },
  { method: 'POST', path: `${PATH}/:id/lift`, access: 'operator', handle: createLift(deps) },
];
