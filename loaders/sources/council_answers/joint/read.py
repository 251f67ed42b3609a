"""The ministry's report of July 2020 on the joint evaluation [정부합동평가], bound into the answers.

From top to bottom it holds:

1.  what is evaluated: how many indicators for each national goal [국정목표], of which sort; when and how;
2.  what is new this year;
3.  the results for 2019: the rate of targets met [목표달성도] and the number of good practices [우수사례], over all
    and for each national goal, with the best of the cities (시부) and of the provinces (도부); what citizens chose;
4.  the results of each national goal once more, as tables; the chosen practices in detail;
5.  the list of the indicators, with goal and ministry; a qualitative one is marked in its name.

Rates, and numbers of Seoul, become quantities of the year whose results are evaluated. How many good practices other
cities and provinces have is read and not shipped; what else is told of the country is left out, by name.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.layout import Desk
from loaders.kit.numbers import Layout, make_layout, read_numbers
from loaders.kit.text import Passage, check_count, check_not_repeated, restore
from loaders.sources.council_answers.document import JOINT_EVALUATION, cut
from loaders.sources.council_answers.joint.checks import CODES, check_numbers, find
from loaders.sources.council_answers.joint.document import (
    Goal,
    Indicator,
    Numbers,
    Outline,
    Overall,
    Report,
    Result,
)
from loaders.sources.council_answers.joint.rows import (
    AVERAGE,
    PRACTICES,
    RATE,
    best_rates,
    lay_out_evaluation,
    lay_out_indicator,
    lay_out_numbers,
    lay_out_rule,
    make_rate,
    own_quantities,
    seouls_practices,
)

HERE = Path(__file__).parent

GROUPS = {"시부": "cities", "도부": "provinces"}
"""The two groups within which results are compared: cities, Seoul among them, and provinces."""

_MARKS = "①②③④⑤"
"""What the goals are numbered with in the text."""
_COVER, _OUTLINE, _NEW, _RESULTS = "cover of the report", "what is evaluated", "what is new this year", "results"
_TOLD = {mark: f"results of goal {number}" for number, mark in enumerate(_MARKS, start=1)}
_TABLES = {number: f"table of goal {number}" for number in range(1, len(_MARKS) + 1)}
_FIRST_GOAL = next(iter(_TOLD.values()))
_CHOSEN, _DETAILS = "practices that citizens chose, and next steps", "practices that citizens chose, in detail"
_LIST = "list of the indicators"
_PARTS: Mapping[str, re.Pattern[str]] = {
    _COVER: re.compile(r"^2020년 지방자치단체 합동평가 결과$", re.MULTILINE),
    _OUTLINE: re.compile(r"^I 합동평가 현황$", re.MULTILINE),
    _NEW: re.compile(r"^II 2020년 합동평가 특징$", re.MULTILINE),
    _RESULTS: re.compile(r"^Ⅲ 2020년\('19년 실적\) 합동평가 결과$", re.MULTILINE),
    **{name: re.compile(rf"^(?:- )?{mark} ", re.MULTILINE) for mark, name in _TOLD.items()},
    _CHOSEN: re.compile(r"^2\. 「국민공감 우수사례」 선정 결과", re.MULTILINE),
    **{name: re.compile(rf"^{number}\. [^\n(]+\(\d+개 지표 : ", re.MULTILINE) for number, name in _TABLES.items()},
    _DETAILS: re.compile(r"^구분\t주요내용$", re.MULTILINE),
    _LIST: re.compile(r"^□ 지표체계 : ", re.MULTILINE),
}
"""What each part of the report begins with."""

_NUMBERS = r"(?P<all>\d+)개 지표 ?[:(] ?정량 (?P<quantitative>\d+)개?, 정성 (?P<qualitative>\d+)개?\)"
_TITLE = re.compile(
    r"^(?P<title>(?P<year>\d{4})년\('(?P<results>\d\d)년 실적\) 지방자치단체 합동평가 결과)$", re.MULTILINE
)
_PERIOD = re.compile(r"\(실적기준일 : '(?P<first>\d\d)\.1\.1\. ~ '(?P<last>\d\d)\.12\.31\.\)")
_INDICATORS = re.compile(
    r"^- \(평가지표\) (?P<goals>\d)대 국정목표, (?P<all>\d+)개 지표"
    r"\(정량 (?P<quantitative>\d+)개 / 정성 (?P<qualitative>\d+)개\)\s+"
    r"구분(?P<titles>(?:\t[^\t\n]+)+)\n(?P=all)개 지표(?P<counts>(?:\t\d+개)+)$",
    re.MULTILINE,
)
_MINISTRIES = re.compile(
    r"(?P<goals>\d)대 국정목표별로 (?P<ministries>\d+)개 중앙행정기관에서 참여한 (?P<all>\d+)개 평가지표"
)
_RATE_NOTE = re.compile(r"목표달성도 : (?P<rule>전체 (?P<indicators>\d+)개 지표 중 목표를 달성한 지표의 비율)")
_CHOICE = re.compile(r"지표별로 시부와 도부를 구분하여 각 2건 선정\(총 (?P<practices>\d)건\)")
_GOAL = re.compile(rf"^(?:- )?[{_MARKS}] (?:\*\*)?(?P<title>[^*(\n]+)(?:\*\*)?\({_NUMBERS}", re.MULTILINE)
_RATES = re.compile(
    r"^\(정량\) '[^'\n]+' 등 (?P<indicators>\d+)개 지표의 평균 달성도는 시부 (?P<cities>[\d.]+%), "
    r"도부 (?P<provinces>[\d.]+%)로, 시부는 (?P<best_cities>[^\n]+), 도부는 (?P<best_provinces>[^\n]+) 우수$",
    re.MULTILINE,
)
_GOOD_PRACTICES = re.compile(
    r"^\(정성\) '[^'\n]+' 등 (?P<indicators>\d+)개 지표에서 총 (?P<practices>\d+)건의 우수사례 선정, "
    r"시부(?:에서)?는 (?P<cities>[^\n]+), 도부(?:에서)?는 (?P<provinces>[^\n]+) 선정$",
    re.MULTILINE,
)
_TABLE = re.compile(
    rf"\d\. (?P<title>[^(\n]+)\({_NUMBERS}\s+구분\t목표달성도\t우수사례\n"
    r"시부\t(?P<best_cities>[^\t\n]+)\t(?P<cities>[^\t\n]+)\n도부\t(?P<best_provinces>[^\t\n]+)\t(?P<provinces>[^\t\n]+)"
)
_CHOSEN_NUMBER = re.compile(r"선정 결과\(총 (?P<number>\d)건\)")
_CHOSEN_ROWS = re.compile(r"^시도명\t우수사례명\n(?P<rows>(?:[^\t\n]+\t[^\t\n]+\n)+)", re.MULTILINE)
_LIST_HEADING = re.compile(r"□ 지표체계 : (?P<goals>\d)대 국정목표 (?P<all>\d+)개 지표\n")
_LINE = re.compile(r"^[^\n]*\S[^\n]*$", re.MULTILINE)
_COLUMNS = re.compile(r"연번\t국정목표\t지표명\t소관부처\s*")
_CELL = re.compile(r"[^\t\n]*[^\s][^\t\n]*")
_GOAL_CELL = re.compile(rf"(?P<title>[^()\d]+?)(?: {_NUMBERS})?")


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the report.

    Raises UnexpectedText and WrongCount where the passage is damaged, CorrectionError where an entry beside the loader
    does not fit it.
    """
    check_not_repeated(passage)
    corrections = read_corrections(HERE / "corrections.yml", tuple(CODES))
    report = read_report(cut(passage, _PARTS), corrections, desk)
    check_numbers(report)
    expected = read_yaml(HERE / "counts.yml")
    check_count(passage, "rates and numbers of Seoul", len(own_quantities(desk)), expected["quantities"])
    for goal in report.goals:
        for indicator in goal.indicators:
            lay_out_indicator(indicator, goal, desk)
    for finding in find(report, corrections, read_yaml(HERE / "findings.yml")):
        desk.findings.add(dataclasses.replace(finding, cited=JOINT_EVALUATION))
    corrections.check_used()


