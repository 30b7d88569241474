"""The contract between the houses as a JSON schema; each house validates with the library it has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

PATH = Path(__file__).with_name("contract.json")


def schema(part: Literal["turn", "metadata", "decision"]) -> dict[str, Any]:
    """The schema of a turn (gateway to engine), of its metadata, or of a decision (a `custom` of the reply)."""
    whole = json.loads(PATH.read_text(encoding="utf-8"))
    return {"$schema": whole["$schema"], "$ref": f"#/$defs/{part}", "$defs": whole["$defs"]}
