import type { InboundFileInput, InboundFileResult } from '../contract';
import { bulk } from './activity-options';

/**
 * One file of the printer: read whole or refused, applied in chunks, its failed letters made a ticket, and the batches it
 * touched told to look. It completes though letters failed: another attempt would change nothing.
 */
export async function inboundFile({ sha256 }: InboundFileInput): Promise<InboundFileResult> {
  const read = await bulk.readInboundFile('Read the whole file, or refuse it', { sha256 });
  if (read.kind === 'refused') return { kind: 'refused', reason: read.reason };

  const { counts } = await bulk.applyInboundFile(`Apply ${read.lines} lines of the ${read.file} file`, { sha256 });
  await bulk.reportInboundFile('Raise tickets for what a person must look at', { sha256 });
  await bulk.hintBatches('Tell the batches to look', { sha256 });
  return { kind: 'applied', file: read.file, counts };
}
