"""A plain walk over the tables that answers any GraphQL operation: the yardstick of the tests.

    >>> walk = Walk(combine([read_package(Path("loaders/data/sdp2")), ...]))
    >>> walk.execute("{ goals(where: {code: {eq: \"1-3\"}}) { title tasks { number } } }", schema=GRAPHQL_SCHEMA)
    {'data': {'goals': [{'title': ..., 'tasks': [...]}]}}

It is slow and says everything by hand, from the descriptions of the contract: what stands in each field of each type,
how each list is ordered, what a filter means. It uses nothing of `schema/`, and none of the paths, orders and ranks
that `graph/model.py` declares, so that a wrong declaration is noticed like a wrong statement. GraphQL's own rules that
have nothing to do with the graph (parsing, coercion of arguments and variables) are those of graphql-core.

What it does not answer: introspection, negative pages (an error in the contract), cursors (opaque to a caller), and of
the dataset the version, the time of loading and the counts.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar

import pandas as pd
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_argument_values,
    get_directive_values,
    get_named_type,
    get_variable_values,
    parse,
)

Key = tuple[Any, ...]
"""What sorted() compares."""
Arguments = Mapping[str, Any]

AnyThing = TypeVar("AnyThing", bound="Thing")


# Orders.


def nulls_last(value: Any) -> Key:
    """Return what to compare of a value that may be null: what is null comes last."""
    return (True, 0) if value is None else (False, value)


def largest_first(number: float | None) -> Key:
    """Return what to compare of a number so that the largest comes first and null last."""
    return (True, 0) if number is None else (False, -number)


def code_parts(code: str) -> Key:
    """Return what to compare of a code: its parts, numbers as numbers and before letters: 3.9 < 3.10 < 3.a."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split("[.-]", code))


def naturally(things: Iterable[AnyThing]) -> list[AnyThing]:
    """Sort by the natural order of the type, the id last."""
    return sorted(things, key=lambda thing: (*thing.natural, thing.id))


def by_plan_and_type(items: Iterable[PlanItem]) -> list[PlanItem]:
    """Sort entries of several types: by plan, then tasks before projects, then naturally."""
    types = (Task, Project)
    return sorted(
        items, key=lambda item: (item.plan.natural, item.plan.id, types.index(type(item)), item.natural, item.id)
    )


def once(things: Iterable[AnyThing]) -> list[AnyThing]:
    """Return each thing once, where it stands first."""
    return list(dict.fromkeys(things))


# The things that the API serves.


class Thing:
    """One row of a table, as the API serves it.

    table: whose row it is; scalars: the fields that are cells, by the names of their columns; display: the column shown
    as `displayName`; interfaces: what the type implements; members: for a column that holds an enumeration, its
    members in the order of their declaration; relations: the fields that lead to other things, which are the cached
    properties of the class; a list is always in its natural order.
    """

    table: ClassVar[str]
    scalars: ClassVar[tuple[str, ...]]
    display: ClassVar[str | None] = None
    interfaces: ClassVar[tuple[str, ...]] = ()
    members: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    relations: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        """Note which fields of a type lead to other things."""
        attributes = [pair for base in cls.__mro__ for pair in vars(base).items()]
        cls.relations = frozenset(name for name, value in attributes if isinstance(value, cached_property))

    def __init__(self, world: World, row: Mapping[str, Any]) -> None:
        """Take a row and the world in which it stands."""
        self.world = world
        self.row = row

    def __getitem__(self, column: str) -> Any:
        """Return a cell; an empty one is None."""
        return self.row[column]

    @property
    def id(self) -> str:
        """Return the id, of a record too; it breaks ties."""
        return str(self.row["id"])

    @property
    def natural(self) -> Key:
        """Return what the natural order of the type compares, without the id."""
        raise NotImplementedError

    def value(self, name: str) -> Any:
        """Return a field by its name in Python: a value, a thing or None, or a list of things."""
        if name == "display_name" and self.display:
            return self.row[self.display]
        if name in self.scalars:
            return self.row[name]
        if name in self.relations:
            return getattr(self, name)
        raise KeyError(f"{type(self).__name__}.{name}")


class Cited(Thing):
    """What a document states."""

    @cached_property
    def citations(self) -> list[Citation]:
        """Where it is stated, in the order of the document."""
        return naturally(c for c in self.world.all(Citation) if c["entry"] == self.id)


class PlanItem(Cited):
    """A task or a project."""

    @cached_property
    def plan(self) -> Plan:
        """The plan of which it is an entry."""
        return self.world.get(Plan, self["plan"])

    @cached_property
    def organizations(self) -> Sequence[Organization]:
        """In charge, the leader first."""
        raise NotImplementedError

    @property
    def sdg(self) -> SDG:
        """Return the SDG of its goal."""
        raise NotImplementedError

    @cached_property
    def sdgs(self) -> list[SDG]:
        """The SDGs it serves: that of its own goal."""
        return [self.sdg]

    @cached_property
    def sdg_links(self) -> list[SDGLink]:
        """The same, with how each came about: it stands under a goal of that SDG."""
        row = {"id": f"{self.id} {self.sdg.id}", "score": None, "sdg": self.sdg, "via": None}
        return [SDGLink(self.world, row)]


