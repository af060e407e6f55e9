/** Entry of the child process: one PDF in, one verdict out. Node ends it when the parent, and so the channel, is gone. */
import { judgePdf } from './judge-pdf';

process.on('message', (pdf: Uint8Array) => {
  void judgePdf(pdf).then((inspection) => process.send?.(inspection));
});
process.send?.('ready');
