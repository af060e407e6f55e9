import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createChildPool } from '../../../src/adapters/children/create-child-pool';
import { repack } from '../../../src/adapters/pdf/packing';
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

interface Answer {
  readonly refused?: string;
  readonly written?: Uint8Array;
  readonly printed?: Uint8Array;
}

const LIMITS = {
  letterMs: 10_000,
  startMs: 60_000,
  dataKib: 500_000,
  heapMib: 256,
  letters: 1_000_000,
  cpuSeconds: 3_600,
};

/** The same letter with nothing packed: what is changed in it is seen by whoever reads it, not by check sums. */
async function unpacked(letter: Buffer): Promise<Buffer> {
  const document = await PDFDocument.load(letter, { updateMetadata: false });
  const streams = unpackStreams(document.context, 1_000_000_000);
  if (!streams.ok) throw new Error(`a letter that ${streams.error}`);
  for (const [stream, bytes] of streams.value) repack(stream, bytes, []);
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** A worker's children, but for what they answer. */
const program = {
  entry: join(__dirname, 'print-child'),
  purpose: 'child process that prints PDFs',
  limits: LIMITS,
  parse: (message: unknown) => message as Answer,
};

describe('letters that came to harm', () => {
  testWith(['qpdf'], `${MUTANTS} of them are refused or printed whole, and no child dies of any`, async () => {
    const packed = goodLetters.map(({ file }) => sampleLetter(file)).filter((letter) => letter.length < LARGEST);
    const letters = [...packed, ...(await Promise.all(packed.map(unpacked)))];
    const children = createChildPool(program, 2);
    let printed = 0;
    const look = async (seed: number): Promise<string | undefined> => {
      const { how, pdf } = mutantOf(letters, seed);
      const answer = await children.ask(pdf);
      if (!answer) return `${seed}, ${how}: broke the child`;
      if (answer.refused) return undefined;
      printed += 1;
      const found = [answer.written, answer.printed].map((bytes) => checkStructure(Buffer.from(bytes ?? '')));
      return Promise.all(found).then(
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
      await children.close();
    }
    expect(printed).toBeGreaterThan(MUTANTS / 10);
  });
});
