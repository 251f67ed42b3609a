"""Strawberry types, filters and orders, generated from the model.

Each declared type gives up to four classes under the names of the contract: the object or interface (`Task`), its
filter (`TaskWhere`), the filter of a list of it (`TaskListWhere`) and its order (`TaskOrder`). Resolvers only declare
types and arguments: `schema/execution.py` fills the fields.
"""

from __future__ import annotations

import datetime
import enum
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NewType

import strawberry

from graph.declaration import ID, DescribedEnum, EntityType, Kind, Property, singular, snake_case
from graph.model import MODEL
from schema.vocabulary import (
    COUNTABLE,
    DIMENSIONS,
    DUPLICATE_SCOPES,
    REASONS,
    SIMILARITY_KINDS,
    SIMILARITY_RELATIONS,
    SORT_DIRECTIONS,
)

Date = NewType("Date", str)
DateTime = NewType("DateTime", str)

# The classes made here are attributes of this module, where Strawberry looks lazily named types up.
_made: dict[str, Any] = globals()


def generated(name: str) -> Any:
    """Return a generated class, such as `TaskWhere`."""
    return _made[name]


def list_of(type_: Any) -> Any:
    """Return the annotation of a list."""
    return list[type_]


def named(name: str) -> Any:
    """Return an annotation that refers to a generated class by name, whether or not it is made yet."""
    return Annotated[name, strawberry.lazy("schema.types")]


def parse_date(value: Any) -> str:
    """Check a day given as YYYY-MM-DD; raises ValueError for anything else."""
    return datetime.date.fromisoformat(value).isoformat()


DATE = strawberry.scalar(name="Date", description="A day, as YYYY-MM-DD.", serialize=str, parse_value=parse_date)

DATE_TIME = strawberry.scalar(
    name="DateTime", description="A moment, in ISO 8601, UTC.", serialize=str, parse_value=str
)
SCALARS: dict[object, Any] = {Date: DATE, DateTime: DATE_TIME}


@dataclass(frozen=True)
class Argument:
    """An argument of a field: its GraphQL name, type and description."""

    name: str
    type: Any
    description: str
    required: bool = False

    def parameter(self) -> inspect.Parameter:
        """Return it as the parameter of a resolver."""
        argument = strawberry.argument(description=self.description, name=self.name)
        return inspect.Parameter(
            self.name.lower() + "_",
            inspect.Parameter.KEYWORD_ONLY,
            annotation=Annotated[self.type if self.required else self.type | None, argument],
            default=inspect.Parameter.empty if self.required else strawberry.UNSET,
        )


def output_field(name: str, type_: Any, description: str, arguments: Iterable[Argument] = ()) -> Any:
    """Return a Strawberry field of an object type."""

    def resolver() -> Any:
        raise NotImplementedError(name)

    parameters = [argument.parameter() for argument in arguments]
    signature = inspect.Signature(parameters, return_annotation=type_)
    resolver.__signature__ = signature  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolver, name=name, description=description)


@dataclass(frozen=True)
class InputField:
    """A field of an input type, optional: its GraphQL name, type and description."""

    name: str
    type: Any
    description: str


def make_input(name: str, description: str, fields: Iterable[InputField], *, one_of: bool = False) -> None:
    """Make an input type."""
    annotations: dict[str, Any] = {}
    body: dict[str, Any] = {"__annotations__": annotations, "__module__": __name__}
    for field in fields:
        annotations[f"{field.name}_"] = field.type | None
        body[f"{field.name}_"] = strawberry.field(
            name=field.name, description=field.description, default=strawberry.UNSET
        )
    _made[name] = strawberry.input(type(name, (), body), name=name, description=description, one_of=one_of)


# Filters of single values.

