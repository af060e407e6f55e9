create table services (
  id uuid primary key,
  name text not null,
  live boolean not null,
  active boolean not null default true,
  held boolean not null default false,
  created_at timestamptz(6) not null default now()
);

create table api_keys (
  id uuid primary key,
  service_id uuid not null references services,
  name text not null,
  kind key_kind not null,
  -- AES-256-GCM, because HS256 needs the secret back; begins with the id of the key that sealed it.
  sealed_secret text not null,
  created_at timestamptz(6) not null default now(),
  revoked_at timestamptz(6)
);
create index api_keys_of_service on api_keys (service_id);

create table operators (
  name text primary key check (name <> ''),
  token_hash sha256 not null unique,
  created_at timestamptz(6) not null default now(),
  revoked_at timestamptz(6)
);

create table callback_endpoints (
  service_id uuid primary key references services,
  url text not null,
  sealed_bearer_token text not null,
  -- The statuses that this service wants to hear of.
  statuses text[] not null,
  created_at timestamptz(6) not null default now()
);
