import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { longDay } from '../../domain/calendar';
import { MOST_PAGES } from '../../domain/letter';
import type { Block } from '../../domain/letter-body';
import type { Logo } from '../../domain/logo';
import {
  type LetterToRender,
  RENDERING_REFUSALS,
  type Rendering,
  isCertainlyTooLong,
  refused,
} from '../../domain/rendering';
import { qrPicture } from './qr-picture';

const TEMPLATE = join(__dirname, 'letter.typ');
const FONTS = ['LiberationSans-Regular.ttf', 'LiberationSans-Bold.ttf'];
/** How many letters long a layout is kept that no letter has used again. */
const KEPT_LAYOUTS = 10;
/** Of PDF/A the one that wants each character to be there and to be readable again: no letter loses one silently. */
const STANDARD = 'a-2u';

/**
 * Joiners and selectors of a picture's look: what they stand beside is printed, or refused. And what turns the order of all that follows: a name
 * that brings it in would turn the template's words and sums; letters written from right to left need it not.
 */
const INVISIBLE = /\p{Variation_Selector}|[\u180e\u200b\u200c\u2060\ufeff]|\u200d|[\u202a-\u202e\u2066-\u2069]/gu;

/** In composed form, as the fonts have them; a tab is a blank here, and what nobody sees is nothing. */
const asPrinted = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.normalize('NFC').replaceAll('\t', ' ').replace(INVISIBLE, '') : value;

const withPicture = (block: Block) => (block.kind === 'qr-code' ? { ...block, picture: qrPicture(block.data) } : block);

const nameOf = (logo: Logo): string => `logo.${logo.kind}`;

const dataOf = ({ date, blocks, logo, ...letter }: LetterToRender): string =>
  JSON.stringify(
    { ...letter, logo: logo && nameOf(logo), date: longDay(date), blocks: blocks.map(withPicture) },
    asPrinted,
  );

/** The template's own refusals; what else it may say holds words of the letter, and is not handed on. */
function refusalIn(messages: string): Rendering {
  const reason = RENDERING_REFUSALS.find((each) => messages.includes(`panicked with: "${each}"`));
  return reason ? refused(reason) : { kind: 'broken' };
}

/** The characters that the compiler names, as they are or as `\u{1f600}`. It may refuse a logo, too: then it names none. */
function unprintableIn(message: string): Rendering {
  const named = [...message.matchAll(/the text `\\"(.+?)\\"` could not be displayed/gu)].flatMap(([, text = '']) => {
    const [, code] = /^\\+u\{([0-9a-f]+)\}$/u.exec(text) ?? [];
    return code === undefined
      ? Array.from(text, (character) => character.codePointAt(0) ?? 0)
      : Number.parseInt(code, 16);
  });
  const characters = [...new Set(named)].sort((one, other) => one - other);
  return characters.length === 0 ? { kind: 'broken' } : refused('unprintable-characters', characters);
}

/** Makes letters into PDFs, one after the other; equal letters into equal bytes. Runs in the child. */
export function createTypesetter(): (letter: LetterToRender) => Rendering {
  const fontBlobs = FONTS.map((name) => readFileSync(join(__dirname, 'fonts', name)));
  const compiler = NodeCompiler.create({ workspace: __dirname, fontArgs: [{ fontBlobs }] });

  const compile = (letter: LetterToRender): Rendering => {
    if (letter.logo) compiler.mapShadow(join(__dirname, nameOf(letter.logo)), Buffer.from(letter.logo.bytes));
    const compiled = compiler.compile({ mainFilePath: TEMPLATE, inputs: { letter: dataOf(letter) } });
    const error = compiled.takeError();
    if (error || !compiled.result) {
      return refusalIn(JSON.stringify(error ? compiler.fetchDiagnostics(error) : []).replaceAll('\\"', '"'));
    }
    const { result } = compiled;
    if (result.numOfPages > MOST_PAGES) return refused('letter-too-long');
    try {
      const pdf = compiler.pdf(result, { creationTimestamp: 0, pdfStandard: STANDARD });
      return { kind: 'letter', pdf, pages: result.numOfPages };
    } catch (cause) {
      const message = String(cause);
      return message.includes('PDF/A-2u error') ? unprintableIn(message) : { kind: 'broken' };
    }
  };

  return (letter) => {
    if (isCertainlyTooLong(letter)) return refused('letter-too-long');
    const rendering = compile(letter);
    compiler.evictCache(KEPT_LAYOUTS);
    return rendering;
  };
}
