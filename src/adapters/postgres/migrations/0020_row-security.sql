-- The second wall between services: the API's role sees the rows of one service, the one that its transaction names, and without a name none.
-- What operators ask the API over HTTP runs under a role of its own, which the API's role must put on and has no right by.
do $$
begin
  if not exists (select from pg_roles where rolname = 'postroom_operations') then
    begin
      create role postroom_operations nologin;
    exception when duplicate_object or unique_violation then
      null; -- another database's migration was quicker
    end;
  end if;
  if not pg_has_role('postroom_api', 'postroom_operations', 'member') then
    alter role postroom_api noinherit;
    grant postroom_operations to postroom_api;
  end if;
end
$$;

grant select on
  schema_migrations, services, callback_endpoints, print_runs, batches, batch_acts, batch_letters, letters, letter_events, holds, tickets
  to postroom_operations;
grant insert on print_runs, batch_acts, letter_events, callbacks, holds to postroom_operations;
grant update (status, sequence, last_hash, failure, updated_at, batch_id) on letters to postroom_operations;
grant update (held, parked_reason, state, published_at) on batches to postroom_operations;
grant update (released_at) on batch_letters to postroom_operations;
grant update (lifted_at, lifted_by, lift_reason) on holds to postroom_operations;
grant update (closed_at, closed_by) on tickets to postroom_operations;

revoke all on print_runs, batches, batch_acts, batch_letters, holds, tickets from postroom_api;
revoke select on letter_events, callbacks from postroom_api;
revoke update (batch_id) on letters from postroom_api;

-- The service that the transaction names, or null.
create function current_service_id() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.service_id', true), '')::uuid
$$;

-- For every table that says whose its rows are, those of later migrations too. The owner comes by a policy as well, so that migrations go on.
create procedure secure_rows(secured regclass, service_column name) language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', secured);
  execute format(
    'create policy of_the_service on %s to postroom_api using (%I = current_service_id()) with check (%I = current_service_id())',
    secured, service_column, service_column
  );
  execute format(
    'create policy of_every_service on %s to postroom_worker, postroom_operator, postroom_operations, %I using (true) with check (true)',
    secured, current_user
  );
end
$$;
revoke execute on procedure secure_rows from public;

do $$
declare
  tenant_table regclass;
begin
  for tenant_table in
    select attrelid from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attname = 'service_id' and not attisdropped
  loop
    call secure_rows(tenant_table, 'service_id');
  end loop;
end
$$;
call secure_rows('services', 'id');
