-- Templates of services. A template's row says which version is the newest; versions are never changed.
create table templates (
  id uuid primary key,
  service_id uuid not null references services,
  version integer not null default 1 check (version >= 1),
  -- To the millisecond: what is shown is what is stored.
  created_at timestamptz(3) not null default now(),
  archived_at timestamptz(3),
  unique (service_id, id)
);

create table template_versions (
  service_id uuid not null,
  template_id uuid not null,
  version integer not null check (version >= 1),
  name text not null check (name <> ''),
  subject text not null check (subject <> ''),
  body text not null,
  contact_block text check (contact_block <> ''),
  postage postage not null check (postage in ('first', 'second', 'economy')),
  created_by text not null check (created_by <> ''),
  created_at timestamptz(3) not null default now(),
  primary key (service_id, template_id, version),
  foreign key (service_id, template_id) references templates (service_id, id)
);

grant select on templates, template_versions to postroom_api, postroom_worker, postroom_operator;
grant insert on templates, template_versions to postroom_operator;
grant update (version, archived_at) on templates to postroom_operator;

-- A templated letter has no PDF that came in: *prepare* makes one from the template's version and the personalisation. That stays
-- `json`, not `jsonb`: of two keys that mean one placeholder the later counts, so their order must be the one that was sent.
alter table letters
  alter column incoming_key drop not null,
  alter column incoming_sha256 drop not null,
  alter column incoming_bytes drop not null,
  add column template_id uuid,
  add column template_version integer,
  add column personalisation json,
  -- As they stand in the window.
  add column address_lines text[],
  add foreign key (service_id, template_id, template_version) references template_versions,
  add constraint template_is_whole check (num_nulls(template_id, template_version) in (0, 2)),
  add constraint pdf_comes_in_or_is_made check (
    num_nulls(incoming_key, incoming_sha256, incoming_bytes) = case when template_id is null then 0 else 3 end
  ),
  add constraint made_from_personalisation check (
    num_nulls(personalisation, address_lines) = case when template_id is null or erased_at is not null then 2 else 0 end
  ),
  drop constraint created_has_pdf,
  add constraint created_has_pdf check (status <> 'created' or print_key is not null or template_id is not null);

grant update (personalisation, address_lines) on letters to postroom_worker;

drop index letters_to_claim;
create index letters_to_claim on letters (service_id, postage, created_at, id)
  where status = 'created' and batch_id is null and key_kind = 'live' and print_key is not null;

-- Templated letters wait for their PDF in `created`, those of a test key in `sending`.
drop index letters_to_prepare;
create index letters_to_prepare on letters (shard, created_at, id)
  where status = 'pending-virus-check' or (status in ('created', 'sending') and print_key is null);

-- What a service lists, the newest first. Erased letters are not listed; and without that condition the planner might take it for the claim.
create index letters_of_service on letters (service_id, key_kind, created_at desc, id desc) where erased_at is null;
