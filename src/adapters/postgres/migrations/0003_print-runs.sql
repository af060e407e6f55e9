create table print_runs (
  print_day date not null,
  run_no integer not null check (run_no >= 1),
  cut_off_at timestamptz(6) not null,
  owner text not null,
  actor text,
  reason text,
  state text not null default 'open' check (state in ('open', 'dispatched')),
  created_at timestamptz(6) not null default now(),
  -- The last letter claimed: the next claim reads on from here and not through the index entries of all letters taken before.
  claimed_service_id uuid,
  claimed_postage postage,
  claimed_created_at timestamptz(6),
  claimed_letter_id uuid,
  primary key (print_day, run_no),
  -- Run 1 is the day's scheduled one; every other has an operator and a reason.
  check ((run_no = 1) = (actor is null)),
  check ((actor is null) = (reason is null))
);

create table batches (
  id text collate "C" primary key,
  print_day date not null,
  run_no integer not null,
  position integer not null check (position >= 1),
  service_id uuid not null references services,
  postage postage not null,
  number integer not null check (number >= 1),
  state batch_state not null default 'claimed',
  version integer not null default 1,
  held boolean not null default false,
  parked_reason parked_reason,
  letters integer not null check (letters >= 0),
  pdf_bytes bigint not null check (pdf_bytes >= 0),
  zip_name text collate "C" unique check (zip_name = upper(zip_name)),
  zip_sha256 sha256,
  zip_bytes bigint,
  temp text,
  intent_at timestamptz(6),
  rename_issued_at timestamptz(6),
  published_at timestamptz(6),
  acknowledged_at timestamptz(6),
  -- An open ticket names this batch as not acknowledged.
  ticketed_at timestamptz(6),
  created_at timestamptz(6) not null default now(),
  foreign key (print_day, run_no) references print_runs,
  unique (print_day, run_no, position),
  unique (print_day, run_no, service_id, postage, number),
  constraint zip_is_whole check (num_nulls(zip_name, zip_sha256, zip_bytes) in (0, 3)),
  constraint sealed_before_sent check (zip_name is not null or state in ('claimed', 'empty', 'abandoned')),
  constraint intent_is_whole check ((temp is null) = (intent_at is null)),
  constraint intent_before_rename check (temp is not null or rename_issued_at is null),
  constraint published_with_instant check (
    (published_at is null) = (state in ('claimed', 'sealed', 'uploaded', 'empty', 'abandoned'))
  ),
  constraint abandoned_without_intent check (state <> 'abandoned' or temp is null),
  constraint empty_without_letters check (state <> 'empty' or letters = 0)
);
create index batches_open on batches (id) where state not in ('closed', 'empty', 'abandoned');
create index batches_unacknowledged on batches (published_at)
  where published_at is not null and acknowledged_at is null and ticketed_at is null;
