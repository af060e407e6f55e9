/** Templates as services see them: letters-api §9. */
import { z } from 'zod';
import { fillTemplate } from '../../domain/fill-template';
import { type TemplateId, parseTemplateId } from '../../domain/letter';
import { SMALL_BODY_BYTES, parseJson, readBody } from '../body';
import type { ApiDependencies } from '../dependencies';
import { invalid, noResult } from '../errors';
import { refuseTooMuchText, refuseUnlessComplete } from '../refuse-content';
import type { Caller, Exchange, Route } from '../route';
import { parseBody, readObject, uuid } from '../schema';
import { sendJson } from '../send';
import { listQuery, previewRequest } from '../template-requests';
import { viewPreview, viewTemplate } from '../template-view';
import { readUuid } from '../uuid';

type Called = Exchange & { readonly caller: Caller };

/** The largest that the table holds; no template has had as many. */
const LAST_VERSION = 2_147_483_647;

const previewOf = z.object({ id: uuid, ...previewRequest.shape });

function idOf({ request }: Exchange): TemplateId {
  const id = parseTemplateId(readUuid(request.params['id']) ?? '');
  if (!id) throw invalid('id is not a valid UUID');
  return id;
}

const createGet =
  ({ templates }: ApiDependencies) =>
  async (exchange: Called): Promise<void> => {
    const template = await templates.find(exchange.caller.service.id, idOf(exchange));
    if (!template) throw noResult();
    sendJson(exchange.response, { status: 200, body: viewTemplate(template) });
  };

/** Version 0 is the newest, as in Notify. */
const createGetVersion =
  ({ templates }: ApiDependencies) =>
  async (exchange: Called): Promise<void> => {
    const [service, id, version] = [
      exchange.caller.service.id,
      idOf(exchange),
      Number(exchange.request.params['version']),
    ];
    const known = version <= LAST_VERSION;
    const template =
      version === 0 ? await templates.find(service, id) : known && (await templates.findVersion(service, id, version));
    if (!template) throw noResult();
    sendJson(exchange.response, { status: 200, body: viewTemplate(template) });
  };

/** There are no templates of e-mails and texts here. */
const createList =
  ({ templates }: ApiDependencies) =>
  async ({ request, response, caller }: Called): Promise<void> => {
    const { type: types = ['letter'] } = parseBody(listQuery, request.query);
    const found = types.includes('letter') ? await templates.list(caller.service.id) : [];
    sendJson(response, { status: 200, body: { templates: found.map(viewTemplate) } });
  };

const createPreview =
  ({ templates }: ApiDependencies) =>
  async ({ request, response, caller }: Called): Promise<void> => {
    const bytes = await readBody(request, response, SMALL_BODY_BYTES);
    const body = readObject(bytes.length === 0 ? {} : parseJson(bytes));
    const { id, personalisation } = parseBody(previewOf, { ...body, id: request.params['id'] });
    refuseTooMuchText(JSON.stringify(personalisation));
    const template = await templates.find(caller.service.id, id as TemplateId);
    if (!template) throw noResult();
    refuseUnlessComplete(template, personalisation);
    sendJson(response, { status: 200, body: viewPreview(template, fillTemplate(template, personalisation)) });
  };

export const templateRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'GET', path: '/v2/templates', access: 'service', handle: createList(deps) },
  { method: 'GET', path: '/v2/template/:id', access: 'service', handle: createGet(deps) },
  {
    method: 'GET',
    path: '/v2/template/:id/version/:version',
    parameters: { version: /^\d+$/ },
    access: 'service',
    handle: createGetVersion(deps),
  },
  { method: 'POST', path: '/v2/template/:id/preview', access: 'service', handle: createPreview(deps) },
];
