#!/bin/sh
# Gives Postgres its databases and its roles, each role the password in its secret. Runs at each start: a changed secret is taken over.
set -eu
password_of() { sed -E 's|^[^:]+://[^:]+:([^@]+)@.*$|\1|' "/run/secrets/$1-database-url"; }
PGPASSWORD=$(cat /run/secrets/postgres-password)
TEMPORAL_PASSWORD=$(cat /run/secrets/temporal-password)
OWNER_PASSWORD=$(password_of owner)
API_PASSWORD=$(password_of api)
WORKER_PASSWORD=$(password_of worker)
OPERATOR_PASSWORD=$(password_of operator)
export PGPASSWORD TEMPORAL_PASSWORD OWNER_PASSWORD API_PASSWORD WORKER_PASSWORD OPERATOR_PASSWORD

# Passwords reach psql by its environment: neither a list of processes nor a log shows them.
exec psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host "$PGHOST" --username postgres --dbname postgres <<'SQL'
\getenv temporal_password TEMPORAL_PASSWORD
\getenv owner_password OWNER_PASSWORD
\getenv api_password API_PASSWORD
\getenv worker_password WORKER_PASSWORD
\getenv operator_password OPERATOR_PASSWORD

select 'create role postroom_operations nologin'
where not exists (select from pg_roles where rolname = 'postroom_operations') \gexec

select format('create role %I login', name)
from unnest(array['temporal', 'postroom', 'postroom_api', 'postroom_worker', 'postroom_operator']) as name
where not exists (select from pg_roles where rolname = name) \gexec

-- What operators ask over HTTP: the API's role puts it on, and has no right of it before.
alter role postroom_api noinherit;
grant postroom_operations to postroom_api;

alter role temporal password :'temporal_password';
alter role postroom password :'owner_password';
alter role postroom_api password :'api_password';
alter role postroom_worker password :'worker_password';
alter role postroom_operator password :'operator_password';

select format('create database %I owner %I', name, owner)
from (values ('temporal', 'temporal'), ('temporal_visibility', 'temporal'), ('postroom', 'postroom')) as wanted (name, owner)
where not exists (select from pg_database where datname = name) \gexec
SQL
