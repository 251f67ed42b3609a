"""What the work report contradicts about itself, found by comparing its parts with one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from loaders.kit.corrections import Corrections
from loaders.kit.findings import ERROR, INFO, WARNING, Finding
from loaders.kit.text import Passage, tidy
from loaders.sources.city import CITY
from loaders.sources.office_report.document import PLAN_ID, Report, item_id
from loaders.sources.office_report.office import FUNDS, SUM, BudgetTable, Post, Staff, StaffTable
from loaders.sources.office_report.rows import hundred_millions

CODES = {"posts": ("CELL_DAMAGED", INFO), "titles": ("WORD_MISPRINTED", INFO)}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\n))*")


def check_report(report: Report, corrections: Corrections) -> list[Finding]:
    """Return everything that a comparison of the document's parts brings to light."""
    return [
        *check_titles(report),
        *check_aims(report),
        *check_staff(report.staff),
        *check_budgets(report),
        *check_overview(report),
        *corrections.explain(lambda at: _place(report, at), CODES),
    ]


def _place(report: Report, at: int | str) -> tuple[str, Passage]:
    """Return what a correction concerns, and its passage: a section, an item, or the posts of a department."""
    for section in report.sections:
        if section.number == at:
            return PLAN_ID, section.listed
    for item in report.items:
        if item.code == at:
            return item_id(report, item), item.listed
    for staff in report.staff.departments:
        for post in staff.posts:
            if f"{staff.name}/{post.category}" == at:
                return department_id(staff), post.passage
    raise report.front.unexpected(f"A correction concerns {at}, which is not in this document")


def department_id(staff: Staff) -> str:
    """Return the id of a department of the office."""
    return f"department:{CITY}/{staff.name}"


def check_titles(report: Report) -> Iterator[Finding]:
    """Compare the wordings of one title: in the agenda, on the page of its section, over its text."""
    for section in report.sections:
        yield from _worded(PLAN_ID, "section", section.listed, section.heading)
    for item in report.items:
        yield from _worded(item_id(report, item), "item", item.listed, item.repeated, item.heading)


def _worded(node: str, what: str, *printed: Passage) -> Iterator[Finding]:
    """Tell of titles that differ, with one passage for each wording."""
    wordings: dict[str, Passage] = {}
    for passage in printed:
        wordings.setdefault(tidy(passage.text), passage)
    if len(wordings) > 1:
        only_marks = len({_letters(wording) for wording in wordings}) == 1
        differ = "spaces or marks" if only_marks else "words"
        shown = ", ".join(f"‘{wording}’" for wording in wordings)
        message = f"The title of this {what} is printed in ways that differ in {differ}: {shown}."
        quotes = tuple(wordings.values())
        yield Finding("TITLES_DIFFER", INFO if only_marks else WARNING, message, node, quotes)


def _letters(text: str) -> str:
    """Return a text without spaces and marks."""
    return re.sub(r"[\W_]", "", text)


def check_aims(report: Report) -> Iterator[Finding]:
    """Compare the four aims with the titles of the sections, in either of their printings."""
    aims = [report.aims.group(match) for match in report.aims.finditer(_PARAGRAPH)]
    for aim, section in zip_longest(aims, report.sections):
        if aim is None or section is None:
            raise report.aims.unexpected(f"{len(report.sections)} aims were expected, one for each section")
        if _letters(aim.text) not in (_letters(section.listed.text), _letters(section.heading.text)):
            message = f"The aim and its section are worded differently: ‘{tidy(aim.text)}’, ‘{section.listed.text}’."
            yield Finding("TITLES_DIFFER", WARNING, message, PLAN_ID, (aim, section.listed))


