/** The list of letters, page by page: letters-api §7.3. */
import type { Filters } from '../calls';
import type { Case } from '../case';
import { answered, but, invalid } from '../expectations';
import { ODD_REFERENCES, REFERENCE } from '../letters-in-each-status';
import type { Scene } from '../scene';
import { like } from '../../api/world';

const list =
  (filters: Filters = {}) =>
  () =>
    ({ method: 'getLetters', ...filters }) as const;
const every =
  (filters: Filters = {}) =>
  () =>
    ({ method: 'everyLetter', ...filters }) as const;
/** Of the letters that have one status each. */
const inStatus = (status?: string | readonly string[], more: Filters = {}) =>
  list({ reference: REFERENCE, ...(status === undefined ? {} : { status }), ...more });

const LINK = like(/^http:\/\/127\.0\.0\.1:\d+\/v2\/notifications/);
const shown = (id: string): unknown => expect.objectContaining({ id, type: 'letter' });
/** All made at one moment: then the id decides. */
const newestFirst = (ids: readonly string[]) => [...ids].sort().reverse();

/** A page of these letters; the next one begins after the last. */
const page =
  (...names: readonly (keyof Scene['letters'])[]) =>
  (scene: Scene) => {
    const ids = newestFirst(names.map((name) => scene.letters[name]));
    const next = like(new RegExp(`/v2/notifications\\?older_than=${String(ids.at(-1))}(&|$)`));
    return answered(200, { notifications: ids.map(shown), links: { current: LINK, next } });
  };
const nothing = answered(200, { notifications: [], links: { current: LINK } });

const ALL = [
  'pending-virus-check',
  'created',
  'sending',
  'delivered',
  'returned-letter',
  'cancelled',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'validation-failed',
  'virus-scan-failed',
] as const;
const FAILED = [
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
] as const;
const STATUSES =
  '[cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received]';
const wrongStatus = (status: string) => invalid(`status ${status} is not one of ${STATUSES}`);

export const MANY_LETTERS: readonly Case[] = [
  ['Of one reference', 'live', inStatus(), page(...ALL)],
  ...ALL.map((status): Case => [`That are ${status}`, 'live', inStatus(status), page(status)]),
  ['That are accepted', 'live', inStatus('accepted'), page('created', 'sending')],
  ['That are received', 'live', inStatus('received'), page('delivered')],
  ['That are failed', 'live', inStatus('failed'), page(...FAILED)],
  ['That are sent, as no letter is', 'live', inStatus('sent'), nothing],
  ['In no status that there is', 'live', inStatus('elephant'), wrongStatus('elephant')],
  [
    'In several statuses: Node makes one of them, Python repeats the parameter',
    'live',
    inStatus(['created', 'delivered']),
    (scene) => but(page('created', 'delivered')(scene), { node: wrongStatus('created,delivered').node }),
  ],
  ['That are letters', 'live', inStatus('created', { templateType: 'letter' }), page('created')],
  ['That are texts', 'live', inStatus(undefined, { templateType: 'sms' }), nothing],
  [
    'Of no type that there is',
    'live',
    list({ templateType: 'orange' }),
    invalid('template_type orange is not one of [sms, email, letter]'),
  ],
  ['Older than no UUID', 'live', list({ olderThan: 'elephant' }), invalid('older_than is not a valid UUID')],
  ['Older than an unknown one', 'live', list({ olderThan: '8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11' }), nothing],
  [
    'Of several faults each is told',
    'live',
    list({ status: 'a', templateType: 'b', olderThan: 'c' }),
    invalid(
      `status a is not one of ${STATUSES}`,
      'template_type b is not one of [sms, email, letter]',
      'older_than is not a valid UUID',
    ),
  ],
  ['With those of lists, as only Python asks', 'live', inStatus('created', { includeJobs: true }), page('created')],
  ['Of an unknown reference', 'live', list({ reference: 'elephant' }), nothing],
  ['A team key sees none of a live one', 'team', inStatus(), nothing],
  ['A test key sees none of a live one', 'test', inStatus(), nothing],
  ['Another service sees none', 'another service', inStatus(), nothing],
  ...ODD_REFERENCES.map(
    (reference): Case => [
      `Of the reference ${reference}`,
      'live',
      list({ reference }),
      (scene) => page(reference)(scene),
    ],
  ),
  ...ODD_REFERENCES.map(
    (reference): Case => [
      `Every one of the reference ${reference}`,
      'live',
      every({ reference }),
      ({ letters }) => answered(200, [shown(letters[reference])]),
    ],
  ),
  [
    'Every one of three pages, each once and newest first',
    'many letters',
    every(),
    ({ manyLetters }) => answered(200, manyLetters.map(shown)),
  ],
  ['Every one of none', 'two templates', every(), answered(200, [])],
];
