"""Tables become the graph: every row is there, and what follows from the rows is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from graph.datasets import GraphTables, check_tables
from graph.declaration import POSITION
from graph.model import MODEL
from loaders.assembly import assemble, version_of
from loaders.errors import TableError
from loaders.tables import NUMBERED, table_name
from tests.small_tables import small_tables

Tables = dict[str, pd.DataFrame]


@pytest.fixture
def tables() -> Tables:
    return small_tables()


@pytest.fixture
def graph(tables: Tables) -> GraphTables:
    return assemble(tables)


def ends(graph: GraphTables, type_: str, start: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the ends and properties of the relationships of a type that start at a node."""
    for (name, _, _), rows in graph.relationships.items():
        if name == type_:
            yield from ((end, dict(properties)) for begin, end, properties in rows if begin == start)


def test_the_tables_make_a_graph(graph: GraphTables) -> None:
    check_tables(graph)


def test_every_row_of_a_type_is_a_node(tables: Tables, graph: GraphTables) -> None:
    for entity in MODEL.labels:
        table = tables.get(table_name(entity))
        if table is not None and entity.name not in NUMBERED:
            assert set(table["id"]) <= {node["id"] for node in graph.nodes[entity.name]}, entity.name


def test_a_cell_is_a_property_and_an_empty_one_is_none(graph: GraphTables) -> None:
    plans = {node["id"]: node for node in graph.nodes["Plan"]}
    assert plans["plan:busan"]["startYear"] == 2021
    assert "endYear" not in plans["plan:busan"]
    departments = {node["id"]: node for node in graph.nodes["Department"]}
    assert departments["department:seoul/health"]["aliases"] == []


def test_a_column_that_names_a_node_is_a_relationship_along_its_arrow(graph: GraphTables) -> None:
    assert [end for end, _ in ends(graph, "IN_PLAN", "goal:seoul/1-1")] == ["plan:seoul"]
    assert "task:seoul/1" in [end for end, _ in ends(graph, "HAS_TASK", "goal:seoul/1-1")]


def test_every_body_is_a_node_of_the_type_that_its_id_tells(tables: Tables, graph: GraphTables) -> None:
    types = {"Department": "department", "Bureau": "bureau", "Agency": "agency"}
    types |= {"Contractor": "contractor", "Ministry": "ministry"}
    for label, tag in types.items():
        stated = {body for body in tables["organizations"]["id"] if body.startswith(f"{tag}:")}
        assert {node["id"] for node in graph.nodes[label]} == stated != set(), label


def test_the_other_names_of_a_body_are_its_aliases_in_the_order_of_their_table(graph: GraphTables) -> None:
    aliases = {node["id"]: node["aliases"] for label in ("Bureau", "Contractor") for node in graph.nodes[label]}
    assert aliases["bureau:busan/health"] == ["수도국", "건강국"]
    assert aliases["contractor:care"] == []


def test_a_department_has_its_staffing_and_without_a_row_no_duties(graph: GraphTables) -> None:
    departments = {node["id"]: node for node in graph.nodes["Department"]}
    air = departments["department:seoul/air"]
    assert (air["quota"], air["women"], air["duties"]) == (20, 0, ["대기 측정"])
    assert "headcount" not in air
    assert departments["department:nowhere/idle"]["duties"] == []
    assert "quota" not in departments["department:nowhere/idle"]


def test_a_body_is_succeeded_by_bodies_of_any_type(graph: GraphTables) -> None:
    assert sorted(ends(graph, "SUCCEEDED_BY", "department:nowhere/idle"), key=lambda end: end[0]) == [
        ("agency:seoul/hospital", {"year": 2020}),
        ("department:seoul/air", {}),
    ]


def test_a_row_that_repeats_a_merged_cell_leads_to_the_row_that_has_it(graph: GraphTables) -> None:
    for relationship in ("REPEATS_COST_OF", "REPEATS_BUDGET_OF"):
        assert [end for end, _ in ends(graph, relationship, "keyProject:busan/2")] == ["keyProject:busan/1"]
        assert not list(ends(graph, relationship, "keyProject:busan/1"))


