"""Key projects of Seoul with cost, budget and state [주요 역점사업 정기평가], a part of the council answers of 2020.

One table of 170 rows, with its headings repeated on every page: number, bureau in charge, title, period, total cost,
budget of 2020 and state. Several rows may be the numbered parts of one programme. Where a cell was merged over several
rows the conversion repeated it in each of them: a correction names such cells, and only the first row keeps the number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import INFO, WARNING, Finding, read_observations
from loaders.kit.layout import Desk
from loaders.kit.text import Passage, check_count, read_number, restore, tidy
from loaders.sources.city import lay_out_plan

__all__ = ["read_part"]

HERE = Path(__file__).parent
CORRECTIONS = Path(__file__).parent / "corrections.yml"
PLAN = "keyprojects2020"
PLAN_ID = f"plan:{PLAN}"
YEAR = 2020

HEADINGS = "연번 소관실국 과제명 사업기간 총사업비 (단위:백만원) 20년 편성액 (단위:백만원) 추진사항"
"""The headings of the columns: both amounts are in millions of won (백만원)."""
COLUMNS = ("number", "bureau", "title", "period", "cost", "budget", "status")
CONTINUING = "계속"
"""A period without beginning and end."""
NO_AMOUNT = ("", "-", "계속사업", "미정")
"""What stands for a total cost that is none: nothing, a dash, a continuing project, not yet decided."""
LIST_MARKUP = '<ul style="list-style-type: none">'
"""What the conversion left of a list."""
CODES = {
    "titles": ("WORD_MISPRINTED", INFO),
    "merged_costs": ("MERGED_CELL_REPEATED", INFO),
    "merged_budgets": ("MERGED_CELL_REPEATED", INFO),
}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""

_TITLE = re.compile(r"(?P<title>주요 역점사업 정기평가)\s*(?=연번\t)")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PART = re.compile(r"(?P<programme>\S.*?) ?-? ?(?P<part>\d)\. ?\S.*")
_YEARS = re.compile(r"(?P<start>\d{4})?(?:\.\d{1,2}\.)? ?~ ?(?P<end>\d{4})?(?: \([^()]+\))?")
"""``2018~``, ``~2025``, ``2020.7.~``, ``2016 ~ 2028 (민자사업)``."""
_MONTHS = re.compile(r"'(?P<year>\d\d)\.\d{1,2}월\.~\d{1,2}월")
"""Months of one year: ``'20.1월.~12월``."""


@dataclass(frozen=True)
class Row:
    """A row of the table; amounts are in millions of won, and None where no number is printed.

    cost_of, budget_of: the number of the row whose merged cell this one repeats, None where the cell is its own.
    """

    number: int
    title: str
    programme: str | None
    bureau: str
    period: tuple[int | None, int | None]
    period_text: str
    cost: float | None
    cost_text: str
    cost_of: int | None
    budget: float
    budget_text: str
    budget_of: int | None
    status: str
    passage: Passage

    @property
    def id(self) -> str:
        """Return its id."""
        return row_id(self.number)


