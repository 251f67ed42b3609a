"""Reading a table of yearly targets [연차별 성과지표]: names and cells that ran together into one line.

    연간 사망자 수 212명 180명 ↘ ↘ 유지 유지

A row is a name and one cell for each year of the heading. A cell is a number with its unit, an arrow, or one of a few
words; where the words of a cell are free text its borders are lost, and a person's reading of the row takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.kit.text import Passage, multiplied_out, read_number, restore
from loaders.kit.units import UNITS

LAST_YEAR = 2030
"""The year of the column 중장기 (long term), printed as 중장기 (2030)."""

TREND_OF_WORD = {
    "↘": "DOWN",
    "↗": "UP",
    "→": "STEADY",
    "유지": "STEADY",  # kept up
    "(유지)": "STEADY",
    "유지관리": "STEADY",  # maintained
}
"""What an arrow or a word says about the year, where a number is missing."""
WORDS_WITHOUT_TREND = ("운영", "(운영)", "이행")
"""In operation, and carried out: they say that the work goes on, not where the measure goes."""

_UNIT = "|".join(re.escape(unit) for unit in UNITS)
_WORDS = (*TREND_OF_WORD, *WORDS_WITHOUT_TREND)
_WORD = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_NUMERIC = rf"\d[\d,.]*(?:\s?[만억조])?(?:\s?(?:{_UNIT}))?"
_IN_BRACKETS = r"\s?\((?!유지\)|운영\))[^()]*\)"
_AFTER_MARK = r"\s※\s\S+(?:\s(?!\d)\S+)*"
_LAST_CELL = rf"(?:{_NUMERIC}(?:{_IN_BRACKETS})?|{_WORD})(?!\S)"
_CELL = rf"(?:{_NUMERIC}(?:{_IN_BRACKETS}|{_AFTER_MARK})?|{_WORD})(?!\S)"
_TWO_CELLS = re.compile(rf"(?<!\S){_CELL}\s+{_CELL}")
_AMOUNT = re.compile(rf"(?P<number>\d[\d,.]*)(?:\s?(?P<multiplier>[만억조]))?(?:\s?(?P<unit>{_UNIT}))?(?![가-힣\d])")
_HEADING = re.compile(rf"(?P<above>.*?)성과지표명(?P<years>(?: 20\d\d)+) 중장기 \({LAST_YEAR}\)\s")
_UNIT_ABOVE = re.compile(r"\(단위\s?:\s?(?P<unit>[^()]+)\)")
_BRACKET = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Cell:
    """A cell of the table.

    years: all that it covers; text: as printed, lost characters restored; value: its number in `unit`, a Korean
    multiplier multiplied out; trend: what an arrow or a word for "kept up" says.
    """

    years: tuple[int, ...]
    text: str
    value: float | None
    unit: str | None
    trend: str | None


@dataclass(frozen=True)
class Row:
    """An indicator with its cells."""

    name: str
    unit: str | None
    cells: tuple[Cell, ...]
    passage: Passage


@dataclass(frozen=True)
class Table:
    """A table of yearly targets: its rows, its years, and the note printed above or below it."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    note: str | None
    heading: Passage


@dataclass(frozen=True)
class RowReading:
    """A person's reading of a row whose borders are lost.

    printed: the row as it stands in the file; cells: the years that each cell covers, and its words as printed.
    """

    printed: str
    name: str
    cells: Mapping[tuple[int, ...], str]


def read_table(
    passage: Passage, readings: Sequence[RowReading] = (), numbers: Mapping[str, str] | None = None
) -> Table:
    """Read a table, from the words after its title to the last word of its note.

    numbers: misprinted cells and their correct form; the text stays as printed, the value is the corrected one.
    Raises UnexpectedText where a row cannot be told apart into its cells.
    """
    heading = passage.match(_HEADING)
    if heading is None:
        raise passage.unexpected(f"The years of a table of yearly targets were expected, and 중장기 ({LAST_YEAR})")
    years = (*(int(year) for year in heading["years"].split()), LAST_YEAR)
    unit_above, note = _read_above(passage.group(heading, "above"))
    rows: list[Row] = []
    position = heading.end()
    row_pattern = _row_pattern(len(years))
    while True:
        rest = passage.part(position, passage.end)
        row = _reading_of(rest, readings) or _read_row(rest, years, row_pattern, numbers or {})
        if row is None:
            break
        rows.append(_with_unit(row, unit_above))
        position = row.passage.end
    if not rows:
        raise rest.unexpected(f"A name and {len(years)} cells were expected; the borders of the cells are lost")
    if rest.text:
        note = rest
    return Table(years, tuple(rows), restore(note) if note else None, passage.group(heading))


