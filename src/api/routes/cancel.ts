import { londonDayOf } from '../../domain/calendar';
import { parseLetterId } from '../../domain/letter';
import { cancelledMarkerKeyOf } from '../../domain/names';
import type { ApiDependencies } from '../dependencies';
import { conflict, invalid, noResult } from '../errors';
import type { Caller, Exchange, Route } from '../route';
import { sendJson } from '../send';
import { readUuid } from '../uuid';

/**
 * The row decides, in one compare-and-set; then the marker is stored that keeps a restored database from printing the letter. Where that fails
 * the answer is no success, and the next request, which finds the letter cancelled, stores it.
 */
const createCancel =
  ({ letters, objects }: ApiDependencies) =>
  async ({ request, response, caller }: Exchange & { caller: Caller }): Promise<void> => {
    const id = parseLetterId(readUuid(request.params['target']) ?? '');
    if (!id) throw invalid('notification_id is not a valid UUID');
    const cancellation = await letters.cancel(caller.service.id, id);
    if (!cancellation) throw noResult();
    if (cancellation.kind === 'printing') throw conflict('BadRequestError', 'Letter is already being printed');
    const marker = Buffer.from(JSON.stringify({ id, serviceId: caller.service.id }));
    await objects.put(cancelledMarkerKeyOf(londonDayOf(cancellation.createdAt), id), marker, 'application/json');
    sendJson(response, { status: 200, body: { id, status: 'cancelled' } });
  };

export const cancelRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: '/v2/notifications/:target/cancel', access: 'service', handle: createCancel(deps) },
];
