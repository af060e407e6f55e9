/** Parts of requests as nobody should send them. */
import fc from 'fast-check';

const NAMES = [
  'reference',
  'content',
  'postage',
  'template_id',
  'personalisation',
  'reason',
  'day',
  'cut_off',
] as const;
const ODD_NAMES = ['service_id', 'published_at', '__proto__', 'constructor', 'foo'] as const;
const KEYS = ['address_line_1', 'address_line_2', 'address_line_7', 'postcode', 'name', 'Name', '__proto__'] as const;

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('SW1A 1AA', 'aGk=', 'first', '\0', '\ud800'),
);
const value = fc.oneof(text, fc.jsonValue(), fc.uuid(), fc.base64String());
/** Values of a template that asks for `name`, and of its address. */
const aPersonalisation = fc.dictionary(fc.constantFrom(...KEYS), value);
/** The same, but with an address that will do. */
const withAddress = aPersonalisation.map((given) => ({
  name: 'x',
  ...given,
  address_line_1: 'Mx One',
  address_line_2: '1 High St',
  address_line_7: 'SW1A 1AA',
}));
export const aTemplatedBody = (templateId: string) =>
  fc
    .record({
      template_id: fc.constant(templateId),
      personalisation: fc.oneof(aPersonalisation, withAddress),
      reference: fc.string(),
    })
    .map((object) => JSON.stringify(object));

const likeALetter = fc.record(
  {
    reference: fc.oneof(text, fc.constant(null)),
    content: fc.base64String(),
    postage: fc.constantFrom('first', 'third', null),
    template_id: fc.uuid(),
    personalisation: aPersonalisation,
  },
  { requiredKeys: [] },
);

/** JSON that is nearly right, JSON that is not, and no JSON. */
export const aBody = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES, ...ODD_NAMES), value).map((object) => JSON.stringify(object)),
  likeALetter.map((object) => JSON.stringify(object)),
  fc.json(),
  fc.string({ unit: 'binary' }),
);

const encoded = fc.string({ unit: 'binary' }).map((part) => encodeURIComponent(part));

/** Of a path. */
export const aSegment = fc.oneof(
  fc.uuid(),
  encoded,
  fc.constantFrom('%', '%00', '..', '.', 'letter', 'sms', '%E0%A4%A', '%2F', '2026-01-05', '0', '1', ';', '?', '#'),
);

const QUERY_NAMES = [
  'template_type',
  'status',
  'reference',
  'older_than',
  'include_jobs',
  'type',
  'page',
  'a[b]',
  'cut_off',
];
const queryValue = fc.oneof(
  fc.constantFrom(
    'letter',
    'sms',
    'delivered',
    'received',
    'accepted',
    'true',
    'True',
    'now',
    '%',
    '%00',
    '%ED%A0%80',
    '',
  ),
  fc.uuid(),
  encoded,
);

/** Names may come twice. */
export const aQuery = fc.oneof(
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...QUERY_NAMES), encoded), queryValue), { maxLength: 5 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
  fc.constantFrom('&', '=', '&&==', '%', '__proto__=1', '__proto__[x]=1', 'status[]=a', 'status=a'.repeat(500)),
);

/** Bytes of a header's value: all but those that would end the line. */
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
  .filter((part) => !part.includes('\x7f'));

const base64url = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** What stands in `Authorization`. */
export const aToken = fc.oneof(
  headerText,
  headerText.map((part) => `Bearer ${part}`),
  fc.string().map((part) => `Bearer ${base64url(part)}`),
  fc.tuple(fc.jsonValue(), fc.jsonValue()).map((parts) => `Bearer ${parts.map(base64url).join('.')}.x`),
  fc
    .record({
      alg: fc.constantFrom('HS256', 'none', 'RS256', null),
      iss: fc.oneof(fc.uuid(), fc.jsonValue()),
      iat: fc.jsonValue(),
    })
    .map(({ alg, ...claims }) => `Bearer ${base64url({ alg })}.${base64url(claims)}.${base64url('signature')}`),
);

const HEADERS: readonly (readonly [string, string])[] = [
  ['Expect', '100-continue'],
  ['Expect', 'a miracle'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'gzip'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'elephant'],
  ['Content-Type', 'text/plain; charset=elephant'],
  ['Content-Type', 'multipart/form-data'],
  ['Content-Length', '0'],
  ['Content-Length', '-1'],
  ['Host', ''],
  ['Host', 'evil.example'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['If-None-Match', '*'],
  ['Range', 'bytes=0-0'],
];

const HEADER_NAMES = [
  'Idempotency-Key',
  'Content-Type',
  'Content-Encoding',
  'Accept',
  'X-Forwarded-For',
  'Cookie',
  'User-Agent',
];

export const aHeader = fc.oneof(
  fc.constantFrom(...HEADERS),
  fc.tuple(fc.constantFrom(...HEADER_NAMES), headerText),
  fc.tuple(fc.stringMatching(/^[A-Za-z-]{1,20}$/), headerText),
  fc.tuple(
    fc.constant('X-Long'),
    fc.integer({ min: 1, max: 20_000 }).map((length) => 'x'.repeat(length)),
  ),
);
