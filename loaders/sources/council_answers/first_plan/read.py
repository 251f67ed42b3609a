"""The first sustainable-development plan of Seoul [제1차 지속가능발전 이행계획], in a report of December 2019.

From top to bottom this part of the document holds:

1.  the letter of the council member with the questions, and the answer on evaluation;
2.  the report's cover and chapter 1.1: how the plan came about, a table of its goals [목표], strategies [전략] and
    tasks [과제] side by side, and the same as a list, in which tasks are numbered within each of three areas [분야];
3.  chapter 1.2: the 30 headline indicators [핵심지표] with keywords, and a table of tasks in short names;
4.  chapter 2.1: how far each headline indicator has reached its target;
5.  chapter 2.2: the criteria, and for each of four areas a table of its tasks with how many performance indicators
    [성과지표] were met, partly met and missed;
6.  chapters 3 and 4: what this means, in prose that repeats the numbers.

A number that the prose states about the plan is read where it stands, and compared with what was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.layout import Desk
from loaders.kit.text import Passage, check_count, check_not_repeated, tidy
from loaders.sources.council_answers.document import cut, table_rows, whole_row
from loaders.sources.council_answers.first_plan.checks import CODES, find
from loaders.sources.council_answers.first_plan.document import (
    ACHIEVEMENTS,
    AREAS,
    BASIC_AREAS,
    CONCLUSION,
    COVER,
    CRITERIA,
    HEADLINES,
    LEVELS,
    LISTED,
    OVERVIEW,
    PIECES,
    BasicStrategy,
    FirstPlan,
    Headline,
    Overview,
    RuleRow,
    Task,
)
from loaders.sources.council_answers.first_plan.prose import read_rules, read_statements
from loaders.sources.council_answers.first_plan.rows import lay_out

CORRECTIONS = Path(__file__).parent / "corrections.yml"
GUIDE = Path(__file__).parent / "guide.yml"

NONE = ("-", "")
"""A cell for no performance indicator: a dash, or nothing."""
_LIST_MARKUP = re.compile(r'<ul style="list-style-type: none"> ')
_SENTENCE = re.compile(r"\S[^.]*\.")
_STRATEGY_IN_TABLE = re.compile(r"(?P<number>\d\d)\. (?P<title>.+)")
_STRATEGY_IN_LIST = re.compile(r"전략 (?P<number>\d\d) \| (?P<title>[^\n]+)")
_TASK_IN_LIST = re.compile(r"- 과제 (?P<number>\d+) \| (?P<title>[^\n]+)")
_PERCENT = re.compile(r"(?P<number>\d{1,3}(?:\.\d)?)%")
_COUNT = re.compile(r"\d{1,3}")
_TITLE = re.compile(r"(?P<title>제1차 지속가능발전 이행계획)은 ")


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the letter, the answer on evaluation and the report of December 2019."""
    check_not_repeated(passage)
    guide = read_yaml(GUIDE)
    pieces = cut(passage, PIECES)
    for name, words in guide["words"].items():
        check_count(pieces[name], "words in this piece", len(pieces[name].text.split()), words)
    corrections = read_corrections(CORRECTIONS, tuple(CODES))
    title = pieces[CONCLUSION].search(_TITLE)
    if title is None:
        raise pieces[CONCLUSION].unexpected("The title of the first plan was expected in the conclusion")
    overview = read_overview(pieces[OVERVIEW])
    listed = read_list(pieces[LISTED], overview)
    plan = FirstPlan(
        title["title"],
        pieces,
        overview,
        listed,
        list(read_headlines(pieces[HEADLINES], pieces[ACHIEVEMENTS], corrections)),
        list(read_tasks(pieces, listed, corrections)),
        list(read_statements(pieces)),
        corrections,
    )
    rules = list(read_rules(pieces))
    check_counts(plan, guide["keywords"])
    account(plan, rules, desk)
    lay_out(plan, rules, desk)
    desk.findings.found += find(plan, guide["observations"])
    corrections.check_used()


def read_overview(passage: Passage) -> dict[str, Overview]:
    """Read the table of chapter 1.1: a column for each area."""
    rows = table_rows(passage)
    label, goals, strategies, tasks = "", [], [], []
    for cells in rows:
        if len(cells) != 1 + len(BASIC_AREAS):
            raise whole_row(cells).unexpected("A row with a cell for each of three areas was expected here")
        label = cells[0].text or label
        if label == "목표":  # goal
            goals.append(cells[1:])
        elif label == "전략":  # strategy
            strategies.append([_title(cell, _STRATEGY_IN_TABLE, "A numbered strategy") for cell in cells[1:]])
        elif label == "과제":  # task
            tasks.append([list(_sentences(cell)) for cell in cells[1:]])
    if [cell.text for cell in rows[0][1:]] != list(BASIC_AREAS) or len(goals) != 1:
        raise passage.unexpected("The three areas with their goals were expected at the head of this table")
    return {
        area: Overview(
            goals[0][column],
            [row[column] for row in strategies],
            [task for row in tasks for task in row[column]],
        )
        for column, area in enumerate(BASIC_AREAS)
    }


