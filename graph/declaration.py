"""The words in which `graph/model.py` declares the graph, and what the other modules read from it.

A declaration is a class whose attributes are annotated like the fields of a GraphQL type::

    @node(display="title", order=("number",), lookup=Lookup("task", "number", within="plan"))
    class Task(PlanItem):
        \"\"\"What has to be done to reach a goal [이행과제].\"\"\"

        number: int = prop("Its number, counted through the whole plan.")
        goal: Goal = one("<-HAS_TASK-", "The goal that it serves.")
        projects: list[Project] = many("-HAS_PROJECT->", "The projects that carry it out.")

The path of a relation is written as in Cypher, from the declaring node to the target, several steps with ``()`` between
them: ``-HAS_TASK->()-HAS_PROJECT->``. `declare(namespace)` resolves the annotations and returns a `Model`.
"""

from __future__ import annotations

import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NewType, TypeVar

ID = NewType("ID", str)
"""An identifier: readable, stable across loads, unique in the whole graph."""

RANK = "rank"
"""The stored property with a node's place in the natural order of its type: 0, 1, 2, ..."""
MIXED_RANK = "mixedRank"
"""The stored property with a node's place in the natural order of a list that mixes types."""
POSITION = "position"
"""The property of a relationship that orders its targets as one entry prints them."""


class DescribedEnum(enum.Enum):
    """An enumeration whose members are written as a name and its description."""

    description: str

    def __new__(cls, name: str, description: str) -> DescribedEnum:
        """Make a member whose value is its name."""
        member = object.__new__(cls)
        member._value_ = name
        member.description = description
        return member


class Kind(enum.Enum):
    """How a declared type is kept and served."""

    INTERFACE = "a set of node types with common fields"
    NODE = "a node with a label, served with its id"
    RECORD = "a node with a label, served as part of others, without its id"
    EDGE = "a relationship with properties, served as an object"


@dataclass(frozen=True)
class Property:
    """One property of a node or a relationship.

    name: of the attribute and of the table's column; graph_name: in the database and in GraphQL; scalar: `str`, `int`,
    `float`, `bool`, `datetime.date`, `ID` or a `DescribedEnum`; many: a list of them; served: stands in the GraphQL
    schema; right: what a caller needs to read it (null without); table: the table that holds it, where that is not the
    type's own.
    """

    name: str
    graph_name: str
    description: str
    scalar: Any
    optional: bool
    many: bool
    served: bool
    right: str | None
    table: str | None

    @property
    def filterable(self) -> bool:
        """Whether it stands in its type's Where."""
        return self.served and self.right is None

    @property
    def sortable(self) -> bool:
        """Whether it stands in its type's Order."""
        return self.filterable and not self.many


@dataclass(frozen=True)
class Step:
    """One relationship of a path: its type, and whether it is followed along its arrow."""

    relationship: str
    outgoing: bool


@dataclass(frozen=True)
class Relation:
    """A field that leads to other nodes.

    target: the name of a declared type; steps: the path to it; order: what comes before the target's natural order,
    ``"position"`` of the last relationship or the ``"rank"`` of the first node passed; column: kept as a column of the
    declaring type's table; edge_end: for an EDGE type, "start" or "end" of the relationship.
    """

    name: str
    graph_name: str
    description: str
    target: str
    many: bool
    optional: bool
    steps: tuple[Step, ...]
    order: str | None
    served: bool
    column: bool
    edge_end: str | None


@dataclass(frozen=True)
class RelationshipType:
    """One relationship type of the graph: an arrow from one type (or interface) to another.

    one_start: each end node has at most one start node, so a path along such arrows meets no node twice.
    structural: a fact that a chain between two nodes may use; the others are shortcuts, evidence or scores.
    """

    name: str
    start: str
    end: str
    description: str
    one_start: bool = False
    structural: bool = True


@dataclass(frozen=True)
class OrderKey:
    """One key of a natural order.

    name: a property, or ``relation.property`` of the one node to which a relation leads; parts: compare the parts of a
    code as numbers, so that 1-10 comes after 1-9; descending: the largest first. What is null comes last either way.
    """

    name: str
    parts: bool = False
    descending: bool = False


@dataclass(frozen=True)
class Lookup:
    """A root field that finds one node by a property, such as ``goal(code:, plan:)``.

    field: the name of the root field; key: the property; within: the relation whose id narrows the search; also: a list
    property whose entries count as the key too.
    """

    field: str
    key: str
    within: str | None = None
    also: str | None = None


