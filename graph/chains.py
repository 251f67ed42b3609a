"""The steps of a chain between two nodes: which relationships count, and those that are made for it.

A step is a fact that joins two nodes with an id of their own. A responsibility joins three at once, so the loaders add
a relationship for each two of them (the third, CARRIED_OUT_BY, is there); and they add one for each pair of entries
that is served as similar. `loaders/chain_steps.py` makes them.
"""

from __future__ import annotations

from graph.declaration import Kind, RelationshipType
from graph.model import MODEL

LEFT_OUT = ("Document", "Plan", "City", "Finding")
"""Types through which no chain goes: they would join everything with everything."""

RESPONSIBLE_FOR, WORKS_IN, IS_LIKE, SIMILAR_TO = "RESPONSIBLE_FOR", "WORKS_IN", "IS_LIKE", "SIMILAR_TO"
MADE = (
    RelationshipType(RESPONSIBLE_FOR, "Staff", "Project", "An official is responsible for a project."),
    RelationshipType(WORKS_IN, "Staff", "Department", "An official is responsible for something in an office."),
    RelationshipType(IS_LIKE, "Node", "Node", "Two entries are the same or overlap: SIMILAR_TO without those refused."),
)
"""The relationship types that exist for chains only."""
SHOWN_AS = {IS_LIKE: SIMILAR_TO}
"""What a step is called, where that is not its relationship type."""


def _joins_nodes(relationship: RelationshipType) -> bool:
    """Tell whether a relationship type joins only nodes through which a chain may go."""
    ends = [MODEL.types[name] for end in (relationship.start, relationship.end) for name in MODEL.types[end].members]
    return all(end.kind is Kind.NODE and end.name not in LEFT_OUT for end in ends)


STEPS = (
    *(r.name for r in MODEL.relationships.values() if r.structural and r.name != SIMILAR_TO and _joins_nodes(r)),
    *(r.name for r in MADE),
)
"""The types of relationship that are steps."""
