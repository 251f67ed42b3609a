"""A plain walk over the tables that answers any GraphQL operation: the yardstick of the tests.

    >>> walk = Walk(combine([read_package(Path("loaders/data/implementation-plan")), ...]))
    >>> walk.execute("{ goals(where: {code: {eq: \"1-3\"}}) { title tasks { number } } }", schema=GRAPHQL_SCHEMA)
    {'data': {'goals': [{'title': ..., 'tasks': [...]}]}}

It is slow and says everything by hand, from the descriptions of the contract: what stands in each field of each type,
how each list is ordered, what a filter means. It uses nothing of `schema/`, and none of the paths, orders and ranks
that `graph/model.py` declares, so that a wrong declaration is noticed like a wrong statement. GraphQL's own rules that
have nothing to do with the graph (parsing, coercion of arguments and variables) are those of graphql-core.

What it does not answer: `search` and `path`, introspection, negative pages (an error in the contract), cursors (opaque
to a caller), and of the dataset the version, the time of loading and the counts.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import product
from typing import Any, ClassVar, NamedTuple, TypeVar

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
LEAST_SCORE = 0.5
"""The score from which two entries are alike, where no person has decided."""

AnyThing = TypeVar("AnyThing", bound="Thing")
AnyItem = TypeVar("AnyItem", bound="PlanItem")


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
    """Sort entries of several types: by plan, then type, then naturally."""
    types: Sequence[type[PlanItem]] = ITEMS
    return sorted(
        items, key=lambda item: (item.plan.natural, item.plan.id, types.index(type(item)), item.natural, item.id)
    )


def once(things: Iterable[AnyThing]) -> list[AnyThing]:
    """Return each thing once, where it stands first."""
    return list(dict.fromkeys(things))


def only(cls: type[AnyThing], things: Iterable[Thing]) -> list[AnyThing]:
    """Return those things that are of one type."""
    return [thing for thing in things if isinstance(thing, cls)]


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

    @classmethod
    def rows(cls, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
        """Return the rows of the type, in the order of the table."""
        return rows_of(tables, cls.table)

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

    def answer(self, name: str, arguments: Arguments) -> Any:
        """Return a field by its name in Python, where its arguments say more than which page of it is meant."""
        return self.value(name)

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
        return naturally(self.world.having(Citation, "entry", self.id))


class PlanItem(Cited):
    """An entry of a plan that can be compared with others."""

    display = "title"
    interfaces = ("PlanItem", "Node", "Cited")

    @cached_property
    def plan(self) -> Plan:
        """The plan of which it is an entry."""
        return self.world.get(Plan, self["plan"])

    @cached_property
    def organizations(self) -> Sequence[Organization]:
        """In charge, the leader first, as printed."""
        positions = {row["organization"]: row["position"] for row in self.world.in_charge.get(self.id, ())}
        bodies = [self.world.get(Organization, organization) for organization in positions]
        return sorted(bodies, key=lambda body: (positions[body.id], body.natural, body.id))

    @property
    def sdg(self) -> SDG | None:
        """Return the SDG of its goal, None where it stands under no goal."""
        return None

    @cached_property
    def sdgs(self) -> list[SDG]:
        """The SDGs it serves: that of its own goal; without a goal, those of the entries like it."""
        return naturally(link.sdg for link in self.sdg_links)

    @cached_property
    def sdg_links(self) -> list[SDGLink]:
        """The same, with how each came about: it stands under a goal of that SDG, or through the entry most like it."""
        if self.sdg is not None:
            return [
                SDGLink(self.world, {"id": f"{self.id} {self.sdg.id}", "score": None, "sdg": self.sdg, "via": None})
            ]
        links: dict[SDG, SDGLink] = {}
        for score, via in sorted(self.alike, key=lambda pair: (largest_first(pair[0]), pair[1].id)):
            if via.sdg is not None and via.sdg not in links:
                row = {"id": f"{self.id} {via.sdg.id}", "score": score, "sdg": via.sdg, "via": via}
                links[via.sdg] = SDGLink(self.world, row)
        return naturally(links.values())

    @property
    def alike(self) -> Iterator[tuple[float, PlanItem]]:
        """Yield the entries that are like it by default, each with its score."""
        for pair in self.similar:
            assert isinstance(pair.item, PlanItem)
            yield pair["score"], pair.item

    @cached_property
    def similar(self) -> list[SimilarItem]:
        """The entries that are the same or overlap, best first."""
        return self.world.seen_from(self, {})

    def answer(self, name: str, arguments: Arguments) -> Any:
        """Return a field; those that are like it may be asked for by kind and score."""
        return self.world.seen_from(self, arguments) if name == "similar" else super().answer(name, arguments)


class Measure(Cited):
    """An indicator of any plan, which can be compared with others."""

    @cached_property
    def same_measure(self) -> list[SimilarItem]:
        """The indicators that seem to measure the same, best first."""
        return self.world.seen_from(self, {})


class Organization(Thing):
    """A body of any type; all stand in one table, and the first word of the id tells the type."""

    table = "organizations"
    scalars: ClassVar[tuple[str, ...]] = ("id", "name", "aliases")
    display = "name"
    interfaces = ("Organization", "Node")

    @classmethod
    def rows(cls, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
        """Return the bodies of the type, each with its other names."""
        names = rows_of(tables, "organization_names")
        bodies = [row for row in super().rows(tables) if row["id"].startswith(f"{cls.__name__.lower()}:")]
        return [{**b, "aliases": [n["name"] for n in names if n["organization"] == b["id"]]} for b in bodies]

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
        return by_plan_and_type(self.in_charge_of(*ITEMS))

    def in_charge_of(self, *types: type[AnyItem]) -> list[AnyItem]:
        """Return the entries of some types that it is in charge of, in the order of the tables."""
        return [item for cls in types for item in self.world.all(cls) if self in item.organizations]

    @cached_property
    def successors(self) -> list[Organization]:
        """The bodies that took its place, all types mixed, by name."""
        rows = [row for row in self.world.successions if row["organization"] == self.id]
        return naturally(self.world.get(Organization, row["successor"]) for row in rows)

    @cached_property
    def predecessors(self) -> list[Organization]:
        """The bodies whose place it took, all types mixed, by name."""
        rows = [row for row in self.world.successions if row["successor"] == self.id]
        return naturally(self.world.get(Organization, row["organization"]) for row in rows)


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
        return str(self.world.having(Citation, "entry", self["entry"]).index(self) + 1)

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
        return by_plan_and_type(item for item in self.world.items if self in item.sdgs)


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
    """That an entry serves an SDG; it follows from the entry's goal, or from those like it, and stands in no table."""

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
        """The entry through which it is served; nothing where the entry stands under a goal of that SDG."""
        via: PlanItem | None = self["via"]
        return via


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
        """All its entries that can be compared with others."""
        return by_plan_and_type(item for item in self.world.items if item.plan is self)

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that it states about itself."""
        return naturally(rule for rule in self.world.all(Rule) if rule["plan"] == self.id)


class Rule(Cited):
    """A rule that a plan states about itself."""

    table = "rules"
    scalars = ("kind", "name", "group", "text")
    interfaces = ("Cited",)

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)


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
    def organizations(self) -> list[Organization]:
        """In charge of its projects, project by project as printed, each once."""
        return once(body for project in self.projects for body in project.organizations)

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
        """Those in charge that are departments, as printed."""
        return only(Department, self.organizations)

    @cached_property
    def responsibilities(self) -> list[Responsibility]:
        """Who is responsible, as printed."""
        return naturally(r for r in self.world.all(Responsibility) if r.project is self)

    @cached_property
    def staff(self) -> list[Staff]:
        """The officials, in the order in which each is printed first."""
        return once(responsibility.staff for responsibility in self.responsibilities)


class Indicator(Measure):
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

    scalars = (*Organization.scalars, "quota", "headcount", "women", "duties")

    @classmethod
    def rows(cls, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
        """Return the departments, each with its staffing, which stands in a table of its own."""
        unknown: dict[str, Any] = {"quota": None, "headcount": None, "women": None, "duties": []}
        staffing = {row["department"]: row for row in rows_of(tables, "staffing")}
        return [{**unknown, **staffing.get(row["id"], {}), **row} for row in super().rows(tables)]

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
        return naturally(self.in_charge_of(Project))

    @cached_property
    def commissions(self) -> list[Commission]:
        """The evaluated services that it commissions."""
        return naturally(self.in_charge_of(Commission))

    @cached_property
    def posts(self) -> list[PostCount]:
        """Its posts and people by category."""
        return naturally(post for post in self.world.all(PostCount) if post["department"] == self.id)

    @cached_property
    def budgets(self) -> list[Budget]:
        """Its budgets."""
        return naturally(budget for budget in self.world.all(Budget) if budget["organization"] == self.id)


class PostCount(Thing):
    """Posts and people of one category."""

    table = "post_counts"
    scalars = ("category", "quota", "headcount")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)


class Budget(Thing):
    """The budget of an office or a fund for one year."""

    table = "budgets"
    scalars = ("year", "amount_million_krw", "project_count", "fund")

    @property
    def natural(self) -> Key:
        """By year, then as printed."""
        return (self["year"], self["position"])


class Bureau(Organization):
    """A body above departments."""

    @cached_property
    def departments(self) -> list[Department]:
        """Its departments."""
        return naturally(d for d in self.world.all(Department) if d.parent is self)

    @cached_property
    def pledges(self) -> list[Pledge]:
        """The pledges that it is in charge of."""
        return naturally(self.in_charge_of(Pledge))

    @cached_property
    def key_projects(self) -> list[KeyProject]:
        """The key projects that it is in charge of."""
        return naturally(self.in_charge_of(KeyProject))

    @cached_property
    def scorecard_indicators(self) -> list[ScorecardIndicator]:
        """The indicators of its scorecard."""
        return naturally(indicator for indicator in self.world.all(ScorecardIndicator) if indicator.body is self)

    @cached_property
    def funds(self) -> list[Budget]:
        """The funds that it manages."""
        return naturally(budget for budget in self.world.all(Budget) if budget["organization"] == self.id)


class Agency(Organization):
    """A public body that is neither a bureau nor a department."""


class Contractor(Organization):
    """A body to which a service is commissioned."""

    @cached_property
    def commissions(self) -> list[Commission]:
        """The evaluated services that it carries out."""
        return naturally(self.in_charge_of(Commission))


class Ministry(Organization):
    """A ministry of the central government."""

    @cached_property
    def joint_indicators(self) -> list[JointIndicator]:
        """The joint indicators that it evaluates."""
        return naturally(indicator for indicator in self.world.all(JointIndicator) if indicator.ministry is self)


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


class PledgeField(Thing):
    """A field of the mayor's pledges."""

    table = "pledge_fields"
    scalars = ("id", "number", "title")
    display = "title"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def cores(self) -> list[PledgeCore]:
        """Its core pledges."""
        return naturally(core for core in self.world.all(PledgeCore) if core.field is self)


