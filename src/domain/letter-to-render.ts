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
  footer,
}: Pick<
  PendingTemplatedLetter,
  'text' | 'personalisation' | 'addressLines' | 'createdAt' | 'logo' | 'footer'
>): LetterToRender {
  const { contactBlock, heading, body } = fillTemplate(text, personalisation);
  return {
    logo,
    footer,
    contactBlock: contactBlock?.split('\n') ?? [],
    date: londonDayOf(createdAt),
    addressLines,
    heading,
    blocks: parseLetterBody(body),
  };
}