def row_id(number: int) -> str:
    """Return the id of the row with a number."""
    return f"keyProject:{PLAN}/{number}"


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the key projects.

    Raises DocumentError where the passage is damaged, CorrectionError where an entry beside the loader does not fit it.
    """
    corrections = read_corrections(CORRECTIONS, tuple(CODES))
    title = passage.match(_TITLE)
    if title is None:
        raise passage.unexpected("The title of the key projects, and their table after it, were expected here")
    rows: list[Row] = []
    for line in passage.finditer(_LINE):
        if line.start() >= title.end() and tidy(line.group()) != HEADINGS:
            rows.append(read_row(passage.group(line), line.group().split("\t"), rows, corrections))
    check_counts(passage, rows, read_yaml(HERE / "counts.yml"))
    desk.account.read(passage, "key projects")
    lay_out_plan(desk.tables, PLAN_ID, title["title"], "KEY_PROJECTS", (YEAR, YEAR))
    for row in rows:
        lay_out(row, desk)
    desk.findings.found += find(rows, corrections)
    corrections.check_used()


def read_row(passage: Passage, cells: Sequence[str], before: Sequence[Row], corrections: Corrections) -> Row:
    """Read a row; before: the rows above it."""
    if len(cells) != len(COLUMNS):
        problem = f"A row of {len(COLUMNS)} cells was expected, from number to state; this one has {len(cells)}"
        raise passage.unexpected(problem)
    found = {column: tidy(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    number = len(before) + 1
    if found["number"] != str(number):
        raise passage.unexpected(f"Key project {number} was expected here, not ‘{found['number']}’")
    place = passage.part(passage.start, passage.end, f"key project {number}")
    restore(place)  # raises for a lost character
    title = found["title"]
    for misprint, meant in corrections.texts(number, "titles").items():
        title = title.replace(misprint, meant)
    status = tidy(found["status"].removeprefix(LIST_MARKUP))
    if not title or not status or "<" in status:
        raise place.unexpected("A title and a state (추진사항) without markup were expected in this row")
    cost_of = read_merged("cost", number, found, before, corrections)
    budget_of = read_merged("budget", number, found, before, corrections)
    return Row(
        number=number,
        title=title,
        programme=read_programme(place, title, before),
        bureau=found["bureau"],
        period=read_period(place, found["period"]),
        period_text=found["period"],
        cost=read_cost(place, found["cost"]),
        cost_text=found["cost"],
        cost_of=cost_of,
        budget=read_amount(place, found["budget"]),
        budget_text=found["budget"],
        budget_of=budget_of,
        status=status,
        passage=place,
    )


def read_programme(place: Passage, title: str, before: Sequence[Row]) -> str | None:
    """Return the programme of which a title is a numbered part: ``홍릉바이오 의료앵커 조성 - 2. 글로벌협력동``.

    Raises UnexpectedText where its number does not follow that of the part above.
    """
    match = _PART.fullmatch(title)
    if match is None:
        return None
    programme, part = match["programme"], int(match["part"])
    parts = [row for row in before[len(before) - part + 1 :] if row.programme == programme]
    if len(parts) != part - 1 or (before and part == 1 and before[-1].programme == programme):
        raise place.unexpected(f"Part {part} of ‘{programme}’ does not follow its part {part - 1}")
    return programme


def read_period(place: Passage, printed: str) -> tuple[int | None, int | None]:
    """Return the first and the last year of a period, None where it is open."""
    if printed == CONTINUING:
        return None, None
    if months := _MONTHS.fullmatch(printed):
        year = 2000 + int(months["year"])
        return year, year
    years = _YEARS.fullmatch(printed)
    if years is None or not (years["start"] or years["end"]):
        raise place.unexpected(f"A period (사업기간) was expected where ‘{printed}’ stands")
    start, end = (int(years[side]) if years[side] else None for side in ("start", "end"))
    return start, end


def read_cost(place: Passage, printed: str) -> float | None:
    """Return a total cost in millions of won, None where none is stated."""
    if printed in NO_AMOUNT:
        return None
    return read_amount(place, printed)


def read_amount(place: Passage, printed: str) -> float:
    """Return an amount in millions of won."""
    amount = read_number(printed)
    if amount is None:
        raise place.unexpected(f"An amount in millions of won (백만원) was expected where ‘{printed}’ stands")
    return float(amount)


def read_merged(
    column: str, number: int, found: Mapping[str, str], before: Sequence[Row], corrections: Corrections
) -> int | None:
    """Return the number of the row whose merged cell this one repeats, None where the cell is the row's own.

    Raises CorrectionError where the two cells differ, or where the first row does not stand above.
    """
    merged: Mapping[str, Any] = corrections.texts(number, f"merged_{column}s")
    if not merged:
        return None
    ((printed, first),) = merged.items()
    texts = {row.number: row.cost_text if column == "cost" else row.budget_text for row in before}
    if not found[column] == printed == texts.get(first):
        problem = f"Rows {first} and {number} were expected to print ‘{printed}’ as their {column}"
        raise CorrectionError(f"{CORRECTIONS.name}: {problem}")
    return int(first)


def check_counts(passage: Passage, rows: Sequence[Row], expected: Mapping[str, Mapping[str, int]]) -> None:
    """Compare the numbers of projects, in all and of each bureau, with those kept beside the loader."""
    check_count(passage, "key projects", len(rows), sum(expected["bureaus"].values()))
    counted = Counter(row.bureau for row in rows)
    for row in rows:
        stated = expected["bureaus"].get(row.bureau, 0)
        check_count(row.passage, f"key projects of ‘{row.bureau}’", counted[row.bureau], stated)


def lay_out(row: Row, desk: Desk) -> None:
    """Write the rows of a key project."""
    desk.tables.add(
        "key_projects",
        row.passage,
        id=row.id,
        number=row.number,
        title=row.title,
        start_year=row.period[0],
        end_year=row.period[1],
        period_text=row.period_text,
        total_cost_million_krw=None if row.cost_of else row.cost,
        total_cost_text=row.cost_text or None,
        budget2020_million_krw=None if row.budget_of else row.budget,
        cost_repeats=row_id(row.cost_of) if row.cost_of else None,
        budget_repeats=row_id(row.budget_of) if row.budget_of else None,
        programme=row.programme,
        status_text=row.status,
        plan=PLAN_ID,
    )
    desk.tables.in_charge(row.id, [desk.directory.find(row.bureau, row.passage, "Bureau")])


def find(rows: Sequence[Row], corrections: Corrections) -> Iterator[Finding]:
    """Give what the table contradicts or misprints."""
    by_number: dict[int | str, Row] = {row.number: row for row in rows}
    shared = {row.budget_of for row in rows} | {row.cost_of for row in rows}
    for row in rows:
        yield from check_period(row)
        if row.number not in shared and row.budget_of is None and row.cost_of is None:
            yield from check_budget(row)
            yield from check_cost(row)
    yield from corrections.explain(lambda at: (by_number[at].id, by_number[at].passage), CODES)
    observations = read_yaml(HERE / "findings.yml")["observations"]
    yield from read_observations(observations, lambda where: by_number[where["at"]].passage)


def check_period(row: Row) -> Iterator[Finding]:
    """Find a period that ends before it begins, or begins after the year of the table."""
    start, end = row.period
    if start and end and end < start:
        message = f"The period ends before it begins: {row.period_text}."
        yield Finding("PERIOD_ENDS_BEFORE_IT_BEGINS", WARNING, message, row.id, (row.passage,))
    if start and start > YEAR:
        message = f"The period begins in {start}, though the project has a budget and a state in {YEAR}."
        yield Finding("PERIOD_BEGINS_LATER", WARNING, message, row.id, (row.passage,))


def check_budget(row: Row) -> Iterator[Finding]:
    """Find a budget of one year that is larger than the total cost."""
    if row.cost and row.budget > row.cost:
        message = f"The budget of {YEAR}, {row.budget_text}, is larger than the total cost, {row.cost_text}."
        yield Finding("BUDGET_EXCEEDS_COST", WARNING, message, row.id, (row.passage,))


def check_cost(row: Row) -> Iterator[Finding]:
    """Find a total cost of 0, and one that is the budget of one year though the period is of several."""
    start, end = row.period
    if row.cost == 0:
        message = "The total cost is printed as 0, though the project goes on: 0 stands for no figure."
        yield Finding("ZERO_IS_NO_FIGURE", INFO, message, row.id, (row.passage,))
    elif row.cost == row.budget and ((start and start < YEAR) or (end and end > YEAR)):
        message = (
            f"The period has several years, {row.period_text}; the total cost, {row.cost_text}, is one year's budget."
        )
        yield Finding("COST_OF_ONE_YEAR", INFO, message, row.id, (row.passage,))
