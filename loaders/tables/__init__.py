"""The tables: one for each node type and one for each relationship that has two lists, with columns from the model.

    >>> tables = read_package(Path("loaders/data/pledges"))   # pandas, by name; every wrong cell in one error
    >>> write_package(tables, Path("out"), "sdp2", "...")   # CSV files and a datapackage.json

A table's column is a property (`title_en`) or a relation to one node, which holds its id (`goal`). Cells are text in
the files; in pandas a column holds Python values, None where a cell is empty.
"""

from __future__ import annotations

import datetime
import enum
import json
import math
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from graph.declaration import ID, POSITION, DescribedEnum, EntityType, Kind, Property, snake_case
from graph.model import MODEL
from loaders.errors import TableError
from loaders.similarity.scoring import FAMILIES, Reason, SimilarityKind, SimilarityRelation
from loaders.tables.files import CellError, Cells, read_cells, read_workbook

Tables = Mapping[str, pd.DataFrame]
"""Tables by name."""


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold (`str`, `int`, ..., an enumeration, `ID` of a type, `Reason`) and what it means.

    refers: the names of the types to which an id may belong.
    """

    name: str
    description: str
    scalar: Any
    required: bool
    many: bool = False
    refers: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns, the type of its rows, or the relationship type that each row is.

    keys: the columns that together tell rows apart; supplements: the type to whose nodes the other columns belong, each
    row naming its node in the first one.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    entity: EntityType | None = None
    relationship: str | None = None
    supplements: EntityType | None = None

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


def table_name(entity: EntityType) -> str:
    """Return the name of a type's table: `yearly_targets`, `sdg_targets`, `cities`."""
    name = snake_case(entity.name)
    if name == "staff":
        return name
    return name[:-1] + "ies" if name.endswith("y") else name + "s"


def _entity_schema(entity: EntityType) -> TableSchema:
    columns = [_property_column(prop) for prop in entity.properties.values() if prop.table is None]
    if entity.kind is Kind.RECORD and entity.name not in NUMBERED:
        columns.insert(0, Column("id", "Readable and stable.", ID, True, refers=(entity.name,)))
    for relation in entity.columns:
        members = MODEL.target(relation).members
        columns.append(Column(relation.name, relation.description, ID, not relation.optional, refers=members))
    columns = [_own_id(column, entity) for column in columns]
    keys = ("id",) if entity.name not in NUMBERED else tuple(column.name for column in columns)
    return TableSchema(table_name(entity), entity.description, tuple(columns), keys, entity=entity)


NUMBERED = ("Citation",)
"""Types whose tables have no ids: their rows are numbered when the graph is put together."""
DERIVED = ("SDGLink",)
"""Types without a table: their nodes follow from others (`loaders/assembly.py`)."""
BODIES = MODEL.types["Organization"].members
"""The types of organizations, which share one table: the id of a body tells its type."""


def _own_id(column: Column, entity: EntityType) -> Column:
    if column.name != "id":
        return column
    return Column("id", column.description, ID, True, refers=(entity.name,))


def _property_column(prop: Property) -> Column:
    return Column(prop.name, prop.description, prop.scalar, not (prop.optional or prop.many), prop.many)


def _organization_schemas() -> list[TableSchema]:
    """Return the tables of bodies: a row for each, for each other name, for each that took another's place."""
    organization = Column("organization", "The body.", ID, True, refers=BODIES)
    reason = Column("reason", "Where this is printed, or why it is so.", str, False)
    return [
        TableSchema(
            "organizations",
            MODEL.types["Organization"].description,
            (
                Column(
                    "id", "Readable and stable; its first word tells the type of the body.", ID, True, refers=BODIES
                ),
                Column("name", "Its name.", str, True),
                Column("city", "The city to which it belongs.", ID, False, refers=("City",)),
                Column("parent", "The body above it.", ID, False, refers=BODIES),
                reason,
            ),
            ("id",),
        ),
        TableSchema(
            "organization_names",
            "Other names of bodies: old ones, misprinted ones, titles of their heads.",
            (
                organization,
                Column("name", "The other name, as printed, without letter-spacing.", str, True),
                Column("since", "The first year in which it was the name, where it was one.", int, False),
                Column("until", "The last year in which it was the name, where it was one.", int, False),
                reason,
            ),
            ("organization", "name"),
        ),
        TableSchema(
            "organization_successions",
            "Which bodies took the place of which in a reorganization; one that was divided has several successors.",
            (
                organization,
                Column("successor", "The body that took its place, or a part of it.", ID, True, refers=BODIES),
                Column("year", "The year.", int, False),
                reason,
            ),
            ("organization", "successor"),
            relationship="SUCCEEDED_BY",
        ),
    ]