def read_report(parts: Mapping[str, Passage], corrections: Corrections, desk: Desk) -> Report:
    """Read the parts of the report from top to bottom."""
    layouts = read_layouts()
    outline = read_outline(parts[_OUTLINE], desk)
    lay_out_evaluation(*read_title(parts[_COVER], outline, desk), desk)
    desk.account.leave_out(parts[_NEW], f"joint evaluation: {_NEW}")
    overall = read_overall(parts[_RESULTS], parts[_FIRST_GOAL], outline, layouts[_RESULTS], desk)
    told = [read_goal(parts[name], outline.year, layouts.get(name, ()), desk) for name in _TOLD.values()]
    read_chosen(parts[_CHOSEN], desk)
    tables = [read_goal_table(parts[name], outline.year, desk) for name in _TABLES.values()]
    desk.account.leave_out(parts[_DETAILS], f"joint evaluation: {_DETAILS}")
    return Report(outline, overall, told, tables, read_list(parts[_LIST], corrections, desk), parts)


def read_layouts() -> dict[str, list[Layout]]:
    """Read how numbers are laid out in the text, by the part in which they stand; no layout belongs to a project."""
    found = read_yaml(HERE / "numbers.yml")
    return {part: [make_layout({"project": 0, **entry}) for entry in entries] for part, entries in found.items()}


