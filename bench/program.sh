#!/usr/bin/env bash
# program.sh COMMIT FILE: builds the rapport of a commit, or of the working tree where COMMIT is ".", into FILE.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 2 ] || { echo "usage: program.sh COMMIT FILE" >&2; exit 2; }
if [ "$1" = . ]; then
  exec go build -o "$2" ./cmd/rapport
fi
tree=$(mktemp -d "${TMPDIR:-/tmp}/program.XXXXXX")
trap 'rm -rf "$tree"; git worktree prune' EXIT
git worktree add --quiet --detach "$tree" "$1"
(cd "$tree" && go build -o "$2" ./cmd/rapport)