class Organization(Thing):
    """A department, a bureau or an agency."""

    scalars = ("id", "name", "aliases")
    display = "name"
    interfaces = ("Organization", "Node")

    @property
    def natural(self) -> Key:
        """By name."""
        return (self["name"],)

    @cached_property
    def city(self) -> City | None:
        """The city to which it belongs."""
        return self.world.find(City, self["city"])

    @cached_property
    def parent(self) -> Organization | None:
        """The body above it."""
        return self.world.find(Organization, self["parent"])

    @cached_property
    def items(self) -> list[PlanItem]:
        """The entries that it is in charge of."""
        entries: list[PlanItem] = [*self.world.all(Task), *self.world.all(Project)]
        return by_plan_and_type(entry for entry in entries if self in entry.organizations)


class City(Thing):
    """A city."""

    table = "cities"
    scalars = ("id", "name", "name_en")
    display = "name"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By name."""
        return (self["name"],)

    @cached_property
    def plans(self) -> list[Plan]:
        """Its plans."""
        return naturally(plan for plan in self.world.all(Plan) if plan.city is self)

    @cached_property
    def organizations(self) -> list[Organization]:
        """Its bodies, all types mixed, by name."""
        return naturally(body for body in self.world.organizations if body.city is self)


class Document(Thing):
    """A document."""

    table = "documents"
    scalars = ("id", "title", "number", "produced_on", "publisher", "license")
    display = "title"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By date, then title."""
        return (nulls_last(self["produced_on"]), self["title"])

    @cached_property
    def part_of(self) -> Document | None:
        """The document into which it is bound."""
        return self.world.find(Document, self["part_of"])


class Citation(Thing):
    """A passage; it stands under no other name than its place among the citations of what it states."""

    table = "citations"
    scalars = ("locator", "quote")

    @property
    def id(self) -> str:
        """Return its number among the citations of its entry, as text."""
        of_entry = [c for c in self.world.all(Citation) if c["entry"] == self["entry"]]
        return str(of_entry.index(self) + 1)

    @property
    def natural(self) -> Key:
        """By its place in the document."""
        return (self["offset"],)

    @cached_property
    def document(self) -> Document:
        """The document quoted."""
        return self.world.get(Document, self["document"])


class Finding(Cited):
    """What a loader found wrong."""

    table = "findings"
    scalars = ("id", "code", "severity", "message")
    display = "message"
    interfaces = ("Node", "Cited")
    members: ClassVar = {"severity": ("INFO", "WARNING", "ERROR")}

    @property
    def natural(self) -> Key:
        """Worst first, then by code."""
        return (("ERROR", "WARNING", "INFO").index(self["severity"]), self["code"])

    @cached_property
    def source(self) -> Document | None:
        """The document in which it was found."""
        return self.world.find(Document, self["source"])

    @cached_property
    def node(self) -> Thing | None:
        """What it concerns, of whatever type."""
        return self.world.find(Thing, self["node"])


class SDG(Thing):
    """A goal of the United Nations."""

    table = "sdgs"
    scalars = ("id", "number", "title_en", "title_ko", "color", "iri")
    display = "title_ko"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def targets(self) -> list[SDGTarget]:
        """Its targets."""
        return naturally(target for target in self.world.all(SDGTarget) if target.sdg is self)

    @cached_property
    def goals(self) -> list[Goal]:
        """The cities' goals that answer to it."""
        return naturally(goal for goal in self.world.all(Goal) if goal.sdg is self)

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks under these goals."""
        return naturally(task for task in self.world.all(Task) if task.goal.sdg is self)

    @cached_property
    def projects(self) -> list[Project]:
        """The projects under these goals."""
        return naturally(project for project in self.world.all(Project) if project.goal.sdg is self)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators under these goals."""
        return naturally(i for i in self.world.all(Indicator) if i.project.goal.sdg is self)

    @cached_property
    def departments(self) -> list[Department]:
        """In charge of these projects."""
        return naturally(d for d in self.world.all(Department) if any(p.goal.sdg is self for p in d.projects))

    @cached_property
    def items(self) -> list[PlanItem]:
        """The entries that serve it."""
        return by_plan_and_type([*self.tasks, *self.projects])


class SDGTarget(Thing):
    """A target of the United Nations."""

    table = "sdg_targets"
    scalars = ("id", "code", "title_en", "title_ko", "iri")
    display = "title_ko"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By the parts of its code."""
        return code_parts(self["code"])

    @cached_property
    def sdg(self) -> SDG:
        """The goal to which it belongs."""
        return self.world.get(SDG, self["sdg"])

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks that serve it."""
        return naturally(contribution.task for contribution in self.contributions)

    @cached_property
    def contributions(self) -> list[Contribution]:
        """The same, with role and reason."""
        return naturally(c for c in self.world.all(Contribution) if c["target"] == self.id)


class SDGLink(Thing):
    """That an entry serves an SDG; it follows from the entry's goal, and stands in no table."""

    scalars = ("score",)

    @property
    def natural(self) -> Key:
        """The best score first, then by the SDG's number."""
        return (largest_first(self["score"]), self.sdg["number"])

    @cached_property
    def sdg(self) -> SDG:
        """The SDG."""
        sdg: SDG = self["sdg"]
        return sdg

    @cached_property
    def via(self) -> PlanItem | None:
        """Nothing: the entry stands under a goal of that SDG."""
        return None


