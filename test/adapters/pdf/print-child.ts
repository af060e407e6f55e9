/** Entry of a child process: one PDF in, the bytes that would be printed of it out, or why there are none. */
import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import { stampPdf } from '../../../src/adapters/pdf/stamp-pdf';

async function print(pdf: Uint8Array): Promise<unknown> {
  const anew = await rewritePdf(pdf);
  if (!anew.ok) return { refused: anew.error };
  const stamp = { addressLines: ['Mx Sample Person', '14 Example Avenue', 'LS1 4AP'], tag: true };
  const { bytes } = await stampPdf(anew.value.bytes, stamp);
  return { written: anew.value.bytes, printed: bytes };
}

process.on('message', (pdf: Uint8Array) => void print(pdf).then((answer) => process.send?.(answer)));
process.send?.('ready');
