import type { Zone } from './country';

export const POSTAGES = ['first', 'second', 'economy', 'europe', 'rest-of-world'] as const;
export type Postage = (typeof POSTAGES)[number];
export const parsePostage = (text: string): Postage | undefined => POSTAGES.find((postage) => postage === text);

/** Abroad the zone decides, at home what was asked for. */
export const postageTo = (zone: Zone, asked: Postage): Postage => (zone === 'united-kingdom' ? asked : zone);

/** The class as it stands in file names at the printer. */
const CLASS_CODES = {
  first: '1',
  second: '2',
  economy: 'ECONOMY',
  europe: 'E',
  'rest-of-world': 'N',
} as const satisfies Record<Postage, string>;
export type PostageClass = (typeof CLASS_CODES)[Postage];

export const classOf = (postage: Postage): PostageClass => CLASS_CODES[postage];

/** In any case; undefined for a code that no class has. */
export function postageOfClass(code: string): Postage | undefined {
  return POSTAGES.find((postage) => CLASS_CODES[postage] === code.toUpperCase());
}
