import { pythonStr } from './python-text';
import { trim } from './white-space';

/** Values for a letter's placeholders by their names, as they came: any JSON. Null counts as missing. */
export type Personalisation = Readonly<Record<string, unknown>>;

/** Names that differ only in case, spaces, `_` and `-` are one. */
export const placeholderKey = (name: string): string => name.replace(/[ _-]/gu, '').toLowerCase();

/** By `placeholderKey`; of two names that are one, the later counts. */
export type Values = ReadonlyMap<string, unknown>;
export const valuesOf = (personalisation: Personalisation): Values =>
  new Map(Object.entries(personalisation).map(([name, value]) => [placeholderKey(name), value]));

const INVISIBLE = /[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029\u00a0\u202f]/gu;

/** How a list is printed: `bullets` in a letter's body, `sentence` elsewhere (`a, b and c`). */
export type ListStyle = 'bullets' | 'sentence';

function listText(items: readonly unknown[], style: ListStyle): string {
  const texts = items
    .filter((item) => item !== null)
    .map((item) => trim(pythonStr(item).replace(INVISIBLE, '')))
    .filter((text) => text !== '');
  if (texts.length === 0) return '';
  if (style === 'bullets') return `\n\n${texts.map((text) => `* ${text}`).join('\n')}`;
  const last = texts.at(-1) ?? '';
  return texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

/** A value as the letter shows it; undefined where it is missing. */
export function valueText(value: unknown, style: ListStyle): string | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? listText(value, style) : pythonStr(value);
}

const YES: readonly string[] = ['yes', 'y', 'true', 't', '1', 'include', 'show'];

/** Whether a condition with this value shows its text. */
export const isYes = (text: string): boolean => YES.includes(text.toLowerCase());

/** Only e-mails can carry files; the API says so of a value that is an object with the key `file`. */
export const sendsFile = (personalisation: Personalisation): boolean =>
  Object.values(personalisation).some(
    (value) => typeof value === 'object' && value !== null && Object.hasOwn(value, 'file'),
  );
