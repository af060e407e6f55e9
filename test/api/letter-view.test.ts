/** What GET shows of a letter in each status: letters-api §7.1 and §8. */
import { viewLetter } from '../../src/api/letter-view';
import { parseDay } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import {
  LETTER_STATUSES,
  type LetterStatus,
  parseLetterId,
  parseReference,
  parseServiceId,
} from '../../src/domain/letter';
import type { ShownLetter } from '../../src/domain/shown-letter';

function letterWith(changes: Partial<ShownLetter>): ShownLetter {
  const id = parseLetterId('8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11');
  const serviceId = parseServiceId('0f6a7a3e-3c52-4c33-8f4e-53cf3a0d7a11');
  const reference = parseReference('ABCDEFGHIJKLMNOP');
  const printDay = parseDay('2026-01-05');
  if (!id || !serviceId || !reference || !printDay) throw new Error('a wrong fixture');
  return {
    id,
    serviceId,
    reference,
    printDay,
    clientReference: null,
    keyKind: 'live',
    status: 'created',
    postage: 'second',
    sheets: 2,
    pages: 3,
    printKey: null,
    content: null,
    createdAtText: '2026-01-05T12:00:00.123456Z',
    batchId: null,
    failure: null,
    failureDetail: null,
    pagesAtFault: [],
    template: null,
    createdAt: new Date('2026-01-05T12:00:00Z'),
    sentAt: null,
    updatedAt: new Date('2026-01-06T10:00:00.5Z'),
    ...changes,
  };
}

const view = (changes: Partial<ShownLetter>) =>
  viewLetter(letterWith(changes), 'https://letters.example', ENGLAND_AND_WALES);

const SHOWN: Partial<Record<LetterStatus, string>> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
};
const UNDERWAY: readonly LetterStatus[] = ['pending-virus-check', 'virus-scan-failed', 'created', 'sending'];
const FREE: readonly LetterStatus[] = ['cancelled', 'technical-failure', 'validation-failed', 'virus-scan-failed'];

test.each(LETTER_STATUSES)('A letter that is %s shows the name, the completion and the cost of it', (status) => {
  const free = FREE.includes(status);
  const ready = status !== 'pending-virus-check';
  expect(view({ status })).toMatchObject({
    status: SHOWN[status] ?? status,
    completed_at: UNDERWAY.includes(status) ? null : '2026-01-06T10:00:00.500000Z',
    is_cost_data_ready: ready,
    cost_in_pounds: ready ? (free ? 0 : 0.77) : null,
    cost_details: ready ? { billable_sheets_of_paper: free ? 0 : 2, postage: 'second' } : {},
  });
});

test.each([
  ['created', null, false, null],
  ['created', 0, false, null],
  ['created', 3, true, 0.82],
  ['delivered', 0, true, 0],
  ['sending', 5, true, 0.91],
] as const)('A letter that is %s with %s sheets: cost ready is %s, pounds %s', (status, sheets, ready, pounds) => {
  expect(view({ status, sheets })).toMatchObject({ is_cost_data_ready: ready, cost_in_pounds: pounds });
});

test('A letter shows when it was made to the microsecond', () => {
  expect(view({})).toMatchObject({ created_at: '2026-01-05T12:00:00.123456Z' });
});

test('A price with tenths of a penny stays exact', () => {
  expect(view({ postage: 'economy', sheets: 3 })).toMatchObject({ cost_in_pounds: 0.724 });
});

test('A letter that was handed to the printer shows when', () => {
  const sentAt = new Date('2026-01-05T18:01:02.003Z');
  expect(view({ status: 'sending', sentAt })).toMatchObject({ sent_at: '2026-01-05T18:01:02.003000Z' });
});

test('The hidden template follows from the service and has an address of its own', () => {
  const { id } = view({}).template;
  expect(view({}).template).toEqual({ id, version: 1, uri: `https://letters.example/v2/template/${id}` });
});
