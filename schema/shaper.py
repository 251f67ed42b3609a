"""Turns a statement's record into the response, by a function compiled once per statement.

The function is written as Python source, which reads like the response, and is what the snapshots of the tests show.
Sorting and taking repeated nodes once happen here for every list that the database left as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from graph.model import MODEL
from schema.compiler import Constant, Entry, Many, One, RootField, Row, Statement, Value
from schema.errors import Ambiguous, OperationError
from schema.query import TYPE_KEY

Errors = list[tuple[str, OperationError]]
Shaper = Callable[[Sequence[Any], Errors], dict[str, Any]]


def type_name(node_id: str) -> str:
    """Return the name of the type of a node by its id."""
    return MODEL.by_tag[node_id.partition(":")[0]].name


def distinct(rows: Sequence[Sequence[Any]], column: int) -> list[Sequence[Any]]:
    """Return the first row of each value of a column."""
    first: dict[Any, Sequence[Any]] = {}
    for row in rows:
        first.setdefault(row[column], row)
    return list(first.values())


def single(rows: Sequence[Sequence[Any]], key: str, errors: Errors) -> Any:
    """Return the columns of the one node found, None for none; several are an error that lists their ids."""
    if len(rows) > 1:
        ids = [row[0] for row in rows]
        errors.append((key, Ambiguous(f"{len(ids)} nodes match; say which: {', '.join(ids)}.", ids=ids)))
        return None
    return rows[0][1] if rows else None


class ShaperWriter:
    """Writes the source of one statement's shaper.

    typed: objects of an interface carry their type under TYPE_KEY.
    """

    def __init__(self, *, typed: bool = False) -> None:
        """Start without functions."""
        self.typed = typed
        self.functions: list[str] = []
        self.names = 0

    def write(self, statement: Statement) -> str:
        """Return the source: the function `shape(record, errors)` and those that it calls."""
        fields = []
        for root in statement.roots:
            if isinstance(root, RootField):
                fields.append(f"{root.key!r}: {self._root(root)}")
            else:
                key, constant = root
                fields.append(f"{key!r}: {constant.value!r}")
        body = ",\n        ".join(fields)
        main = (
            f"def shape(record, errors):\n    return {{\n        {body},\n    }}\n"
            if fields
            else ("def shape(record, errors):\n    return {}\n")
        )
        return "\n\n".join([*self.functions, main])

    def _root(self, root: RootField) -> str:
        rows = f"record[{root.column}]"
        if root.many:
            return self._list(rows, root.row, root.sort, None)
        return f"{self._function(root.row, optional=True)}(single({rows}, {root.key!r}, errors))"

    def _list(self, rows: str, row: Row, sort: tuple[int, ...], unique: int | None) -> str:
        if sort:
            rows = f"sorted({rows}, key=itemgetter({', '.join(map(str, sort))}))"
        if unique is not None:
            rows = f"distinct({rows}, {unique})"
        return f"[{self._function(row)}(row) for row in {rows}]"

    def _function(self, row: Row, *, optional: bool = False) -> str:
        """Write the function that makes an object of one row, and return its name."""
        if row.type_column is None:
            ((name, entries),) = row.types.items()
            return self._object(name, entries, optional=optional)
        made = {name: self._object(name, entries, typed=self.typed) for name, entries in row.types.items()}
        table = ", ".join(f"{name!r}: {function}" for name, function in made.items())
        self.names += 1
        function = f"any_{self.names}"
        guard = "    if row is None:\n        return None\n"
        self.functions.append(
            f"types_{self.names} = {{{table}}}\n\n\ndef {function}(row):\n{guard}"
            f"    return types_{self.names}[type_name(row[{row.type_column}])](row)\n"
        )
        return function

    def _object(self, name: str, entries: Any, *, optional: bool = False, typed: bool = False) -> str:
        fields = [f"{TYPE_KEY!r}: {name!r}"] if typed else []
        fields += [f"{key!r}: {self._value(entry)}" for key, entry in entries.items()]
        self.names += 1
        function = f"{name}_{self.names}"
        guard = "    if row is None:\n        return None\n" if optional else ""
        body = "".join(f"        {field},\n" for field in fields)
        self.functions.append(f"def {function}(row):\n{guard}    return {{\n{body}    }}\n")
        return function

    def _value(self, entry: Entry) -> str:
        if isinstance(entry, Constant):
            return repr(entry.value)
        if isinstance(entry, Value):
            return f"row[{entry.column}]"
        if isinstance(entry, One):
            return f"{self._function(entry.row, optional=True)}(row[{entry.column}])"
        assert isinstance(entry, Many)
        return self._list(f"row[{entry.column}]", entry.row, entry.sort, entry.distinct)


def compile_shaper(statement: Statement, *, typed: bool = False) -> tuple[Shaper, str]:
    """Return a statement's shaper and its source.

    The shaper takes the record and a list to which it adds the errors of root fields, by response key.
    """
    source = ShaperWriter(typed=typed).write(statement)
    namespace: dict[str, Any] = {
        "itemgetter": itemgetter,
        "distinct": distinct,
        "single": single,
        "type_name": type_name,
    }
    exec(compile(source, "<shaper>", "exec"), namespace)
    return namespace["shape"], source
