"""`counts`: entries by one or two dimensions, such as indicators per SDG.

The statement returns, for each entry, the ids or values of its groups, and for each dimension the nodes it can have;
the shaper counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from graph.declaration import RANK, EntityType, Kind, Relation
from graph.model import MODEL
from schema.compiler import Compiler, Root
from schema.cypher import cypher
from schema.errors import BadUserInput
from schema.predicates import Place, far_label, labels, plain
from schema.selection import SelectedField
from schema.shaper import ShaperWriter

TYPE_OF = {
    "SDG": "SDG",
    "GOAL": "Goal",
    "STRATEGY": "Strategy",
    "PLAN": "Plan",
    "BUREAU": "Bureau",
    "DEPARTMENT": "Department",
    "CONTRACTOR": "Contractor",
    "MINISTRY": "Ministry",
}
"""The type of the nodes of a dimension; the other dimensions are values."""
WITH_ZEROS = ("SDG", "GOAL", "STRATEGY", "PLAN")
"""Dimensions of which groups of zero are rows."""

REACHED: Mapping[str, Mapping[str, str]] = {
    "TASK": {
        "SDG": "sdgs",
        "GOAL": "goal",
        "STRATEGY": "goal.strategy",
        "PLAN": "plan",
        "BUREAU": "projects.departments.bureau",
        "DEPARTMENT": "projects.departments",
    },
    "PROJECT": {
        "SDG": "sdgs",
        "GOAL": "goal",
        "STRATEGY": "goal.strategy",
        "PLAN": "plan",
        "BUREAU": "departments.bureau",
        "DEPARTMENT": "departments",
        "YEAR": "indicators.yearly_targets.covers_years",
        "UNIT": "indicators.unit",
    },
    "INDICATOR": {
        "SDG": "sdgs",
        "GOAL": "project.goal",
        "STRATEGY": "project.goal.strategy",
        "PLAN": "plan",
        "DEPARTMENT": "project.departments",
        "YEAR": "yearly_targets.covers_years",
        "UNIT": "unit",
    },
    "STAFF": {
        "SDG": "projects.sdgs",
        "GOAL": "projects.goal",
        "STRATEGY": "projects.goal.strategy",
        "PLAN": "projects.plan",
        "BUREAU": "departments.bureau",
        "DEPARTMENT": "departments",
    },
    "PLEDGE": {"SDG": "sdgs", "PLAN": "plan", "BUREAU": "bureaus"},
    "KEY_PROJECT": {"SDG": "sdgs", "PLAN": "plan", "BUREAU": "bureau"},
    "COMMISSION": {
        "SDG": "sdgs",
        "PLAN": "plan",
        "BUREAU": "department.bureau",
        "DEPARTMENT": "department",
        "CONTRACTOR": "contractors",
        "YEAR": "year",
    },
    "WORK_ITEM": {
        "SDG": "sdgs",
        "PLAN": "plan",
        "BUREAU": "organizations",
        "YEAR": "quantities.year",
        "UNIT": "quantities.unit",
    },
    "SCORECARD_INDICATOR": {"PLAN": "plan", "BUREAU": "body", "DEPARTMENT": "body", "UNIT": "unit"},
    "JOINT_INDICATOR": {"PLAN": "plan", "MINISTRY": "ministry"},
    "FINDING": {"PLAN": "plan", "BUREAU": "node", "DEPARTMENT": "node", "CONTRACTOR": "node"},
}
"""How an entry reaches the groups of a dimension: relations of the model, and a property at the end of some."""
COUNTED = {
    "TASK": "Task",
    "PROJECT": "Project",
    "INDICATOR": "Indicator",
    "PLEDGE": "Pledge",
    "KEY_PROJECT": "KeyProject",
    "COMMISSION": "Commission",
    "WORK_ITEM": "WorkItem",
    "SCORECARD_INDICATOR": "ScorecardIndicator",
    "JOINT_INDICATOR": "JointIndicator",
    "STAFF": "Staff",
    "FINDING": "Finding",
}
"""The type of the entries that are counted."""


def compile_counts(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the rows of groups; raises BadUserInput for a dimension that the entries do not reach."""
    _, arguments = compiler.read_arguments("Query", selected)
    counted, dimensions = plain(arguments["of"]), [plain(dimension) for dimension in arguments["by"]]
    check(counted, dimensions)
    place = Place(MODEL.types[COUNTED[counted]], "n0", 0)
    groups = ", ".join(groups_of(place, REACHED[counted][dimension], dimension) for dimension in dimensions)
    entries = f"COLLECT {{ MATCH (n0{labels(place.entity)} {{generation: dataset.generation}}) RETURN [{groups}] }}"
    known = ", ".join(nodes_of(dimension) for dimension in dimensions)
    fields = compiler.selection.fields("CountRow", selected)
    keys = {f.key: compiler.selection.fields("CountKey", f) for f in fields if f.name == "keys"}

    def write(writer: ShaperWriter, column: str) -> str:
        row = {f.key: _write_keys(writer, keys[f.key]) if f.name == "keys" else ROW[f.name] for f in fields}
        return f"[{writer.define('count_row', row)}(row) for row in count_rows({dimensions!r}, *{column})]"

    return Root(cypher(f"[{entries}, {known}]"), write, {"count_rows": count_rows})


