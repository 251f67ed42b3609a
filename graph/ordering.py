"""The natural order of every type, worked out once when a dataset is built.

A dataset never changes, so a node's place in the natural order of its type is a number (`rank`): a list is ordered by
one integer, ties broken by id included. Lists that mix types are ordered by `mixedRank`, edges by their own rank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.declaration import MIXED_RANK, RANK, DescribedEnum, EntityType, Kind, Model, OrderKey, Relation

Nodes = Mapping[str, Sequence[dict[str, Any]]]
"""Nodes by label; each is its properties by their names in the graph, `id` among them."""
Relationships = Mapping[tuple[str, str, str], Sequence[tuple[str, str, dict[str, Any]]]]
"""Relationships by (type, label of the start, label of the end): (id of the start, id of the end, properties)."""


def add_ranks(model: Model, nodes: Nodes, relationships: Relationships) -> None:
    """Set `rank` on every node and edge, and `mixedRank` on the members of interfaces that are listed."""
    ranking = _Ranking(model, nodes, relationships)
    for entity in model.labels:
        ranking.rank_nodes(entity)
    for entity in model.types.values():
        if entity.kind is Kind.EDGE:
            ranking.rank_edges(entity)
    for entity in model.types.values():
        if entity.kind is Kind.INTERFACE and entity.name in LISTED_INTERFACES:
            ranking.rank_mixed(entity)
    rank_pairs(relationships)


LISTED_INTERFACES = ("PlanItem", "Organization")
"""The interfaces of which the graph has lists; no type is a member of both."""


def rank_pairs(relationships: Relationships) -> None:
    """Number the pairs of entries that are alike, the best score first."""
    pairs = [pair for (type_, _, _), rows in relationships.items() if type_ == "SIMILAR_TO" for pair in rows]
    for rank, (_, _, properties) in enumerate(sorted(pairs, key=lambda pair: (-pair[2]["score"], pair[0], pair[1]))):
        properties[RANK] = rank


class _Ranking:
    def __init__(self, model: Model, nodes: Nodes, relationships: Relationships) -> None:
        self.model = model
        self.nodes = nodes
        self.relationships = relationships
        self.by_id = {node["id"]: node for label in nodes.values() for node in label}

    def rank_nodes(self, entity: EntityType) -> None:
        """Number the nodes of a type in its natural order."""
        related = self._related(entity)
        ordered = sorted(
            self.nodes.get(entity.name, ()), key=lambda node: (*self._keys(entity, node, related), node["id"])
        )
        for rank, node in enumerate(ordered):
            node[RANK] = rank

    def rank_edges(self, entity: EntityType) -> None:
        """Number the relationships behind an edge type in its natural order."""
        ends = {r.name: r.edge_end for r in entity.relations.values()}
        edges = [edge for (type_, _, _), rows in self.relationships.items() if type_ == entity.edge for edge in rows]

        def key(edge: tuple[str, str, dict[str, Any]]) -> tuple[Any, ...]:
            start, end, properties = edge
            related = {name: {"edge": start if side == "start" else end} for name, side in ends.items()}
            return (*self._keys(entity, {**properties, "id": "edge"}, related), start, end)

        for rank, edge in enumerate(sorted(edges, key=key)):
            edge[2][RANK] = rank

    def rank_mixed(self, entity: EntityType) -> None:
        """Number the members of an interface: by its own order, or by plan, then type, then the order of the type."""
        members = [self.model.types[name] for name in entity.members]
        keyed: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        for number, member in enumerate(members):
            plans = self._related(member, OrderKey("plan.rank")) if not entity.order else {}
            for node in self.nodes.get(member.name, ()):
                if entity.order:
                    key: tuple[Any, ...] = (*self._keys(entity, node, {}), node["id"])
                else:
                    plan = self.by_id.get(plans["plan"].get(node["id"], ""), {})
                    key = (plan.get(RANK, len(self.by_id)), number, node[RANK])
                keyed.append((key, node))
        for rank, (_, node) in enumerate(sorted(keyed, key=lambda pair: pair[0])):
            node[MIXED_RANK] = rank

    def _keys(self, entity: EntityType, node: dict[str, Any], related: Mapping[str, Mapping[str, str]]) -> list[Any]:
        keys = []
        for key in entity.order:
            owner, name = entity, key.name
            values = node
            if "." in name:
                relation, name = name.split(".")
                values = self.by_id.get(related[relation].get(node["id"], ""), {})
                owner = self.model.target(entity.relations[relation])
            keys.append(_sort_key(values.get(owner.properties[name].graph_name), owner, name, key))
        return keys

    def _related(self, entity: EntityType, *more: OrderKey) -> dict[str, dict[str, str]]:
        """Return, for each relation that the order uses, the id of the related node by the node's id."""
        names = {key.name.split(".")[0] for key in (*entity.order, *more) if "." in key.name}
        return {name: self._targets(entity.relations[name]) for name in names}

    def _targets(self, relation: Relation) -> dict[str, str]:
        (step,) = relation.steps
        targets = {}
        for (type_, _, _), rows in self.relationships.items():
            if type_ == step.relationship:
                for start, end, _ in rows:
                    targets[start if step.outgoing else end] = end if step.outgoing else start
        return targets


class _Descending:
    """Reverses the order of what it holds."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Descending) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and bool(self.value == other.value)


def _sort_key(value: Any, entity: EntityType, name: str, key: OrderKey) -> tuple[bool, Any]:
    """Return what to compare of a value; what is null comes last either way."""
    if value is None:
        return (True, 0)
    scalar = entity.properties[name].scalar
    if isinstance(scalar, type) and issubclass(scalar, DescribedEnum):
        value = [member.value for member in scalar].index(value)
    if key.parts:
        value = code_parts(value)
    return (False, _Descending(value) if key.descending else value)


def code_parts(code: str) -> list[tuple[int, int, str]]:
    """Return the parts of a code for comparison, numbers before letters: 3.9 < 3.10 < 3.a."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"[-.]", code)]
