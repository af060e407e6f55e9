-- Roles belong to the cluster, and databases of one cluster may be migrated in the same moment. They come without a password: an
-- administrator gives each its own.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['postroom_api', 'postroom_worker', 'postroom_operator'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I login', role_name);
      exception when duplicate_object or unique_violation then
        null; -- another database's migration was quicker
      end;
    end if;
  end loop;
end
$$;

grant select on schema_migrations to postroom_api, postroom_worker, postroom_operator;

-- The API: tenants' letters in, and what operators ask and start over HTTP.
grant select on
  services, api_keys, operators, callback_endpoints, print_runs, batches, letters, letter_events, batch_letters, callbacks,
  tickets
  to postroom_api;
grant insert on letters, letter_events, callbacks, print_runs to postroom_api;
grant update (status, sequence, last_hash, failure, updated_at) on letters to postroom_api;

-- The worker: moves letters and batches on. It makes no letter, no service and no key, and deletes nothing but counts it writes anew.
grant select on
  services, callback_endpoints, print_runs, batches, letters, letter_events, batch_letters, callbacks, inbound_files,
  inbound_lines, sorted_counts, tickets
  to postroom_worker;
grant insert on
  print_runs, batches, letter_events, batch_letters, callbacks, inbound_files, inbound_lines, sorted_counts, tickets
  to postroom_worker;
grant update (
  status, sequence, last_hash, print_key, sha256, bytes, sheets, batch_id, failure, sent_at, updated_at
) on letters to postroom_worker;
grant update on print_runs, batches, batch_letters, callbacks, inbound_files, inbound_lines, tickets
  to postroom_worker;
grant delete on sorted_counts to postroom_worker;

-- Operators at the command line: services, keys, runs, files by hand, tickets.
grant select on all tables in schema public to postroom_operator;
grant insert on services, api_keys, operators, print_runs, inbound_files, tickets to postroom_operator;
grant update on services, api_keys, operators, tickets to postroom_operator;
