"""Every operation of the corpus answers, in one statement, alike by both ways of execution; snapshots show how."""

from __future__ import annotations

import os

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, TypeInfo, TypeInfoVisitor, Visitor, parse, visit

from schema.query import GRAPHQL_SCHEMA
from tests.served import CORPUS, TESTS, Example, Served

SNAPSHOTS = TESTS / "snapshots"


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example.name)
async def test_operation_returns_data_in_one_statement(served: Served, example: Example) -> None:
    with served.database.recording() as statements:
        data = await served.data(example.text)
    assert any(value for value in data.values()), "no data at all"
    assert len(statements) == (0 if example.name == "typename_only" else 1)


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example.name)
async def test_both_ways_of_execution_give_the_same_bytes(served: Served, example: Example) -> None:
    fast = await served.executor.execute(example.text)
    plain = await served.executor.execute_plainly(example.text)
    assert fast.body == plain.body


class Selected(Visitor):
    """Collects the fields that documents select, by type."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.fields: set[tuple[str, str]] = set()

    def enter_field(self, node: object, *_: object) -> None:
        parent, field = self.types.get_parent_type(), self.types.get_field_def()
        if parent is not None and field is not None:
            self.fields.add((parent.name, node.name.value))  # type: ignore[attr-defined]


def test_the_corpus_selects_every_field_of_every_type() -> None:
    types = TypeInfo(GRAPHQL_SCHEMA)
    selected = Selected(types)
    for example in CORPUS:
        visit(parse(example.text), TypeInfoVisitor(types, selected))
    missing = [
        f"{type_.name}.{name}"
        for type_ in GRAPHQL_SCHEMA.type_map.values()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not type_.name.startswith("__")
        for name in type_.fields
        if (type_.name, name) not in selected.fields
    ]
    assert not missing


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example.name)
async def test_statement_and_shaper_are_those_of_the_snapshot(served: Served, example: Example) -> None:
    ready = served.executor.ready(example.text)
    shown = "\n".join(
        (
            f"# Operation\n{example.text}",
            f"# Cypher\n{ready.prepared.statement.text}\n",
            f"# Parameters\n{ready.parameters}\n",
            ready.prepared.source,
        )
    )
    snapshot = SNAPSHOTS / f"{example.name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(shown, encoding="utf-8")
    assert shown == snapshot.read_text(encoding="utf-8"), f"run with UPDATE_SNAPSHOTS=1 and review {snapshot.name}"
