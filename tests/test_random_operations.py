"""Random operations give what the walk over the tables gives, in one statement, on both databases.

The normal run asks a hundred of each database, half of them of the real tables and half of small ones that are full of
ties, nulls and ambiguous names; `make test-long` asks five hundred others. An operation that fails is shrunk first.
"""

from __future__ import annotations

import ast
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from graphql import GraphQLObjectType, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit

import schema.compiler
import schema.execution
import schema.predicates
from graph.declaration import Kind
from graph.model import MODEL
from schema.cypher import Fragment, cypher
from schema.predicates import Predicates, sort_expression
from schema.query import GRAPHQL_SCHEMA
from tests.random_operations import Generator, RandomOperation
from tests.served import TESTS, Served, Tables, executor_of
from tests.small_tables import linked_tables
from tests.walk import TYPES, Walk

SEEDS = [pytest.param(range(50), id="50"), pytest.param(range(50, 300), id="250", marks=pytest.mark.long)]


@pytest.fixture(scope="session")
def walk_of_real_tables(real_tables: Tables) -> Walk:
    return Walk(real_tables)


@pytest.fixture(scope="session")
def walk_of_small_tables() -> Walk:
    return Walk(linked_tables())


# Agreement.


def first_difference(actual: Any, expected: Any, path: str = "data") -> str | None:
    """Return where two JSON values first differ and how, the fields of objects compared in their order."""
    if isinstance(actual, dict) and isinstance(expected, dict) and list(actual) == list(expected):
        found = [first_difference(actual[key], expected[key], f"{path}.{key}") for key in actual]
    elif isinstance(actual, list) and isinstance(expected, list) and len(actual) == len(expected):
        found = [first_difference(*pair, f"{path}[{n}]") for n, pair in enumerate(zip(actual, expected, strict=True))]
    else:
        return None if actual == expected else f"{path}: {actual}\nexpected: {expected}"
    return next((difference for difference in found if difference), None)


