"""A validated operation becomes one Cypher statement and a shaper.

Every level of the selection becomes a list of columns, without keys, in an order that does not depend on the order,
aliases and values of the operation; `schema/shaper.py` turns the lists into the response. Levels without a page are
pattern comprehensions, ordered by the shaper; levels with a page or an order of their own are COLLECT subqueries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.datasets import CURRENT_DATASET
from graph.declaration import POSITION, RANK, EntityType, Kind, Relation, singular
from graph.model import MODEL
from schema.cursors import position_after
from schema.cypher import Fragment, Parameter, cypher, join
from schema.errors import BadUserInput
from schema.predicates import Hop, Place, Predicates, follow, plain, when
from schema.selection import SelectedField, Selection
from schema.shaper import Constant, Entry, First, Many, One, Row, ShaperWriter, Value

PAGE_END = 1_000_000_000
"""The largest limit and offset: stands for none, and larger ones are cut to it (ArcadeDB adds them in 32 bits)."""


@dataclass(frozen=True)
class Root:
    """A root field, compiled.

    expression: of its column; write: writes its value given that column's name; helpers: functions that this calls.
    """

    expression: Fragment
    write: Callable[[ShaperWriter, str], str]
    helpers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """A compiled operation: the text, where its parameters come from, and what writes each root field's value.

    The record it returns holds the dataset's version, then one column for each root field that reads the database.
    """

    text: str
    parameters: tuple[Parameter, ...]
    fields: Mapping[str, Callable[[ShaperWriter], str]]
    helpers: Mapping[str, Any]
    reads: bool
    arguments: tuple[Callable[[Selection], dict[str, Any]], ...]

    def bind(self, selection: Selection, defaults: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the parameters for an operation of the same shape.

        defaults: what arguments are where they are absent, by name, for those whose default is a setting.

        Raises BadUserInput for a negative limit or offset.
        """
        arguments = [read(selection) for read in self.arguments]
        return {
            f"p{number}": bound_value({**(defaults or {}), **arguments[parameter.field]}, parameter)
            for number, parameter in enumerate(self.parameters)
        }


def bound_value(arguments: Mapping[str, Any], parameter: Parameter) -> Any:
    """Return the value of a parameter, given its field's arguments, as the database takes it: names of members, NFC."""
    if parameter.convert is not None:
        return parameter.convert(arguments)
    path, name = parameter.path, str(parameter.path[0])
    if name in PAGE:
        return PAGE[name](arguments.get(name))
    value: Any = arguments
    for key in path:
        value = value[key]
    return [stored(item) for item in value] if isinstance(value, list) else stored(value)


