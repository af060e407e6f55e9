import { NotifyClient } from 'notifications-node-client';
import type { Account, Call, Filters, Method, OfficialClient, Outcome } from './calls';

interface Answer {
  readonly status: number;
  readonly data: unknown;
}
type Page = { readonly notifications: readonly { readonly id: string }[] };

/** Its types ask for one status; a list of them is what people give it too. */
const filtersOf = ({ templateType, status, reference, olderThan }: Filters) =>
  [templateType, status as string | undefined, reference, olderThan] as Parameters<NotifyClient['getNotifications']>;

/** The client has no iterator: its users page by the last id. */
async function everyLetter(client: NotifyClient, filters: Filters): Promise<Answer> {
  const notifications: Page['notifications'][number][] = [];
  for (let olderThan: string | undefined; ; ) {
    const page = await client.getNotifications(...filtersOf({ ...filters, ...(olderThan ? { olderThan } : {}) }));
    notifications.push(...(page.data as Page).notifications);
    olderThan = (page.data as Page).notifications.at(-1)?.id;
    if (olderThan === undefined) return { status: page.status, data: notifications };
  }
}

type Calls = {
  readonly [Name in Method]: (client: NotifyClient, call: Call<Name>) => Promise<Answer | Buffer>;
};

const personal = <Value>(personalisation: Value | undefined) =>
  personalisation === undefined ? {} : { personalisation };

const CALLS: Calls = {
  sendLetter: (client, { templateId, personalisation, reference }) =>
    client.sendLetter(templateId, { ...personal(personalisation), ...(reference === undefined ? {} : { reference }) }),
  sendPrecompiledLetter: (client, { reference, pdf, postage }) =>
    client.sendPrecompiledLetter(reference, pdf, postage as 'first'),
  getLetter: (client, { id }) => client.getNotificationById(id),
  getLetters: (client, filters) => client.getNotifications(...filtersOf(filters)),
  everyLetter,
  getPdf: (client, { id }) => client.getPdfForLetterNotification(id),
  getTemplate: (client, { id }) => client.getTemplateById(id),
  getTemplateVersion: (client, { id, version }) => client.getTemplateByIdAndVersion(id, version),
  getTemplates: (client, { type }) => client.getAllTemplates(type as 'letter'),
  getTemplateVersions: () => Promise.reject(new Error('only the Python client has this method')),
  preview: (client, { id, personalisation }) => client.previewTemplateById(id, personalisation),
  getTexts: (client) => client.getReceivedTexts(),
  sendText: (client, { templateId }) => client.sendSms(templateId, '07700900123'),
  sendEmail: (client, { templateId }) => client.sendEmail(templateId, 'someone@example.com'),
};

/** As its documentation tells people to read its errors. */
function outcomeOf(error: unknown): Outcome {
  const { response, name } = error as { readonly response?: Answer; readonly name?: string };
  if (response) return { kind: 'refused', status: response.status, told: response.data, name: String(name) };
  return { kind: 'thrown', told: error instanceof Error ? error.message : String(error) };
}

async function run({ url, apiKey }: Account, call: Call): Promise<Outcome> {
  try {
    const make = CALLS[call.method] as (client: NotifyClient, call: Call) => Promise<Answer | Buffer>;
    const answer = await make(new NotifyClient(url, apiKey), call);
    if (Buffer.isBuffer(answer)) return { kind: 'file', bytes: answer };
    return { kind: 'answered', status: answer.status, body: answer.data };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** `notifications-node-client` as npm has it. */
export const createNodeClient = (): OfficialClient => ({ call: run, end: () => Promise.resolve() });