EQUALITY = ("eq", "ne", "in")
COMPARISON = (*EQUALITY, "gt", "gte", "lt", "lte")
TEXT = ("eq", "ne", "in", "contains", "startsWith", "endsWith", "gt", "gte", "lt", "lte")
OPERATORS = {
    "eq": "Equal to this.",
    "ne": "Not equal to this; what has no value does not match.",
    "in": "Equal to one of these; an empty list matches nothing.",
    "contains": "Contains this text.",
    "startsWith": "Starts with this text.",
    "endsWith": "Ends with this text.",
    "gt": "Greater than this; text compares by code point.",
    "gte": "Greater than this, or equal.",
    "lt": "Less than this; text compares by code point.",
    "lte": "Less than this, or equal.",
    "isNull": "true: has no value; false: has one.",
    "has": "Holds this value.",
    "isEmpty": "true: holds nothing; false: holds something.",
}
FILTERED_SCALARS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "ID": (strawberry.ID, EQUALITY),
    "String": (str, (*TEXT, "isNull")),
    "Int": (int, (*COMPARISON, "isNull")),
    "Float": (float, (*COMPARISON, "isNull")),
    "Boolean": (bool, ("eq", "isNull")),
    "Date": (Date, (*COMPARISON, "isNull")),
    "IntList": (int, ("has", "isEmpty")),
    "StringList": (str, ("has", "isEmpty")),
}
SCALAR_NAMES = {ID: "ID", str: "String", int: "Int", float: "Float", bool: "Boolean", datetime.date: "Date"}


def make_filter(name: str, scalar: Any, operators: Iterable[str]) -> None:
    """Make the filter of one kind of value, such as IntFilter."""
    types = {"in": list_of(scalar), "isNull": bool, "isEmpty": bool}
    fields = [InputField(operator, types.get(operator, scalar), OPERATORS[operator]) for operator in operators]
    make_input(name, "Conditions on a value; all of them hold.", fields)


def make_enum(name: str, description: str, members: Mapping[str, str]) -> Any:
    """Make an enumeration of members with their descriptions, and return it."""
    values = {member: strawberry.enum_value(member, description=text) for member, text in members.items()}
    make: Any = enum.Enum
    _made[name] = strawberry.enum(make(name, values), description=description)
    return _made[name]


def make_declared_enum(cls: type[DescribedEnum]) -> None:
    """Make an enumeration of the model, and its filter."""
    made = make_enum(cls.__name__, inspect.getdoc(cls) or "", {m.name: m.description for m in cls})
    make_filter(f"{cls.__name__}Filter", made, (*EQUALITY, "isNull"))


def is_enum(prop: Property) -> bool:
    """Tell whether the values of a property are members of an enumeration."""
    return isinstance(prop.scalar, type) and issubclass(prop.scalar, DescribedEnum)


def property_type(prop: Property) -> Any:
    """Return the Strawberry type of one value of a property."""
    if is_enum(prop):
        return _made[prop.scalar.__name__]
    return {ID: strawberry.ID, datetime.date: Date}.get(prop.scalar, prop.scalar)


def filter_name(prop: Property) -> str:
    """Return the name of the filter of a property: IntFilter, StringListFilter, SeverityFilter, ..."""
    if is_enum(prop):
        return f"{prop.scalar.__name__}Filter"
    return f"{SCALAR_NAMES[prop.scalar]}{'List' if prop.many else ''}Filter"


# The classes of one declared type.


def make_where(entity: EntityType) -> None:
    """Make a type's Where and ListWhere: every property and relation that the type serves."""
    where, name = named(f"{entity.name}Where"), f"{entity.name}Where"
    fields = [
        InputField("and", list_of(where), "All of these hold; an empty list matches everything."),
        InputField("or", list_of(where), "One of these holds; an empty list matches nothing."),
        InputField("not", where, "This does not hold."),
    ]
    for prop in entity.properties.values():
        if prop.filterable:
            fields.append(InputField(prop.graph_name, named(filter_name(prop)), prop.description))
    for relation in entity.relations.values():
        if relation.served and relation.name != "citations":
            target = named(f"{relation.target}{'List' if relation.many else ''}Where")
            fields.append(InputField(relation.graph_name, target, relation.description))
    make_input(name, f"Conditions on {entity.name}; all of them hold.", fields)
    make_input(
        f"{entity.name}ListWhere",
        f"Conditions on a list of {entity.name}; all of them hold.",
        [
            InputField("some", where, "One of the list matches."),
            InputField("none", where, "None of the list matches."),
            InputField("all", where, "Each of the list matches; holds for an empty list."),
        ],
    )


def make_order(entity: EntityType) -> None:
    """Make a type's Order: one property, or the order of the one node to which a relation leads."""
    fields = [
        InputField(prop.graph_name, named("SortDirection"), prop.description)
        for prop in entity.properties.values()
        if prop.sortable
    ]
    for relation in entity.relations.values():
        if relation.served and not relation.many:
            fields.append(InputField(relation.graph_name, named(f"{relation.target}Order"), relation.description))
    make_input(
        f"{entity.name}Order",
        f"An order of {entity.name}: exactly one field. Nulls come last both ways.",
        fields,
        one_of=True,
    )


