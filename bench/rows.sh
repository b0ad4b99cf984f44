#!/usr/bin/env bash
# rows.sh [ROWS]: what check, status and build of one client cost that has so many rows of hours; 1,000,000.
# Prints processor time and peak memory of each, with rows in our own columns and as Toggl exports them.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000}

work=$(mktemp -d "${TMPDIR:-/tmp}/rows.XXXXXX")
trap 'rm -rf "$work"' EXIT
go build -o "$work/rapport" ./cmd/rapport

# table HEADER OWN: hours of two years, by day, with a price each
table() {
  echo "$1"
  awk -v rows="$rows" -v own="$2" 'BEGIN {
    srand(1)
    for (i = 0; i < rows; i++) {
      d = int(i * 720 / rows)
      day = sprintf("%04d-%02d-%02d", 2024 + int(d / 360), int(d % 360 / 30) + 1, d % 28 + 1)
      quarters = int(rand() * 12) + 1
      item = rand() < 0.7 ? "care" : "extra"
      note = "Work on page " int(rand() * 400)
      if (own) { printf "%s,%s,me,%s,%s\n", day, quarters / 4, item, note; continue }
      from = 8 * 60 + int(rand() * 300); to = from + quarters * 15
      printf "My Studio,hello@my-studio.example,Bakery,Shop,%s,%s,Yes,%s,%02d:%02d:00,%s,%02d:%02d:00,%02d:%02d:00,-\n", item, note, day, from / 60, from % 60, day, to / 60, to % 60, quarters / 4, quarters % 4 * 15
    }
  }'
}

for kind in own toggl; do
  "$work/rapport" init "$work/$kind" >/dev/null
  engagement=$work/$kind/content/clients/example/website
  sed -i -e 's/^start: .*/start: 2024-01-01/' -e 's/^pricing:/&\n  - {id: care, item: Care, model: retainer, amount: 950, per: month, includes: 10h, over: extra}/' "$engagement/engagement.md"
  if [ $kind = own ]; then
    table date,hours,person,item,note 1 >"$engagement/data/time.csv"
  else
    table "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags" 0 >"$engagement/data/toggl.csv"
    sed -i 's/^rhythm:/data:\n  time: {file: data\/toggl.csv, like: toggl}\n&/' "$engagement/engagement.md"
  fi
  for command in check status build; do
    /usr/bin/time -f "$kind $command: %U s of processor, %M kB" "$work/rapport" -C "$work/$kind" $command 2>"$work/log" >/dev/null || true
    tail -1 "$work/log"
  done
done
