import type { Selectable } from 'kysely';
import type { Letter } from '../../domain/letter';
import type { Tables } from './schema';

export const LETTER_COLUMNS = [
  'id',
  'service_id',
  'client_reference',
  'reference',
  'key_kind',
  'status',
  'postage',
  'sheets',
  'print_day',
  'print_key',
  'batch_id',
  'failure',
  'template_id',
  'template_version',
  'created_at',
  'sent_at',
  'updated_at',
] as const;

type LetterRow = Pick<Selectable<Tables['letters']>, (typeof LETTER_COLUMNS)[number]>;

export const letterOf = (row: LetterRow): Letter => ({
  id: row.id,
  serviceId: row.service_id,
  clientReference: row.client_reference,
  reference: row.reference,
  keyKind: row.key_kind,
  status: row.status,
  postage: row.postage,
  sheets: row.sheets,
  printDay: row.print_day,
  printKey: row.print_key,
  batchId: row.batch_id,
  failure: row.failure,
  template:
    row.template_id !== null && row.template_version !== null
      ? { id: row.template_id, version: row.template_version }
      : null,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  updatedAt: row.updated_at,
});
