#!/usr/bin/env bash
# compare.sh OLD NEW [CLIENTS [REPORTS [RUNS]]]: two commits build the same sample in turn; 20 clients of 92 reports, 5 runs.
# A commit may be "." for the working tree. The sample and the ruler are the working tree's. Ratios below 1 favour NEW.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "usage: compare.sh OLD NEW [CLIENTS [REPORTS [RUNS]]]" >&2; exit 2; }
old=$1 new=$2 clients=${3:-20} reports=${4:-92} runs=${5:-5}

work=$(mktemp -d "${TMPDIR:-/tmp}/compare.XXXXXX")
trap 'rm -rf "$work"' EXIT
bench/program.sh "$old" "$work/old"
bench/program.sh "$new" "$work/new"
go build -o "$work/measure" ./bench/measure
go run ./generator/sample/make -clients "$clients" -reports "$reports" "$work/workspace" >/dev/null
echo "old is $old, new is $new; $clients clients of $reports reports"
"$work/measure" -runs "$runs" "$work/workspace" "$work/old" "$work/new"
