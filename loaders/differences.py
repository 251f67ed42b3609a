"""What a new reading of a document changes, cell by cell.

>>> for difference in differences(old_directory, new_directory):
...     print(difference)
projects project:sdp2/8, title: “…” becomes “…”
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import TableError
from loaders.tables import SCHEMAS
from loaders.tables.files import CellError, read_cells


@dataclass(frozen=True)
class Difference:
    """One cell, or one whole row (column None), that differs; `old` or `new` is None where the row is missing."""

    table: str
    row: str
    column: str | None
    old: str | None
    new: str | None

    def __str__(self) -> str:
        """Return it in one line."""
        if self.column is None:
            return f"{self.table} {self.row}: {'a new row' if self.old is None else 'the row is gone'}"
        return f"{self.table} {self.row}, {self.column}: “{self.old}” becomes “{self.new}”"


def differences(old: Path, new: Path) -> list[Difference]:
    """Return what differs between the tables of two directories, the contacts left out.

    Raises TableError where a directory holds no table, or one that cannot be read.
    """
    errors: list[CellError] = []
    readings = [_tables(directory, errors) for directory in (old, new)]
    if errors:
        raise TableError(errors)
    return [
        difference
        for name in SCHEMAS
        for difference in _compare(name, readings[0].get(name, {}), readings[1].get(name, {}))
    ]


Rows = dict[str, dict[str, str]]
"""The rows of a table by their keys, each its cells by column."""


def _tables(directory: Path, errors: list[CellError]) -> dict[str, Rows]:
    """Read the tables of a directory as text; what is wrong is added to the errors."""
    paths = [path for name in SCHEMAS if name != "contacts" and (path := directory / f"{name}.csv").exists()]
    if not paths:
        errors.append(CellError(str(directory), None, None, "holds no table", "the CSV files of a reading"))
    return {path.stem: _rows(path, errors) for path in paths}


def _rows(path: Path, errors: list[CellError]) -> Rows:
    cells = read_cells(path, errors)
    if cells is None:
        return {}
    rows = [dict(zip(cells.heading, row, strict=True)) for row in cells.rows.values()]
    return {", ".join(row.get(key, "") for key in SCHEMAS[path.stem].keys): row for row in rows}


def _compare(name: str, old: Rows, new: Rows) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        if key not in old or key not in new:
            yield Difference(name, key, None, "" if key in old else None, "" if key in new else None)
            continue
        for column in dict.fromkeys((*old[key], *new[key])):
            before, after = old[key].get(column), new[key].get(column)
            if before != after:
                yield Difference(name, key, column, before, after)
