import { patched, setHandler, uuid4 } from '@temporalio/workflow';
import type { BatchId } from '../domain/batch';
import { BATCH_ACTS, type BatchAct, parseActNote } from '../domain/batch-acts';
import { type OperatorAct, actSignals } from '../contract';
import { database } from './activity-options';
import { refusalOf } from './refusal';

interface Listener {
  /** The act stands in the table: look again; a retry is also leave for the parked step. */
  done(act: BatchAct): void;
  refused(told: string): void;
}

/**
 * What operators do to a batch. An act with an id stands in the table and is only told. One without was given by hand: it
 * is written here, at once and beside whatever step runs. A refused act is shown and never fails the batch.
 */
export function listenForActs(batchId: BatchId, listener: Listener): void {
  async function take(act: BatchAct, given: OperatorAct): Promise<void> {
    // In histories of 0.1.0 a retry was leave alone, and no other act was known.
    const parsed = patched('acts-in-the-table') ? parseActNote(given) : undefined;
    if (parsed?.ok === false) listener.refused(`${act} was refused: ${parsed.error}`);
    else if (!parsed || parsed.value.actId !== undefined) listener.done(act);
    else await write(act, { ...given, actor: parsed.value.actor, reason: parsed.value.reason });
  }

  async function write(act: BatchAct, given: OperatorAct): Promise<void> {
    const { actor, reason } = given;
    const note = { ...given, actId: uuid4() };
    const written = await database
      .actOnBatch(`${act} by ${actor}: ${reason}`, { batchId, act, note })
      .catch((error: unknown) => ({ kind: 'refused', why: refusalOf(error) }) as const);
    if (written.kind === 'done') listener.done(act);
    else listener.refused(`${act} by ${actor} was refused: ${written.why}`);
  }
  for (const act of BATCH_ACTS) {
    setHandler(actSignals[act], (given) => take(act, given), { description: DESCRIPTIONS[act] });
  }
}

const DESCRIPTIONS: Readonly<Record<BatchAct, string>> = {
  hold: 'An operator stops the batch before zipping or before its upload: { actor, reason }',
  release: 'An operator lets a held batch go on: { actor, reason }',
  retry: 'An operator asks for the parked step again: { actor, reason }',
  adopt: 'An operator vouches that the zip stands at the printer: { actor, reason, publishedAt }',
  abandon: 'An operator gives the batch up, and its letters may be claimed again: { actor, reason }',
};
