create table tickets (
  id integer generated always as identity primary key,
  kind ticket_kind not null,
  dedup_key text not null,
  subject text not null,
  message text not null,
  opened_at timestamptz(6) not null default now(),
  closed_at timestamptz(6),
  closed_by text,
  check ((closed_at is null) = (closed_by is null))
);
-- A cause that returns after its ticket was closed opens a new one.
create unique index tickets_open on tickets (dedup_key) where closed_at is null;
