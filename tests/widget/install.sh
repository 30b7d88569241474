#!/bin/sh
# The libraries of the widget's checks and axe, anew when the lock has changed.
set -eu
cd "$(dirname "$0")"
stamp=node_modules/.installed
if [ -e "$stamp" ] && [ ! package-lock.json -nt "$stamp" ]; then exit 0; fi

if ! command -v npm >/dev/null; then
    echo "tests/widget: npm is missing; it brings the widget's checks. Install it: apt install npm" >&2
    exit 1
fi
echo "installing tests/widget/node_modules from tests/widget/package-lock.json …"
if ! npm ci --include=dev --loglevel=error --no-progress >/dev/null; then
    echo "tests/widget: the packages of package-lock.json could not be installed; the reason is above." \
        "Without a network: connect, then make test again." >&2
    exit 1
fi
touch "$stamp"
