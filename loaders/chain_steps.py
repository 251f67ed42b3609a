"""Makes the relationships that exist only as steps of a chain between two nodes; see `graph/chains.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graph.alike import is_alike
from graph.chains import IS_LIKE, RESPONSIBLE_FOR, SIMILAR_TO, WORKS_IN

Row = dict[str, Any]
Relationships = dict[tuple[str, str, str], list[tuple[str, str, Row]]]


def add_chain_steps(relationships: Relationships, min_score: float) -> None:
    """Add a step for each two of a responsibility's three nodes, and for each pair that counts as alike."""
    by_responsibility: dict[str, dict[str, str]] = defaultdict(dict)
    for responsibility, office, _ in _rows(relationships, "IN_DEPARTMENT"):
        by_responsibility[responsibility]["office"] = office
    for responsibility, official, _ in _rows(relationships, "HELD_BY"):
        by_responsibility[responsibility]["official"] = official
    for project, responsibility, _ in _rows(relationships, "HAS_RESPONSIBILITY"):
        by_responsibility[responsibility]["project"] = project
    if ends := by_responsibility.values():
        relationships[RESPONSIBLE_FOR, "Staff", "Project"] = _each_once((e["official"], e["project"]) for e in ends)
        relationships[WORKS_IN, "Staff", "Department"] = _each_once((e["official"], e["office"]) for e in ends)
    for (type_, start, end), rows in list(relationships.items()):
        if type_ == SIMILAR_TO:
            relationships[IS_LIKE, start, end] = [
                (left, right, {}) for left, right, pair in rows if is_alike(pair, min_score)
            ]


def _rows(relationships: Relationships, type_: str) -> Iterator[tuple[str, str, Row]]:
    """Give the relationships of a type, whatever they join."""
    return (row for (name, _, _), rows in relationships.items() if name == type_ for row in rows)


def _each_once(pairs: Iterator[tuple[str, str]]) -> list[tuple[str, str, Row]]:
    return [(start, end, {}) for start, end in dict.fromkeys(pairs)]
