/** Files as a printer in trouble may write them: built from good lines, and damaged the way such files are. */
import fc from 'fast-check';
import { references } from './arbitraries';

const status = fc.constantFrom('Sent', 'Failed', 'sent', '', 'Error|', 'SENT');
const threshold = fc.constantFrom('Sorted', 'unsorted', 'SORTED', 'Error', '');
const pages = fc.constantFrom('1', '2', '0', '-1', '1.5', '9999999', '');
const stamp = fc.constantFrom('20260105183102', '20260105183060', '20260230000000', '2026', 'yesterday');

const goodLine = references.map((reference) => `${reference}|Sent|1|Sorted`);
const responseLine = fc.oneof(
  { weight: 12, arbitrary: goodLine },
  { weight: 3, arbitrary: references.map((reference) => `${reference.toLowerCase()}|Failed|2|Unsorted|2026-01-06`) },
  { weight: 1, arbitrary: fc.tuple(references, status, pages, threshold).map((fields) => fields.join('|')) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom('A', '|', 'Sent', '\0', ' '), { maxLength: 9 }).map((all) => all.join('')),
  },
);
const acknowledgementLine = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(references, stamp).map(([name, at]) => `${name}.zip|${at}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '|', 'ONE.ZIP', 'ONE.ZIP|20260105183102|more', '\0|20260105183102') },
);

type Damage = (text: string) => string;
const lineOf = (text: string) => text.slice(0, Math.max(0, text.indexOf('\n') + 1));
const damages: readonly Damage[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => `${text}\n\r\n \n`,
  (text) => text.slice(0, -1),
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => text + lineOf(text),
  (text) => text + lineOf(text).replace('Sent', 'Failed'),
  (text) => text.toLowerCase(),
  (text) => text.replace('|', '\0'),
  (text) => text.replace('\n', '\n\n'),
  (text) => Buffer.from(text, 'utf16le').toString('utf8'),
  (text) => Buffer.from(`${text}\u00E9`, 'latin1').toString('utf8'),
  (text) => text.replace('\n', ` ${'x'.repeat(20_000)}\n`),
];
const fileOf = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.array(fc.constantFrom(...damages), { minLength: 1, maxLength: 2 }))
    .map(([lines, harm]) => harm.reduce((text, damage) => damage(text), lines.map((one) => `${one}\n`).join('')));

export const damagedResponses = fileOf(responseLine);
export const damagedAcknowledgements = fileOf(acknowledgementLine);

/** An oracle of its own: what a line must look like to count, said once more and in another way. */
export const VALID =
  /^\s*[^|\0\uFFFD]{1,100}\|[^|\0\uFFFD]*\|\s*\d{1,6}\s*\|\s*(un)?sorted\s*(\|\s*(\d{4}-\d\d-\d\d)?\s*)?$/i;
/** The lines as they stand in the file. */
export const written = (text: string) => text.replace(/^\uFEFF/, '').split('\n');