@dataclass(frozen=True)
class EntityType:
    """A declared type.

    members: the names of the node types an interface stands for, else its own name; order: the natural order, before
    the id; display: the property shown as `displayName`; root: the name of the root field that lists it; lookup: the
    root field that finds one; filters: properties and relations that are arguments of the root list, by value or id;
    edge: for an EDGE type, its relationship type; tag: what stands before the colon of its ids; arguments: whether
    lists of it take where, orderBy, limit and offset.
    """

    name: str
    kind: Kind
    description: str
    interfaces: tuple[str, ...]
    members: tuple[str, ...]
    properties: Mapping[str, Property]
    relations: Mapping[str, Relation]
    order: tuple[OrderKey, ...] = ()
    display: str | None = None
    root: str | None = None
    lookup: Lookup | None = None
    filters: tuple[str, ...] = ()
    edge: str | None = None
    tag: str = ""
    arguments: bool = True

    @property
    def rank(self) -> str:
        """The stored property that orders a list of this type."""
        return MIXED_RANK if self.kind is Kind.INTERFACE else RANK

    @property
    def columns(self) -> tuple[Relation, ...]:
        """The relations that are columns of this type's table."""
        return tuple(relation for relation in self.relations.values() if relation.column)


@dataclass(frozen=True)
class Model:
    """The whole graph: its types and relationship types by name, in the order of declaration."""

    types: Mapping[str, EntityType]
    relationships: Mapping[str, RelationshipType]

    @cached_property
    def labels(self) -> tuple[EntityType, ...]:
        """The types that are stored as nodes."""
        return tuple(t for t in self.types.values() if t.kind in (Kind.NODE, Kind.RECORD))

    @cached_property
    def by_tag(self) -> Mapping[str, EntityType]:
        """The stored types by the first part of their ids: ``task`` of ``task:sdp2/8``."""
        return {entity.tag: entity for entity in self.labels}

    def type_of(self, node_id: str) -> EntityType | None:
        """Return the type of a node as its id tells it, None for what is no id of this graph."""
        return self.by_tag.get(node_id.partition(":")[0])

    def target(self, relation: Relation) -> EntityType:
        """Return the type to which a relation leads."""
        return self.types[relation.target]

    def repeats(self, relation: Relation) -> bool:
        """Tell whether a path can meet the same target twice."""
        later = relation.steps[1:]
        return relation.many and any(
            not (step.outgoing and self.relationships[step.relationship].one_start) for step in later
        )


@dataclass(frozen=True)
class _Field:
    """What `prop`, `one`, `many`, `start_node` and `end_node` leave in a class body."""

    description: str
    path: str | None = None
    served: bool = True
    right: str | None = None
    table: str | None = None
    order: str | None = None
    column: bool | None = None
    edge_end: str | None = None


def prop(description: str, *, served: bool = True, right: str | None = None, table: str | None = None) -> Any:
    """Declare a property; its type stands in the annotation. table: another table than the type's own that holds it."""
    return _Field(description, served=served, right=right, table=table)


def one(path: str, description: str, *, served: bool = True, column: bool | None = None) -> Any:
    """Declare a relation to one node; a single step is a column of the table unless `column` says otherwise."""
    return _Field(description, path, served=served, column=column)


def many(path: str, description: str, *, order: str | None = None, served: bool = True) -> Any:
    """Declare a relation to any number of nodes."""
    return _Field(description, path, served=served, order=order)


def start_node(description: str) -> Any:
    """Declare the node at which an edge type's relationship starts."""
    return _Field(description, edge_end="start")


def end_node(description: str) -> Any:
    """Declare the node at which an edge type's relationship ends."""
    return _Field(description, edge_end="end")


Class = TypeVar("Class", bound=type)
Order = tuple[str | OrderKey, ...]


def _keep(kind: Kind, **options: Any) -> Callable[[Class], Class]:
    def keep(cls: Class) -> Class:
        cls.__declaration__ = (kind, options)  # type: ignore[attr-defined]
        return cls

    return keep


def parts(name: str) -> OrderKey:
    """Order by the parts of a code, as numbers where they are."""
    return OrderKey(name, parts=True)


def largest_first(name: str) -> OrderKey:
    """Order by a property, the largest (of an enumeration: the last) first."""
    return OrderKey(name, descending=True)


def interface(*, order: Order = (), root: str | None = None, arguments: bool = True) -> Callable[[Class], Class]:
    """Declare an interface; its members are the node types whose classes derive from it.

    Without an order of its own, its lists are ordered by plan, then type, then the order of the type.
    """
    return _keep(Kind.INTERFACE, order=order, root=root, arguments=arguments)


