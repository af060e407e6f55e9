-- How long a service's letters are kept after their final status.
alter table services add column retention_days integer not null default 7
  constraint retention_days_allowed check (retention_days between 3 and 90);

-- Erased: PDFs, marker and the service's own reference are gone, the ledger stays.
alter table letters add column erased_at timestamptz(6);
alter table letters add constraint erased_is_final
  check (erased_at is null or status not in ('pending-virus-check', 'created', 'sending'));
alter table letters add constraint erased_keeps_no_reference check (erased_at is null or client_reference is null);
create index letters_to_erase on letters (service_id, updated_at, id)
  where erased_at is null and status not in ('pending-virus-check', 'created', 'sending');

-- A ticket names this technical failure, be it the one of the step that found it.
alter table letters add column failure_ticketed_at timestamptz(6);
create index letters_failures_unticketed on letters (id)
  where status = 'technical-failure' and failure_ticketed_at is null;

alter table batches add column zip_erased_at timestamptz(6);
create index batches_zips_to_erase on batches (id) where zip_name is not null and zip_erased_at is null;

create index tickets_cause on tickets (dedup_key);

-- The outbox of tickets: a row stands here from the statement that opened the ticket.
create table ticket_deliveries (
  ticket_id integer not null references tickets,
  sink text not null check (sink <> ''),
  -- The sink's own name for the ticket, where it gives one.
  external_id text,
  opened_at timestamptz(6),
  closed_at timestamptz(6),
  attempts integer not null default 0,
  -- Null: at once.
  due_at timestamptz(6),
  last_error text,
  primary key (ticket_id, sink),
  constraint told_in_order check (opened_at is not null or closed_at is null)
);
create index ticket_deliveries_unfinished on ticket_deliveries (sink, due_at) where closed_at is null;

grant update (erased_at, failure_ticketed_at, client_reference) on letters to postroom_worker;
grant select, insert, update on ticket_deliveries to postroom_worker;
grant select, insert on ticket_deliveries to postroom_operator;
