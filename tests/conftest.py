"""For all tests, in both environments: a temporary copy of the content, and a temporary place to write to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACE = Path(tempfile.mkdtemp(prefix="kilotse-tests-"))

# Before anything of ours is imported: settings are read once.
shutil.copytree(ROOT / "faq", PLACE / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
os.environ["KILOTSE_VAR"] = str(PLACE / "var")
os.environ["KILOTSE_CONTENT"] = str(PLACE / "content")
os.environ.setdefault("KILOTSE_CACHE", str(ROOT / "var/cache"))  # vectors are keyed by text and model: safe to share
os.environ["KILOTSE_TESTS"] = "yes"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")


@pytest.fixture(scope="session", autouse=True)
def _temporary_place() -> Iterator[None]:
    yield
    shutil.rmtree(PLACE, ignore_errors=True)
