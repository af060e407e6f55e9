import { parseStamp } from './stamp';
import { linesOf } from './text-lines';

export interface AcknowledgementLine {
  /** Upper case. */
  readonly zipName: string;
  readonly at: Date;
}

export interface UnreadableLine {
  readonly line: number;
  /** Its first 100 characters. */
  readonly text: string;
}

export interface AcknowledgementFile {
  readonly lines: readonly AcknowledgementLine[];
  readonly unreadable: readonly UnreadableLine[];
}

const UNREADABLE_SHOWN = 100;
const LONGEST_NAME = 200;

function parseLine(text: string): AcknowledgementLine | undefined {
  const [zipName = '', stamp = '', ...rest] = text.split('|').map((field) => field.trim());
  const at = parseStamp(stamp);
  const named = /^[^\0\uFFFD]+$/.test(zipName) && zipName.length <= LONGEST_NAME;
  return named && at && rest.length === 0 ? { zipName: zipName.toUpperCase(), at } : undefined;
}

/** What one line of the file says; undefined for an empty one. */
export type ReadAcknowledgementLine =
  | { readonly kind: 'line'; readonly line: AcknowledgementLine }
  | { readonly kind: 'unreadable'; readonly line: UnreadableLine };

/** One line of the printer's list of zips it took in, `{ZIPNAME}|{YYYYMMDDHHMMSS}`; `number` counts from 1. */
export function readAcknowledgementLine(raw: string, number: number): ReadAcknowledgementLine | undefined {
  const text = raw.trim(); // takes the carriage return and the byte order mark too
  if (text === '') return undefined;
  const line = parseLine(text);
  return line
    ? { kind: 'line', line }
    : { kind: 'unreadable', line: { line: number, text: text.slice(0, UNREADABLE_SHOWN) } };
}

/** A whole file. Good lines count though others cannot be read. */
export function parseAcknowledgementFile(file: string): AcknowledgementFile {
  const lines: AcknowledgementLine[] = [];
  const unreadable: UnreadableLine[] = [];
  let number = 0;
  for (const raw of linesOf(file)) {
    number += 1;
    const read = readAcknowledgementLine(raw, number);
    if (read?.kind === 'line') lines.push(read.line);
    if (read?.kind === 'unreadable') unreadable.push(read.line);
  }
  return { lines, unreadable };
}