class Contribution(Thing):
    """A task serves a target."""

    table = "task_targets"
    scalars = ("role", "reason")
    members: ClassVar = {"role": ("PRIMARY", "SECONDARY")}

    @property
    def id(self) -> str:
        """Return both ends: a task serves a target in one way."""
        return f"{self['task']} {self['target']}"

    @property
    def natural(self) -> Key:
        """Primary first, then by the target's code, then by the task's number."""
        role = ("PRIMARY", "SECONDARY").index(self["role"])
        return (role, code_parts(self.target["code"]), self.task["number"])

    @cached_property
    def task(self) -> Task:
        """The task."""
        return self.world.get(Task, self["task"])

    @cached_property
    def target(self) -> SDGTarget:
        """The target."""
        return self.world.get(SDGTarget, self["target"])


class Plan(Thing):
    """A plan."""

    table = "plans"
    scalars = ("id", "title", "kind", "start_year", "end_year")
    display = "title"
    interfaces = ("Node",)
    members: ClassVar = {
        "kind": (
            "IMPLEMENTATION_PLAN",
            "PLEDGES",
            "WORK_PLAN",
            "KEY_PROJECTS",
            "COMMISSIONS",
            "SCORECARD",
            "JOINT_EVALUATION",
            "FIRST_PLAN",
            "OFFICE_REPORT",
        )
    }

    @property
    def natural(self) -> Key:
        """By its first year, then by title."""
        return (nulls_last(self["start_year"]), self["title"])

    @cached_property
    def city(self) -> City | None:
        """The city whose plan it is."""
        return self.world.find(City, self["city"])

    @cached_property
    def document(self) -> Document:
        """The document that holds it."""
        return self.world.get(Document, self["document"])

    @cached_property
    def strategies(self) -> list[Strategy]:
        """Its strategies."""
        return naturally(strategy for strategy in self.world.all(Strategy) if strategy.plan is self)

    @cached_property
    def goals(self) -> list[Goal]:
        """Its goals."""
        return naturally(goal for goal in self.world.all(Goal) if goal["plan"] == self.id)

    @cached_property
    def tasks(self) -> list[Task]:
        """Its tasks."""
        return naturally(task for task in self.world.all(Task) if task.plan is self)

    @cached_property
    def projects(self) -> list[Project]:
        """Its projects."""
        return naturally(project for project in self.world.all(Project) if project.plan is self)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Its indicators."""
        return naturally(indicator for indicator in self.world.all(Indicator) if indicator.plan is self)

    @cached_property
    def items(self) -> list[PlanItem]:
        """All its entries that can be compared with others: tasks and projects."""
        return by_plan_and_type([*self.tasks, *self.projects])


class Strategy(Cited):
    """The first level of a plan."""

    table = "strategies"
    scalars = ("id", "number", "title")
    display = "title"
    interfaces = ("Node", "Cited")

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def plan(self) -> Plan:
        """Its plan."""
        return self.world.get(Plan, self["plan"])

    @cached_property
    def goals(self) -> list[Goal]:
        """Its goals."""
        return naturally(goal for goal in self.world.all(Goal) if goal.strategy is self)


class Goal(Cited):
    """The second level of a plan."""

    table = "goals"
    scalars = ("id", "code", "title", "priority")
    display = "title"
    interfaces = ("Node", "Cited")

    @property
    def natural(self) -> Key:
        """By the parts of its code."""
        return code_parts(self["code"])

    @cached_property
    def strategy(self) -> Strategy:
        """The strategy under which it stands."""
        return self.world.get(Strategy, self["strategy"])

    @cached_property
    def sdg(self) -> SDG:
        """The SDG to which it answers."""
        return self.world.get(SDG, self["sdg"])

    @cached_property
    def tasks(self) -> list[Task]:
        """Its tasks."""
        return naturally(task for task in self.world.all(Task) if task.goal is self)

    @cached_property
    def projects(self) -> list[Project]:
        """The projects of its tasks."""
        return naturally(project for project in self.world.all(Project) if project.task.goal is self)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators of its projects."""
        return naturally(i for i in self.world.all(Indicator) if i.project.task.goal is self)


class Task(PlanItem):
    """What has to be done to reach a goal."""

    table = "tasks"
    scalars = ("id", "number", "title")
    display = "title"
    interfaces = ("PlanItem", "Node", "Cited")

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @property
    def sdg(self) -> SDG:
        """Return the SDG of its goal."""
        return self.goal.sdg

    @cached_property
    def goal(self) -> Goal:
        """The goal that it serves."""
        return self.world.get(Goal, self["goal"])

    @cached_property
    def projects(self) -> list[Project]:
        """The projects that carry it out."""
        return naturally(project for project in self.world.all(Project) if project.task is self)

    @cached_property
    def organizations(self) -> list[Department]:
        """In charge of its projects, project by project as printed, each once."""
        return once(department for project in self.projects for department in project.departments)

    @cached_property
    def contributions(self) -> list[Contribution]:
        """The UN targets that it serves, with role and reason."""
        return naturally(c for c in self.world.all(Contribution) if c["task"] == self.id)

    @cached_property
    def sdg_targets(self) -> list[SDGTarget]:
        """The UN targets that it serves."""
        return naturally(contribution.target for contribution in self.contributions)


