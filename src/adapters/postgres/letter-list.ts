/** Letters as their service sees them, one or a page of them. */
import { sql } from 'kysely';
import type { LetterId, ServiceId } from '../../domain/letter';
import type { ShownLetter } from '../../domain/shown-letter';
import type { LetterFilter, LetterStore } from '../../ports';
import { LETTER_COLUMNS, letterOf } from './letter-rows';
import type { Database } from './schema';
import { withService } from './with-service';

/** A service's letters that are not erased, each with what it is made from. */
const lettersOf = (db: Database, serviceId: ServiceId) =>
  db
    .selectFrom('letters')
    .leftJoin('template_versions as version', (join) =>
      join
        .onRef('version.service_id', '=', 'letters.service_id')
        .onRef('version.template_id', '=', 'letters.template_id')
        .onRef('version.version', '=', 'letters.template_version'),
    )
    .select(LETTER_COLUMNS)
    .select(['letters.personalisation', 'version.contact_block', 'version.subject', 'version.body'])
    .select(
      sql<string>`to_char(letters.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('createdAtText'),
    )
    .where('letters.service_id', '=', serviceId)
    .where('letters.erased_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof lettersOf>['execute']>>[number];

function shownLetterOf(row: Row): ShownLetter {
  const { createdAtText, personalisation, contact_block: contactBlock, subject, body } = row;
  const isWhole = subject !== null && body !== null && personalisation !== null;
  const content = isWhole ? { text: { contactBlock, subject, body }, personalisation } : null;
  return { ...letterOf(row), createdAtText, content };
}

/** Both instants of the comparison stay in Postgres: a `Date` would cut off their microseconds. An erased letter still says where it stood. */
const isOlderThan = (serviceId: ServiceId, id: LetterId) => sql<boolean>`
  (letters.created_at, letters.id) < (select created_at, id from letters where id = ${id} and service_id = ${serviceId})
`;

/** By the index `letters_of_service`. */
function pageOf(db: Database, serviceId: ServiceId, { keyKind, statuses, reference, olderThan }: LetterFilter) {
  let letters = lettersOf(db, serviceId).where('letters.key_kind', '=', keyKind);
  if (statuses) letters = letters.where(sql<boolean>`letters.status = any (${statuses})`);
  if (reference !== undefined) letters = letters.where('letters.client_reference', '=', reference);
  if (olderThan) letters = letters.where(isOlderThan(serviceId, olderThan));
  return letters.orderBy('letters.created_at', 'desc').orderBy('letters.id', 'desc');
}

export const listing = (db: Database): Pick<LetterStore, 'show' | 'list'> => ({
  show: (serviceId, id) =>
    withService(db, serviceId, async (transaction) => {
      const row = await lettersOf(transaction, serviceId).where('letters.id', '=', id).executeTakeFirst();
      return row && shownLetterOf(row);
    }),
  list: (serviceId, filter, limit) =>
    withService(db, serviceId, async (transaction) => {
      const rows = await pageOf(transaction, serviceId, filter).limit(limit).execute();
      return rows.map(shownLetterOf);
    }),
});
