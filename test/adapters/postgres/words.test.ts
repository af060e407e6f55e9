import { sql } from 'kysely';
import { BATCH_STATES, PARKED_REASONS } from '../../../src/domain/batch';
import { BATCH_ACTS } from '../../../src/domain/batch-acts';
import { EXHAUSTED_CAUSES } from '../../../src/domain/callback';
import { INBOUND_KINDS } from '../../../src/domain/inbound-file';
import { KEY_KINDS, LETTER_STATUSES, mayMove } from '../../../src/domain/letter';
import { POSTAGES } from '../../../src/domain/postage';
import { LINE_OUTCOMES } from '../../../src/domain/response-file';
import { TICKET_KINDS } from '../../../src/domain/ticket';
import { type World, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** The words that a type of the database lets in. */
async function wordsOf(type: string): Promise<readonly string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_constraintdef(pg_constraint.oid) as definition
    from pg_constraint join pg_type on pg_type.oid = pg_constraint.contypid
    where pg_type.typname = ${type}
  `.execute(world.db);
  return [...(rows[0]?.definition ?? '').matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
}

test.each([
  ['letter_status', LETTER_STATUSES],
  ['key_kind', KEY_KINDS],
  ['postage', POSTAGES],
  ['batch_state', BATCH_STATES],
  ['parked_reason', PARKED_REASONS],
  ['batch_act', BATCH_ACTS],
  ['inbound_kind', INBOUND_KINDS],
  ['line_outcome', LINE_OUTCOMES],
  ['ticket_kind', TICKET_KINDS],
  ['exhausted_cause', EXHAUSTED_CAUSES],
])('The tables know each %s of the domain and no other', async (type, words) => {
  expect(await wordsOf(type)).toEqual(words);
});

test('Each column that holds such a word has its type', async () => {
  const { rows } = await sql<{ place: string }>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public' and domain_name is null and data_type = 'text'
      and column_name in ('status', 'state', 'kind', 'postage', 'key_kind', 'outcome', 'parked_reason')
    order by place
  `.execute(world.db);
  // Two words each, checked in the table itself.
  expect(rows.map(({ place }) => place)).toEqual([
    'inbound_files.state',
    'inbound_lines.status',
    'print_runs.state',
    'service_logos.kind',
  ]);
});

test('The database lets a letter move just as the domain does', async () => {
  const { rows } = await sql<{ from: string; to: string }>`
    select old_status as "from", new_status as "to"
    from unnest(${LETTER_STATUSES}::text[]) as old_status, unnest(${LETTER_STATUSES}::text[]) as new_status
    where letter_may_move(old_status, new_status)
  `.execute(world.db);
  const legal = LETTER_STATUSES.flatMap((from) =>
    LETTER_STATUSES.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(rows.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(legal.sort());
});