def numbers_in(match: re.Match[str]) -> Numbers:
    """Return the stated numbers of indicators."""
    return Numbers(int(match["all"]), int(match["quantitative"]), int(match["qualitative"]))


def find_one(passage: Passage, pattern: re.Pattern[str], what: str) -> re.Match[str]:
    """Find what must stand in a part once.

    Raises UnexpectedText, which calls it `what`, where it does not.
    """
    matches = list(passage.finditer(pattern))
    if len(matches) != 1:
        raise passage.unexpected(f"{what} was expected once under this heading; it stands there {len(matches)} times")
    return matches[0]


def keep(desk: Desk, whole: Passage, read: Iterable[Passage]) -> None:
    """Note what was read of a part of the report, and leave out the rest."""
    in_order = sorted(read, key=lambda passage: passage.start)
    for part in in_order:
        desk.account.read(part, f"joint evaluation: {whole.heading}")
    desk.account.leave_out_around(whole, in_order, f"joint evaluation: text on {whole.heading}")


# Before the results.


def read_title(cover: Passage, outline: Outline, desk: Desk) -> tuple[str, int]:
    """Read the title with the year of the evaluation, which is the one after that of the results."""
    title = find_one(cover, _TITLE, "The title of the report, with the year of its results,")
    year = int(title["year"])
    if 2000 + int(title["results"]) != outline.year or year != outline.year + 1:
        raise cover.group(title).unexpected(f"The results of {outline.year} were expected, evaluated the year after")
    desk.account.read(cover, f"joint evaluation: {_COVER}")
    return title["title"], year


def read_outline(passage: Passage, desk: Desk) -> Outline:
    """Read the numbers of indicators and the period; what else is told of the evaluation is left out."""
    numbers = find_one(passage, _INDICATORS, "The numbers of indicators, with a table of the goals,")
    period = find_one(passage, _PERIOD, "The period whose results are evaluated")
    if period["first"] != period["last"]:
        raise passage.group(period).unexpected("One year was expected, from its first day to its last")
    titles = numbers["titles"].split("\t")[1:]
    counts = [int(cell.removesuffix("개")) for cell in numbers["counts"].split("\t")[1:]]
    table = passage.group(numbers)
    check_count(table, "national goals in the table", len(titles), int(numbers["goals"]))
    check_count(table, "numbers in the table", len(counts), len(titles))
    keep(desk, passage, [table, passage.group(period)])
    return Outline(numbers_in(numbers), dict(zip(titles, counts, strict=True)), 2000 + int(period["first"]), table)


# The results.


def read_overall(passage: Passage, notes: Passage, outline: Outline, layouts: Sequence[Layout], desk: Desk) -> Overall:
    """Read the results over all goals; notes: the part that holds the notes to them, which are rules."""
    stated = find_one(passage, _MINISTRIES, "The numbers of goals, ministries and indicators")
    rate = find_one(notes, _RATE_NOTE, "What the rate of targets met is")
    choice = find_one(notes, _CHOICE, "How many practices are chosen for an indicator")
    of_rate = notes.group(rate, "rule")
    check_count(of_rate, "quantitative indicators", outline.numbers.quantitative, int(rate["indicators"]))
    lay_out_rule(1, RATE, of_rate, desk)
    lay_out_rule(2, PRACTICES, notes.group(choice), desk)
    counted = [read_numbers(passage, layout) for layout in layouts]
    lay_out_numbers(((number, table) for table, numbers in counted for number in numbers), desk)
    statement = passage.group(stated)
    keep(desk, passage, [statement, *(table for table, _ in counted)])
    return Overall(
        goals=int(stated["goals"]),
        ministries=int(stated["ministries"]),
        indicators=int(stated["all"]),
        practices=int(choice["practices"]),
        statement=statement,
    )