def check_staff(table: StaffTable) -> Iterator[Finding]:
    """Add up posts and people: of each department over its categories, of the office over its departments."""
    total, departments = table.total, table.departments
    if table.stated.text != f"{total.quota}/{total.headcount}명":
        message = "The posts and people of the office differ between the line above the table and its sums."
        yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, (table.stated, total.total))
    for staff in (total, *departments):
        sums = _added(staff.posts)
        if sums != (staff.quota, staff.headcount):
            message = f"The categories of ‘{staff.name}’ add up to {sums[0]}/{sums[1]}, not to what is stated."
            node = PLAN_ID if staff is total else department_id(staff)
            yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, node, (staff.total, staff.passage))
    for staff in departments:
        if staff.headcount > staff.quota:
            message = f"{staff.name} has more people ({staff.headcount}) than posts ({staff.quota})."
            yield Finding("PEOPLE_EXCEED_POSTS", INFO, message, department_id(staff), (staff.total,))
    women = sum(staff.women for staff in departments)
    sums = _added(departments)
    if (*sums, women) != (total.quota, total.headcount, total.women):
        message = f"The departments add up to {sums[0]}/{sums[1]} ({women}), not to what is stated of the office."
        quotes = (total.total, *(staff.total for staff in departments))
        yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, quotes)
    for post in total.posts:
        posts = [other for staff in departments for other in staff.posts if other.category == post.category]
        sums = _added(posts)
        if sums != (post.quota, post.headcount):
            message = f"The departments add up to {sums[0]}/{sums[1]} for {post.category}, not to what is stated."
            quotes = (post.passage, *(other.passage for other in posts))
            yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, quotes)


def _added(counts: Iterable[Post | Staff]) -> tuple[int, int]:
    """Return the sums of posts and of people; a missing number adds nothing."""
    listed = list(counts)
    return sum(count.quota or 0 for count in listed), sum(count.headcount or 0 for count in listed)


def check_budgets(report: Report) -> Iterator[Finding]:
    """Compare each table of budgets with its sums, its changes, and the sum in its heading."""
    for table in report.budgets:
        for row in table.rows:
            before, after = row.amounts
            if after.million_krw - before.million_krw != row.change:
                message = f"The change of {row.name} is {after.million_krw - before.million_krw:,}, not as printed."
                yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, (row.change_passage, row.passage))
        yield from _check_sums(table)
        yield from _check_heading(table)


def stated_sum(table: BudgetTable, year: int) -> tuple[int, int]:
    """Return money and number of projects that a table states for a year (0 or 1); of one row, this is the sum."""
    amount = next((row for row in table.rows if row.name == SUM), table.rows[0]).amounts[year]
    return amount.million_krw, amount.projects or 0


def _check_sums(table: BudgetTable) -> Iterator[Finding]:
    for year in (0, 1):
        amounts = [row.amounts[year] for row in table.rows if row.name != SUM]
        added = sum(amount.million_krw for amount in amounts), sum(amount.projects or 0 for amount in amounts)
        if stated_sum(table, year) != added:
            message = f"The rows of {table.name} add up to {added[0]:,} ({added[1]}), not to what is stated."
            yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, tuple(row.passage for row in table.rows))


def _check_heading(table: BudgetTable) -> Iterator[Finding]:
    money, _ = stated_sum(table, 1)
    stated = hundred_millions(table.total)
    cut, rounded = money // 100, (money + 50) // 100
    first = table.rows[0].passage
    if stated not in (cut, rounded):
        message = f"The heading of {table.name} states {stated:,}억, the table has {money:,} million won."
        yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, (table.total, first))
    elif cut != rounded and stated == cut:
        whose = "funds (기금)" if table.name == FUNDS else table.name
        message = (
            f"The sum of the {whose} in the heading is cut to {stated:,}억 won; {money:,} million round to {rounded:,}."
        )
        yield Finding("SUM_CUT_NOT_ROUNDED", INFO, message, PLAN_ID, (table.total, first))


def check_overview(report: Report) -> Iterator[Finding]:
    """Compare the overview of the budget with the tables that follow it."""
    overview, *tables = report.budgets
    in_overview = {row.name: row for row in overview.rows}
    for table in tables:
        row = in_overview[table.name]
        for year in (0, 1):
            amount = row.amounts[year]
            if stated_sum(table, year) != (amount.million_krw, amount.projects or 0):
                message = f"The overview of the budget and the table of {table.name} state different sums."
                yield Finding("SUM_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, (row.passage, table.rows[0].passage))
