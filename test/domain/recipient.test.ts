import { ADDRESS_PROBLEMS } from '../../src/domain/address';
import type { Personalisation } from '../../src/domain/personalisation';
import { addressMessage, addressTextOf, readRecipient } from '../../src/domain/recipient';

const REFUSED = {
  lines: 'Address must be at least 3 lines',
  postcode: 'Must be a real UK postcode',
  lastLine: 'Last line of address must be a real UK postcode or another country',
};

const linesOf = (lines: string): Personalisation =>
  Object.fromEntries(lines.split('|').map((line, index) => [`address_line_${index + 1}`, line]));

const answer = (personalisation: Personalisation, international: boolean): string => {
  const address = readRecipient(personalisation, { international });
  if (!address.ok) return addressMessage(address.error);
  return `${address.value.lines.join('|')} (${address.value.zone})`;
};

/** The cases of the contract, §5: without and with letters abroad. */
const CASES: readonly (readonly [string, Personalisation, string, string?])[] = [
  ['a postcode', linesOf('A B|1 High St|sw1a1aa'), 'A B|1 High St|SW1A 1AA (united-kingdom)'],
  [
    'a postcode as seventh line',
    { ...linesOf('A B|1 High St'), address_line_7: 'n1  1aa' },
    'A B|1 High St|N1 1AA (united-kingdom)',
  ],
  [
    'an empty seventh line beside a postcode',
    { ...linesOf('A B|1 High St'), address_line_7: '', postcode: 'SW1A 1AA' },
    REFUSED.lines,
  ],
  ['two UK countries', linesOf('A B|1 High St|SW1A 1AA|England|UK'), 'A B|1 High St|SW1A 1AA (united-kingdom)'],
  ['Wales alone', linesOf('A B|1 High St|Wales'), REFUSED.lines],
  ['Jersey alone', linesOf('A B|1 High St|Jersey'), REFUSED.lines],
  ['France', linesOf('A B|1 High St|France'), REFUSED.postcode, 'A B|1 High St|France (europe)'],
  ['a synonym', linesOf('A B|1 High St|Deutschland'), REFUSED.postcode, 'A B|1 High St|Germany (europe)'],
  [
    'a long name',
    linesOf('A B|1 High St|Dublin|Republic of Ireland'),
    REFUSED.postcode,
    'A B|1 High St|Dublin|Ireland (europe)',
  ],
  ['digits before a country', linesOf('A B|1 High St|Paris|75001 France'), REFUSED.postcode, REFUSED.lastLine],
  ['Gibraltar', linesOf('A|b|SW1A 1AA|Gibraltar'), REFUSED.postcode, 'A|b|SW1A 1AA|Gibraltar (europe)'],
  ['a postcode with a full stop', linesOf('A|b|SW1A 1AA.'), REFUSED.postcode, REFUSED.lastLine],
  ['newlines in its values', linesOf('A\nA2|b\nb2|c\nc2|SW1A 1AA|UK'), 'A|A2|b|b2|c|c2|SW1A 1AA (united-kingdom)'],
  ['a BFPO number', linesOf('Mx One|BF1 1AA|bfpo c/o 123'), 'Mx One|BF1 1AA|BFPO 123 (united-kingdom)'],
  [
    'a BFPO number in France',
    linesOf('Mx One|Unit|BFPO 123|France'),
    'The last line of a BFPO address must not be a country.',
  ],
  ['no fixed abode', linesOf('NFA|b|SW1A 1AA'), 'Must be a real address'],
  ['keys spelt otherwise', { 'address line 1': 'A', addressLine2: 'B', Postcode: 'SW1A 1AA' }, REFUSED.lines],
  [
    'a number and a boolean as lines',
    { address_line_1: 5, address_line_2: true, postcode: 'SW1A 1AA' },
    '5|True|SW1A 1AA (united-kingdom)',
  ],
  [
    'values that count as nothing',
    {
      address_line_1: 0,
      address_line_2: false,
      address_line_3: [],
      address_line_4: {},
      address_line_5: null,
      address_line_6: '',
    },
    REFUSED.lines,
  ],
];

test.each(
  CASES.map(([title, personalisation, atHome, abroad = atHome]) => ({ title, personalisation, atHome, abroad })),
)(
  'A letter with $title in its address is answered in the words of the contract',
  ({ personalisation, atHome, abroad }) => {
    expect(answer(personalisation, false)).toBe(atHome);
    expect(answer(personalisation, true)).toBe(abroad);
  },
);

test('Where both are given, the seventh line counts and not the postcode', () => {
  expect(addressTextOf({ address_line_1: 'A', address_line_7: 'B', postcode: 'C' })).toBe('A\nB');
});

test('A list as a line is the text that Python makes of it', () => {
  expect(addressTextOf({ address_line_1: ['a', "it's"] })).toBe(`['a', "it's"]`);
});

test('A key of every object is no line', () => {
  expect(addressTextOf(Object.create({ postcode: 'SW1A 1AA' }) as Personalisation)).toBe('');
});

test('Every problem has the sentence of the contract', () => {
  expect(Object.fromEntries(ADDRESS_PROBLEMS.map((problem) => [problem, addressMessage(problem)]))).toEqual({
    'address-is-empty': 'Address must be at least 3 lines',
    'not-enough-address-lines': 'Address must be at least 3 lines',
    'too-many-address-lines': 'Address must be no more than 7 lines',
    'invalid-address-line-1-or-2':
      'The first 2 lines of the address must both include at least one alphanumeric character',
    'has-country-for-bfpo-address': 'The last line of a BFPO address must not be a country.',
    'not-a-real-uk-postcode-or-country': 'Last line of address must be a real UK postcode or another country',
    'cant-send-international-letters': 'Must be a real UK postcode',
    'not-a-real-uk-postcode': 'Must be a real UK postcode',
    'invalid-char-in-address':
      'Address lines must not start with any of the following characters: @ ( ) = [ ] \u201d \\ / , < >',
    'no-fixed-abode-address': 'Must be a real address',
  });
});
