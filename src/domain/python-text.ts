/** JSON values as GOV.UK Notify prints them, which is as Python does. */

/** Characters that Python's `repr` writes as escapes. */
const UNPRINTABLE = /[\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return SHORT[character] ?? `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A text with an apostrophe stands in double quotes, unless it has those too: then the apostrophe is escaped. */
function quoted(text: string): string {
  const inner = text.replace(UNPRINTABLE, escaped);
  if (inner.includes("'") && !inner.includes('"')) return `"${inner}"`;
  return `'${inner.replaceAll("'", "\\'")}'`;
}

/** A fraction under 0.0001 has an exponent of two digits; JSON's `1.0` has come in as the number 1 and prints as that. */
function numeral(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/-(\d)$/u, '-0$1');
}

/** Deeper than any value that somebody meant to send, and far from the end of the stack. */
const DEEPEST = 50;

/** Python's `repr`: texts in quotes. */
export function pythonRepr(value: unknown, depth = 0): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numeral(value);
  if (typeof value !== 'object' || value === null) return 'None';
  if (depth === DEEPEST) return '...';
  const inner = (item: unknown): string => pythonRepr(item, depth + 1);
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${inner(item)}`);
  return `{${members.join(', ')}}`;
}

/** Python's `str`: a text as it is, everything else as its `repr`. */
export const pythonStr = (value: unknown): string => (typeof value === 'string' ? value : pythonRepr(value));
