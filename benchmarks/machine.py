"""Which machine a run was made on: without it, a figure says nothing."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import psutil


def describe() -> dict[str, Any]:
    """`memory_gb` is 10^9 bytes; `load` the run queue of the last minute, ours and everybody else's."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    rows = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (row.partition(":")[2].strip() for row in rows if row.startswith("model name"))
    return next(names, platform.machine())


def memory_mb(processes: list[psutil.Process]) -> float:
    """Resident memory of the processes together, in MB (10^6 bytes). Pages they share count for each."""
    return sum(process.memory_info().rss for process in processes) / 1e6


def proportional_mb(processes: list[psutil.Process]) -> float:
    """As `memory_mb`, but shared pages are divided among all processes that share them."""
    return float(sum(process.memory_full_info().pss for process in processes)) / 1e6


def disk_mb(folder: Path) -> float:
    """What the folder takes on disk, in MB (10^6 bytes), each file counted once however many names it has."""
    sizes: dict[tuple[int, int], int] = {}
    for path in folder.resolve().rglob("*"):
        found = path.lstat()
        sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values()) / 1e6
