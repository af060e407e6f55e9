import { baseUrlOf } from '../base-url';
import type { ApiDependencies } from '../dependencies';
import type { Route } from '../route';
import { sendJson } from '../send';

const PATH = '/v2/received-text-messages';

/** Notify's clients may ask for text messages; letters bring none. */
export const textMessageRoutes = ({ settings }: ApiDependencies): readonly Route[] => [
  {
    method: 'GET',
    path: PATH,
    access: 'service',
    handle: ({ request, response }) => {
      const current = `${baseUrlOf(request, settings)}${request.originalUrl}`;
      sendJson(response, { status: 200, body: { received_text_messages: [], links: { current } } });
    },
  },
];
