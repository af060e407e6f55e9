import { type FilledTemplate, fillTemplate } from '../domain/fill-template';
import type { LetterId, TemplateId } from '../domain/letter';
import { addressMessage, readRecipient } from '../domain/recipient';
import type { PostalAddress } from '../domain/address';
import type { Personalisation } from '../domain/personalisation';
import { postageTo } from '../domain/postage';
import type { Template } from '../domain/template';
import type { ApiDependencies } from './dependencies';
import { badRequest, invalid } from './errors';
import type { TemplatedRequest } from './letter-requests';
import type { Order } from './new-letter';
import { refuseTooMuchText, refuseUnlessALetter, refuseUnlessComplete, refuseUnlessScannable } from './refuse-content';
import { refuseUnlessMaySend } from './refuse-sender';
import type { Caller } from './route';
import { templateUri } from './template-view';

async function templateOf(id: TemplateId, { service }: Caller, { templates }: ApiDependencies): Promise<Template> {
  const template = await templates.find(service.id, id);
  if (!template) throw badRequest('Template not found');
  if (template.archived) throw badRequest('Template has been deleted');
  return template;
}

function recipientOf(personalisation: Personalisation, { service }: Caller): PostalAddress {
  const recipient = readRecipient(personalisation, service);
  if (!recipient.ok) throw invalid(addressMessage(recipient.error));
  return recipient.value;
}

const answerOf =
  (template: Template, { body, subject }: FilledTemplate, reference: string | null, baseUrl: string) =>
  (id: LetterId) => ({
    id,
    reference,
    content: { body, subject },
    uri: `${baseUrl}/v2/notifications/${id}`,
    template: { id: template.id, version: template.version, uri: templateUri(baseUrl, template.id) },
    scheduled_for: null,
  });

/** A letter made from the newest version of a template: letters-api §4. Its length is judged later, once it is laid out. */
export async function orderTemplated(
  { template_id, personalisation, reference: given }: TemplatedRequest,
  caller: Caller,
  baseUrl: string,
  deps: ApiDependencies,
): Promise<Order> {
  refuseTooMuchText(JSON.stringify(personalisation));
  const reference = given ?? null;
  const template = await templateOf(template_id, caller, deps);
  const filled = fillTemplate(template, personalisation);
  refuseUnlessScannable(filled);
  refuseUnlessComplete(template, personalisation);
  refuseUnlessALetter(template, filled, personalisation);
  refuseUnlessMaySend(caller);
  const recipient = recipientOf(personalisation, caller);
  return {
    submission: {
      kind: 'templated',
      serviceId: caller.service.id,
      clientReference: reference,
      keyKind: caller.keyKind,
      postage: postageTo(recipient.zone, template.postage),
      templateId: template.id,
      templateVersion: template.version,
      personalisation,
      addressLines: recipient.lines,
    },
    answerOf: answerOf(template, filled, reference, baseUrl),
  };
}
