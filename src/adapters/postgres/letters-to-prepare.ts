import { type RawBuilder, sql } from 'kysely';
import type { KeyKind, LetterId, PendingLetter, Reference, Sha256 } from '../../domain/letter';
import type { Day } from '../../domain/calendar';
import type { Footer } from '../../domain/footer';
import type { Logo } from '../../domain/logo';
import type { Postage } from '../../domain/postage';
import type { Personalisation } from '../../domain/personalisation';
import type { Database } from './schema';

interface PendingRow {
  readonly id: LetterId;
  readonly reference: Reference;
  readonly keyKind: KeyKind;
  readonly postage: Postage;
  readonly printDay: Day;
  readonly createdAt: Date;
  readonly incomingKey: string | null;
  readonly incomingSha256: Sha256 | null;
  readonly international: boolean;
  readonly contactBlock: string | null;
  readonly subject: string | null;
  readonly body: string | null;
  readonly personalisation: Personalisation | null;
  readonly addressLines: readonly string[] | null;
  readonly logoKind: Logo['kind'] | null;
  readonly logoBytes: Buffer | null;
  readonly footer: Footer;
}

/** Constraints of the table see to it that a letter has one half or the other. */
function pendingOf(row: PendingRow): PendingLetter {
  const {
    incomingKey,
    incomingSha256,
    international,
    contactBlock,
    subject,
    body,
    personalisation,
    addressLines,
    logoKind,
    logoBytes,
    footer,
    ...letter
  } = row;
  if (incomingKey !== null && incomingSha256 !== null) {
    return { kind: 'precompiled', ...letter, incomingKey, incomingSha256, international };
  }
  if (subject !== null && body !== null && personalisation !== null && addressLines !== null) {
    const logo = logoKind !== null && logoBytes !== null ? { kind: logoKind, bytes: logoBytes } : null;
    const text = { contactBlock, subject, body };
    return { kind: 'templated', ...letter, text, personalisation, addressLines, logo, footer };
  }
  throw new Error(`Letter ${letter.id} has neither a PDF nor a template`);
}

/**
 * A PDF is to be judged, or to be made, in the words of the index `letters_to_prepare`. A test key's letter may even be
 * `delivered` by then: its answer was quicker than the writing down of its PDF.
 */
export const WAITS_FOR_PREPARE = sql`(letters.status = 'pending-virus-check'
  or (letters.status in ('created', 'sending', 'delivered') and letters.print_key is null and letters.template_id is not null
    and letters.erased_at is null))`;

/** The next service with a waiting letter, `after` one or the first of all: one step through the index, however many letters wait. */
const nextService = (shard: number, after: RawBuilder<unknown> = sql`true`) => sql`(
  select letters.service_id from letters where letters.shard = ${shard} and ${WAITS_FOR_PREPARE} and ${after}
  order by letters.service_id limit 1
)`;

/** The oldest letters of each waiting service, with their turns, down to a page: it reads no more than a page of each. */
const turnsOf = (shard: number, limit: number) => sql`
  waiting (service_id) as (
    ${nextService(shard)}
    union all
    select next.service_id from waiting
    cross join lateral ${nextService(shard, sql`letters.service_id > waiting.service_id`)} next
  ),
  turns as (
    select oldest.* from waiting
    cross join lateral (
      select letters.id, letters.created_at, row_number() over (order by letters.created_at, letters.id) as turn
      from letters
      where letters.shard = ${shard} and letters.service_id = waiting.service_id and ${WAITS_FOR_PREPARE}
      order by letters.created_at, letters.id limit ${limit}
    ) oldest
    order by turn, oldest.created_at, oldest.id limit ${limit}
  )`;

/**
 * A page of a shard's letters that wait for *prepare*. Services take turns, each with its oldest letter: one with many or slow
 * letters, or with letters that fault each time, holds back no other.
 */
export async function lettersToPrepare(db: Database, shard: number, limit: number): Promise<readonly PendingLetter[]> {
  const { rows } = await sql<PendingRow>`
    with recursive ${turnsOf(shard, limit)}
    select letters.id, letters.reference, letters.key_kind as "keyKind", letters.postage, letters.print_day as "printDay",
      letters.created_at as "createdAt", letters.incoming_key as "incomingKey", letters.incoming_sha256 as "incomingSha256",
      services.international, version.contact_block as "contactBlock", version.subject, version.body, letters.personalisation,
      letters.address_lines as "addressLines", logo.kind as "logoKind", logo.bytes as "logoBytes", coalesce(footer.lines, '{}') as footer
    from turns
    join letters on letters.id = turns.id
    join services on services.id = letters.service_id
    left join template_versions version on version.service_id = letters.service_id
      and version.template_id = letters.template_id and version.version = letters.template_version
    left join lateral (
      select kind, bytes from service_logos
      where letters.template_id is not null and service_logos.service_id = letters.service_id and set_at <= letters.created_at
      order by set_at desc, service_logos.id desc limit 1
    ) logo on true
    left join lateral (
      select lines from service_footers
      where letters.template_id is not null and service_footers.service_id = letters.service_id and set_at <= letters.created_at
      order by set_at desc, service_footers.id desc limit 1
    ) footer on true
    order by turns.turn, turns.created_at, turns.id
  `.execute(db);
  return rows.map(pendingOf);
}
