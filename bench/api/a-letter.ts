import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';

const SAMPLE = join(__dirname, '..', '..', 'dev', 'samples', 'letters', 'valid_letter.pdf');

/** A letter of that many bytes or a few more: the sample, made longer by bytes that no page shows and nobody can compress. */
export async function aLetterOf(bytes: number): Promise<Buffer> {
  const sample = await readFile(SAMPLE);
  const pdf = await PDFDocument.load(sample);
  pdf.context.register(pdf.context.stream(randomBytes(Math.max(0, bytes - sample.length))));
  return Buffer.from(await pdf.save());
}
