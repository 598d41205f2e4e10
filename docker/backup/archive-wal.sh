#!/bin/sh
# PostgreSQL's archive_command: archive-wal.sh %p %f. Keeps a finished piece of the log in $WAL_ARCHIVE. PostgreSQL keeps the
# piece and asks again until this ends with 0, so it must not before the copy is safe, and it may ask twice for one.
set -eu
from=$1
kept=${WAL_ARCHIVE:?}/$2

if [ -e "$kept" ]; then
  # The same piece again is well; another one of the same name means that two servers share this archive.
  exec cmp -s "$from" "$kept"
fi
cp "$from" "$kept.part"
sync "$kept.part"
mv "$kept.part" "$kept"
sync "$WAL_ARCHIVE"
