"""The work report of Seoul's Planning and Coordination Office, September 2020 [기획조정실 주요 업무 보고].

From top to bottom the document holds:

1.  a cover: title, month, office;
2.  I. the office [일반 현황]: how it is divided, its staff by department and category, what each department does, and
    its budget: an overview, the general account [일반회계] by department, the special account [특별회계], the funds [기금];
3.  II. its aims [정책 목표], in the words of the four sections that follow;
4.  III. the agenda [주요업무 보고]: four sections with numbered items;
5.  each section: a page that repeats its items, then the items one after the other, each with a text that states numbers.

`read` cuts it in this order and accounts for every character: read, or left out under a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.corrections import Corrections, read_corrections, read_yaml
from loaders.errors import WrongCount
from loaders.findings import Findings, check_claims, read_observations
from loaders.organizations import Directory, read_directory
from loaders.reading import Desk, Reading, Tables
from loaders.sources.office_report_checks import CODES, check_report
from loaders.sources.office_report_quantities import Layout, Number, read_layouts, read_numbers
from loaders.sources.office_report_rows import DOCUMENT, NAME, PLAN, add_rows
from loaders.text import Account, Cursor, Passage, Source, check_not_repeated, read_source

__all__ = ["NAME", "read"]

HERE = Path(__file__).with_suffix("")
DATA = Path(__file__).parent.parent / "data"

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
"""The numbers of the items, where these are listed."""
BULLET = "○"
FRONT, ORGANIZATION = "front", "organization"
"""Parts of the document, beside the items: everything before section 1, and the lines on how the office is divided."""
MARKS = {"boxes": "□", "words": r"\S+"}
"""What is counted in the text of an item: headings after a box, words."""
PROSE = "text of the items (read while loading, not shipped)"

_COVER = re.compile(r"(?P<title>주요 업무 보고)\s+2020\. 9\.\s+(?P<office>기획조정실)")
_GENERAL = re.compile(r"I\. 일반 현황")
_STAFF = re.compile(r"인 력 \d")
_STAFF_HEADING = re.compile(
    r"인 력 (?P<quota>\d+)/(?P<headcount>\d+)명\(정원/현원\)\s+\((?P<day>’20\. 8\. 28\. 현재)\)\s+"
)
_WOMEN_NOTE = re.compile("※ 괄호 안은 부서별 여성공무원수")
_DUTIES = re.compile(r"주요기능\n")
_BUDGET = re.compile(r"예산 총 규모 :")
_BUDGET_TOTAL = re.compile(r"예산 총 규모 : (?P<total>\S+ \S+억)원\s+○ 총괄표\s+\(단위 : 백만원\)\s+")
_BUDGET_PART = re.compile(
    r"○ (?P<account>일반회계|특별회계|기금) : 총 (?P<total>(?:\S+ )?\S+억)원?\s+\(단위 : 백만원\)\s+"
)
_BUDGET_NOTE = re.compile("※ 사업수는")
_AIMS = re.compile(r"II\. 정책 목표")
_AIMS_LINES = re.compile(r"II\. 정책 목표\s+내 삶이 [^\n]+\s+체계적 [^\n]+\s+(?P<aims>민선 7기\s.+)", re.DOTALL)
_AGENDA = re.compile(r"Ⅲ\. 기획조정실 주요업무 보고")
_DEPARTMENTS = re.compile(r"(?P<departments>\d+)담당관")
_AGENDA_LINE = re.compile(
    rf"(?P<section>\d)\. (?P<section_title>[^\n]+)|(?:- )?(?P<item>[{CIRCLED}]) (?P<title>[^\n]+)"
)
_ITEM = re.compile(r"^(?P<number>[1-9])(?: +|\s*\n\s*)(?P<title>[^\n\t]+)$", re.MULTILINE)
_TOTALS = re.compile(r"(?P<quota>\d+)/(?P<headcount>\d+) \((?P<women>\d+)\)")
_POST = re.compile(r"(?P<quota>\d*) ?/ ?(?P<headcount>\d*)")
_AMOUNT = re.compile(r"(?P<amount>\d{1,3}(?:,\d{3})*) \((?P<projects>\d+|-)\)")
_CHANGE = re.compile(r"-?\d{1,3}(?:,\d{3})*")
_YEAR = re.compile(r"(?P<year>20\d\d)년(?: 최종| 계획)?\(사업수\)")
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
    """A table of budgets; total: the sum in its heading, in words, as 2조 9,123억."""

    name: str
    total: Passage
    rows: tuple[Budget, ...]


@dataclass(frozen=True)
class Item:
    """An item of the agenda: as listed, as repeated on the page of its section, and over its own text."""

    section: int
    number: int
    listed: Passage
    repeated: Passage
    heading: Passage
    text: Passage
    numbers: tuple[tuple[Passage, list[Number]], ...]

    @property
    def code(self) -> str:
        """Return its section and number, such as 1-7."""
        return f"{self.section}-{self.number}"


@dataclass(frozen=True)
class Section:
    """A section of the agenda: its title as listed, and on its own page."""

    number: int
    listed: Passage
    heading: Passage
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Report:
    """The whole document, read."""

    title: Passage
    office: Passage
    day: str
    organization: tuple[tuple[Passage, list[Number]], ...]
    stated_staff: Passage
    staff_total: Staff
    staff: tuple[Staff, ...]
    duties: Mapping[str, list[str]]
    budgets: tuple[BudgetTable, ...]
    aims: Passage
    front: Passage
    sections: tuple[Section, ...]

    @property
    def items(self) -> list[Item]:
        """Return the items of all sections."""
        return [item for section in self.sections for item in section.items]


@dataclass(frozen=True)
class Guides:
    """What lies beside the loader: corrections, where the numbers stand, what a reader found, expected counts."""

    corrections: Corrections
    layouts: Mapping[str, Sequence[Layout]]
    observations: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]
    expected: Mapping[str, Any]


def read_guides() -> Guides:
    """Read the YAML files beside the loader."""
    found = read_yaml(HERE.with_suffix(".findings.yml"))
    return Guides(
        corrections=read_corrections(DATA / "corrections" / "office_report.yml", tuple(CODES)),
        layouts=read_layouts(read_yaml(HERE.parent / "office_report_quantities.yml")),
        observations=found["observations"],
        claims=found["claims"],
        expected=read_yaml(HERE.with_suffix(".counts.yml")),
    )


def read(path: Path, directory: Directory | None = None) -> Reading:
    """Read the work report; directory: the bodies.

    Raises DocumentError where the document is not this one or is damaged, CorrectionError where an entry beside the
    loader does not fit it.
    """
    guides = read_guides()
    desk = Desk(Account(), Tables(DOCUMENT), Findings(DOCUMENT), directory or read_directory())
    source = read_source(path)
    report = read_report(source, desk.account, guides)
    desk.account.check(source)
    check_not_repeated(source.passage(0, len(source.text), "the whole document"))
    check_counts(report, guides.expected)
    find(report, guides, desk.findings)
    guides.corrections.check_used()
    add_rows(report, guides.corrections, desk)
    return Reading(report.title.text, desk.tables.frames(desk.findings), desk.account)


def read_report(source: Source, account: Account, guides: Guides) -> Report:
    """Read the document from top to bottom."""
    cursor = Cursor(source, account)
    cover_passage = cursor.until(_GENERAL, "the cover")
    cover = cover_passage.expect(_COVER, "The cover (주요 업무 보고, 2020. 9., 기획조정실), and nothing else,")
    account.read(cover_passage, "cover")
    divided = cursor.until(_STAFF, "how the office is divided (조직)")
    organization = tuple(read_numbers(divided, guides.layouts[ORGANIZATION]))
    account.read(divided, "how the office is divided (조직)")
    staff_heading, staff_total, staff = read_staff(cursor, guides.corrections)
    duties = read_duties(cursor)
    budgets = tuple(read_budgets(cursor))
    account.leave_out(
        cursor.until(_AIMS, "note on the numbers of projects"), "note on the numbers of projects (사업수)"
    )
    aims_passage = cursor.until(_AGENDA, "aims (정책 목표)")
    aims = aims_passage.expect(_AIMS_LINES, "The aims (정책 목표)")
    account.read(aims_passage, "aims (정책 목표), to be compared with the sections")
    front = source.passage(0, cursor.position, FRONT)
    return Report(
        title=cover_passage.group(cover, "title"),
        office=cover_passage.group(cover, "office"),
        day=staff_heading["day"],
        organization=organization,
        stated_staff=divided.part(staff_heading.start(), staff_heading.start("day") - 1, "staff (인력)"),
        staff_total=staff_total,
        staff=staff,
        duties=duties,
        budgets=budgets,
        aims=aims_passage.group(aims, "aims"),
        front=front,
        sections=tuple(read_sections(cursor, guides)),
    )


# Tables: rows are lines, cells stand between tabs.


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


# I. The office.

CATEGORIES = ("일반직", "임기제", "별정직", "관리운영직")
"""Civil servants: general, fixed-term, special, maintenance."""
SUM_OF_STAFF, SUM = "계", "합계"
"""The names of rows that hold sums."""


def read_staff(cursor: Cursor, corrections: Corrections) -> tuple[re.Match[str], Staff, tuple[Staff, ...]]:
    """Read the table of staff: its heading, the whole office, and the departments."""
    passage = cursor.until(_WOMEN_NOTE, "staff (인력)")
    heading = passage.match(_STAFF_HEADING)
    if heading is None:
        raise passage.unexpected("The numbers of posts and people (정원/현원) with their day were expected")
    rows = [
        read_staff_row(cells, corrections)
        for cells in table_rows(passage.part(heading.end(), passage.end), "구분", "합계", *CATEGORIES)
    ]
    if not rows or rows[0].name != SUM_OF_STAFF:
        raise passage.unexpected(f"The sums ({SUM_OF_STAFF}) were expected in the first row", heading.end())
    cursor.account.read(passage, "staff (인력)")
    note = cursor.until(_DUTIES, "note on women")
    note.expect(_WOMEN_NOTE, "The note that women stand in brackets")
    cursor.account.leave_out(note, "note on women")
    return heading, rows[0], tuple(rows[1:])


def read_staff_row(cells: Sequence[Passage], corrections: Corrections) -> Staff:
    """Read a row of the table of staff; a post cell that is empty says nothing."""
    name = bare(cells[0])
    total = cells[1].expect(_TOTALS, "Posts, people and women (정원/현원 (여성))")
    posts = []
    for category, cell in zip(CATEGORIES, cells[2:], strict=True):
        if cell.text:
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
        duties[bare(name)] = [" ".join(duty.split()) for duty in listed.split(BULLET)[1:]]
    cursor.account.read(passage, "duties (주요기능)")
    return duties


def read_budgets(cursor: Cursor) -> Iterator[BudgetTable]:
    """Read the budget: the overview, then the accounts and the funds."""
    passage = cursor.until(_BUDGET_NOTE, "budget (예산)")
    headings = list(passage.finditer(_BUDGET_PART))
    overview = passage.match(_BUDGET_TOTAL)
    if overview is None:
        raise passage.unexpected("The size of the budget (예산 총 규모) was expected, then its overview (총괄표)")
    ends = [heading.start() for heading in headings] + [passage.end]
    for heading, end in zip([overview, *headings], ends, strict=True):
        name = heading.groupdict().get("account") or SUM
        table = passage.part(heading.end(), end, f"budget (예산), {name}")
        yield BudgetTable(name, passage.group(heading, "total"), tuple(read_budget_rows(table)))
    cursor.account.read(passage, "budget (예산)")


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


# III. The agenda, and its items.


@dataclass(frozen=True)
class Listed:
    """A section in a list of the agenda: its title, and the titles of its items."""

    number: int
    title: Passage
    items: tuple[Passage, ...]


def read_list(passage: Passage) -> list[Listed]:
    """Read a list of sections and their items, each numbered from 1.

    Raises UnexpectedText for a line that is neither, or has another number than the one that follows.
    """
    sections: list[tuple[int, Passage, list[Passage]]] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", passage.text):
        part = passage.part(passage.start + line.start(), passage.start + line.end())
        match = part.expect(_AGENDA_LINE, "A section or an item of the agenda")
        if match["section"]:
            sections.append((int(match["section"]), part.group(match, "section_title"), []))
            continue
        number = CIRCLED.index(match["item"]) + 1
        if not sections or number != len(sections[-1][2]) + 1:
            expected = CIRCLED[len(sections[-1][2])] if sections else "a section"
            raise part.unexpected(f"{expected} was expected here in the agenda")
        sections[-1][2].append(part.group(match, "title"))
    return [Listed(number, title, tuple(items)) for number, title, items in sections]


def read_sections(cursor: Cursor, guides: Guides) -> Iterator[Section]:
    """Read the agenda, and then section by section."""
    passage = cursor.until(re.compile(r"^1\. [^\n]+\n\s*①", re.MULTILINE), "agenda (주요업무 보고)")
    heading = passage.match(_AGENDA)
    assert heading is not None, "the passage begins with the landmark"
    agenda = read_list(passage.part(heading.end(), passage.end))
    cursor.account.read(passage, "agenda (주요업무 보고)")
    check_same(passage, "sections", range(1, len(agenda) + 1), [section.number for section in agenda])
    for section in agenda:
        if section is agenda[-1]:
            body = cursor.rest(f"section {section.number}")
        else:
            following = re.compile(rf"^{section.number + 1}\. [^\n]+\n\s*①", re.MULTILINE)
            body = cursor.until(following, f"section {section.number}")
        yield read_section(body, section, guides, cursor.account)


def read_section(body: Passage, listed: Listed, guides: Guides, account: Account) -> Section:
    """Read a section: its page with the list of its items, and the items."""
    headings = list(body.finditer(_ITEM))
    numbers = [int(heading["number"]) for heading in headings]
    check_same(body, f"items of section {listed.number}", range(1, len(listed.items) + 1), numbers)
    page = body.part(body.start, headings[0].start())
    repeated = read_list(page)
    if len(repeated) != 1 or repeated[0].number != listed.number:
        raise body.unexpected(f"The page of section {listed.number}, with its items, was expected")
    check_same(page, "items in its list", numbers, range(1, len(repeated[0].items) + 1))
    account.read(page, "pages of the sections")
    ends = [heading.start() for heading in headings[1:]] + [body.end]
    items = []
    for heading, end, *titles in zip(headings, ends, listed.items, repeated[0].items, strict=True):
        code = f"{listed.number}-{heading['number']}"
        title = body.group(heading, "title")
        whole = body.part(heading.start(), end, f"item {code} {title.text}")
        text = whole.part(heading.end(), end)
        found = tuple(read_numbers(text, guides.layouts.get(code, ())))
        account.read(whole.part(heading.start(), heading.end()), "headings of the items")
        leave_out_around(account, text, [passage for passage, _ in found], PROSE)
        for passage, _ in found:
            account.read(passage, "numbers in the text of the items")
        items.append(Item(listed.number, int(heading["number"]), *titles, whole.group(heading, "title"), text, found))
    return Section(listed.number, listed.title, repeated[0].title, tuple(items))


def leave_out_around(account: Account, whole: Passage, read: Sequence[Passage], name: str) -> None:
    """Leave out a passage, but for the parts of it that are read."""
    position = whole.start
    for part in (*read, None):
        gap = whole.part(position, part.start if part else whole.end)
        if gap.text:
            account.leave_out(gap, name)
        position = part.end if part else whole.end


# Counts and findings.


def check_same(passage: Passage, what: str, expected: Sequence[object], there: Sequence[object]) -> None:
    """Raise WrongCount where others are there than those that were expected, or in another order."""
    if list(expected) != list(there):
        named, found = (", ".join(map(str, some)) or "none" for some in (expected, there))
        place = passage.source.place(passage.start, passage.heading)
        raise WrongCount(f"The {what} {named} were expected, {found} are there", place)


def check_count(passage: Passage, what: str, counted: int, stated: int) -> None:
    """Raise WrongCount where the document holds more or fewer than it states, or than are known to be in it."""
    check_same(passage, f"number of {what}", [stated], [counted])


def check_counts(report: Report, expected: Mapping[str, Any]) -> None:
    """Compare what was read with what the document states, and with the counts kept beside the loader."""
    front, names = report.front, [staff.name for staff in report.staff]
    stated = front.search(_DEPARTMENTS)
    if stated is None:
        raise front.unexpected("The number of departments (담당관) was expected")
    check_count(front, "departments", len(set(names)), int(stated["departments"]))
    check_same(front, "departments in the list of duties", names, list(report.duties))
    tables = {table.name: table for table in report.budgets}
    overview = [row.name for row in tables[SUM].rows]
    check_same(front, "accounts of the budget", overview, list(tables))
    budgets = {name: [row.name for row in table.rows if row.name != SUM] for name, table in tables.items()}
    check_same(front, "departments in the general account", names, budgets["일반회계"])
    check_count(front, "duties", sum(map(len, report.duties.values())), expected["duties"])
    check_count(front, "rows of the special account", len(budgets["특별회계"]), expected["special_account"])
    check_count(front, "funds", len(budgets["기금"]), expected["funds"])
    check_same(front, "numbers of items", expected["items"], [len(section.items) for section in report.sections])
    for item, *counts in zip(report.items, *(expected["text"][mark] for mark in MARKS), strict=True):
        for (what, mark), number in zip(MARKS.items(), counts, strict=True):
            check_count(item.text, f"{what} in this text", len(re.findall(mark, item.text.text)), number)


def find(report: Report, guides: Guides, findings: Findings) -> None:
    """Collect what the document contradicts or misprints."""
    items = {item.code: item.text for item in report.items}

    def locate(where: Mapping[str, Any]) -> Passage:
        return report.front if where["part"] == FRONT else items[where["part"]]

    findings.found += check_report(report, guides.corrections)
    findings.found += read_observations(guides.observations, locate)
    findings.found += check_claims(guides.claims, locate, PLAN)
