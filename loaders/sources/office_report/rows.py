"""The work report laid out in tables: staff, posts, budgets, the agenda, and the numbers that it states besides."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.kit.corrections import Corrections
from loaders.kit.layout import Desk
from loaders.kit.numbers import Number, in_context
from loaders.kit.text import QUOTE_LENGTH, Passage, tidy
from loaders.sources.city import lay_out_city, lay_out_plan
from loaders.sources.office_report.document import DOCUMENT, PLAN, PLAN_ID, YEAR, Report, Section, item_id
from loaders.sources.office_report.office import FUNDS, OVERVIEW, SUM, Budget, BudgetTable

FORMULA_GAP = "\\quad"
"""Stands between the terms of a formula."""


def add_rows(report: Report, corrections: Corrections, desk: Desk) -> None:
    """Lay the report out."""
    tables = desk.tables
    title = tidy(report.title.text)
    tables.add("documents", id=DOCUMENT, title=title, publisher=report.office.text)
    lay_out_city(tables)
    lay_out_plan(tables, PLAN_ID, title, "OFFICE_REPORT", (YEAR, YEAR))
    add_staff(report, desk)
    add_budgets(report, desk)
    add_agenda(report, corrections, desk)
    add_quantities(report, desk)


def add_staff(report: Report, desk: Desk) -> None:
    """Lay out posts, people and duties of the departments."""
    position = 0
    for staff in report.staff.departments:
        department = desk.directory.find(staff.name, staff.passage, "Department")
        desk.tables.add(
            "staffing",
            department=department,
            quota=staff.quota,
            headcount=staff.headcount,
            women=staff.women,
            duties=report.duties[staff.name],
        )
        for post in staff.posts:
            position += 1
            desk.tables.add(
                "post_counts",
                id=f"postCount:{PLAN}/{staff.name}/{post.category}",
                category=post.category,
                quota=post.quota,
                headcount=post.headcount,
                position=position,
                department=department,
            )


def add_budgets(report: Report, desk: Desk) -> None:
    """Lay out the budgets of the departments, and the funds of the office."""
    office = desk.directory.find(report.office.text, report.office, "Bureau")
    position = 0
    for table, row in _rows_but_sums(report):
        if table.name == FUNDS:
            body, fund, organization = report.office.text, row.name, office
        else:
            body, fund = row.name, table.name
            organization = desk.directory.find(row.name, row.passage, "Department")
        for amount in row.amounts:
            position += 1
            desk.tables.add(
                "budgets",
                id=f"budget:{PLAN}/{body}/{fund}/{amount.year}",
                year=amount.year,
                amount_million_krw=float(amount.million_krw),
                project_count=amount.projects,
                fund=fund,
                position=position,
                organization=organization,
            )


def _rows_but_sums(report: Report) -> Iterator[tuple[BudgetTable, Budget]]:
    """Give the rows below the overview that are no sums."""
    for table in report.budgets[1:]:
        for row in table.rows:
            if row.name != SUM:
                yield table, row


def add_agenda(report: Report, corrections: Corrections, desk: Desk) -> None:
    """Lay out the items of the agenda as listed, each cited there and where its text begins."""
    for position, item in enumerate(report.items, start=1):
        section = report.sections[item.section - 1]
        identity = item_id(report, item)
        desk.tables.add(
            "agenda_items",
            item.listed,
            id=identity,
            title=_corrected(item.listed, item.code, corrections),
            section=section_title(section, corrections),
            position=position,
        )
        desk.tables.cite(identity, item.heading)


def section_title(section: Section, corrections: Corrections) -> str:
    """Return the title of a section as listed, corrected."""
    return _corrected(section.listed, section.number, corrections)


def _corrected(passage: Passage, at: int | str, corrections: Corrections) -> str:
    text = tidy(passage.text)
    for printed, correct in corrections.texts(at, "titles").items():
        text = text.replace(printed, correct)
    return text


def add_quantities(report: Report, desk: Desk) -> None:
    """Lay out the numbers that stand outside the tables of departments, each with the words around it."""
    counted: dict[str, int] = {}
    for position, (part, number) in enumerate(stated_numbers(report), start=1):
        counted[part] = counted.get(part, 0) + 1
        desk.tables.add(
            "quantities",
            in_context(number.passage, line_of(number.passage), QUOTE_LENGTH),
            id=f"quantity:{PLAN}/{part}/{counted[part]}",
            kind=number.kind,
            what=number.what,
            text=number.text,
            value=number.value,
            unit=number.unit,
            year=number.year,
            period_text=number.period,
            from_value=number.from_value,
            position=position,
        )


def stated_numbers(report: Report) -> Iterator[tuple[str, Number]]:
    """Give the numbers in the order of the document, each with the part in which it stands."""
    parts = {"organization": report.organization, **{item.code: item.numbers for item in report.items}}
    numbers = {part: [number for _, numbers in found for number in numbers] for part, found in parts.items()}
    yield from (("organization", number) for number in numbers.pop("organization"))
    yield from (("staff", number) for number in staff_numbers(report))
    yield from (("budget", number) for number in budget_numbers(report))
    yield from ((part, number) for part, of_part in numbers.items() for number in of_part)


def line_of(passage: Passage) -> Passage:
    """Return the line of the document in which a passage stands, as far as its end; of a formula, its own term."""
    text = passage.source.text
    start = text.rfind("\n", 0, passage.start) + 1
    gap = text.rfind(FORMULA_GAP, start, passage.start)
    return passage.part(start if gap < 0 else gap + len(FORMULA_GAP), passage.end)


QUOTA, HEADCOUNT, WOMEN = "정원", "현원", "여성공무원"


def staff_numbers(report: Report) -> Iterator[Number]:
    """Give the posts and people of the whole office."""
    total = report.staff.total
    groups: list[tuple[str, Passage, dict[str, int | None]]] = [
        (SUM, total.total, {QUOTA: total.quota, HEADCOUNT: total.headcount, WOMEN: total.women}),
        *((post.category, post.passage, {QUOTA: post.quota, HEADCOUNT: post.headcount}) for post in total.posts),
    ]
    for category, passage, counts in groups:
        for what, count in counts.items():
            if count is not None:
                what = f"인력, {category}, {what}"
                yield _number(what, "FACT", str(count), count, "명", YEAR, passage, report.staff.day)


def budget_numbers(report: Report) -> Iterator[Number]:
    """Give the sums of the budget as its headings and its overview state them."""
    for table in report.budgets:
        what = "예산 총 규모" if table.name == OVERVIEW else f"예산, {table.name}, 총"
        won = hundred_millions(table.total) * 10**8
        yield _number(what, "COST", tidy(table.total.text), won, "원", YEAR, table.total)
        for row in table.rows if table.name == OVERVIEW else ():
            yield from _row_numbers(row)


def _row_numbers(row: Budget) -> Iterator[Number]:
    for amount in row.amounts:
        what = f"예산 총괄표, {row.name}, {amount.year}년{' 최종' if amount.year < YEAR else ''}"
        money = amount.passage.text.split()[0]
        yield _number(what, "COST", money, amount.million_krw, "백만원", amount.year, amount.passage)
        if amount.projects is not None:
            count = str(amount.projects)
            yield _number(f"{what}, 사업수", "FACT", count, amount.projects, None, amount.year, amount.passage)
    change = row.change_passage
    yield _number(f"예산 총괄표, {row.name}, 증감", "COST", change.text, row.change, "백만원", YEAR, change)


def hundred_millions(total: Passage) -> int:
    """Return a sum in hundreds of millions of won: 2조 9,123억원 is 29,123."""
    *trillions, hundreds = total.text.replace(",", "").removesuffix("원").removesuffix("억").split()
    return int(hundreds) + sum(int(part.removesuffix("조")) * 10**4 for part in trillions)


def _number(
    what: str,
    kind: str,
    text: str,
    value: float,
    unit: str | None,
    year: int,
    passage: Passage,
    period: str | None = None,
) -> Number:
    return Number(what, kind, text, float(value), unit, year, period, None, passage)
