-- Answers that come by the bucket, lines that are tried again, letters that came back.
alter table inbound_files drop constraint inbound_files_source_check;
alter table inbound_files add constraint inbound_files_source_check check (source in ('printer', 'bucket', 'command-line'));

-- From a retry that applied lines until people and batches have heard of it; `retries` numbers such retries.
alter table inbound_files add column retried_at timestamptz(6);
alter table inbound_files add column retries integer not null default 0;
create index inbound_files_retried on inbound_files (retried_at) where retried_at is not null;
-- What waits to be tried again and nothing else, the longest untried first.
create index inbound_lines_unapplied on inbound_lines (tried_at, file_id, line)
  where tried_at is not null and applied_at is null;

-- Objects under the response prefix that were read: they stay there, and are not read again at every poll.
create table inbound_objects (
  key text collate "C" not null,
  etag text collate "C" not null,
  sha256 sha256 not null,
  read_at timestamptz(6) not null default now(),
  primary key (key, etag)
);
grant select, insert on inbound_objects to postroom_worker;
grant select on inbound_objects to postroom_operator;

-- Letters that came back are told by hand, over the API and at the command line.
grant update (status, sequence, last_hash, updated_at) on letters to postroom_operator;
grant insert on letter_events, callbacks to postroom_operator;
