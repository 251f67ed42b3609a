"""What the implementation plan contradicts about itself, found by comparing its parts with one another."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

from loaders.kit.corrections import Corrections
from loaders.kit.findings import ERROR, INFO, WARNING, Finding
from loaders.kit.text import Passage, restore, same_words, tidy
from loaders.sources.implementation_plan.document import (
    PLAN_ID,
    Plan,
    Project,
    goal_id,
    indicator_id,
    project_id,
    strategy_id,
    task_id,
)
from loaders.sources.implementation_plan.people import Person, without_numbers
from loaders.sources.implementation_plan.rows import department_id, staff_id

CODES = {
    "numbers": ("MISREAD_SEPARATOR", ERROR),
    "rows": ("CELL_BORDERS_LOST", INFO),
    "labels": ("LABEL_MISPRINTED", INFO),
    "offices": ("PARENT_NOT_REPEATED", INFO),
    "telephones": ("TELEPHONE_MISPRINTED", ERROR),
    "misprints": ("WORD_MISPRINTED", INFO),
}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""


def check_plan(plan: Plan, corrections: Corrections) -> list[Finding]:
    """Return everything that a comparison of the document's parts brings to light."""
    return [
        *check_contents(plan),
        *check_titles(plan),
        *check_types(plan),
        *check_tables(plan),
        *check_copies(plan),
        *check_people(plan),
        *check_teams(plan),
        *corrections.explain(lambda number: _project_at(plan, number), CODES),
    ]


def check_contents(plan: Plan) -> Iterator[Finding]:
    """Compare the contents with the headings."""
    for strategy in plan.strategies:
        line = plan.contents[strategy.number]
        if line.tasks != strategy.stated_tasks:
            yield Finding(
                "CONTENTS_CONTRADICT_HEADING",
                WARNING,
                f"The contents give strategy {strategy.number} {line.tasks} tasks (이행과제); its heading gives "
                f"{strategy.stated_tasks}, which is how many follow.",
                strategy_id(strategy),
                (line.passage, strategy.heading),
            )
    total = sum(line.tasks for line in plan.contents.values())
    stated = plan.overview.stated["tasks"]
    if total != stated:
        yield Finding(
            "CONTENTS_CONTRADICT_OVERVIEW",
            WARNING,
            f"The tasks in the contents add up to {total}; the overview gives {stated}, which is how many there are.",
            PLAN_ID,
            (*(line.passage for line in plan.contents.values()), plan.overview.heading),
        )
    icons = plan.front.find("<연계되는 UN SDGs>")
    if icons is not None:
        yield Finding(
            "SDG_ICONS_LOST",
            INFO,
            "Icons show which UN SDG belongs to a goal; the conversion lost them. goal_sdgs.csv decides it by meaning.",
            PLAN_ID,
            (icons,),
        )


def check_titles(plan: Plan) -> Iterator[Finding]:
    """Compare the wordings of one strategy, goal or task."""
    for strategy in plan.strategies:
        in_overview, in_contents = plan.overview.strategies[strategy.number], plan.contents[strategy.number].passage
        if restore(in_overview) != restore(strategy.title) or tidy(strategy.title.text) not in in_contents.text:
            where = "in the overview, the contents and its heading"
            yield _worded(strategy_id(strategy), where, strategy.title, in_overview)
    for goal in plan.goals:
        in_overview = plan.overview.goals[goal.code].title
        if restore(in_overview) != restore(goal.title):
            yield _worded(goal_id(goal), "in the overview and in its heading", in_overview, goal.title)
    for task in plan.tasks:
        if restore(task.listed) != restore(task.title):
            yield _worded(task_id(task), "in the list and before its project", task.listed, task.title)


def _worded(node: str, where: str, left: Passage, right: Passage) -> Finding:
    only_spaces = same_words(restore(left), restore(right))
    differ = "spaces or points" if only_spaces else "words"
    message = f"The title differs in {differ} {where}: {_difference(restore(left), restore(right))}."
    quotes = tuple(_around_difference(left, right))
    return Finding("TITLES_DIFFER", INFO if only_spaces else WARNING, message, node, quotes)


def _difference(left: str, right: str) -> str:
    """Show the first words in which two texts differ, or that only a final point does."""
    if left.rstrip(".") == right.rstrip("."):
        return "one ends with a point"
    words = left.split(), right.split()
    for operation, a, b, c, d in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if operation != "equal":
            return f"‘{' '.join(words[0][a:b])}’ and ‘{' '.join(words[1][c:d])}’"
    return "in spaces"


def _around_difference(left: Passage, right: Passage) -> Iterator[Passage]:
    """Give the part of each text that can be quoted and shows the first difference."""
    a, b = left.text, right.text
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    for passage in (left, right):
        earliest = max(0, same - 30)
        start = passage.text.find(" ", earliest) + 1 if earliest and " " in passage.text[earliest:same] else earliest
        yield passage.part(passage.start + start, passage.end)


