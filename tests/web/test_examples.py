"""The example questions of GraphiQL's tabs: what their comments promise is what they return."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.visits import EXAMPLES, operation_name

HANGUL = re.compile("[가-힣]")
ENGLISH = re.compile(r"\b(the|an?|of|in)\b", re.IGNORECASE)


def the_whole_plan(data: Any) -> None:
    goals = [goal for strategy in data["plan"]["strategies"] for goal in strategy["goals"]]
    tasks = [task for goal in goals for task in goal["tasks"]]
    projects = [project for task in tasks for project in task["projects"]]
    indicators = [indicator for project in projects for indicator in project["indicators"]]
    counts = [len(level) for level in (data["plan"]["strategies"], goals, tasks, projects, indicators)]
    assert counts == [4, 17, 97, 106, 109]


def indicators_of_sdg_3_with_targets_for_2024(data: Any) -> None:
    sdg = data["sdg"]
    assert sdg["number"] == 3
    assert len(sdg["indicators"]) == sdg["indicatorCount"] == 9
    for indicator in sdg["indicators"]:
        (target,) = indicator["yearlyTargets"]
        assert 2024 in target["coversYears"]


def who_is_responsible_in_the_office(data: Any) -> None:
    office = data["department"]
    assert office["name"] == "건강증진과"
    numbers = {held["project"]["number"] for official in office["staff"] for held in official["responsibilities"]}
    assert len(numbers) == office["projectCount"] == 3


def seven_twins_with_reasons(data: Any) -> None:
    pairs = data["duplicates"]
    assert len(pairs) == 7
    for pair in pairs:
        assert pair["left"]["task"] != pair["right"]["task"]
        assert pair["reasons"]


def orphans_with_what_is_missing(data: Any) -> None:
    assert data["orphans"]
    assert all(orphan["detail"] and orphan["item"]["displayName"] for orphan in data["orphans"])


def indicators_per_sdg(data: Any) -> None:
    keys = [[key["id"] for key in row["keys"]] for row in data["counts"]]
    assert keys == [[f"sdg:{number}"] for number in range(1, 18)]
    assert [row["count"] for row in data["counts"]] == [4, 3, 9, 7, 4, 7, 7, 10, 4, 4, 8, 9, 7, 3, 6, 11, 6]


def hits_best_first(data: Any) -> None:
    hits = data["search"]
    assert any("미세먼지" in hit["node"]["displayName"] for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def a_way_from_the_official_to_the_sdg(data: Any) -> None:
    path = data["path"]
    ids = [node["id"] for node in path["nodes"]]
    assert (ids[0], ids[-1]) == ("staff:seoul/건강증진과/정남숙", "sdg:3")
    assert len(path["steps"]) == path["length"] == len(ids) - 1
    assert [{step["from"], step["to"]} for step in path["steps"]] == [set(pair) for pair in pairwise(ids)]


def services_of_one_contractor_over_three_years(data: Any) -> None:
    commissions = data["contractor"]["commissions"]
    years = [commission["year"] for commission in commissions]
    assert (len(commissions), set(years)) == (13, {2018, 2019, 2020})
    assert years == sorted(years)
    assert [c["title"] for c in commissions if c["renewalExcluded"]] == ["녹색산업육성지원사무"]


def everything_of_one_bureau(data: Any) -> None:
    bureau = data["bureau"]
    kinds = {item["plan"]["kind"] for item in bureau["items"]}
    below = {item["plan"]["kind"] for office in bureau["departments"] for item in office["items"]}
    assert kinds == {"PLEDGES", "KEY_PROJECTS"}
    assert {"IMPLEMENTATION_PLAN", "COMMISSIONS"} <= below
    assert len(bureau["scorecardIndicators"]) == 9


def two_targets_each_with_the_passages_of_both_sides(data: Any) -> None:
    between = [f for f in data["findings"] if len({c["document"]["title"] for c in f["citations"]}) > 1]
    assert len(between) > 20
    assert all(finding["node"]["displayName"] and finding["citations"] for finding in data["findings"])


def pairs_across_plans_best_first(data: Any) -> None:
    pairs = data["duplicates"]
    assert len(pairs) == 20
    assert [pair["score"] for pair in pairs] == sorted((pair["score"] for pair in pairs), reverse=True)
    assert any(pair["left"]["__typename"] == "Pledge" and pair["right"]["__typename"] == "Project" for pair in pairs)


PROMISES = {
    "PlanView": the_whole_plan,
    "IndicatorsOfSdg": indicators_of_sdg_3_with_targets_for_2024,
    "Office": who_is_responsible_in_the_office,
    "Twins": seven_twins_with_reasons,
    "Orphans": orphans_with_what_is_missing,
    "IndicatorsPerSdg": indicators_per_sdg,
    "Search": hits_best_first,
    "OfficialToSdg": a_way_from_the_official_to_the_sdg,
    "ContractorScores": services_of_one_contractor_over_three_years,
    "BureauInEveryPlan": everything_of_one_bureau,
    "TwoTargets": two_targets_each_with_the_passages_of_both_sides,
    "AcrossPlans": pairs_across_plans_best_first,
}


def test_there_are_the_twelve_examples_of_the_promises() -> None:
    assert [operation_name(example) for example in EXAMPLES] == list(PROMISES)


@pytest.mark.parametrize("example", EXAMPLES, ids=operation_name)
def test_an_example_opens_with_a_comment_in_korean_and_in_english(example: Path) -> None:
    lines = example.read_text(encoding="utf-8").splitlines()
    comment = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    korean, english = "\n".join(line.removeprefix("#").strip() for line in comment).split("\n\n")
    assert HANGUL.search(korean)
    assert ENGLISH.search(english)


@pytest.mark.parametrize("example", EXAMPLES, ids=operation_name)
def test_an_example_returns_what_its_comment_promises(example: Path, server_url: str) -> None:
    query = example.read_text(encoding="utf-8")
    answer = httpx.post(f"{server_url.rstrip('/')}/graphql", json={"query": query}, timeout=60, trust_env=False).json()
    assert "errors" not in answer, answer["errors"]
    PROMISES[operation_name(example)](answer["data"])
