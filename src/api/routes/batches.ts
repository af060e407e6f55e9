import { parseBatchId } from '../../domain/batch';
import { viewBatch } from '../../operations/views';
import type { ApiDependencies } from '../dependencies';
import { noResult } from '../errors';
import type { Route } from '../route';
import { sendJson } from '../send';

export const batchRoutes = ({ batches }: ApiDependencies): readonly Route[] => [
  {
    method: 'GET',
    path: '/operations/batches/:id',
    access: 'operator',
    handle: async ({ request, response }) => {
      const identity = parseBatchId(String(request.params['id']));
      const batch = identity && (await batches.find(identity.id));
      if (!batch) throw noResult();
      sendJson(response, { status: 200, body: viewBatch(batch) });
    },
  },
];
