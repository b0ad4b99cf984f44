#!/usr/bin/env bash
# Builds the extension and packs it: dist/rapport-VERSION.vsix. Needs Node; what it installs stays in node_modules.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
npm run --silent build
mkdir -p dist
for folder in $(npm ls --omit=dev --all --parseable | tail -n +2 | sort); do # the bundle holds copies of these
  printf '%s\n\n' "$(basename "$folder")"
  cat "$folder"/LICENSE* "$folder"/License* "$folder"/license* 2>/dev/null || grep -h '"license"' "$folder/package.json"
  printf '\n\n'
done >dist/licenses.txt
npx vsce package --no-dependencies --allow-missing-repository --out "dist/rapport-$(node -p "require('./package.json').version").vsix"
