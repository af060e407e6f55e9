#!/bin/sh
# Brings Temporal's tables up to the server's version. The databases are there already.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal-password)
export SQL_PASSWORD

# Making what is there already changes nothing.
bring_up() {
  tool="temporal-sql-tool --plugin postgres12 --ep $POSTGRES_HOST --port $POSTGRES_PORT --user temporal --db $1"
  $tool setup-schema --version 0.0
  $tool update-schema --schema-name "$2"
}
bring_up temporal postgresql/v12/temporal
bring_up temporal_visibility postgresql/v12/visibility