class PledgeCore(Thing):
    """A core pledge."""

    table = "pledge_cores"
    scalars = ("id", "code", "title", "policy")
    display = "title"
    interfaces = ("Node",)

    @property
    def natural(self) -> Key:
        """By the parts of its code."""
        return code_parts(self["code"])

    @cached_property
    def field(self) -> PledgeField:
        """Its field."""
        return self.world.get(PledgeField, self["field"])

    @cached_property
    def pledges(self) -> list[Pledge]:
        """Its detail pledges."""
        return naturally(pledge for pledge in self.world.all(Pledge) if pledge.core is self)


class Pledge(PlanItem):
    """A detail pledge of the mayor."""

    table = "pledges"
    scalars = ("id", "code", "title", "subpoints")

    @property
    def natural(self) -> Key:
        """By the parts of its code."""
        return code_parts(self["code"])

    @cached_property
    def core(self) -> PledgeCore:
        """Its core pledge."""
        return self.world.get(PledgeCore, self["core"])

    @cached_property
    def bureaus(self) -> list[Bureau]:
        """Those in charge that are bureaus, the leader first."""
        return only(Bureau, self.organizations)


class KeyProject(PlanItem):
    """A key project of the city."""

    table = "key_projects"
    scalars = (
        *("id", "number", "title", "start_year", "end_year", "period_text", "total_cost_million_krw"),
        *("total_cost_text", "budget2020_million_krw", "programme", "status_text"),
    )

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def bureau(self) -> Bureau | None:
        """The bureau in charge; there is at most one."""
        bureaus = only(Bureau, self.organizations)
        return bureaus[0] if bureaus else None

    @cached_property
    def cost_repeats(self) -> KeyProject | None:
        """The row whose merged cell of the cost this one repeats."""
        return self.world.find(KeyProject, self["cost_repeats"])

    @cached_property
    def budget_repeats(self) -> KeyProject | None:
        """The row whose merged cell of the budget this one repeats."""
        return self.world.find(KeyProject, self["budget_repeats"])


