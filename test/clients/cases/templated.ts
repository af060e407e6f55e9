/** Letters made from templates: letters-api §4 and §5. */
import type { Case } from '../case';
import { type Expected, answered, badRequest, forbidden, invalid, refusedEntries } from '../expectations';
import type { AccountName, Scene } from '../scene';
import { UUID, address } from '../values';
import { like } from '../../api/world';

type TemplateName = keyof Scene['templates'];
const ADDRESS = address('Mx One', '1 High St', 'sw1a1aa');

const send =
  (template: TemplateName, personalisation?: object, reference?: string) =>
  ({ templates }: Scene) =>
    ({
      method: 'sendLetter',
      templateId: templates[template],
      ...(personalisation === undefined ? {} : { personalisation }),
      ...(reference === undefined ? {} : { reference }),
    }) as const;

const accepted =
  (template: TemplateName, content: object, reference: string | null = null, version = 1) =>
  ({ templates }: Scene): Expected =>
    answered(201, {
      id: UUID,
      reference,
      content,
      uri: like(/^http:\/\/127\.0\.0\.1:\d+\/v2\/notifications\/[0-9a-f-]{36}$/),
      template: {
        id: templates[template],
        version,
        uri: like(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/v2/template/${templates[template]}$`)),
      },
      scheduled_for: null,
    });

const SIMPLE = { body: 'Dear Mx One', subject: 'Your permit' };
const named = (more: object = {}) => ({ ...ADDRESS, name: 'Mx One', ...more });
const simple = accepted('simple', SIMPLE);

/** What a letter to these lines is answered with, at home alone and, where it differs, with letters abroad. */
type AddressRow = readonly [lines: readonly string[], atHome: string | null, abroad?: string | null];
const LAST_LINE = 'Must be a real UK postcode';
const LAST_LINE_ABROAD = 'Last line of address must be a real UK postcode or another country';
const START = 'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >';
const ALPHANUMERIC = 'The first 2 lines of the address must both include at least one alphanumeric character';
const ADDRESSES: readonly AddressRow[] = [
  [['Mx One', 'SW1A 1AA'], 'Address must be at least 3 lines'],
  [['1', '2', '3', '4', '5', '6', '7\n8', 'SW1A 1AA'], 'Address must be no more than 7 lines'],
  [['Mx One', '***', 'SW1A 1AA'], ALPHANUMERIC],
  [['Mx One', 'Unit', 'BFPO 123', 'France'], 'The last line of a BFPO address must not be a country.'],
  [['Mx One', '1 High St', 'SW1A 1AA.'], LAST_LINE, LAST_LINE_ABROAD],
  [['Mx One', '1 rue du Bac', 'France'], LAST_LINE, null],
  [['Mx One', '1 High St', 'n1  1aa'], null],
  [['Mx One', '~1 High St', 'SW1A 1AA'], START],
  [['NFA', '1 High St', 'SW1A 1AA'], 'Must be a real address'],
];

const addressCases = (account: AccountName, template: TemplateName, column: 1 | 2): readonly Case[] =>
  ADDRESSES.map((row) => {
    const message = row[column] === undefined ? row[1] : row[column];
    const call = send(template, { ...address(...row[0]), name: 'Mx One' });
    const expected = message === null ? accepted(template, SIMPLE) : invalid(message);
    return [`To ${row[0].join('｜').replaceAll('\n', '⏎')}`, account, call, expected];
  });

export const TEMPLATED: readonly Case[] = [
  ['A letter is accepted', 'live', send('simple', named()), simple],
  ['With a reference', 'live', send('simple', named(), 'é 1'), accepted('simple', SIMPLE, 'é 1')],
  ['With no text as reference, which both leave out', 'live', send('simple', named(), ''), simple],
  ['Keys that the template does not ask for', 'live', send('simple', named({ colour: 'red' })), simple],
  ['A test key', 'test', send('simple', named()), simple],
  [
    'A test key in trial mode',
    'test key in trial',
    send('in trial with a test key', named()),
    accepted('in trial with a test key', SIMPLE),
  ],
  [
    'Lists, conditions, and marks of HTML',
    'live',
    send('full', { ...ADDRESS, NAME: 'A & B', urgent: true, items: ['one', 'two'], office: 5 }),
    accepted(
      'full',
      { body: 'Dear A & B\n\nAnswer soon.\n\n\n\n* one\n* two', subject: 'Renewal – A &amp; B' },
      null,
      2,
    ),
  ],
  [
    'Without personalisation: each client says so in its own way',
    'live',
    send('simple'),
    {
      node: invalid('personalisation is a required property').node,
      python: invalid('personalisation None is not of type object').python,
    },
  ],
  [
    'A reference that is too long',
    'live',
    send('simple', named(), 'r'.repeat(1001)),
    invalid(`reference ${'r'.repeat(1001)} is too long`),
  ],
  ['No UUID as template', 'live', send('no UUID', named()), invalid('template_id is not a valid UUID')],
  ['An unknown template', 'live', send('unknown', named()), badRequest('Template not found')],
  ["Another service's template", 'live', send("another service's", named()), badRequest('Template not found')],
  ['The hidden template', 'live', send('hidden', named()), badRequest('Template not found')],
  ['An archived template', 'live', send('archived', named()), badRequest('Template has been deleted')],
  [
    'A service without the permission',
    'no letters allowed',
    send('without permission', named()),
    badRequest('Service is not allowed to send letters'),
  ],
  [
    'A QR code that nobody could scan',
    'live',
    send('QR code', named({ name: 'x'.repeat(505) })),
    refusedEntries(400, {
      error: 'ValidationError',
      message: 'Cannot create a usable QR code - the link is too long',
      data: 'x'.repeat(505),
      num_bytes: 505,
      max_bytes: 504,
    }),
  ],
  [
    'Placeholders without values',
    'live',
    send('full', ADDRESS),
    badRequest('Missing personalisation: office, name, urgent, items'),
  ],
  ['A value that is null', 'live', send('simple', named({ name: null })), badRequest('Missing personalisation: name')],
  ['An empty letter', 'live', send('empty', named({ name: '' })), badRequest('Your message is empty.')],
  ['A file', 'live', send('simple', named({ name: { file: 'x' } })), badRequest('Can only send a file by email')],
  ['A team key', 'team', send('simple', named()), forbidden('Cannot send letters with a team api key')],
  [
    'A service in trial mode',
    'trial',
    send('in trial', named()),
    forbidden('Cannot send letters when service is in trial mode'),
  ],
  ...addressCases('live', 'simple', 1),
  ...addressCases('abroad', 'abroad', 2),
];
