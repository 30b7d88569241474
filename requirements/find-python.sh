#!/bin/sh
# Prints the path of a Python interpreter: `find-python.sh engine` (3.10) or `find-python.sh gateway` (3.11 or newer).
# Looks by path and asks each for its version: a pyenv shim exists even where its version is not active.
set -u
kind=$1
root=$(cd "$(dirname "$0")/.." && pwd)

if [ "$kind" = engine ]; then
    wanted='sys.version_info[:2] == (3, 10)'
    named=${PYTHON310:-}
    candidates="$HOME/.pyenv/versions/3.10.*/bin/python python3.10 /usr/bin/python3.10 /usr/local/bin/python3.10"
    uv_version=3.10
else
    wanted='sys.version_info >= (3, 11)'
    named=${PYTHON311:-}
    candidates="python3 python3.13 python3.12 python3.11 $HOME/.pyenv/versions/3.1[1-9].*/bin/python /usr/bin/python3 /usr/bin/python3.1[1-9]"
    uv_version='>=3.11'
fi

fits() {
    "$1" -c "import ensurepip, sys, venv; sys.exit(not ($wanted))" >/dev/null 2>&1
}

for candidate in $named $candidates; do
    if fits "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
uv=$root/.venv-tools/bin/uv
if [ -x "$uv" ]; then
    found=$("$uv" python find --no-project "$uv_version" 2>/dev/null) && fits "$found" && echo "$found" && exit 0
fi
if [ "$kind" = engine ]; then
    echo "Python 3.10 is missing; Rasa needs it. Install it (pyenv install 3.10, or uv python install 3.10), or name it: PYTHON310=/path/to/python3.10 make run" >&2
else
    echo "Python 3.11 or newer is missing. Install it (on Debian: apt install python3 python3-venv), or name it: PYTHON311=/path/to/python3 make run" >&2
fi
exit 1
