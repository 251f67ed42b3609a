"""The numbers in the running text of the work report, each found between words that a person has marked.

>>> layouts = read_layouts(read_yaml(path))["1-7"]       # what numbers.yml says of item 7 of section 1
>>> read_numbers(text, layouts)                          # [(passage, [Number("..., 목표", text="4대", ...), ...])]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.numbers import Number
from loaders.kit.text import MULTIPLIERS, Passage, multiplied_out, read_number, tidy

__all__ = ["Layout", "Number", "read_layouts", "read_numbers"]

YEAR = 2020
"""The year of the report: that of a number for which the layout names no other."""
KIND = "FACT"
FROM = "from "
"""Begins the mark of a number before an arrow."""
SETTINGS = {"label", "kind", "unit", "year", "period", "times"}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = rf"(?<![\d.,]){_DIGITS}(?:조 {_DIGITS}억|[{''.join(MULTIPLIERS)}])?(?![.,]?\d)"
"""A number, or two where hundreds of millions follow trillions (3조 6,164억)."""
_PART = re.compile(rf"(?P<digits>{_DIGITS})(?P<multiplier>[{''.join(MULTIPLIERS)}]?)")
_FORMULA_WORDS = re.compile(r"\\text\{([^{}]*)\}")
"""Words inside a formula, with their markup."""
_MARK = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|\[|\]|\s+)")


@dataclass(frozen=True)
class Meaning:
    """What a number is: in words, its kind, unit, year, period; times: a multiplier that is printed elsewhere."""

    what: str
    kind: str
    unit: str | None
    year: int | None
    period: str | None
    times: str | None


@dataclass(frozen=True)
class Mark:
    """A number to be found: the unit printed after it, its cell of several numbers, whether it precedes an arrow."""

    unit: str | None
    cell: int | None
    is_before: bool


@dataclass(frozen=True)
class Layout:
    """Words as printed, with the numbers between them."""

    pattern: re.Pattern[str]
    marks: tuple[Mark, ...]
    meanings: tuple[Meaning, ...]


def read_layouts(entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Layout]]:
    """Make the layouts of each part; raises CorrectionError where one does not describe as many as it marks."""
    return {part: [make_layout(entry) for entry in of_part] for part, of_part in entries.items()}


def make_layout(entry: Mapping[str, Any]) -> Layout:
    """Make a layout from its entry in YAML."""
    pattern, marks = _compile(entry["printed"])
    meanings = tuple(_meanings(entry))
    marked = sum(not mark.is_before for mark in marks)
    if marked != len(meanings):
        raise CorrectionError(f"‘{entry['printed']}’ marks {marked} numbers and describes {len(meanings)}")
    return Layout(pattern, marks, meanings)


def _compile(printed: str) -> tuple[re.Pattern[str], tuple[Mark, ...]]:
    """Return the pattern of the printed words, and its marks in order."""
    pattern, marks = "", list[Mark]()
    cell, cells = None, 0
    for token in _MARK.split(printed.strip()):
        if token == "[":
            cell, cells, pattern = cells, cells + 1, pattern + f"(?P<cell{cells}>"
        elif token == "]":
            cell, pattern = None, pattern + ")"
        elif token in ("{{", "}}"):
            pattern += re.escape(token[0])
        elif token.startswith("{"):
            is_before = token.startswith("{" + FROM)
            suffix, _, unit = token[1:-1].removeprefix(FROM).partition("=")
            number = len(marks)
            marks.append(Mark(unit or suffix or None, cell, is_before))
            pattern += rf"(?P<text{number}>(?P<amount{number}>{_AMOUNT})\s?{re.escape(suffix)})"
        else:
            pattern += r"\s+" if token.isspace() else re.escape(token)
    return re.compile(pattern), tuple(marks)


def _meanings(entry: Mapping[str, Any]) -> Iterator[Meaning]:
    """Describe each number: the listed cells, or each column of each row."""
    if "cells" in entry:
        for cell in entry["cells"]:
            yield _meaning(entry, cell)
        return
    for row in entry["rows"]:
        for column in entry["columns"]:
            yield _meaning(entry, row, column)


def _meaning(entry: Mapping[str, Any], *cells: str | Mapping[str, Any]) -> Meaning:
    """Describe one number; what its cell says goes before what the entry says."""
    known: dict[str, Any] = {name: entry[name] for name in SETTINGS & entry.keys()}
    labels = [str(entry["what"])]
    for cell in cells:
        settings = cell if isinstance(cell, Mapping) else {"label": cell}
        if unknown := settings.keys() - SETTINGS:
            raise CorrectionError(f"‘{entry['printed']}’ has a cell with {', '.join(sorted(unknown))}")
        known |= settings
        labels.append(str(settings["label"]))
    return Meaning(
        what=", ".join(labels),
        kind=known.get("kind", KIND),
        unit=known.get("unit"),
        year=known.get("year", YEAR),
        period=known.get("period"),
        times=known.get("times"),
    )


def read_numbers(text: Passage, layouts: Iterable[Layout]) -> list[tuple[Passage, list[Number]]]:
    """Find the layouts of a part one after the other, and read their numbers.

    Raises UnexpectedText where the words of a layout do not follow.
    """
    found = []
    position = text.start
    for layout in layouts:
        match = text.search(layout.pattern, position)
        if match is None:
            words = re.sub(r"\\s\+|\\(.)", lambda m: m[1] or " ", layout.pattern.pattern.partition("(?P")[0]).strip()
            what = f"‘{layout.meanings[0].what}’" + (f" after ‘{words}’" if words else "")
            raise text.unexpected(f"The number of {what} was expected in this part", position)
        found.append((text.group(match), list(_read_match(text, match, layout))))
        position = match.end()
    return found


def _read_match(text: Passage, match: re.Match[str], layout: Layout) -> Iterator[Number]:
    meanings = iter(layout.meanings)
    before: tuple[str, Mark] | None = None
    for index, mark in enumerate(layout.marks):
        amount = match[f"amount{index}"]
        if mark.is_before:
            before = amount, mark
            continue
        meaning = next(meanings)
        unit = mark.unit or meaning.unit
        passage = text.group(match, f"text{index}" if mark.cell is None else f"cell{mark.cell}")
        printed = tidy(_FORMULA_WORDS.sub(r"\1", passage.text))
        if meaning.times and mark.cell is None:
            printed += meaning.times
        yield Number(
            what=meaning.what,
            kind=meaning.kind,
            text=printed,
            value=_value(amount, unit, meaning.times, passage),
            unit=unit,
            year=meaning.year,
            period=meaning.period,
            from_value=_value(before[0], before[1].unit, meaning.times, passage) if before else None,
            passage=passage,
        )
        before = None


def _value(amount: str, unit: str | None, times: str | None, passage: Passage) -> float:
    """Return a number with what multiplies it; raises UnexpectedText for a thousands separator misread as a point."""
    total = 0.0
    for part in _PART.finditer(amount):
        number = Decimal(part["digits"]) if unit == "%" else read_number(part["digits"])
        if number is None:
            raise passage.unexpected(f"‘{amount}’ was expected to be a number; its point may be a misread separator")
        total += multiplied_out(number, part["multiplier"] or times)
    return total
