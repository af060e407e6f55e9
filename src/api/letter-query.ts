/** The parameters of GET /v2/notifications (letters-api §7.3), in the order in which their faults are told. */
import { z } from 'zod';
import { LETTER_STATUSES, type LetterStatus } from '../domain/letter';
import { first, parseBody, someOf, text, uuid } from './schema';

/** Statuses of other channels, which no letter ever has. */
const FOREIGN = ['sent', 'pending'] as const;

const FAILED: readonly LetterStatus[] = [
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
];

const ALIASES: Readonly<Record<string, readonly LetterStatus[]>> = {
  accepted: ['created', 'sending'],
  received: ['delivered'],
  failed: FAILED,
};

const STATUSES = [
  'cancelled',
  'created',
  'sending',
  ...FOREIGN.slice(0, 1),
  'delivered',
  ...FOREIGN.slice(1),
  'failed',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'pending-virus-check',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
  'accepted',
  'received',
];

const meantBy = (name: string): readonly LetterStatus[] =>
  ALIASES[name] ?? LETTER_STATUSES.filter((status) => status === name);

export const letterQuery = z.strictObject({
  reference: first(text).optional(),
  status: someOf(STATUSES).optional(),
  template_type: someOf(['sms', 'email', 'letter']).optional(),
  include_jobs: first(
    someOf(['true', 'True']).meta({ override: { type: 'string', enum: ['true', 'True'] } }),
  ).optional(),
  older_than: first(uuid).optional(),
});

export interface LetterQuery {
  readonly reference: string | undefined;
  /** Undefined: all. */
  readonly statuses: readonly LetterStatus[] | undefined;
  /** False where only texts and e-mails are asked for. */
  readonly letters: boolean;
  readonly olderThan: string | undefined;
}

/** Throws the contract's ValidationError. `include_jobs` changes nothing: no letter comes from an uploaded list. */
export function parseLetterQuery(query: unknown): LetterQuery {
  const { reference, status, template_type: types, older_than: olderThan } = parseBody(letterQuery, query);
  return {
    reference,
    statuses: status && [...new Set(status.flatMap(meantBy))],
    letters: types === undefined || types.includes('letter'),
    olderThan,
  };
}
