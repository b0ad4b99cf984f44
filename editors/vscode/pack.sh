#!/usr/bin/env bash
# Builds the extension and packs it: dist/rapport-VERSION.vsix. Needs Node; what it installs stays in node_modules.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
npm run --silent build
mkdir -p dist
npx vsce package --no-dependencies --allow-missing-repository --out "dist/rapport-$(node -p "require('./package.json').version").vsix"
