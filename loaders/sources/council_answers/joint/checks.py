"""What the report on the joint evaluation states about itself, compared with what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.kit.corrections import Corrections
from loaders.kit.findings import INFO, WARNING, Finding, check_claims, read_observations
from loaders.kit.organizations import bare
from loaders.kit.text import Passage, check_count
from loaders.sources.council_answers.joint.document import PLAN, PLAN_ID, Goal, Numbers, Report, Result

CODES = {"numbers": ("NUMBER_LOST", INFO), "names": ("NAME_MISPRINTED", INFO)}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""


def check_numbers(report: Report) -> None:
    """Compare the numbers of indicators that four places state with one another and with the list."""
    outline = report.outline
    check_same(outline.passage, "indicators", outline.numbers, total(report))
    check_count(report.overall.statement, "national goals", report.overall.goals, len(report.goals))
    check_count(report.overall.statement, "indicators", report.overall.indicators, outline.numbers.all)
    for goal, told, table, (title, number) in zip(
        report.goals, report.told, report.tables, outline.goals.items(), strict=True
    ):
        for other in (told.title, table.title, title):
            if bare(other) != bare(goal.title):
                raise told.passage.unexpected(f"‘{goal.title}’ of the list was expected here, and ‘{other}’ is named")
        check_count(goal.cell, f"indicators of ‘{goal.title}’", goal.counted.all, number)
        for place, stated in ((told.passage, told.numbers), (table.passage, table.numbers), *goal.stated):
            check_same(place, f"indicators of ‘{goal.title}’", stated, goal.counted)
        chosen = goal.counted.qualitative * report.overall.practices
        check_count(told.passage, f"good practices for ‘{goal.title}’", chosen, told.practices_stated)


def total(report: Report) -> Numbers:
    """Add up the indicators of all goals."""
    first, *others = (goal.counted for goal in report.goals)
    for numbers in others:
        first += numbers
    return first


def check_same(place: Passage, what: str, stated: Numbers, counted: Numbers) -> None:
    """Raise WrongCount where there are more or fewer indicators, of all or of one sort, than stated."""
    check_count(place, what, counted.all, stated.all)
    check_count(place, f"quantitative {what}", counted.quantitative, stated.quantitative)
    check_count(place, f"qualitative {what}", counted.qualitative, stated.qualitative)


def find(report: Report, corrections: Corrections, guides: Mapping[str, Any]) -> Iterator[Finding]:
    """Give what the report contradicts or misprints; guides: what a reader found, and figures to be calculated."""
    indicators = {indicator.number: indicator for indicator in report.indicators}

    def locate(where: Mapping[str, Any]) -> Passage:
        return indicators[where["indicator"]].passage if "indicator" in where else report.passages[where["part"]]

    yield from check_ministries(report)
    for goal, told, table in zip(report.goals, report.told, report.tables, strict=True):
        yield from check_title(goal, told)
        yield from check_results(told, table)
    yield from corrections.explain(lambda at: (indicators[int(at)].id, indicators[int(at)].passage), CODES)
    yield from read_observations(guides["observations"], locate)
    yield from check_claims(guides["claims"], locate, PLAN)


def check_ministries(report: Report) -> Iterator[Finding]:
    """Compare the number of ministries with those in the list."""
    ministries = list(dict.fromkeys(indicator.ministry for indicator in report.indicators))
    if len(ministries) != report.overall.ministries:
        message = (
            f"{report.overall.ministries} ministries and agencies are stated to take part; the list of indicators "
            f"names {len(ministries)}: {', '.join(ministries)}."
        )
        yield Finding("MINISTRIES_DIFFER", WARNING, message, PLAN_ID, (report.overall.statement,))


def check_title(goal: Goal, told: Result) -> Iterator[Finding]:
    """Compare the title of a goal in the list with the one above its results; they differ in spaces at most."""
    if goal.title != told.title:
        message = f"The national goal is printed ‘{told.title}’ with its results, and ‘{goal.title}’ in the list."
        yield Finding("TITLES_DIFFER", INFO, message, goal.indicators[0].id, (told.passage, goal.cell))


def check_results(told: Result, table: Result) -> Iterator[Finding]:
    """Compare the results in the text with those in the table, but for spaces and marks of print."""
    for group, best in told.best.items():
        for in_text, in_table in ((best, table.best[group]), (told.practices[group], table.practices[group])):
            if _bare(in_text) != _bare(in_table):
                message = (
                    f"The text tells other results of ‘{told.title}’ than the table: {in_text.quote}; {in_table.quote}"
                )
                yield Finding("RESULTS_DIFFER", WARNING, message, PLAN_ID, (in_text, in_table))


def _bare(passage: Passage) -> str:
    return bare(passage.text).replace("^", "")
