#!/bin/sh
# A base backup and a dump, and then away with what is too old; every day, from when it is started. What fails is in the log and
# is tried again the next day: one after the other at once would fill the disk that may be the reason.
set -u
scripts=$(cd "$(dirname "$0")" && pwd)

while :; do
  for step in base-backup dump prune; do
    sh "$scripts/$step.sh" || echo "$step failed" >&2
  done
  sleep 86400
done
