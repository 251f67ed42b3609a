"""A validated operation becomes one Cypher statement and a shaper.

Every level of the selection becomes a list of columns, without keys, in an order that does not depend on the order,
aliases and values of the operation; `schema/shaper.py` turns the lists into the response. Levels without a page are
pattern comprehensions, ordered by the shaper; levels with a page or an order of their own are COLLECT subqueries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.declaration import POSITION, RANK, EntityType, Kind, Lookup, Relation, singular
from graph.model import MODEL
from schema.cypher import Fragment, Parameter, cypher, join
from schema.errors import BadUserInput
from schema.predicates import Hop, Place, Predicates, follow, labels, plain, when
from schema.selection import SelectedField, Selection

PAGE_END = 1_000_000_000
"""The largest limit and offset: stands for none, and larger ones are cut to it (ArcadeDB adds them in 32 bits)."""


# What the shaper needs to know of each field of the response.


@dataclass(frozen=True)
class Constant:
    """A field whose value does not come from the database: `__typename`, or what the caller may not read."""

    value: str | None


@dataclass(frozen=True)
class Value:
    """A field that is a column as it is."""

    column: int


@dataclass(frozen=True)
class One:
    """A field that is one node or null."""

    column: int
    row: Row


@dataclass(frozen=True)
class Many:
    """A field that is a list, to be sorted by columns of its rows, repeated nodes taken once (`distinct`)."""

    column: int
    row: Row
    sort: tuple[int, ...]
    distinct: int | None


Entry = Constant | Value | One | Many


@dataclass(frozen=True)
class Row:
    """How a list of columns becomes an object: for each type that it may be, its fields by response key.

    type_column: holds the id that tells the type, None where there is only one.
    """

    types: Mapping[str, Mapping[str, Entry]]
    type_column: int | None


@dataclass(frozen=True)
class RootField:
    """A root field of the response: a list, or one node looked up (then rows are pairs of id and columns)."""

    key: str
    name: str
    many: bool
    column: int
    row: Row
    sort: tuple[int, ...]


@dataclass(frozen=True)
class Statement:
    """A compiled operation: the text, where its parameters come from, and the shape of its result.

    The record it returns holds the dataset's version, then one list for each root field that reads the database.
    """

    text: str
    parameters: tuple[Parameter, ...]
    roots: tuple[RootField | tuple[str, Constant], ...]
    arguments: tuple[Callable[[Selection], dict[str, Any]], ...]

    def bind(self, selection: Selection) -> dict[str, Any]:
        """Return the parameters for an operation of the same shape.

        Raises BadUserInput for a negative limit or offset.
        """
        arguments = [read(selection) for read in self.arguments]
        return {
            f"p{number}": bound_value(arguments[parameter.field], parameter.path)
            for number, parameter in enumerate(self.parameters)
        }


def bound_value(arguments: Mapping[str, Any], path: tuple[str | int, ...]) -> Any:
    """Return the value at a path of a field's arguments as the database takes it: names of members, NFC text."""
    if path[0] in PAGE:
        return page_value(arguments, str(path[0]))
    value: Any = arguments
    for key in path:
        value = value[key]
    return [stored(item) for item in value] if isinstance(value, list) else stored(value)