LIMIT = Argument("limit", int, "At most so many; all without it.")
OFFSET = Argument("offset", int, "Leave out so many first.")


def list_arguments(entity: EntityType) -> list[Argument]:
    """Return the arguments that every list of a type takes."""
    if not entity.arguments:
        return []
    return [
        Argument("where", named(f"{entity.name}Where"), "Which of them; all without it."),
        Argument("orderBy", list_of(named(f"{entity.name}Order")), "The first counts most; natural order breaks ties."),
        LIMIT,
        OFFSET,
    ]


def relation_fields(entity: EntityType) -> dict[str, Any]:
    """Return the fields that lead to other nodes, each list of nodes with its count."""
    fields = {}
    for relation in entity.relations.values():
        if not relation.served:
            continue
        target, type_ = MODEL.target(relation), named(relation.target)
        if relation.many:
            fields[relation.graph_name] = output_field(
                relation.graph_name, list_of(type_), relation.description, list_arguments(target)
            )
            if target.kind in (Kind.NODE, Kind.INTERFACE) and target.arguments:
                fields |= count_field(relation.graph_name, target)
        else:
            type_ = type_ | None if relation.optional else type_
            fields[relation.graph_name] = output_field(relation.graph_name, type_, relation.description)
    return fields


def count_field(list_name: str, target: EntityType) -> dict[str, Any]:
    """Return the count that stands beside a list of nodes: taskCount beside tasks."""
    name = f"{singular(list_name)}Count"
    where = Argument("where", named(f"{target.name}Where"), "Which of them to count; all without it.")
    return {name: output_field(name, int, f"How many `{list_name}` there are.", [where])}


DISPLAY_NAME = "What to show to a person: the title or the name."


def make_object(entity: EntityType) -> None:
    """Make a type's object or interface."""
    fields: dict[str, Any] = {}
    for prop in entity.properties.values():
        if prop.served:
            type_ = property_type(prop)
            type_ = list_of(type_) if prop.many else type_ | None if prop.optional else type_
            fields[prop.graph_name] = output_field(prop.graph_name, type_, prop.description)
    if entity.name == "Node" or "Node" in entity.interfaces:
        fields["displayName"] = output_field("displayName", str, DISPLAY_NAME)
    fields |= relation_fields(entity)
    if entity.name in ALIKE:
        name, description, arguments = ALIKE[entity.name]
        fields[name] = output_field(name, list_of(named("SimilarItem")), description, arguments)
    bases = tuple(_made[name] for name in entity.interfaces if not _inherited(name, entity))
    body = {f"{name}_": value for name, value in fields.items()}
    cls = type(entity.name, bases, {**body, "__annotations__": {}, "__module__": __name__})
    make = strawberry.interface if entity.kind is Kind.INTERFACE else strawberry.type
    _made[entity.name] = make(cls, name=entity.name, description=entity.description)


def _inherited(interface: str, entity: EntityType) -> bool:
    """Tell whether an interface comes with another interface of a type."""
    return any(interface in MODEL.types[other].interfaces for other in entity.interfaces)


def declared_enums() -> list[type[DescribedEnum]]:
    """Return the enumerations that the model's properties use, each once."""
    scalars = [prop.scalar for entity in MODEL.types.values() for prop in entity.properties.values() if is_enum(prop)]
    return list(dict.fromkeys(scalars))


def node_type(entity: EntityType) -> str:
    """Return the member of NodeType that stands for a type: SDG_TARGET for SDGTarget."""
    return snake_case(entity.name).upper()


# What is not in the model: pages of lists, pairs of entries, and the dataset itself.


def make_plain(
    name: str, description: str, fields: Mapping[str, tuple[Any, str]], more: Mapping[str, Any] | None = None
) -> None:
    """Make an object type of fields by name, each with its type and description; more: fields with arguments."""
    body = {f"{key}_": output_field(key, type_, text) for key, (type_, text) in fields.items()}
    body |= {f"{key}_": made for key, made in (more or {}).items()}
    cls = type(name, (), {**body, "__annotations__": {}, "__module__": __name__})
    _made[name] = strawberry.type(cls, name=name, description=description)


