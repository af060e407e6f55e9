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

function parseLine(text: string): AcknowledgementLine | undefined {
  const [zipName = '', stamp = '', ...rest] = text.split('|').map((field) => field.trim());
  const at = parseStamp(stamp);
  return zipName !== '' && at && rest.length === 0 ? { zipName: zipName.toUpperCase(), at } : undefined;
}

/** The printer's list of zips it took in, `{ZIPNAME}|{YYYYMMDDHHMMSS}` a line. Good lines count though others cannot be read. */
export function parseAcknowledgementFile(file: string): AcknowledgementFile {
  const lines: AcknowledgementLine[] = [];
  const unreadable: UnreadableLine[] = [];
  let number = 0;
  for (const raw of linesOf(file)) {
    number += 1;
    const text = raw.trim(); // takes the carriage return and the byte order mark too
    if (text === '') continue;
    const line = parseLine(text);
    if (line) lines.push(line);
    else unreadable.push({ line: number, text: text.slice(0, 100) });
  }
  return { lines, unreadable };
}
