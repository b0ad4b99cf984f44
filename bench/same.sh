#!/usr/bin/env bash
# same.sh [-m] OLD NEW: whether two commits write and say the same, to the byte.
# Each builds the example and a sample of about 1,000 pages as of a fixed time, and prints what check and status find.
# A commit may be "." for the working tree; the workspaces are the working tree's. Lists what differs, with the beginning of
# some differences; the exit status is then 1. With -m, fingerprints in names such as style.0123456789.css are masked, so that
# a changed style counts once and not on every page.
set -euo pipefail
cd "$(dirname "$0")/.."
mask=
[ "${1:-}" != -m ] || { mask=yes; shift; }
[ $# -eq 2 ] || { echo "usage: same.sh [-m] OLD NEW" >&2; exit 2; }
asof=2026-10-16T12:00:00+02:00 # of the example's story, and of the sample's
distinct=5 lines=20            # how much of the differences is shown

work=$(mktemp -d "${TMPDIR:-/tmp}/same.XXXXXX")
trap 'rm -rf "$work"' EXIT
bench/program.sh "$1" "$work/rapport-old"
bench/program.sh "$2" "$work/rapport-new"
mkdir "$work/example"
cp -r content "$work/example"
go run ./generator/sample/make -clients 24 -reports 30 "$work/sample" >/dev/null

# say WORKSPACE FILE COMMAND [ARG...]: keeps what a command of the program prints, and how it ends.
say() {
  local workspace=$1 file=$2 status=0
  shift 2
  "$@" -C "$workspace" --as-of "$asof" >"$file" 2>&1 || status=$?
  echo "exit status $status" >>"$file"
}

for which in old new; do
  for workspace in example sample; do
    to=$work/$which/$workspace
    mkdir -p "$to"
    say "$work/$workspace" "$to/build.txt" "$work/rapport-$which" build --quiet --out "$to/public"
    say "$work/$workspace" "$to/check.txt" "$work/rapport-$which" check
    say "$work/$workspace" "$to/status.json" "$work/rapport-$which" status --json
    say "$work/$workspace" "$to/status.txt" "$work/rapport-$which" status
    [ -d "$to/public" ] || { echo "$which builds nothing of the $workspace:" >&2; cat "$to/build.txt" >&2; exit 1; }
  done
  [ -z "$mask" ] && continue
  find "$work/$which" -type f -regextype posix-extended -regex '.*\.[0-9a-f]{10}\.[a-z0-9]+' | while read -r file; do
    mv "$file" "$(sed -E 's/\.[0-9a-f]{10}(\.[a-z0-9]+)$/.#\1/' <<<"$file")"
  done
  find "$work/$which" -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.xml' \) -exec sed -Ei 's/\.[0-9a-f]{10}\./.#./g' {} +
done

cd "$work"
pages=$(find old -name '*.html' | wc -l)
if diff -rq old new >differences; then
  echo "the same: $pages pages, and all else, of $1 and $2"
  exit
fi
echo "$(wc -l <differences) differences between $1 and $2 ($pages pages):"
head -n 40 differences | sed 's/^/  /'
# parts gives each tag and each rule of style a line of its own, since what is written is minified.
parts() { sed 's/></>\n</g; s/}/}\n/g' "$1"; }
declare -A shown=() # differences that many files share are shown once
while [ ${#shown[@]} -lt "$distinct" ] && read -r old new; do
  difference=$(diff <(parts "$old") <(parts "$new") | grep -v '^\\' | cut -c1-200 | head -n "$lines" || true)
  [ -z "${shown[$difference]:-}" ] || continue
  shown[$difference]=yes
  printf '\n%s\n%s\n' "${old#old/}" "$difference"
done < <(sed -nE 's/^Files (.*) and (.*) differ$/\1 \2/p' differences)
exit 1
