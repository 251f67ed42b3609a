"""Reads CSV files and spreadsheets as text, strictly: every row has one cell for each column of the heading.

>>> errors: list[CellError] = []
>>> read_cells(Path("tasks.csv"), errors)                       # what is wrong is added to the errors
Cells(heading=["id", "number", ...], rows={2: ["task:sdp2/1", "1", ...], ...})
"""

from __future__ import annotations

import csv
import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException


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
        """The cells of a column by the numbers of their rows; a column that the heading lacks is empty."""
        if name not in self.heading:
            return dict.fromkeys(self.rows, "")
        place = self.heading.index(name)
        return {number: row[place] for number, row in self.rows.items()}


def read_cells(path: Path, errors: list[CellError]) -> Cells | None:
    """Read a file; None where it cannot be read. A row that does not fit the heading is an error and left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _cells(str(path), list(csv.reader(file, strict=True)), errors)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        errors.append(CellError(str(path), None, None, f"cannot be read ({why})", "a CSV file in UTF-8"))
        return None


def read_workbook(path: Path, errors: list[CellError]) -> dict[str, Cells | None]:
    """Read a spreadsheet (XLSX): the cells of each sheet by its name; a sheet without any cell is passed over.

    Values become the text that a CSV file has for them; of a formula, the value that it had when it was saved.
    """
    try:
        values, formulas = (load_workbook(path, data_only=data_only) for data_only in (True, False))
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        errors.append(CellError(str(path), None, None, f"cannot be read ({why})", "a spreadsheet (XLSX)"))
        return {}
    read: dict[str, Cells | None] = {}
    for sheet in values.worksheets:
        name = f"{path}, sheet {sheet.title}"
        rows = list(_trimmed(sheet.iter_rows(values_only=True)))
        written = list(_trimmed(formulas[sheet.title].iter_rows(values_only=True)))
        for number, (row, asked) in enumerate(zip(rows, written, strict=False), start=1):
            if any(value is None and formula is not None for value, formula in zip(row, asked, strict=False)):
                errors.append(CellError(name, number, None, "holds a formula that was never calculated", "a value"))
        if rows:
            read[sheet.title] = _cells(name, [[cell_text(value) for value in row] for row in rows], errors)
    return read


def _trimmed(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """Give rows as wide as the heading; what stands beyond it, and is not empty, is kept as an error of the row."""
    width = None
    for row in rows:
        filled = max((number for number, value in enumerate(row, start=1) if value is not None), default=0)
        width = filled if width is None else width
        yield list(row[: max(width, filled)]) if filled else []


def cell_text(value: Any) -> str:
    """Return a value of a spreadsheet as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else str(value)


def _cells(file: str, rows: list[list[str]], errors: list[CellError]) -> Cells | None:
    if not rows or not rows[0]:
        errors.append(CellError(file, None, None, "has no heading", "the names of the columns in the first row"))
        return None
    cells = Cells(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(cells.heading):
            cells.rows[number] = row
        elif row:
            problem = f"has {len(row)} cells"
            errors.append(CellError(file, number, None, problem, f"{len(cells.heading)}, as in the heading"))
    return cells
