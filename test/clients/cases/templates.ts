/** Templates as services read them: letters-api §9. */
import type { Case } from '../case';
import { answered, badRequest, but, invalid, unknownLetter as notFound, unknownRoute } from '../expectations';
import type { Scene } from '../scene';
import { FULL } from '../templates';
import { TIME, UUID } from '../values';

type TemplateName = keyof Scene['templates'];

const get = (name: TemplateName) => (scene: Scene) => ({ method: 'getTemplate', id: scene.templates[name] }) as const;
const getVersion = (name: TemplateName, version: number) => (scene: Scene) =>
  ({ method: 'getTemplateVersion', id: scene.templates[name], version }) as const;
const list = (type?: string) => () => ({ method: 'getTemplates', ...(type === undefined ? {} : { type }) }) as const;
const preview = (name: TemplateName, personalisation?: unknown) => (scene: Scene) =>
  ({
    method: 'preview',
    id: scene.templates[name],
    ...(personalisation === undefined ? {} : { personalisation }),
  }) as const;

const object = (changes: object) => ({
  id: UUID,
  type: 'letter',
  created_at: TIME,
  updated_at: null,
  created_by: 'jo@example.gov.uk',
  version: 1,
  body: 'Dear ((name))',
  subject: 'Your permit',
  name: 'Simple',
  personalisation: { name: { required: true } },
  postage: 'second',
  letter_contact_block: null,
  ...changes,
});

const required = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { required: true }]));
const { contactBlock, ...full } = FULL;
const newest = (scene: Scene) =>
  answered(
    200,
    object({
      ...full,
      id: scene.templates.full,
      version: 2,
      updated_at: TIME,
      created_by: 'sam@example.gov.uk',
      letter_contact_block: contactBlock,
      personalisation: required('office', 'name', 'urgent', 'items'),
    }),
  );
const first = (scene: Scene) =>
  answered(
    200,
    object({
      ...full,
      id: scene.templates.full,
      body: 'An older text',
      letter_contact_block: contactBlock,
      personalisation: required('office', 'name'),
    }),
  );
const both = answered(200, { templates: [object({ name: 'A' }), object({ name: 'B' })] });
const previewed = (scene: Scene) =>
  answered(200, {
    id: scene.templates.simple,
    type: 'letter',
    version: 1,
    body: 'Dear Mx One',
    html: null,
    subject: 'Your permit',
    postage: 'second',
  });
const noUuid = invalid('id is not a valid UUID');
const missing = badRequest('Missing personalisation: name');

export const TEMPLATES: readonly Case[] = [
  ['The newest version', 'live', get('full'), newest],
  ['A team key sees it too', 'team', get('full'), newest],
  ['A test key sees it too', 'test', get('full'), newest],
  ['An archived one is still found', 'live', get('archived'), answered(200, object({ updated_at: TIME }))],
  ["Another service's", 'live', get("another service's"), notFound],
  ['The hidden one', 'live', get('hidden'), notFound],
  ['An unknown one', 'live', get('unknown'), notFound],
  ['No UUID', 'live', get('no UUID'), noUuid],
  ['Its first version', 'live', getVersion('full', 1), first],
  ['Its second version', 'live', getVersion('full', 2), newest],
  ['Version 0 is the newest', 'live', getVersion('full', 0), newest],
  ['A version that it never had', 'live', getVersion('full', 3), notFound],
  ["A version of another service's", 'live', getVersion("another service's", 1), notFound],
  ['A version of what is no UUID', 'live', getVersion('no UUID', 1), noUuid],
  ['A version that is no number of one', 'live', getVersion('full', -1), unknownRoute],
  ['All of a service by name, without archived ones', 'two templates', list(), both],
  ['All of a service that are letters', 'two templates', list('letter'), both],
  ['All that are texts', 'two templates', list('sms'), answered(200, { templates: [] })],
  [
    'All that are coconuts',
    'two templates',
    list('coconut'),
    invalid('type coconut is not one of [sms, email, letter]'),
  ],
  ['A preview', 'live', preview('simple', { name: 'Mx One', colour: 'red' }), previewed],
  ['A preview for a test key', 'test', preview('simple', { name: 'Mx One' }), previewed],
  ['A preview for a team key', 'team', preview('simple', { name: 'Mx One' }), previewed],
  ['A preview without a value', 'live', preview('simple', {}), missing],
  [
    'A preview without personalisation: Python sends None',
    'live',
    preview('simple'),
    but(missing, { python: invalid('personalisation None is not of type object').python }),
  ],
  ['A preview with text for it', 'live', preview('simple', 'x'), invalid('personalisation x is not of type object')],
  ["A preview of another service's", 'live', preview("another service's", {}), notFound],
  ['A preview of an unknown one', 'live', preview('unknown', {}), notFound],
  ['A preview of what is no UUID', 'live', preview('no UUID', {}), noUuid],
];
