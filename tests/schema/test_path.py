"""`path` gives the shortest chain with the smallest ids: compared with a search in plain Python over the tables."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from graph.chains import LEFT_OUT, SHOWN_AS, STEPS
from graph.declaration import Kind
from graph.model import MODEL
from graph.settings import Settings
from loaders.assembly import assemble
from loaders.chain_steps import add_chain_steps
from tests.served import Served, Tables
from tests.small_tables import linked_tables, small_decisions

PATH = """query Path($from: ID!, $to: ID!, $maxLength: Int) { path(from: $from, to: $to, maxLength: $maxLength) {
  length nodes { id } steps { from to relationship forward } } }"""
PAIRS = 200
USUAL = 6
LEAST_SCORE = 0.5
"""The score from which `similar` serves a pair."""

Decisions = Sequence[Mapping[str, Any]]
Steps = dict[str, dict[str, set[tuple[str, bool]]]]
"""The steps from each node: by the id of the next, the relationships that join them, and whether each leads there."""


# The naive way: facts of the tables, breadth first.


def facts(tables: Tables, decisions: Decisions) -> Iterator[tuple[str, str, str]]:
    """Give every step that the tables and people's decisions state: relationship, from, to."""
    own = {
        "sdg_targets": [("HAS_TARGET", "sdg", "id")],
        "goals": [("HAS_GOAL", "strategy", "id"), ("ALIGNED_WITH", "id", "sdg")],
        "tasks": [("HAS_TASK", "goal", "id")],
        "projects": [("HAS_PROJECT", "task", "id")],
        "indicators": [("HAS_INDICATOR", "project", "id")],
        "quantities": [("HAS_QUANTITY", "item", "id")],
        "organizations": [("PART_OF", "id", "parent")],
        "organization_successions": [("SUCCEEDED_BY", "organization", "successor")],
        "task_targets": [("CONTRIBUTES_TO", "task", "target")],
        "item_organizations": [("CARRIED_OUT_BY", "item", "organization")],
        "pledge_cores": [("HAS_CORE", "field", "id")],
        "pledges": [("HAS_PLEDGE", "core", "id")],
        "key_projects": [("REPEATS_COST_OF", "id", "cost_repeats"), ("REPEATS_BUDGET_OF", "id", "budget_repeats")],
        "scorecard_indicators": [("MEASURES", "id", "body")],
        "joint_indicators": [("EVALUATED_BY", "id", "ministry")],
        "spot_checks": [("CHECKED_AT", "id", "body")],
        "agenda_items": [("REPORTED_BY", "id", "department")],
        "responsibilities": [("RESPONSIBLE_FOR", "staff", "project"), ("WORKS_IN", "staff", "department")],
    }
    for table, columns in own.items():
        for row in tables[table].to_dict("records") if table in tables else ():
            for relationship, start, end in columns:
                if row[start] is not None and row[end] is not None:
                    yield relationship, row[start], row[end]
    task_of = dict(zip(tables["projects"]["id"], tables["projects"]["task"], strict=True))
    for row in tables["item_organizations"].to_dict("records"):
        if row["item"] in task_of:
            yield "CARRIED_OUT_BY", task_of[row["item"]], row["organization"]
    scored = tables["similarities"].to_dict("records")
    verdicts = {(decision["left"], decision["right"]): decision["verdict"] for decision in decisions}
    alike = {(row["left"], row["right"]) for row in scored if row["score"] >= LEAST_SCORE} | set(verdicts)
    for left, right in alike:
        if verdicts.get((left, right)) != "DIFFERENT":
            yield "SIMILAR_TO", left, right


def steps_of(tables: Tables, decisions: Decisions = ()) -> Steps:
    found: Steps = defaultdict(lambda: defaultdict(set))
    for relationship, start, end in facts(tables, decisions):
        found[start][end].add((relationship, True))
        found[end][start].add((relationship, False))
    return found