class Commission(PlanItem):
    """A commissioned service, as evaluated in one year."""

    table = "commissions"
    scalars = ("id", "year", "number", "title", "score", "renewal_excluded", "round", "contractors_text")

    @property
    def natural(self) -> Key:
        """By year, then number."""
        return (self["year"], self["number"])

    @cached_property
    def department(self) -> Department:
        """The office that commissions it; there is one."""
        (department,) = only(Department, self.organizations)
        return department

    @cached_property
    def contractors(self) -> list[Contractor]:
        """Who carries it out, as printed."""
        return only(Contractor, self.organizations)


class PlanIndicator(Measure):
    """What the indicators outside the implementation plan have in common."""

    display = "name"
    interfaces = ("Node", "Cited")

    @cached_property
    def plan(self) -> Plan:
        """The plan of which it is an entry."""
        return self.world.get(Plan, self["plan"])


class ScorecardIndicator(PlanIndicator):
    """An indicator of a body's scorecard."""

    table = "scorecard_indicators"
    scalars = ("id", "name", "perspective", "objective", "weight", "unit", "target", "target_text")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def body(self) -> Organization:
        """The body whose scorecard it is."""
        return self.world.get(Organization, self["body"])


class JointIndicator(PlanIndicator):
    """An indicator of the central government's joint evaluation."""

    table = "joint_indicators"
    scalars = ("id", "number", "name", "national_goal", "qualitative")

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def ministry(self) -> Ministry:
        """The ministry that evaluates it."""
        return self.world.get(Ministry, self["ministry"])


class HeadlineIndicator(PlanIndicator):
    """One of the first plan's headline indicators."""

    table = "headline_indicators"
    scalars = ("id", "name", "area", "keyword", "achievement_percent")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)


class FirstPlanTask(PlanItem):
    """A task of the first implementation plan."""

    table = "first_plan_tasks"
    scalars = ("id", "number", "title", "area", "strategy", "indicator_count", "achieved", "partly", "missed")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)


class WorkItem(PlanItem):
    """An initiative of a yearly work plan."""

    table = "work_items"
    scalars = ("id", "title", "area", "field")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers that its text states."""
        return naturally(quantity for quantity in self.world.all(Quantity) if quantity.item is self)


class SpotCheck(Cited):
    """A check of one project on site."""

    table = "spot_checks"
    scalars = ("id", "number", "title", "finding", "opinion")
    display = "title"
    interfaces = ("Node", "Cited")

    @property
    def natural(self) -> Key:
        """By number."""
        return (self["number"],)

    @cached_property
    def body(self) -> Organization | None:
        """The body in charge of it."""
        return self.world.find(Organization, self["body"])


class AgendaItem(Cited):
    """An item of an office's agenda."""

    table = "agenda_items"
    scalars = ("id", "title", "section")
    display = "title"
    interfaces = ("Node", "Cited")

    @property
    def natural(self) -> Key:
        """As printed."""
        return (self["position"],)

    @cached_property
    def department(self) -> Department | None:
        """The office in charge of it, where one is printed."""
        return self.world.find(Department, self["department"])


class Dataset(Thing):
    """What is loaded."""

    scalars = ()

    @cached_property
    def sources(self) -> list[Document]:
        """What it was read from."""
        return naturally(self.world.all(Document))


# Judgements: what is said of pairs of entries, of gaps and of numbers; none of it stands in a table of its own.


class Pair(Thing):
    """Two entries that are alike, whether by their score or because a person says so."""

    scalars = ("kind", "relation", "score")

    @property
    def id(self) -> str:
        """Return both ends: they are one pair."""
        return f"{self['left']} {self['right']}"

    @property
    def natural(self) -> Key:
        """The best score first, then by the ids."""
        return (largest_first(self["score"]), self["left"], self["right"])

    @cached_property
    def reasons(self) -> list[Reason]:
        """Why, in the order of the table; none where only a person says so."""
        return [Reason(self.world, row) for row in self["reasons"]]

    @cached_property
    def decision(self) -> Decision | None:
        """What a person decided."""
        return Decision(self.world, self["decision"]) if self["decision"] else None


class Similarity(Pair):
    """A pair, seen from outside."""

    @cached_property
    def left(self) -> Thing:
        """The entry whose id is lower."""
        return self.world.get(Thing, self["left"])

    @cached_property
    def right(self) -> Thing:
        """The other entry."""
        return self.world.get(Thing, self["right"])