def _link_schemas() -> list[TableSchema]:
    """Return the tables of the relationships that join two lists."""
    contribution, plan_item = MODEL.types["Contribution"], MODEL.types["PlanItem"]
    return [
        TableSchema(
            "item_organizations",
            "The bodies in charge of an entry; those of a task follow from its projects.",
            (
                Column("item", "The entry.", ID, True, refers=plan_item.members),
                Column("organization", "The body.", ID, True, refers=BODIES),
                Column(POSITION, "Its place among the entry's bodies, the leader first.", int, True),
            ),
            ("item", "organization"),
            relationship="CARRIED_OUT_BY",
        ),
        TableSchema(
            "task_targets",
            contribution.description,
            (
                Column("task", "The task that serves it.", ID, True, refers=("Task",)),
                Column("target", "The target that is served.", ID, True, refers=("SDGTarget",)),
                *(_property_column(prop) for prop in contribution.properties.values()),
            ),
            ("task", "target"),
            relationship="CONTRIBUTES_TO",
        ),
    ]


def _supplement(name: str, description: str, owner: str, *, all_keys: bool = False) -> TableSchema:
    """Return a table of properties that are not in their type's own table; all_keys: a node may have several rows."""
    entity = MODEL.types[owner]
    columns = (
        Column(snake_case(owner), f"The {owner}.", ID, True, refers=(owner,)),
        *(_property_column(prop) for prop in entity.properties.values() if prop.table == name),
    )
    keys = tuple(column.name for column in columns)
    return TableSchema(name, description, columns, keys if all_keys else keys[:1], supplements=entity)


def _similarity_schema() -> TableSchema:
    """Return the table of pairs that are alike; assembly joins it with people's decisions."""
    return TableSchema(
        "similarities",
        "Pairs of entries that seem to be the same or to overlap, computed by `python -m loaders link`.",
        (
            Column("left", "The entry whose id is lower.", ID, True, refers=tuple(FAMILIES)),
            Column("right", "The other entry.", ID, True, refers=tuple(FAMILIES)),
            Column("kind", "How alike they are, by the score.", SimilarityKind, True),
            Column("relation", "How one belongs to the other, where that is known.", SimilarityRelation, False),
            Column("score", "From 0 to 1; the sum of the shares of the reasons.", float, True),
            Column("reasons", "Why: what agrees and what does not, with its share of the score.", Reason, True, True),
        ),
        ("left", "right"),
    )


SCHEMAS: Mapping[str, TableSchema] = {
    schema.name: schema
    for schema in (
        *(_entity_schema(entity) for entity in MODEL.labels if entity.name not in (*DERIVED, *BODIES)),
        *_organization_schemas(),
        *_link_schemas(),
        _similarity_schema(),
        TableSchema(
            "key_terms",
            "What the running text of an entry is about, for the search; a document's own words.",
            (
                Column("entry", "The entry.", ID, True, refers=MODEL.types["PlanItem"].members),
                Column("term", "A noun.", str, True),
                Column("weight", "1 for the best term of the entry, less for others.", float, True),
            ),
            ("entry", "term"),
        ),
        _supplement("staffing", "Posts, people and duties of an office.", "Department"),
        _supplement("contacts", "Telephone numbers; never committed.", "Staff", all_keys=True),
    )
}


# Cells.


def parse_cell(text: str, column: Column) -> Any:
    """Return the value of a cell.

    Raises ValueError, with what was expected, for a cell that does not fit its column.
    """
    if text == "":
        if column.required:
            raise ValueError(expected(column))
        return [] if column.many else None
    if column.many:
        return _parse_list(text, column)
    return _parse_one(text, column)


