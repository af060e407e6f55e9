import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = join(__dirname, '..', 'samples', 'letters');
const POSTAGES = ['first', 'second', 'economy'] as const;

/** Every sixth is made from its service's template. */
const TEMPLATED_EVERY = 6;

type PlannedContent =
  | { readonly kind: 'precompiled'; readonly postage: (typeof POSTAGES)[number]; readonly pdf: Buffer }
  | { readonly kind: 'templated'; readonly personalisation: Readonly<Record<string, string>> };

export interface PlannedLetter {
  /** Which of the demo's services sends it, from 0. */
  readonly service: number;
  readonly reference: string;
  readonly content: PlannedContent;
}

const personalisationOf = (number: number): Readonly<Record<string, string>> => ({
  name: `Mx Sample ${number}`,
  address_line_1: `Mx Sample ${number}`,
  address_line_2: `${number} Example Road`,
  address_line_3: 'London',
  postcode: 'SW1A 1AA',
});

/** Letters of each service and postage class in turn, from the sample PDFs in turn, and some from templates. */
export function planLetters(count: number, services: number): readonly PlannedLetter[] {
  const pdfs = readdirSync(SAMPLES)
    .sort()
    .map((name) => readFileSync(join(SAMPLES, name)));
  return Array.from({ length: count }, (_, index) => ({
    service: index % services,
    reference: `demo-${index + 1}`,
    content:
      Math.floor(index / services) % TEMPLATED_EVERY === TEMPLATED_EVERY - 1
        ? { kind: 'templated', personalisation: personalisationOf(index + 1) }
        : {
            kind: 'precompiled',
            postage: POSTAGES[Math.floor(index / services) % POSTAGES.length] ?? 'second',
            pdf: pdfs[index % pdfs.length] ?? Buffer.alloc(0),
          },
  }));
}
