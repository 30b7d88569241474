"""Strips scripts and style sheets of comments, spaces and long local names, by tdewolff's minifier.

It runs as a program of its own: the minifier brings a runtime (Go's) that the gateway should not carry along.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from bot.environment import ROOT

KINDS = {"js": "application/javascript", "css": "text/css"}
YEAR = 2020  # of JavaScript: nothing newer is written, as the oldest browsers of the widget would not read it


class StrippingError(Exception):
    """A script or a style sheet that is none. The text is shown as it is."""


def strip(texts: Mapping[str, str]) -> dict[str, str]:
    """The stripped text of each file name that ends in .js or .css. StrippingError: one of them cannot be read."""
    command = [sys.executable, "-m", "channels.web.stripping"]
    run = subprocess.run(command, input=json.dumps(texts), cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        raise StrippingError(run.stderr.strip())
    stripped: dict[str, str] = json.loads(run.stdout)
    return stripped


def main() -> None:
    import minify  # the runtime; only in this process

    minify.config({"js-version": YEAR})
    stripped = {}
    for name, text in json.load(sys.stdin).items():
        try:
            stripped[name] = minify.string(KINDS[name.rpartition(".")[2]], text)
        except minify.MinifyError as fault:
            sys.exit(f"{name}: {str(fault).splitlines()[0]}. Mend it.")
    json.dump(stripped, sys.stdout)


if __name__ == "__main__":
    main()
