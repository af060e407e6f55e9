/** Entry of the child process: one PDF in, one verdict out, until the parent is gone. */
import { judgePdf } from './judge-pdf';

process.on('message', (pdf: Uint8Array) => {
  void judgePdf(pdf).then((inspection) => process.send?.(inspection));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
