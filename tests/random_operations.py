"""Random operations: valid GraphQL, made from the schema and from values that stand in the tables.

    >>> generator = Generator(GRAPHQL_SCHEMA, walk)
    >>> generator.operation(17)                               # always the same
    >>> await generator.shrink(operation, fails)              # the smallest that still fails

An operation is written from left to right as text, so that a failing one can be pasted into GraphiQL. Every choice is a
number of which 0 means the plainest; shrinking replays the choices with some left out or made smaller. (Hypothesis does
the same, but half of its hundred examples repeat each other in all but a word, and it cannot await.)
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    parse,
    validate,
)

from tests.walk import COUNTED, Walk

MAX_DEPTH = 6
"""Fields inside fields."""
MAX_FILTER_DEPTH = 3
"""Conditions inside conditions."""
MAX_FIELDS = 14
"""Fields of one operation, about; planning a longer one takes Neo4j seconds."""
MAX_ROWS = 250
"""Objects expected at one level; wider lists are limited."""
MISSING = "없는 것"
"""A text that stands nowhere."""
LAST_SAFE = "\ud7ff"
"""Neo4j (5.26) compares stored text with a parameter by UTF-16 units, not by code point as the contract says; beyond
this character the two differ. Sorting is right."""
NO_NODES = (
    *(MISSING, "task:없는/것", "project:", "yearlyTarget:seoul/1/1/2020", "sdgLink:task:seoul/1/sdg:3"),
    *("rule:early/1", "budget:seoul/water/1", "postCount:seoul/health/1", "citation:pledge:early/1-1-1/1"),
)
"""Ids that are none, or those of what is served without its id."""
LIMITS = {1: 15, 2: 25, 3: 25, 5: 20, 0: 5, 2**31 - 1: 10}
OFFSETS = {1: 50, 2: 20, 0: 15, 4: 10, 2**31 - 1: 5}
OPERATORS = {
    "ne": 4,
    "eq": 2,
    "in": 3,
    "gt": 3,
    "lt": 3,
    "gte": 2,
    "lte": 2,
    "contains": 4,
    "startsWith": 2,
    "endsWith": 2,
    "isNull": 4,
    "has": 4,
    "isEmpty": 2,
}
"""How often each operator is taken: those that match some but not all of a list find more."""

QUESTIONS = ("duplicates", "duplicateGroups", "decisions", "orphans", "counts")
"""The root fields that say something about entries; there are few, so they are taken more often than their number."""
ALIKE = ("similar", "sameMeasure")
"""What is said of one entry."""
SCORES = (0, 0.3, 0.5, 1, 1.5, -1)
"""Least scores to ask for, beside those that stand in the tables."""

T = TypeVar("T")
Composite = GraphQLObjectType | GraphQLInterfaceType
InputType = Any
"""A GraphQL input type, wrapped or not: graphql-core's own union does not survive unwrapping under mypy."""


@dataclass(frozen=True)
class RandomOperation:
    """An operation as a client sends it, once or twice with other variables, and the choices that made it."""

    text: str
    variables: tuple[dict[str, Any], ...]
    operation_name: str | None
    choices: tuple[int, ...]

    def __str__(self) -> str:
        variables = " then ".join(json.dumps(values, ensure_ascii=False) for values in self.variables)
        name = f"\n# operationName: {self.operation_name}" if self.operation_name else ""
        return f"{self.text}\n# variables: {variables}{name}"


@dataclass(frozen=True)
class Variable:
    """A variable in the place of a value."""

    name: str


@dataclass(frozen=True)
class Fragment:
    """A named fragment that may be spread again: its type, how deep it nests, for how many objects it was made."""

    name: str
    type: Composite
    height: int
    rows: float


