import { FEWEST_LINES, MOST_LINES } from '../../domain/address';
import { ZONES } from '../../domain/country';
import { INSPECTION_FAILURES, INSPECTION_NOTES, type Inspection, type LetterAddress } from '../../domain/inspection';
import { MOST_PAGES } from '../../domain/letter';
import { PDF_REFUSALS } from '../../domain/pdf-refusal';

/** No line that can be seen in the window comes near to it. */
const LONGEST_LINE = 1_000;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

/** All of them, or undefined where one is not what it may be. */
function listOf<Item>(value: unknown, most: number, isItem: (item: unknown) => item is Item): Item[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const items = value.filter(isItem);
  return items.length === value.length ? items : undefined;
}

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (value: unknown): value is Word =>
    words.some((word) => word === value);
const isFailure = oneOf(INSPECTION_FAILURES);
const isNote = oneOf(INSPECTION_NOTES);
const isPdfRefusal = oneOf(PDF_REFUSALS);
const isZone = oneOf(ZONES);
const isPage = (value: unknown): value is number => isWhole(value, 1, MOST_PAGES);
const isLine = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_LINE && !/\p{Cc}/u.test(value);

function addressOf(value: unknown): LetterAddress | undefined {
  const { lines, zone } = fieldsOf(value);
  const known = listOf(lines, MOST_LINES, isLine);
  return known && known.length >= FEWEST_LINES && isZone(zone) ? { lines: known, zone } : undefined;
}

function refusalOf({ failure, pages, pagesAtFault, because }: Fields): Inspection | undefined {
  const atFault = listOf(pagesAtFault, MOST_PAGES, isPage);
  const isCounted = pages === null || isWhole(pages, 1, MOST_PAGES + 1);
  const isReasoned = because === null || isPdfRefusal(because);
  return isFailure(failure) && isCounted && atFault && isReasoned
    ? { kind: 'refused', failure, pages, pagesAtFault: atFault, because }
    : undefined;
}

function goodOf({ kind, pdf, pages, notes, address }: Fields): Inspection | undefined {
  const known = listOf(notes, INSPECTION_NOTES.length, isNote);
  if (!(pdf instanceof Uint8Array) || pdf.length === 0 || !isPage(pages) || !known) return undefined;
  const good = { pdf, pages, notes: known };
  if (kind === 'attachment') return { kind, ...good };
  const read = addressOf(address);
  return kind === 'letter' && read ? { kind, address: read, ...good } : undefined;
}

/** A child's message, taken for an inspection only in the forms it may have: a hostile file may have got hold of the child. */
export function parseInspection(message: unknown): Inspection | undefined {
  const fields = fieldsOf(message);
  return fields['kind'] === 'refused' ? refusalOf(fields) : goodOf(fields);
}