def _parse_list(text: str, column: Column) -> list[Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError:
        raise ValueError(expected(column)) from None
    fits = _is_reason if column.scalar is Reason else lambda value: type(value) is column.scalar
    if not isinstance(values, list) or not all(map(fits, values)):
        raise ValueError(expected(column))
    return values


def _is_reason(value: Any) -> bool:
    """Tell whether a value of JSON has the fields of a Reason."""
    types = {"signal": str, "score": float, "detail": str}
    return isinstance(value, dict) and {name: type(part) for name, part in value.items()} == types


def _parse_one(text: str, column: Column) -> Any:
    scalar = column.scalar
    try:
        if scalar is bool:
            return {"true": True, "false": False}[text]
        if scalar in WRITTEN:
            if not WRITTEN[scalar].fullmatch(text):
                raise ValueError
            value: Any = scalar.fromisoformat(text).isoformat() if scalar is datetime.date else scalar(text)
            if scalar is float and not math.isfinite(value):
                raise ValueError
            return value
        if isinstance(scalar, type) and issubclass(scalar, DescribedEnum):
            return scalar[text].value
    except (KeyError, ValueError):
        raise ValueError(expected(column)) from None
    if column.refers and not any(text.startswith(f"{MODEL.types[name].tag}:") for name in column.refers):
        raise ValueError(expected(column))
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{expected(column)}, composed (Unicode NFC)")
    return text


WRITTEN: Mapping[Any, re.Pattern[str]] = {
    int: re.compile(r"-?\d+", re.ASCII),
    float: re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII),
    datetime.date: re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
}
"""How values are written in cells; Python would also take 1_000 and digits of other scripts."""


def expected(column: Column) -> str:
    """Return in words what a column's cells hold."""
    scalar = column.scalar
    if column.refers:
        what = "an id that starts with " + " or ".join(f"{MODEL.types[name].tag}:" for name in column.refers)
    elif isinstance(scalar, type) and issubclass(scalar, DescribedEnum):
        what = "one of " + ", ".join(member.value for member in scalar)
    else:
        what = {
            str: "text",
            int: "a whole number",
            float: "a number",
            bool: "true or false",
            datetime.date: "a day as YYYY-MM-DD",
            Reason: "objects with signal, score and detail",
        }[scalar]
    if column.many:
        return f"a JSON list of {what}"
    return what if column.required else f"{what}, or nothing"


def format_cell(value: Any, column: Column) -> str:
    """Return a value as a cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if column.many:
        return json.dumps(list(value), ensure_ascii=False)
    if column.scalar is bool:
        return "true" if value else "false"
    if column.scalar is float:
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    if column.scalar is int:
        return str(int(value))
    return str(value.value if isinstance(value, enum.Enum) else value)


# Files.


def write_package(tables: Tables, directory: Path, name: str, title: str) -> None:
    """Write tables as CSV files with a datapackage.json (Frictionless table schema), replacing what is there.

    The contacts are written beside the others but are no part of the package.
    """
    directory.mkdir(parents=True, exist_ok=True)
    resources = []
    for schema in SCHEMAS.values():
        if schema.name not in tables:
            continue
        path = directory / f"{schema.name}.csv"
        as_text(tables[schema.name], schema).to_csv(path, index=False, lineterminator="\n")
        if schema.name != "contacts":
            resources.append(_resource(schema))
    package = {"name": name, "title": title, "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (directory / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def as_text(table: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Return a table with its columns in order and its cells as in a file.

    Raises KeyError for a column that is missing, ValueError for one too many.
    """
    unknown = set(table.columns) - {column.name for column in schema.columns}
    if unknown:
        raise ValueError(f"{schema.name} has no column {', '.join(sorted(unknown))}")
    cells = {column.name: [format_cell(value, column) for value in table[column.name]] for column in schema.columns}
    return pd.DataFrame(cells, dtype=str)


FIELD_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", datetime.date: "date", ID: "string"}


def _resource(schema: TableSchema) -> dict[str, Any]:
    fields = [_field(column) for column in schema.columns]
    table_schema: dict[str, Any] = {"fields": fields, "primaryKey": list(schema.keys)}
    if schema.entity and schema.entity.name in NUMBERED:
        del table_schema["primaryKey"]
    return {
        "name": schema.name.replace("_", "-"),
        "path": f"{schema.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "description": schema.description,
        "schema": table_schema,
    }


def _field(column: Column) -> dict[str, Any]:
    is_enum = isinstance(column.scalar, type) and issubclass(column.scalar, DescribedEnum)
    type_ = "array" if column.many else "string" if is_enum else FIELD_TYPES[column.scalar]
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if is_enum:
        constraints["enum"] = [member.value for member in column.scalar]
    field = {"name": column.name, "type": type_, "description": column.description}
    return {**field, "constraints": constraints} if constraints else field