@dataclass
class Known:
    """What the writers of all operations share: the schema, and what the tables hold, looked up once."""

    schema: GraphQLSchema
    walk: Walk
    _values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    _sizes: dict[tuple[str, str], float] = field(default_factory=dict)

    def values(self, type_name: str, field_name: str) -> list[Any]:
        """Return what stands in a field of a type."""
        key = (type_name, field_name)
        if key not in self._values:
            self._values[key] = self.walk.values(type_name, field_name)
        return self._values[key]

    def size(self, type_name: str, field_name: str) -> float:
        """Return how long a list is on average."""
        if type_name.endswith("Connection"):
            return 1
        key = (type_name, field_name.removesuffix("Connection"))
        if key not in self._sizes:
            sizes = self.walk.sizes(*key)
            self._sizes[key] = sum(sizes) / len(sizes) if sizes else 0
        return self._sizes[key]

    def members(self, type_: Composite) -> list[GraphQLObjectType]:
        """Return the object types that a value of a type may have."""
        if isinstance(type_, GraphQLObjectType):
            return [type_]
        return list(self.schema.get_possible_types(type_))

    def fields(self, type_: Composite) -> list[tuple[str, GraphQLField]]:
        """Return the fields of a type that the walk answers."""
        return [
            (name, definition)
            for name, definition in type_.fields.items()
            if all(self.walk.answers(member.name, name) for member in self.members(type_))
        ]

    def records(self, fields: Sequence[tuple[str, GraphQLField]]) -> list[tuple[str, GraphQLField]]:
        """Return those fields that lead to what is served without its id, which no root field lists."""
        targets = [(pair, get_named_type(pair[1].type)) for pair in fields]
        return [pair for pair, target in targets if isinstance(target, GraphQLObjectType) and "id" not in target.fields]

    def optional(self, type_name: str, names: Sequence[str]) -> list[str]:
        """Return those properties of a type that may be null."""
        return [name for name in names if not isinstance(self.definition(type_name, name).type, GraphQLNonNull)]

    def enumerated(self, type_name: str, names: Sequence[str]) -> list[str]:
        """Return those properties of a type that are members of an enumeration."""
        return [
            name for name in names if isinstance(get_named_type(self.definition(type_name, name).type), GraphQLEnumType)
        ]

    def definition(self, type_name: str, field_name: str) -> GraphQLField:
        """Return a field of an object type or an interface."""
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        definition: GraphQLField = type_.fields[field_name]
        return definition

    def conditions(self, type_: Composite) -> list[Composite]:
        """Return the type conditions that a fragment may have where a value of a type stands: not its own type."""
        mine = {member.name for member in self.members(type_)}
        composites = [
            t for t in self.schema.type_map.values() if isinstance(t, GraphQLObjectType | GraphQLInterfaceType)
        ]
        return [
            t
            for t in composites
            if t is not type_ and not t.name.startswith("__") and mine & {member.name for member in self.members(t)}
        ]


class Choices:
    """Whole numbers, one after the other: random ones, or those of an earlier run, and then zeros."""

    def __init__(self, source: Iterator[int]) -> None:
        self.source = source
        self.taken: list[int] = []

    @classmethod
    def seeded(cls, seed: int) -> Choices:
        """Return random choices, the same for the same seed."""
        source = random.Random(seed)
        return cls(iter(lambda: source.getrandbits(32), -1))

    def below(self, count: int) -> int:
        """Return a number from 0 to below a count."""
        choice = next(self.source, 0) % count
        self.taken.append(choice)
        return choice


class Generator:
    """Makes operations for a schema that a walk can answer, with values from the walk's tables."""

    def __init__(self, schema: GraphQLSchema, walk: Walk) -> None:
        self.known = Known(schema, walk)

    def operation(self, seed: int) -> RandomOperation:
        """Return the operation of a number."""
        return Writer(self.known, Choices.seeded(seed)).operation()

    async def shrink(
        self, operation: RandomOperation, fails: Callable[[RandomOperation], Awaitable[bool]], attempts: int = 400
    ) -> RandomOperation:
        """Return the smallest operation found that still fails, after at most so many attempts."""
        progress = True
        while progress:
            progress = False
            for choices in simpler(operation.choices):
                if (attempts := attempts - 1) < 0:
                    return operation
                candidate = Writer(self.known, Choices(iter(choices))).operation()
                if simplicity(candidate) < simplicity(operation) and await fails(candidate):
                    operation, progress = candidate, True
                    break
        return operation


