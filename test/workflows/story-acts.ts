import type { Activities } from '../../src/contract';
import type { BatchAct } from '../../src/domain/batch-acts';
import type { Row } from './story';

type Input = Parameters<Activities['actOnBatch']>[0];
type Outcome = Awaited<ReturnType<Activities['actOnBatch']>>;

export interface StoredAct {
  readonly id: string;
  readonly act: BatchAct;
  readonly actor: string;
  readonly reason: string;
}

/** Does an act to a row, once for its id. */
export function actOnRow(row: Row, acts: StoredAct[], { act, note: { actor, reason, actId } }: Input): Outcome {
  if (acts.some(({ id }) => id === actId)) return { kind: 'done' };
  if (act === 'release' && !row.held) return { kind: 'refused', why: 'it is not held' };
  acts.push({ id: actId, act, actor, reason });
  row.lastAct = { act, actor, reason, at: '2026-07-01T17:00:00.000Z' };
  if (act === 'hold' || act === 'release') row.held = act === 'hold';
  else row.parkedReason = null;
  const dueAt = '2099-07-02T15:30:00.000Z';
  if (act === 'adopt') Object.assign(row, { state: 'published', publishedAt: dueAt, dueAt });
  if (act === 'abandon') row.state = 'abandoned';
  return { kind: 'done' };
}
