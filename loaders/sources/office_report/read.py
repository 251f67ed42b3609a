"""The work report of Seoul's Planning and Coordination Office, September 2020 [기획조정실 주요 업무 보고].

From top to bottom the document holds:

1.  a cover: title, month, office;
2.  I. the office [일반 현황]: how it is divided, its staff by department and category, what each department does, and
    its budget: an overview, the general account by department, the special account, the funds;
3.  II. its aims [정책 목표], in the words of the four sections that follow;
4.  III. the agenda [주요업무 보고]: four sections with numbered items;
5.  each section: a page that repeats its items, then the items one after the other, whose text states numbers.

`read` cuts it in this order and accounts for every character: read, or left out under a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import Findings, check_claims, read_observations
from loaders.kit.layout import Desk, Reading, Tables
from loaders.kit.organizations import Directory, read_directory
from loaders.kit.text import Account, Cursor, Passage, Source, check_count, check_not_repeated, check_same, read_source
from loaders.sources.office_report.checks import CODES, check_report
from loaders.sources.office_report.document import DOCUMENT, NAME, PLAN, Item, Listed, Report, Section
from loaders.sources.office_report.office import (
    FUNDS,
    GENERAL,
    OVERVIEW,
    SPECIAL,
    SUM,
    read_budgets,
    read_duties,
    read_staff,
)
from loaders.sources.office_report.quantities import Layout, read_layouts, read_numbers
from loaders.sources.office_report.rows import add_rows

__all__ = ["NAME", "read"]

HERE = Path(__file__).parent

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
"""The numbers of the items, where these are listed."""
FRONT, ORGANIZATION = "front", "organization"
"""Parts of the document, beside the items: everything before section 1, and the lines on how the office is divided."""
MARKS = {"boxes": "□", "words": r"\S+"}
"""What is counted in the text of an item: headings after a box, words."""
PROSE = "text of the items (read while loading, not shipped)"

_COVER = re.compile(r"\s*(?P<title>주요 업무 보고)\s+2020\. 9\.\s+(?P<office>기획조정실)")
_GENERAL = re.compile(r"I\. 일반 현황")
_STAFF = re.compile(r"인 력 \d")
_AIMS = re.compile(r"II\. 정책 목표")
_AIMS_LINES = re.compile(r"II\. 정책 목표\s+내 삶이 [^\n]+\s+체계적 [^\n]+\s+(?P<aims>민선 7기\s.+)", re.DOTALL)
_AGENDA = re.compile(r"Ⅲ\. 기획조정실 주요업무 보고")
_DEPARTMENTS = re.compile(r"(?P<departments>\d+)담당관")
_AGENDA_LINE = re.compile(
    rf"(?P<section>\d)\. (?P<section_title>[^\n]+)|(?:- )?(?P<item>[{CIRCLED}]) (?P<title>[^\n]+)"
)
_ITEM = re.compile(r"^(?P<number>[1-9])(?: +|\s*\n\s*)(?P<title>[^\n\t]+)$", re.MULTILINE)


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
    found = read_yaml(HERE / "findings.yml")
    return Guides(
        corrections=read_corrections(HERE / "corrections.yml", tuple(CODES)),
        layouts=read_layouts(read_yaml(HERE / "numbers.yml")),
        observations=found["observations"],
        claims=found["claims"],
        expected=read_yaml(HERE / "counts.yml"),
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
    source.begin(_COVER, "the cover (주요 업무 보고, 2020. 9., 기획조정실) was expected")
    cursor = Cursor(source, account)
    cover_passage = cursor.until(_GENERAL, "the cover")
    cover = cover_passage.expect(_COVER, "The cover, and nothing else,")
    account.read(cover_passage, "cover")
    divided = cursor.until(_STAFF, "how the office is divided (조직)")
    organization = tuple(read_numbers(divided, guides.layouts[ORGANIZATION]))
    account.read(divided, "how the office is divided (조직)")
    staff = read_staff(cursor, guides.corrections)
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
        organization=organization,
        staff=staff,
        duties=duties,
        budgets=budgets,
        aims=aims_passage.group(aims, "aims"),
        front=front,
        sections=tuple(read_sections(cursor, guides)),
    )


# III. The agenda, and its items.


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
        if not sections or CIRCLED.index(match["item"]) != len(sections[-1][2]):
            raise part.unexpected("An item was expected here, numbered from ① in its section")
        sections[-1][2].append(part.group(match, "title"))
    if not all(items for _, _, items in sections):
        raise passage.unexpected("A section without items is listed here")
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
    items = [
        read_item(body.part(heading.start(), end), listed.number, titles, guides, account)
        for heading, end, titles in zip(headings, ends, zip(listed.items, repeated[0].items, strict=True), strict=True)
    ]
    return Section(listed.number, listed.title, repeated[0].title, tuple(items))


def read_item(body: Passage, section: int, titles: tuple[Passage, Passage], guides: Guides, account: Account) -> Item:
    """Read an item: its heading, and the numbers in its text; titles: as listed, and as repeated."""
    heading = body.match(_ITEM)
    assert heading is not None, "items are cut at their headings"
    code = f"{section}-{heading['number']}"
    whole = body.part(body.start, body.end, f"item {code} {heading['title']}")
    text = whole.part(heading.end(), whole.end)
    found = tuple(read_numbers(text, guides.layouts.get(code, ())))
    account.read(whole.part(heading.start(), heading.end()), "headings of the items")
    account.leave_out_around(text, [passage for passage, _ in found], PROSE)
    for passage, _ in found:
        account.read(passage, "numbers in the text of the items")
    listed, repeated = titles
    return Item(section, int(heading["number"]), listed, repeated, whole.group(heading, "title"), text, found)


# Counts and findings.


def check_counts(report: Report, expected: Mapping[str, Any]) -> None:
    """Compare what was read with what the document states, and with the counts kept beside the loader."""
    front, names = report.front, [staff.name for staff in report.staff.departments]
    stated = front.search(_DEPARTMENTS)
    if stated is None:
        raise front.unexpected("The number of departments (담당관) was expected")
    check_count(front, "departments", len(set(names)), int(stated["departments"]))
    check_same(front, "departments in the list of duties", names, list(report.duties))
    accounts = [table.name for table in report.budgets]
    check_same(front, "tables of budgets", [OVERVIEW, GENERAL, SPECIAL, FUNDS], accounts)
    overview = [row.name for row in report.budgets[0].rows]
    check_same(front, "rows of the overview of the budget", [SUM, *accounts[1:]], overview)
    budgets = {table.name: [row.name for row in table.rows if row.name != SUM] for table in report.budgets}
    for table in report.budgets:
        sums = sum(row.name == SUM for row in table.rows)
        check_count(front, f"sums of {table.name}", sums, int(table.name != SPECIAL))
    check_same(front, "departments in the general account", names, budgets[GENERAL])
    check_count(front, "duties", sum(map(len, report.duties.values())), expected["duties"])
    check_count(front, "rows of the special account", len(budgets[SPECIAL]), expected["special_account"])
    check_count(front, "funds", len(budgets[FUNDS]), expected["funds"])
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
