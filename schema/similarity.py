"""Entries that are alike: `similar` and `sameMeasure` of an entry, `duplicates`, `duplicateGroups`, `decisions`.

The graph holds a pair once, as SIMILAR_TO with its score, the reasons as parallel lists (`signals`, `shares`,
`details`) and a person's decision (`verdict`, `decidedBy`, `decidedOn`, `decisionNote`), which wins over the score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from graph.alike import LEAST, not_different_condition, settled_condition
from graph.declaration import MIXED_RANK, RANK, EntityType
from graph.model import MODEL
from schema.compiler import Columns, Compiler, Level, Pending, Root, page
from schema.cypher import Fragment, Parameter, cypher, join
from schema.predicates import Place, all_of, labels, plain, when
from schema.selection import SelectedField
from schema.shaper import Entry, One, ShaperWriter, Value, Written
from schema.types import MEASURES

NODE, PLAN_ITEM = MODEL.types["Node"], MODEL.types["PlanItem"]


# The fields of a pair.


def pair_level(
    compiler: Compiler, type_name: str, selected: SelectedField, edge: str, ends: Mapping[str, Place]
) -> Level:
    """Compile what is selected of a pair: its own fields, and the nodes at its ends by the names of their fields."""

    def compile_field(field: SelectedField, columns: Columns) -> Entry | Pending:
        if field.name in ends:
            level = compiler.level(ends[field.name], field, ())
            return Pending((columns.add(level.expression),), lambda column: One(column, level.row))
        if field.name in LISTED:
            written = {f.key: LISTED[field.name][f.name] for f in compiler.selection.fields(*_part(field))}
            parts = tuple(columns.add(cypher(f"{edge}.{name}")) for name in PARTS[field.name])
            return Pending(parts, lambda *numbers: Written(partial(WRITERS[field.name], written, numbers)))
        return Pending((columns.add(cypher(f"{edge}.{field.name}")),), Value)

    return compiler.plain_level(type_name, selected, compile_field, (cypher(f"{edge}.{RANK}"),))


def _part(field: SelectedField) -> tuple[str, SelectedField]:
    return ("Reason" if field.name == "reasons" else "Decision", field)


PARTS = {
    "reasons": ("signals", "shares", "details"),
    "decision": ("verdict", "decidedBy", "decidedOn", "decisionNote"),
}
"""The properties of a pair from which a field is made."""
LISTED = {
    "reasons": {"signal": "row[0]", "score": "row[1]", "detail": "row[2]", "__typename": "'Reason'"},
    "decision": {"verdict": "row[0]", "by": "row[1]", "on": "row[2]", "note": "row[3]", "__typename": "'Decision'"},
}
"""The expression of each field of a reason and of a decision, given these properties in their order."""


def write_reasons(written: Mapping[str, str], columns: tuple[int, ...], writer: ShaperWriter) -> str:
    """Write the list of reasons."""
    lists = ", ".join(f"row[{column}] or ()" for column in columns)
    return f"[{writer.define('reason', written)}(row) for row in zip({lists})]"


def write_decision(written: Mapping[str, str], columns: tuple[int, ...], writer: ShaperWriter) -> str:
    """Write the decision, null where nobody has decided."""
    values = ", ".join(f"row[{column}]" for column in columns)
    return f"({writer.define('decision', written)}(({values})) if row[{columns[0]}] is not None else None)"


WRITERS: Mapping[str, Callable[[Mapping[str, str], tuple[int, ...], ShaperWriter], str]] = {
    "reasons": write_reasons,
    "decision": write_decision,
}


# Which pairs.


def pair_condition(edge: str, number: int, arguments: Mapping[str, Any]) -> Fragment:
    """Return which pairs are meant: of a kind, and scored at least so high or decided; DIFFERENT only if asked for."""
    before, after = settled_condition(edge).split(LEAST)
    settled = cypher(before, Parameter(number, ("minScore",)), after)
    if "kind" in arguments:
        return cypher(settled, f" AND {edge}.kind = ", Parameter(number, ("kind",)))
    return cypher(settled, f" AND {not_different_condition(edge)}")


SCOPES = {
    "WITHIN_PLAN": "EXISTS {{ MATCH ({left})-[:IN_PLAN]->(plan)<-[:IN_PLAN]-({right}) }}",
    "ACROSS_PLANS": "NOT EXISTS {{ MATCH ({left})-[:IN_PLAN]->(plan)<-[:IN_PLAN]-({right}) }}",
}


def scope_condition(arguments: Mapping[str, Any], left: str, right: str) -> Fragment | None:
    """Return that both entries stand in one plan, or in two."""
    scope = plain(arguments.get("scope"))
    return cypher(SCOPES[scope].format(left=left, right=right)) if scope else None


# The fields.


def compile_similar(
    compiler: Compiler, place: Place, entity: EntityType, selected: SelectedField, columns: Columns
) -> Entry | Pending:
    """Compile the list of what is like one entry: `similar(minScore:, kind:)`, or `sameMeasure` of an indicator."""
    number, arguments = compiler.read_arguments(entity.name, selected)
    depth = place.depth + 1
    other = Place(NODE, f"n{depth}", depth)
    edge = f"n{depth}r"
    level = pair_level(compiler, "SimilarItem", selected, edge, {"item": other})
    condition = pair_condition(edge, number, arguments)
    fragment = cypher(
        f"[({place.var})-[{edge}:SIMILAR_TO]-({other.var})", *when(condition), " | ", level.expression, "]"
    )
    rank = level.index(cypher(f"{edge}.{RANK}"))

    def finish(column: int) -> Entry:
        return Written(lambda writer: writer.list(f"row[{column}]", level.row, (rank,)))

    return Pending((columns.add(fragment),), finish)


def compile_duplicates(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the pairs of entries, best first."""
    number, arguments = compiler.read_arguments("Query", selected)
    conditions = [pair_condition("pair", number, arguments), scope_condition(arguments, "n0", "n1")]
    return _pairs(compiler, selected, all_of([c for c in conditions if c is not None]), page(number, arguments))