def _read_above(above: Passage) -> tuple[str | None, Passage | None]:
    """Tell what stands above the table: a unit, or a note."""
    match = above.match(_UNIT_ABOVE)
    if match is not None:
        return match["unit"], None
    return None, above if above.text else None


def _row_pattern(columns: int) -> re.Pattern[str]:
    """Match a name and its cells, which no further cell follows; a ※ after the last one is the note of the table."""
    cells = "".join(rf"\s+(?P<cell{column}>{_CELL})" for column in range(columns - 1))
    last = rf"\s+(?P<cell{columns - 1}>{_LAST_CELL})(?!\s+{_LAST_CELL})"
    return re.compile(rf"(?P<name>\S.*?){cells}{last}")


def _read_row(
    rest: Passage, years: tuple[int, ...], pattern: re.Pattern[str], numbers: Mapping[str, str]
) -> Row | None:
    match = rest.match(pattern)
    if match is None:
        return None
    cells = tuple(read_cell(rest.group(match, f"cell{column}"), (year,), numbers) for column, year in enumerate(years))
    name = rest.group(match, "name")
    if name.search(_TWO_CELLS) is not None:
        raise name.unexpected("Cells stand where the name of an indicator was expected; their borders are lost")
    return Row(restore(name), None, cells, rest.group(match))


def _reading_of(rest: Passage, readings: Sequence[RowReading]) -> Row | None:
    """Return the reading of the row at the beginning of `rest`, if there is one."""
    found = ((reading, rest.match(_spaced(reading.printed))) for reading in readings)
    reading, match = next(((reading, match) for reading, match in found if match), (None, None))
    if reading is None or match is None:
        return None
    row = rest.group(match)
    name, position = _take(row, row.start, reading.name)
    cells = []
    for years, words in reading.cells.items():
        cell, position = _take(row, position, words)
        cells.append(read_cell(cell, years, {}))
    if position != row.end:
        raise row.unexpected("The reading of this row leaves a part of it out", position)
    return Row(restore(name), None, tuple(cells), row)


def _take(row: Passage, position: int, words: str) -> tuple[Passage, int]:
    """Return the passage of some words at `position`, and where it ends."""
    part = row.part(position, row.end)
    match = part.match(_spaced(words))
    if match is None:
        raise part.unexpected(f"The reading of this row has ‘{words}’ here")
    return part.group(match), match.end()


def _spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def read_cell(passage: Passage, years: tuple[int, ...], numbers: Mapping[str, str]) -> Cell:
    """Read one cell.

    Raises UnexpectedText for a number that cannot be told, such as 20.000.
    """
    text = restore(passage)
    if text in _WORDS:
        return Cell(years, text, None, None, TREND_OF_WORD.get(text))
    correct = numbers.get(text, text)
    amount = _amount_in(correct)
    if amount is None:
        return Cell(years, text, None, None, None)
    number = read_number(amount["number"])
    if number is None:
        raise passage.unexpected(f"‘{text}’ is no number: a misread thousands separator?")
    value = multiplied_out(number, amount["multiplier"])
    return Cell(years, text, value, amount["unit"], None)


def _amount_in(text: str) -> re.Match[str] | None:
    """Find the number of a cell: at its beginning, or at its end after words that name another measure."""
    *words, last = text.split(" ")
    return _AMOUNT.match(text) or (_AMOUNT.fullmatch(last) if words else None)


def _with_unit(row: Row, unit_above: str | None) -> Row:
    """Give a row its unit: the cells', else the one in brackets in the name, else the one above the table."""
    in_name = next((bracket for bracket in _BRACKET.findall(row.name) if bracket in UNITS), None)
    otherwise = in_name or unit_above
    cells = tuple(
        Cell(c.years, c.text, c.value, c.unit or otherwise, c.trend) if c.value is not None else c for c in row.cells
    )
    unit = next((cell.unit for cell in cells if cell.unit), otherwise)
    return Row(row.name, unit, cells, row.passage)