def test_a_task_has_bodies_of_every_type_that_its_projects_have(graph: GraphTables) -> None:
    bodies = sorted(ends(graph, "CARRIED_OUT_BY", "task:busan/1"), key=lambda end: end[1][POSITION])
    assert [end for end, _ in bodies] == ["department:busan/sea", "agency:busan/harbour", "department:busan/health"]


def test_a_task_has_the_offices_of_its_projects_each_once_in_their_order(graph: GraphTables) -> None:
    offices = sorted(ends(graph, "CARRIED_OUT_BY", "task:seoul/1"), key=lambda end: end[1][POSITION])
    assert [end for end, _ in offices] == [
        "department:seoul/water/quality",
        "department:seoul/health",
        "department:seoul/hospital/health",
    ]
    assert [properties[POSITION] for _, properties in offices] == [1, 2, 3]


def test_a_task_without_projects_has_no_office(graph: GraphTables) -> None:
    assert not list(ends(graph, "CARRIED_OUT_BY", "task:seoul/4"))


@pytest.mark.parametrize("entry", ["task:seoul/1", "project:seoul/1"])
def test_an_entry_serves_the_sdg_of_its_goal(graph: GraphTables, entry: str) -> None:
    [(link, _)] = ends(graph, "HAS_SDG_LINK", entry)
    assert [end for end, _ in ends(graph, "TO_SDG", link)] == ["sdg:3"]
    assert not list(ends(graph, "VIA", link))


def test_citations_are_numbered_within_what_they_cite(graph: GraphTables) -> None:
    assert [end for end, _ in ends(graph, "HAS_CITATION", "task:seoul/1")] == [
        f"citation:task:seoul/1/{number}" for number in (1, 2, 3)
    ]


def test_contacts_become_telephone_numbers(tables: Tables, graph: GraphTables) -> None:
    phones = {node["id"]: node["phone"] for node in graph.nodes["Staff"] if "phone" in node}
    assert phones == {"staff:seoul/health/kim": "02-000-0000"}
    del tables["contacts"]
    assert not [node for node in assemble(tables).nodes["Staff"] if "phone" in node]


def test_a_telephone_number_stands_nowhere_else(graph: GraphTables) -> None:
    others = [node for label, nodes in graph.nodes.items() if label != "Staff" for node in nodes]
    edges = [properties for rows in graph.relationships.values() for _, _, properties in rows]
    assert "02-000-0000" not in repr(others) + repr(edges)


# The version.


def test_the_same_tables_have_the_same_version(graph: GraphTables) -> None:
    assert version_of(graph) == version_of(assemble(small_tables()))


def test_the_order_of_rows_does_not_matter(tables: Tables, graph: GraphTables) -> None:
    shuffled = {name: table.iloc[::-1].reset_index(drop=True) for name, table in tables.items()}
    for name in ("citations", "organization_names"):  # numbered, and listed, in their order
        shuffled[name] = tables[name]
    assert version_of(assemble(shuffled)) == version_of(graph)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("tasks", "title"),
        ("task_targets", "reason"),
        ("contacts", "phone"),
        ("organization_names", "name"),
        ("organization_successions", "reason"),
    ],
)
def test_another_cell_is_another_version(tables: Tables, graph: GraphTables, name: str, column: str) -> None:
    tables[name].loc[0, column] = "02-000-0001"
    assert version_of(assemble(tables)) != version_of(graph)


def test_more_nodes_than_one_where_one_is_meant_are_an_error(tables: Tables) -> None:
    links = tables["item_organizations"]
    commission = tables["commissions"]["id"].iloc[0]
    tables["item_organizations"] = links[links["item"] != commission].reset_index(drop=True)
    with pytest.raises(TableError) as caught:
        assemble(tables)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{commission}: department is missing; expected one Department"
    ]
