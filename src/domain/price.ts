import type { Day } from './calendar';
import type { Postage } from './postage';
import rates from './rates.json';

/**
 * What a letter costs, in pence without tax, by the rate of its day; before a class's first rate that rate is taken.
 * Undefined for more sheets than a letter may have. Rates: alphagov/notifications-api, migrations 0543–0552.
 */
export function priceInPence(letter: { readonly day: Day; readonly postage: Postage; readonly sheets: number }) {
  const dated = rates
    .filter(({ postage }) => postage === letter.postage)
    .sort((one, other) => one.valid_from.localeCompare(other.valid_from));
  const rate = dated.findLast(({ valid_from }) => valid_from <= letter.day) ?? dated[0];
  return letter.sheets === 0 ? 0 : rate?.pence_per_letter_by_sheets[letter.sheets - 1];
}
