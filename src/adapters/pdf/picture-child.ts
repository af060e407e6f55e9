/** Entry of the child process: one PDF in, a PNG of each of its pages out, or of each page at fault. */
import { assertNever } from '../../domain/result';
import { type PictureQuestion, ourPages } from './our-pages';
import { faultsOf } from './paint-faults';
import { loadPdfium } from './pdfium/load-pdfium';
import type { Pdfium } from './pdfium/pdfium';

function picturesOf(pdfium: Pdfium, question: PictureQuestion): Promise<readonly Uint8Array[]> {
  switch (question.kind) {
    case 'pages':
      return Promise.resolve(ourPages(pdfium, question));
    case 'faults':
      return faultsOf(pdfium, question);
    default:
      return assertNever(question);
  }
}

void loadPdfium().then((pdfium) => {
  process.on('message', (question: PictureQuestion) => {
    void picturesOf(pdfium, question).then((pictures) => process.send?.(pictures));
  });
  process.send?.('ready');
});
