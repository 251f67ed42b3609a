"""The tables of the work report on its office: staff by department and category, duties, budgets.

They keep their cells: a row is a line, and its cells stand between tabs. Names are letter-spaced to equal length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.kit.corrections import Corrections
from loaders.kit.text import Account, Cursor, Passage

CATEGORIES = ("일반직", "임기제", "별정직", "관리운영직")
"""Civil servants: general, fixed-term, special, maintenance."""
STAFF_SUM, SUM = "계", "합계"
"""The names of the rows that hold sums, in the table of staff and in those of budgets."""
OVERVIEW, GENERAL, SPECIAL, FUNDS = "총괄표", "일반회계", "특별회계", "기금"
"""The tables of budgets: all of it, the general and the special account by department, the funds of the office."""
BULLET = "○"
NOBODY = ("", "/")
"""Cells of the table of staff that hold neither posts nor people."""
BUDGET, CHANGES = "budget (예산)", "changes (증감) of single rows: checked against the two years, not stored"
"""What the account calls the tables of budgets; and those cells of them that nothing else keeps."""

_STAFF_HEADING = re.compile(r"인 력 (?P<stated>\d+/\d+명)\(정원/현원\)\s+\((?P<day>’\d\d\. \d+\. \d+\. 현재)\)\s+")
_WOMEN_NOTE = re.compile("※ 괄호 안은 부서별 여성공무원수")
_DUTIES = re.compile(r"주요기능\n")
_WON = r"(?:\d+조 )?\d{1,3}(?:,\d{3})*억"
_BUDGET = re.compile(r"예산 총 규모 :")
_BUDGET_TOTAL = re.compile(rf"예산 총 규모 : (?P<total>{_WON}원)\s+○ {OVERVIEW}\s+\(단위 : 백만원\)\s+")
_BUDGET_PART = re.compile(
    rf"○ (?P<account>{GENERAL}|{SPECIAL}|{FUNDS}) : 총 (?P<total>{_WON}원?)\s+\(단위 : 백만원\)\s+"
)
_BUDGET_NOTE = re.compile("※ 사업수는")
_TOTALS = re.compile(r"(?P<quota>\d+)/(?P<headcount>\d+) \((?P<women>\d+)\)")
_POST = re.compile(r"(?P<quota>\d*) ?/ ?(?P<headcount>\d*)")
_AMOUNT = re.compile(r"(?P<amount>\d{1,3}(?:,\d{3})*) \((?P<projects>\d+|-)\)")
_YEAR = re.compile(r"(?P<year>20\d\d)년(?: 최종| 계획)?\(사업수\)")
_CHANGE = re.compile(r"-?\d{1,3}(?:,\d{3})*")
_DUTY_LIST = re.compile(rf'<ul style="list-style-type: none"> (?={BULLET} )(?P<duties>.+)')


@dataclass(frozen=True)
class Post:
    """The posts and people of one category, as far as they are printed."""

    category: str
    quota: int | None
    headcount: int | None
    passage: Passage


@dataclass(frozen=True)
class Staff:
    """A row of the table of staff: a department or the whole office; total: its posts, people and women."""

    name: str
    quota: int
    headcount: int
    women: int
    posts: tuple[Post, ...]
    total: Passage
    passage: Passage


@dataclass(frozen=True)
class StaffTable:
    """The table of staff; stated: posts and people as the line above it prints them (307/295명), on a day."""

    stated: Passage
    day: str
    total: Staff
    departments: tuple[Staff, ...]


@dataclass(frozen=True)
class Amount:
    """A budget of one year, in millions of won, and how many projects it pays for."""

    year: int
    million_krw: int
    projects: int | None
    passage: Passage


@dataclass(frozen=True)
class Budget:
    """A row of a table of budgets: whose or what it is, the amounts of two years, and the printed change."""

    name: str
    amounts: tuple[Amount, ...]
    change: int
    change_passage: Passage
    passage: Passage


@dataclass(frozen=True)
class BudgetTable:
    """A table of budgets; total: the sum in its heading, in words, as 2조 9,123억원."""

    name: str
    total: Passage
    rows: tuple[Budget, ...]


def table_rows(table: Passage, *heading: str) -> Iterator[list[Passage]]:
    """Give the rows of a table below its heading; every row has one cell for each column.

    Raises UnexpectedText where the heading is another, or a row has more or fewer cells.
    """
    text = table.source.text
    end = text.find("\n", table.end)
    start = table.start
    for number, line in enumerate(text[start : end if end >= 0 else len(text)].split("\n")):
        cells = list[Passage]()
        for cell in line.split("\t"):
            cells.append(table.part(start, start + len(cell)))
            start += len(cell) + 1
        if len(cells) != len(heading):
            raise table.unexpected(f"A row of {len(heading)} cells was expected, {len(cells)} are here", cells[0].start)
        if number > 0:
            yield cells
        elif [bare(cell) for cell in cells] != ["".join(words.split()) for words in heading]:
            raise table.unexpected(f"A table with the columns {', '.join(heading)} was expected")


def bare(passage: Passage) -> str:
    """Return a name without its spaces: names are letter-spaced to equal length."""
    return "".join(passage.text.split())


def read_staff(cursor: Cursor, corrections: Corrections) -> StaffTable:
    """Read the table of staff: its heading, the whole office, and the departments."""
    passage = cursor.until(_WOMEN_NOTE, "staff (인력)")
    heading = passage.match(_STAFF_HEADING)
    if heading is None:
        raise passage.unexpected("The numbers of posts and people (정원/현원) with their day were expected")
    table = passage.part(heading.end(), passage.end)
    rows = [read_staff_row(cells, corrections) for cells in table_rows(table, "구분", SUM, *CATEGORIES)]
    if not rows or rows[0].name != STAFF_SUM:
        raise table.unexpected(f"The sums ({STAFF_SUM}) were expected in the first row")
    cursor.account.read(passage, "staff (인력)")
    note = cursor.until(_DUTIES, "note on women")
    note.expect(_WOMEN_NOTE, "The note that women stand in brackets")
    cursor.account.leave_out(note, "note on women")
    return StaffTable(passage.group(heading, "stated"), heading["day"], rows[0], tuple(rows[1:]))


def read_staff_row(cells: Sequence[Passage], corrections: Corrections) -> Staff:
    """Read a row of the table of staff; a post cell that is empty, or holds only the slash, says nothing."""
    name = bare(cells[0])
    total = cells[1].expect(_TOTALS, "Posts, people and women (정원/현원 (여성))")
    posts = []
    for category, cell in zip(CATEGORIES, cells[2:], strict=True):
        if cell.text not in NOBODY:
            posts.append(read_post(name, category, cell, corrections))
    row = cells[0].part(cells[0].start, cells[-1].end)
    numbers = {key: int(number) for key, number in total.groupdict().items()}
    return Staff(name, **numbers, posts=tuple(posts), total=cells[1], passage=row)


def read_post(department: str, category: str, cell: Passage, corrections: Corrections) -> Post:
    """Read posts and people of a category: ``31 / 34``; either may be missing."""
    texts = corrections.texts(f"{department}/{category}", "posts")
    match = _POST.fullmatch(texts.get(cell.text, cell.text))
    if match is None:
        raise cell.unexpected(f"Posts / people of {department} ({category}) were expected here, in another form")
    quota, headcount = (int(number) if number else None for number in match.groups())
    return Post(category, quota, headcount, cell)


def read_duties(cursor: Cursor) -> dict[str, list[str]]:
    """Read what each department does."""
    passage = cursor.until(_BUDGET, "duties (주요기능)")
    heading = _DUTIES.match(passage.source.text, passage.start)
    assert heading is not None, "the passage begins with the landmark"
    duties: dict[str, list[str]] = {}
    for name, cell in table_rows(passage.part(heading.end(), passage.end), "구분", "담당업무"):
        listed = cell.expect(_DUTY_LIST, "A list of duties (담당 업무)")["duties"]
        if bare(name) in duties:
            raise name.unexpected("The duties of this department stand here a second time")
        duties[bare(name)] = [" ".join(duty.split()) for duty in listed.split(BULLET)[1:]]
    cursor.account.read(passage, "duties (주요기능)")
    return duties


def read_budgets(cursor: Cursor) -> Iterator[BudgetTable]:
    """Read the budget: the overview, then the accounts and the funds, of whose rows the change is only checked."""
    passage = cursor.until(_BUDGET_NOTE, "budget (예산)")
    headings = list(passage.finditer(_BUDGET_PART))
    overview = passage.match(_BUDGET_TOTAL)
    if overview is None:
        raise passage.unexpected("The size of the budget (예산 총 규모) was expected, then its overview (총괄표)")
    ends = [heading.start() for heading in headings] + [passage.end]
    changes = list[Passage]()
    for heading, end in zip([overview, *headings], ends, strict=True):
        name = heading.groupdict().get("account") or OVERVIEW
        table = passage.part(heading.end(), end, f"{BUDGET}, {name}")
        rows = tuple(read_budget_rows(table))
        changes += [row.change_passage for row in rows if name != OVERVIEW and row.name != SUM]
        yield BudgetTable(name, passage.group(heading, "total"), rows)
    read_around(passage, changes, cursor.account)


def read_around(budget: Passage, changes: Sequence[Passage], account: Account) -> None:
    """Note that the budget was read, and by another name the changes of single rows in it."""
    position = budget.start
    for change in changes:
        account.read(budget.part(position, change.start), BUDGET)
        account.read(change, CHANGES)
        position = change.end
    if position < budget.end:
        account.read(budget.part(position, budget.end), BUDGET)


def read_budget_rows(table: Passage) -> Iterator[Budget]:
    """Read a table of budgets of two years; the heading names these."""
    years = [int(year["year"]) for year in _YEAR.finditer(table.text.split("\n")[0])]
    columns = table.text.split("\n")[0].split("\t")
    if len(years) != 2 or len(columns) != 4:
        raise table.unexpected("A table of two years with the change (증감) was expected")
    for cells in table_rows(table, "구분", columns[1], columns[2], "증감"):
        amounts = tuple(read_amount(cell, year) for cell, year in zip(cells[1:3], years, strict=True))
        change = cells[3].expect(_CHANGE, "The change (증감) in millions of won")
        row = cells[0].part(cells[0].start, cells[-1].end)
        yield Budget(bare(cells[0]), amounts, int(change[0].replace(",", "")), cells[3], row)


def read_amount(cell: Passage, year: int) -> Amount:
    """Read an amount and its number of projects: ``1,152 (3)``."""
    match = cell.expect(_AMOUNT, "An amount in millions of won with its number of projects (사업수)")
    projects = None if match["projects"] == "-" else int(match["projects"])
    return Amount(year, int(match["amount"].replace(",", "")), projects, cell)
