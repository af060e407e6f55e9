import { ABANDON_WITH_MANIFEST, parseActNote } from '../../domain/batch-acts';
import { manifestPrefixOf } from '../../domain/names';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch } from './batch-row';
import { finalFailure } from '../failures';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'objects' | 'clock'>;

/** An act that was given to the workflow itself. Its id makes a repeat harmless. */
export function createActOnBatch({ batches, objects, clock }: Dependencies): LettersActivities['actOnBatch'] {
  async function hasManifest(prefix: string): Promise<boolean> {
    for await (const _ of objects.list(prefix)) return true;
    return false;
  }

  return async ({ batchId, act, note }) => {
    const parsed = parseActNote(note);
    if (!parsed.ok || !parsed.value.actId) throw finalFailure(parsed.ok ? 'The act has no id' : parsed.error);
    const { day } = await findBatch(batches, batchId);
    if (act === 'abandon' && (await hasManifest(manifestPrefixOf(day, batchId)))) {
      return { kind: 'refused', why: ABANDON_WITH_MANIFEST };
    }
    const { actId: id, ...order } = parsed.value;
    return (
      (await batches.act({ ...order, id, batchId, act, at: clock.now() })) ?? {
        kind: 'refused',
        why: 'there is no such batch',
      }
    );
  };
}
