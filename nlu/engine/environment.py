"""The environment the engine runs in. Must be set before numpy, Rasa or any C library is loaded."""

from __future__ import annotations

import os
import sys

from nlu import paths
from nlu.engine import tensorflow_stub

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def prepare() -> None:
    """One thread a library, no telemetry, Rasa's caches under `var/`, the content named once for all, the stub."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["RASA_CACHE_DIRECTORY"] = str(paths.cache() / "rasa")
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "200")  # MB, for `rasa train`; Rasa's default is 1,000
    os.environ["KILOTSE_CONTENT"] = str(paths.content())
    if str(paths.PROJECT) not in sys.path:  # Rasa loads our classes by dotted name
        sys.path.insert(0, str(paths.PROJECT))
    tensorflow_stub.install()
