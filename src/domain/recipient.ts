/** The recipient of a templated letter: which keys of the personalisation are its address, and how the API answers for a bad one. */
import {
  type AddressAllowances,
  type AddressProblem,
  FEWEST_LINES,
  MOST_LINES,
  type PostalAddress,
  readAddress,
} from './address';
import type { Personalisation } from './personalisation';
import { pythonStr } from './python-text';
import type { Result } from './result';

export const ADDRESS_LINE_KEYS = [
  'address_line_1',
  'address_line_2',
  'address_line_3',
  'address_line_4',
  'address_line_5',
  'address_line_6',
] as const;

/** What Python takes for false. */
function isFalsy(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : !value;
}

/** Lines divided by newlines. `postcode` is the last one only where there is no key `address_line_7`, not even an empty one. */
export function addressTextOf(personalisation: Personalisation): string {
  const last = Object.hasOwn(personalisation, 'address_line_7') ? 'address_line_7' : 'postcode';
  const valueOf = (key: string): unknown => (Object.hasOwn(personalisation, key) ? personalisation[key] : undefined);
  const values = [...ADDRESS_LINE_KEYS, last].map(valueOf).filter((value) => !isFalsy(value));
  return values.map(pythonStr).join('\n');
}

/** The recipient that the personalisation names, or the first thing wrong with the address. */
export const readRecipient = (
  personalisation: Personalisation,
  allowed: AddressAllowances,
): Result<PostalAddress, AddressProblem> => readAddress(addressTextOf(personalisation), allowed);

const TOO_FEW_LINES = `Address must be at least ${FEWEST_LINES} lines`;
const NOT_A_POSTCODE = 'Must be a real UK postcode';

/** GOV.UK Notify's sentences, letter for letter; the last but one names every character but the tilde. */
const MESSAGES: Readonly<Record<AddressProblem, string>> = {
  'address-is-empty': TOO_FEW_LINES,
  'not-enough-address-lines': TOO_FEW_LINES,
  'too-many-address-lines': `Address must be no more than ${MOST_LINES} lines`,
  'invalid-address-line-1-or-2':
    'The first 2 lines of the address must both include at least one alphanumeric character',
  'has-country-for-bfpo-address': 'The last line of a BFPO address must not be a country.',
  'not-a-real-uk-postcode-or-country': 'Last line of address must be a real UK postcode or another country',
  'cant-send-international-letters': NOT_A_POSTCODE,
  'not-a-real-uk-postcode': NOT_A_POSTCODE,
  'invalid-char-in-address':
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
  'no-fixed-abode-address': 'Must be a real address',
};

/** What the API answers, as a `ValidationError`. */
export const addressMessage = (problem: AddressProblem): string => MESSAGES[problem];
