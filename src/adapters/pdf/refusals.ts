import type { Inspection } from '../../domain/inspection';
import { MOST_PAGES } from '../../domain/letter';

export const UNREADABLE: Inspection = {
  kind: 'refused',
  failure: 'unable-to-read-the-file',
  pages: null,
  pagesAtFault: [],
};

/** No more pages are counted than make it too long. */
export const TOO_LONG: Inspection = {
  kind: 'refused',
  failure: 'letter-too-long',
  pages: MOST_PAGES + 1,
  pagesAtFault: [],
};