class SimilarItem(Pair):
    """A pair, seen from one of its entries."""

    @cached_property
    def item(self) -> Thing:
        """The other entry."""
        return self.world.get(Thing, self["item"])


class Reason(Thing):
    """Why two entries are alike."""

    scalars = ("signal", "score", "detail")


class Decision(Thing):
    """What a person decided about a pair."""

    scalars = ("verdict", "by", "on", "note")


class DuplicateGroup(Thing):
    """Entries that a chain of pairs joins."""

    scalars = ("id", "kind", "score")

    @property
    def natural(self) -> Key:
        """The best score first."""
        return (largest_first(self["score"]),)

    @cached_property
    def items(self) -> list[PlanItem]:
        """The entries, all types mixed."""
        return by_plan_and_type(self["items"])

    @cached_property
    def canonical(self) -> PlanItem:
        """The first of them."""
        return self.items[0]


class Orphan(Thing):
    """An entry that lacks a link."""

    scalars = ("reason", "detail")

    @cached_property
    def item(self) -> Thing:
        """The entry."""
        item: Thing = self["item"]
        return item


class CountRow(Thing):
    """A group, or a pair of groups, and how many entries it has."""

    scalars = ("count",)

    @property
    def natural(self) -> Key:
        """By the groups, in the order of the dimensions."""
        return tuple(key.natural for key in self.keys)

    @cached_property
    def keys(self) -> list[CountKey]:
        """The groups, one for each dimension."""
        return [CountKey(self.world, {"dimension": name, "group": group}) for name, group in self["groups"]]

    @property
    def id(self) -> str:
        """Return the ids of the groups."""
        return " ".join(str(key["id"]) for key in self.keys)


class CountKey(Thing):
    """A group of one dimension: a node, a year or a unit, or None for what has none."""

    scalars = ("dimension", "id", "label")

    def __init__(self, world: World, row: Mapping[str, Any]) -> None:
        """Say how the group is shown."""
        group = row["group"]
        shown = (group.id, group.value("display_name")) if isinstance(group, Thing) else (str(group), str(group))
        id_, label = (None, "(none)") if group is None else shown
        super().__init__(world, {**row, "id": id_, "label": label})

    @property
    def natural(self) -> Key:
        """In the natural order of the nodes or the values; what has no group comes last."""
        group = self["group"]
        return nulls_last((group.natural, group.id) if isinstance(group, Thing) else group)


ITEMS: tuple[type[PlanItem], ...] = (Task, Project, Pledge, KeyProject, Commission, FirstPlanTask, WorkItem)
"""The types of entries that can be compared, in the order in which a mixed list has them."""
BODIES: tuple[type[Organization], ...] = (Department, Bureau, Agency, Contractor, Ministry)
"""The types of organizations."""
STORED: tuple[type[Thing], ...] = (
    *(City, Document, Citation, Finding, SDG, SDGTarget, Contribution, Plan, Rule, Strategy, Goal),
    *ITEMS,
    *BODIES,
    *(Indicator, YearlyTarget, Quantity, PostCount, Budget, Staff, Responsibility, PledgeField, PledgeCore),
    *(ScorecardIndicator, JointIndicator, HeadlineIndicator, SpotCheck, AgendaItem),
)
"""The types that have a table, or their part of one."""
JUDGED: tuple[type[Thing], ...] = (
    *(Similarity, SimilarItem, Reason, Decision, DuplicateGroup, Orphan, CountRow, CountKey),
)
"""The types of what is said of entries."""
TYPES: dict[str, type[Thing]] = {cls.__name__: cls for cls in (*STORED, SDGLink, Dataset, *JUDGED)}


