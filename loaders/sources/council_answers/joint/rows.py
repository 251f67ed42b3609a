"""The report on the joint evaluation laid out in tables, and the numbers of its cells."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from loaders.kit.layout import Desk
from loaders.kit.numbers import Number
from loaders.kit.text import MIDDLE_DOT, Passage, restore
from loaders.sources.council_answers.document import JOINT_EVALUATION, lay_out_number, next_position
from loaders.sources.council_answers.joint.document import PLAN, PLAN_ID, Goal, Indicator

SEOUL = "서울"
RATE, AVERAGE, BEST, PRACTICES = "목표달성도", "평균", "상위", "우수사례"
"""The share of targets that were met, its average, the best of a group; good practices. They name quantities."""
_QUANTITY = f"quantity:{PLAN}/"

_BEST = re.compile(r"(?P<names>[가-힣·]+) ?\^\((?P<rate>\d+(?:\.\d+)?)%\)(?: ?, ?|$)")
_COUNTED = re.compile(r"(?P<names>[가-힣·]+) (?P<printed>(?:각 )?(?P<number>\d+)건)(?:, |$)")


def lay_out_evaluation(title: str, year: int, desk: Desk) -> None:
    """Write the row of the evaluation of a year: the central government's, not a city's."""
    desk.tables.add(
        "plans",
        id=PLAN_ID,
        title=title,
        kind="JOINT_EVALUATION",
        start_year=year,
        end_year=year,
        document=JOINT_EVALUATION,
    )


def lay_out_rule(number: int, name: str, rule: Passage, desk: Desk) -> None:
    """Write the row of a rule: how a result of this name is made."""
    desk.tables.add(
        "rules",
        rule,
        cited=JOINT_EVALUATION,
        id=f"rule:{PLAN}/{number}",
        kind="METHOD",
        name=name,
        text=restore(rule),
        position=next_position(desk.tables, "rules"),
        plan=PLAN_ID,
    )


def lay_out_indicator(indicator: Indicator, goal: Goal, desk: Desk) -> None:
    """Write the row of an indicator."""
    desk.tables.add(
        "joint_indicators",
        indicator.passage,
        cited=JOINT_EVALUATION,
        id=indicator.id,
        number=indicator.number,
        name=indicator.name,
        national_goal=goal.title,
        qualitative=indicator.qualitative,
        ministry=desk.directory.find(indicator.ministry, indicator.passage, "Ministry"),
        plan=PLAN_ID,
    )


def best_rates(title: str, group: str, cell: Passage, year: int) -> Iterator[Number]:
    """Give the best rates of a group, each of one or several cities or provinces."""
    for match in cut_cell(cell, _BEST, "The best cities or provinces, each with its rate,"):
        what = f"{title}, {RATE}, {group} {BEST}, {match['names']}"
        rate = cell.part(match.start("rate"), match.end("rate") + 1)
        yield dataclasses.replace(make_rate(what, rate, year), passage=cell.part(match.start(), match.end("rate") + 2))


def seouls_practices(title: str, group: str, cell: Passage, year: int) -> Iterator[Number]:
    """Give Seoul's number of good practices; those of others are read and not shipped."""
    for match in cut_cell(cell, _COUNTED, "Cities or provinces, with their numbers of practices,"):
        if SEOUL in match["names"].split(MIDDLE_DOT):
            yield Number(
                what=f"{title}, {PRACTICES}, {group}, {SEOUL}",
                kind="RESULT",
                text=match["printed"],
                value=float(match["number"]),
                unit="건",
                year=year,
                period=None,
                from_value=None,
                passage=cell.part(match.start(), match.end("printed")),
            )


def cut_cell(cell: Passage, pattern: re.Pattern[str], what: str) -> Iterator[re.Match[str]]:
    """Cut a cell into entries that follow one another.

    Raises UnexpectedText where anything else stands in it.
    """
    position = cell.start
    while position < cell.end:
        match = cell.match(pattern, position)
        if match is None:
            raise cell.unexpected(f"{what} were expected in this cell", position)
        yield match
        position = match.end()


def make_rate(what: str, printed: Passage, year: int) -> Number:
    """Make the number of a rate in percent."""
    value = float(printed.text.removesuffix("%"))
    return Number(what, "RESULT", printed.text, value, "%", year, None, None, printed)


def lay_out_numbers(numbers: Iterable[tuple[Number, Passage]], desk: Desk) -> None:
    """Write the rows of numbers, in the order printed; each is cited with the words before it in its table."""
    for number, table in sorted(numbers, key=lambda pair: pair[0].passage.start):
        identity = f"{_QUANTITY}{len(own_quantities(desk)) + 1}"
        lay_out_number(number, table, identity, desk.tables, JOINT_EVALUATION)


def own_quantities(desk: Desk) -> list[str]:
    """Return the ids of the numbers that this report has given."""
    return [row["id"] for row in desk.tables.rows["quantities"] if row["id"].startswith(_QUANTITY)]
