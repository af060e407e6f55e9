-- A request that its sender may make again. The row is written with the letter's own, so it names no letter that is not there; it goes when the
-- letter is erased.
create table idempotency_keys (
  service_id uuid not null references services,
  key_kind key_kind not null,
  -- Of the key as it was sent: nobody knows what teams write into one.
  key_sha256 sha256 not null,
  body_sha256 sha256 not null,
  letter_id uuid not null unique references letters deferrable initially deferred,
  letter_created_at timestamptz(6) not null,
  -- JSON, as it was sent to the first who asked.
  answer text not null,
  -- What the acceptance marker is to hold, until it is known to be stored. From then on the letter is not taken back.
  marker text,
  primary key (service_id, key_kind, key_sha256)
);

-- One bucket of tokens for each kind of key. Unlogged: written with each POST, and after a crash every bucket may be full.
create unlogged table rate_buckets (
  service_id uuid not null references services,
  key_kind key_kind not null,
  tokens double precision not null,
  filled_at timestamptz(6) not null,
  primary key (service_id, key_kind)
) with (fillfactor = 50);

-- Letters of live keys that a service has sent on a UTC day.
create table daily_counts (
  service_id uuid not null references services,
  day date not null,
  letters integer not null check (letters >= 0),
  primary key (service_id, day)
) with (fillfactor = 50);

grant select, insert, delete, update (marker) on idempotency_keys to postroom_api;
grant select, insert, update (tokens, filled_at) on rate_buckets to postroom_api;
grant select, insert, update (letters) on daily_counts to postroom_api;
grant select, delete on idempotency_keys to postroom_worker;
grant select on daily_counts to postroom_operator;
