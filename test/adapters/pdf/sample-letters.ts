import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(__dirname, '../../fixtures');

/** What we need of a sample letter's verdict; fixtures/sample-letters/SOURCE.md says what each field is. */
interface SampleLetter {
  readonly file: string;
  readonly verdict: string;
  readonly verdict_when_international_allowed: string;
  readonly pages: number | null;
  /** Counted from 1. */
  readonly invalid_pages: readonly number[];
  /** On which oddity of Notify's the verdict rests. */
  readonly quirk?: string;
  /** Of good letters alone. */
  readonly address_normalised?: readonly string[];
  readonly notify_tag_on_page_1: boolean;
}

export const sampleLetters = JSON.parse(
  readFileSync(join(fixtures, 'sample-letters/verdicts.json'), 'utf8'),
) as readonly SampleLetter[];

/** Those that are printed, abroad or at home. */
export const goodLetters = sampleLetters.filter((sample) => sample.verdict_when_international_allowed === 'valid');

export const sampleLetter = (file: string): Buffer => readFileSync(join(fixtures, 'sample-letters', file));

export const hostileFiles: readonly string[] = readdirSync(join(fixtures, 'hostile')).filter((file) =>
  file.endsWith('.pdf'),
);
export const hostileFile = (file: string): Buffer => readFileSync(join(fixtures, 'hostile', file));
