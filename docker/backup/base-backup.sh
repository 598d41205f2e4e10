#!/bin/sh
# A base backup of the server that PGHOST and its like name, taken while it works, in $BACKUPS/base-<time>. From it and the
# archived log restore-to.sh restores any later moment. Says where it is.
set -eu
name=base-$(date -u +%Y%m%dT%H%M%SZ)
part=${BACKUPS:?}/$name.part

rm -rf "$part"
pg_basebackup --pgdata="$part" --checkpoint=fast --wal-method=stream --no-password
pg_verifybackup --quiet "$part"
mv "$part" "$BACKUPS/$name"
echo "$BACKUPS/$name"
