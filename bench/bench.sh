#!/usr/bin/env bash
# bench.sh [CLIENTS [REPORTS [RUNS]]]: what building a sample costs; 100 clients of 92 reports, 5 runs.
# Prints medians of wall and processor time and of peak memory, cold, with nothing changed, and after one report changed.
set -euo pipefail
cd "$(dirname "$0")/.."
clients=${1:-100} reports=${2:-92} runs=${3:-5}

work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
go build -o "$work/rapport" ./cmd/rapport
go build -o "$work/measure" ./bench/measure
go run ./generator/sample/make -clients "$clients" -reports "$reports" "$work/workspace" >/dev/null
echo "$clients clients of $reports reports"
"$work/measure" -runs "$runs" "$work/workspace" "$work/rapport"