def _title(passage: Passage, pattern: re.Pattern[str], what: str) -> Passage:
    return passage.group(passage.expect(pattern, what), "title")


def _sentences(cell: Passage) -> Iterator[Passage]:
    """Give the tasks of a cell; each is a sentence in a list whose markup was left in the cell."""
    markup = cell.match(_LIST_MARKUP)
    if markup is None:
        raise cell.unexpected("A list of tasks was expected in this cell")
    position = markup.end()
    while position < cell.end:
        sentence = cell.match(_SENTENCE, position)
        if sentence is None:
            raise cell.unexpected("A task that ends with a point was expected here", position)
        yield cell.group(sentence)
        position = sentence.end() + 1


def read_list(passage: Passage, overview: Mapping[str, Overview]) -> dict[str, list[BasicStrategy]]:
    """Read the list of chapter 1.1: each area under its goal; its strategies and tasks are numbered within it."""
    area_of = {tidy(column.goal.text): area for area, column in overview.items()}
    listed: dict[str, list[BasicStrategy]] = {}
    strategies: list[BasicStrategy] = []
    goal = ""
    for row in table_rows(passage):
        line = whole_row(row)
        if strategy := line.match(_STRATEGY_IN_LIST):
            if goal:
                if goal not in area_of or area_of[goal] in listed:
                    raise line.unexpected("Before this, the goal of the next area was expected")
                strategies = listed[area_of[goal]] = []
                goal = ""
            strategies.append(BasicStrategy(_next(line, strategy, len(strategies)), line.group(strategy, "title")))
        elif task := line.match(_TASK_IN_LIST):
            if not strategies:
                raise line.unexpected("A strategy was expected before its first task")
            number = _next(line, task, sum(len(strategy.tasks) for strategy in strategies))
            strategies[-1].tasks[number] = line.group(task, "title")
        else:
            goal = tidy(f"{goal} {line.text}")
    if list(listed) != list(area_of.values()) or goal:
        raise passage.unexpected("The areas of the table before it were expected in this list")
    return listed


def _next(line: Passage, numbered: re.Match[str], before: int) -> int:
    """Return the number of a line in a list, which follows the number before it."""
    if int(numbered["number"]) != before + 1:
        raise line.unexpected(f"Number {before + 1} of this list was expected here")
    return before + 1


def read_headlines(names: Passage, achievements: Passage, corrections: Corrections) -> Iterator[Headline]:
    """Read the headline indicators, area by area: the table with keywords, and the one with achievements."""
    named = _rows_of_areas(names, ("키워드", "지표"))  # keyword, indicator
    reached = _rows_of_areas(achievements, ("지표", "달성도"))  # indicator, achievement
    check_count(achievements, "rows of headline indicators", len(reached), len(named))
    position = 0
    for column, area in enumerate(BASIC_AREAS):
        keyword = ""
        for cells, results in zip(named, reached, strict=True):
            position += 1
            printed_keyword, name = cells[2 * column : 2 * column + 2]
            other_name, percent = results[2 * column : 2 * column + 2]
            keyword = tidy(printed_keyword.text) or keyword
            if not keyword or not name.text or not other_name.text:
                raise whole_row(cells).unexpected("A headline indicator with its keyword was expected in each area")
            at = f"headline {position}"
            fixed = corrections.texts(at, "names") | corrections.texts(at, "dots")
            value = None
            if percent.text != "-":
                value = Decimal(percent.expect(_PERCENT, "An achievement in percent, or a dash,")["number"])
            corrected = fixed.get(name.text, tidy(name.text))
            row = whole_row([other_name, percent])
            yield Headline(position, area, keyword, corrected, name, other_name, value, row)


def _rows_of_areas(passage: Passage, heading: Sequence[str]) -> list[list[Passage]]:
    """Return the rows of a table that has two columns for each of three areas, after its headings."""
    rows = table_rows(passage)[1:]
    for cells in rows:
        if len(cells) != 2 * len(BASIC_AREAS):
            raise whole_row(cells).unexpected("A row with two cells for each of three areas was expected here")
    areas = [cell for area in BASIC_AREAS for cell in (area, "")]
    if [[cell.text for cell in row] for row in rows[:2]] != [areas, [*heading] * len(BASIC_AREAS)]:
        raise passage.unexpected("The headings of this table were expected in another form")
    return rows[2:]


