"""What cannot be told because its source is not loaded: one finding each, instead of a hundred orphans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model import PlanKind

CODE = "SOURCE_NOT_LOADED"

NEEDED: Mapping[str, PlanKind] = {
    "PLEDGE_WITHOUT_PROJECT": PlanKind.PLEDGES,
    "KEY_PROJECT_WITHOUT_SDG": PlanKind.KEY_PROJECTS,
    "PROJECT_WITHOUT_BUDGET_LINE": PlanKind.KEY_PROJECTS,
}
"""The reasons of `orphans` that need a plan of another kind than the one that lacks something."""


def gaps(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings, as rows of that table, on the reasons whose source is not among the plans loaded."""
    loaded = {plan["kind"] for plan in plans}
    return [
        {
            "id": f"finding:{CODE}/{reason}",
            "code": CODE,
            "severity": "INFO",
            "message": f"Orphans by {reason} are not listed: no plan of the kind {kind.value} is loaded.",
        }
        for reason, kind in NEEDED.items()
        if kind.value not in loaded
    ]
