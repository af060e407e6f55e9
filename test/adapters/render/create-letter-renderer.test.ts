import { createHash } from 'node:crypto';
import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import type { ChildLimits } from '../../../src/adapters/children/start-child';
import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import type { Block } from '../../../src/domain/letter-body';
import { type LetterToRender, adviceOn, failureOf } from '../../../src/domain/rendering';
import type { LetterRenderer } from '../../../src/ports';
import { childrenOf } from '../pdf/children';
import { blackPng } from '../../support/png';
import { FULL, LETTER, paragraph } from './letters';

const pageBreaks = (length: number): readonly Block[] => Array.from({ length }, () => ({ kind: 'page-break' }));

const saying = (text: string): LetterToRender => ({ ...LETTER, blocks: [paragraph(text)] });

const onLinux = process.platform === 'linux' ? test : test.skip;

describe('making letters into PDFs', () => {
  const open: LetterRenderer[] = [];

  function start(limits: Partial<ChildLimits> = {}): LetterRenderer {
    const renderer = createLetterRenderer({ processes: 1, limits });
    open.push(renderer);
    return renderer;
  }

  let renderer: LetterRenderer;
  beforeAll(() => void (renderer = createLetterRenderer({ processes: 1 })));
  afterAll(() => renderer.close());
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  async function made(letter: LetterToRender, by = renderer): Promise<{ pdf: Buffer; pages: number }> {
    const rendering = await by.render(letter);
    if (rendering.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(rendering)}`);
    return rendering;
  }

  test('Equal letters are equal bytes, by whichever process and on whatever machine', async () => {
    const { pdf } = await made(LETTER);
    expect((await made({ ...LETTER })).pdf.equals(pdf)).toBe(true);
    expect((await made(LETTER, start())).pdf.equals(pdf)).toBe(true);
    // Changes with the template, the fonts and the compiler, and with nothing else.
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(
      '9c4237a26f92e82d0c3560e90eb0e80ee80515e7e6a9c30b21296e743d131a45',
    );
    expect((await made({ ...LETTER, heading: 'Another' })).pdf.equals(pdf)).toBe(false);
  });

  test('Every page is A4, and every font is embedded', async () => {
    const { pdf, pages } = await made(LETTER);
    const document = await PDFDocument.load(pdf, { throwOnInvalidObject: true });
    expect(document.getPageCount()).toBe(pages);
    expect(pages).toBe(3);
    for (const page of document.getPages()) {
      expect(page.getWidth()).toBeCloseTo((210 * 72) / 25.4, 1);
      expect(page.getHeight()).toBeCloseTo((297 * 72) / 25.4, 1);
      expect(page.getRotation().angle).toBe(0);
    }
    const descriptors = document.context
      .enumerateIndirectObjects()
      .map(([, object]) => object)
      .filter((object) => object instanceof PDFDict)
      .filter((dictionary) => dictionary.get(PDFName.of('Type')) === PDFName.of('FontDescriptor'));
    expect(descriptors.length).toBeGreaterThanOrEqual(2);
    for (const descriptor of descriptors) expect(descriptor.has(PDFName.of('FontFile2'))).toBe(true);
  });

  test.each<[string, LetterToRender, number]>([
    ['nothing but an address and a heading', { ...LETTER, contactBlock: [], blocks: [] }, 1],
    ['nine page breaks and a line', { ...LETTER, blocks: [...pageBreaks(9), paragraph('The end.')] }, 10],
    ['two page breaks at its end', { ...LETTER, blocks: [paragraph('The end.'), ...pageBreaks(2)] }, 2],
  ])('A letter of %s has its pages', async (_what, letter, pages) => {
    expect((await made(letter)).pages).toBe(pages);
  });

  test.each<[string, string, LetterToRender]>([
    [
      'ten page breaks and a line',
      'letter-too-long',
      { ...LETTER, blocks: [...pageBreaks(10), paragraph('The end.')] },
    ],
    ['a far too long web address', 'letter-too-long', { ...LETTER, blocks: [paragraph('i/'.repeat(120_000))] }],
    ['far too many words', 'letter-too-long', { ...LETTER, blocks: [paragraph('words '.repeat(500_000))] }],
    [
      'far too many lines',
      'letter-too-long',
      { ...LETTER, blocks: [paragraph(...new Array<string>(100_000).fill(''))] },
    ],
    ['an emoji in its heading', 'unprintable-characters U+1F600', { ...LETTER, heading: 'Hello 😀' }],
    ['an emoji of a family', 'unprintable-characters U+1F467 U+1F468', saying('👨\u200d👧\ufe0f')],
    [
      'a name in Arabic',
      'unprintable-characters U+062D U+062F U+0645',
      { ...LETTER, addressLines: ['محمد', 'SW1A 1AA'] },
    ],
    ['a name in Chinese', 'unprintable-characters U+5C0F U+660E U+738B', { ...LETTER, contactBlock: ['王小明'] }],
    ['more signs than are named', 'unprintable-characters U+2460 U+2461 U+2462 U+2463 U+2464', saying('⑦⑥⑤④③②①')],
    ['a tick', 'unprintable-characters U+2713', saying('✓ done')],
    ['a control character', 'unprintable-characters U+0007', saying('a\u0007b')],
    ['half a character', 'unprintable-characters U+FFFD', saying('a\ufffd')],
    ['nine lines of address', 'address-does-not-fit', { ...LETTER, addressLines: new Array<string>(9).fill('A line') }],
    ['a name of 1,000 letters', 'address-does-not-fit', { ...LETTER, addressLines: ['w'.repeat(1_000), 'SW1A 1AA'] }],
    [
      'forty lines of contact block',
      'contact-block-does-not-fit',
      { ...LETTER, contactBlock: new Array<string>(40).fill('A line') },
    ],
  ])('A letter with %s is refused: %s', async (_what, failure, letter) => {
    const rendering = await renderer.render(letter);
    expect(rendering.kind === 'refused' && failureOf(rendering)).toBe(failure);
  });

  test('A refusal says what the sender has to change', async () => {
    const rendering = await renderer.render(saying('Hello 😀'));
    expect(rendering.kind === 'refused' && adviceOn(rendering)).toMatch(
      /^These characters cannot be .+: U\+1F600\. Leave/,
    );
  });

  test('A letter that takes too long breaks its child, not us', async () => {
    const impatient = start({ letterMs: 1 });
    expect(await impatient.render(FULL)).toEqual({ kind: 'broken' });
  });

  onLinux('A child that would hold too much memory is gone, and its letter is broken', async () => {
    await expect(start({ dataKib: 1_000 }).render(LETTER)).rejects.toThrow('does not start');
  });

  test('A child that holds much makes room for a new one, and no letter is lost', async () => {
    const long = { ...LETTER, blocks: [...pageBreaks(9), paragraph('The end.')] };
    const seen = new Set<number>();
    for (let count = 0; count < 70; count += 1) {
      await made({ ...long, logo: { kind: 'png', bytes: blackPng(1_700 - count, 1_700) } });
      for (const child of childrenOf(process.pid, 'render-child')) seen.add(child);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  onLinux('A child makes room for a new one after so many letters', async () => {
    const renewed = start({ letters: 2 });
    const seen = new Set<number>();
    for (let count = 0; count < 4; count += 1) {
      await made(LETTER, renewed);
      for (const child of childrenOf(process.pid, 'render-child')) seen.add(child);
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});
