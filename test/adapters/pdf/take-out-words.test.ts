import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../../src/adapters/pdf/pdfium/load-pdfium';
import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import type { InspectedLetter } from '../../../src/domain/inspection';
import { testWith } from '../../support/programs';
import { type Box, checkStructure, textOf, wordsOf } from '../render/paper';
import { streamOf } from './hostile-pdfs';
import { type LetterParts, letterOf } from './letter-of';
import { changesOutside, picturesOf } from './pictures';
import { goodLetters, sampleLetter } from './sample-letters';

/** The window grown by 3 mm. */
const REACH: Box = { left: 21.6, right: 123, top: 36.5, bottom: 69.3 };
const WINDOW: Box = { left: 24.6, right: 120, top: 39.5, bottom: 66.3 };
const LINES = ['Mx Sample Person', '14 Example Avenue', 'LS1 4AP'] as const;
const [FIRST, SECOND, THIRD] = LINES;
const START = 'BT /F 12 Tf 14 TL 75 710 Td';
const BODY = 'BT /F 12 Tf 100 500 Td (A letter) Tj ET';
const PLAIN = `${START} (${FIRST}) Tj T* (${SECOND}) Tj T* (${THIRD}) Tj ET`;

const drawn = (content: string): LetterParts => ({ content: `${content} ${BODY}` });
const form = (content: string, dictionary = ''): Buffer =>
  streamOf(
    `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> /XObject <</Y 6 0 R>>>> ${dictionary}`,
    Buffer.from(content),
  );
const withForms = (content: string, ...objects: readonly Buffer[]): LetterParts => ({
  content: `${content} ${BODY}`,
  page: '/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> /XObject <</X 5 0 R>>>>',
  objects,
});
const letterByLetter = LINES.map((line) => Array.from(line, (letter) => `(${letter}) Tj`).join(' ')).join(' T* ');

async function judged(parts: LetterParts): Promise<InspectedLetter> {
  const letter = await judgePdf(await loadPdfium(), letterOf(parts), { kind: 'letter', international: false });
  if (letter.kind !== 'letter') throw new Error(JSON.stringify(letter));
  return letter;
}

const touches = (one: Box, other: Box): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

const timesIn = (text: string, words: string): number => text.split(words).length - 1;

/** Letters whose address leaves them. */
const CUT: Readonly<Record<string, LetterParts>> = {
  'line by line': drawn(PLAIN),
  'in arrays with kerning': drawn(
    `${START} [(Mx S) 20 (ample Pe) -15 (rson)] TJ T* (${SECOND}) Tj T* [(LS) 3 (1 4AP)] TJ ET`,
  ),
  'by \' and "': drawn(`${START} (${FIRST}) Tj (${SECOND}) ' 1 0.5 (${THIRD}) " ET`),
  'in wide and spaced letters': drawn(`/F 12 Tf 90 Tz 0.4 Tc 2 Tw ${PLAIN} 100 Tz 0 Tc 0 Tw`),
  'in one text with what stands beside the window': drawn(
    `${START} [(${FIRST}) -17000 (Tel 020)] TJ T* (${SECOND}) Tj T* (${THIRD}) Tj ET`,
  ),
  'in one text that goes on beside the window': drawn(
    `${START} [(${FIRST}) -17000 (Tel )] TJ (020) Tj T* (${SECOND}) Tj T* (${THIRD}) Tj ET`,
  ),
  'with strings in hex and escapes': drawn(
    `${START} <4D782053616D706C6520506572736F6E> Tj T* (\\1614 Example\\040Avenue) Tj T* (LS1 4\\\nAP) Tj ET`.replace(
      '\\1614',
      '14',
    ),
  ),
  'in a form': withForms('q 1 0 0 1 0 10 cm /X Do Q', form(PLAIN, '/Matrix [1 0 0 1 0 -10]')),
  'in a form in a form': withForms('/X Do', form('q /Y Do Q'), form(PLAIN)),
  'letter by letter': drawn(`${START} ${letterByLetter} ET`),
  'invisible over a picture': drawn(
    `q 200 0 0 60 75 665 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q 3 Tr ${PLAIN} 0 Tr`,
  ),
  'in marked content that says it again': drawn(
    `/Span <</ActualText (${FIRST})>> BDC ${START} (${FIRST}) Tj EMC T* (${SECOND}) Tj T* (${THIRD}) Tj ET`,
  ),
};

