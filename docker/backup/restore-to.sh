#!/bin/sh
# restore-to.sh <base backup> <new data directory> [<time>]: lays out a data directory that, when a server is started on it,
# becomes the database as it was at that time, such as '2026-11-22 03:10:00+00', or without one the newest that the archive
# knows. The backup must be older than the time. What was committed later is not in it. The backup, the archive and the old
# data directory stay as they are.
set -eu
base=${1:?which base backup?}
target=${2:?into which new directory?}
time=${3:-}

if [ -e "$target" ]; then
  echo "$target exists: name a directory that does not" >&2
  exit 1
fi
pg_verifybackup --quiet "$base"
cp -a "$base" "$target.part"
chmod 700 "$target.part"
# All of them, always: a backup of a server that was itself restored carries those of then, and the last line counts.
cat >>"$target.part/postgresql.auto.conf" <<SETTINGS
restore_command = 'cp "${WAL_ARCHIVE:?}/%f" "%p"'
recovery_target_time = '$time'
recovery_target_action = 'promote'
SETTINGS
touch "$target.part/recovery.signal"
mv "$target.part" "$target"
