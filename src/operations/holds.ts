import { parseActNote } from '../domain/batch-acts';
import type { Hold, HoldScope } from '../domain/hold';
import type { HoldStore, ServiceStore } from '../ports';

export interface HoldDependencies {
  readonly holds: HoldStore;
  readonly services: ServiceStore;
}

export interface HoldRequest extends HoldScope {
  readonly actor: string;
  readonly reason: string;
}

interface Refused {
  readonly kind: 'refused';
  readonly why: string;
}

/** `standing`: these letters were held before, by that hold. */
export type PlacedHold = { readonly kind: 'placed' | 'standing'; readonly hold: Hold } | Refused;

/** Holds letters that no run has claimed yet. It holds from the next claim on: a batch being claimed at this moment keeps its letters. */
export async function placeHold(request: HoldRequest, { holds, services }: HoldDependencies): Promise<PlacedHold> {
  const { serviceId, postage } = request;
  const note = parseActNote(request);
  if (!note.ok) return { kind: 'refused', why: note.error };
  if (serviceId === null && postage === null)
    return { kind: 'refused', why: 'name a service, a postage class or both: what is to be held' };
  if (serviceId !== null && !(await services.find(serviceId)))
    return { kind: 'refused', why: `there is no service ${serviceId}` };
  const { actor, reason } = note.value;
  return holds.place({ serviceId, postage, actor, reason });
}

export type LiftedHold = { readonly kind: 'unknown' } | { readonly kind: 'lifted'; readonly hold: Hold } | Refused;

/** The letters go with the next claim: that of a run under way, or of the next run. */
export async function liftHold(
  { id, actor, reason }: { readonly id: number; readonly actor: string; readonly reason: string },
  { holds }: Pick<HoldDependencies, 'holds'>,
): Promise<LiftedHold> {
  const note = parseActNote({ actor, reason });
  if (!note.ok) return { kind: 'refused', why: note.error };
  const outcome = await holds.lift(id, note.value);
  if (!outcome) return { kind: 'unknown' };
  const { liftedAt, liftedBy } = outcome.hold;
  return outcome.kind === 'lifted'
    ? { kind: 'lifted', hold: outcome.hold }
    : { kind: 'refused', why: `hold ${id} was lifted by ${liftedBy} at ${liftedAt?.toISOString()}` };
}
