"""Reading the tables of numbers inside running text, by a layout that a person wrote for each.

The conversion lost every border, so a layout states the words of a table as printed, with a mark for each number::

    printed: 연도별 ’19 ’18 시설수(개소) {} {}
    columns: {’19: {year: 2019}, ’18: {year: 2018}}
    rows: {시설수(개소): {unit: 개소, kind: RESULT}}

Marks: ``{}`` a number with its unit; ``[최대 {} 이내]`` a cell with words around its number, ``{from}`` the number
before an arrow in it, ``{>}`` a number that follows from the one before; ``…`` words without numbers of the table.
Rows times columns (or a list of cells) say what each number is, in the order printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.text import Passage, multiplied_out, read_number, restore
from loaders.kit.units import UNITS

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = "|".join(re.escape(unit) for unit in UNITS)
_AMOUNT = re.compile(rf"({_NUMBER})([만억조]?)((?:{_UNIT})?)")
TEN_THOUSAND = "만"
"""The one Korean numeral that is part of a number also where it stands before the unit above a table (만㎥)."""
_MARK = re.compile(r"(\[|\]|\{\}|\{>\}|\{from\}|…|\s+)")


@dataclass(frozen=True)
class CellMeaning:
    """What a number is: its row and column in words, kind, unit (unless printed with it), year or period."""

    labels: tuple[str, ...]
    kind: str
    unit: str | None
    year: int | None
    period: str | None


@dataclass(frozen=True)
class Layout:
    """A table of numbers in the text of a project."""

    project: int
    heading: str
    pattern: re.Pattern[str]
    follows: frozenset[int]
    meanings: tuple[CellMeaning, ...]


@dataclass(frozen=True)
class Number:
    """A number of a table; from_value: the one before an arrow."""

    what: str
    kind: str
    text: str
    value: float
    unit: str | None
    year: int | None
    period: str | None
    from_value: float | None
    passage: Passage


def make_layout(entry: Mapping[str, Any]) -> Layout:
    """Make a layout from its entry in YAML.

    Raises CorrectionError where it does not describe as many numbers as it marks.
    """
    pattern, follows, count = _compile(entry["printed"])
    meanings = tuple(_meanings(entry))
    if len(meanings) != count:
        raise CorrectionError(f"The table ‘{entry['heading']}’ marks {count} numbers and describes {len(meanings)}")
    return Layout(entry["project"], entry["heading"], pattern, frozenset(follows), meanings)


def _compile(printed: str) -> tuple[re.Pattern[str], list[int], int]:
    """Return the pattern of a layout, which of its numbers follow from the one before, and how many it has."""
    amount = rf"(?:{_NUMBER})[만억조]?(?:{_UNIT})?"
    pattern, follows, number, in_cell = "", [], 0, False
    for token in _MARK.split(printed.strip()):
        if token == "[":
            in_cell, pattern = True, pattern + rf"(?P<cell{number}>"
        elif token == "]":
            in_cell, number, pattern = False, number + 1, pattern + ")"
        elif token == "{from}":
            pattern += rf"(?P<from{number}>{amount})"
        elif token in ("{}", "{>}"):
            follows += [number] if token == "{>}" else []
            pattern += rf"(?P<value{number}>{amount})"
            number += 0 if in_cell else 1
        elif token == "…":
            pattern += r"\D.*?"
        else:
            pattern += r"\s+" if token.isspace() else re.escape(token)
    return re.compile(pattern), follows, number


def _meanings(entry: Mapping[str, Any]) -> Iterator[CellMeaning]:
    """Describe each number of a table: the listed cells, or each column of each row."""
    if "cells" in entry:
        for cell in entry["cells"]:
            yield _meaning((cell["label"],), entry, cell)
        return
    columns: Mapping[str, Any] = entry["columns"]
    for row_label, row in entry["rows"].items():
        for column_label in row.get("columns", columns):
            yield _meaning((str(row_label), str(column_label)), entry, row, columns[column_label])


def _meaning(labels: tuple[str, ...], *settings: Mapping[str, Any]) -> CellMeaning:
    """Describe one number; what is said nearest to it counts."""
    known: dict[str, Any] = {}
    for setting in settings:
        known |= setting
    return CellMeaning(labels, known["kind"], known.get("unit"), known.get("year"), known.get("period"))


def read_numbers(text: Passage, layout: Layout) -> tuple[Passage, list[Number]]:
    """Find a table in a text: its passage, and its numbers in the order printed.

    Raises UnexpectedText where the text does not hold it exactly once.
    """
    matches = list(text.finditer(layout.pattern))
    if len(matches) != 1:
        problem = f"The table ‘{layout.heading}’ was expected once in this text; it stands there {len(matches)} times"
        raise text.unexpected(problem)
    match = matches[0]
    table = text.group(match)
    numbers: list[Number] = []
    for index, meaning in enumerate(layout.meanings):
        cell = text.group(match, f"cell{index}" if f"cell{index}" in match.groupdict() else f"value{index}")
        value, unit = _in_unit(*_read_amount(match[f"value{index}"]), meaning.unit)
        before = match.groupdict().get(f"from{index}")
        from_value = numbers[-1].value if index in layout.follows else None
        if before:
            from_value, _ = _in_unit(*_read_amount(before), meaning.unit)
        numbers.append(
            Number(
                what=", ".join((layout.heading, *meaning.labels)),
                kind=meaning.kind,
                text=restore(cell),
                value=value,
                unit=unit,
                year=meaning.year,
                period=meaning.period,
                from_value=from_value,
                passage=cell,
            )
        )
    return table, numbers


def _read_amount(printed: str) -> tuple[float, str | None]:
    match = _AMOUNT.fullmatch(printed)
    number = read_number(match[1]) if match else None
    if match is None or number is None:
        raise CorrectionError(f"‘{printed}’ of a table in the text is no number: correct its layout")
    return multiplied_out(number, match[2] or None), match[3] or None


def _in_unit(value: float, printed: str | None, above: str | None) -> tuple[float, str | None]:
    """Return a number and its unit: the cell’s own, else the one above, with 만 (ten thousand) multiplied out."""
    if printed or not above or not above.startswith(TEN_THOUSAND) or above[1:] not in UNITS:
        return value, printed or above
    return multiplied_out(Decimal(str(value)), TEN_THOUSAND), above[1:]


def in_context(number: Passage, table: Passage, length: int) -> Passage:
    """Return a number with the words before it in its table, `length` characters at most, cut between words."""
    start = max(table.start, number.end - length)
    if start > table.start:
        space = table.source.text.find(" ", start, number.start)
        start = space + 1 if space >= 0 else number.start
    return number.part(start, number.end)


def layouts_of(entries: Sequence[Mapping[str, Any]]) -> list[Layout]:
    """Make the layouts of a document."""
    return [make_layout(entry) for entry in entries]
