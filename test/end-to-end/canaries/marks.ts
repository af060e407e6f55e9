/** Texts that stand nowhere by chance, and how they are found in whatever form they are told. */
import { randomBytes } from 'node:crypto';

/** By what they stand for. */
export type Marks = Readonly<Record<string, string>>;

export const aMark = (kind: string): string => `Canary${kind}${randomBytes(9).toString('hex')}`;

/** What base64 makes of a text inside another, wherever it begins: only the characters that depend on it alone. */
function inBase64(mark: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(mark)]).toString('base64');
    return whole.slice(Math.ceil((before * 4) / 3), Math.floor(((before + mark.length) * 4) / 3));
  });
}

/** Without regard to case. */
const formsOf = (mark: string): readonly string[] =>
  [mark, Buffer.from(mark).toString('hex'), encodeURIComponent(mark)].map((form) => form.toLowerCase());

/** The names of the marks that a text holds: as they are, in another case, in hex, percent-encoded or in base64. */
export function marksIn(text: string, marks: Marks): readonly string[] {
  const lower = text.toLowerCase();
  const holds = (mark: string) =>
    formsOf(mark).some((form) => lower.includes(form)) || inBase64(mark).some((form) => text.includes(form));
  return Object.entries(marks).flatMap(([name, mark]) => (holds(mark) ? [name] : []));
}
