import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { ServiceId, TemplateId } from '../../domain/letter';
import type { NewTemplate, Template, TemplateChanges } from '../../domain/template';
import type { TemplateStore } from '../../ports';
import type { Database, Tables } from './schema';
import { withService } from './with-service';

type VersionRow = Selectable<Tables['template_versions']> & {
  readonly made_at: Date;
  readonly archived_at: Date | null;
};

const templateOf = (row: VersionRow): Template => ({
  id: row.template_id,
  serviceId: row.service_id,
  name: row.name,
  subject: row.subject,
  body: row.body,
  contactBlock: row.contact_block,
  postage: row.postage,
  version: row.version,
  archived: row.archived_at !== null,
  createdBy: row.created_by,
  createdAt: row.made_at,
  updatedAt: row.archived_at ?? (row.version === 1 ? null : row.created_at),
});

/** Versions of a service's templates, each with its template's own instants. */
const versionsOf = (db: Database, serviceId: ServiceId) =>
  db
    .selectFrom('template_versions as version')
    .innerJoin('templates as template', 'template.id', 'version.template_id')
    .selectAll('version')
    .select(['template.created_at as made_at', 'template.archived_at'])
    .where('template.service_id', '=', serviceId)
    .where('version.service_id', '=', serviceId);

async function findTemplate(db: Database, serviceId: ServiceId, id: TemplateId, version?: number) {
  const ofTemplate = versionsOf(db, serviceId).where('template.id', '=', id);
  const row = await (version === undefined
    ? ofTemplate.whereRef('version.version', '=', 'template.version')
    : ofTemplate.where('version.version', '=', version)
  ).executeTakeFirst();
  return row && templateOf(row);
}

const insertVersion = (db: Database, id: TemplateId, version: number, template: NewTemplate) =>
  db
    .insertInto('template_versions')
    .values({
      service_id: template.serviceId,
      template_id: id,
      version,
      name: template.name,
      subject: template.subject,
      body: template.body,
      contact_block: template.contactBlock,
      postage: template.postage,
      created_by: template.createdBy,
    })
    .execute();

function createTemplate(db: Database, template: NewTemplate): Promise<Template> {
  const id = randomUUID() as string as TemplateId;
  const { serviceId } = template;
  return withService(db, serviceId, async (transaction) => {
    await transaction.insertInto('templates').values({ id, service_id: serviceId }).execute();
    await insertVersion(transaction, id, 1, template);
    const made = await findTemplate(transaction, serviceId, id);
    if (!made) throw new Error(`Template ${id} was made and is not there`);
    return made;
  });
}

/** The template's row is locked first: of two changes at once the second starts from what the first has made. */
function updateTemplate(
  db: Database,
  serviceId: ServiceId,
  id: TemplateId,
  changes: TemplateChanges,
  createdBy: string,
): Promise<Template | undefined> {
  return withService(db, serviceId, async (transaction) => {
    const locked = await transaction
      .updateTable('templates')
      .set({ version: sql`version + 1` })
      .where('id', '=', id)
      .where('service_id', '=', serviceId)
      .where('archived_at', 'is', null)
      .returning('version')
      .executeTakeFirst();
    const before = locked && (await findTemplate(transaction, serviceId, id, locked.version - 1));
    if (!before) return undefined;
    await insertVersion(transaction, id, locked.version, { ...before, ...changes, createdBy });
    return findTemplate(transaction, serviceId, id);
  });
}

function archiveTemplate(db: Database, serviceId: ServiceId, id: TemplateId): Promise<Template | undefined> {
  return withService(db, serviceId, async (transaction) => {
    await transaction
      .updateTable('templates')
      .set({ archived_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('service_id', '=', serviceId)
      .where('archived_at', 'is', null)
      .execute();
    return findTemplate(transaction, serviceId, id);
  });
}

/** Templates of services and their versions. */
export const createTemplateStore = (db: Database): TemplateStore => ({
  create: (template) => createTemplate(db, template),
  update: (serviceId, id, changes, createdBy) => updateTemplate(db, serviceId, id, changes, createdBy),
  archive: (serviceId, id) => archiveTemplate(db, serviceId, id),
  find: (serviceId, id) => withService(db, serviceId, (transaction) => findTemplate(transaction, serviceId, id)),
  findVersion: (serviceId, id, version) =>
    withService(db, serviceId, (transaction) => findTemplate(transaction, serviceId, id, version)),
  list: (serviceId) =>
    withService(db, serviceId, async (transaction) => {
      const newest = versionsOf(transaction, serviceId).whereRef('version.version', '=', 'template.version');
      const rows = await newest
        .where('template.archived_at', 'is', null)
        .orderBy('version.name')
        .orderBy('template.created_at')
        .orderBy('template.id')
        .execute();
      return rows.map(templateOf);
    }),
});
