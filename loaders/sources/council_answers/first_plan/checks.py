"""What the report of December 2019 contradicts about the first plan, found by comparing its parts with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from loaders.kit.findings import INFO, WARNING, Finding, read_observations
from loaders.kit.text import Passage, same_words, tidy
from loaders.sources.council_answers.document import DOCUMENT, SUSTAINABILITY_REPORT
from loaders.sources.council_answers.first_plan.document import ANSWER, PLAN, PLAN_ID, FirstPlan

CODES = {
    "strategies": ("CELL_SHIFTED", INFO),
    "titles": ("TITLE_MISPRINTED", INFO),
    "names": ("SUBSCRIPT_CUT_OFF", INFO),
    "dots": ("MIDDLE_DOT_LOST", INFO),
}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""
WORDS = {
    "areas": "areas (분야)",
    "strategies": "strategies (전략)",
    "tasks": "tasks (과제)",
    "projects": "projects (세부사업)",
    "indicators": "performance indicators (성과지표)",
    "of_indicators": "performance indicators (성과지표)",
    "achieved": "performance indicators met (달성)",
    "partly": "performance indicators partly met (일부달성)",
    "missed": "performance indicators missed (미달성)",
    "departments": "offices in charge (부서)",
    "headlines": "headline indicators (지표)",
    "basic_areas": "areas (분야) of the basic plan",
    "basic_strategies": "strategies (전략) of the basic plan",
    "basic_tasks": "tasks (과제) of the basic plan",
}
"""What the report states numbers of."""
TENTH = Decimal("0.1")


def find(plan: FirstPlan, observations: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return everything that a comparison of the report's parts brings to light."""

    def locate(where: Mapping[str, Any]) -> Passage:
        return plan.pieces[where["part"]]

    def corrected(at: int | str) -> tuple[str, Passage]:
        table, number = str(at).split()
        if table == "headline":
            return f"headlineIndicator:{PLAN}/{number}", plan.headlines[int(number) - 1].passage
        return f"firstPlanTask:{PLAN}/{number}", plan.tasks[int(number) - 1].row

    found = [
        *check_statements(plan),
        *check_averages(plan),
        *check_tasks(plan),
        *check_strategies(plan),
        *check_headlines(plan),
        *read_observations(observations, locate),
        *plan.corrections.explain(corrected, CODES),
    ]
    return [replace(finding, cited=finding.cited or SUSTAINABILITY_REPORT) for finding in found]


def check_statements(plan: FirstPlan) -> Iterator[Finding]:
    """Compare each number that the report states about the plan with what its tables hold."""
    for stated in plan.stated:
        for name, number in stated.numbers.items():
            if name == "average":
                continue
            counted = true_number(plan, stated.area, name)
            if int(number) != counted:
                agreeing = [
                    other.passage
                    for other in plan.stated
                    if other.area == stated.area and other.numbers.get(name) == counted
                ]
                of = f"the area {stated.area}" if stated.area else "the whole plan"
                yield Finding(
                    "STATED_NUMBER_DIFFERS",
                    WARNING,
                    f"The report states {number} {WORDS[name]} of {of} here; its tables have {counted}.",
                    PLAN_ID,
                    (stated.passage, *agreeing[:1]),
                    cited=DOCUMENT if stated.piece == ANSWER else None,
                )


def true_number(plan: FirstPlan, area: str | None, name: str) -> int:
    """Return how many there are: counted; of projects and offices, which no table lists, as first stated.

    The projects of the whole plan are those of its areas.
    """
    counted = plan.counted(area)
    if name in counted:
        return counted[name]
    of_areas = [stated for stated in plan.stated if stated.area and stated.area == stated.piece]
    if name == "projects":
        return sum(int(s.numbers[name]) for s in of_areas if name in s.numbers and area in (None, s.area))
    return next(int(stated.numbers[name]) for stated in plan.stated if name in stated.numbers)


def check_averages(plan: FirstPlan) -> Iterator[Finding]:
    """Compare the stated averages of the headline indicators with those of the achievements."""
    stated = [statement for statement in plan.stated if "average" in statement.numbers]
    for statement in stated:
        of_area = [h for h in plan.headlines if statement.area in (None, h.area) and h.achievement is not None]
        mean = _mean([h.achievement for h in of_area if h.achievement is not None])
        printed = statement.numbers["average"]
        if mean == printed:
            continue
        areas = [other for other in stated if other.area]
        message = (
            f"An achievement of {printed}% is stated of {statement.area or 'all headline indicators'}; the mean of the "
            f"{len(of_area)} printed achievements is {mean}%."
        )
        if statement.area is None and _mean([other.numbers["average"] for other in areas]) == printed:
            message += " The mean of the three areas' averages was printed, though the areas have unlike numbers."
        yield Finding(
            "AVERAGE_DOES_NOT_FOLLOW",
            WARNING,
            message,
            PLAN_ID,
            (statement.passage, *(other.passage for other in areas if other is not statement)),
            key=statement.area or "whole",
        )


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(TENTH, ROUND_HALF_UP)


def check_tasks(plan: FirstPlan) -> Iterator[Finding]:
    """Compare the titles of each task, and tell of cells that are empty where others hold a dash."""
    for area, column in plan.overview.items():
        for in_overview, task in zip(column.tasks, plan.tasks_of(area), strict=True):
            printed = [in_overview, *([task.listed] if task.listed else []), task.cells[1]]
            yield from _wordings(f"firstPlanTask:{PLAN}/{task.position}", "this task", printed)
    for task in plan.tasks:
        for cell in task.cells[2:]:
            if not cell.text:
                yield Finding(
                    "CELL_EMPTY",
                    INFO,
                    "A cell of this row is empty where other rows hold a dash; the stated sum of its column shows that "
                    "it stands for 0.",
                    f"firstPlanTask:{PLAN}/{task.position}",
                    (task.row,),
                )


def check_strategies(plan: FirstPlan) -> Iterator[Finding]:
    """Compare the titles of each strategy: in the table and the list of chapter 1.1, and in chapter 2.2."""
    for area, strategies in plan.listed.items():
        cells: dict[str, Passage] = {}
        for task in plan.tasks_of(area):
            cells.setdefault(task.strategy, task.strategy_cell)
        for in_overview, listed, cell in zip(plan.overview[area].strategies, strategies, cells.values(), strict=True):
            yield from _wordings(
                PLAN_ID, f"strategy {listed.number} of the area {area}", [in_overview, listed.title, cell]
            )


def check_headlines(plan: FirstPlan) -> Iterator[Finding]:
    """Compare the two names of each headline indicator, and tell of those without an achievement."""
    for headline in plan.headlines:
        node = f"headlineIndicator:{PLAN}/{headline.position}"
        yield from _wordings(node, "this headline indicator", [headline.passage, headline.name_beside_achievement])


def _wordings(node: str, what: str, printed: Sequence[Passage]) -> Iterator[Finding]:
    """Tell where a title is printed in different words, or with different spaces."""
    distinct: dict[str, Passage] = {}
    for passage in printed:
        distinct.setdefault(tidy(passage.text).rstrip("."), passage)
    if len(distinct) > 1:
        first, *others = distinct
        only_spaces = all(same_words(first, other) for other in others)
        shown = " and ".join(f"‘{words}’" for words in distinct)
        yield Finding(
            "TITLES_DIFFER",
            INFO if only_spaces else WARNING,
            f"The title of {what} is printed in different {'spaces' if only_spaces else 'words'}: {shown}.",
            node,
            tuple(distinct.values()),
            key="" if node != PLAN_ID else what.replace(" ", "-"),
        )
