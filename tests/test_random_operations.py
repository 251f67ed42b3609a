"""Random operations give what the walk over the tables gives, in one statement, on both databases.

The normal run asks a hundred of each database, half of them of the real tables and half of small ones that are full of
ties, nulls and ambiguous names; `make test-long` asks five hundred others. An operation that fails is shrunk first.
"""

from __future__ import annotations

import ast
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit

import schema.compiler
import schema.counting
import schema.execution
import schema.predicates
import schema.similarity
from graph.database import open_database
from graph.declaration import Kind
from graph.model import MODEL
from schema.cypher import Fragment, cypher
from schema.predicates import Predicates, sort_expression
from schema.query import GRAPHQL_SCHEMA
from tests.databases import settings_with
from tests.random_operations import Generator, RandomOperation
from tests.served import TESTS, Served, Tables, executor_of, load_tables
from tests.small_tables import linked_tables, small_decisions
from tests.walk import COUNTED, JUDGED, LACKS, LEAST_SCORE, TYPES, Measure, PlanItem, Thing, Walk

SEEDS = [pytest.param(range(50), id="50"), pytest.param(range(50, 300), id="250", marks=pytest.mark.long)]


@pytest.fixture(scope="session")
def walk_of_real_tables(real_tables: Tables) -> Walk:
    return Walk(real_tables)


@pytest.fixture(scope="session")
def walk_of_small_tables() -> Walk:
    return Walk(linked_tables(), small_decisions())


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


def to_be_named(expected: dict[str, Any]) -> Iterable[str]:
    """Return the words that the message of an error must hold."""
    return expected["errors"][0].get("named", ()) if "errors" in expected else ()


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
        unnamed = [name for name in to_be_named(expected) if name not in response["errors"][0]["message"]]
        if unnamed:
            return f"errors: {response['errors']}\nnot named: {unnamed}"
        different = first_difference(response.get("data"), expected.get("data"))
        if different is not None:
            return f"{different}\nvariables: {variables}\n{statements}"
        if len(statements) != ("data" in expected):
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


# What chance meets too rarely.


async def agrees(served: Served, walk: Walk, text: str) -> None:
    """Check that an operation gives what the walk gives."""
    assert await difference(served, walk, RandomOperation(text, ({},), None, ())) is None, text


@pytest.mark.parametrize("countable", COUNTED)
async def test_counts_by_every_dimension(served_small: Served, walk_of_small_tables: Walk, countable: str) -> None:
    dimensions = GRAPHQL_SCHEMA.type_map["Dimension"]
    assert isinstance(dimensions, GraphQLEnumType)
    for dimension in dimensions.values:
        text = f"{{ counts(of: {countable}, by: [{dimension}]) {{ count keys {{ dimension id label }} }} }}"
        await agrees(served_small, walk_of_small_tables, text)


async def test_gaps_that_need_plans_that_are_not_loaded_are_said_and_not_listed(tmp_path: Path) -> None:
    tables = linked_tables()
    missing = ["IMPLEMENTATION_PLAN", "KEY_PROJECTS"]
    tables["plans"] = tables["plans"].replace({"kind": dict.fromkeys(missing, "OFFICE_REPORT")})
    settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path))
    load_tables(settings, tables)
    async with open_database(settings) as database:
        served = Served(settings, database, executor_of(database))
        text = '{ findings(code: "SOURCE_NOT_LOADED") { id message severity } orphans { reason item { id } } }'
        await agrees(served, Walk(tables), text)


# The yardstick itself.

UNANSWERED = {
    "Query": {"search", "path"},
    "Dataset": {"version", "loadedAt", "counts"},
    "PageInfo": {"startCursor", "endCursor"},
}
"""What the walk leaves to other tests: cursors, what is loaded, and questions that have tests of their own."""


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
    assert set(TYPES) - {"Dataset"} - {cls.__name__ for cls in JUDGED} == {
        entity.name for entity in MODEL.types.values() if entity.kind is not Kind.INTERFACE
    }


PAIRS: dict[type[Thing], set[tuple[bool, str, bool]]] = {
    PlanItem: {
        *((True, kind, high) for kind in ("SAME", "OVERLAP", "DIFFERENT") for high in (True, False)),
        *((False, "SAME", True), (False, "OVERLAP", True), (False, "OVERLAP", False)),
    },
    Measure: {(True, "SAME", False), (True, "OVERLAP", False), (True, "DIFFERENT", True), (False, "OVERLAP", True)},
}
"""The pairs that the small tables must have: decided or not, of which kind, scored high enough or not."""


@pytest.mark.parametrize("family", PAIRS)
def test_the_small_tables_have_pairs_decided_with_and_against_the_score(
    walk_of_small_tables: Walk, family: type[Thing]
) -> None:
    pairs = [pair for pair in walk_of_small_tables.world.pairs if isinstance(pair.left, family)]
    assert {(bool(pair.decision), pair["kind"], pair["score"] >= LEAST_SCORE) for pair in pairs} == PAIRS[family]
    assert {bool(pair.reasons) for pair in pairs} == {True, False}, "a person found some that no score found"


@pytest.mark.parametrize("reason", LACKS)
def test_the_small_tables_have_entries_with_and_without_each_link(walk_of_small_tables: Walk, reason: str) -> None:
    lack = LACKS[reason]
    assert {lack.condition(thing) for thing in walk_of_small_tables.world.all(lack.type)} == {True, False}


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
    duplicates(|duplicateGroups(|decisions {|orphans(|counts(|similar(|sameMeasure|canonical|decision {|reasons {
    kind: DIFFERENT|kind: SAME|scope: WITHIN_PLAN|scope: ACROSS_PLANS|minScore: 0|minScore: 0.9|reasons: [|reasons: []
    by: []|by: [|of: FINDING|of: STAFF|item {|keys {
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
    assert {*MODEL.types, *TYPES} - reached.selected == set()
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


def different_served_by_default(patch: pytest.MonkeyPatch) -> None:
    in_condition_on_pairs(patch, "{edge}.kind <> 'DIFFERENT'", "true")


def decisions_lose_to_scores(patch: pytest.MonkeyPatch) -> None:
    in_condition_on_pairs(patch, " OR {edge}.verdict IS NOT NULL", "")


def in_condition_on_pairs(patch: pytest.MonkeyPatch, text: str, other: str) -> None:
    """Write something else into the condition under which a pair is meant."""
    original = schema.similarity.pair_condition

    def condition(edge: str, *arguments: Any) -> Fragment:
        pieces = original(edge, *arguments).pieces
        wrong = text.format(edge=edge)
        return Fragment(tuple(piece.replace(wrong, other) if isinstance(piece, str) else piece for piece in pieces))

    patch.setattr(schema.similarity, "pair_condition", condition)


def groups_of_zero_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema.counting, "WITH_ZEROS", ())


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
    different_served_by_default,
    decisions_lose_to_scores,
    groups_of_zero_dropped,
    sdgs_declared_to_show_another_title,
)


@pytest.mark.parametrize("served_small", ["embedded", pytest.param("neo4j", marks=pytest.mark.long)], indirect=True)
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