def read_tasks(
    pieces: Mapping[str, Passage], listed: Mapping[str, list[BasicStrategy]], corrections: Corrections
) -> Iterator[Task]:
    """Read the tables of tasks, area by area; what the list of chapter 1.1 has as well is matched in its order."""
    position = 0
    for area in AREAS:
        in_list = [(number, title) for strategy in listed.get(area, ()) for number, title in strategy.tasks.items()]
        rows = _rows_of_tasks(pieces[area])
        if area in listed:
            check_count(pieces[area], f"tasks of the area {area}", len(rows), len(in_list))
        strategy_cell = rows[0][0]
        for row, cells in enumerate(rows):
            position += 1
            strategy_cell = cells[0] if cells[0].text else strategy_cell
            printed = strategy_cell.text
            at = f"task {position}"
            fixed = corrections.texts(at, "strategies") | corrections.texts(at, "titles")
            number, title = in_list[row] if in_list else (None, None)
            yield Task(
                position,
                area,
                fixed.get(printed, tidy(printed)),
                strategy_cell,
                fixed.get(cells[1].text, tidy(cells[1].text)),
                cells,
                [_count(cell) for cell in cells[2:]],
                number,
                title,
            )


def _rows_of_tasks(area: Passage) -> list[list[Passage]]:
    """Return the rows of the table of an area, whose columns add up to the numbers in its heading."""
    heading = re.compile("^전략\t과제\t" + "\t".join(rf"{level}\((\d+)\)" for level in LEVELS) + "$", re.MULTILINE)
    match = area.search(heading)
    if match is None:
        raise area.unexpected("A table of tasks was expected here, with the numbers of indicators met in its heading")
    rows = table_rows(area.part(match.end() + 1, area.end))
    for cells in rows:
        if len(cells) != 2 + len(LEVELS) or not cells[1].text:
            raise whole_row(cells).unexpected("A row of a task was expected: strategy, task, and three numbers")
    if not rows or not rows[0][0].text:
        raise area.unexpected("A strategy was expected in the first row of this table")
    for column, level in enumerate(LEVELS, start=2):
        total = sum(_count(cells[column]) for cells in rows)
        check_count(area.group(match), f"indicators in the column {level}", total, int(match[column - 1]))
    return rows


def _count(cell: Passage) -> int:
    return 0 if cell.text in NONE else int(cell.expect(_COUNT, "A number of indicators, or a dash,").group())


def check_counts(plan: FirstPlan, keywords: Mapping[str, int]) -> None:
    """Compare what was read with what the headings of the areas state; the prose may contradict it (a Finding).

    keywords: how many different ones the headline indicators of each area are known to have.
    """
    for area, expected in keywords.items():
        found = {headline.keyword for headline in plan.headlines if headline.area == area}
        check_count(plan.pieces[HEADLINES], f"keywords of the area {area}", len(found), expected)
    for area in AREAS:
        for stated in plan.stated:
            if stated.piece == area:
                for name, number in stated.numbers.items():
                    if name in plan.counted(area):
                        check_count(stated.passage, f"{name} of {area}", plan.counted(area)[name], int(number))
    for area, strategies in plan.listed.items():
        tasks = plan.tasks_of(area)
        in_tables = [sum(task.strategy == name for task in tasks) for name in dict.fromkeys(t.strategy for t in tasks)]
        if in_tables != [len(strategy.tasks) for strategy in strategies]:
            raise plan.pieces[area].unexpected("The strategies were expected to have as many tasks as in chapter 1.1")
        column = plan.overview[area]
        check_count(column.goal, f"strategies in the table, area {area}", len(column.strategies), len(strategies))
        check_count(column.goal, f"tasks in the table, area {area}", len(column.tasks), len(tasks))


def account(plan: FirstPlan, rules: Sequence[RuleRow], desk: Desk) -> None:
    """Note what was read, and leave out the rest by name."""
    tables = (COVER, OVERVIEW, LISTED, HEADLINES, ACHIEVEMENTS, CRITERIA)
    for name, piece in plan.pieces.items():
        if name in tables or name in AREAS:
            desk.account.read(piece, f"report of 2019: {name}")
            continue
        inside = [stated.passage for stated in plan.stated if stated.piece == name]
        inside += [rule.passage for rule in rules if piece.start <= rule.passage.start < piece.end]
        inside.sort(key=lambda passage: passage.start)
        for passage in inside:
            desk.account.read(passage, "numbers and rules that the report states in prose")
        desk.account.leave_out_around(piece, inside, f"report of 2019: {name}")
