"""The second sustainable-development implementation plan of Seoul, 2020-2024 [제2차 지속가능발전 이행계획].

From top to bottom the document of December 2020 holds:

1.  its title, a block of approvals, a cover;
2.  the overview: 4 strategies [전략], 17 goals [과제], and how many tasks, projects and indicators each goal has;
3.  an outline: why and how the plan was made, with a table of two types of project; then the contents [목차];
4.  for each strategy: its goals with the tasks [이행과제] under them, and then each task with its projects [세부사업];
    each project is running text, in which some hold tables of numbers, a table of yearly targets, and its people;
5.  words of the viewer that converted it, and information on the document.

`read` cuts it in this order and accounts for every character: read, or left out under a name. It gives tables whose
columns are those of the graph's types, ready to be written as CSV.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import Findings, check_claims, read_observations
from loaders.kit.layout import Reading
from loaders.kit.numbers import Layout, layouts_of, read_numbers
from loaders.kit.organizations import Directory, read_directory
from loaders.kit.text import (
    Account,
    Cursor,
    Passage,
    Source,
    check_count,
    check_not_repeated,
    check_same,
    read_source,
    restore,
)
from loaders.sources.implementation_plan.checks import CODES, check_plan
from loaders.sources.implementation_plan.corrections import people_corrections, row_readings
from loaders.sources.implementation_plan.document import (
    DOCUMENT,
    NAME,
    PLAN,
    ContentsLine,
    Goal,
    Information,
    Overview,
    OverviewGoal,
    Plan,
    Project,
    Strategy,
    Task,
    Types,
    project_id,
)
from loaders.sources.implementation_plan.people import BLOCK_TITLE, read_people
from loaders.sources.implementation_plan.rows import make_tables
from loaders.sources.implementation_plan.targets import read_table

__all__ = ["NAME", "read"]

HERE = Path(__file__).parent
DATA = Path(__file__).parents[2] / "data"

PRIORITY = "역점"
"""A goal that a thousand citizens chose in a survey."""
FUTURE = "미래"
"""A project and an indicator that are still to be developed (type 2 [유형②])."""
MARK_OF_TYPE = "●"
SECTION = "??"
"""What is left of the box before a heading in the text of a project."""
MARKS = {"sections": r"\?\? ", "points": "○", "words": r"\S+"}
"""What is counted in the text of a project: headings after a box, points after a circle, words."""
PROSE = "text of projects (read while loading, not shipped)"

_TITLE = re.compile(r"결재문서\s+(?P<title>제2차 \S.*?이행계획\((?P<start>\d{4})년~(?P<end>\d{4})년\))")
_APPROVALS = re.compile(r"문서번호 (?P<number>\S+) 결재일자 (?P<date>[\d. ]+)\. 공개여부")
_COVER = re.compile("서울을 바꾸는 17가지 방법")
_OVERVIEW = re.compile("4대 전략 총")
_PRIORITY_NOTE = re.compile(f"{PRIORITY} : 서울시민")
_OUTLINE = re.compile("제2차 지속가능발전 이행계획 개요")
_CONTENTS = re.compile("목 차 ")
_BODY = re.compile(r"전략1\. [^()]+ \(")
_ENTRY = re.compile(r"(?P<kind>전략|이행과제|세부사업)(?P<number>\d+)\.")
_VIEWER = re.compile("문서 보기")
_VIEWER_LINES = re.compile(r"문서 보기\s+문서보기는 [^\n]+ 첨부파일목록 바로가기\s+\* 본 문서는 [^\n]+\s+첨부된 문서")
_INFORMATION = re.compile("문서 정보")

_OVERVIEW_HEADING = re.compile(
    r"4대 전략 총 (?P<goals>\d+)대 과제 총 (?P<tasks>\d+)개 이행과제 총 (?P<projects>\d+)개 세부사업 "
    r"총 (?P<indicators>\d+)개 성과지표\s"
)
_OVERVIEW_STRATEGY = re.compile(r"(?P<number>\d)\.(?P<title>[^\d].*?)\s+(?=\d-\d\.)")
_OVERVIEW_GOAL = re.compile(
    rf"(?P<code>\d-\d)\.(?P<title>\S.*?)(?P<priority>\s{PRIORITY})?"
    r"\s(?P<tasks>\d+)개\s(?P<projects>\d+)개\s(?P<indicators>\d+)개(?:\s+|$)"
)
_TYPES = re.compile(
    r"구 분 세부사업 성과지표 ’24년까지 목표치 비고 (?P<statement>"
    r"유형① 존재 존재 존재 (?P<present>\d+)개\([\d.]+%\) 유형② 없음 없음 없음 (?P<future>\d+)개\([\d.]+%\))"
)
_STATED_SCOPE = re.compile(r"(?P<tasks>\d+)개 이행과제, (?P<projects>\d+)개 세부사업, (?P<indicators>\d+)개 성과지표")
_CONTENTS_LINE = re.compile(
    r"(?P<line>전략(?P<number>\d)\. (?P<title>[^()]+)\((?P<tasks>\d+)개 이행과제\)) \d+ <연계되는 UN SDGs>(?:\s+|$)"
)
_STRATEGY_HEADING = re.compile(
    r"전략(?P<number>\d)\. (?P<title>[^()]+) \((?P<goals>\d+)대 과제 및 (?P<tasks>\d+)개 이행과제\)\s"
)
_GOAL_HEADING = re.compile(r"(?P<code>\d-\d+)\. (?P<title>\S.*?) \((?P<tasks>\d+)\) (?=\d+\. )")
_TASK_HEADING = re.compile(r"이행과제\d+\. (?P<title>\S.*)")
_PROJECT_HEADING = re.compile(
    rf"세부사업\d+\. ?{MARK_OF_TYPE} ?(?P<title>\S.*?)(?P<future> {FUTURE})? (?={re.escape(SECTION)} )"
)
_TARGETS = re.compile(rf"{re.escape(SECTION)} 연차별 성과지표 ")
_PEOPLE = re.compile(BLOCK_TITLE)
_INFORMATION_LINES = re.compile(
    r"문서 정보\s+(?P<title>\S.*?) - 문서정보 : [^\n]+\n기관명 (?P<publisher>\S+) 부서명 (?P<office>[^\n]+)\n"
    r"문서번호 (?P<number>\S+) 생산일자 (?P<date>\d{4}-\d\d-\d\d)\n공개구분 [^\n]+\n작성자\(전화번호\) [^\n]+\n"
    r"분류정보 [^\n]+\n이용조건(?P<license>\S[^\n]*?) 마크"
)


@dataclass(frozen=True)
class Guides:
    """What lies beside the loader: corrections, layouts of tables, what a reader found, expected counts."""

    corrections: Corrections
    layouts: Sequence[Layout]
    observations: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]
    expected: Mapping[str, Any]


def read_guides() -> Guides:
    """Read the YAML files beside the loader."""
    found = read_yaml(HERE / "findings.yml")
    return Guides(
        corrections=read_corrections(HERE / "corrections.yml", tuple(CODES)),
        layouts=layouts_of(read_yaml(HERE / "numbers.yml")),
        observations=found["observations"],
        claims=found["claims"],
        expected=read_yaml(HERE / "counts.yml"),
    )


def texts(path: Path) -> Mapping[str, str]:
    """The running text of each project, by id; raises DocumentError where the document cannot be read."""
    plan = read_plan(read_source(path), Account(), read_guides())
    return {project_id(project): project.text.text for project in plan.projects}


def read(path: Path, curated: Path = DATA / "judgements", directory: Directory | None = None) -> Reading:
    """Read the plan.

    curated: the folder of goal_sdgs.csv (goal, sdg) and directions.csv (indicator, direction); directory: the bodies.
    Raises DocumentError where the document is not this one or is damaged, CorrectionError where an entry beside the
    loader does not fit it, CuratedTableError where a curated table lacks a row.
    """
    guides = read_guides()
    account = Account()
    source = read_source(path)
    plan = read_plan(source, account, guides)
    account.check(source)
    for passage in (plan.front, *(project.passage for project in plan.projects)):
        check_not_repeated(passage)
    check_counts(plan, guides.expected)
    findings = find(plan, guides)
    guides.corrections.check_used()
    tables = make_tables(plan, findings, curated, directory or read_directory())
    return Reading(plan.information.title, tables, account)


def read_plan(source: Source, account: Account, guides: Guides) -> Plan:
    """Read the document from top to bottom."""
    source.begin(_TITLE, "결재문서 and the title of the second plan were expected")
    cursor = Cursor(source, account)
    head = cursor.until(_APPROVALS, "the head of the document")
    title = head.expect(_TITLE, "The title of the second implementation plan, and nothing else,")
    account.read(head, "title")
    approvals = cursor.until(_COVER, "approvals (결재)")
    account.leave_out(approvals, "approvals (결재)")
    account.leave_out(cursor.until(_OVERVIEW, "cover"), "cover")
    overview_passage = cursor.until(_PRIORITY_NOTE, "overview")
    overview = read_overview(overview_passage)
    account.read(overview_passage, "overview")
    account.leave_out(cursor.until(_OUTLINE, "note on priorities"), "note on how priorities were chosen")
    outline = cursor.until(_CONTENTS, "outline (개요)")
    types = read_types(outline, overview, account)
    contents_passage = cursor.until(_BODY, "contents (목차)")
    contents = read_contents(contents_passage)
    account.read(contents_passage, "contents (목차)")
    strategies = read_strategies(cursor, guides)
    viewer = cursor.until(_INFORMATION, "words of the viewer")
    viewer.expect(_VIEWER_LINES, "Nothing but the words of the viewer that converted the document")
    account.leave_out(viewer, "words of the viewer")
    information = read_information(cursor.rest("information on the document"), title, approvals)
    account.read(information.passage, "information on the document")
    front = source.passage(0, contents_passage.end, "the pages before strategy 1")
    return Plan(information, overview, types, contents, front, strategies)


def read_overview(passage: Passage) -> Overview:
    """Read the table on the first page."""
    heading = passage.match(_OVERVIEW_HEADING)
    if heading is None:
        raise passage.unexpected("The heading of the overview was expected, with the numbers of goals, tasks, projects")
    strategies: dict[int, Passage] = {}
    goals: dict[str, OverviewGoal] = {}
    position = heading.end()
    while position < passage.end:
        if strategy := passage.match(_OVERVIEW_STRATEGY, position):
            strategies[int(strategy["number"])] = passage.group(strategy, "title")
            position = strategy.end()
        elif goal := passage.match(_OVERVIEW_GOAL, position):
            stated = {level: int(goal[level]) for level in ("tasks", "projects", "indicators")}
            goals[goal["code"]] = OverviewGoal(passage.group(goal, "title"), bool(goal["priority"]), stated)
            position = goal.end()
        else:
            raise passage.unexpected("A strategy or a goal was expected in the overview", position)
    stated = {level: int(number) for level, number in heading.groupdict().items()}
    return Overview(stated, strategies, goals, passage.group(heading))


def read_types(outline: Passage, overview: Overview, account: Account) -> Types:
    """Read the table of types in the outline; the rest of it is left out, but what it counts is checked."""
    scope, table = outline.search(_STATED_SCOPE), outline.search(_TYPES)
    if scope is None or table is None:
        raise outline.unexpected("The numbers of tasks, projects and indicators, and the table of types, were expected")
    for level, number in scope.groupdict().items():
        check_count(outline.group(scope), level, int(number), overview.stated[level])
    passage = outline.group(table)
    account.leave_out_around(outline, [passage], "outline (개요)")
    account.read(passage, "table of the types of project")
    return Types(int(table["present"]), int(table["future"]), outline.group(table, "statement"))


def read_contents(passage: Passage) -> dict[int, ContentsLine]:
    """Read the contents: the number of tasks of each strategy. The icons of the SDGs are lost."""
    start = passage.start + len(_CONTENTS.pattern)
    lines: dict[int, ContentsLine] = {}
    while start < passage.end:
        line = passage.match(_CONTENTS_LINE, start)
        if line is None:
            raise passage.unexpected("A strategy with its number of tasks was expected in the contents", start)
        lines[int(line["number"])] = ContentsLine(int(line["tasks"]), passage.group(line, "line"))
        start = line.end()
    return lines


def read_strategies(cursor: Cursor, guides: Guides) -> list[Strategy]:
    """Read the strategies, tasks and projects, each numbered through the whole plan and in this order."""
    strategies: list[Strategy] = []
    last = {"전략": 0, "이행과제": 0, "세부사업": 0}
    for entry in cut_entries(cursor):
        kind, number = entry_number(entry)
        if number != last[kind] + 1:
            problem = f"{kind}{last[kind] + 1} was expected here; {kind}{number} follows {kind}{last[kind]}"
            raise entry.unexpected(problem)
        last[kind] = number
        if kind == "전략":
            strategies.append(read_strategy(entry, last["이행과제"] + 1))
            cursor.account.read(entry, "headings of strategies, with lists of their tasks")
        elif kind == "이행과제":
            goal = goal_of(number, strategies, entry)
            goal.tasks.append(read_task(entry, number, goal))
            cursor.account.read(entry, "headings of tasks")
        else:
            task = next((task for goal in strategies[-1].goals[::-1] for task in goal.tasks[::-1]), None)
            if task is None:
                raise entry.unexpected("A task was expected before its first project")
            task.projects.append(read_project(entry, number, guides, cursor.account))
    return strategies


def cut_entries(cursor: Cursor) -> Iterator[Passage]:
    """Cut the body at the numbered headings; the last entry ends where the words of the viewer begin."""
    text = cursor.source.text
    end = _VIEWER.search(text, cursor.position)
    starts = [match.start() for match in _ENTRY.finditer(text, cursor.position, end.start() if end else len(text))]
    for start, stop in zip(starts, [*starts[1:], end.start() if end else len(text)], strict=True):
        match = _ENTRY.match(text, start)
        heading = f"{match['kind']}{match['number']}" if match else ""
        yield cursor.source.passage(start, stop, heading)
    cursor.position = starts[-1]
    cursor.until(_VIEWER, "the last project")


def entry_number(entry: Passage) -> tuple[str, int]:
    """Return what a heading numbers, and the number."""
    match = entry.match(_ENTRY)
    assert match is not None, "entries are cut at their headings"
    return match["kind"], int(match["number"])


def read_strategy(passage: Passage, first_task: int) -> Strategy:
    """Read the heading of a strategy, and the list of its goals and tasks."""
    heading = passage.match(_STRATEGY_HEADING)
    if heading is None:
        raise passage.unexpected("The heading of a strategy was expected, with its numbers of goals and tasks")
    goals: list[Goal] = []
    headings = list(passage.finditer(_GOAL_HEADING))
    if not headings or headings[0].start() != heading.end():
        raise passage.unexpected(
            f"Goal {heading['number']}-1 was expected after the heading of the strategy", heading.end()
        )
    ends = [match.start() for match in headings[1:]] + [passage.end]
    for match, end in zip(headings, ends, strict=True):
        if match["code"] != f"{heading['number']}-{len(goals) + 1}":
            raise passage.unexpected(f"Goal {heading['number']}-{len(goals) + 1} was expected here", match.start())
        listed = split_numbered(passage.part(match.end(), end), first_task)
        check_count(passage.group(match), "tasks in the list", len(listed), int(match["tasks"]))
        first_task += len(listed)
        section = passage.part(match.start(), end, f"과제 {match['code']}")
        goals.append(Goal(match["code"], section.group(match, "title"), section.group(match), section, listed))
    check_count(passage, "goals", len(goals), int(heading["goals"]))
    check_count(passage, "tasks in the list", sum(len(goal.listed) for goal in goals), int(heading["tasks"]))
    title, whole_heading = passage.group(heading, "title"), passage.group(heading)
    return Strategy(int(heading["number"]), title, int(heading["tasks"]), whole_heading, passage, goals)


def split_numbered(passage: Passage, first: int) -> dict[int, Passage]:
    """Split a list at its consecutive numbers, from `first` on: ``8. 산모... 9. 5세 ...``."""
    items: dict[int, Passage] = {}
    start = passage.match(re.compile(rf"{first}\. "))
    if start is None:
        raise passage.unexpected(f"Number {first} was expected at the beginning of this list")
    number = first
    while start is not None:
        following = re.compile(rf"(?<=\s){number + 1}\. ").search(passage.source.text, start.end(), passage.end)
        items[number] = passage.part(start.end(), following.start() if following else passage.end)
        number, start = number + 1, following
    return items


def goal_of(task: int, strategies: Sequence[Strategy], entry: Passage) -> Goal:
    """Return the goal in whose list a task stands."""
    for goal in strategies[-1].goals if strategies else ():
        if task in goal.listed:
            return goal
    raise entry.unexpected("This task is not in the list of its strategy")


def read_task(entry: Passage, number: int, goal: Goal) -> Task:
    """Read the heading of a task."""
    match = entry.expect(_TASK_HEADING, "The title of a task")
    return Task(number, entry.group(match, "title"), goal.listed[number], entry)


def read_project(entry: Passage, number: int, guides: Guides, account: Account) -> Project:
    """Read a project: its title, the tables in its text, its yearly targets, its people."""
    title = entry.match(_PROJECT_HEADING)
    if title is None:
        raise entry.unexpected(f"The title of a project was expected after {MARK_OF_TYPE}, its text after {SECTION}")
    targets = entry.search(_TARGETS)
    people = entry.search(_PEOPLE, targets.end()) if targets else None
    if targets is None or people is None:
        wanted = "연차별 성과지표 (yearly targets)" if targets is None else f"{BLOCK_TITLE} (people)"
        raise entry.unexpected(f"This project has no part {wanted}")
    heading = entry.part(title.start(), title.end())
    text = entry.part(title.end(), targets.start())
    table = entry.part(targets.end(), people.start())
    block = entry.part(people.end(), entry.end)
    grids = tuple(read_numbers(text, layout) for layout in guides.layouts if layout.project == number)
    corrections = guides.corrections
    account.read(heading, "titles of projects")
    account.leave_out_around(text, [grid for grid, _ in grids], PROSE)
    for grid, _ in grids:
        account.read(grid, "tables of numbers in the text of projects")
    account.read(entry.part(targets.start(), people.start()), "tables of yearly targets")
    account.read(entry.part(people.start(), entry.end), "people in charge")
    return Project(
        number=number,
        title=restore(entry.group(title, "title")),
        future=title["future"] is not None,
        passage=entry,
        heading=heading,
        text=text,
        table=read_table(table, row_readings(corrections, number), corrections.texts(number, "numbers")),
        grids=grids,
        people=tuple(read_people(block, people_corrections(corrections, number))),
    )


def read_information(passage: Passage, title: re.Match[str], approvals: Passage) -> Information:
    """Read what the document says about itself, the same at its head and at its end."""
    end = passage.expect(_INFORMATION_LINES, "Information on the document")
    head = approvals.match(_APPROVALS)
    date = head["date"].replace(". ", "-") if head else None
    if head is None or (head["number"], date, title["title"]) != (end["number"], end["date"], end["title"]):
        raise passage.unexpected("Title, number and date were expected to be those at the head of the document")
    return Information(
        title=title["title"],
        start_year=int(title["start"]),
        end_year=int(title["end"]),
        number=end["number"],
        produced_on=end["date"],
        publisher=f"{end['publisher']} {end['office']}",
        license=end["license"],
        passage=passage,
    )


def check_counts(plan: Plan, expected: Mapping[str, Any]) -> None:
    """Compare what was read with what the overview states, and with the counts kept beside the loader."""
    end = plan.information.passage
    numbers = [strategy.number for strategy in plan.strategies]
    check_same(end, "strategies", plan.overview.strategies, numbers)
    check_same(end, "strategies", plan.contents, numbers)
    check_same(end, "goals", plan.overview.goals, [goal.code for goal in plan.goals])
    levels: Mapping[str, Callable[[Goal], int]] = {
        "tasks": lambda goal: len(goal.tasks),
        "projects": lambda goal: len(goal.projects),
        "indicators": lambda goal: sum(len(project.table.rows) for project in goal.projects),
    }
    check_count(end, "goals", len(plan.goals), plan.overview.stated["goals"])
    for level, count in levels.items():
        for goal in plan.goals:
            stated = plan.overview.goals[goal.code].stated[level]
            check_count(goal.passage, f"{level} of goal {goal.code}", count(goal), stated)
        check_count(end, level, sum(map(count, plan.goals)), plan.overview.stated[level])
    of_type = {future: [p for p in plan.projects if p.future is future] for future in (False, True)}
    for future, of_this_type in ((False, plan.types.present), (True, plan.types.future)):
        counted = sum(len(project.table.rows) for project in of_type[future])
        check_count(plan.types.statement, "indicators of this type", counted, of_this_type)
    check_count(end, "people", sum(len(project.people) for project in plan.projects), expected["people"])
    in_text = sum(len(numbers) for project in plan.projects for _, numbers in project.grids)
    check_count(end, "numbers in tables of the text", in_text, expected["numbers"])
    for project, *counts in zip(plan.projects, *(expected["text"][mark] for mark in MARKS), strict=True):
        for (what, mark), stated in zip(MARKS.items(), counts, strict=True):
            check_count(project.passage, f"{what} in its text", len(re.findall(mark, project.text.text)), stated)


def find(plan: Plan, guides: Guides) -> Findings:
    """Collect what the document contradicts or misprints."""
    projects = {project.number: project for project in plan.projects}

    def locate(where: Mapping[str, Any]) -> Passage:
        if "project" in where:
            return projects[where["project"]].passage
        return plan.front if where["part"] == "front" else plan.information.passage

    findings = Findings(DOCUMENT)
    findings.found += check_plan(plan, guides.corrections)
    findings.found += read_observations(guides.observations, locate)
    findings.found += check_claims(guides.claims, locate, PLAN)
    return findings
