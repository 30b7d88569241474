#!/bin/sh
# All tests. `make test` calls it when both environments are installed.
set -eu
cd "$(dirname "$0")/.."
. tests/postgresql.sh

PATH=$PATH:/usr/sbin  # nginx

# Python's packages are installed by make; these come from the system.
need() {
    command -v "$1" >/dev/null || { echo "$1 is missing; the tests need it. Install it: apt install $2" >&2; exit 1; }
}
need node nodejs
need npm npm
need chromium chromium
need ip iproute2
need nginx nginx

step() { printf '\n== %s\n' "$1"; }

step "linters and types"
sh tests/lint.sh
step "widget"
sh tests/widget/install.sh
node --test tests/widget/*.test.js
step "ground, assistant and channels, on SQLite"
.venv/bin/python -m pytest tests/test_layers.py tests/faq tests/bot tests/channels tests/benchmarks
step "conversation and web API, on PostgreSQL"
start_postgresql
KILOTSE_DATABASE=$POSTGRESQL_URL .venv/bin/python -m pytest tests/bot/conversation tests/bot/handoff tests/bot/staff tests/channels
step "engine"
# Rasa's libraries warn at each start; what is ours is shown by the gateway's run.
.venv-rasa/bin/python -m pytest --disable-warnings tests/nlu tests/actions tests/engine
step "everything together, real processes"
.venv/bin/python -m pytest tests/e2e