def check_types(plan: Plan) -> Iterator[Finding]:
    """Compare what the outline says of the two types of project with their yearly targets."""
    future = [project for project in plan.projects if project.future]
    yield Finding(
        "FUTURE_PROJECTS_HAVE_INDICATORS",
        WARNING,
        f"The outline says that the {plan.types.future} projects of type 2 have neither a project nor an indicator nor "
        "a target yet; every one of them is printed with a project and an indicator.",
        PLAN_ID,
        (plan.types.statement, *(project.heading for project in future)),
    )
    for project in plan.projects:
        for position, row in enumerate(project.table.rows, start=1):
            node = indicator_id(project, position)
            has_number = any(cell.value is not None for cell in row.cells)
            if project.future and has_number:
                yield Finding(
                    "FUTURE_PROJECT_HAS_NUMBERS",
                    WARNING,
                    "The project is tagged 미래 (future), for which the outline states that there are no targets; its "
                    "indicator has numbers.",
                    node,
                    (plan.types.statement, project.heading, row.passage),
                )
            if not project.future and not has_number:
                yield Finding(
                    "TARGETS_WITHOUT_NUMBER",
                    WARNING,
                    f"The outline counts this indicator among the {plan.types.present} with targets; its cells hold "
                    "words.",
                    node,
                    (plan.types.statement, row.passage),
                )


def check_tables(plan: Plan) -> Iterator[Finding]:
    """Look at the tables of yearly targets: years, units."""
    usual = max(len(project.table.years) for project in plan.projects)
    for project in plan.projects:
        for position, row in enumerate(project.table.rows, start=1):
            node = indicator_id(project, position)
            units = list(dict.fromkeys(cell.unit for cell in row.cells if cell.value is not None))
            if len(project.table.years) < usual:
                years = ", ".join(map(str, project.table.years))
                message = f"The table has columns for {years} only."
                yield Finding("YEARS_MISSING", INFO, message, node, (project.table.heading, row.passage))
            if len(units) > 1:
                shown = " and ".join(str(unit) for unit in units)
                message = f"The cells of this indicator have different units: {shown}."
                yield Finding("UNITS_DIFFER", INFO, message, node, (_last_quotable(row.passage),))
            if units == [None]:
                message = "No unit is printed: neither in the cells, nor in the name, nor above the table."
                yield Finding("UNIT_MISSING", INFO, message, node, (row.passage,))


def _last_quotable(passage: Passage) -> Passage:
    """Return the end of a passage, short enough to be quoted, from the beginning of a word."""
    start = max(passage.start, passage.end - 55)
    space = passage.source.text.find(" ", start, passage.end)
    return passage if start == passage.start else passage.part(space + 1, passage.end)


def check_copies(plan: Plan) -> Iterator[Finding]:
    """Find projects that are printed twice, and where the copies differ."""
    goal_of = {project.number: goal.code for goal in plan.goals for project in goal.projects}
    for first, second in combinations(plan.projects, 2):
        if first.title != second.title:
            continue
        goals = (goal_of[first.number], goal_of[second.number])
        under = f"goals {goals[0]} and {goals[1]}" if goals[0] != goals[1] else f"two tasks of goal {goals[0]}"
        yield Finding(
            "PROJECT_PRINTED_TWICE",
            WARNING,
            f"The same project stands under {under}, as projects {first.number} and {second.number}: the "
            f"{plan.overview.stated['projects']} projects count it twice.",
            project_id(first),
            (first.heading, second.heading),
            key=f"{first.number}-{second.number}",
        )
        yield from _differences_of_copies(first, second)


def _differences_of_copies(first: Project, second: Project) -> Iterator[Finding]:
    """Compare two printings of a project word by word, but for spaces."""
    words = [list(re.finditer(r"[^\s(]+", project.passage.text)) for project in (first, second)]
    texts = [[word.group() for word in found] for found in words]
    skipped = len(re.findall(r"[^\s(]+", first.heading.text)), len(re.findall(r"[^\s(]+", second.heading.text))
    matcher = difflib.SequenceMatcher(None, texts[0][skipped[0] :], texts[1][skipped[1] :], autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation != "replace":
            continue
        quotes = tuple(
            project.passage.part(
                project.passage.start + found[begin + skip].start(), project.passage.start + found[end + skip - 1].end()
            )
            for project, found, skip, begin, end in (
                (first, words[0], skipped[0], a, b),
                (second, words[1], skipped[1], c, d),
            )
        )
        message = f"The two printings of this project differ: ‘{quotes[0].quote}’ and ‘{quotes[1].quote}’."
        yield Finding("COPIES_DIFFER", INFO, message, project_id(first), quotes, key=f"{first.number}-{second.number}")


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)


