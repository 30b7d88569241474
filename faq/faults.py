"""Faults in content files that their author can mend: `file:line: what. remedy.`, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault and its place. `text` says what is wrong and what to do; it is shown as it is."""

    file: str
    line: int  # from 1
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class FaqError(Exception):
    """Content that cannot be used. `faults` holds every fault found; the message lists them, a line each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