/** Letters whose address can only be written over. */
const KEPT: Readonly<Record<string, LetterParts>> = {
  'in a form that is drawn again further down': withForms('/X Do q 1 0 0 1 0 -300 cm /X Do Q', form(PLAIN)),
  'in a font whose widths are not told': {
    ...drawn(PLAIN),
    page: '/Resources <</Font <</F <</Type /Font /Subtype /TrueType /BaseFont /Arial>>>>>>',
  },
};

describe('the words of an address', () => {
  for (const [how, parts] of Object.entries(CUT)) {
    testWith(
      ['pdftotext', 'pdftoppm', 'qpdf'],
      `An address drawn ${how} leaves the file, and nothing else does`,
      async () => {
        const { pdf, address, notes } = await judged(parts);
        expect({ lines: address.lines, notes }).toEqual({ lines: LINES, notes: [] });
        const text = await textOf(Buffer.from(pdf));
        expect(LINES.map((line) => timesIn(text, line))).toEqual([1, 1, 1]);
        expect(text).toContain('A letter');
        await checkStructure(Buffer.from(pdf));
        const before = await rewritePdf(letterOf(parts));
        if (!before.ok) throw new Error(before.error);
        const [[then], [now]] = await Promise.all([picturesOf(before.value.bytes), picturesOf(pdf)]);
        expect(changesOutside(then, now, [REACH])).toBe(0);
      },
    );
  }

  test.each(Object.entries(KEPT))('An address %s is written over, and that is noted', async (_how, parts) => {
    const { address, notes } = await judged(parts);
    expect(address.lines).toEqual(LINES);
    expect(notes).toContain('address-words-kept');
  });

  testWith(
    ['pdftotext'],
    'Words that a white box hides in the window leave the file with those above them',
    async () => {
      const hidden = `${START} (Somebody Else) Tj ET 1 g 60 640 300 100 re f 0 g`;
      const { pdf, address } = await judged(drawn(`${hidden} ${PLAIN}`));
      expect(address.lines).toEqual(LINES);
      expect(await textOf(Buffer.from(pdf))).not.toContain('Somebody');
    },
  );

  testWith(
    ['pdftotext', 'pdftoppm', 'qpdf'],
    'Nothing of a good sample letter changes but the window and the words of its address, which it says once',
    async () => {
      for (const { file } of goodLetters) {
        const letter = await judgePdf(await loadPdfium(), sampleLetter(file), { kind: 'letter', international: true });
        if (letter.kind !== 'letter') continue; // a page that comes out upside down (decision 18)
        expect({ file, isKept: letter.notes.includes('address-words-kept') }).toEqual({ file, isKept: false });
        await checkStructure(Buffer.from(letter.pdf));
        const before = await rewritePdf(sampleLetter(file));
        if (!before.ok) throw new Error(before.error);
        const [[words = []], [wordsNow = []]] = await Promise.all([
          wordsOf(Buffer.from(before.value.bytes)),
          wordsOf(Buffer.from(letter.pdf)),
        ]);
        const inside = wordsNow.filter((word) => touches(word, REACH)).map(({ text }) => text.normalize('NFC'));
        expect({ file, address: inside.join(' ') }).toEqual({ file, address: letter.address.lines.join(' ') });
        const [then, now] = await Promise.all([picturesOf(before.value.bytes), picturesOf(letter.pdf)]);
        const removed = words.filter((word) => touches(word, REACH));
        const changes = now.map((picture, index) =>
          changesOutside(then[index], picture, index === 0 ? [WINDOW, ...removed] : []),
        );
        expect({ file, changes }).toEqual({ file, changes: new Array(then.length).fill(0) });
      }
    },
  );

  test('Equal letters become equal bytes', async () => {
    const [one, other] = [await judged(drawn(PLAIN)), await judged(drawn(PLAIN))];
    expect(Buffer.from(one.pdf).equals(Buffer.from(other.pdf))).toBe(true);
  });
});