def node(
    *,
    display: str,
    order: Order,
    root: str | None = None,
    lookup: Lookup | None = None,
    filters: tuple[str, ...] = (),
    tag: str | None = None,
) -> Callable[[Class], Class]:
    """Declare a node type that is served with its id."""
    return _keep(Kind.NODE, display=display, order=order, root=root, lookup=lookup, filters=filters, tag=tag)


def record(*, order: Order, tag: str | None = None, arguments: bool = True) -> Callable[[Class], Class]:
    """Declare a node type that is served only as part of others."""
    return _keep(Kind.RECORD, order=order, tag=tag, arguments=arguments)


def edge(relationship: str, *, order: Order) -> Callable[[Class], Class]:
    """Declare the object form of a relationship type that has properties."""
    return _keep(Kind.EDGE, edge=relationship, order=order)


def declare(namespace: Mapping[str, Any], relationships: Iterable[RelationshipType]) -> Model:
    """Resolve the declarations of a module.

    Raises ValueError where a path uses a relationship type that is not declared.
    """
    by_name = {relationship.name: relationship for relationship in relationships}
    classes = [cls for cls in namespace.values() if inspect.isclass(cls) and "__declaration__" in vars(cls)]
    model = Model({cls.__name__: _resolve(cls, classes) for cls in classes}, by_name)
    for entity in model.types.values():
        for relation in entity.relations.values():
            for step in relation.steps:
                if step.relationship not in by_name:
                    raise ValueError(f"{entity.name}.{relation.name}: {step.relationship} is not declared")
    return model


def _resolve(cls: type, classes: list[type]) -> EntityType:
    kind, options = vars(cls)["__declaration__"]
    fields = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, _Field):
                fields[name] = value
    hints = typing.get_type_hints(cls)
    properties, relations = {}, {}
    for name, declared in fields.items():
        target, optional, several = _unwrap(hints[name])
        if declared.path is None and declared.edge_end is None:
            properties[name] = _property(name, declared, target, optional, several)
        else:
            relations[name] = _relation(name, declared, target.__name__, optional, several)
    is_interface = kind is Kind.INTERFACE
    stored = (Kind.NODE, Kind.RECORD)
    members = [c.__name__ for c in classes if issubclass(c, cls) and vars(c)["__declaration__"][0] in stored]
    options = {
        **options,
        "order": tuple(OrderKey(key) if isinstance(key, str) else key for key in options["order"]),
        "tag": options.get("tag") or cls.__name__[0].lower() + cls.__name__[1:],
    }
    return EntityType(
        name=cls.__name__,
        kind=kind,
        description=inspect.getdoc(cls) or "",
        interfaces=tuple(c.__name__ for c in cls.__mro__[1:] if c in classes),
        members=tuple(members) if is_interface else (cls.__name__,),
        properties=properties,
        relations=relations,
        **options,
    )


def _unwrap(hint: Any) -> tuple[Any, bool, bool]:
    """Take ``list[...]`` and ``... | None`` off an annotation: the bare type, whether optional, whether many."""
    if typing.get_origin(hint) is list:
        return typing.get_args(hint)[0], False, True
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)[0], True, False
    return hint, False, False


def _property(name: str, declared: _Field, scalar: Any, optional: bool, several: bool) -> Property:
    return Property(
        name,
        camel_case(name),
        declared.description,
        scalar,
        optional,
        several,
        declared.served,
        declared.right,
        declared.table,
    )


def _relation(name: str, declared: _Field, target: str, optional: bool, several: bool) -> Relation:
    steps = parse_path(declared.path) if declared.path else ()
    column = len(steps) == 1 and not several if declared.column is None else declared.column
    return Relation(
        name,
        camel_case(name),
        declared.description,
        target,
        several,
        optional,
        steps,
        declared.order,
        declared.served,
        column,
        declared.edge_end,
    )


_STEP = re.compile(r"(<?)-([A-Z_]+)-(>?)")


def parse_path(path: str) -> tuple[Step, ...]:
    """Read a path: ``<-HAS_TASK-()<-HAS_GOAL-`` gives two steps against their arrows.

    Raises ValueError for anything else.
    """
    steps = []
    for part in path.split("()"):
        match = _STEP.fullmatch(part)
        if match is None or bool(match[1]) == bool(match[3]):
            raise ValueError(f"not a path: {path}")
        steps.append(Step(match[2], outgoing=bool(match[3])))
    return tuple(steps)


def camel_case(name: str) -> str:
    """Return the GraphQL form of an attribute's name: ``title_en`` gives ``titleEn``."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def snake_case(name: str) -> str:
    """Return the words of a type's name joined by underscores: ``SDGTarget`` gives ``sdg_target``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def singular(name: str) -> str:
    """Return the singular of a plural field name: ``strategies`` gives ``strategy``, ``staff`` stays."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") else name
