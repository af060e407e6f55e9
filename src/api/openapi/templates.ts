import { z } from 'zod';
import { templateList, templateObject, templatePreview } from '../answers';
import { listQuery, previewRequest } from '../template-requests';
import type { Description } from './describe';

const TEMPLATE = '/v2/template/{id}';
const NO_SUCH_TEMPLATE = 'There is no such template of this service.';
const id = z.uuid().meta({ description: "A template's id" });
const BAD_ID = 'The id is no UUID.';

export const TEMPLATE_ROUTES: readonly Description[] = [
  {
    method: 'GET',
    path: '/v2/templates',
    access: 'service',
    id: 'listTemplates',
    summary: 'Lists templates by name',
    parameters: { query: listQuery },
    success: { 200: { says: 'All templates in use.', schema: templateList } },
    refusals: { 400: 'A parameter is not right.' },
  },
  {
    method: 'GET',
    path: TEMPLATE,
    access: 'service',
    id: 'showTemplate',
    summary: 'Shows the newest version of a template',
    parameters: { path: z.object({ id }) },
    success: { 200: { says: 'The template.', schema: templateObject } },
    refusals: { 400: BAD_ID, 404: NO_SUCH_TEMPLATE },
  },
  {
    method: 'GET',
    path: `${TEMPLATE}/version/{version}`,
    access: 'service',
    id: 'showTemplateVersion',
    summary: 'Shows one version of a template',
    parameters: { path: z.object({ id, version: z.coerce.number().int().meta({ description: '0 is the newest' }) }) },
    success: { 200: { says: 'That version.', schema: templateObject } },
    refusals: { 400: BAD_ID, 404: 'There is no such template of this service, or no such version.' },
  },
  {
    method: 'POST',
    path: `${TEMPLATE}/preview`,
    access: 'service',
    id: 'previewTemplate',
    summary: 'Shows what a letter would say',
    parameters: { path: z.object({ id }) },
    body: { schema: previewRequest, required: false },
    success: { 200: { says: 'Subject and body with all placeholders filled.', schema: templatePreview } },
    refusals: {
      400: 'A value is missing, or the request is not right.',
      404: NO_SUCH_TEMPLATE,
      413: 'The personalisation has more than 256 KiB.',
    },
  },
];
