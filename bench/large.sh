#!/usr/bin/env bash
# large.sh [CLIENTS [REPORTS]]: what many clients, and one big client, take by each command: processor time and
# the peak of memory. 1,000 clients of 92 reports, then one of 5,000 weekly reports and 20,000 entries.
set -euo pipefail
cd "$(dirname "$0")/.."
clients=${1:-1000} reports=${2:-92}

work=$(mktemp -d "${TMPDIR:-/tmp}/large.XXXXXX")
trap 'rm -rf "$work"' EXIT
go build -o "$work/rapport" ./cmd/rapport
go run ./generator/sample/make -clients "$clients" -reports "$reports" "$work/many" >/dev/null
go run ./generator/sample/make -clients 1 -reports 5000 -weekly -entries 20000 "$work/big" >/dev/null
for workspace in many big; do
	for command in "build --out $work/$workspace-public" check "status --json" status; do
		# shellcheck disable=SC2086 # the command has words
		/usr/bin/time -f "$workspace, ${command%% --out*}: %U + %S s, %M kB" "$work/rapport" $command -C "$work/$workspace" --as-of "2026-10-16 12:00" 2>"$work/told" >/dev/null || true
		tail -n 1 "$work/told"
	done
done
