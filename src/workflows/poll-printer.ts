import type { PollResult } from '../contract';
import { bulk } from './activity-options';
import { startInboundFiles } from './start-children';

const STARTS_PER_TASK = 100;

/** Looks into the printer's outbox once and starts the intake of each file that waits. */
export async function pollPrinter(): Promise<PollResult> {
  const { files } = await bulk.pollPrinter("Look into the printer's outbox");
  for (let from = 0; from < files.length; from += STARTS_PER_TASK) {
    await startInboundFiles(files.slice(from, from + STARTS_PER_TASK));
  }
  return { files: files.length };
}
