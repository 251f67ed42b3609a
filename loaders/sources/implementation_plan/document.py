"""What the implementation plan holds: its parts, and their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.kit.numbers import Number
from loaders.kit.text import Passage
from loaders.sources.implementation_plan.people import Office, Person
from loaders.sources.implementation_plan.targets import Table

NAME = "implementation-plan"
"""What the command calls this document, and the end of its id."""
PLAN, DOCUMENT = "sdp2", f"document:{NAME}"
PLAN_ID = f"plan:{PLAN}"


def strategy_id(strategy: Strategy) -> str:
    """Return the id of a strategy."""
    return f"strategy:{PLAN}/{strategy.number}"


def goal_id(goal: Goal) -> str:
    """Return the id of a goal."""
    return f"goal:{PLAN}/{goal.code}"


def task_id(task: Task) -> str:
    """Return the id of a task."""
    return f"task:{PLAN}/{task.number}"


def project_id(project: Project) -> str:
    """Return the id of a project."""
    return f"project:{PLAN}/{project.number}"


def indicator_id(project: Project, position: int) -> str:
    """Return the id of the indicator at a position, counted from 1, in the table of a project."""
    return f"indicator:{PLAN}/{project.number}/{position}"


@dataclass(frozen=True)
class Overview:
    """The table on the first page: how many of each the plan has, and each strategy and goal."""

    stated: Mapping[str, int]
    strategies: Mapping[int, Passage]
    goals: Mapping[str, OverviewGoal]
    heading: Passage


@dataclass(frozen=True)
class OverviewGoal:
    """A goal in the overview: its title, whether a priority, and its stated numbers of tasks, projects, indicators."""

    title: Passage
    priority: bool
    stated: Mapping[str, int]


@dataclass(frozen=True)
class Types:
    """The table of the two types of project: how many have yearly targets, and how many are for the future."""

    present: int
    future: int
    statement: Passage


@dataclass(frozen=True)
class ContentsLine:
    """A strategy in the contents, with the number of tasks stated there."""

    tasks: int
    passage: Passage


@dataclass(frozen=True)
class Project:
    """A project, all of it."""

    number: int
    title: str
    future: bool
    passage: Passage
    heading: Passage
    text: Passage
    table: Table
    grids: tuple[tuple[Passage, list[Number]], ...]
    people: tuple[Person, ...]

    @property
    def offices(self) -> list[Office]:
        """Return its offices as printed, each once."""
        return list(dict.fromkeys(person.office for person in self.people))


@dataclass(frozen=True)
class Task:
    """A task with its projects; listed: its wording in the list of its strategy."""

    number: int
    title: Passage
    listed: Passage
    passage: Passage
    projects: list[Project] = field(default_factory=list)


@dataclass(frozen=True)
class Goal:
    """A goal with its tasks; passage: its heading and list of tasks in the list of its strategy."""

    code: str
    title: Passage
    heading: Passage
    passage: Passage
    listed: Mapping[int, Passage]
    tasks: list[Task] = field(default_factory=list)

    @property
    def projects(self) -> list[Project]:
        """Return the projects of its tasks."""
        return [project for task in self.tasks for project in task.projects]


@dataclass(frozen=True)
class Strategy:
    """A strategy with its goals; passage: its heading and the list of its goals and tasks."""

    number: int
    title: Passage
    stated_tasks: int
    heading: Passage
    passage: Passage
    goals: list[Goal]


@dataclass(frozen=True)
class Information:
    """What the document says about itself: at its head and at its end."""

    title: str
    start_year: int
    end_year: int
    number: str
    produced_on: str
    publisher: str
    license: str
    passage: Passage


@dataclass(frozen=True)
class Plan:
    """The whole document, read."""

    information: Information
    overview: Overview
    types: Types
    contents: Mapping[int, ContentsLine]
    front: Passage
    strategies: list[Strategy]

    @property
    def goals(self) -> list[Goal]:
        """Return all goals."""
        return [goal for strategy in self.strategies for goal in strategy.goals]

    @property
    def tasks(self) -> list[Task]:
        """Return all tasks."""
        return [task for goal in self.goals for task in goal.tasks]

    @property
    def projects(self) -> list[Project]:
        """Return all projects."""
        return [project for task in self.tasks for project in task.projects]
