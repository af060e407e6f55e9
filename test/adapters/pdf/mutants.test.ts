import { PDFDocument } from '@cantoo/pdf-lib';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';
import { repack } from '../../../src/adapters/pdf/content/packing';
import { unpackStreams } from '../../../src/adapters/pdf/unpack-streams';
import { testWith } from '../../support/programs';
import { checkStructure } from '../render/paper';
import { mutantOf } from './mutants';
import { goodLetters, sampleLetter } from './sample-letters';

/**
 * Letters that came to harm on their way. `MUTANTS=10000` makes so many of them instead of 500, `MUTANTS_FROM=1` begins with
 * another one; each has a number, and by it is the same again.
 */
const MUTANTS = Number(process.env['MUTANTS'] ?? 500);
const FROM = Number(process.env['MUTANTS_FROM'] ?? 1);
const LARGEST = 300_000;

/** The same letter with nothing packed: what is changed in it is seen by whoever reads it, not by check sums. */
async function unpacked(letter: Buffer): Promise<Buffer> {
  const document = await PDFDocument.load(letter, { updateMetadata: false });
  const streams = unpackStreams(document.context, 1_000_000_000);
  if (!streams.ok) throw new Error(`a letter that ${streams.error}`);
  for (const [stream, bytes] of streams.value) repack(stream, bytes, []);
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** As letters they are stamped, as attachments they are judged and printed as they were written anew. */
const AS = [{ kind: 'letter', international: true }, { kind: 'attachment' }] as const;

describe('letters that came to harm', () => {
  testWith(['qpdf'], `${MUTANTS} of them are refused or printed whole, and no child dies of any`, async () => {
    const packed = goodLetters.map(({ file }) => sampleLetter(file)).filter((letter) => letter.length < LARGEST);
    const letters = [...packed, ...(await Promise.all(packed.map(unpacked)))];
    const inspector = createPdfInspector({ processes: 2 });
    let printed = 0;
    const look = async (seed: number): Promise<string | undefined> => {
      const { how, pdf } = mutantOf(letters, seed);
      const inspection = await inspector.inspect(pdf, AS[seed % 2] ?? AS[0]);
      if (inspection.kind === 'refused') {
        return inspection.because === 'takes too much time or memory' ? `${seed}, ${how}: broke its child` : undefined;
      }
      printed += 1;
      return checkStructure(Buffer.from(inspection.pdf)).then(
        () => undefined,
        (error: unknown) => `${seed}, ${how}: ${String(error)}`,
      );
    };
    try {
      for (let seed = FROM; seed < FROM + MUTANTS; seed += 4) {
        const seeds = Array.from({ length: Math.min(4, FROM + MUTANTS - seed) }, (_, next) => seed + next);
        expect((await Promise.all(seeds.map(look))).filter((fault) => fault !== undefined)).toEqual([]);
      }
    } finally {
      await inspector.close();
    }
    expect(printed).toBeGreaterThan(MUTANTS / 10);
  });
});
