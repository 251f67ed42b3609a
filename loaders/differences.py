"""What a new reading of a document changes, cell by cell.

    >>> for difference in differences(old_directory, new_directory):
    ...     print(difference)
    projects project:sdp2/8, title: “…” becomes “…”
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from loaders.errors import TableError
from loaders.tables import SCHEMAS


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


def differences(old: Path, new: Path) -> Iterator[Difference]:
    """Yield what differs between the tables of two directories, the contacts left out.

    Raises TableError where a directory holds no table.
    """
    names = [name for name in SCHEMAS if name != "contacts" and ((old / f"{name}.csv").exists() or (new / f"{name}.csv").exists())]
    for directory in (old, new):
        if not any((directory / f"{name}.csv").exists() for name in names):
            raise TableError([f"{directory}: holds no table; expected the CSV files of a reading"])
    for name in names:
        yield from _compare(name, _cells(old, name), _cells(new, name))


def _cells(directory: Path, name: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table by their keys."""
    path = directory / f"{name}.csv"
    if not path.exists():
        return {}
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    keys = SCHEMAS[name].keys
    return {", ".join(str(row[key]) for key in keys if key in row): {str(k): str(v) for k, v in row.items()} for row in rows}


def _compare(name: str, old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        if key not in old or key not in new:
            yield Difference(name, key, None, "" if key in old else None, "" if key in new else None)
            continue
        for column in dict.fromkeys((*old[key], *new[key])):
            before, after = old[key].get(column), new[key].get(column)
            if before != after:
                yield Difference(name, key, column, before, after)