ROW = {"count": "row.count", "__typename": "'CountRow'"}
KEY = {"dimension": "row.dimension", "id": "row.id", "label": "row.label", "__typename": "'CountKey'"}


def _write_keys(writer: ShaperWriter, fields: list[SelectedField]) -> str:
    return f"[{writer.define('count_key', {f.key: KEY[f.name] for f in fields})}(key) for key in row.keys]"


def check(counted: str, dimensions: Sequence[str]) -> None:
    """Check that entries can be counted by dimensions: one or two of those that they reach."""
    reached = REACHED[counted]
    if not 1 <= len(dimensions) <= 2:
        raise BadUserInput(f"Count by one or two dimensions, not by {len(dimensions)}.")
    for dimension in dimensions:
        if dimension not in reached:
            supported = ", ".join(reached)
            raise BadUserInput(f"{counted} cannot be counted by {dimension}; supported: {supported}.")


def groups_of(place: Place, reached: str, dimension: str) -> str:
    """Return the expression of the ids, or the values, of the groups to which the node at a place belongs.

    A relation to several types leads to those nodes only that the dimension has.
    """
    *relations, last = reached.split(".")
    if last in place.entity.properties and not relations:
        return f"[{place.property(place.entity.properties[last].graph_name)}]"
    pattern, entity, narrowed = f"({place.var})", place.entity, ""
    value = "id"
    for name in (*relations, last):
        if name in entity.properties:
            value = entity.properties[name].graph_name
            break
        relation = entity.relations[name]
        pattern, entity = _extend(f"{pattern[:-1]}{narrowed})", relation)
        narrowed = far_label(relation)
    if entity.kind is Kind.INTERFACE:
        entity = MODEL.types[TYPE_OF[dimension]]
    return f"[{pattern[:-1]}{labels(entity)}) | {_named(pattern)}.{value}]"


def _extend(pattern: str, relation: Relation) -> tuple[str, EntityType]:
    """Return a pattern with a relation's steps added, its last node named after its length."""
    for step in relation.steps:
        arrow = f"-[:{step.relationship}]-"
        pattern += f"{arrow}>(g{len(pattern)})" if step.outgoing else f"<{arrow}(g{len(pattern)})"
    return pattern, MODEL.target(relation)


def _named(pattern: str) -> str:
    return pattern[pattern.rindex("(") + 1 : -1]


def nodes_of(dimension: str) -> str:
    """Return the expression of the nodes of a dimension: id, label and rank; null where groups are values."""
    if dimension not in TYPE_OF:
        return "null"
    entity = MODEL.types[TYPE_OF[dimension]]
    assert entity.display is not None
    label = entity.properties[entity.display].graph_name
    match = f"MATCH (g{labels(entity)} {{generation: dataset.generation}})"
    return f"COLLECT {{ {match} RETURN [g.id, g.{label}, g.{RANK}] }}"


# What the shaper calls.


@dataclass(frozen=True)
class Key:
    """A group: `id` is that of the node, or the value as text; null for what has no group."""

    dimension: str
    id: str | None
    label: str
    order: tuple[bool, Any]


@dataclass(frozen=True)
class CountRow:
    """A row: one key for each dimension, and the number of entries."""

    keys: tuple[Key, ...]
    count: int


def count_rows(dimensions: Sequence[str], entries: Sequence[Any], *known: Any) -> list[CountRow]:
    """Count entries by their groups.

    entries: for each, the groups by dimension, as ids or (lists of) values; known: for each dimension its nodes (id,
    label, rank), None for values. Groups of zero are rows where all dimensions have them; an entry in two groups
    counts in both, one without any under “(none)”.
    """
    nodes = [{row[0]: row for row in rows} if rows is not None else None for rows in known]
    counted: Counter[tuple[Key, ...]] = Counter()
    for groups in entries:
        keys = [
            {_key(dimension, value, of) for value in flat(values)} or {Key(dimension, None, NONE, (True, 0))}
            for dimension, values, of in zip(dimensions, groups, nodes, strict=True)
        ]
        counted.update(product(*keys))
    if all(dimension in WITH_ZEROS for dimension in dimensions):
        every = [[_key(d, node_id, of) for node_id in of or ()] for d, of in zip(dimensions, nodes, strict=True)]
        for combination in product(*every):
            counted.setdefault(combination, 0)
    rows = [CountRow(keys, count) for keys, count in counted.items()]
    return sorted(rows, key=lambda row: [key.order for key in row.keys])


NONE = "(none)"


def flat(values: Any) -> set[Any]:
    """Return the distinct values of nested lists, nulls left out."""
    if isinstance(values, list):
        return {value for inner in values for value in flat(inner)}
    return set() if values is None else {values}


def _key(dimension: str, value: Any, nodes: Mapping[str, Any] | None) -> Key:
    if nodes is None:
        return Key(dimension, str(value), str(value), (False, value))
    return Key(dimension, value, nodes[value][1], (False, nodes[value][2]))


ROOTS = {"counts": compile_counts}
