"""A city's own tables: from an empty template, as CSV files or a spreadsheet, to the graph; all errors at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from loaders.__main__ import shipped_packages
from loaders.errors import TableError
from loaders.tables import COMPUTED, SCHEMAS, read_all, rows_of, write_template
from tests.loaders.test_commands import Run, run  # noqa: F401 - a fixture
from tests.served import PROJECT

CITY = PROJECT / "examples" / "haneul"


def as_workbook(directory: Path, path: Path, change: Callable[[Workbook], None] | None = None) -> Path:
    """Fill a spreadsheet with the tables of a directory, numbers and truth values as such, as a person would."""
    write_template(path.parent, spreadsheet=True)
    workbook = load_workbook(path.parent / "tables.xlsx")
    for table in sorted(directory.glob("*.csv")):
        rows = pd.read_csv(table, dtype=str, keep_default_na=False)
        for place, column in enumerate(SCHEMAS[table.stem].columns, start=1):
            for number, text in enumerate(rows[column.name], start=2):
                workbook[table.stem].cell(number, place, typed(text, column.scalar))
    if change is not None:
        change(workbook)
    workbook.save(path)
    return path


def typed(text: str, scalar: object) -> Any:
    if not text or text.startswith("["):
        return text or None
    converters: dict[object, Callable[[str], Any]] = {
        int: int,
        float: float,
        bool: lambda word: word == "true",
        datetime.date: datetime.date.fromisoformat,
    }
    return converters.get(scalar, str)(text)


def problems(*places: Path) -> list[str]:
    with pytest.raises(TableError) as caught:
        read_all(places)
    return [str(problem) for problem in caught.value.problems]


def test_a_template_has_every_table_that_a_city_fills(tmp_path: Path) -> None:
    names = write_template(tmp_path)
    assert set(names) == set(SCHEMAS) - set(COMPUTED)
    assert all(len(rows_of(read_all([tmp_path]), name)) == 0 for name in names)


def test_a_spreadsheet_template_explains_each_column(tmp_path: Path) -> None:
    write_template(tmp_path, spreadsheet=True)
    [number, *_] = [cell for cell in load_workbook(tmp_path / "tables.xlsx")["tasks"][1] if cell.value == "number"]
    assert number.comment is not None
    assert number.comment.text == "Its number, counted through the whole plan.\nHolds a whole number."


def test_a_spreadsheet_holds_what_csv_files_hold(tmp_path: Path) -> None:
    in_files, in_sheets = (
        read_all([CITY, *shipped_packages()]),
        read_all([as_workbook(CITY, tmp_path / "tables.xlsx"), *shipped_packages()]),
    )
    assert {name: rows_of(in_sheets, name) for name in in_files} == {name: rows_of(in_files, name) for name in in_files}


def test_all_errors_of_a_spreadsheet_are_told_at_once(tmp_path: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["tasks"]["C3"] = "second"
        workbook["projects"]["D2"] = "perhaps"
        workbook["goals"]["G2"] = "sdg:99"
        workbook["projects"]["F3"] = "task:haneul/77"
        workbook["indicators"]["A4"] = "indicator:haneul/2/1"
        workbook["indicators"]["K2"] = "a stray note"
        workbook["strategies"]["B2"] = "=1+1"
        workbook.create_sheet("Notes")["A1"] = "not a table"

    path = as_workbook(CITY, tmp_path / "tables.xlsx", spoil)
    found = problems(path, *shipped_packages())
    expected = [
        "sheet tasks, row 3, column number: holds “second”; expected a whole number",
        "sheet projects, row 2, column future: holds “perhaps”; expected true or false",
        "sheet goals, row 2, column sdg: names “sdg:99”, which is in no table",
        "sheet projects, row 3, column task: names “task:haneul/77”, which is in no table",
        "sheet indicators, row 4, column id: “indicator:haneul/2/1” stands twice",
        "sheet indicators, row 2: has 11 cells; expected 8, as in the heading",
        "sheet strategies, row 2: holds a formula that was never calculated",
        "sheet Notes: no such table",
    ]
    for line in expected:
        assert any(f"{path}, {line}" in problem for problem in found), (line, found)


def test_a_sheet_without_its_heading_does_not_hide_other_errors(tmp_path: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["tasks"]["A1"] = "identity"
        workbook["projects"]["D2"] = "perhaps"

    found = problems(as_workbook(CITY, tmp_path / "tables.xlsx", spoil), *shipped_packages())
    assert [line.partition(", ")[2].partition(":")[0] for line in found] == [
        "sheet tasks, row 1",
        "sheet projects, row 2, column future",
    ]


def test_what_is_no_spreadsheet_is_named(tmp_path: Path) -> None:
    (tmp_path / "tables.xlsx").write_text("id,number\n", encoding="utf-8")
    [line] = problems(tmp_path / "tables.xlsx")
    assert line.startswith(f"{tmp_path}/tables.xlsx: cannot be read (")


def test_nothing_is_loaded_until_all_is_right(run: Run, tmp_path: Path) -> None:  # noqa: F811
    def spoil(workbook: Workbook) -> None:
        workbook["projects"]["D2"] = "perhaps"

    assert run("load", "--beside", CITY)[0] == 0
    before = run("status")[1].splitlines()[0]
    code, printed, complained = run("load", "--beside", as_workbook(CITY, tmp_path / "tables.xlsx", spoil))
    assert (code, printed) == (2, "")
    assert "sheet projects, row 2, column future" in complained
    assert run("status")[1].splitlines()[0] == before
