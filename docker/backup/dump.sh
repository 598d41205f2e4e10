#!/bin/sh
# A dump of PGDATABASE as it is at one moment, in $BACKUPS/dump-<time>.pgdump. It can be read by newer versions of PostgreSQL
# and on other machines, which a base backup cannot. Says where it is.
set -eu
kept=${BACKUPS:?}/dump-$(date -u +%Y%m%dT%H%M%SZ).pgdump

pg_dump --format=custom --no-password --file="$kept.part"
pg_restore --list "$kept.part" >/dev/null
sync "$kept.part"
mv "$kept.part" "$kept"
echo "$kept"
