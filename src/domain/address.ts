/** Recipient addresses, of templated letters and as read from PDFs: the rules of GOV.UK Notify (alphagov/notifications-utils, postal_address). */
import { type Country, type Zone, findCountry } from './country';
import { parsePostcode } from './postcode';
import { type Result, ok, refused } from './result';
import { closeUpPunctuation, normaliseSpaces, splitLines } from './white-space';

/** An address as it is printed; not yet known to be one that the post can deliver. */
export interface PostalAddress {
  /** Normalised; the last is the postcode, the country abroad, or `BFPO n`. */
  readonly lines: readonly string[];
  readonly zone: Zone;
  /** The canonical name; the United Kingdom where no other country is named. */
  readonly country: string;
  readonly postcode: string | null;
  /** Decimal digits. */
  readonly bfpoNumber: string | null;
}

const UNITED_KINGDOM: Country = { name: 'United Kingdom', zone: 'united-kingdom' };
const BFPO = /^bfpo ?(?:c\/o)?(?: ?([0-9]+))?$/u;

const normalisedLine = (line: string): string =>
  closeUpPunctuation(normaliseSpaces(line).replace(/(?<![ ,])[ ,]+$/u, ''));

function takeBfpo(lines: readonly string[]): { readonly number: string | null; readonly rest: readonly string[] } {
  const matches = lines.map((line) => BFPO.exec(line.toLowerCase()));
  const number = matches.find((match) => match?.[1])?.[1];
  if (number === undefined) return { number: null, rest: lines };
  return { number: number.replace(/^0+(?=.)/u, ''), rest: lines.filter((_, index) => !matches[index]) };
}

/** How many lines of the United Kingdom's names to cut off: up to the last foreign country, lines that are no country not counted. */
function ukLines(lines: readonly string[]): number {
  const countries = lines.map(findCountry).filter((country) => country !== undefined);
  const lastForeign = countries.findLastIndex(({ zone }) => zone !== 'united-kingdom');
  return countries.length - 1 - lastForeign;
}

/** The country of the last line, and the lines before it. No country there: the United Kingdom, and every line stays. */
function takeCountry(lines: readonly string[]): { readonly country: Country; readonly rest: readonly string[] } {
  const country = findCountry(lines.at(-1) ?? '');
  if (!country) return { country: UNITED_KINGDOM, rest: lines };
  return { country, rest: lines.slice(0, -(ukLines(lines) || 1)) };
}

/** Reads any text; what is wrong with the address is asked of `addressProblem`. */
export function parseAddress(text: string): PostalAddress {
  const written = splitLines(text)
    .map(normalisedLine)
    .filter((line) => line !== '');
  const { number, rest } = takeBfpo(written);
  const { country, rest: domestic } = takeCountry(rest);
  const abroad = country.zone !== 'united-kingdom';
  const postcode = abroad ? undefined : parsePostcode(domestic.at(-1) ?? '');
  const lines = [
    ...(postcode ? [...domestic.slice(0, -1), postcode] : domestic),
    ...(number ? [`BFPO ${number}`] : []),
    ...(abroad ? [country.name] : []),
  ];
  return { lines, zone: country.zone, country: country.name, postcode: postcode ?? null, bfpoNumber: number };
}

/** The names that GOV.UK Notify gives to what can be wrong, as they are stored of a PDF that is refused. */
export const ADDRESS_PROBLEMS = [
  'address-is-empty',
  'not-enough-address-lines',
  'too-many-address-lines',
  'invalid-address-line-1-or-2',
  'has-country-for-bfpo-address',
  'not-a-real-uk-postcode-or-country',
  'cant-send-international-letters',
  'not-a-real-uk-postcode',
  'invalid-char-in-address',
  'no-fixed-abode-address',
] as const;
export type AddressProblem = (typeof ADDRESS_PROBLEMS)[number];

export const FEWEST_LINES = 3;
export const MOST_LINES = 7;

export interface AddressAllowances {
  /** Whether the service may send letters abroad. */
  readonly international: boolean;
}

function lastLineProblem(address: PostalAddress, { international }: AddressAllowances): AddressProblem | undefined {
  const abroad = address.zone !== 'united-kingdom';
  const isRight = address.postcode !== null || address.bfpoNumber !== null || (international && abroad);
  if (isRight) return undefined;
  if (international) return 'not-a-real-uk-postcode-or-country';
  return abroad ? 'cant-send-international-letters' : 'not-a-real-uk-postcode';
}

const isNoFixedAbode = (lines: readonly string[]): boolean =>
  lines.some((line) => line.toLowerCase() === 'nfa') || /no fixed (?:abode|address)/iu.test(lines.join('\n'));

/** The first thing wrong with an address, in the order in which GOV.UK Notify looks. */
export function addressProblem(address: PostalAddress, allowed: AddressAllowances): AddressProblem | undefined {
  const { lines, zone, bfpoNumber } = address;
  if (lines.length === 0) return 'address-is-empty';
  if (lines.length < FEWEST_LINES) return 'not-enough-address-lines';
  if (lines.length > MOST_LINES) return 'too-many-address-lines';
  if (!lines.slice(0, 2).every((line) => /[a-zA-Z0-9]/u.test(line))) return 'invalid-address-line-1-or-2';
  if (bfpoNumber !== null && zone !== 'united-kingdom') return 'has-country-for-bfpo-address';
  const lastLine = lastLineProblem(address, allowed);
  if (lastLine) return lastLine;
  if (lines.some((line) => /^[@()=[\]"\\/,<>~]/u.test(line))) return 'invalid-char-in-address';
  return isNoFixedAbode(lines) ? 'no-fixed-abode-address' : undefined;
}

/** An address that the post can deliver, from lines divided by newlines; or the first thing wrong with it. */
export function readAddress(text: string, allowed: AddressAllowances): Result<PostalAddress, AddressProblem> {
  const address = parseAddress(text);
  const problem = addressProblem(address, allowed);
  return problem ? refused(problem) : ok(address);
}