def _group(pairs: Iterable[tuple[Key, Value, Person]]) -> Iterator[tuple[Key, dict[Value, Person]]]:
    """Give each key that has several values, with the first person printed for each value."""
    grouped: dict[Key, dict[Value, Person]] = defaultdict(dict)
    for key, value, person in pairs:
        grouped[key].setdefault(value, person)
    return ((key, values) for key, values in grouped.items() if len(values) > 1)


def _quotes(values: Mapping[Value, Person]) -> tuple[Passage, ...]:
    return tuple(without_numbers(person) for person in values.values())


def _names(values: Iterable[str | None]) -> str:
    return " and ".join(f"‘{value}’" for value in values)


def check_people(plan: Plan) -> Iterator[Finding]:
    """Find offices with two heads, officials with two numbers, titles or roles, numbers and names of two officials."""
    people = [person for project in plan.projects for person in project.people]
    for office, heads in _group((p.office, p.name, p) for p in people if p.role == "HEAD"):
        message = f"Two heads are printed for one office, {office.name}: {_names(heads)}."
        yield Finding("TWO_HEADS", WARNING, message, department_id(office), _quotes(heads))
    for (office, name), numbers in _group(((p.office, p.name), p.telephone, p) for p in people):
        where = "the office" if next(iter(numbers.values())).role == "HEAD" else "the official"
        message = f"Two telephone numbers are printed for {where} ({office.name}, {name}); neither is marked as old."
        yield Finding("TWO_TELEPHONE_NUMBERS", WARNING, message, staff_id(office, name), _quotes(numbers))
    for _, holders in _group((p.telephone, (p.office, p.name), p) for p in people if not _is_head_of_two(p, people)):
        (office, name), *_ = holders
        message = f"One telephone number is printed for several people: {_names(name for _, name in holders)}."
        yield Finding("TELEPHONE_SHARED", INFO, message, staff_id(office, name), _quotes(holders))
    for (office, name), labels in _group(((p.office, p.name), p.printed_role, p) for p in people if p.role == "HEAD"):
        message = f"One head is printed under two labels, the office's name and the title: {_names(labels)}."
        yield Finding("TWO_TITLES", INFO, message, staff_id(office, name), _quotes(labels))
    for name, offices in _group((p.name, p.office, p) for p in people):
        message = (
            f"Two officials have one name in different offices, and are kept apart: {_names(o.path for o in offices)}."
        )
        yield Finding("ONE_NAME_IN_TWO_OFFICES", INFO, message, staff_id(next(iter(offices)), name), _quotes(offices))
    for (office, name), roles in _group(((p.office, p.name), p.role, p) for p in people):
        message = f"The official is printed in different roles: {_names(p.printed_role for p in roles.values())}."
        yield Finding("ROLES_DIFFER", INFO, message, staff_id(office, name), _quotes(roles))


def _is_head_of_two(person: Person, people: Iterable[Person]) -> bool:
    """Tell whether a person is one of several heads of an office, which share its number."""
    return person.role == "HEAD" and any(
        other.role == "HEAD" and other.office == person.office and other.name != person.name for other in people
    )


def check_teams(plan: Plan) -> Iterator[Finding]:
    """Find officials under two teams, teams in two offices, and projects without a team leader or an officer."""
    people = [person for project in plan.projects for person in project.people]
    for (office, name), teams in _group(((p.office, p.name), p.team, p) for p in people if p.team):
        message = f"One official is printed under two teams: {_names(teams)}."
        yield Finding("TWO_TEAMS", WARNING, message, staff_id(office, name), _quotes(teams))
    for team, offices in _group((p.team, p.office, p) for p in people if p.team and p.role == "TEAM_LEAD"):
        message = f"One team, {team}, is printed in two offices: {_names(office.name for office in offices)}."
        first = next(iter(offices))
        yield Finding("TEAM_IN_TWO_OFFICES", WARNING, message, department_id(first), _quotes(offices))
    for project in plan.projects:
        roles = {person.role for person in project.people}
        quotes = (without_numbers(project.people[0]),)
        if "TEAM_LEAD" not in roles:
            message = "No team leader (팀장) is printed."
            yield Finding("NO_TEAM_LEADER", INFO, message, project_id(project), quotes)
        if "OFFICER" not in roles:
            message = "No officer (담당) is printed."
            yield Finding("NO_OFFICER", INFO, message, project_id(project), quotes)


def _project_at(plan: Plan, number: int | str) -> tuple[str, Passage]:
    """Return the id and the passage of the project that a correction names."""
    project = next(project for project in plan.projects if project.number == number)
    return project_id(project), project.passage
