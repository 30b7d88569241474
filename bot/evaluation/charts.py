"""The geometry of the page's pictures. Coordinates are strings, so that no locale changes their decimal point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.judging import VERDICTS

LEFT, RIGHT, TOP, BOTTOM = 64, 338, 12, 252  # of the field inside the axes; the templates draw 360 × 300
TOPS = (0.05, 0.1, 0.2, 0.5, 1.0)  # where the axis of risk may end


@dataclass(frozen=True)
class Axes:
    """Maps shares (x 0 to 1, y 0 to `top`) to coordinates."""

    top: float = 1.0

    def x(self, share: float) -> float:
        return LEFT + share * (RIGHT - LEFT)

    def y(self, share: float) -> float:
        return BOTTOM - share / self.top * (BOTTOM - TOP)

    def ticks(self) -> dict[str, Any]:
        """Five ticks an axis, with their German labels, and the frame."""
        shares = [quarter / 4 for quarter in range(5)]
        return {
            "x": [{"at": _at(self.x(share)), "label": _tick(share)} for share in shares],
            "y": [{"at": _at(self.y(share * self.top)), "label": _tick(share * self.top)} for share in shares],
            "left": LEFT,
            "right": RIGHT,
            "top": TOP,
            "bottom": BOTTOM,
            "below": BOTTOM + 16,
            "middle": (LEFT + RIGHT) // 2,
        }


def bar(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The parts of a bar of 100 units: a verdict each that has lines."""
    total, done, parts = sum(counts.values()), 0, []
    for verdict in VERDICTS:
        if count := counts[verdict]:
            parts.append({"verdict": verdict, "x": _at(100 * done / total), "width": _at(100 * count / total)})
            done += count
    return parts


def reliability(bins: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Ten columns as high as the share that is right, and a dot at the mean confidence of each."""
    axes = Axes()
    columns = [
        {
            "x": _at(axes.x(each["from"]) + 1),
            "y": _at(axes.y(each["right"])),
            "width": _at(axes.x(each["to"]) - axes.x(each["from"]) - 2),
            "height": _at(axes.y(0) - axes.y(each["right"])),
            "dot_x": _at(axes.x(each["confidence"])),
        }
        for each in bins
        if each["lines"]
    ]
    return {"axes": axes.ticks(), "columns": columns}


def risk_curve(points: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """A line through the points; the axis of risk ends at the next of `TOPS`."""
    axes = Axes(next(top for top in TOPS if top >= max((point["risk"] for point in points), default=0)))
    placed = [(_at(axes.x(point["coverage"])), _at(axes.y(point["risk"]))) for point in points]
    return {
        "axes": axes.ticks(),
        "line": " ".join(f"{x},{y}" for x, y in placed),
        "end": {"x": placed[-1][0], "y": placed[-1][1]} if placed else None,
    }


def _at(value: float) -> str:
    return f"{value:.2f}"


def _tick(share: float) -> str:
    return f"{100 * share:g} %".replace(".", ",")
