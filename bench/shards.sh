#!/usr/bin/env bash
# shards.sh [CLIENTS [REPORTS [SHARDS]]]: machines side by side, played through on one, one after the other; 1,860 clients of 92 reports
# (about 200,000 pages), 16 shards. Prints what one build, each shard and the merge cost, and compares the merge with the build to
# the byte. The serial part is what no further machine takes away: listing, which each shard does, and merging. Of 200,000 pages it needs 12 GB
# in TMPDIR. From 100,000 on, what a million would take is told in proportion.
set -euo pipefail
cd "$(dirname "$0")/.."
clients=${1:-1860} reports=${2:-92} shards=${3:-16}

work=$(mktemp -d "${TMPDIR:-/tmp}/shards.XXXXXX")
trap 'rm -rf "$work"' EXIT
go build -o "$work/rapport" ./cmd/rapport
go run ./generator/sample/make -clients "$clients" -reports "$reports" "$work/workspace" >/dev/null
export RAPPORT_AS_OF="2026-10-16 12:00"
declare -A spent

# run NAME COMMAND [ARG...]: runs rapport, and prints and adds up what it cost
run() {
  local name=$1
  shift
  /usr/bin/time -o "$work/cost" -f "%e %U %S %M" "$work/rapport" -C "$work/workspace" "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  read -r wall user sys peak <"$work/cost"
  spent[$name]=$(bc <<<"$user + $sys")
  printf '%-22s %8.2f s wall %8.2f s of processor %6d MB\n' "$name" "$wall" "${spent[$name]}" $((peak / 1024))
}

echo "$clients clients of $reports reports, $shards shards"
run "one build" build -q --out "$work/one"
for i in $(seq "$shards"); do
  # .rapport is each machine's own
  rm -rf "$work/workspace/.rapport"
  run "shard $i of $shards" build -q --shard "$i/$shards" --out "$work/shards/$i"
done
run "listing" build -q --shard 100000/100000 --out "$work/nobody" # a shard that has none of the clients
run "merge" merge -q --jobs "$(nproc)" --out "$work/merged" "$work"/shards/*
run "merge again" merge -q --out "$work/merged" "$work"/shards/*
run "merge by moving" merge -q --move --out "$work/moved" "$work"/shards/*
pages=$(find "$work/one" -name '*.html' | wc -l)
echo "$pages pages, $(find "$work/one" -type f | wc -l) files"
[ "$pages" -lt 100000 ] || echo "listing and moving 1,000,000 pages: $(bc <<<"(${spent[listing]} + ${spent[merge by moving]}) * 1000000 / $pages") s of processor"
diff -rq "$work/one" "$work/merged" && diff -rq "$work/one" "$work/moved" && echo "the merges are the build, to the byte"