class Project(PlanItem):
    """What an office does to carry out a task."""

    table = "projects"
    scalars = ("id", "number", "title", "future")
    display = "title"
    interfaces = ("PlanItem", "Node", "Cited")

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @property
    def sdg(self) -> SDG:
        """Return the SDG of its goal."""
        return self.goal.sdg

    @cached_property
    def task(self) -> Task:
        """The task that it carries out."""
        return self.world.get(Task, self["task"])

    @cached_property
    def goal(self) -> Goal:
        """The goal of its task."""
        return self.task.goal

    @cached_property
    def indicators(self) -> list[Indicator]:
        """What its success is measured by."""
        return naturally(indicator for indicator in self.world.all(Indicator) if indicator.project is self)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers that its text states."""
        return naturally(quantity for quantity in self.world.all(Quantity) if quantity.item is self)

    @cached_property
    def departments(self) -> list[Department]:
        """In charge, as printed."""
        positions = {row["department"]: row["position"] for row in self.world.in_charge if row["project"] == self.id}
        departments = [self.world.get(Department, department) for department in positions]
        return sorted(departments, key=lambda d: (positions[d.id], d["name"], d.id))

    @cached_property
    def organizations(self) -> list[Department]:
        """The same."""
        return self.departments

    @cached_property
    def responsibilities(self) -> list[Responsibility]:
        """Who is responsible, as printed."""
        return naturally(r for r in self.world.all(Responsibility) if r.project is self)

    @cached_property
    def staff(self) -> list[Staff]:
        """The officials, in the order in which each is printed first."""
        return once(responsibility.staff for responsibility in self.responsibilities)


class Indicator(Cited):
    """What the success of a project is measured by."""

    table = "indicators"
    scalars = ("id", "name", "unit", "direction", "note")
    display = "name"
    interfaces = ("Node", "Cited")
    members: ClassVar = {"direction": ("UP", "DOWN", "STEADY")}

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def plan(self) -> Plan:
        """Its plan."""
        return self.world.get(Plan, self["plan"])

    @cached_property
    def project(self) -> Project:
        """The project that it measures."""
        return self.world.get(Project, self["project"])

    @cached_property
    def sdgs(self) -> list[SDG]:
        """The SDG of its project's goal."""
        return [self.project.goal.sdg]

    @cached_property
    def yearly_targets(self) -> list[YearlyTarget]:
        """Its targets, year by year."""
        return naturally(target for target in self.world.all(YearlyTarget) if target["indicator"] == self.id)


class YearlyTarget(Thing):
    """One year's target."""

    table = "yearly_targets"
    scalars = ("year", "text", "value", "unit", "trend", "covers_years")
    members: ClassVar = {"trend": ("UP", "DOWN", "STEADY")}

    @property
    def natural(self) -> Key:
        """By year."""
        return (self["year"],)


class Quantity(Cited):
    """A number stated outside the tables of indicators."""

    table = "quantities"
    scalars = ("id", "kind", "what", "text", "value", "unit", "year", "period_text", "from_value")
    display = "what"
    interfaces = ("Node", "Cited")
    members: ClassVar = {"kind": ("TARGET", "RESULT", "COST", "FACT")}

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def item(self) -> PlanItem | None:
        """The entry that it concerns."""
        return self.world.find(PlanItem, self["item"])


class Department(Organization):
    """An office in charge of projects."""

    table = "departments"

    @cached_property
    def bureau(self) -> Bureau | None:
        """The body above it, where that is a bureau."""
        return self.parent if isinstance(self.parent, Bureau) else None

    @cached_property
    def staff(self) -> list[Staff]:
        """The officials who are responsible for something in its name."""
        return naturally(s for s in self.world.all(Staff) if any(r.department is self for r in s.responsibilities))

    @cached_property
    def projects(self) -> list[Project]:
        """The projects that it is in charge of."""
        return naturally(project for project in self.world.all(Project) if self in project.departments)


class Bureau(Organization):
    """A body above departments."""

    table = "bureaus"

    @cached_property
    def departments(self) -> list[Department]:
        """Its departments."""
        return naturally(d for d in self.world.all(Department) if d.parent is self)


class Agency(Organization):
    """A public body that is neither a bureau nor a department."""

    table = "agencies"


