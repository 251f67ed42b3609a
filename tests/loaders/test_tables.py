"""Tables as files: what is written is read back, and every wrong cell is told at once, with its place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package
from openpyxl import Workbook

from graph.declaration import ID
from graph.model import Direction
from loaders.__main__ import shipped_packages
from loaders.errors import TableError
from loaders.tables import SCHEMAS, Column, combine, format_cell, parse_cell, read_all, read_package, write_package
from tests.small_tables import linked_tables, small_tables

Params = pytest.mark.parametrize


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in table.to_dict("records")]


# Whole packages.


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = linked_tables()
    write_package(written, tmp_path, "small", "Small tables")
    read = read_package(tmp_path)
    assert set(read) == set(written)
    for name, table in written.items():
        assert sorted(table.columns) == sorted(read[name].columns)
        assert rows_of(read[name][list(table.columns)]) == rows_of(table), name


def test_a_table_is_written_alike_each_time(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_package(small_tables(), tmp_path / name, "small", "Small tables")
        write_package(read_package(tmp_path / name), tmp_path / name, "small", "Small tables")
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert [(tmp_path / "first" / name).read_bytes() for name in files] == [
        (tmp_path / "second" / name).read_bytes() for name in files
    ]


@Params("directory", shipped_packages(), ids=lambda path: path.name)
def test_a_shipped_package_is_valid(directory: Path) -> None:
    package = Package(str(directory / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    assert package.resource_names


def test_a_written_package_is_valid_and_leaves_the_contacts_out(tmp_path: Path) -> None:
    write_package(small_tables(), tmp_path, "small", "Small tables")
    package = Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert "contacts" not in package.resource_names
    assert (tmp_path / "contacts.csv").exists()


def test_every_table_and_column_is_described(tmp_path: Path) -> None:
    write_package(small_tables(), tmp_path, "small", "Small tables")
    for resource in Package(str(tmp_path / "datapackage.json")).resources:
        assert resource.description
        for field in resource.schema.fields:
            assert field.description, f"{resource.name}.{field.name}"


def test_a_heading_in_another_order_and_a_byte_order_mark_are_taken(tmp_path: Path) -> None:
    write_package({"cities": small_tables()["cities"]}, tmp_path, "small", "Small tables")
    (tmp_path / "cities.csv").write_text("\ufeffname,name_en,id\n서울,,city:seoul\n\n", encoding="utf-8")
    assert rows_of(read_package(tmp_path)["cities"]) == [{"id": "city:seoul", "name": "서울", "name_en": None}]


# Cells.

NUMBER = Column("number", "", int, True)
VALUE = Column("value", "", float, False)
FUTURE = Column("future", "", bool, True)
DAY = Column("day", "", datetime.date, False)
TREND = Column("trend", "", Direction, False)
YEARS = Column("years", "", int, False, many=True)
NAMES = Column("names", "", str, False, many=True)
TITLE = Column("title", "", str, True)
GOAL = Column("goal", "", ID, True, refers=("Goal",))
PARENT = Column("parent", "", ID, False, refers=("Bureau", "Agency"))


@Params(
    ("column", "text", "value"),
    [
        (NUMBER, "8", 8),
        (NUMBER, "-8", -8),
        (VALUE, "24300000", 24300000.0),
        (VALUE, "-1.5", -1.5),
        (VALUE, "1e-07", 1e-07),
        (VALUE, "", None),
        (FUTURE, "true", True),
        (DAY, "2020-12-29", "2020-12-29"),
        (TREND, "UP", "UP"),
        (TREND, "", None),
        (YEARS, "[2020, 2021]", [2020, 2021]),
        (YEARS, "", []),
        (NAMES, '["물과", "보건과"]', ["물과", "보건과"]),
        (TITLE, "1,000 → “2,000”", "1,000 → “2,000”"),
        (TITLE, "NA", "NA"),
        (GOAL, "goal:sdp2/1-3", "goal:sdp2/1-3"),
        (PARENT, "agency:seoul/병원", "agency:seoul/병원"),
    ],
)
def test_a_cell_is_read_and_written(column: Column, text: str, value: Any) -> None:
    assert parse_cell(text, column) == value
    assert parse_cell(format_cell(value, column), column) == value


@Params(
    ("column", "text", "wanted"),
    [
        (NUMBER, "", "a whole number"),
        (NUMBER, "8.0", "a whole number"),
        (NUMBER, "1_000", "a whole number"),
        (NUMBER, " 8", "a whole number"),
        (NUMBER, "８", "a whole number"),
        (VALUE, "1,000", "a number, or nothing"),
        (VALUE, "nan", "a number, or nothing"),
        (VALUE, "1e999", "a number, or nothing"),
        (FUTURE, "True", "true or false"),
        (FUTURE, "", "true or false"),
        (DAY, "2020-02-30", "a day as YYYY-MM-DD, or nothing"),
        (DAY, "20201229", "a day as YYYY-MM-DD, or nothing"),
        (TREND, "up", "one of UP, DOWN, STEADY, or nothing"),
        (YEARS, "2020", "a JSON list of a whole number"),
        (YEARS, "[2020.0]", "a JSON list of a whole number"),
        (YEARS, "[true]", "a JSON list of a whole number"),
        (YEARS, "[2020", "a JSON list of a whole number"),
        (NAMES, "[1]", "a JSON list of text"),
        (TITLE, "", "text"),
        (TITLE, "\u1100\u1161", "text, composed (Unicode NFC)"),
        (GOAL, "", "an id that starts with goal:"),
        (GOAL, "task:sdp2/8", "an id that starts with goal:"),
        (PARENT, "department:seoul/건강과", "an id that starts with bureau: or agency:, or nothing"),
    ],
)
def test_a_wrong_cell_says_what_was_expected(column: Column, text: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        parse_cell(text, column)
    assert str(raised.value) == wanted


# What is wrong with files.


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write_package(small_tables(), tmp_path, "small", "Small tables")
    return tmp_path


Change = Callable[[str], str]


def damage(package: Path, name: str, change: Change) -> None:
    path = package / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def problems(read: Callable[[], object]) -> Sequence[str]:
    with pytest.raises(TableError) as raised:
        read()
    return str(raised.value).splitlines()


def test_every_wrong_cell_is_told_at_once(package: Path) -> None:
    damage(package, "tasks.csv", lambda text: text.replace("금연 구역을 늘린다,1,", ",one,", 1))
    damage(package, "goals.csv", lambda text: text.replace("true", "yes", 1))
    assert problems(lambda: read_package(package)) == [
        f"{package}/goals.csv, row 2, column priority: holds “yes”; expected true or false",
        f"{package}/tasks.csv, row 2, column title: holds “”; expected text",
        f"{package}/tasks.csv, row 2, column number: holds “one”; expected a whole number",
    ]


@Params(
    ("name", "change", "problem"),
    [
        ("cities.csv", lambda text: text + "city:x,X\n", "row 6: has 2 cells; expected 3, as in the heading"),
        ("cities.csv", lambda text: text + "city:x,X,,\n", "row 6: has 4 cells; expected 3, as in the heading"),
        ("cities.csv", lambda text: text.replace("name_en", "english"), "row 1: has the columns id, name, english"),
        ("cities.csv", lambda text: text.replace("id,name", "id,id"), "row 1: has the columns id, id, name_en"),
        ("cities.csv", lambda text: text.replace("id,name,", "id,title,"), "expected the columns id, name; and, if"),
        ("cities.csv", lambda _: "", "has no heading; expected the names of the columns in the first row"),
        (
            "cities.csv",
            lambda text: text + '"',
            "cannot be read (unexpected end of data); expected a CSV file in UTF-8",
        ),
        ("datapackage.json", lambda _: "{", "no readable list of tables; expected a datapackage.json"),
        ("datapackage.json", lambda _: '{"resources": [1]}', "no readable list of tables; expected a datapackage.json"),
        (
            "datapackage.json",
            lambda _: '{"resources": [{"path": "../cities.csv"}]}',
            "lists '../cities.csv'; expected the names of files beside it",
        ),
        (
            "datapackage.json",
            lambda text: text.replace("cities.csv", "towns.csv"),
            "towns.csv: no such table; expected one of ",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_named(package: Path, name: str, change: Change, problem: str) -> None:
    damage(package, name, change)
    lines = problems(lambda: read_package(package))
    assert all(line.startswith(str(package)) for line in lines)
    assert [line for line in lines if problem in line]


def test_an_absent_column_that_may_be_empty_is_empty(package: Path) -> None:
    """So that a new property of the model breaks nobody's tables."""
    path = package / "cities.csv"
    whole = read_package(package)["cities"]
    pd.read_csv(path, dtype=str).drop(columns="name_en").to_csv(path, index=False)
    read = read_package(package)["cities"]
    assert list(read.columns) == list(whole.columns)
    assert list(read["id"]) == list(whole["id"])
    assert set(read["name_en"]) == {None}


