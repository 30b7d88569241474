"""Entry point: `kilotse COMMAND …`, or `python -m bot.command COMMAND …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.command import arguments
from bot.environment import SettingError
from faq.faults import FaqError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 well, 1 a fault that the text explains, 2 wrong usage."""
    options = arguments.parser().parse_args(argv)
    try:
        return int(options.run(options))
    except FaqError as error:
        count = len(error.faults)
        print(f"{error}\n{count} fault{'s' if count > 1 else ''} in the content.", file=sys.stderr)
    except SettingError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stderr.close()
    return 1


if __name__ == "__main__":
    sys.exit(main())