class Staff(Thing):
    """An official."""

    table = "staff"
    scalars = ("id", "name")
    display = "name"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By name."""
        return (self["name"],)

    @cached_property
    def departments(self) -> list[Department]:
        """The offices for which the official answers."""
        return naturally(once(responsibility.department for responsibility in self.responsibilities))

    @cached_property
    def responsibilities(self) -> list[Responsibility]:
        """What the official is responsible for."""
        return naturally(r for r in self.world.all(Responsibility) if r.staff is self)

    @cached_property
    def projects(self) -> list[Project]:
        """The projects the official is responsible for."""
        return naturally(once(responsibility.project for responsibility in self.responsibilities))

    def value(self, name: str) -> Any:
        """Return a field; nobody may read a telephone number."""
        return None if name == "phone" else super().value(name)


class Responsibility(Thing):
    """That an official is responsible for a project."""

    table = "responsibilities"
    scalars = ("role", "printed_role", "team")
    members: ClassVar = {"role": ("HEAD", "TEAM_LEAD", "OFFICER", "OTHER")}

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def project(self) -> Project:
        """The project."""
        return self.world.get(Project, self["project"])

    @cached_property
    def department(self) -> Department:
        """The office."""
        return self.world.get(Department, self["department"])

    @cached_property
    def staff(self) -> Staff:
        """The official."""
        return self.world.get(Staff, self["staff"])


class Dataset(Thing):
    """What is loaded."""

    scalars = ()

    @cached_property
    def sources(self) -> list[Document]:
        """What it was read from."""
        return naturally(self.world.all(Document))


STORED: tuple[type[Thing], ...] = (
    City,
    Document,
    Citation,
    Finding,
    SDG,
    SDGTarget,
    Contribution,
    Plan,
    Strategy,
    Goal,
    Task,
    Project,
    Indicator,
    YearlyTarget,
    Quantity,
    Department,
    Bureau,
    Agency,
    Staff,
    Responsibility,
)
"""The types that have a table."""
TYPES: dict[str, type[Thing]] = {cls.__name__: cls for cls in (*STORED, SDGLink, Dataset)}


class World:
    """Everything in the tables."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Read the tables; one that is missing is empty."""
        self.things: dict[type[Thing], list[Any]] = {
            cls: [cls(self, row) for row in rows_of(tables, cls.table)] for cls in STORED
        }
        self.things[Finding] += [Finding(self, row) for row in sources_not_loaded(self.all(Plan))]
        self.dataset = Dataset(self, {})
        self.in_charge = rows_of(tables, "project_departments")
        self.by_id = {thing["id"]: thing for things in self.things.values() for thing in things if "id" in thing.row}

    def all(self, cls: type[AnyThing]) -> list[AnyThing]:
        """Return everything of a type, in the order of the table."""
        return self.things[cls]

    @property
    def organizations(self) -> list[Organization]:
        """Return the bodies of all types."""
        return [*self.all(Department), *self.all(Bureau), *self.all(Agency)]

    def find(self, cls: type[AnyThing], node_id: str | None) -> AnyThing | None:
        """Return what has an id, None for none."""
        return None if node_id is None else self.get(cls, node_id)

    def get(self, cls: type[AnyThing], node_id: str) -> AnyThing:
        """Return what has an id; raises KeyError where nothing has, TypeError where it is of another type."""
        found = self.by_id[node_id]
        if not isinstance(found, cls):
            raise TypeError(f"{node_id} is no {cls.__name__}")
        return found


NEEDED = {
    "PLEDGE_WITHOUT_PROJECT": "PLEDGES",
    "KEY_PROJECT_WITHOUT_SDG": "KEY_PROJECTS",
    "PROJECT_WITHOUT_BUDGET_LINE": "KEY_PROJECTS",
}
"""What cannot be said without a plan of some kind."""


def sources_not_loaded(plans: Sequence[Plan]) -> Iterator[dict[str, Any]]:
    """Yield the findings that stand in no table: one for each question that no loaded plan can answer."""
    for reason, kind in NEEDED.items():
        if kind not in [plan["kind"] for plan in plans]:
            message = f"Orphans by {reason} are not listed: no plan of the kind {kind} is loaded."
            finding = {"id": f"finding:SOURCE_NOT_LOADED/{reason}", "code": "SOURCE_NOT_LOADED", "severity": "INFO"}
            yield {**finding, "message": message, "source": None, "node": None}


def rows_of(tables: Mapping[str, pd.DataFrame], name: str) -> list[dict[str, Any]]:
    """Return the rows of a table; an empty cell is None."""
    if name not in tables:
        return []
    columns = list(tables[name].columns)
    rows = zip(*(tables[name][column].tolist() for column in columns), strict=True)
    return [{column: empty_as_none(cell) for column, cell in zip(columns, row, strict=True)} for row in rows]


def empty_as_none(cell: Any) -> Any:
    """Return None for what pandas puts into an empty cell."""
    return None if cell is None or (isinstance(cell, float) and cell != cell) else cell


# Names of fields.


PLURALS = {
    "citation": "citations",
    "city": "cities",
    "department": "departments",
    "goal": "goals",
    "indicator": "indicators",
    "item": "items",
    "organization": "organizations",
    "plan": "plans",
    "project": "projects",
    "quantity": "quantities",
    "sdg": "sdgs",
    "sdg_target": "sdg_targets",
    "source": "sources",
    "staff": "staff",
    "strategy": "strategies",
    "target": "targets",
    "task": "tasks",
}
"""The lists that have a count beside them, by the name that stands in the count: taskCount counts tasks."""


def in_python(name: str) -> str:
    """Return the Python form of a GraphQL name: ``titleEn`` gives ``title_en``."""
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def counted(name: str) -> str | None:
    """Return the list (in Python) that a field (in GraphQL) counts, None where it is no count."""
    return PLURALS.get(in_python(name.removesuffix("Count"))) if name.endswith("Count") else None


# Filters.


def matches(thing: Thing, where: Arguments | None) -> bool:
    """Tell whether a thing fits a Where; a filter that is null says nothing."""
    return all(condition_holds(thing, key, value) for key, value in (where or {}).items() if value is not None)