def read_goal(passage: Passage, year: int, layouts: Sequence[Layout], desk: Desk) -> Result:
    """Read what the text tells of a goal: numbers of indicators, average rates, the best, and other rates."""
    heading = find_one(passage, _GOAL, "The title of a national goal, with its numbers of indicators,")
    rates = find_one(passage, _RATES, "The rates at which targets were met")
    practices = find_one(passage, _GOOD_PRACTICES, "The numbers of good practices")
    title, numbers = heading["title"], numbers_in(heading)
    in_rates, in_practices = passage.group(rates), passage.group(practices)
    check_count(in_rates, "quantitative indicators", int(rates["indicators"]), numbers.quantitative)
    check_count(in_practices, "qualitative indicators", int(practices["indicators"]), numbers.qualitative)
    averages = [
        (make_rate(f"{title}, {RATE}, {group} {AVERAGE}", passage.group(rates, name), year), in_rates)
        for group, name in GROUPS.items()
    ]
    counted = [read_numbers(passage, layout) for layout in layouts]
    lay_out_numbers([*averages, *((number, table) for table, numbers in counted for number in numbers)], desk)
    notes = [passage.group(note) for pattern in (_RATE_NOTE, _CHOICE) for note in passage.finditer(pattern)]
    keep(desk, passage, [passage.group(heading), *notes, in_rates, in_practices, *(table for table, _ in counted)])
    return Result(
        title=title,
        numbers=numbers,
        best={group: passage.group(rates, f"best_{name}") for group, name in GROUPS.items()},
        practices={group: passage.group(practices, name) for group, name in GROUPS.items()},
        passage=passage.group(heading),
        practices_stated=int(practices["practices"]),
    )


def read_goal_table(passage: Passage, year: int, desk: Desk) -> Result:
    """Read the table of a goal's results: the best rates of each group, and the numbers of good practices."""
    table = passage.expect(_TABLE, "A table of results, with a row of cities and a row of provinces,")
    title = table["title"]
    best = {group: passage.group(table, f"best_{name}") for group, name in GROUPS.items()}
    practices = {group: passage.group(table, name) for group, name in GROUPS.items()}
    for group in GROUPS:
        numbers = [
            *best_rates(title, group, best[group], year),
            *seouls_practices(title, group, practices[group], year),
        ]
        lay_out_numbers(((number, number.passage) for number in numbers), desk)
    desk.account.read(passage, f"joint evaluation: {passage.heading}")
    return Result(title, numbers_in(table), best, practices, passage)


def read_chosen(passage: Passage, desk: Desk) -> None:
    """Count the practices that citizens chose, none of which is Seoul's, and leave them out with the next steps."""
    stated = find_one(passage, _CHOSEN_NUMBER, "The number of practices that citizens chose")
    rows = passage.group(find_one(passage, _CHOSEN_ROWS, "A table of these practices"), "rows")
    check_count(rows, "practices that citizens chose", rows.text.count("\n") + 1, int(stated["number"]))
    desk.account.leave_out(passage, f"joint evaluation: {_CHOSEN}")


# The list of the indicators.


def read_list(passage: Passage, corrections: Corrections, desk: Desk) -> list[Goal]:
    """Read the list of the indicators under their goals; its pages repeat the heading, and the goal."""
    heading = passage.match(_LIST_HEADING)
    if heading is None:
        raise passage.unexpected("The numbers of goals and indicators were expected above the list")
    goals: list[Goal] = []
    number = 0
    for match in passage.part(heading.end(), passage.end).finditer(_LINE):
        line = passage.group(match)
        if line.match(_COLUMNS) is None:
            number += 1
            read_row(line, number, goals, corrections)
    check_count(passage, "national goals in the list", len(goals), int(heading["goals"]))
    check_count(passage, "indicators in the list", number, int(heading["all"]))
    desk.account.read(passage, f"joint evaluation: {passage.heading}")
    return goals


def read_row(line: Passage, number: int, goals: list[Goal], corrections: Corrections) -> None:
    """Read a row: number, goal where it changes or a page begins, name, ministry.

    The conversion moved cells to the left or right: their order counts, not the empty cells between them.
    """
    cells = [line.group(match) for match in line.finditer(_CELL)]
    lost = {entry.printed: str(entry.correction) for entry in corrections.of(number, "numbers")}
    printed = lost.get(cells[0].text) or cells.pop(0).text
    if printed != str(number):
        raise line.unexpected(f"Number {number} was expected in this list")
    if len(cells) == 3:
        read_goal_cell(cells.pop(0), goals)
    if len(cells) != 2 or not goals:
        raise line.unexpected(
            "The name of an indicator and a ministry were expected, before them at most a national goal"
        )
    name, ministry = (restore(cell) for cell in cells)
    name = corrections.texts(number, "names").get(name, name)
    goals[-1].indicators.append(Indicator(number, name, ministry, line))


def read_goal_cell(cell: Passage, goals: list[Goal]) -> None:
    """Begin a goal, or go on with the last one where a page repeats it; some cells leave the numbers out."""
    match = cell.expect(_GOAL_CELL, "The title of a national goal, with its numbers of indicators,")
    title = match["title"]
    if title not in [goal.title for goal in goals]:
        goals.append(Goal(title, cell, [], []))
    elif title != goals[-1].title:
        raise cell.unexpected(f"‘{goals[-1].title}’, or a new goal, was expected here")
    if match["all"]:
        goals[-1].stated.append((cell, numbers_in(match)))