@dataclass
class Package:
    """The tables of one place, read as far as they can be.

    unread: the names of the tables that cannot be read at all; errors: everything that is wrong.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    errors: list[CellError] = field(default_factory=list)

    def add(self, name: str, file: str, cells: Cells | None) -> None:
        """Parse the cells of a table; the same table a second time is an error."""
        schema = SCHEMAS.get(name)
        if schema is None:
            self.errors.append(CellError(file, None, None, "no such table", "one of " + ", ".join(SCHEMAS)))
            return
        if cells is not None and not _fits(cells.heading, schema):
            problem = f"has the columns {', '.join(cells.heading)}"
            self.errors.append(CellError(file, 1, None, problem, _expected_columns(schema)))
            cells = None
        if cells is None:
            self.unread.add(name)
        elif name in self.tables:
            self.errors.append(CellError(file, None, None, f"a second table {name}", "each table in one place"))
        else:
            self.tables[name] = _parse_table(cells, schema, file, self.errors)


def _fits(heading: Sequence[str], schema: TableSchema) -> bool:
    """Whether a heading has each column once, those that every row must fill among them, and no other.

    A column that may be empty may also be absent: a new property of the model breaks nobody's tables.
    """
    known = {column.name for column in schema.columns}
    required = {column.name for column in schema.columns if column.required}
    return len(set(heading)) == len(heading) and required <= set(heading) <= known


def _expected_columns(schema: TableSchema) -> str:
    """The columns that a table may have, in words."""
    required = ", ".join(column.name for column in schema.columns if column.required)
    optional = ", ".join(column.name for column in schema.columns if not column.required)
    return f"the columns {required}{f'; and, if there is something to tell, {optional}' if optional else ''}"


def read_all(places: Iterable[Path]) -> dict[str, pd.DataFrame]:
    """Read the tables of several places and join them.

    Raises TableError with everything that is wrong: in cells, in rows, between tables.
    """
    packages = [_read_place(place) for place in places]
    joined, errors = _join(
        [package.tables for package in packages], {name for package in packages for name in package.unread}
    )
    errors = [*(error for package in packages for error in package.errors), *errors]
    if errors:
        raise TableError(errors)
    return joined


def read_package(place: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of one place; raises TableError with everything that is wrong in its cells and rows."""
    package = _read_place(place)
    if package.errors:
        raise TableError(package.errors)
    return package.tables


def _read_place(place: Path) -> Package:
    """Read a spreadsheet; or a directory: the files that its datapackage.json names, without one every CSV and XLSX."""
    package = Package()
    for path in _files_of(place, package.errors):
        if path.suffix == ".xlsx":
            for name, cells in read_workbook(path, package.errors).items():
                package.add(name, f"{path}, sheet {name}", cells)
        else:
            package.add(path.stem, str(path), read_cells(path, package.errors) if path.stem in SCHEMAS else None)
    return package


def _files_of(place: Path, errors: list[CellError]) -> list[Path]:
    if place.suffix == ".xlsx":
        return [place]
    if (place / "datapackage.json").exists():
        contacts = [place / "contacts.csv"] if (place / "contacts.csv").exists() else []
        return [*_listed_files(place / "datapackage.json", errors), *contacts]
    files = [path for path in sorted(place.glob("*")) if path.suffix in (".csv", ".xlsx") and path.name[:2] != "~$"]
    if not files:
        errors.append(CellError(str(place), None, None, "has no tables", "a spreadsheet, or CSV or XLSX files in it"))
    return files


def _listed_files(package: Path, errors: list[CellError]) -> list[Path]:
    """Return the files that a datapackage.json lists, which stand beside it."""
    try:
        names = [resource["path"] for resource in json.loads(package.read_text(encoding="utf-8"))["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        errors.append(CellError(str(package), None, None, "no readable list of tables", "a datapackage.json"))
        return []
    for name in names:
        if not isinstance(name, str) or Path(name).name != name:
            errors.append(CellError(str(package), None, None, f"lists {name!r}", "the names of files beside it"))
            return []
    return [package.parent / name for name in names]


def _parse_table(cells: Cells, schema: TableSchema, file: str, errors: list[CellError]) -> pd.DataFrame:
    parsed: dict[str, list[Any]] = {}
    for column in schema.columns:
        values = []
        for row, text in cells.column(column.name).items():
            try:
                values.append(parse_cell(text, column))
            except ValueError as error:
                errors.append(CellError(file, row, column.name, f"holds “{text}”", str(error)))
                values.append(None)
        parsed[column.name] = values
    table = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in parsed.items()})
    table.attrs["places"] = (file, list(cells.rows))
    return table