def outline(response: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what must be equal of the errors of two responses."""
    errors = response.get("errors", [])
    return [(e.get("path"), e["extensions"]["code"], e["extensions"].get("ids")) for e in errors]


async def difference(served: Served, walk: Walk, operation: RandomOperation) -> str | None:
    """Return how the service's answers differ from the walk's, None where they are equal; a fault is a difference."""
    for variables in operation.variables:
        expected = walk.execute(operation.text, variables, operation.operation_name, schema=GRAPHQL_SCHEMA)
        try:
            with served.database.recording() as statements:
                answer = await served.executor.execute(operation.text, variables, operation.operation_name)
        except Exception:
            return f"{traceback.format_exc()}\nvariables: {variables}"
        response = orjson.loads(answer.body)
        if outline(response) != outline(expected):
            return f"errors: {response.get('errors')}\nexpected: {expected.get('errors')}"
        different = first_difference(response["data"], expected["data"])
        if different is not None:
            return f"{different}\nvariables: {variables}\n{statements}"
        if len(statements) != 1:
            return f"{len(statements)} statements"
    return None


async def check(served: Served, walk: Walk, seeds: Iterable[int]) -> None:
    """Ask one operation after the other; the first that differs is shrunk, and fails the test."""
    generator = Generator(GRAPHQL_SCHEMA, walk)

    async def differs(operation: RandomOperation) -> bool:
        return await difference(served, walk, operation) is not None

    for seed in seeds:
        operation = generator.operation(seed)
        if await differs(operation):
            operation = await generator.shrink(operation, differs)
            pytest.fail(f"operation {seed}:\n{operation}\n{await difference(served, walk, operation)}", pytrace=False)


@pytest.mark.parametrize("seeds", SEEDS)
async def test_operations_on_the_real_tables(served: Served, walk_of_real_tables: Walk, seeds: range) -> None:
    await check(served, walk_of_real_tables, seeds)


@pytest.mark.parametrize("seeds", SEEDS)
async def test_operations_on_the_small_tables(served_small: Served, walk_of_small_tables: Walk, seeds: range) -> None:
    await check(served_small, walk_of_small_tables, seeds)


# The yardstick itself.

MEASURES = ("Indicator", "ScorecardIndicator", "JointIndicator", "HeadlineIndicator")
UNANSWERED = {
    "Query": {"duplicates", "duplicateGroups", "decisions", "orphans", "counts", "search", "path"},
    **{item: {"similar"} for item in MODEL.types["PlanItem"].members},
    **{measure: {"sameMeasure"} for measure in MEASURES},
    "Dataset": {"version", "loadedAt", "counts"},
    "PageInfo": {"startCursor", "endCursor"},
}
"""What the walk leaves to other tests: cursors, judgements, and questions that have tests of their own."""


def test_the_walk_answers_every_other_field(walk_of_small_tables: Walk) -> None:
    types = [GRAPHQL_SCHEMA.type_map[name] for name in ("Query", "PageInfo", *TYPES)]
    unanswered: dict[str, set[str]] = {}
    for type_ in types:
        assert isinstance(type_, GraphQLObjectType)
        for name in type_.fields:
            if not walk_of_small_tables.answers(type_.name, name):
                unanswered.setdefault(type_.name, set()).add(name)
    assert unanswered == UNANSWERED


def test_the_walk_has_every_type_of_the_model() -> None:
    assert set(TYPES) - {"Dataset"} == {
        entity.name for entity in MODEL.types.values() if entity.kind is not Kind.INTERFACE
    }


def test_the_walk_imports_nothing_of_what_it_checks() -> None:
    tree = ast.parse((TESTS / "walk.py").read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {module.split(".")[0] for module in modules} & {"schema", "graph", "loaders", "strawberry"} == set()


FEATURES = """
    fragment|... on |... {|...F|@include|@skip|__typename|query Other|Boolean!|= {
    where: |orderBy: |limit: |offset: |first: |: null|limit: 2147483647|offset: 2147483647|limit: 0
    and: []|or: []|in: []|not: {|some: |none: |all: |isNull: |isEmpty: |has: |contains: |gte: |some: {}
    Connection|totalCount|hasNextPage|Count|sourceCount|department(|goal(|node(|nodes(|sdgLinks|contributions
    pledge(|contractor(|bureau(|... on PlanItem|... on Organization|... on Cited|successors|projectCount
"""


def test_the_operations_use_every_feature(walk_of_small_tables: Walk) -> None:
    generator = Generator(GRAPHQL_SCHEMA, walk_of_small_tables)
    operations = [generator.operation(seed) for seed in range(200)]
    texts = " ".join(operation.text for operation in operations)
    words = [word for line in FEATURES.strip().splitlines() for word in line.lstrip().split("|")]
    assert [word for word in words if word not in texts] == []
    assert len({operation.text for operation in operations}) > 190


class Reached(Visitor):
    """Collects the types of which documents select fields, and those to which they apply conditions."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.selected: set[str] = set()
        self.filtered: set[str] = set()

    def enter_field(self, *_: object) -> None:
        parent = self.types.get_parent_type()
        self.selected |= {parent.name} if parent else set()

    def enter_object_field(self, *_: object) -> None:
        parent = get_named_type(self.types.get_parent_input_type())
        self.filtered |= {parent.name.removesuffix("Where")} if parent else set()


def test_the_operations_reach_every_type_and_filter_every_type(walk_of_small_tables: Walk) -> None:
    generator = Generator(GRAPHQL_SCHEMA, walk_of_small_tables)
    types = TypeInfo(GRAPHQL_SCHEMA)
    reached = Reached(types)
    for seed in range(300):
        visit(parse(generator.operation(seed).text), TypeInfoVisitor(types, reached))
    assert set(MODEL.types) - reached.selected == set()
    assert set(MODEL.types) - reached.filtered == {"Cited", "Citation"}, "no filter leads to these"


# Planted errors.


def not_without_coalesce(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema.predicates, "_negate", lambda condition: cypher("NOT (", condition, ")"))


def nulls_first_when_descending(patch: pytest.MonkeyPatch) -> None:
    def order(self: Predicates, place: Any, orders: list[Any]) -> list[str]:
        return [" ".join(self._order_key(place, order)) for order in orders]

    patch.setattr(Predicates, "order", order)


def offset_ignored(patch: pytest.MonkeyPatch) -> None:
    pages: Any = schema.compiler.PAGE
    patch.setitem(pages, "offset", lambda _value: 0)


def label_missing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema.predicates, "far_label", lambda _relation: "")


def all_taken_for_some(patch: pytest.MonkeyPatch) -> None:
    def all_match(self: Predicates, *arguments: Any) -> list[Fragment]:
        return [self._exists(*arguments)]

    patch.setattr(Predicates, "_all_match", all_match)


def repeated_nodes_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(type(MODEL), "repeats", lambda _self, _relation: False)


def enumerations_sorted_as_text(patch: pytest.MonkeyPatch) -> None:
    assert sort_expression is schema.predicates.sort_expression
    patch.setattr(schema.predicates, "sort_expression", lambda expression, _prop: expression)


def variables_of_other_shapes_mixed_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema.execution, "shape_of", lambda _values: "")


def sdgs_declared_to_show_another_title(patch: pytest.MonkeyPatch) -> None:
    types: Any = MODEL.types
    for name in ("SDG", "SDGTarget"):
        patch.setitem(types, name, replace(types[name], display="title_en"))


PLANTED: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    not_without_coalesce,
    nulls_first_when_descending,
    offset_ignored,
    label_missing,
    all_taken_for_some,
    repeated_nodes_kept,
    enumerations_sorted_as_text,
    variables_of_other_shapes_mixed_up,
    sdgs_declared_to_show_another_title,
)


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
async def test_a_planted_error_is_found(
    served_small: Served,
    walk_of_small_tables: Walk,
    plant: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    served = replace(served_small, executor=executor_of(served_small.database))
    generator = Generator(GRAPHQL_SCHEMA, walk_of_small_tables)
    for seed in range(100):
        if await difference(served, walk_of_small_tables, generator.operation(seed)) is not None:
            return
    pytest.fail("no operation finds it")