def condition_holds(thing: Thing, key: str, value: Any) -> bool:
    """Tell whether one field of a Where holds."""
    if key == "and":
        return all(matches(thing, where) for where in value)
    if key == "or":
        return any(matches(thing, where) for where in value)
    if key == "not":
        return not matches(thing, value)
    name = in_python(key)
    actual = thing.value(name)
    if name in thing.scalars:
        return all(operator_holds(actual, *pair) for pair in value.items() if pair[1] is not None)
    if isinstance(actual, list):
        return all(quantifier_holds(actual, *pair) for pair in value.items() if pair[1] is not None)
    return actual is not None and matches(actual, value)


def quantifier_holds(things: Sequence[Thing], quantifier: str, where: Arguments) -> bool:
    """Tell whether one field of a ListWhere holds."""
    found = [matches(thing, where) for thing in things]
    return {"some": any(found), "none": not any(found), "all": all(found)}[quantifier]


def operator_holds(actual: Any, operator: str, operand: Any) -> bool:
    """Tell whether one operator of a filter holds; what is null matches isNull: true and nothing else."""
    operand = [plain(item) for item in operand] if isinstance(operand, list) else plain(operand)
    if operator == "isNull":
        return bool((actual is None) == operand)
    if operator == "isEmpty":
        return bool((not actual) == operand)
    if actual is None:
        return False
    return OPERATORS[operator](actual, operand)


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda actual, operand: bool(actual == operand),
    "ne": lambda actual, operand: bool(actual != operand),
    "in": lambda actual, operand: actual in operand,
    "gt": lambda actual, operand: bool(actual > operand),
    "gte": lambda actual, operand: bool(actual >= operand),
    "lt": lambda actual, operand: bool(actual < operand),
    "lte": lambda actual, operand: bool(actual <= operand),
    "contains": lambda actual, operand: operand in actual,
    "startsWith": lambda actual, operand: actual.startswith(operand),
    "endsWith": lambda actual, operand: actual.endswith(operand),
    "has": lambda actual, operand: operand in actual,
}


def plain(operand: Any) -> Any:
    """Return what to compare with cells: of an enumeration the name of the member, of text its NFC form.

    All text of the tables is NFC, so a caller who writes the same letters in another form means the same.
    """
    if isinstance(operand, enum.Enum):
        return operand.name
    return unicodedata.normalize("NFC", operand) if isinstance(operand, str) else operand


# Orders and pages that a caller asks for.


def ordered(things: Sequence[AnyThing], orders: Sequence[Arguments] | None) -> list[AnyThing]:
    """Sort by an orderBy; what ties keeps its place, which is the natural order. Nulls come last both ways."""
    result = list(things)
    for order in reversed(orders or []):
        keyed = [(sorted_by(thing, order), thing) for thing in result]
        known = sorted(
            [pair for pair in keyed if pair[0] is not None], key=lambda pair: pair[0], reverse=descends(order)
        )
        result = [thing for _, thing in known] + [thing for value, thing in keyed if value is None]
    return result


def descends(order: Arguments) -> bool:
    """Tell whether an order puts the largest first."""
    ((_, inner),) = order.items()
    return descends(inner) if isinstance(inner, Mapping) else plain(inner) == "DESC"


def sorted_by(thing: Thing | None, order: Arguments) -> Any:
    """Return the value by which an order sorts a thing: of an enumeration, the number of the member."""
    if thing is None:
        return None
    ((key, inner),) = order.items()
    name = in_python(key)
    value = thing.value(name)
    if isinstance(inner, Mapping):
        return sorted_by(value, inner)
    return thing.members[name].index(value) if name in thing.members and value is not None else value


def page(things: Sequence[AnyThing], arguments: Arguments) -> list[AnyThing]:
    """Filter, order, and cut out the page."""
    found = [thing for thing in things if matches(thing, arguments.get("where"))]
    found = ordered(found, arguments.get("orderBy"))
    limit, offset = arguments.get("limit"), arguments.get("offset") or 0
    if offset < 0 or (limit or 0) < 0:
        raise NotImplementedError("a negative page is an error")
    return found[offset:] if limit is None else found[offset : offset + limit]


# Root fields.


class Ambiguous(Exception):
    """More than one node matches a lookup."""

    def __init__(self, ids: list[str]) -> None:
        """Take the ids of all of them."""
        super().__init__(", ".join(ids))
        self.ids = ids


