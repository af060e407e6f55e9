import { londonDayOf } from './calendar';
import { fillTemplate } from './fill-template';
import type { PendingTemplatedLetter } from './letter';
import { parseLetterBody } from './letter-body';
import type { LetterToRender } from './rendering';

/** What is printed of a letter: its template filled with its personalisation, dated with London's day of its acceptance. */
export function letterToRender({
  text,
  personalisation,
  addressLines,
  createdAt,
  logo,
}: Pick<PendingTemplatedLetter, 'text' | 'personalisation' | 'addressLines' | 'createdAt' | 'logo'>): LetterToRender {
  const { contactBlock, heading, body } = fillTemplate(text, personalisation);
  return {
    logo,
    contactBlock: contactBlock?.split('\n') ?? [],
    date: londonDayOf(createdAt),
    addressLines,
    heading,
    blocks: parseLetterBody(body),
  };
}
