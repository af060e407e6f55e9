import { explainFailure } from '../domain/failure-words';
import { type Letter, type LetterEvent, isBeingPrepared } from '../domain/letter';
import type { LetterStore } from '../ports';
import { pagesWithOverlay } from './draw-overlay';

/** What operators see of a letter; never what it says or whom it is for. */
export const viewLetter = (letter: Letter) => ({
  id: letter.id,
  service_id: letter.serviceId,
  client_reference: letter.clientReference,
  reference: letter.reference,
  key_kind: letter.keyKind,
  status: letter.status,
  being_prepared: isBeingPrepared(letter),
  failure: letter.failure,
  explanation: explainFailure(letter),
  pages_at_fault: letter.pagesAtFault,
  postage: letter.postage,
  pages: letter.pages,
  sheets: letter.sheets,
  print_day: letter.printDay,
  print_key: letter.printKey,
  batch_id: letter.batchId,
  created_at: letter.createdAt.toISOString(),
  sent_at: letter.sentAt?.toISOString() ?? null,
  updated_at: letter.updatedAt?.toISOString() ?? null,
});

const viewEvent = ({ sequence, status, at, actor, detail, hash }: LetterEvent) => ({
  sequence,
  status,
  at: at.toISOString(),
  actor,
  detail,
  hash,
});

/** The one letter of that id or reference, with all that happened to it; how many there are where it is not one. */
export async function showLetter(term: string, letters: Pick<LetterStore, 'search' | 'events'>) {
  const [letter, ...others] = await letters.search(term);
  if (!letter || others.length > 0) return { kind: letter ? 'several' : 'none' } as const;
  const timeline = (await letters.events(letter.id)).map(viewEvent);
  return { kind: 'one', letter: viewLetter(letter), pagesWithOverlay: pagesWithOverlay(letter), timeline } as const;
}
