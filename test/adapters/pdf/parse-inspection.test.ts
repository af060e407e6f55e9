import { parseInspection } from '../../../src/adapters/pdf/parse-inspection';

const PDF = Buffer.from('%PDF-1.7');
const ADDRESS = { lines: ['A Reader', '1 High Street', 'SW1A 1AA'], zone: 'united-kingdom' };
const LETTER = { kind: 'letter', pdf: PDF, pages: 10, address: ADDRESS, notes: ['rgb-image'] };
const ATTACHMENT = { kind: 'attachment', pdf: PDF, pages: 1, notes: [] };
const REFUSED = {
  kind: 'refused',
  failure: 'content-outside-printable-area',
  pages: 3,
  pagesAtFault: [1, 3],
  because: null,
};

test.each([
  LETTER,
  ATTACHMENT,
  REFUSED,
  { ...REFUSED, failure: 'unable-to-read-the-file', pages: null, pagesAtFault: [], because: 'is encrypted' },
])('An inspection is taken from a child: %j', (message) => {
  expect(parseInspection({ ...message, more: 'of its own' })).toEqual(message);
});

const withLines = (...lines: unknown[]) => ({ ...LETTER, address: { ...ADDRESS, lines } });

test.each([
  undefined,
  null,
  'ready',
  {},
  { ...LETTER, kind: 'valid' },
  ...[undefined, 'text', Buffer.alloc(0), { length: 3 }].map((pdf) => ({ ...LETTER, pdf })),
  ...[0, 11, 1.5, Number.NaN, '3', null].map((pages) => ({ ...LETTER, pages })),
  ...[undefined, ['secret'], new Array<string>(6).fill('rgb-image')].map((notes) => ({
    ...LETTER,
    notes,
  })),
  { ...LETTER, address: undefined },
  { ...LETTER, address: { ...ADDRESS, zone: 'the moon' } },
  withLines('A', 'B'),
  withLines(...new Array<string>(8).fill('A')),
  withLines('A', 'B', 3),
  withLines('A', 'B', ''),
  withLines('A', 'B', 'x'.repeat(1_001)),
  withLines('A', 'B', 'one\ntwo'),
  withLines('A', 'B', 'a\u0000'),
  { kind: 'refused' },
  { ...REFUSED, failure: 'something else' },
  { ...REFUSED, because: 'something else' },
  ...[0, 12, '1'].map((pages) => ({ ...REFUSED, pages })),
  ...[undefined, [0], [11], ['1'], new Array<number>(11).fill(1)].map((pagesAtFault) => ({ ...REFUSED, pagesAtFault })),
])('Nothing else is: %j', (message) => {
  expect(parseInspection(message)).toBeUndefined();
});