class World:
    """Everything in the tables."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], decisions: Sequence[Mapping[str, Any]]) -> None:
        """Read the tables; one that is missing is empty."""
        self.things: dict[type[Thing], list[Any]] = {
            cls: [cls(self, row) for row in cls.rows(tables)] for cls in STORED
        }
        self.things[Finding] += [Finding(self, row) for row in sources_not_loaded(self.all(Plan))]
        self.dataset = Dataset(self, {})
        self.in_charge = grouped(rows_of(tables, "item_organizations"), "item")
        self.successions = rows_of(tables, "organization_successions")
        self.by_column: dict[tuple[type[Thing], str], dict[Any, list[Any]]] = {}
        self.by_id = {thing["id"]: thing for things in self.things.values() for thing in things if "id" in thing.row}
        pairs = judged(rows_of(tables, "similarities"), decisions, self.by_id)
        self.pairs = naturally(Similarity(self, pair) for pair in pairs)
        seen = [
            SimilarItem(self, {**pair.row, "item": pair[o], "seen": pair[s]}) for pair in self.pairs for s, o in ENDS
        ]
        self.pairs_of: dict[str, list[SimilarItem]] = grouped(seen, "seen")

    def all(self, cls: type[AnyThing]) -> list[AnyThing]:
        """Return everything of a type, in the order of the table."""
        return self.things[cls]

    def having(self, cls: type[AnyThing], column: str, value: str) -> list[AnyThing]:
        """Return everything of a type that holds a value in a column, in the order of the table."""
        if (cls, column) not in self.by_column:
            self.by_column[cls, column] = grouped(self.all(cls), column)
        return self.by_column[cls, column].get(value, [])

    @property
    def items(self) -> list[PlanItem]:
        """Return the entries of all types that can be compared."""
        return [item for cls in ITEMS for item in self.all(cls)]

    @property
    def organizations(self) -> list[Organization]:
        """Return the bodies of all types."""
        return [body for cls in BODIES for body in self.all(cls)]

    def find(self, cls: type[AnyThing], node_id: str | None) -> AnyThing | None:
        """Return what has an id, None for none."""
        return None if node_id is None else self.get(cls, node_id)

    def get(self, cls: type[AnyThing], node_id: str) -> AnyThing:
        """Return what has an id; raises KeyError where nothing has, TypeError where it is of another type."""
        found = self.by_id[node_id]
        if not isinstance(found, cls):
            raise TypeError(f"{node_id} is no {cls.__name__}")
        return found

    def seen_from(self, thing: Thing, arguments: Arguments) -> list[SimilarItem]:
        """Return the pairs that are meant of one entry, best first."""
        return [pair for pair in naturally(self.pairs_of.get(thing.id, [])) if is_meant(pair, arguments)]

    def duplicates(self, arguments: Arguments) -> list[Similarity]:
        """Return the pairs of entries of plans that are meant, those of indicators left out, best first."""
        pairs = [pair for pair in self.pairs if isinstance(pair.left, PlanItem) and is_meant(pair, arguments)]
        return [pair for pair in pairs if is_within(pair, plain(arguments.get("scope")))]

    @property
    def decisions(self) -> list[Similarity]:
        """Return the pairs that a person has decided, those found different and those of indicators included."""
        return [pair for pair in self.pairs if pair.decision]

    def duplicate_groups(self, arguments: Arguments) -> list[DuplicateGroup]:
        """Return the entries that chains of the pairs that are meant join, best first.

        A group is what its weakest pairs are: overlapping where one is, scored as the least is.
        """
        groups: list[set[PlanItem]] = []
        pairs = self.duplicates(arguments)
        for pair in pairs:
            ends = {self.get(PlanItem, pair["left"]), self.get(PlanItem, pair["right"])}
            joined = [group for group in groups if group & ends]
            groups = [group for group in groups if not group & ends] + [ends.union(*joined)]
        return naturally(self.group(items, [pair for pair in pairs if pair.left in items]) for items in groups)

    def group(self, items: set[PlanItem], pairs: Sequence[Similarity]) -> DuplicateGroup:
        """Return a group, given its entries and its pairs."""
        kind = next(kind for kind in ("DIFFERENT", "OVERLAP", "SAME") if kind in [pair["kind"] for pair in pairs])
        id_ = f"group:{by_plan_and_type(items)[0].id}"
        score = min(pair["score"] for pair in pairs)
        return DuplicateGroup(self, {"id": id_, "kind": kind, "score": score, "items": items})

    def orphans(self, arguments: Arguments) -> list[Orphan]:
        """Return what lacks a link, by reason in the order of their declaration, and naturally within each."""
        asked = arguments.get("reasons")
        names = list(LACKS) if asked is None else [plain(reason) for reason in asked]
        loaded = {plan["kind"] for plan in self.all(Plan)}
        reasons = [r for r in LACKS if r in names and loaded.issuperset(NEEDED.get(r, ()))]
        found = [(reason, item) for reason in reasons for item in naturally(self.all(LACKS[reason].type))]
        return [
            Orphan(self, {"reason": reason, "item": item, "detail": LACKS[reason].detail(item)})
            for reason, item in found
            if LACKS[reason].condition(item)
        ]

    def counts(self, arguments: Arguments) -> list[CountRow]:
        """Return how many entries each group has, or each pair of groups; raises Refused where none can be told."""
        counted_type, reached = COUNTED[plain(arguments["of"])]
        dimensions = [plain(dimension) for dimension in arguments["by"]]
        if len(dimensions) not in (1, 2):
            raise Refused("count by one or two dimensions")
        if not set(dimensions) <= set(reached):
            raise Refused("a dimension is not supported", named=list(reached))
        counter: Counter[tuple[Any, ...]] = Counter()
        if set(dimensions) <= set(WITH_ZEROS):
            counter.update(dict.fromkeys(product(*(self.all(WITH_ZEROS[dimension]) for dimension in dimensions)), 0))
        for entry in self.all(counted_type):
            groups = [{group for group in reached[name](entry) if group is not None} or {None} for name in dimensions]
            counter.update(product(*groups))
        rows = [{"groups": list(zip(dimensions, key, strict=True)), "count": count} for key, count in counter.items()]
        return naturally(CountRow(self, row) for row in rows)


ENDS = (("left", "right"), ("right", "left"))


def judged(
    pairs: Sequence[Mapping[str, Any]], decisions: Sequence[Mapping[str, Any]], known: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the pairs of the table, and those that only a person says are one, each with the decision if there is one.

    A verdict is the kind of the pair, whatever its score says.
    """
    decided = {(decision["left"], decision["right"]): decision for decision in decisions}
    for pair in pairs:
        decision = decided.pop((pair["left"], pair["right"]), None)
        yield {**pair, "decision": decision, "kind": decision["verdict"] if decision else pair["kind"]}
    for (left, right), decision in decided.items():
        if left in known and right in known:
            ends = {"left": left, "right": right, "kind": decision["verdict"], "decision": decision}
            yield {**ends, "relation": None, "score": 0.0, "reasons": []}


def is_meant(pair: Pair, arguments: Arguments) -> bool:
    """Tell whether a pair is of the kind asked for, and scored so high or decided; DIFFERENT must be asked for."""
    kind, least = plain(arguments.get("kind")), arguments.get("minScore")
    of_kind = pair["kind"] != "DIFFERENT" if kind is None else pair["kind"] == kind
    return of_kind and bool(pair["decision"] or pair["score"] >= (LEAST_SCORE if least is None else least))


def is_within(pair: Similarity, scope: str | None) -> bool:
    """Tell whether both entries stand where it is asked for: in one plan or in two."""
    assert isinstance(pair.left, PlanItem) and isinstance(pair.right, PlanItem)
    return scope is None or (scope == "WITHIN_PLAN") == (pair.left.plan is pair.right.plan)