def compile_decisions(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the pairs that a person has decided, those of indicators with them."""
    return _pairs(compiler, selected, cypher("pair.verdict IS NOT NULL"), (), NODE)


def _pairs(
    compiler: Compiler,
    selected: SelectedField,
    condition: Fragment | None,
    paging: tuple[str | Parameter, ...],
    entries: EntityType = PLAN_ITEM,
) -> Root:
    ends = {"left": Place(NODE, "n0", 1), "right": Place(NODE, "n1", 1)}
    level = pair_level(compiler, "Similarity", selected, "pair", ends)
    found = cypher(
        *("COLLECT { ", _match_pairs(entries), *when(condition), " WITH n0, n1, pair, dataset ORDER BY pair.", RANK),
        *(*paging, " RETURN ", level.expression, " }"),
    )
    return Root(found, lambda writer, column: writer.list(column, level.row))


def _match_pairs(entries: EntityType = PLAN_ITEM) -> str:
    return f"MATCH (n0{labels(entries)} {{generation: dataset.generation}})-[pair:SIMILAR_TO]->(n1)"


def compile_duplicate_groups(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the clusters of pairs: the pairs as ids, and every entry among them once; the shaper joins them."""
    number, arguments = compiler.read_arguments("Query", selected)
    conditions = [pair_condition("pair", number, arguments), scope_condition(arguments, "n0", "n1")]
    condition = all_of([c for c in conditions if c is not None])
    place = Place(NODE, "n0", 1)
    fields = compiler.selection.fields("DuplicateGroup", selected)
    levels = {f.key: compiler.level(place, f, ()) for f in fields if f.name in ("items", "canonical")}
    rows = join(", ", [level.expression for level in levels.values()])
    entries = cypher(
        *(f"COLLECT {{ MATCH (n0{labels(PLAN_ITEM)} {{generation: dataset.generation}}) WHERE EXISTS {{ "),
        *("MATCH (n0)-[pair:SIMILAR_TO]-(n1)", *when(condition), " }"),
        *(f" RETURN [n0.id, n0.{MIXED_RANK}, [", rows, "]] }"),
    )
    pairs = cypher("COLLECT { ", _match_pairs(), *when(condition), " RETURN [n0.id, n1.id, pair.kind, pair.score] }")

    def write(writer: ShaperWriter, column: str) -> str:
        written = {"id": "row.id", "kind": "row.kind", "score": "row.score", "__typename": "'DuplicateGroup'"}
        group = {}
        for field in fields:
            if field.key in levels:
                function = writer.function(levels[field.key].row)
                at = list(levels).index(field.key)
                listed = f"[{function}(item[{at}]) for item in row.items]"
                group[field.key] = listed if field.name == "items" else f"{function}(row.items[0][{at}])"
            else:
                group[field.key] = written[field.name]
        return f"[{writer.define('group', group)}(row) for row in duplicate_groups(*{column})]"

    return Root(cypher("[", pairs, ", ", entries, "]"), write, {"duplicate_groups": duplicate_groups})


# What the shaper of groups calls.


@dataclass
class Group:
    """A cluster of entries: their rows in natural order, the kind and score of the weakest pair in it."""

    id: str
    kind: str
    score: float
    items: list[Any]


def duplicate_groups(pairs: Sequence[Sequence[Any]], entries: Sequence[Sequence[Any]]) -> list[Group]:
    """Cluster pairs of ids: entries that a chain of pairs joins are one group; the best score first.

    pairs: id, id, kind, score; entries: id, place in the natural order, what to show.
    """
    clusters = UnionFind(row[0] for row in entries)
    for left, right, _, _ in pairs:
        clusters.join(left, right)
    members: dict[str, list[Sequence[Any]]] = {}
    for row in sorted(entries, key=itemgetter(1)):
        members.setdefault(clusters.root(row[0]), []).append(row)
    inside: dict[str, list[Sequence[Any]]] = {}
    for pair in pairs:
        inside.setdefault(clusters.root(pair[0]), []).append(pair)
    groups = []
    for root, rows in members.items():
        kinds = {pair[2] for pair in inside[root]}
        kind = next(kind for kind in WEAKEST_FIRST if kind in kinds)
        score = min(pair[3] for pair in inside[root])
        groups.append(Group(f"group:{rows[0][0]}", kind, score, [row[2] for row in rows]))
    return sorted(groups, key=lambda group: (-group.score, group.id))


WEAKEST_FIRST = ("DIFFERENT", "OVERLAP", "SAME")


class UnionFind:
    """Sets of ids that grow together."""

    def __init__(self, ids: Iterable[str]) -> None:
        """Start with each id in a set of its own."""
        self.parent = {node_id: node_id for node_id in ids}

    def root(self, node_id: str) -> str:
        """Return the id that stands for a set."""
        while self.parent[node_id] != node_id:
            self.parent[node_id] = node_id = self.parent[self.parent[node_id]]
        return node_id

    def join(self, left: str, right: str) -> None:
        """Make the sets of two ids one."""
        self.parent[self.root(left)] = self.root(right)


ROOTS = {
    "duplicates": compile_duplicates,
    "duplicateGroups": compile_duplicate_groups,
    "decisions": compile_decisions,
}
FIELDS = {
    **{(name, "similar"): compile_similar for name in PLAN_ITEM.members},
    **{(name, "sameMeasure"): compile_similar for name in MEASURES},
}