def simplicity(operation: RandomOperation) -> tuple[int, tuple[int, ...]]:
    """Return what makes one operation simpler than another: fewer choices, then smaller ones."""
    return (len(operation.choices), operation.choices)


def simpler(choices: Sequence[int]) -> Iterator[list[int]]:
    """Yield choices with some left out, from many to few, then with some made zero, then with one made smaller."""
    size = len(choices) // 2
    while size:
        for start in range(0, len(choices), size):
            yield [*choices[:start], *choices[start + size :]]
        size //= 2
    for start, choice in enumerate(choices):
        for smaller in {0, choice // 2, choice - 1}:
            if 0 <= smaller < choice:
                yield [*choices[:start], smaller, *choices[start + 1 :]]


@dataclass
class Writer:
    """Writes one operation."""

    known: Known
    choices: Choices
    fields_left: int = MAX_FIELDS
    names: int = 0
    within_variable: bool = False
    definitions: list[str] = field(default_factory=list)
    variables: tuple[dict[str, Any], ...] = ({},)
    by_type: dict[str, list[str]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    spreadable: list[Fragment] = field(default_factory=list)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)

    # Choices.

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        return self.choices.below(100) >= 100 - percent

    def number(self, least: int, most: int) -> int:
        """Return a whole number between two, both included."""
        return least + self.choices.below(most - least + 1)

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of several."""
        return options[self.number(0, len(options) - 1)]

    def one_of_some(self, options: Sequence[T], preferred: Sequence[T], percent: int) -> T:
        """Return one of several, in so many of a hundred cases one of those that are preferred, if there are any."""
        return self.one_of(preferred if preferred and self.chance(percent) else options)

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one of several, each as often as its weight says; the first is the plainest."""
        number = self.number(0, sum(weights.values()) - 1)
        for name, weight in weights.items():
            if number < weight:
                return name
            number -= weight
        raise AssertionError

    def new_name(self, prefix: str) -> str:
        """Return a name that stands nowhere else in the operation."""
        self.names += 1
        return f"{prefix}{self.names}"

    # The operation.

    def operation(self) -> RandomOperation:
        """Write a whole document, and check that it is valid."""
        query = self.known.schema.query_type
        assert query is not None
        self.variables = ({}, {}) if self.chance(30) else ({},)
        body = self.selections(query, 1, 1)
        named = self.chance(20) or bool(self.definitions)
        other = self.chance(5)
        head = "query Q" if named or other else "query"
        if self.definitions:
            head += f"({', '.join(self.definitions)})"
        texts = [f"{head} {body}" if head != "query" else body, *self.fragments]
        if other:
            texts.append("query Other { __typename }")
        text = "\n".join(texts)
        errors = validate(self.known.schema, parse(text))
        assert not errors, f"{text}\n{errors}"
        variables = self.variables if self.definitions else ({},)
        return RandomOperation(text, variables, "Q" if other else None, tuple(self.choices.taken))

    # Selections.

    def selections(self, type_: Composite, depth: int, rows: float) -> str:
        """Write a selection set; depth: of its fields; rows: how many objects are expected to have it."""
        first = self.selected_field(type_, depth, rows)
        count = self.number(0, 3 if depth < 3 else 2)
        return "{ " + " ".join([first, *(self.selection(type_, depth, rows) for _ in range(count))]) + " }"

    def selection(self, type_: Composite, depth: int, rows: float) -> str:
        """Write a field or a fragment."""
        interface = isinstance(type_, GraphQLInterfaceType)
        kind = self.weighted(
            {"field": 70, "typename": 8, "inline": 45 if interface else 8, "spread": 25 if interface else 10}
        )
        if kind == "typename":
            return self.aliased("__typename", "", "String!") + self.directives()
        if kind == "inline":
            return self.inline(type_, depth, rows)
        if kind == "spread":
            return self.spread(type_, depth, rows)
        return self.selected_field(type_, depth, rows)

    def condition(self, type_: Composite) -> Composite:
        """Choose the type condition of a fragment."""
        others = self.known.conditions(type_)
        return self.one_of(others) if others and self.chance(80) else type_

    def inline(self, type_: Composite, depth: int, rows: float) -> str:
        """Write an inline fragment."""
        condition = self.condition(type_)
        head = "..." if condition is type_ and self.chance(50) else f"... on {condition.name}"
        return f"{head}{self.directives()} {self.selections(condition, depth, rows)}"

    def spread(self, type_: Composite, depth: int, rows: float) -> str:
        """Write the spread of a fragment, a known or a new one."""
        mine = {member.name for member in self.known.members(type_)}
        fitting = [
            fragment.name
            for fragment in self.spreadable
            if depth + fragment.height - 1 <= MAX_DEPTH
            and rows <= fragment.rows
            and mine & {member.name for member in self.known.members(fragment.type)}
        ]
        if fitting and self.chance(50):
            return f"...{self.one_of(fitting)}{self.directives()}"
        condition = self.condition(type_)
        name = self.new_name("F")
        body = self.selections(condition, depth, rows)
        self.fragments.append(f"fragment {name} on {condition.name} {body}")
        inner = max((f.height for f in self.spreadable if f"...{f.name} " in body), default=0)
        self.spreadable.append(Fragment(name, condition, nesting(body) + inner, rows))
        return f"...{name}{self.directives()}"

    def selected_field(self, type_: Composite, depth: int, rows: float) -> str:
        """Write a field, with what is selected below it."""
        self.fields_left -= 1
        root = type_ is self.known.schema.query_type
        fields = self.known.fields(type_)
        leaves = [pair for pair in fields if is_leaf_type(get_named_type(pair[1].type))]
        connections = [pair for pair in fields if pair[0].endswith("Connection")]
        others = [pair for pair in fields if pair not in leaves and pair not in connections]
        composites = connections if connections and self.chance(15) else others
        deeper = depth < MAX_DEPTH and self.fields_left > 0
        if composites and (not leaves or (deeper and self.chance(60))):
            rare = [pair for pair in composites if pair[0] in QUESTIONS] if root else self.known.records(composites)
            rare += [pair for pair in composites if pair[0] in ALIKE]
            name, definition = self.one_of_some(composites, rare, 20)
        elif leaves:
            name, definition = self.one_of(leaves)
        else:
            return self.aliased("__typename", "", "String!")
        target = get_named_type(definition.type)
        required = [name for name, argument in definition.args.items() if isinstance(argument.type, GraphQLNonNull)]
        if name == "counts":
            arguments = self.counts(definition)
        elif required:
            arguments = self.lookup(target.name, definition)
        else:
            arguments, rows = self.list_arguments(type_, name, definition, rows)
        text = self.aliased(name, arguments, str(definition.type))
        text += self.directives() if not root else ""
        if isinstance(target, GraphQLObjectType | GraphQLInterfaceType):
            text += " " + self.selections(target, depth + 1, rows)
        return text

    def aliased(self, name: str, arguments: str, type_: str) -> str:
        """Write a field under a response key that means the same wherever it stands in the operation."""
        meaning = (name, arguments, type_)
        key = name
        if self.chance(15):
            key = self.one_of(["id", "title", "name", "class", "row", "projects"])
        if self.keys.setdefault(key, meaning) != meaning:
            key = self.new_name("a")
            self.keys[key] = meaning
        return f"{name}{arguments}" if key == name else f"{key}: {name}{arguments}"

    def directives(self) -> str:
        """Write @skip and @include, mostly none."""
        if not self.chance(10):
            return ""
        name = self.one_of(["include", "skip"])
        condition = GraphQLNonNull(GraphQLBoolean)
        value = self.argument(condition, lambda: self.chance(50) != (name == "include"))
        return f" @{name}(if: {literal(value, condition)})"

    # Arguments.

    def list_arguments(self, type_: Composite, name: str, definition: GraphQLField, rows: float) -> tuple[str, float]:
        """Write the arguments of a list or a count, and say how many objects to expect."""
        arguments = definition.args
        target = get_named_type(definition.type)
        listed = is_list_type(get_nullable_type(definition.type)) and not is_leaf_type(target)
        written: dict[str, Any] = {}
        if "where" in arguments and self.chance(60):
            written["where"] = self.argument(arguments["where"].type, lambda: self.where(arguments["where"].type))
        if "orderBy" in arguments and self.chance(45):
            written["orderBy"] = self.argument(
                arguments["orderBy"].type, lambda: self.orders(arguments["orderBy"].type)
            )
        for extra in ("source", "severity", "code"):
            if extra in arguments and self.chance(15):
                written[extra] = self.argument(arguments[extra].type, partial(self.extra, arguments[extra], extra))
        for extra in ("kind", "scope", "minScore", "reasons"):
            if extra in arguments and self.chance(40):
                written[extra] = self.argument(arguments[extra].type, partial(self.about, extra, arguments[extra].type))
        size = "first" if "first" in arguments else "limit"
        if listed or "first" in arguments:
            expected = max(self.known.size(type_.name, name), 0.1)
            if rows * expected > MAX_ROWS and size in arguments:
                expected = written[size] = self.number(1, 3)
            rows *= expected
        if size in arguments and size not in written and self.chance(35):
            written[size] = self.argument(arguments[size].type, lambda: self.weighted(LIMITS))
        if "offset" in arguments and self.chance(30):
            written["offset"] = self.argument(arguments["offset"].type, lambda: self.weighted(OFFSETS))
        return self.written(written, arguments), rows

    def written(self, values: Mapping[str, Any], arguments: Mapping[str, GraphQLArgument]) -> str:
        """Write arguments in any order."""
        if not values:
            return ""
        names = list(values)
        if self.chance(20):
            names.reverse()
        return "(" + ", ".join(f"{name}: {literal(values[name], arguments[name].type)}" for name in names) + ")"

    def extra(self, argument: GraphQLArgument, name: str) -> Any:
        """Return the value of an argument of findings."""
        if name == "source":
            return self.operand("Document", "id", argument.type)
        return self.operand("Finding", name, argument.type)

    def about(self, name: str, type_: InputType) -> Any:
        """Return the value of an argument that says which judgements are meant."""
        if name == "minScore":
            return self.one_of(SCORES) if self.chance(40) else self.operand("Similarity", "score", type_)
        if name == "reasons":
            return self.single([self.operand("Orphan", "reason", type_) for _ in range(self.one_of([1, 2, 3, 5, 0]))])
        return self.operand("Similarity", name, type_)

    def counts(self, definition: GraphQLField) -> str:
        """Write what to count by one or two dimensions: mostly supported ones, rarely none or three."""
        arguments = definition.args
        countable = self.one_of(list(COUNTED))
        supported = list(COUNTED[countable][1])
        dimension: Any = get_named_type(arguments["by"].type)
        every = list(dimension.values)

        def one() -> Any:
            return self.one_of(every) if self.chance(3) else self.one_of(supported)

        def several() -> Any:
            number = self.weighted({1: 44, 2: 50, 0: 3, 3: 3})
            return self.single([self.argument(GraphQLNonNull(dimension), one) for _ in range(number)])

        written = {
            "of": self.argument(arguments["of"].type, lambda: countable),
            "by": self.argument(arguments["by"].type, several),
        }
        return self.written(written, arguments)

    def lookup(self, target: str, definition: GraphQLField) -> str:
        """Write the arguments of a root field that looks a node up: one that is there, or ambiguous, or missing."""
        written: dict[str, Any] = {}
        for name, argument in definition.args.items():
            if isinstance(argument.type, GraphQLNonNull) or self.chance(60):
                written[name] = self.argument(argument.type, partial(self.sought, target, name, argument.type))
        return self.written(written, definition.args)

    def sought(self, target: str, name: str, type_: InputType) -> Any:
        """Return what an argument of a lookup asks for."""
        if name in ("plan", "city"):
            return self.operand(name.capitalize(), "id", type_)
        if target == "Node":
            ids = [self.one_of(NO_NODES) if self.chance(15) else self.operand("Node", "id", type_) for _ in range(4)]
            return ids[: self.number(0, 4)] if name == "ids" else ids[0]
        return self.operand(target, self.one_of(["name", "aliases"]) if name == "name" else name, type_)

    def argument(self, type_: InputType, make: Callable[[], Any], *, null: bool = True) -> Any:
        """Return a value, or a variable that has it; null: where null is allowed, it may be null or absent."""
        nullable = null and not isinstance(type_, GraphQLNonNull)
        if self.within_variable or not self.chance(20):
            return None if nullable and self.chance(4) else make()
        return self.variable(type_, make, nullable=nullable)

    def variable(self, type_: InputType, make: Callable[[], Any], *, nullable: bool) -> Variable:
        """Declare a variable, or use one that is declared."""
        inner = get_nullable_type(type_)
        declared = f"{inner}" if nullable else f"{inner}!"
        if self.by_type.get(declared) and self.chance(30):
            return Variable(self.one_of(self.by_type[declared]))
        name = self.new_name("v")
        self.by_type.setdefault(declared, []).append(name)
        self.within_variable = True
        default = self.chance(15)
        self.definitions.append(f"${name}: {declared}" + (f" = {literal(make(), type_)}" if default else ""))
        for values in self.variables:
            kind = self.weighted(
                {"given": 75, "absent": 10 if nullable or default else 0, "null": 10 if nullable else 0}
            )
            if kind != "absent":
                values[name] = make() if kind == "given" else None
        self.within_variable = False
        return Variable(name)

    # Filters.

    def where(self, type_: InputType, depth: int = 1) -> dict[str, Any]:
        """Return a Where: mostly one condition or two."""
        where = get_named_type(type_)
        assert isinstance(where, GraphQLInputObjectType)
        result: dict[str, Any] = {}
        for _ in range(self.one_of([1, 1, 1, 2, 2, 0, 3])):
            name, make = self.condition_on(where, depth)
            if name not in result:
                result[name] = self.argument(where.fields[name].type, make)
        return result

    def condition_on(self, where: GraphQLInputObjectType, depth: int) -> tuple[str, Callable[[], Any]]:
        """Return one field of a Where, and what makes its value."""
        names = [name for name in where.fields if name not in ("and", "or", "not")]
        scalars = [name for name in names if get_named_type(where.fields[name].type).name.endswith("Filter")]
        related = [name for name in names if name not in scalars]
        kinds = {"scalar": 30}
        if depth < MAX_FILTER_DEPTH:
            kinds |= {"related": 30 if related else 0, "not": 16, "or": 8, "and": 8}
        kind = self.weighted(kinds)
        if kind == "scalar":
            optional = self.known.optional(where.name.removesuffix("Where"), scalars)
            name = self.one_of_some(scalars, optional, 40)
        else:
            name = self.one_of(related) if kind == "related" else kind
        inner = get_named_type(where.fields[name].type)
        assert isinstance(inner, GraphQLInputObjectType)

        def make() -> Any:
            if kind == "scalar":
                return self.filter(where.name.removesuffix("Where"), name, inner)
            if kind in ("and", "or"):
                return [self.where(inner, depth + 1) for _ in range(self.one_of([2, 1, 0, 3]))]
            if inner.name.endswith("ListWhere"):
                quantifiers = {
                    self.one_of(["some", "none", "all"]): None for _ in range(self.one_of([1, 1, 1, 1, 2, 0]))
                }
                return {
                    q: self.argument(inner.fields[q].type, lambda: self.where(get_where(inner), depth + 1))
                    for q in quantifiers
                }
            return self.where(inner, depth + 1)

        return name, make

    def filter(self, type_name: str, field_name: str, filter_: GraphQLInputObjectType) -> dict[str, Any]:
        """Return the filter of a property: one operator, sometimes two."""
        result: dict[str, Any] = {}
        for _ in range(self.one_of([1, 1, 1, 1, 2, 0])):
            operator = self.weighted({name: weight for name, weight in OPERATORS.items() if name in filter_.fields})
            if operator in result:
                continue
            type_ = filter_.fields[operator].type
            result[operator] = self.argument(type_, partial(self.compared, type_name, field_name, operator, type_))
        return result

    def compared(self, type_name: str, field_name: str, operator: str, type_: InputType) -> Any:
        """Return what a property is compared with."""
        if operator in ("isNull", "isEmpty"):
            return not self.chance(50)
        if operator == "in":
            values = [self.operand(type_name, field_name, type_) for _ in range(self.one_of([2, 1, 0, 4]))]
            return self.single(values)
        value = self.operand(type_name, field_name, type_)
        if operator in ("gt", "gte", "lt", "lte") and isinstance(value, str) and max(value, default="") > LAST_SAFE:
            return MISSING
        if operator in ("contains", "startsWith", "endsWith") and value:
            size = self.number(0, 2)
            start = 0 if operator == "startsWith" else self.number(0, len(value) - 1)
            return value[-size or len(value) :] if operator == "endsWith" else value[start : start + size]
        return value

    def operand(self, type_name: str, field_name: str, type_: InputType) -> Any:
        """Return a value of a property that stands in the tables, or sometimes another one."""
        scalar: Any = get_named_type(type_)
        if isinstance(scalar, GraphQLEnumType):
            return self.one_of(list(scalar.values))
        values = self.known.values(type_name, field_name)
        if not values or self.chance(6):
            strange = {"Int": self.number(-1, 3), "Float": 0.5, "Boolean": False, "Date": "2020-12-01"}
            return strange.get(scalar.name, MISSING)
        value = self.one_of(values)
        if isinstance(value, str) and self.chance(3):
            return unicodedata.normalize("NFD", value)
        return value

    def single(self, values: list[Any]) -> Any:
        """Return a list, or sometimes the one value in it, which GraphQL takes for the list."""
        return values[0] if len(values) == 1 and not isinstance(values[0], Variable) and self.chance(20) else values

    # Orders.

    def orders(self, type_: InputType) -> Any:
        """Return an orderBy: mostly one key."""
        inner = get_named_type(type_)
        assert isinstance(inner, GraphQLInputObjectType)
        orders = [
            self.argument(GraphQLNonNull(inner), lambda: self.order(inner)) for _ in range(self.one_of([1, 1, 2, 0, 3]))
        ]
        return self.single(orders)

    def order(self, type_: GraphQLInputObjectType, depth: int = 1) -> dict[str, Any]:
        """Return one key of an order, through relations to one at most three deep."""
        scalars = [
            name for name, definition in type_.fields.items() if is_leaf_type(get_nullable_type(definition.type))
        ]
        related = [name for name in type_.fields if name not in scalars]
        enumerated = self.known.enumerated(type_.name.removesuffix("Order"), scalars)
        through = related and (not scalars or (depth < 3 and self.chance(40)))
        name = self.one_of(related) if through else self.one_of_some(scalars, enumerated, 50)
        inner = get_nullable_type(type_.fields[name].type)
        if isinstance(inner, GraphQLInputObjectType):
            return {name: self.argument(GraphQLNonNull(inner), lambda: self.order(inner, depth + 1))}
        return {name: self.argument(GraphQLNonNull(inner), lambda: self.one_of(["ASC", "DESC"]))}


def get_where(list_where: GraphQLInputObjectType) -> GraphQLInputObjectType:
    """Return the Where of the list's members."""
    where = get_named_type(list_where.fields["some"].type)
    assert isinstance(where, GraphQLInputObjectType)
    return where


def nesting(selections: str) -> int:
    """Return how deep a selection set nests fields; inline fragments and input objects count too, to be safe."""
    depth = deepest = 0
    for letter in selections:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        deepest = max(deepest, depth)
    return deepest


def literal(value: Any, type_: InputType) -> str:
    """Write a value as GraphQL."""
    if isinstance(value, Variable):
        return f"${value.name}"
    if value is None:
        return "null"
    type_ = get_nullable_type(type_)
    if isinstance(type_, GraphQLList):
        if isinstance(value, list):
            return "[" + ", ".join(literal(item, type_.of_type) for item in value) + "]"
        return literal(value, type_.of_type)
    if isinstance(type_, GraphQLInputObjectType):
        return (
            "{" + ", ".join(f"{name}: {literal(inner, type_.fields[name].type)}" for name, inner in value.items()) + "}"
        )
    return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)
