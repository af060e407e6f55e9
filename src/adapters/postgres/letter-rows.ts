import type { Selectable } from 'kysely';
import type { Letter } from '../../domain/letter';
import type { Tables } from './schema';

export const LETTER_COLUMNS = [
  'letters.id',
  'letters.service_id',
  'letters.client_reference',
  'letters.reference',
  'letters.key_kind',
  'letters.status',
  'letters.postage',
  'letters.sheets',
  'letters.pages',
  'letters.print_day',
  'letters.print_key',
  'letters.batch_id',
  'letters.failure',
  'letters.failure_detail',
  'letters.pages_at_fault',
  'letters.template_id',
  'letters.template_version',
  'letters.created_at',
  'letters.sent_at',
  'letters.updated_at',
] as const;

type Unqualified<Column> = Column extends `letters.${infer Name}` ? Name : never;
type LetterRow = Pick<Selectable<Tables['letters']>, Unqualified<(typeof LETTER_COLUMNS)[number]>>;

export const letterOf = (row: LetterRow): Letter => ({
  id: row.id,
  serviceId: row.service_id,
  clientReference: row.client_reference,
  reference: row.reference,
  keyKind: row.key_kind,
  status: row.status,
  postage: row.postage,
  sheets: row.sheets,
  pages: row.pages,
  printDay: row.print_day,
  printKey: row.print_key,
  batchId: row.batch_id,
  failure: row.failure,
  failureDetail: row.failure_detail,
  pagesAtFault: row.pages_at_fault,
  template:
    row.template_id !== null && row.template_version !== null
      ? { id: row.template_id, version: row.template_version }
      : null,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  updatedAt: row.updated_at,
});