NEEDED = {
    "PLEDGE_WITHOUT_PROJECT": ("PLEDGES", "IMPLEMENTATION_PLAN"),
    "KEY_PROJECT_WITHOUT_SDG": ("KEY_PROJECTS", "IMPLEMENTATION_PLAN"),
    "PROJECT_WITHOUT_BUDGET_LINE": ("KEY_PROJECTS",),
}
"""What cannot be said without plans of some kinds."""


def sources_not_loaded(plans: Sequence[Plan]) -> Iterator[dict[str, Any]]:
    """Yield the findings that stand in no table: one for each question that no loaded plan can answer."""
    for reason, kinds in NEEDED.items():
        missing = [kind for kind in kinds if kind not in [plan["kind"] for plan in plans]]
        if missing:
            message = f"Orphans by {reason} are not listed: no plan of the kind {missing[0]} is loaded."
            finding = {"id": f"finding:SOURCE_NOT_LOADED/{reason}", "code": "SOURCE_NOT_LOADED", "severity": "INFO"}
            yield {**finding, "message": message, "source": None, "node": None}


class Lack(NamedTuple):
    """What an entry of a type may lack: when it does, and what is said of it."""

    type: type[Thing]
    condition: Callable[[Any], bool]
    detail: Callable[[Any], str]


def stated_in(plan: Plan, missing: str) -> str:
    """Say in which plan something was looked for."""
    return f"{missing} in “{plan['title']}”."


def without_number(indicator: Indicator) -> str:
    """Say what an indicator has instead of numbers."""
    cells = ", ".join(
        f"{year} “{text}”" for year, text in sorted((t["year"], t["text"]) for t in indicator.yearly_targets)
    )
    return f"None of its yearly targets holds a number: {cells}." if cells else "It has no yearly target at all."


def without_bureau(department: Department) -> str:
    """Say what stands above a department instead of a bureau."""
    if department.parent:
        return f"No bureau stands above it: {department.parent['name']}, which does, is none."
    return "No bureau stands above it: no body is printed above it in any plan, nor known otherwise."


def has_cost(project: Project) -> bool:
    """Tell whether a cost of a project is stated: by its text, or by a key project that is like it."""
    keys = [pair.item for pair in project.similar if isinstance(pair.item, KeyProject)]
    stated = [quantity for quantity in project.quantities if quantity["kind"] == "COST"]
    return bool(stated) or any(key["total_cost_million_krw"] is not None for key in keys)


LACKS: Mapping[str, Lack] = {
    "TASK_WITHOUT_PROJECT": Lack(
        Task,
        lambda task: not task.projects,
        lambda task: stated_in(task.plan, "No project carries it out: looked for under the task"),
    ),
    "PROJECT_WITHOUT_INDICATOR": Lack(
        Project,
        lambda project: not project.indicators,
        lambda project: stated_in(
            project.plan, "No indicator measures it: looked for in the project's table of yearly targets"
        ),
    ),
    "PROJECT_WITHOUT_DEPARTMENT": Lack(
        Project,
        lambda project: not project.departments,
        lambda project: stated_in(
            project.plan, "No department is in charge: looked for in the project's block of officials"
        ),
    ),
    "INDICATOR_WITHOUT_NUMBER": Lack(
        Indicator,
        lambda indicator: all(target["value"] is None for target in indicator.yearly_targets),
        without_number,
    ),
    "SDG_TARGET_WITHOUT_TASK": Lack(
        SDGTarget,
        lambda target: not target.contributions,
        lambda target: (
            "No task serves it, primarily or besides: looked for among the contributions of"
            f" {len(target.world.all(Task))} tasks."
        ),
    ),
    "DEPARTMENT_WITHOUT_BUREAU": Lack(Department, lambda department: department.bureau is None, without_bureau),
    "PLEDGE_WITHOUT_PROJECT": Lack(
        Pledge,
        lambda pledge: not any(isinstance(pair.item, Project) for pair in pledge.similar),
        lambda pledge: (
            "No project is the same or overlaps: looked for among"
            f" {len(pledge.world.all(Project))} projects of other plans."
        ),
    ),
    "KEY_PROJECT_WITHOUT_SDG": Lack(
        KeyProject,
        lambda key: not key.sdgs,
        lambda key: (
            f"It serves no SDG: of {len(key.world.seen_from(key, {'minScore': 0}))} entries like it, none by the"
            " default score serves one."
        ),
    ),
    "PROJECT_WITHOUT_BUDGET_LINE": Lack(
        Project,
        lambda project: not has_cost(project),
        lambda project: (
            "Its text states no cost, and no key project with a cost, of"
            f" {len(project.world.all(KeyProject))}, is the same or overlaps."
        ),
    ),
}
"""The reasons of orphans, in the order of their declaration."""


def years(indicators: Iterable[Indicator]) -> list[int]:
    """Return the years that the targets of indicators cover."""
    return [year for indicator in indicators for target in indicator.yearly_targets for year in target["covers_years"]]


def concerned(cls: type[AnyThing], finding: Finding) -> list[AnyThing]:
    """Return what a finding concerns, if it is of a type."""
    return only(cls, [finding.node] if finding.node else [])


def plan_of(finding: Finding) -> Plan | None:
    """Return the plan that a finding concerns, or that of the entry that it concerns."""
    node = finding.node
    return node if isinstance(node, Plan) else finding.world.find(Plan, node.row.get("plan") if node else None)


