-- Whether the volumes that the printer was told were those of the whole run.
alter table print_runs add column volumes_complete boolean not null default false;
create index print_runs_volumes_due on print_runs (created_at) where not volumes_complete;
