import { londonDayOf } from '../../src/domain/calendar';
import { parseLetterBody } from '../../src/domain/letter-body';
import type { LetterToRender } from '../../src/domain/rendering';

const BODY = `Your parking permit ((PERMIT)) ends on 1 December 2026. To renew it, bring:

* this letter
* proof of your address, such as a council tax bill
* your old permit

# How to renew

1. Come to our office at 4 Example Street, Monday to Friday, 9am to 4pm.
2. Or renew online: https://www.example.gov.uk/permits/((PERMIT))

If you have moved, tell us your new address first; a permit is good for one address only. We answer letters within ten working days.

Yours sincerely

Jo Example
Head of permits`;

/** No two are equal: names, addresses and text differ, as in a real evening. */
export function aLetter(number: number, pages: number): LetterToRender {
  const name = `Ms ${number.toString(36)} Sample`;
  const page = `Dear ${name}\n\n${BODY.replaceAll('((PERMIT))', `P${number}`)}`;
  return {
    logo: null,
    footer: [],
    contactBlock: ['Parking permits', '4 Example Street', 'Exampleton', 'EX1 2AB', '', 'Telephone: 020 7946 0000'],
    date: londonDayOf(new Date('2026-11-25T12:00:00Z')),
    addressLines: [name, `Flat ${number}`, '1 Example Road', 'Exampleton', 'EX1 1AA'],
    heading: `Your permit P${number} ends soon`,
    blocks: parseLetterBody(Array.from({ length: pages }, () => page).join('\n\n---\n\n')),
  };
}
