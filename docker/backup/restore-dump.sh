#!/bin/sh
# restore-dump.sh <file> <new database>: restores a dump into a database that does not exist yet, whole or not at all.
set -eu
file=${1:?which dump?}
database=${2:?into which new database?}

createdb --no-password --template=template0 "$database"
if ! pg_restore --no-password --no-owner --exit-on-error --single-transaction --dbname="$database" "$file"; then
  dropdb --no-password "$database"
  exit 1
fi
psql --no-password --quiet --dbname="$database" --command=ANALYZE
