#!/bin/sh
# Style and types, and the widget's oldest browsers. mypy reads Django's settings, which make secrets: it gets a place
# of its own.
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --quiet --check .
KILOTSE_VAR=$place .venv/bin/mypy --no-error-summary
sh tests/widget/install.sh
npm run --silent --prefix tests/widget lint
echo "no findings"