class Roots:
    """The root fields."""

    def __init__(self, world: World) -> None:
        """Take the world of which they ask."""
        self.world = world
        self.lists: dict[str, Callable[[], Sequence[Thing]]] = {
            "organizations": lambda: naturally(world.organizations),
            "documents": lambda: naturally(world.all(Document)),
            "findings": lambda: naturally(world.all(Finding)),
            "sdgs": lambda: naturally(world.all(SDG)),
            "sdgTargets": lambda: naturally(world.all(SDGTarget)),
            "cities": lambda: naturally(world.all(City)),
            "plans": lambda: naturally(world.all(Plan)),
            "strategies": lambda: naturally(world.all(Strategy)),
            "goals": lambda: naturally(world.all(Goal)),
            "tasks": lambda: naturally(world.all(Task)),
            "projects": lambda: naturally(world.all(Project)),
            "indicators": lambda: naturally(world.all(Indicator)),
            "quantities": lambda: naturally(world.all(Quantity)),
            "departments": lambda: naturally(world.all(Department)),
            "bureaus": lambda: naturally(world.all(Bureau)),
            "agencies": lambda: naturally(world.all(Agency)),
            "staff": lambda: naturally(world.all(Staff)),
        }
        self.lookups: dict[str, Callable[[Arguments], Iterable[Thing]]] = {
            "sdg": lambda a: (s for s in world.all(SDG) if s["number"] == a["number"]),
            "sdgTarget": lambda a: (t for t in world.all(SDGTarget) if t["code"] == a["code"]),
            "plan": lambda a: (p for p in world.all(Plan) if p.id == a["id"]),
            "goal": lambda a: (g for g in world.all(Goal) if g["code"] == a["code"] and inside(g["plan"], a, "plan")),
            "task": lambda a: (
                t for t in world.all(Task) if t["number"] == a["number"] and inside(t["plan"], a, "plan")
            ),
            "project": lambda a: (
                p for p in world.all(Project) if p["number"] == a["number"] and inside(p["plan"], a, "plan")
            ),
            "department": lambda a: (d for d in world.all(Department) if named(d, a) and inside(d["city"], a, "city")),
            "bureau": lambda a: (b for b in world.all(Bureau) if named(b, a) and inside(b["city"], a, "city")),
            "node": lambda a: (n for n in self.nodes() if n.id == a["id"]),
            "dataset": lambda _: [world.dataset],
        }

    def nodes(self) -> list[Thing]:
        """Return everything that is served with its id."""
        return [thing for thing in self.world.by_id.values() if "Node" in thing.interfaces]

    def listed(self, name: str, arguments: Arguments) -> Sequence[Thing | None]:
        """Return what a list field lists, before filter, order and page."""
        if name == "nodes":
            by_id = {thing.id: thing for thing in self.nodes()}
            return [by_id.get(plain(node_id)) for node_id in arguments["ids"]]
        things = self.lists[name]()
        if name == "findings":
            things = [f for f in things if all(inside(f[k], arguments, k) for k in ("source", "severity", "code"))]
        return things

    def lookup(self, name: str, arguments: Arguments) -> Thing | None:
        """Return the one node that a lookup finds, None for none; raises Ambiguous for several."""
        arguments = {key: plain(value) for key, value in arguments.items()}
        found = list(self.lookups[name](arguments))
        if len(found) > 1:
            raise Ambiguous([thing.id for thing in naturally(found)])
        return found[0] if found else None


def inside(actual: str | None, arguments: Arguments, name: str) -> bool:
    """Tell whether a cell is what an argument asks for, which asks for nothing when it is absent or null."""
    return arguments.get(name) is None or actual == plain(arguments[name])


def named(body: Organization, arguments: Arguments) -> bool:
    """Tell whether a body has the name asked for, also as an alias."""
    return arguments["name"] == body["name"] or arguments["name"] in body["aliases"]


# Operations.


class Walk:
    """Answers operations from tables."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take tables by name, as `loaders.tables.combine` gives them."""
        self.world = World(tables)
        self.roots = Roots(self.world)

    def execute(
        self,
        document_text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        schema: GraphQLSchema,
    ) -> dict[str, Any]:
        """Answer a valid operation: {"data": ...}, with "errors" where a lookup is ambiguous."""
        document = parse(document_text)
        operation = choose(document, operation_name)
        values = get_variable_values(schema, operation.variable_definitions or (), dict(variables or {}))
        if isinstance(values, list):
            raise ValueError(f"the variables do not fit: {values}")
        run = Run(self, schema, document, values)
        data = run.query(operation)
        return {"data": data, "errors": run.errors} if run.errors else {"data": data}

    def answers(self, type_name: str, field_name: str) -> bool:
        """Tell whether the walk can answer a field of an object type."""
        if type_name == "Query":
            return field_name.removesuffix("Connection") in {*self.roots.lists, *self.roots.lookups, "nodes"}
        if type_name.endswith(("Connection", "Edge")) or type_name == "PageInfo":
            return field_name in ("edges", "node", "pageInfo", "totalCount", "hasNextPage", "hasPreviousPage")
        cls = TYPES.get(type_name)
        if cls is None:
            return False
        known = {*cls.scalars, *cls.relations, *(["display_name"] if cls.display else []), *PHONE.get(type_name, ())}
        return in_python(field_name) in known or (counted(field_name) or "") in cls.relations

    def of_type(self, type_name: str) -> list[Thing]:
        """Return everything of a type or an interface."""
        if type_name == "SDGLink":
            return [link for cls in (Task, Project) for item in self.world.all(cls) for link in item.sdg_links]
        if type_name == "Dataset":
            return [self.world.dataset]
        things = [thing for things in self.world.things.values() for thing in things]
        return [thing for thing in things if type_name in (type(thing).__name__, *thing.interfaces)]

    def values(self, type_name: str, field_name: str) -> list[Any]:
        """Return the values that stand in a field, each once, those of a list one by one, nulls left out."""
        found: dict[Any, None] = {}
        for thing in self.of_type(type_name):
            value = thing.value(in_python(field_name))
            found.update(dict.fromkeys(value if isinstance(value, list) else [value]))
        return [value for value in found if value is not None]

    def sizes(self, type_name: str, field_name: str) -> list[int]:
        """Return the lengths of a list field, one for each thing of the type."""
        if type_name == "Query":
            return [len(self.roots.listed(field_name, {"ids": []}))]
        return [len(thing.value(in_python(field_name))) for thing in self.of_type(type_name)]


PHONE = {"Staff": ("phone",)}