def rows_of(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table, none where it is missing; an empty cell is None."""
    if name not in tables:
        return []
    return [{str(column): value for column, value in row.items()} for row in tables[name].to_dict("records")]


# All tables together.


def combine(packages: Iterable[Tables]) -> dict[str, pd.DataFrame]:
    """Join the tables of several packages; rows that are wholly equal are taken once.

    Raises TableError where an id stands twice with different rows, or an id that a row names is nowhere.
    """
    joined, errors = _join(packages, set())
    if errors:
        raise TableError(errors)
    return joined


def _join(packages: Iterable[Tables], unread: Container[str]) -> tuple[dict[str, pd.DataFrame], list[CellError]]:
    """Return the joined tables and what is wrong between their rows; ids of tables that were not read may be there."""
    gathered: dict[str, list[pd.DataFrame]] = {}
    for package in packages:
        for name, table in package.items():
            gathered.setdefault(name, []).append(table)
    combined, places = {}, {}
    for name, tables in gathered.items():
        joined = pd.concat(tables, ignore_index=True)
        kept = _first([tuple(map(repr, row)) for row in joined.itertuples(index=False)])
        combined[name] = joined.iloc[kept].reset_index(drop=True)
        found = [place for table in tables for place in _places(name, table)]
        places[name] = [found[row] for row in kept]
    return combined, [*_repeated_keys(combined, places), *_lost_references(combined, places, unread)]


Place = tuple[str, int]
"""A file and the number of a row in it."""


def _places(name: str, table: pd.DataFrame) -> list[Place]:
    """Return where each row of a table was read; without a file, the table's name and the row counted from 2."""
    file, rows = table.attrs.get("places", (name, range(2, len(table) + 2)))
    return [(file, row) for row in rows]


def _first(keys: Sequence[Any]) -> list[int]:
    """Return the number of the first occurrence of each key."""
    seen: dict[Any, int] = {}
    for number, key in enumerate(keys):
        seen.setdefault(key, number)
    return list(seen.values())


def _repeated_keys(tables: Tables, places: Mapping[str, Sequence[Place]]) -> list[CellError]:
    errors = []
    for name, table in tables.items():
        schema = SCHEMAS[name]
        keys = list(zip(*(table[key] for key in schema.keys), strict=True))
        first = set(_first(keys))
        for number, key in enumerate(keys):
            if number not in first and None not in key:
                problem = f"“{', '.join(map(str, key))}” stands twice"
                errors.append(CellError(*places[name][number], "/".join(schema.keys), problem, "each once"))
    return errors


def known_ids(tables: Tables) -> set[str]:
    """Return the ids of all rows."""
    return {value for table in tables.values() if "id" in table for value in table["id"]}


def _lost_references(tables: Tables, places: Mapping[str, Sequence[Place]], unread: Container[str]) -> list[CellError]:
    known = known_ids(tables)
    errors = []
    for name, table in tables.items():
        for column in SCHEMAS[name].columns:
            if column.name == "id" or not column.refers:
                continue
            for number, value in enumerate(table[column.name]):
                if value is not None and value not in known and _home(value) not in unread:
                    problem = f"names “{value}”, which is in no table"
                    errors.append(CellError(*places[name][number], column.name, problem, expected(column)))
    return errors


def _home(identity: str) -> str:
    """Return the name of the table that has a row for an id."""
    entity = MODEL.type_of(identity)
    assert entity is not None, "a cell that refers to a type has its tag"
    return "organizations" if entity.name in BODIES else table_name(entity)


# A city's own tables.

COMPUTED = ("sdgs", "sdg_targets", "similarities", "key_terms")
"""The tables that a city does not fill: those of the UN, and those that are computed."""


def write_template(directory: Path, *, spreadsheet: bool = False) -> list[str]:
    """Write empty tables for a city to fill, with their schema, and return their names.

    CSV files with a datapackage.json; or one spreadsheet, a sheet for each table, a note on each column.
    """
    chosen = [schema for schema in SCHEMAS.values() if schema.name not in COMPUTED]
    directory.mkdir(parents=True, exist_ok=True)
    if spreadsheet:
        _write_workbook(directory / "tables.xlsx", chosen)
    else:
        empty = {schema.name: pd.DataFrame(columns=[c.name for c in schema.columns]) for schema in chosen}
        write_package(empty, directory, "template", "Empty tables of plangraph")
    return [schema.name for schema in chosen]


def _write_workbook(path: Path, schemas: Sequence[TableSchema]) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for schema in schemas:
        sheet = workbook.create_sheet(schema.name)
        for number, column in enumerate(schema.columns, start=1):
            cell = sheet.cell(1, number, column.name)
            cell.font = Font(bold=True)
            cell.comment = Comment(f"{column.description}\nHolds {expected(column)}.", "plangraph")
            sheet.column_dimensions[cell.column_letter].width = max(12, len(column.name) + 2)
        sheet.freeze_panes = "A2"
    workbook.save(path)
