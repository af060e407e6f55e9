import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = join(__dirname, '..', 'samples', 'letters');
const POSTAGES = ['first', 'second', 'economy'] as const;

export interface PlannedLetter {
  /** Which of the demo's services sends it, from 0. */
  readonly service: number;
  readonly postage: (typeof POSTAGES)[number];
  readonly reference: string;
  readonly pdf: Buffer;
}

/** Letters of each service and postage class in turn, from the sample PDFs in turn. */
export function planLetters(count: number, services: number): readonly PlannedLetter[] {
  const pdfs = readdirSync(SAMPLES)
    .sort()
    .map((name) => readFileSync(join(SAMPLES, name)));
  return Array.from({ length: count }, (_, index) => ({
    service: index % services,
    postage: POSTAGES[Math.floor(index / services) % POSTAGES.length] ?? 'second',
    reference: `demo-${index + 1}`,
    pdf: pdfs[index % pdfs.length] ?? Buffer.alloc(0),
  }));
}