def make_connection(entity: EntityType) -> None:
    """Make the Relay connection of a type, and its edge."""
    edges: dict[str, tuple[Any, str]] = {
        "cursor": (str, "Give it as `after` to go on behind this one."),
        "node": (named(entity.name), "The node."),
    }
    make_plain(f"{entity.name}Edge", f"One {entity.name} of a page.", edges)
    fields: dict[str, tuple[Any, str]] = {
        "edges": (list_of(named(f"{entity.name}Edge")), "The nodes of the page, each with its cursor."),
        "pageInfo": (named("PageInfo"), "Where the page stands in the list."),
        "totalCount": (int, "How many match in all; counted only when asked for."),
    }
    make_plain(f"{entity.name}Connection", f"A page of a list of {entity.name}.", fields)


PAGE_INFO: dict[str, tuple[Any, str]] = {
    "hasNextPage": (bool, "Whether more follow."),
    "hasPreviousPage": (bool, "Whether some come before."),
    "startCursor": (str | None, "The cursor of the first; null for an empty page."),
    "endCursor": (str | None, "The cursor of the last; null for an empty page."),
}


MIN_SCORE = Argument(
    "minScore", float, "Only pairs scored at least so high, or decided by a person; default: a setting."
)
SIMILARITY_KIND = Argument("kind", named("SimilarityKind"), "Only pairs of this kind; without it all but DIFFERENT.")
MEASURES = ("Indicator", "ScorecardIndicator", "JointIndicator", "HeadlineIndicator")
"""The types of indicators, which are compared with one another."""
ALIKE: dict[str, tuple[str, str, list[Argument]]] = {
    "PlanItem": (
        "similar",
        "Entries that seem to be the same, or to share its substance, best first.",
        [MIN_SCORE, SIMILARITY_KIND],
    ),
    **{name: ("sameMeasure", "Indicators that seem to measure the same, best first.", []) for name in MEASURES},
}
REASON: dict[str, tuple[Any, str]] = {
    "signal": (str, "What was compared: TITLE, INDICATOR, ORGANIZATION, TEXT, ..."),
    "score": (float, "Its share of the whole score."),
    "detail": (str, "What agrees and what does not, quoted."),
}
DECISION: dict[str, tuple[Any, str]] = {
    "verdict": (named("SimilarityKind"), "What the person decided; it wins over the score."),
    "by": (str, "Who decided."),
    "on": (Date, "When."),
    "note": (str | None, "Why."),
}
PAIR: dict[str, tuple[Any, str]] = {
    "kind": (named("SimilarityKind"), "How alike they are."),
    "relation": (named("SimilarityRelation") | None, "How the one belongs to the other, where that is known."),
    "score": (float, "From 0 to 1; the reasons' scores add up to it."),
    "reasons": (list_of(named("Reason")), "Why."),
    "decision": (named("Decision") | None, "What a person decided; null where nobody has."),
}
ORPHAN: dict[str, tuple[Any, str]] = {
    "item": (named("Node"), "The entry."),
    "reason": (named("OrphanReason"), "What it lacks."),
    "detail": (str, "What is missing, and where it was looked for."),
}
SEARCH_HIT: dict[str, tuple[Any, str]] = {
    "node": (named("Node"), "What was found."),
    "score": (float, "How well it matches, for comparison within one answer."),
    "matched": (str, "The title, name, alias or key term that matched best."),
}
PATH: dict[str, tuple[Any, str]] = {
    "nodes": (list_of(named("Node")), "The nodes of the chain, from the one end to the other."),
    "steps": (list_of(named("PathStep")), "What joins each node with the next."),
    "length": (int, "How many steps there are; 0 from a node to itself."),
}
PATH_STEP: dict[str, tuple[Any, str]] = {
    "from": (strawberry.ID, "The id of the node before the step."),
    "to": (strawberry.ID, "The id of the node behind it."),
    "relationship": (str, "The type of the relationship, such as HAS_PROJECT."),
    "forward": (bool, "Whether the relationship leads from `from` to `to`; false where the chain goes against it."),
}
COUNT_KEY: dict[str, tuple[Any, str]] = {
    "dimension": (named("Dimension"), "The dimension."),
    "id": (strawberry.ID | None, "The id of the node, or the value as text; null for what has no group."),
    "label": (str, "What to show to a person; “(none)” for what has no group."),
}
COUNT_ROW: dict[str, tuple[Any, str]] = {
    "keys": (list_of(named("CountKey")), "The group, one key for each dimension asked for."),
    "count": (int, "How many entries; one in two groups counts in both."),
}
DUPLICATE_GROUP: dict[str, tuple[Any, str]] = {
    "id": (strawberry.ID, "Stable for as long as its first entry is."),
    "kind": (named("SimilarityKind"), "Of its weakest pair."),
    "items": (list_of(named("Node")), "The entries, in the order of the plan."),
    "canonical": (named("Node"), "The first of them, which stands for all."),
    "score": (float, "Of its weakest pair."),
}
TYPE_COUNT: dict[str, tuple[Any, str]] = {
    "type": (named("NodeType"), "The type."),
    "count": (int, "How many nodes of it there are."),
}
DATASET: dict[str, tuple[Any, str]] = {
    "version": (str, "A hash of what is loaded; the header Dataset-Version repeats it."),
    "loadedAt": (DateTime, "When it was loaded; loading the same tables again does not change it."),
    "counts": (list_of(named("TypeCount")), "How many nodes of each type there are."),
}


