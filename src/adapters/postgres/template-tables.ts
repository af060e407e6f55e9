import type { ColumnType, Generated } from 'kysely';
import type { ServiceId, TemplateId } from '../../domain/letter';
import type { TemplatePostage } from '../../domain/template';
import type { Fixed, Stamped } from './columns';

export interface TemplatesTable {
  id: Fixed<TemplateId>;
  service_id: Fixed<ServiceId>;
  /** The newest. */
  version: Generated<number>;
  created_at: Stamped;
  archived_at: ColumnType<Date | null, never, Date>;
}

/** Append-only. */
export interface TemplateVersionsTable {
  service_id: Fixed<ServiceId>;
  template_id: Fixed<TemplateId>;
  version: Fixed<number>;
  name: Fixed<string>;
  subject: Fixed<string>;
  body: Fixed<string>;
  contact_block: Fixed<string | null>;
  postage: Fixed<TemplatePostage>;
  created_by: Fixed<string>;
  created_at: Stamped;
}
