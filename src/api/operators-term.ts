import { parseReference } from '../domain/letter';
import { type Refusal, conflict } from './errors';
import { readUuid } from './uuid';

/** How operators name a letter: by its id or our reference, not by the service's own: that may name a person, who then stands in logs of addresses. */
export function operatorsTerm(given: unknown): string | undefined {
  const term = String(given);
  return readUuid(term) !== undefined || parseReference(term.toUpperCase()) !== undefined ? term : undefined;
}

/** Services may choose our reference of one letter as theirs of another. */
export const severalLetters = (): Refusal =>
  conflict('SeveralLetters', 'Several letters have this reference: give an id');
