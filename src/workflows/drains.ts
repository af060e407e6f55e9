import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { type CallbackDrainInput, type PrepareDrainInput, hintSignal } from '../contract';
import { callbacks, database, prepare } from './activity-options';

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

/**
 * Sends a service's callbacks until none waits. It ends with no await between its last look and its return: a hint that
 * comes later starts it anew, and one that comes in between is served.
 */
export async function callbackDrain(input: CallbackDrainInput): Promise<void> {
  let hinted = false;
  const isHinted = () => hinted; // read anew: the signal's handler sets it during awaits
  setHandler(hintSignal, () => void (hinted = true), { description: 'A callback was written' });

  for (;;) {
    hinted = false;
    const { pages, waitMs } = await database.lookForCallbacks('Callbacks to send?', input);
    if (pages > 0) await Promise.all(Array.from({ length: pages }, () => callbacks.sendCallbacks('A page', input)));
    else if (waitMs !== null) await condition(isHinted, waitMs, { summary: 'Waits for the next that is due' });
    else if (!isHinted()) return;
    if (mayContinueAsNew(hinted)) await continueAsNew<typeof callbackDrain>(input);
  }
}

/** With no hint pending; under an endless storm of hints all the same, since a new run looks first thing. */
function mayContinueAsNew(hinted: boolean): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return allHandlersFinished() && (continueAsNewSuggested || (historyLength >= LONG_HISTORY && !hinted));
}
