create table inbound_files (
  id integer generated always as identity primary key,
  sha256 sha256 not null unique,
  name text not null,
  kind inbound_kind not null,
  -- The instant in the file's name.
  named_at timestamptz(6) not null,
  bytes bigint not null,
  raw_key text not null,
  source text not null check (source in ('printer', 'command-line')),
  state text not null default 'received' check (state in ('received', 'applied', 'refused')),
  detail text,
  received_at timestamptz(6) not null
);
create index inbound_files_name on inbound_files (upper(name));
create index inbound_files_unfinished on inbound_files (received_at) where state = 'received';

create table inbound_lines (
  file_id integer not null references inbound_files,
  line integer not null,
  reference text collate "C" not null,
  status text not null check (status in ('delivered', 'temporary-failure')),
  pages integer not null,
  cost_threshold text not null check (cost_threshold in ('sorted', 'unsorted')),
  despatched_on date,
  outcome line_outcome,
  sheet_mismatch boolean not null default false,
  batch_id text collate "C" references batches,
  tried_at timestamptz(6),
  -- Null for a line that could not be applied yet; it is tried again later.
  applied_at timestamptz(6),
  primary key (file_id, line),
  check ((outcome is null) = (tried_at is null))
);
create index inbound_lines_untried on inbound_lines (file_id, line) where tried_at is null;
create index inbound_lines_reference on inbound_lines (file_id, reference);

create table sorted_counts (
  file_id integer not null references inbound_files,
  billing_day date not null,
  sorted integer not null,
  unsorted integer not null,
  primary key (file_id, billing_day)
);
