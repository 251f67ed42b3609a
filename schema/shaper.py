"""Turns a statement's record into the response, by a function compiled once per statement.

The function is written as Python source, which reads like the response, and is what the snapshots of the tests show.
Sorting, and taking repeated nodes once, happen here for every list that the database left as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from graph.model import MODEL
from schema.errors import OperationError
from schema.query import TYPE_KEY

# How the fields of the response lie in the columns of a record.


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
    """A field that is one node or null, as the column is."""

    column: int
    row: Row


@dataclass(frozen=True)
class First:
    """A field that is the first node of a list, null of an empty one."""

    column: int
    row: Row


@dataclass(frozen=True)
class Many:
    """A field that is a list, to be sorted by columns of its rows, repeated nodes taken once (`distinct`)."""

    column: int
    row: Row
    sort: tuple[int, ...]
    distinct: int | None


@dataclass(frozen=True)
class Written:
    """A field whose expression of `row` is written by a function of its own."""

    write: Callable[[ShaperWriter], str]


Entry = Constant | Value | One | First | Many | Written


@dataclass(frozen=True)
class Row:
    """How a list of columns becomes an object: for each type that it may be, its fields by response key.

    type_column: holds the id that tells the type, None where there is only one.
    """

    types: Mapping[str, Mapping[str, Entry]]
    type_column: int | None


Errors = list[tuple[str, OperationError]]
Shaper = Callable[[Sequence[Any], Errors], dict[str, Any]]


# What the written functions call.


def type_name(node_id: str) -> str:
    """Return the name of the type of a node by its id."""
    return MODEL.by_tag[node_id.partition(":")[0]].name


def distinct(rows: Sequence[Sequence[Any]], column: int) -> list[Sequence[Any]]:
    """Return the first row of each value of a column."""
    first: dict[Any, Sequence[Any]] = {}
    for row in rows:
        first.setdefault(row[column], row)
    return list(first.values())


HELPERS: Mapping[str, Any] = {"distinct": distinct, "itemgetter": itemgetter, "type_name": type_name}
"""What the source of every shaper may call; a root field can bring more."""


class ShaperWriter:
    """Writes the source of one statement's shaper.

    typed: every object carries its type under TYPE_KEY.
    """

    def __init__(self, *, typed: bool = False) -> None:
        """Start without functions."""
        self.typed = typed
        self.functions: list[str] = []
        self.names = 0

    def list(self, rows: str, row: Row, sort: tuple[int, ...] = (), unique: int | None = None) -> str:
        """Return the expression of a list of objects."""
        if sort:
            rows = f"sorted({rows}, key=itemgetter({', '.join(map(str, sort))}))"
        if unique is not None:
            rows = f"distinct({rows}, {unique})"
        return f"[{self.function(row)}(row) for row in {rows}]"

    def function(self, row: Row, *, optional: bool = False) -> str:
        """Write the function that makes an object of one row (None of None, if optional), and return its name."""
        if row.type_column is None:
            ((name, entries),) = row.types.items()
            return self.object(name, entries, optional=optional)
        made = {name: self.object(name, entries) for name, entries in row.types.items()}
        table = ", ".join(f"{name!r}: {function}" for name, function in made.items())
        self.names += 1
        function = f"any_{self.names}"
        guard = "    if row is None:\n        return None\n"
        self.functions.append(
            f"types_{self.names} = {{{table}}}\n\n\ndef {function}(row):\n{guard}"
            f"    return types_{self.names}[type_name(row[{row.type_column}])](row)\n"
        )
        return function

    def object(self, name: str, entries: Mapping[str, Entry], *, optional: bool = False) -> str:
        """Write the function that makes an object of one type, and return its name."""
        fields = {TYPE_KEY: repr(name)} if self.typed else {}
        fields |= {key: self._value(entry) for key, entry in entries.items()}
        return self.define(name, fields, optional=optional)

    def define(self, name: str, fields: Mapping[str, str], *, optional: bool = False) -> str:
        """Write a function of `row` that returns a dict of expressions, and return its name."""
        self.names += 1
        function = f"{name}_{self.names}"
        guard = "    if row is None:\n        return None\n" if optional else ""
        body = "".join(f"        {key!r}: {expression},\n" for key, expression in fields.items())
        self.functions.append(f"def {function}(row):\n{guard}    return {{\n{body}    }}\n")
        return function

    def _value(self, entry: Entry) -> str:
        if isinstance(entry, Constant):
            return repr(entry.value)
        if isinstance(entry, Value):
            return f"row[{entry.column}]"
        if isinstance(entry, Written):
            return entry.write(self)
        if isinstance(entry, One):
            return f"{self.function(entry.row, optional=True)}(row[{entry.column}])"
        if isinstance(entry, First):
            column = f"row[{entry.column}]"
            return f"{self.function(entry.row)}({column}[0]) if {column} else None"
        return self.list(f"row[{entry.column}]", entry.row, entry.sort, entry.distinct)


def compile_shaper(
    fields: Mapping[str, Callable[[ShaperWriter], str]], helpers: Mapping[str, Any], *, typed: bool = False
) -> tuple[Shaper, str]:
    """Return the shaper of a record and its source.

    fields: the root fields by response key, each writing its expression of ``record`` and ``errors``; helpers: what
    these expressions call besides `HELPERS`. The shaper takes
    the record and a list to which it adds the errors of root fields, by response key.
    """
    writer = ShaperWriter(typed=typed)
    body = "".join(f"        {key!r}: {write(writer)},\n" for key, write in fields.items())
    source = "\n\n".join([*writer.functions, f"def shape(record, errors):\n    return {{\n{body}    }}\n"])
    namespace: dict[str, Any] = {**HELPERS, **helpers}
    exec(compile(source, "<shaper>", "exec"), namespace)
    return namespace["shape"], source
