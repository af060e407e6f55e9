create table letters (
  id uuid primary key,
  service_id uuid not null references services,
  client_reference text,
  reference text collate "C" not null unique check (reference ~ '^[A-Z0-9]{16}$'),
  key_kind key_kind not null,
  status letter_status not null,
  -- Number and hash of the newest event: the chain goes on without a look at the events.
  sequence integer not null,
  last_hash sha256 not null,
  postage postage not null,
  print_day date not null,
  incoming_key text not null,
  incoming_sha256 sha256 not null,
  incoming_bytes bigint not null,
  print_key text,
  sha256 sha256,
  bytes bigint,
  sheets integer check (sheets >= 0),
  -- The lock: a letter is in a batch or it is not. `batch_letters`, written by the same statement, makes sure of the batch.
  batch_id text collate "C",
  failure text,
  created_at timestamptz(6) not null,
  sent_at timestamptz(6),
  updated_at timestamptz(6),
  -- The last hex digit of the id modulo 4, as `prepareShardOf` of the contract says it.
  shard smallint not null generated always as (get_byte(uuid_send(id), 15) % 4) stored,
  constraint pdf_is_whole check (num_nulls(print_key, sha256, bytes, sheets) in (0, 4)),
  constraint created_has_pdf check (status <> 'created' or print_key is not null),
  constraint cancelled_is_in_no_batch check (status <> 'cancelled' or batch_id is null),
  constraint sending_has_instant check (status <> 'sending' or sent_at is not null)
);
-- In the morning no letter is `created`, in the evening a million may be: with the morning's statistics the planner would walk through all of
-- them where it should fetch a thousand by their ids. So they are taken anew after a fixed number of changes, not after a share of the table.
alter table letters set (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
create index letters_to_claim on letters (service_id, postage, created_at, id)
  where status = 'created' and batch_id is null and key_kind = 'live';
create index letters_to_prepare on letters (shard, created_at, id) where status = 'pending-virus-check';
-- For counting and the oldest alone. On the bare column the planner would take it for the claim, and walk through every service's letters.
create index letters_created on letters ((created_at at time zone 'UTC')) where status = 'created';
create index letters_sending on letters (sent_at) where status = 'sending';
create index letters_of_batch on letters (batch_id) where batch_id is not null;
-- A hash has no limit of length: a service's own reference may have 1,000 characters.
create index letters_client_reference on letters using hash (client_reference);

create table letter_events (
  letter_id uuid not null references letters,
  sequence integer not null,
  status letter_status not null,
  -- To the millisecond: what a hash names must survive the way through a program's clock.
  at timestamptz(3) not null,
  actor text not null check (actor <> '' and position(E'\n' in actor) = 0),
  detail text check (detail <> ''),
  hash sha256 not null,
  primary key (letter_id, sequence)
);

-- One line a field, each but the last without a line break: no two events have one text. `previous` is empty for a letter's first event.
create function letter_event_hash(
  previous text, letter_id uuid, sequence integer, status text, at timestamptz, actor text, detail text
) returns text language sql stable parallel safe as $$
  select encode(sha256(convert_to(concat_ws(E'\n',
    previous, letter_id, sequence, status, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), actor, coalesce(detail, '')
  ), 'UTF8')), 'hex')
$$;

create function letter_may_move(old_status text, new_status text) returns boolean language sql immutable parallel safe as $$
  select new_status = any (case old_status
    when 'pending-virus-check' then array[
      'created', 'delivered', 'cancelled', 'validation-failed', 'virus-scan-failed', 'technical-failure'
    ]
    when 'created' then array['sending', 'delivered', 'cancelled', 'technical-failure']
    when 'sending' then array['delivered', 'temporary-failure', 'technical-failure', 'returned-letter']
    when 'delivered' then array['returned-letter']
    else array[]::text[]
  end)
$$;

create function refuse_letter_move() returns trigger language plpgsql as $$
begin
  raise exception 'letter % may not move from % (event %) to % (event %)',
    old.id, old.status, old.sequence, new.status, new.sequence using errcode = 'check_violation';
end
$$;
-- The second wall behind the compare-and-set: no status goes back, and none moves without its event's number.
create trigger letters_move_forward before update of status on letters for each row
  when (old.status <> new.status
    and not (letter_may_move(old.status, new.status) and new.sequence = old.sequence + 1))
  execute function refuse_letter_move();

create table batch_letters (
  batch_id text collate "C" not null references batches,
  letter_id uuid not null references letters,
  position integer not null check (position >= 1),
  dropped_at timestamptz(6),
  released_at timestamptz(6),
  primary key (batch_id, letter_id),
  unique (batch_id, position)
);
create unique index batch_letters_travel_once on batch_letters (letter_id)
  where dropped_at is null and released_at is null;

-- The outbox: a row stands here from the transaction that moved the letter.
create table callbacks (
  letter_id uuid not null,
  sequence integer not null,
  service_id uuid not null references services,
  status letter_status not null,
  created_at timestamptz(6) not null default now(),
  due_at timestamptz(6) not null default now(),
  attempts integer not null default 0,
  delivered_at timestamptz(6),
  exhausted_at timestamptz(6),
  primary key (letter_id, sequence),
  foreign key (letter_id, sequence) references letter_events
);
create index callbacks_due on callbacks (service_id, due_at) where delivered_at is null and exhausted_at is null;
