import { endOfPicture, isValue, tokenAt } from './content-tokens';

/** An operator with its operands, as places in a content. */
export interface Operation {
  readonly operator: string;
  /** Of the first operand, or of the operator where there is none. */
  readonly from: number;
  /** Of the operator. */
  readonly at: number;
  /** Behind it. */
  readonly to: number;
}

/** What a well-formed content does, step by step. The bytes of a picture are passed over. */
export function* operationsIn(content: string): Generator<Operation> {
  let from: number | undefined;
  let depth = 0;
  for (let at = 0; at < content.length; ) {
    const token = tokenAt(content, at);
    if (!token) return;
    const { kind, text, end } = token;
    if (kind === 'bracket') depth += text === '[' || text === '<<' ? 1 : -1;
    if (kind === 'word' && depth === 0 && !isValue(text)) {
      yield { operator: text, from: from ?? at, at, to: end };
      from = undefined;
      at = text === 'ID' ? (endOfPicture(content, end) ?? content.length) : end;
      continue;
    }
    if (kind !== 'space') from ??= at;
    at = end;
  }
}

/** The operands of an operator that takes nothing but numbers; NaN for what is none. */
export const numbersOf = (content: string, { from, at }: Operation): readonly number[] =>
  content
    .slice(from, at)
    .split(/[\0\t\n\f\r ]+/)
    .filter((word) => word !== '')
    .map(Number);

/** The strings, one byte a character, and numbers among the operands, those inside arrays too. */
export function textsOf(content: string, { from, at }: Operation): readonly (string | number)[] {
  const texts: (string | number)[] = [];
  for (let next = from; next < at; ) {
    const token = tokenAt(content, next);
    if (!token) break;
    if (token.kind === 'string') texts.push(plain(token.text));
    if (token.kind === 'hex') texts.push(ofHex(token.text));
    if (token.kind === 'word') texts.push(Number(token.text));
    next = token.end;
  }
  return texts;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** What a string in brackets says. */
const plain = (text: string): string =>
  text.slice(1, -1).replace(/\\(?:([0-7]{1,3})|(\r\n|[\s\S]))|\r\n?/g, (_all, octal?: string, other?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (other === undefined) return '\n';
    return /^[\r\n]/.test(other) ? '' : (ESCAPED[other] ?? other);
  });

const ofHex = (text: string): string => {
  const digits = text.replace(/[^0-9A-Fa-f]/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex').toString('latin1');
};