def stored(value: Any) -> Any:
    """Return a single value as it is stored."""
    value = plain(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def limit_value(name: str, value: int | None) -> int:
    """Return a limit; raises BadUserInput for a negative one."""
    return PAGE_END if value is None else checked(name, value)


def offset_value(value: int | None) -> int:
    """Return an offset; raises BadUserInput for a negative one."""
    return 0 if value is None else checked("offset", value)


def checked(name: str, value: int) -> int:
    """Return a number that may not be negative, cut to what the databases can count."""
    if value < 0:
        raise BadUserInput(f"{name} must not be negative; it is {value}.")
    return min(value, PAGE_END)


PAGE: Mapping[str, Callable[[Any], int]] = {
    "limit": partial(limit_value, "limit"),
    "first": partial(limit_value, "first"),
    "offset": offset_value,
    "after": position_after,
}
"""How the arguments that page a list become numbers."""


# The columns of one level, before their order is fixed.


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


@dataclass
class Columns:
    """The columns of one level while it is compiled; equal ones are kept once."""

    fragments: list[Fragment] = field(default_factory=list)

    def add(self, fragment: Fragment) -> Fragment:
        """Take a column in and return it."""
        if fragment not in self.fragments:
            self.fragments.append(fragment)
        return fragment

    def finish(self, entries: Mapping[str, Mapping[str, Entry | Pending]], type_column: Fragment | None) -> Level:
        """Number the columns by their text, whatever the order in which they were asked for."""
        order = tuple(sorted(self.fragments, key=lambda fragment: fragment.shape))
        number = {fragment: index for index, fragment in enumerate(order)}
        types = {name: {key: _finish(entry, number) for key, entry in of.items()} for name, of in entries.items()}
        row = Row(types, number[type_column] if type_column else None)
        return Level(cypher("[", join(", ", order), "]"), row, order)


class Compiler:
    """Compiles one operation.

    roots: how each root field is compiled; fields: how each field of a type is compiled that is not in the model.
    """

    def __init__(
        self,
        selection: Selection,
        roots: Mapping[str, RootCompiler],
        fields: Mapping[tuple[str, str], FieldCompiler],
    ) -> None:
        """Start with what is selected."""
        self.selection = selection
        self.roots = roots
        self.fields = fields
        self.numbers: dict[int, int] = {}
        self.arguments: list[Callable[[Selection], dict[str, Any]]] = []

    def compile(self, only: str | None = None) -> Statement:
        """Compile the operation, or one of its root fields by response key."""
        fields: dict[str, Callable[[ShaperWriter], str]] = {}
        roots: dict[str, Root] = {}
        for selected in self.selection.root_fields():
            if only not in (None, selected.key) or selected.name in INTROSPECTION:
                continue
            fields[selected.key] = partial(_constant, "Query")
            if selected.name != "__typename":
                roots[selected.key] = self.roots[selected.name](self, selected)
        keys = sorted(roots, key=lambda key: roots[key].expression.shape)
        columns: dict[Fragment, int] = {}  # equal ones once: the databases want no two columns of one name
        for key in keys:
            column = columns.setdefault(roots[key].expression, len(columns) + 1)
            fields[key] = partial(_root_value, roots[key], f"record[{column}]")
        returned = [cypher(",\n  ", expression) for expression in columns]
        text, parameters = cypher(f"{CURRENT_DATASET}\nRETURN dataset.version", *returned).number()
        helpers = {name: helper for root in roots.values() for name, helper in root.helpers.items()}
        return Statement(text, tuple(parameters), fields, helpers, bool(roots), tuple(self.arguments))

    # One level.

    def level(self, place: Place, parent: SelectedField, extra: tuple[Fragment, ...]) -> Level:
        """Compile what is selected of the nodes at a place; extra: columns that the shaper needs besides."""
        columns = Columns(list(dict.fromkeys(extra)))
        several = place.entity.kind is Kind.INTERFACE
        type_column = columns.add(cypher(place.property("id"))) if several else None
        entries = {
            name: {
                selected.key: self._field(place, MODEL.types[name], selected, columns)
                for selected in self.selection.fields(name, parent)
            }
            for name in place.entity.members
        }
        return columns.finish(entries, type_column)

    def plain_level(
        self,
        type_name: str,
        parent: SelectedField,
        compile_field: Callable[[SelectedField, Columns], Entry | Pending],
        extra: tuple[Fragment, ...] = (),
    ) -> Level:
        """Compile what is selected of a type that is not in the model, field by field."""
        columns = Columns(list(extra))
        entries: dict[str, Entry | Pending] = {}
        for selected in self.selection.fields(type_name, parent):
            is_name = selected.name == "__typename"
            entries[selected.key] = Constant(type_name) if is_name else compile_field(selected, columns)
        return columns.finish({type_name: entries}, None)

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
        special = self.fields.get((entity.name, selected.name))
        if special is not None:
            return special(self, place, entity, selected, columns)
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
        number, arguments = self.read_arguments(entity.name, selected)
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
            level = self.level(place.end(relation), selected, ())
            return level.expression, lambda column: One(column, level.row)
        if not relation.many:
            hop = follow(place, relation, "n")
            level = self.level(hop.place, selected, ())
            fragment = cypher(f"[{hop.pattern} | ", level.expression, "]")  # Neo4j takes longer for head([...])
            return fragment, lambda column: First(column, level.row)
        return self._list(place, relation, selected)

    def _list(
        self, place: Place, relation: Relation, selected: SelectedField
    ) -> tuple[Fragment, Callable[[int], Entry]]:
        number, arguments = self.read_arguments(place.entity.name, selected)
        hop = follow(place, relation, "n")
        condition = Predicates(number).where(hop.place, arguments.get("where") or {}, ("where",))
        if is_paged(arguments):
            level = self.level(hop.place, selected, ())
            fragment = self._page(place, relation, hop, condition, number, arguments, level)
            return fragment, lambda column: Many(column, level.row, (), None)
        sort = sort_columns(relation, hop)
        identity = (cypher(hop.place.property("id")),) if MODEL.repeats(relation) else ()
        level = self.level(hop.place, selected, sort + identity)
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

    def read_arguments(self, type_name: str, selected: SelectedField) -> tuple[int, dict[str, Any]]:
        """Return a field's arguments, and its number among the fields, one for all types of an interface."""

        def read(selection: Selection) -> dict[str, Any]:
            return selection.arguments(type_name, selected)

        number = self.numbers.setdefault(id(selected.nodes[0]), len(self.arguments))
        if number == len(self.arguments):
            self.arguments.append(read)
        return number, read(self.selection)


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


def _constant(value: str, _writer: ShaperWriter) -> str:
    return repr(value)


def _root_value(root: Root, column: str, writer: ShaperWriter) -> str:
    return root.write(writer, column)


RootCompiler = Callable[[Compiler, SelectedField], Root]
"""Compiles one root field."""
FieldCompiler = Callable[[Compiler, Place, EntityType, SelectedField, Columns], Entry | Pending]
"""Compiles one field of a type, adding its columns."""
INTROSPECTION = ("__schema", "__type")
"""Root fields that Strawberry answers."""