COUNTED: Mapping[str, tuple[type[Thing], Mapping[str, Callable[[Any], Iterable[Any]]]]] = {
    "TASK": (
        Task,
        {
            "SDG": lambda task: task.sdgs,
            "GOAL": lambda task: [task.goal],
            "STRATEGY": lambda task: [task.goal.strategy],
            "PLAN": lambda task: [task.plan],
            "BUREAU": lambda task: [department.bureau for department in only(Department, task.organizations)],
            "DEPARTMENT": lambda task: only(Department, task.organizations),
        },
    ),
    "PROJECT": (
        Project,
        {
            "SDG": lambda project: project.sdgs,
            "GOAL": lambda project: [project.goal],
            "STRATEGY": lambda project: [project.goal.strategy],
            "PLAN": lambda project: [project.plan],
            "BUREAU": lambda project: [department.bureau for department in project.departments],
            "DEPARTMENT": lambda project: project.departments,
            "YEAR": lambda project: years(project.indicators),
            "UNIT": lambda project: [indicator["unit"] for indicator in project.indicators],
        },
    ),
    "INDICATOR": (
        Indicator,
        {
            "SDG": lambda indicator: indicator.sdgs,
            "GOAL": lambda indicator: [indicator.project.goal],
            "STRATEGY": lambda indicator: [indicator.project.goal.strategy],
            "PLAN": lambda indicator: [indicator.plan],
            "DEPARTMENT": lambda indicator: indicator.project.departments,
            "YEAR": lambda indicator: years([indicator]),
            "UNIT": lambda indicator: [indicator["unit"]],
        },
    ),
    "PLEDGE": (
        Pledge,
        {
            "SDG": lambda pledge: pledge.sdgs,
            "PLAN": lambda pledge: [pledge.plan],
            "BUREAU": lambda pledge: pledge.bureaus,
        },
    ),
    "KEY_PROJECT": (
        KeyProject,
        {"SDG": lambda key: key.sdgs, "PLAN": lambda key: [key.plan], "BUREAU": lambda key: [key.bureau]},
    ),
    "COMMISSION": (
        Commission,
        {
            "SDG": lambda commission: commission.sdgs,
            "PLAN": lambda commission: [commission.plan],
            "BUREAU": lambda commission: [commission.department.bureau],
            "DEPARTMENT": lambda commission: [commission.department],
            "CONTRACTOR": lambda commission: commission.contractors,
            "YEAR": lambda commission: [commission["year"]],
        },
    ),
    "WORK_ITEM": (
        WorkItem,
        {
            "SDG": lambda item: item.sdgs,
            "PLAN": lambda item: [item.plan],
            "BUREAU": lambda item: only(Bureau, item.organizations),
            "YEAR": lambda item: [quantity["year"] for quantity in item.quantities],
            "UNIT": lambda item: [quantity["unit"] for quantity in item.quantities],
        },
    ),
    "SCORECARD_INDICATOR": (
        ScorecardIndicator,
        {
            "PLAN": lambda indicator: [indicator.plan],
            "BUREAU": lambda indicator: only(Bureau, [indicator.body]),
            "DEPARTMENT": lambda indicator: only(Department, [indicator.body]),
            "UNIT": lambda indicator: [indicator["unit"]],
        },
    ),
    "JOINT_INDICATOR": (
        JointIndicator,
        {"PLAN": lambda indicator: [indicator.plan], "MINISTRY": lambda indicator: [indicator.ministry]},
    ),
    "STAFF": (
        Staff,
        {
            "SDG": lambda official: [sdg for project in official.projects for sdg in project.sdgs],
            "GOAL": lambda official: [project.goal for project in official.projects],
            "STRATEGY": lambda official: [project.goal.strategy for project in official.projects],
            "PLAN": lambda official: [project.plan for project in official.projects],
            "BUREAU": lambda official: [department.bureau for department in official.departments],
            "DEPARTMENT": lambda official: official.departments,
        },
    ),
    "FINDING": (
        Finding,
        {
            "PLAN": lambda finding: [plan_of(finding)],
            "BUREAU": partial(concerned, Bureau),
            "DEPARTMENT": partial(concerned, Department),
            "CONTRACTOR": partial(concerned, Contractor),
        },
    ),
}
"""What can be counted, and the groups to which an entry belongs, by the dimensions that are supported."""
WITH_ZEROS: Mapping[str, type[Thing]] = {"SDG": SDG, "GOAL": Goal, "STRATEGY": Strategy, "PLAN": Plan}
"""The dimensions of which groups of zero are rows; of a pair of dimensions, where both are of these."""


def rows_of(tables: Mapping[str, pd.DataFrame], name: str) -> list[dict[str, Any]]:
    """Return the rows of a table; an empty cell is None."""
    if name not in tables:
        return []
    columns = list(tables[name].columns)
    rows = zip(*(tables[name][column].tolist() for column in columns), strict=True)
    return [{column: empty_as_none(cell) for column, cell in zip(columns, row, strict=True)} for row in rows]


