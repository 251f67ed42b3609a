"""`where` and `orderBy` as Cypher.

Conditions are two-valued for the caller although Cypher's are three-valued: what compares with null is null, which
counts as false wherever a condition ends (WHERE, EXISTS), and `NOT` is taken of ``coalesce(..., false)``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.declaration import POSITION, RANK, DescribedEnum, EntityType, Kind, Property, Relation
from graph.model import MODEL
from schema.cypher import Fragment, Parameter, cypher, join

COMPARISONS = {
    "eq": "=",
    "ne": "<>",
    "in": "IN",
    "contains": "CONTAINS",
    "startsWith": "STARTS WITH",
    "endsWith": "ENDS WITH",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
}
TRUE = cypher("true")
FALSE = cypher("false")


@dataclass(frozen=True)
class Place:
    """Where the nodes (or relationships) of a type are bound in a statement.

    entity: their type; var: the variable that holds their properties; ends: for an edge type, the variables of the
    relationship's start and end; depth: how many variables surround it, for new names.
    """

    entity: EntityType
    var: str
    depth: int
    ends: tuple[str, str] | None = None

    def property(self, name: str) -> str:
        """Return the expression of a stored property."""
        return f"{self.var}.{name}"

    def end(self, relation: Relation) -> Place:
        """Return the place of one end of an edge."""
        assert self.ends is not None
        return Place(MODEL.target(relation), self.ends[relation.edge_end == "end"], self.depth)


@dataclass(frozen=True)
class Hop:
    """A relation followed from a place: the pattern, and the place where it arrives.

    edge: the variable of the last relationship; via: the variable of the first node passed, for a path of many steps.
    """

    pattern: str
    place: Place
    edge: str
    via: str


def follow(place: Place, relation: Relation, prefix: str) -> Hop:
    """Follow a relation; new variables are named by the prefix and the depth."""
    target = MODEL.target(relation)
    depth = place.depth + 1
    node, edge, via = f"{prefix}{depth}", f"{prefix}{depth}r", f"{prefix}{depth}v"
    label = far_label(relation)
    pattern = f"({place.var})"
    for number, step in enumerate(relation.steps, start=1):
        last = number == len(relation.steps)
        arrow = f"-[{edge if last and _needs_edge(relation) else ''}:{step.relationship}]-"
        arrow = f"{arrow}>" if step.outgoing else f"<{arrow}"
        pattern += arrow + (
            f"({node}{label})" if last else f"({via})" if number == 1 and relation.order == RANK else "()"
        )
    ends = None
    if target.kind is Kind.EDGE:
        ends = (place.var, node) if relation.steps[0].outgoing else (node, place.var)
    var = edge if target.kind is Kind.EDGE else node
    return Hop(pattern, Place(target, var, depth, ends), edge, via)


def _needs_edge(relation: Relation) -> bool:
    return relation.order == POSITION or MODEL.target(relation).kind is Kind.EDGE


def far_label(relation: Relation) -> str:
    """Return the label that narrows the far end of a path, nothing where the relationship leads nowhere else."""
    target = MODEL.target(relation)
    if target.kind is Kind.EDGE:
        return ""
    last = relation.steps[-1]
    relationship = MODEL.relationships[last.relationship]
    declared = MODEL.types[relationship.end if last.outgoing else relationship.start]
    return "" if set(declared.members) <= set(target.members) else labels(target)


def labels(entity: EntityType) -> str:
    """Return the label expression of a type: ``:Task``, or ``:Task|Project`` for an interface."""
    return ":" + "|".join(entity.members)


class Predicates:
    """Compiles the arguments of one field of an operation.

    field: its number among the fields of the operation, which parameters carry.
    """

    def __init__(self, field: int) -> None:
        """Start with the number of the field."""
        self.field = field

    def where(self, place: Place, where: Mapping[str, Any], path: tuple[str | int, ...]) -> Fragment | None:
        """Return the condition that a Where states of a place, None where it states nothing."""
        conditions = []
        for key, value in sorted(where.items()):
            if value is None:
                continue
            condition = self._condition(place, key, value, (*path, key))
            if condition is not None:
                conditions.append(condition)
        return all_of(conditions)

    def _condition(self, place: Place, key: str, value: Any, path: tuple[str | int, ...]) -> Fragment | None:
        if key in ("and", "or"):
            return self._combine(place, key, value, path)
        if key == "not":
            inner = self.where(place, value, path)
            return FALSE if inner is None else _negate(inner)
        prop = _property_named(place.entity, key)
        if prop is not None:
            return self._compare(place.property(key), prop, value, path)
        relation = _relation_named(place.entity, key)
        return self._related(place, relation, value, path)

    def _combine(self, place: Place, key: str, values: list[Any], path: tuple[str | int, ...]) -> Fragment | None:
        parts = [self.where(place, value, (*path, number)) for number, value in enumerate(values)]
        if key == "and":
            return all_of([part for part in parts if part is not None])
        if any(part is None for part in parts):
            return None
        stated = [part for part in parts if part is not None]
        return cypher("(", join(" OR ", stated), ")") if stated else FALSE

    def _compare(
        self, expression: str, prop: Property, value: Mapping[str, Any], path: tuple[Any, ...]
    ) -> Fragment | None:
        conditions = []
        for operator, operand in sorted(value.items()):
            if operand is None:
                continue
            parameter = Parameter(self.field, (*path, operator))
            if operator == "isNull":
                conditions.append(cypher(f"({expression} IS NULL) = ", parameter))
            elif operator == "has":
                conditions.append(cypher(parameter, f" IN {expression}"))
            elif operator == "isEmpty":
                conditions.append(cypher(f"(size({expression}) = 0) = ", parameter))
            else:
                conditions.append(cypher(f"{expression} {COMPARISONS[operator]} ", parameter))
        return all_of(conditions)

    def _related(
        self, place: Place, relation: Relation, value: Mapping[str, Any], path: tuple[str | int, ...]
    ) -> Fragment | None:
        if relation.edge_end:
            return self.where(place.end(relation), value, path)
        if not relation.many:
            return self._exists(place, relation, value, path)
        conditions = []
        for quantifier, inner in sorted(value.items()):
            if inner is None:
                continue
            inner_path = (*path, quantifier)
            if quantifier == "some":
                conditions.append(self._exists(place, relation, inner, inner_path))
            elif quantifier == "none":
                conditions.append(cypher("NOT ", self._exists(place, relation, inner, inner_path)))
            else:
                conditions.extend(self._all_match(place, relation, inner, inner_path))
        return all_of(conditions)

    def _exists(
        self, place: Place, relation: Relation, value: Mapping[str, Any], path: tuple[str | int, ...]
    ) -> Fragment:
        hop = follow(place, relation, "f")
        condition = self.where(hop.place, value, path)
        return cypher(f"EXISTS {{ MATCH {hop.pattern}", *when(condition), " }")

    def _all_match(
        self, place: Place, relation: Relation, value: Mapping[str, Any], path: tuple[str | int, ...]
    ) -> list[Fragment]:
        hop = follow(place, relation, "f")
        condition = self.where(hop.place, value, path)
        if condition is None:
            return []
        return [cypher(f"NOT EXISTS {{ MATCH {hop.pattern} WHERE ", _negate(condition), " }")]

    def equal(self, place: Place, arguments: Mapping[str, Any]) -> list[Fragment]:
        """Return the conditions of a root list's own arguments, each a property's value or a related node's id."""
        conditions = []
        for name in place.entity.filters:
            prop = place.entity.properties.get(name)
            if prop is not None and prop.graph_name in arguments:
                conditions.append(cypher(f"{place.property(prop.graph_name)} = ", Parameter(self.field, (name,))))
            elif prop is None and name in arguments:
                conditions.append(self.leads_to(place, name))
        return conditions

    def leads_to(self, place: Place, relation: str) -> Fragment:
        """Return that a relation leads to the node whose id the argument of its name gives."""
        hop = follow(place, place.entity.relations[relation], "f")
        parameter = Parameter(self.field, (relation,))
        return cypher(f"EXISTS {{ MATCH {hop.pattern} WHERE {hop.place.var}.id = ", parameter, " }")

    def order(self, place: Place, orders: list[Mapping[str, Any]]) -> list[str]:
        """Return the ORDER BY expressions of an orderBy; nulls come last both ways."""
        keys = []
        for order in orders:
            expression, direction = self._order_key(place, order)
            keys += [expression] if direction == "ASC" else [f"{expression} IS NULL", f"{expression} DESC"]
        return keys

    def _order_key(self, place: Place, order: Mapping[str, Any]) -> tuple[str, str]:
        ((key, value),) = order.items()
        prop = _property_named(place.entity, key)
        if prop is not None:
            return sort_expression(place.property(key), prop), plain(value)
        relation = _relation_named(place.entity, key)
        if relation.edge_end:
            return self._order_key(place.end(relation), value)
        hop = follow(place, relation, "o")
        inner, direction = self._order_key(hop.place, value)
        return f"head([{hop.pattern} | {inner}])", direction