@pytest.fixture(scope="module")
def steps(real_tables: Tables) -> Steps:
    return steps_of(real_tables)


@pytest.fixture(scope="module")
def small_steps() -> Steps:
    return steps_of(linked_tables(), small_decisions())


def distances(steps: Steps, end: str) -> dict[str, int]:
    """Return how many steps each node is away from one, those that are not joined with it left out."""
    distance = {end: 0}
    queue = deque([end])
    while queue:
        node = queue.popleft()
        for other in steps[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                queue.append(other)
    return distance


def shortest(steps: Steps, start: str, end: str) -> list[str] | None:
    """Return the shortest chain, of several the one with the smallest ids."""
    distance = distances(steps, end)
    if start not in distance:
        return None
    chain = [start]
    while chain[-1] != end:
        left = distance[chain[-1]] - 1
        chain.append(min(other for other in steps[chain[-1]] if distance[other] == left))
    return chain


async def path(served: Served, start: str, end: str, longest: int | None = None) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (await served.data(PATH, {"from": start, "to": end, "maxLength": longest}))["path"]
    return found


# The comparison.


async def check(served: Served, steps: Steps, start: str, end: str, longest: int | None = None) -> bool:
    """Check that two nodes have the chain that the plain search finds; return whether there is one."""
    chain, found = shortest(steps, start, end), await path(served, start, end, longest)
    if chain is None or len(chain) - 1 > (USUAL if longest is None else longest):
        assert found is None, (start, end, longest)
        return False
    assert found, (start, end, longest)
    assert [node["id"] for node in found["nodes"]] == chain
    assert found["length"] == len(chain) - 1
    assert [(step["from"], step["to"]) for step in found["steps"]] == list(pairwise(chain))
    for step in found["steps"]:
        assert (step["relationship"], step["forward"]) in steps[step["from"]][step["to"]], step
    return True


async def test_random_pairs_have_the_chain_that_a_plain_search_finds(served: Served, steps: Steps) -> None:
    chance = random.Random(4)
    nodes = sorted(steps)
    found = 0
    for _ in range(PAIRS):
        start = chance.choice(nodes)
        end = chance.choice(sorted(distances(steps, start)) if chance.random() < 0.7 else nodes)
        found += await check(served, steps, start, end, chance.choice([None, 0, 1, 3, 5, 6, 7, 8, 10]))
    assert found > PAIRS / 10


async def test_near_pairs_have_the_chain_that_a_plain_search_finds(served: Served, steps: Steps) -> None:
    chance = random.Random(5)
    nodes = sorted(steps)
    for _ in range(PAIRS // 2):
        start = end = chance.choice(nodes)
        for _ in range(chance.randint(1, 5)):
            end = chance.choice(sorted(steps[end]))
        assert await check(served, steps, start, end)


async def test_pairs_of_every_type_have_the_chain_that_a_plain_search_finds(
    served_small: Served, small_steps: Steps
) -> None:
    chance = random.Random(6)
    nodes = sorted(small_steps)
    for start in nodes:
        end = chance.choice(nodes)
        await check(served_small, small_steps, start, end, chance.choice([None, 3, 6, 10]))
        assert await check(served_small, small_steps, start, chance.choice(sorted(small_steps[start])))


def test_the_small_tables_have_every_step(small_steps: Steps) -> None:
    stated = {relationship for others in small_steps.values() for facts in others.values() for relationship, _ in facts}
    assert stated == {SHOWN_AS.get(step, step) for step in STEPS}


# Rules.


async def test_a_responsibility_is_one_step_between_official_project_and_department(
    served: Served, real_tables: Tables
) -> None:
    row = real_tables["responsibilities"].iloc[0]
    official, project, office = row["staff"], row["project"], row["department"]
    joined = {
        (official, project): "RESPONSIBLE_FOR",
        (official, office): "WORKS_IN",
        (project, office): "CARRIED_OUT_BY",
    }
    for (start, end), relationship in joined.items():
        there, back = await path(served, start, end), await path(served, end, start)
        assert there and there["steps"] == [{"from": start, "to": end, "relationship": relationship, "forward": True}]
        assert back and back["steps"] == [{"from": end, "to": start, "relationship": relationship, "forward": False}]


async def test_a_similarity_is_one_step(served: Served, real_tables: Tables) -> None:
    pair = next(row for row in real_tables["similarities"].to_dict("records") if row["kind"] == "SAME")
    found = await path(served, pair["left"], pair["right"])
    assert found and found["steps"] == [
        {"from": pair["left"], "to": pair["right"], "relationship": "SIMILAR_TO", "forward": True}
    ]


@pytest.mark.parametrize("node_id", ["project:sdp2/8", "plan:sdp2", "document:implementation-plan", "city:seoul"])
async def test_a_node_is_joined_with_itself_by_no_step(served: Served, node_id: str) -> None:
    for longest in (None, 0, 10):
        assert await path(served, node_id, node_id, longest) == {"length": 0, "nodes": [{"id": node_id}], "steps": []}


@pytest.mark.parametrize("end", ["plan:sdp2", "document:implementation-plan", "city:seoul", "nothing", "", "기후"])
async def test_there_is_no_chain_to_what_joins_everything_or_is_not_there(served: Served, end: str) -> None:
    assert await path(served, "project:sdp2/8", end) is None
    assert await path(served, end, "project:sdp2/8", 10) is None


async def test_nothing_is_not_joined_with_itself(served: Served) -> None:
    assert await path(served, "nothing", "nothing") is None


async def test_a_chain_longer_than_asked_for_is_none(served: Served) -> None:
    ends = "indicator:sdp2/8/1", "indicator:sdp2/88/1"
    found = await path(served, *ends, 10)
    assert found and found["length"] > USUAL
    assert await path(served, *ends, found["length"]) == found
    assert await path(served, *ends, found["length"] - 1) is None
    assert await path(served, *ends) is None


@pytest.mark.parametrize("longest", [-1, 11, 2_147_483_647])
async def test_a_length_that_cannot_be_searched_is_an_error(served: Served, longest: int) -> None:
    response = await served.ask(PATH, {"from": "sdg:1", "to": "sdg:2", "maxLength": longest})
    assert response["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert str(longest) in response["errors"][0]["message"]


async def test_path_takes_one_statement(served: Served) -> None:
    with served.database.recording() as statements:
        await path(served, "sdg:1", "sdg:2")
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("pair", "counts"),
    [
        ({"kind": "OVERLAP", "score": 0.5}, True),
        ({"kind": "SAME", "score": 0.49}, False),
        ({"kind": "SAME", "score": 0.0, "verdict": "SAME"}, True),
        ({"kind": "DIFFERENT", "score": 0.9, "verdict": "DIFFERENT"}, False),
    ],
)
def test_a_pair_is_a_step_where_it_is_served_as_similar(pair: dict[str, Any], counts: bool) -> None:
    relationships = {("SIMILAR_TO", "Project", "Project"): [("project:a", "project:b", pair)]}
    add_chain_steps(relationships, Settings.min_score)
    assert bool(relationships["IS_LIKE", "Project", "Project"]) is counts


def test_steps_join_nodes_through_which_a_chain_may_go(real_tables: Tables) -> None:
    graph = assemble(real_tables)
    ends = {end for type_, *both in graph.relationships if type_ in STEPS for end in both}
    assert ends
    assert not ends & set(LEFT_OUT)
    assert all(MODEL.types[end].kind is Kind.NODE for end in ends)


def test_no_two_nodes_are_joined_twice_by_a_step(real_tables: Tables) -> None:
    graph = assemble(real_tables)
    joined = [
        (type_, frozenset((start, end)))
        for (type_, _, _), rows in graph.relationships.items()
        if type_ in STEPS
        for start, end, _ in rows
    ]
    assert len(joined) == len(set(joined))
