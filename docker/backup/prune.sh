#!/bin/sh
# Removes base backups and dumps older than $KEEP_DAYS days (14), the newest of each never, and the pieces of the log that no
# base backup which is left needs.
set -eu
cd "${BACKUPS:?}"

old() { # old <pattern>: all that match and are old enough, but the last by name, which is the newest
  find . -maxdepth 1 -name "$1" ! -name '*.part' | sort | sed '$d' | while read -r one; do
    find "$one" -prune -mmin +"$((${KEEP_DAYS:-14} * 1440))"
  done
}
old 'base-*' | while read -r one; do rm -rf "$one"; done
old 'dump-*' | while read -r one; do rm -f "$one"; done

oldest=$(find . -maxdepth 1 -name 'base-*' ! -name '*.part' | sort | sed -n 1p)
[ -n "$oldest" ] || exit 0
needed=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
pg_archivecleanup "${WAL_ARCHIVE:?}" "${needed:?}"
