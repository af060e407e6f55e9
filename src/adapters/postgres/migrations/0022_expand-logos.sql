-- The logos of services, one after the other and never changed: a letter has the one that was in force when it was accepted, whenever it is made.
create table service_logos (
  id bigint generated always as identity primary key,
  service_id uuid not null references services,
  set_at timestamptz(3) not null default now(),
  set_by text not null check (set_by <> ''),
  -- Both null: none from then on.
  kind text check (kind in ('svg', 'png')),
  bytes bytea check (octet_length(bytes) between 1 and 50000),
  check (num_nulls(kind, bytes) in (0, 2))
);
create index logos_of_service on service_logos (service_id, set_at desc, id desc);

grant select on service_logos to postroom_worker, postroom_operator;
grant insert on service_logos to postroom_operator;
call secure_rows('service_logos', 'service_id');
