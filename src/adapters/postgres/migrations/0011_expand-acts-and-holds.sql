-- What operators do: to one batch, to what is not claimed yet, and to the printer's daily volumes.
alter domain parked_reason drop constraint parked_reason_known;
alter domain parked_reason add constraint parked_reason_known check (value in (
  'zip-differs', 'temp-gone-before-rename', 'unknown-manifest', 'marking-incomplete', 'refused', 'no-progress'
));

create domain batch_act as text collate "C"
  constraint batch_act_known check (value in ('hold', 'release', 'retry', 'adopt', 'abandon'));

-- Append-only, written by the transaction that changed the batch. The id is the caller's: an act told twice is done once.
create table batch_acts (
  id uuid primary key,
  batch_id text collate "C" not null references batches,
  act batch_act not null,
  actor text not null check (actor <> ''),
  reason text not null check (reason <> ''),
  at timestamptz(6) not null
);
create index batch_acts_of_batch on batch_acts (batch_id, at);

-- Letters of a service, of a class or of both that no run may claim while the row is not lifted.
create table holds (
  id integer generated always as identity primary key,
  service_id uuid references services,
  postage postage,
  actor text not null check (actor <> ''),
  reason text not null check (reason <> ''),
  placed_at timestamptz(6) not null default now(),
  lifted_at timestamptz(6),
  lifted_by text check (lifted_by <> ''),
  check (num_nonnulls(service_id, postage) > 0),
  check ((lifted_at is null) = (lifted_by is null))
);
-- One hold at a time for the same letters.
create unique index holds_standing on holds (service_id, postage) nulls not distinct where lifted_at is null;

-- The printer was told of the run's letters and sheets; and since when that fails.
alter table print_runs add column volumes_sent_at timestamptz(6), add column volumes_failing_since timestamptz(6);

grant select, insert on batch_acts to postroom_api, postroom_worker, postroom_operator;
grant update (held, parked_reason, state, published_at) on batches to postroom_api, postroom_operator;
grant update (batch_id) on letters to postroom_api, postroom_operator;
grant update (released_at) on batch_letters to postroom_api, postroom_operator;
grant update (closed_at, closed_by) on tickets to postroom_api;

grant select on holds to postroom_api, postroom_worker, postroom_operator;
grant insert, update (lifted_at, lifted_by) on holds to postroom_api, postroom_operator;
