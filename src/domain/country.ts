import table from './countries.json';

/** Where a letter goes, as postage counts it. */
export type Zone = 'united-kingdom' | 'europe' | 'rest-of-world';
export const ZONES: readonly Zone[] = ['united-kingdom', 'europe', 'rest-of-world'];

export interface Country {
  /** The one name that is printed. */
  readonly name: string;
  readonly zone: Zone;
}

/** What names are compared without. */
const DROPPED = /[ _\-'’,.()]/gu;
const ASCII = /^[ -~]*$/u;
const TYPOGRAPHIC: Readonly<Record<string, string>> = {
  ...{ '‑': '-', '–': '-', '—': '-', '−': '-', '…': '...' },
  ...{ '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"' },
  ...{ Ł: 'L', ł: 'l' },
};

/** A letter without its one accent; a letter that has no ASCII form stays. */
function withoutAccent(character: string): string {
  const [base = character, ...marks] = character.normalize('NFD');
  return marks.length <= 1 && ASCII.test(base) ? base : (TYPOGRAPHIC[character] ?? character);
}

/** Names that differ only in case, accents, punctuation or `&` for `and` share a key; one that has no whole ASCII form keeps its accents. */
function keyOf(name: string): string {
  const bare = name.replace(/[&+]/gu, 'and').replace(DROPPED, '');
  const lower = Array.from(bare, (character) => character.toLowerCase()).join('');
  const plain = Array.from(lower, withoutAccent).join('');
  return ASCII.test(plain) ? plain : lower;
}

function read(): ReadonlyMap<string, Country> {
  const countries = new Map<string, Country>();
  for (const [name, { zone: text, names }] of Object.entries(table.countries)) {
    const zone = ZONES.find((each) => each === text);
    if (!zone) throw new Error(`countries.json: ${name} is in no zone`);
    // What we print can be read again, even where it is no known name itself.
    for (const known of [name, ...names]) countries.set(keyOf(known), { name, zone });
  }
  return countries;
}

const COUNTRIES = read();

const ARTICLES = ['', 'the ', 'yr ', 'y '];
/** Far longer than any name of a country, so that a text of megabytes is not looked at four times. */
const LONGEST = 200;

/**
 * The country of a name in English, Welsh or its own language, usual misspellings too, with or without `the` (in Welsh `yr`, `y`).
 * The Channel Islands and the Isle of Man count as the United Kingdom.
 */
export function findCountry(name: string): Country | undefined {
  if (name.length > LONGEST) return undefined;
  for (const article of ARTICLES) {
    const country = COUNTRIES.get(keyOf(article + name));
    if (country) return country;
  }
  return undefined;
}
