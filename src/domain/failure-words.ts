/** Why a letter was refused, for people who do not know the names of failures. */
import { FEWEST_LINES, MOST_LINES } from './address';
import { INSPECTION_FAILURES, type InspectionFailure } from './inspection';
import { type Letter, MOST_PAGES } from './letter';
import { adviceOn, refusalOf } from './rendering';

type Refused = Pick<Letter, 'failure' | 'failureDetail' | 'pagesAtFault'>;

/** `page 2`, `pages 1, 2 and 4`. */
function pagesText(pages: readonly number[]): string {
  if (pages.length < 2) return `page ${pages[0] ?? 1}`;
  return `pages ${pages.slice(0, -1).join(', ')} and ${pages.at(-1)}`;
}

const WINDOW = 'the address in the window of page 1';

const SENTENCES: Readonly<Record<InspectionFailure, (letter: Refused) => string>> = {
  'unable-to-read-the-file': ({ failureDetail }) =>
    failureDetail === null ? 'The file cannot be read' : `The file ${failureDetail}, so it is not printed`,
  'letter-too-long': () => `The letter has more than ${MOST_PAGES} pages`,
  'letter-not-a4-portrait-oriented': ({ pagesAtFault }) => `Not A4 upright: ${pagesText(pagesAtFault)}`,
  'content-outside-printable-area': ({ pagesAtFault }) =>
    `Something stands where nothing may be printed, in the margins or around the address window, on ${pagesText(pagesAtFault)}`,
  'notify-tag-found-in-content': ({ pagesAtFault }) =>
    `The word NOTIFY, by which the printer finds the beginning of a letter, stands in the left upper corner of ${pagesText(pagesAtFault)}`,
  'address-is-empty': () => 'There is no text in the address window of page 1',
  'not-enough-address-lines': () => `There are fewer than ${FEWEST_LINES} lines in ${WINDOW}`,
  'too-many-address-lines': () => `There are more than ${MOST_LINES} lines in ${WINDOW}`,
  'invalid-address-line-1-or-2': () => `One of the first two lines of ${WINDOW} has no letter and no digit`,
  'has-country-for-bfpo-address': () => `A country stands behind the BFPO number of ${WINDOW}`,
  'not-a-real-uk-postcode-or-country': () => `The last line of ${WINDOW} is neither a UK postcode nor a country`,
  'cant-send-international-letters': () => `The service may not send letters abroad, and ${WINDOW} is abroad`,
  'not-a-real-uk-postcode': () => `The last line of ${WINDOW} is not a UK postcode`,
  'invalid-char-in-address': () => `A line of ${WINDOW} begins with one of @ ( ) = [ ] " \\ / , < > ~`,
  'no-fixed-abode-address': () => 'The address says that its reader has no fixed abode',
};

/** One sentence in ASCII; null for a letter that did not fail, and for failures that have no words but their name. */
export function explainFailure(letter: Refused): string | null {
  const failure = INSPECTION_FAILURES.find((each) => each === letter.failure);
  if (failure !== undefined) return SENTENCES[failure](letter);
  const refusal = letter.failure === null ? undefined : refusalOf(letter.failure);
  return refusal ? adviceOn(refusal) : null;
}
