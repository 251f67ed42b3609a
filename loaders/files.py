"""Reads CSV files as text, strictly: every row has one cell for each column of the heading.

>>> errors: list[CellError] = []
>>> read_cells(Path("tasks.csv"), errors)                       # what is wrong is added to the errors
Cells(heading=["id", "number", ...], rows={2: ["task:sdp2/1", "1", ...], ...})
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell, row (counted from 2, below the heading) or table."""

    file: str
    row: int | None
    column: str | None
    problem: str
    expected: str

    def __str__(self) -> str:
        """Return it in one line."""
        where = ", ".join(
            part
            for part in (self.file, self.row and f"row {self.row}", self.column and f"column {self.column}")
            if part
        )
        return f"{where}: {self.problem}; expected {self.expected}"


@dataclass
class Cells:
    """The cells of a file: its heading, and each row by its number (2 is the first below the heading)."""

    heading: list[str]
    rows: dict[int, list[str]] = field(default_factory=dict)

    def column(self, name: str) -> dict[int, str]:
        """Return the cells of a column by the numbers of their rows."""
        place = self.heading.index(name)
        return {number: row[place] for number, row in self.rows.items()}


def read_cells(path: Path, errors: list[CellError]) -> Cells | None:
    """Read a file; None where it cannot be read. A row that does not fit the heading is an error and left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _cells(path, list(csv.reader(file, strict=True)), errors)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        errors.append(CellError(str(path), None, None, f"cannot be read ({why})", "a CSV file in UTF-8"))
        return None


def _cells(path: Path, rows: list[list[str]], errors: list[CellError]) -> Cells | None:
    if not rows or not rows[0]:
        errors.append(CellError(str(path), None, None, "has no heading", "a CSV file in UTF-8"))
        return None
    cells = Cells(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(cells.heading):
            cells.rows[number] = row
        elif row:
            problem = f"has {len(row)} cells"
            errors.append(CellError(str(path), number, None, problem, f"{len(cells.heading)}, as in the heading"))
    return cells