def stored(value: Any) -> Any:
    """Return a single value as it is stored."""
    value = plain(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


PAGE = ("limit", "offset")


def page_value(arguments: Mapping[str, Any], name: str) -> int:
    """Return a limit or an offset; raises BadUserInput for a negative one."""
    value = arguments.get(name)
    if value is None:
        return PAGE_END if name == "limit" else 0
    if value < 0:
        raise BadUserInput(f"{name} must not be negative; it is {value}.")
    return min(int(value), PAGE_END)


# The columns of one level, before their order is fixed.


@dataclass
class Columns:
    """The columns of one level; equal ones are kept once."""

    fragments: list[Fragment] = field(default_factory=list)

    def add(self, fragment: Fragment) -> Fragment:
        """Take a column in and return it as the key by which `index` finds it."""
        if fragment not in self.fragments:
            self.fragments.append(fragment)
        return fragment

    def in_order(self) -> list[Fragment]:
        """Return the columns by their text, whatever the order in which they were asked for."""
        return sorted(self.fragments, key=lambda fragment: fragment.shape)


@dataclass(frozen=True)
class Pending:
    """An entry whose columns are not numbered yet: `finish` takes the numbers."""

    columns: tuple[Fragment, ...]
    finish: Callable[..., Entry]


@dataclass(frozen=True)
class Level:
    """A level of the selection, compiled: the expression of its columns, and their shape."""

    expression: Fragment
    row: Row
    order: tuple[Fragment, ...]

    def index(self, fragment: Fragment) -> int:
        """Return the number of a column."""
        return self.order.index(fragment)


class Compiler:
    """Compiles one operation.

    typed: objects of an interface carry their type under `TYPE_KEY`, for an executor that asks for it.
    """

    def __init__(self, selection: Selection) -> None:
        """Start with what is selected."""
        self.selection = selection
        self.arguments: list[Callable[[Selection], dict[str, Any]]] = []

    def compile(self, only: str | None = None) -> Statement:
        """Compile the operation, or one of its root fields by response key."""
        roots: list[RootField | tuple[str, Constant]] = []
        pending: list[tuple[Fragment, Callable[[int], RootField]]] = []
        slots: list[int | tuple[str, Constant]] = []
        for selected in self.selection.root_fields():
            if only not in (None, selected.key) or (selected.name.startswith("__") and selected.name != "__typename"):
                continue
            if selected.name == "__typename":
                slots.append((selected.key, Constant("Query")))
            else:
                slots.append(len(pending))
                pending.append(self._root(selected))
        order = sorted(range(len(pending)), key=lambda number: pending[number][0].shape)
        columns = {number: place for place, number in enumerate(order, start=1)}
        for slot in slots:
            roots.append(slot if isinstance(slot, tuple) else pending[slot][1](columns[slot]))
        lists = [cypher(",\n  ", pending[number][0]) for number in order]
        text, parameters = cypher("MATCH (dataset:Dataset {current: true})\nRETURN dataset.version", *lists).number()
        return Statement(text, tuple(parameters), tuple(roots), tuple(self.arguments))

    # Root fields.

    def _root(self, selected: SelectedField) -> tuple[Fragment, Callable[[int], RootField]]:
        entity, lookup = ROOTS[selected.name]
        number, arguments = self._read_arguments("Query", selected)
        place = Place(entity, "n0", 0)
        match = f"MATCH (n0{labels(entity)} {{generation: dataset.generation}})"
        if lookup is not None:
            return self._lookup(selected, place, lookup, number, arguments, match)
        return self._root_list(selected, place, number, arguments, match)

    def _root_list(
        self, selected: SelectedField, place: Place, number: int, arguments: dict[str, Any], match: str
    ) -> tuple[Fragment, Callable[[int], RootField]]:
        predicates = Predicates(number)
        rank = cypher(place.property(place.entity.rank))
        condition = predicates.where(place, arguments.get("where") or {}, ("where",))
        in_database = is_paged(arguments)
        level = self._level(place, selected, () if in_database else (rank,))
        body: list[str | Parameter | Fragment] = [match, *when(condition)]
        if in_database:
            keys = [*predicates.order(place, arguments.get("orderBy") or []), place.property(place.entity.rank)]
            body += [" WITH n0, dataset ORDER BY ", ", ".join(keys), *page(number, arguments)]
        fragment = cypher("COLLECT { ", *body, " RETURN ", level.expression, " }")
        sort = () if in_database else (level.index(rank),)
        return fragment, lambda column: RootField(selected.key, selected.name, True, column, level.row, sort)

    def _lookup(
        self,
        selected: SelectedField,
        place: Place,
        lookup: Lookup,
        number: int,
        arguments: dict[str, Any],
        match: str,
    ) -> tuple[Fragment, Callable[[int], RootField]]:
        key = place.entity.properties[lookup.key].graph_name
        parameter = Parameter(number, (key,))
        condition = cypher(f"n0.{key} = ", parameter)
        if lookup.also:
            also = place.entity.properties[lookup.also].graph_name
            condition = cypher("(", condition, " OR ", parameter, f" IN n0.{also})")
        if lookup.within and lookup.within in arguments:
            hop = follow(place, place.entity.relations[lookup.within], "f")
            inside = cypher(f"{hop.place.var}.id = ", Parameter(number, (lookup.within,)))
            condition = cypher(condition, f" AND EXISTS {{ MATCH {hop.pattern} WHERE ", inside, " }")
        level = self._level(place, selected, ())
        fragment = cypher(
            f"COLLECT {{ {match} WHERE ",
            condition,
            " WITH n0, dataset ORDER BY n0.rank RETURN [n0.id, ",
            level.expression,
            "] }",
        )
        return fragment, lambda column: RootField(selected.key, selected.name, False, column, level.row, ())

    # One level.

    def _level(self, place: Place, parent: SelectedField, extra: tuple[Fragment, ...]) -> Level:
        """Compile what is selected of the nodes at a place; extra: columns that the shaper needs besides."""
        columns = Columns()
        for fragment in extra:
            columns.add(fragment)
        several = place.entity.kind is Kind.INTERFACE
        type_column = columns.add(cypher(place.property("id"))) if several else None
        pending = {
            name: {
                selected.key: self._field(place, MODEL.types[name], selected, columns)
                for selected in self.selection.fields(name, parent)
            }
            for name in place.entity.members
        }
        order = tuple(columns.in_order())
        number = {fragment: index for index, fragment in enumerate(order)}
        types = {
            name: {key: _finish(entry, number) for key, entry in entries.items()} for name, entries in pending.items()
        }
        row = Row(types, number[type_column] if type_column else None)
        return Level(cypher("[", join(", ", order), "]"), row, order)

    def _field(self, place: Place, entity: EntityType, selected: SelectedField, columns: Columns) -> Entry | Pending:
        """Compile one field of one type, adding its columns."""
        if selected.name == "__typename":
            return Constant(entity.name)
        name = (
            entity.properties[entity.display].graph_name
            if selected.name == "displayName" and entity.display
            else selected.name
        )
        prop = _by_graph_name(entity.properties, name)
        if prop is not None:
            if prop.right is not None:
                return Constant(None)
            return Pending((columns.add(cypher(place.property(prop.graph_name))),), Value)
        relation = _by_graph_name(entity.relations, selected.name)
        if relation is None:
            return self._count(place, entity, selected, columns)
        own = place if place.entity is entity else Place(entity, place.var, place.depth)
        fragment, finish = self._relation(own, relation, selected)
        fragment = _only_for(place, entity, relation, fragment)
        return Pending((columns.add(fragment),), finish)

    def _count(self, place: Place, entity: EntityType, selected: SelectedField, columns: Columns) -> Pending:
        relation = next(
            r for r in entity.relations.values() if r.many and f"{singular(r.graph_name)}Count" == selected.name
        )
        number, arguments = self._read_arguments(entity.name, selected)
        hop = follow(Place(entity, place.var, place.depth), relation, "n")
        condition = Predicates(number).where(hop.place, arguments.get("where") or {}, ("where",))
        distinct = f" RETURN DISTINCT {hop.place.var}" if MODEL.repeats(relation) else ""
        fragment = cypher(f"COUNT {{ MATCH {hop.pattern}", *when(condition), f"{distinct} }}")
        return Pending((columns.add(_only_for(place, entity, relation, fragment)),), Value)

    # Relations.

    def _relation(
        self, place: Place, relation: Relation, selected: SelectedField
    ) -> tuple[Fragment, Callable[[int], Entry]]:
        if relation.edge_end:
            level = self._level(place.end(relation), selected, ())
            return level.expression, lambda column: One(column, level.row)
        if not relation.many:
            hop = follow(place, relation, "n")
            level = self._level(hop.place, selected, ())
            fragment = cypher(f"head([{hop.pattern} | ", level.expression, "])")
            return fragment, lambda column: One(column, level.row)
        return self._list(place, relation, selected)

    def _list(
        self, place: Place, relation: Relation, selected: SelectedField
    ) -> tuple[Fragment, Callable[[int], Entry]]:
        number, arguments = self._read_arguments(place.entity.name, selected)
        hop = follow(place, relation, "n")
        condition = Predicates(number).where(hop.place, arguments.get("where") or {}, ("where",))
        if is_paged(arguments):
            level = self._level(hop.place, selected, ())
            fragment = self._page(place, relation, hop, condition, number, arguments, level)
            return fragment, lambda column: Many(column, level.row, (), None)
        sort = sort_columns(relation, hop)
        identity = (cypher(hop.place.property("id")),) if MODEL.repeats(relation) else ()
        level = self._level(hop.place, selected, sort + identity)
        fragment = cypher(f"[{hop.pattern}", *when(condition), " | ", level.expression, "]")
        indexes = tuple(level.index(key) for key in sort)
        distinct = level.index(identity[0]) if identity else None
        return fragment, lambda column: Many(column, level.row, indexes, distinct)

    def _page(
        self,
        place: Place,
        relation: Relation,
        hop: Hop,
        condition: Fragment | None,
        number: int,
        arguments: dict[str, Any],
        level: Level,
    ) -> Fragment:
        """Compile a level that the database orders and pages: filter, order, page, then project."""
        keys = Predicates(number).order(hop.place, arguments.get("orderBy") or [])
        if relation.order == POSITION:
            keys.append(f"{hop.edge}.{POSITION}")
        elif relation.order == RANK:
            keys.append(_least_rank(hop))
        keys.append(hop.place.property(hop.place.entity.rank))
        names = [place.var, f"n{hop.place.depth}"]
        if hop.place.ends or relation.order == POSITION:
            names.append(hop.edge)
        distinct = "DISTINCT " if MODEL.repeats(relation) else ""
        return cypher(
            f"COLLECT {{ MATCH {hop.pattern}",
            *when(condition),
            f" WITH {distinct}{', '.join(names)} ORDER BY {', '.join(keys)}",
            *page(number, arguments),
            " RETURN ",
            level.expression,
            " }",
        )

    def _read_arguments(self, type_name: str, selected: SelectedField) -> tuple[int, dict[str, Any]]:
        """Return a field's arguments, and its number among the fields that have any."""

        def read(selection: Selection) -> dict[str, Any]:
            return selection.arguments(type_name, selected)

        self.arguments.append(read)
        return len(self.arguments) - 1, read(self.selection)


def is_paged(arguments: Mapping[str, Any]) -> bool:
    """Tell whether a level has a page or an order of its own."""
    return "limit" in arguments or "offset" in arguments or bool(arguments.get("orderBy"))


def page(number: int, arguments: Mapping[str, Any]) -> tuple[str | Parameter, ...]:
    """Return SKIP and LIMIT, both whenever one is given; nothing for none."""
    if "limit" not in arguments and "offset" not in arguments:
        return ()
    return (" SKIP ", Parameter(number, ("offset",)), " LIMIT ", Parameter(number, ("limit",)))


def sort_columns(relation: Relation, hop: Hop) -> tuple[Fragment, ...]:
    """Return the columns by which the shaper sorts a list."""
    rank = cypher(hop.place.property(hop.place.entity.rank))
    if relation.order == POSITION:
        return (cypher(f"{hop.edge}.{POSITION}"), rank)
    if relation.order == RANK:
        return (cypher(f"{hop.via}.{RANK}"), rank)
    return (rank,)


def _least_rank(hop: Hop) -> str:
    """Return the least rank of the first nodes through which a path reaches a node."""
    pattern = hop.pattern.replace(f"({hop.via})", "(through)")
    return (
        f"reduce(least = {PAGE_END}, rank IN [{pattern} | through.{RANK}]"
        " | CASE WHEN rank < least THEN rank ELSE least END)"
    )


def _only_for(place: Place, entity: EntityType, relation: Relation, fragment: Fragment) -> Fragment:
    """Compute a column for the nodes of one type only, where the interface itself does not have the relation."""
    if place.entity.relations.get(relation.name) == relation:
        return fragment
    return cypher(f"CASE WHEN {place.var}:{entity.name} THEN ", fragment, " END")


def _by_graph_name(fields: Mapping[str, Any], name: str) -> Any:
    return next((found for found in fields.values() if found.graph_name == name and found.served), None)


def _finish(entry: Entry | Pending, number: Mapping[Fragment, int]) -> Entry:
    if isinstance(entry, Pending):
        return entry.finish(*(number[fragment] for fragment in entry.columns))
    return entry


def _roots() -> dict[str, tuple[EntityType, Lookup | None]]:
    """Return the root fields: the type that each gives, and how it is looked up (None for a list)."""
    roots: dict[str, tuple[EntityType, Lookup | None]] = {}
    for entity in MODEL.types.values():
        if entity.root:
            roots[entity.root] = (entity, None)
        if entity.lookup:
            roots[entity.lookup.field] = (entity, entity.lookup)
    return roots


ROOTS = _roots()
