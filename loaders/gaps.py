"""What cannot be told because its source is not loaded: one finding each, instead of a hundred orphans."""

from __future__ import annotations

from typing import Any

from graph.reasons import NEEDED

CODE = "SOURCE_NOT_LOADED"


def gaps(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings, as rows of that table, on the reasons whose source is not among the plans loaded."""
    loaded = {plan["kind"] for plan in plans}
    missing = {reason: [kind.value for kind in kinds if kind.value not in loaded] for reason, kinds in NEEDED.items()}
    return [
        {
            "id": f"finding:{CODE}/{reason}",
            "code": CODE,
            "severity": "INFO",
            "message": f"Orphans by {reason} are not listed: no plan of the kind {kinds[0]} is loaded.",
        }
        for reason, kinds in missing.items()
        if kinds
    ]
