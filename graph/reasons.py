"""What a question about gaps needs: the kinds of plans without which nothing can be told.

`schema/orphans.py` lists no orphans by a reason for which a kind of plan is missing; `loaders/gaps.py` makes one
finding of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import PlanKind

NEEDED: Mapping[str, tuple[PlanKind, ...]] = {
    "PLEDGE_WITHOUT_PROJECT": (PlanKind.PLEDGES, PlanKind.IMPLEMENTATION_PLAN),
    "KEY_PROJECT_WITHOUT_SDG": (PlanKind.KEY_PROJECTS, PlanKind.IMPLEMENTATION_PLAN),
    "PROJECT_WITHOUT_BUDGET_LINE": (PlanKind.KEY_PROJECTS,),
}
"""The reasons of `orphans` that need plans of other kinds than the one that lacks something."""
