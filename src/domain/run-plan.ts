import type { BatchId } from './batch';
import { type BatchLimits, type LetterGroup, group } from './grouping';
import type { Hold } from './hold';
import type { LetterId, LetterToPrint, Reference, ServiceId } from './letter';
import type { Postage } from './postage';

/** Why a run would leave a live letter where it is. */
export const LEFT_OUT = ['being-prepared', 'after-cut-off', 'held', 'in-open-batch'] as const;
export type LeftOutReason = (typeof LEFT_OUT)[number];

export interface LeftOutLetter {
  readonly id: LetterId;
  readonly reference: Reference;
  /** Of `in-open-batch`. */
  readonly batchId?: BatchId;
  /** Of `held`: the oldest of its holds. */
  readonly holdId?: number;
}

export interface LeftOut {
  readonly letters: number;
  /** The first ones, `NAMED` at most. */
  readonly named: readonly LeftOutLetter[];
}
export const NAMED = 100;

export interface PlannedBatch extends Pick<LetterGroup, 'serviceId' | 'postage' | 'bytes'> {
  readonly letters: number;
}

/** What a run would do now; nothing is written. */
export interface RunPlan {
  readonly batches: readonly PlannedBatch[];
  readonly leftOut: Readonly<Record<LeftOutReason, LeftOut>>;
  /** Of test keys, being prepared: they are never printed. */
  readonly testLetters: number;
}

export type ReadyLetter = LetterToPrint & { readonly reference: Reference; readonly createdAt: Date };

const covers = ({ serviceId, postage }: Hold, letter: { serviceId: ServiceId; postage: Postage }): boolean =>
  (serviceId === null || serviceId === letter.serviceId) && (postage === null || postage === letter.postage);

interface Circumstances {
  readonly cutOffAt: Date;
  readonly holds: readonly Hold[];
  readonly limits: BatchLimits;
}

/** Takes letters that are ready, in claim order and in any pages; keeps one open batch and a page at most. */
export function createPlanner({ cutOffAt, holds, limits }: Circumstances) {
  const batches: PlannedBatch[] = [];
  const late = { letters: 0, named: [] as LeftOutLetter[] };
  const held = { letters: 0, named: [] as LeftOutLetter[] };
  let open: LetterGroup | undefined;
  const close = ({ serviceId, postage, letters, bytes }: LetterGroup) =>
    batches.push({ serviceId, postage, letters: letters.length, bytes });
  const leave = (where: typeof late, letter: LeftOutLetter) => {
    where.letters += 1;
    if (where.named.length < NAMED) where.named.push(letter);
  };
  const goes = (letter: ReadyLetter): boolean => {
    const { id, reference } = letter;
    if (letter.createdAt >= cutOffAt) {
      leave(late, { id, reference });
      return false;
    }
    const hold = holds.find((each) => covers(each, letter));
    if (hold) leave(held, { id, reference, holdId: hold.id });
    return !hold;
  };
  return {
    take(page: readonly ReadyLetter[]): void {
      const groups = [...group([...(open?.letters ?? []), ...page.filter(goes)], limits)];
      open = groups.pop();
      groups.forEach(close);
    },
    end() {
      if (open) close(open);
      return { batches, late, held };
    },
  };
}