def choose(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation of a name; without a name there is only one."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    (operation,) = [o for o in operations if name is None or (o.name and o.name.value == name)]
    return operation


class Run:
    """One execution of an operation."""

    def __init__(self, walk: Walk, schema: GraphQLSchema, document: DocumentNode, variables: Any) -> None:
        """Take the walk, and what the operation brings."""
        self.walk = walk
        self.schema = schema
        self.variables = variables
        self.fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self.errors: list[dict[str, Any]] = []

    def query(self, operation: OperationDefinitionNode) -> dict[str, Any]:
        """Return the data of the operation."""
        data: dict[str, Any] = {}
        for key, nodes in self.collect("Query", (), [operation.selection_set]).items():
            try:
                data[key] = self.root(nodes)
            except Ambiguous as error:
                data[key] = None
                extensions = {"code": "AMBIGUOUS", "ids": error.ids}
                self.errors.append({"path": [key], "extensions": extensions})
        return data

    def root(self, nodes: list[FieldNode]) -> Any:
        """Return the value of a root field."""
        name = nodes[0].name.value
        if name == "__typename":
            return "Query"
        arguments = self.arguments("Query", nodes[0])
        if name in self.walk.roots.lookups:
            return self.complete(self.walk.roots.lookup(name, arguments), nodes)
        things = self.walk.roots.listed(name.removesuffix("Connection"), arguments)
        if name.endswith("Connection"):
            return self.connection(name, [thing for thing in things if thing], arguments, nodes)
        if name == "nodes":
            return [self.complete(thing, nodes) for thing in things]
        return [self.complete(thing, nodes) for thing in page([t for t in things if t], arguments)]

    def connection(
        self, name: str, things: Sequence[Thing], arguments: Arguments, nodes: list[FieldNode]
    ) -> dict[str, Any]:
        """Return the first page of a list as a connection."""
        query = self.schema.query_type
        assert query is not None
        type_name = get_named_type(query.fields[name].type).name
        edge = type_name.removesuffix("Connection") + "Edge"
        found = page(things, arguments)
        shown = page(found, {"limit": arguments.get("first")})

        def edges(selected: list[FieldNode]) -> Any:
            return [self.build(edge, selected, {"node": partial(self.complete, thing)}) for thing in shown]

        def page_info(selected: list[FieldNode]) -> Any:
            more = len(found) > len(shown)
            fields = {"hasNextPage": lambda _: more, "hasPreviousPage": lambda _: False}
            return self.build("PageInfo", selected, fields)

        fields = {"edges": edges, "pageInfo": page_info, "totalCount": lambda _: len(found)}
        return self.build(type_name, nodes, fields)

    def build(
        self, type_name: str, nodes: list[FieldNode], fields: Mapping[str, Callable[[list[FieldNode]], Any]]
    ) -> dict[str, Any]:
        """Return what is selected of an object that is no thing, with a function for each of its fields."""
        fields = {"__typename": lambda _: type_name, **fields}
        selections = [node.selection_set for node in nodes if node.selection_set]
        collected = self.collect(type_name, (), selections)
        return {key: fields[found[0].name.value](found) for key, found in collected.items()}

    def complete(self, thing: Thing | None, nodes: list[FieldNode]) -> dict[str, Any] | None:
        """Return what is selected of a thing, by response key in the order of the response."""
        if thing is None:
            return None
        selections = [node.selection_set for node in nodes if node.selection_set]
        type_name = type(thing).__name__
        fields = self.collect(type_name, thing.interfaces, selections)
        return {key: self.field(thing, type_name, found) for key, found in fields.items()}

    def field(self, thing: Thing, type_name: str, nodes: list[FieldNode]) -> Any:
        """Return the value of one field of a thing."""
        name = nodes[0].name.value
        if name == "__typename":
            return type_name
        arguments = self.arguments(type_name, nodes[0])
        listed = counted(name)
        if listed is not None:
            return len(page(thing.value(listed), arguments))
        value = thing.value(in_python(name))
        if isinstance(value, Thing):
            return self.complete(value, nodes)
        if isinstance(value, list) and in_python(name) not in thing.scalars:
            return [self.complete(item, nodes) for item in page(value, arguments)]
        return value

    def arguments(self, type_name: str, node: FieldNode) -> Arguments:
        """Return the arguments of a field."""
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        return get_argument_values(type_.fields[node.name.value], node, self.variables)

    def collect(
        self, type_name: str, interfaces: Sequence[str], selections: Iterable[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        """Return the fields selected of an object, by response key, in the order in which each key stands first."""
        found: dict[str, list[FieldNode]] = {}
        for selection in selections:
            for node in self.expand((type_name, *interfaces), selection):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return found

    def expand(self, names: Sequence[str], selections: SelectionSetNode) -> Iterator[FieldNode]:
        """Yield the fields of a selection set that apply to an object which is all that `names` says."""
        for node in selections.selections:
            if not self.included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            fragment: Any = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(fragment, InlineFragmentNode | FragmentDefinitionNode)
            condition = fragment.type_condition
            if condition is None or condition.name.value in names:
                yield from self.expand(names, fragment.selection_set)

    def included(self, node: Any) -> bool:
        """Apply @skip and @include."""
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables) or {"if": False}
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables) or {"if": True}
        return bool(include["if"]) and not skip["if"]
