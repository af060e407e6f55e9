-- The footers of services, one after the other and never changed: a letter has the one that was in force when it was accepted, whenever it is made.
create table service_footers (
  id bigint generated always as identity primary key,
  service_id uuid not null references services,
  set_at timestamptz(3) not null default now(),
  set_by text not null check (set_by <> ''),
  -- As they are printed; empty: none from then on.
  lines text[] not null check (cardinality(lines) <= 3 and array_position(lines, null) is null)
);
create index footers_of_service on service_footers (service_id, set_at desc, id desc);

grant select on service_footers to postroom_worker, postroom_operator;
grant insert on service_footers to postroom_operator;
call secure_rows('service_footers', 'service_id');
