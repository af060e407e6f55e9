/** The only writers of a letter's status: each statement writes the status, its event and its callback row together, so none can be forgotten. */
import { type RawBuilder, sql } from 'kysely';
import { type LetterId, type LetterStatus, type NewLetter, firstStatusOf } from '../../domain/letter';
import type { Database } from './schema';

/** Events name milliseconds; the instant stands still within a statement, so that hash and row agree. */
const NOW = sql<Date>`date_trunc('milliseconds', statement_timestamp())`;

/** The rest of such a statement, from the rows `moved (id, service_id, sequence, status, at, detail, last_hash)`. */
const history = (actor: string) => sql`
  events as (
    insert into letter_events (letter_id, sequence, status, at, actor, detail, hash)
    select id, sequence, status, at, ${actor}, detail, last_hash from moved
  ),
  outbox as (
    insert into callbacks (letter_id, sequence, service_id, status)
    select moved.id, moved.sequence, moved.service_id, moved.status
    from moved
    join callback_endpoints endpoint on endpoint.service_id = moved.service_id
    where endpoint.stopped_at is null and moved.status = any (endpoint.statuses)
  )
`;

const NOT_PRECOMPILED = { incomingKey: null, incomingSha256: null, incomingBytes: null };
const NOT_TEMPLATED = { templateId: null, templateVersion: null, personalisation: null, addressLines: null };

/** The columns of which a letter's kind has one half. */
const contentOf = (letter: NewLetter) =>
  letter.kind === 'precompiled'
    ? { ...letter, ...NOT_TEMPLATED }
    : { ...letter, ...NOT_PRECOMPILED, personalisation: JSON.stringify(letter.personalisation) };

/** Inserts a letter that waits for *prepare*, with the first event of its history. */
export async function insertLetter(db: Database, letter: NewLetter, actor: string): Promise<void> {
  const status = firstStatusOf(letter);
  const content = contentOf(letter);
  await sql`
    with moved as (
      insert into letters (
        id, service_id, client_reference, reference, key_kind, status, sequence, last_hash, postage, print_day,
        incoming_key, incoming_sha256, incoming_bytes, template_id, template_version, personalisation, address_lines,
        created_at, sent_at
      ) values (
        ${letter.id}, ${letter.serviceId}, ${letter.clientReference}, ${letter.reference}, ${letter.keyKind}, ${status}, 1,
        letter_event_hash('', ${letter.id}, 1, ${status}, ${letter.createdAt}, ${actor}, null), ${letter.postage},
        ${letter.printDay}, ${content.incomingKey}, ${content.incomingSha256}, ${content.incomingBytes},
        ${content.templateId}, ${content.templateVersion}, ${content.personalisation}, ${content.addressLines},
        ${letter.createdAt}, ${status === 'sending' ? letter.createdAt : null}
      )
      returning id, service_id, sequence, status, created_at as at, null as detail, last_hash
    ), ${history(actor)}
    select id from moved
  `.execute(db);
}

export interface LetterMove {
  /** A query for the letters to move: `id uuid, detail text`, and whatever `set` needs of each. */
  readonly wanted: RawBuilder<unknown>;
  readonly from: readonly LetterStatus[];
  readonly to: LetterStatus;
  /** Who or what moves them. */
  readonly actor: string;
  /** Further assignments, which may use the rows `letter` and `wanted`. */
  readonly set?: RawBuilder<unknown>;
  /** A further condition on the row `letter`. */
  readonly only?: RawBuilder<unknown>;
}

/** Compare-and-set: the ids of the letters that stood in `from` and have moved; the caller looks at how many. */
export async function moveLetters(db: Database, move: LetterMove): Promise<readonly LetterId[]> {
  const { wanted, from, to, actor, set, only = sql`true` } = move;
  const { rows } = await sql<{ id: LetterId }>`
    with moved as (
      update letters as letter
      set status = ${to}, sequence = letter.sequence + 1, updated_at = ${NOW},
        last_hash = letter_event_hash(
          letter.last_hash, letter.id, letter.sequence + 1, ${to}, ${NOW}, ${actor}, wanted.detail
        )
        ${set ? sql`, ${set}` : sql``}
      from (${wanted}) as wanted
      where letter.id = wanted.id and letter.status = any (${from}) and ${only}
      returning letter.id, letter.service_id, letter.sequence, letter.status, letter.updated_at as at, nullif(wanted.detail, '') as detail,
        letter.last_hash
    ), ${history(actor)}
    select id from moved
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** One letter as a query for `moveLetters`. */
export const oneLetter = (id: LetterId, detail: string | null = null): RawBuilder<unknown> =>
  sql`select ${id}::uuid as id, ${detail}::text as detail`;