def grouped(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    """Return rows by what stands in a column."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def empty_as_none(cell: Any) -> Any:
    """Return None for what pandas puts into an empty cell."""
    return None if cell is None or (isinstance(cell, float) and cell != cell) else cell


# Names of fields.


PLURALS = {
    "bureau": "bureaus",
    "city": "cities",
    "commission": "commissions",
    "contractor": "contractors",
    "core": "cores",
    "department": "departments",
    "goal": "goals",
    "indicator": "indicators",
    "item": "items",
    "joint_indicator": "joint_indicators",
    "key_project": "key_projects",
    "organization": "organizations",
    "plan": "plans",
    "pledge": "pledges",
    "predecessor": "predecessors",
    "project": "projects",
    "quantity": "quantities",
    "scorecard_indicator": "scorecard_indicators",
    "sdg": "sdgs",
    "sdg_target": "sdg_targets",
    "source": "sources",
    "staff": "staff",
    "strategy": "strategies",
    "successor": "successors",
    "target": "targets",
    "task": "tasks",
}
"""The lists that have a count beside them, by the name that stands in the count: taskCount counts tasks."""


def in_python(name: str) -> str:
    """Return the Python form of a GraphQL name: ``titleEn`` gives ``title_en``."""
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def counted(cls: type[Thing], name: str) -> str | None:
    """Return the list (in Python) that a field (in GraphQL) of a type counts, None where it is no count.

    Some numbers that a document states look like counts: the projects for which a budget pays.
    """
    if not name.endswith("Count") or in_python(name) in cls.scalars:
        return None
    return PLURALS.get(in_python(name.removesuffix("Count")))


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


class Refused(Exception):
    """A value cannot be used, so that the operation does not run; named: what the message must name."""

    def __init__(self, message: str, named: Sequence[str] = ()) -> None:
        """Take what is wrong."""
        super().__init__(message)
        self.named = named


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
            "contractors": lambda: naturally(world.all(Contractor)),
            "ministries": lambda: naturally(world.all(Ministry)),
            "staff": lambda: naturally(world.all(Staff)),
            "pledgeFields": lambda: naturally(world.all(PledgeField)),
            "pledgeCores": lambda: naturally(world.all(PledgeCore)),
            "pledges": lambda: naturally(world.all(Pledge)),
            "keyProjects": lambda: naturally(world.all(KeyProject)),
            "commissions": lambda: naturally(world.all(Commission)),
            "scorecardIndicators": lambda: naturally(world.all(ScorecardIndicator)),
            "jointIndicators": lambda: naturally(world.all(JointIndicator)),
            "headlineIndicators": lambda: naturally(world.all(HeadlineIndicator)),
            "firstPlanTasks": lambda: naturally(world.all(FirstPlanTask)),
            "workItems": lambda: naturally(world.all(WorkItem)),
            "spotChecks": lambda: naturally(world.all(SpotCheck)),
            "agendaItems": lambda: naturally(world.all(AgendaItem)),
        }
        self.questions: dict[str, Callable[[Arguments], Sequence[Thing]]] = {
            "duplicates": world.duplicates,
            "duplicateGroups": world.duplicate_groups,
            "decisions": lambda _: world.decisions,
            "orphans": world.orphans,
            "counts": world.counts,
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
            "contractor": lambda a: (c for c in world.all(Contractor) if named(c, a)),
            "pledge": lambda a: (
                p for p in world.all(Pledge) if p["code"] == a["code"] and inside(p["plan"], a, "plan")
            ),
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
        if name in self.questions:
            return self.questions[name](arguments)
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

    def __init__(self, tables: Mapping[str, pd.DataFrame], decisions: Sequence[Mapping[str, Any]] = ()) -> None:
        """Take tables by name, as `loaders.tables.combine` gives them, and what people decided about pairs."""
        self.world = World(tables, decisions)
        self.roots = Roots(self.world)

    def execute(
        self,
        document_text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        schema: GraphQLSchema,
    ) -> dict[str, Any]:
        """Answer a valid operation: {"data": ...}, with "errors" where a lookup is ambiguous.

        An operation with a value that cannot be used has no data; its error has besides what the message must name.
        """
        document = parse(document_text)
        operation = choose(document, operation_name)
        values = get_variable_values(schema, operation.variable_definitions or (), dict(variables or {}))
        if isinstance(values, list):
            raise ValueError(f"the variables do not fit: {values}")
        run = Run(self, schema, document, values)
        try:
            data = run.query(operation)
        except Refused as refused:
            return {"errors": [{"extensions": {"code": "BAD_USER_INPUT"}, "named": refused.named}]}
        return {"data": data, "errors": run.errors} if run.errors else {"data": data}

    def answers(self, type_name: str, field_name: str) -> bool:
        """Tell whether the walk can answer a field of an object type."""
        if type_name == "Query":
            return field_name.removesuffix("Connection") in {
                *self.roots.lists,
                *self.roots.lookups,
                *self.roots.questions,
                "nodes",
            }
        if type_name.endswith(("Connection", "Edge")) or type_name == "PageInfo":
            return field_name in ("edges", "node", "pageInfo", "totalCount", "hasNextPage", "hasPreviousPage")
        cls = TYPES.get(type_name)
        if cls is None:
            return False
        known = {*cls.scalars, *cls.relations, *(["display_name"] if cls.display else []), *PHONE.get(type_name, ())}
        return in_python(field_name) in known or (counted(cls, field_name) or "") in cls.relations

    def of_type(self, type_name: str) -> list[Thing]:
        """Return everything of a type or an interface."""
        if type_name == "SDGLink":
            return [link for item in self.world.items for link in item.sdg_links]
        if type_name == "Dataset":
            return [self.world.dataset]
        if type_name in JUDGEMENTS:
            return JUDGEMENTS[type_name](self.world)
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
            return [len(self.roots.listed(field_name, EXAMPLE))]
        return [len(thing.value(in_python(field_name))) for thing in self.of_type(type_name)]


PHONE = {"Staff": ("phone",)}
EXAMPLE: Arguments = {"ids": [], "of": "PROJECT", "by": ["SDG"]}
"""What to ask for where something must be asked for."""
JUDGEMENTS: Mapping[str, Callable[[World], list[Any]]] = {
    "Similarity": lambda world: world.pairs,
    "SimilarItem": lambda world: [pair for thing in world.pairs_of for pair in world.pairs_of[thing]],
    "Reason": lambda world: [reason for pair in world.pairs for reason in pair.reasons],
    "Decision": lambda world: [pair.decision for pair in world.decisions],
    "DuplicateGroup": lambda world: world.duplicate_groups({}),
    "Orphan": lambda world: world.orphans({}),
    "CountRow": lambda world: world.counts(EXAMPLE),
    "CountKey": lambda world: [key for row in world.counts(EXAMPLE) for key in row.keys],
}
"""Everything of the types that stand in no table."""


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
        listed = counted(type(thing), name)
        if listed is not None:
            return len(page(thing.value(listed), arguments))
        value = thing.answer(in_python(name), arguments)
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
