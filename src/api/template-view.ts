import { type FilledTemplate, personalisationOf } from '../domain/fill-template';
import { timeText } from '../domain/instant';
import type { TemplateId } from '../domain/letter';
import type { Template } from '../domain/template';

/** Where a template is found: everywhere the same address, which resolves. */
export const templateUri = (baseUrl: string, id: TemplateId | string): string => `${baseUrl}/v2/template/${id}`;

/** The template object of the contract. */
export const viewTemplate = (template: Template) => ({
  id: template.id,
  type: 'letter',
  created_at: timeText(template.createdAt),
  updated_at: template.updatedAt && timeText(template.updatedAt),
  created_by: template.createdBy,
  version: template.version,
  body: template.body,
  subject: template.subject,
  name: template.name,
  personalisation: personalisationOf(template),
  postage: template.postage,
  letter_contact_block: template.contactBlock,
});

/** What a letter of the template would say. */
export const viewPreview = ({ id, version, postage }: Template, { body, subject }: FilledTemplate) => ({
  id,
  type: 'letter',
  version,
  body,
  html: null,
  subject,
  postage,
});