def test_an_absent_column_of_a_sheet_is_empty(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "cities"
    sheet.append(["id", "name"])
    sheet.append(["city:haneul", "하늘시"])
    workbook.save(tmp_path / "tables.xlsx")
    [row] = read_package(tmp_path / "tables.xlsx")["cities"].to_dict("records")
    assert row == {"id": "city:haneul", "name": "하늘시", "name_en": None}


def test_a_file_in_another_encoding_is_named(package: Path) -> None:
    (package / "cities.csv").write_bytes("id,name,name_en\ncity:seoul,서울,\n".encode("euc-kr"))
    [line] = problems(lambda: read_package(package))
    assert line.startswith(f"{package}/cities.csv: cannot be read ('utf-8' codec can't decode")


def test_a_missing_file_is_named(package: Path) -> None:
    (package / "cities.csv").unlink()
    assert problems(lambda: read_package(package)) == [
        f"{package}/cities.csv: cannot be read (No such file or directory); expected a CSV file in UTF-8"
    ]


def test_what_is_wrong_in_several_packages_is_told_at_once(package: Path, tmp_path: Path) -> None:
    damage(package, "goals.csv", lambda text: text.replace("true", "yes", 1))
    lines = problems(lambda: read_all([tmp_path / "nowhere", package]))
    assert len(lines) == 2


# All tables together.


def with_row(table: str, **cells: Any) -> dict[str, pd.DataFrame]:
    """Return the small tables with one row more."""
    tables = small_tables()
    row = dict.fromkeys(tables[table].columns) | cells
    tables[table] = pd.concat([tables[table], pd.DataFrame([row], dtype=object)], ignore_index=True)
    return tables


def test_small_tables_fit_together() -> None:
    assert set(combine([small_tables()])) == set(small_tables())


def test_small_tables_have_every_cell_that_may_be_empty_empty_and_filled() -> None:
    cells = [
        (f"{name}.{column.name}", [value is None or value == [] for value in table[column.name]])
        for name, table in small_tables().items()
        for column in SCHEMAS[name].columns
        if not column.required
    ]
    assert [name for name, empty in cells if all(empty) or not any(empty)] == []


def test_a_row_that_two_packages_have_alike_is_taken_once() -> None:
    cities = small_tables()["cities"]
    assert rows_of(combine([small_tables(), {"cities": cities.head(1)}])["cities"]) == rows_of(cities)


def test_an_id_that_stands_twice_is_an_error() -> None:
    assert problems(lambda: combine([with_row("cities", id="city:seoul", name="Séoul")])) == [
        "cities, row 6, column id: “city:seoul” stands twice; expected each once"
    ]


def test_a_pair_that_stands_twice_is_an_error() -> None:
    tables = with_row("item_organizations", item="project:seoul/1", organization="department:seoul/health", position=9)
    assert problems(lambda: combine([tables])) == [
        "item_organizations, row 48, column item/organization:"
        " “project:seoul/1, department:seoul/health” stands twice; expected each once"
    ]


def test_an_id_that_is_nowhere_is_an_error() -> None:
    tables = with_row("strategies", id="strategy:x/1", number=1, title="X", plan="plan:x")
    assert problems(lambda: combine([tables])) == [
        "strategies, row 7, column plan: names “plan:x”, which is in no table; expected an id that starts with plan:"
    ]


def test_what_does_not_fit_together_is_told_with_the_file_and_the_row(package: Path) -> None:
    damage(package, "strategies.csv", lambda text: text.replace("plan:busan", "plan:x", 1))
    damage(package, "cities.csv", lambda text: text + "\ncity:seoul,Séoul,\n")
    assert problems(lambda: combine([read_package(package)])) == [
        f"{package}/cities.csv, row 7, column id: “city:seoul” stands twice; expected each once",
        f"{package}/strategies.csv, row 5, column plan: names “plan:x”, which is in no table;"
        " expected an id that starts with plan:",
    ]


def test_every_table_of_the_model_has_a_schema() -> None:
    for schema in SCHEMAS.values():
        assert schema.description
        assert len({column.name for column in schema.columns}) == len(schema.columns)
        assert set(schema.keys) <= {column.name for column in schema.columns}