def connection_arguments(entity: EntityType) -> list[Argument]:
    """Return the arguments of a connection."""
    where, order, *_ = list_arguments(entity)
    first = Argument("first", int, "At most so many; all without it.")
    return [where, order, first, Argument("after", str, "Go on behind this cursor.")]


def make_all() -> None:
    """Make every class."""
    for declared in declared_enums():
        make_declared_enum(declared)
    make_enum("SortDirection", "Which way to sort; nulls come last both ways.", SORT_DIRECTIONS)
    make_enum(
        "NodeType", "The types of nodes.", {node_type(e): e.description for e in MODEL.labels if e.kind is Kind.NODE}
    )
    for name, (scalar, operators) in FILTERED_SCALARS.items():
        make_filter(f"{name}Filter", scalar, operators)
    for entity in MODEL.types.values():
        make_where(entity)
        make_order(entity)
    for entity in sorted(MODEL.types.values(), key=lambda entity: entity.kind is not Kind.INTERFACE):
        make_object(entity)
    make_plain("PageInfo", "Where a page stands in its list.", PAGE_INFO)
    for entity in MODEL.types.values():
        if entity.root:
            make_connection(entity)
    make_enum("SimilarityKind", "How alike two entries are.", SIMILARITY_KINDS)
    make_enum("SimilarityRelation", "How one entry belongs to another.", SIMILARITY_RELATIONS)
    make_enum("DuplicateScope", "Within one plan, or across plans.", DUPLICATE_SCOPES)
    make_plain("Reason", "Why two entries seem to be alike.", REASON)
    make_plain("Decision", "What a person decided about a pair.", DECISION)
    left = {"left": (named("Node"), "The entry whose id is lower."), "right": (named("Node"), "The other entry.")}
    make_plain("Similarity", "Two entries that seem to be one, or to share their substance, and why.", {**left, **PAIR})
    item = {"item": (named("Node"), "The other entry.")}
    make_plain("SimilarItem", "The same seen from one entry: item is the other one.", {**item, **PAIR})
    make_plain("DuplicateGroup", "Entries that a chain of pairs joins.", DUPLICATE_GROUP)
    make_enum("OrphanReason", "What an entry lacks.", REASONS)
    make_plain("Orphan", "An entry that lacks a link it ought to have.", ORPHAN)
    make_enum("Countable", "What can be counted.", COUNTABLE)
    make_enum("Dimension", "What can be counted by.", DIMENSIONS)
    make_plain("CountKey", "A group, of one dimension.", COUNT_KEY)
    make_plain("CountRow", "A group, or a pair of groups, and how many entries it has.", COUNT_ROW)
    make_plain("SearchHit", "An entry that a search found.", SEARCH_HIT)
    make_plain("PathStep", "One relationship of a chain.", PATH_STEP)
    make_plain("Path", "A chain of relationships between two nodes.", PATH)
    make_plain("TypeCount", "How many nodes of a type there are.", TYPE_COUNT)
    document = MODEL.types["Document"]
    sources = output_field("sources", list_of(named("Document")), "What it was read from.", list_arguments(document))
    make_plain("Dataset", "What is loaded.", DATASET, {"sources": sources, **count_field("sources", document)})


make_all()