def when(condition: Fragment | None) -> tuple[str | Fragment, ...]:
    """Return the WHERE of a condition, nothing for none."""
    return () if condition is None else (" WHERE ", condition)


def sort_expression(expression: str, prop: Property) -> str:
    """Return what to sort by: of an enumeration the place of the member, else the value."""
    if isinstance(prop.scalar, type) and issubclass(prop.scalar, DescribedEnum):
        cases = " ".join(f"WHEN '{member.value}' THEN {number}" for number, member in enumerate(prop.scalar))
        return f"CASE {expression} {cases} END"
    return expression


def plain(value: Any) -> Any:
    """Return the stored form of a coerced value: of an enumeration the name of the member."""
    return value.value if isinstance(value, enum.Enum) else value


def all_of(conditions: list[Fragment]) -> Fragment | None:
    """Return that all conditions hold, None for none."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else cypher("(", join(" AND ", conditions), ")")


def _negate(condition: Fragment) -> Fragment:
    return cypher("NOT coalesce(", condition, ", false)")


def _property_named(entity: EntityType, graph_name: str) -> Property | None:
    return next((prop for prop in entity.properties.values() if prop.graph_name == graph_name), None)


def _relation_named(entity: EntityType, graph_name: str) -> Relation:
    return next(relation for relation in entity.relations.values() if relation.graph_name == graph_name)
