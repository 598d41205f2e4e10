#!/bin/sh
# A base backup and a dump, and then away with what is too old; every day, from when it is started.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)

while :; do
  sh "$scripts/base-backup.sh"
  sh "$scripts/dump.sh"
  sh "$scripts/prune.sh"
  sleep 86400
done
