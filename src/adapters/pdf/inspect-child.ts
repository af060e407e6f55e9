/** Entry of the child process: one PDF in, one inspection out. Node ends it when the parent, and so the channel, is gone. */
import type { InspectedAs } from '../../domain/inspection';
import { judgePdf } from './judge-pdf';
import { loadPdfium } from './pdfium/load-pdfium';

void loadPdfium().then((pdfium) => {
  // What breaks PDFium ends the process: no other letter may meet it.
  process.on('message', ({ pdf, as }: { readonly pdf: Uint8Array; readonly as: InspectedAs }) => {
    void judgePdf(pdfium, pdf, as).then((inspection) => process.send?.(inspection));
  });
  process.send?.('ready');
});
