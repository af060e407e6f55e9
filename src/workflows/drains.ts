import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { type PrepareDrainInput, hintSignal } from '../contract';
import { prepare } from './activity-options';

const IDLE_MS = 60_000;
/** Well below the server's own suggestion, so that a drain's history opens quickly in the Web UI. */
const LONG_HISTORY = 1_500;

/** Prepares the letters of one shard for ever: a page, then the next; with none left it waits for a hint or a minute. */
export async function prepareDrain(input: PrepareDrainInput): Promise<never> {
  const { shard, waits } = input;
  let hinted = false;
  setHandler(hintSignal, () => void (hinted = true), { description: 'A letter was accepted' });

  for (;;) {
    hinted = false;
    const { more } = await prepare.prepareLetters(`Prepare letters of shard ${shard}`, { shard });
    if (!more) await condition(() => hinted, waits?.idleMs ?? IDLE_MS, { summary: 'Waits for a hint or a minute' });
    if (mayContinueAsNew(hinted)) await continueAsNew<typeof prepareDrain>(input);
  }
}

/** With no hint pending; under an endless storm of hints all the same, since a new run looks first thing. */
function mayContinueAsNew(hinted: boolean): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return allHandlersFinished() && (continueAsNewSuggested || (historyLength >= LONG_HISTORY && !hinted));
}
