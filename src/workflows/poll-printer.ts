import type { PollResult } from '../contract';
import { bulk } from './activity-options';
import { startInboundFiles } from './start-children';

/** Looks into the printer's outbox once and starts the intake of each file that waits. */
export async function pollPrinter(): Promise<PollResult> {
  const { files } = await bulk.pollPrinter("Look into the printer's outbox");
  await startInboundFiles(files);
  return { files: files.length };
}
