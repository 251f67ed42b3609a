"""`search` finds what people ask for, alike on every database."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
import yaml

from graph.declaration import Kind
from graph.model import MODEL
from graph.search_terms import KEY, SEARCH_TERM, fold, index_terms, query_terms, stem
from tests.served import TESTS, Served, Tables

SEARCH = """query Search($text: String!, $types: [NodeType!], $limit: Int) {
  search(text: $text, types: $types, limit: $limit) { score matched node { id displayName } } }"""
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((TESTS / "search_questions.yml").read_text(encoding="utf-8"))
OF_THE_PLAN = ["SDG", "SDG_TARGET", "STRATEGY", "GOAL", "TASK", "PROJECT", "INDICATOR", "DEPARTMENT", "BUREAU", "STAFF"]
"""What the forty questions ask for: they were written when the implementation plan was the only document."""
ACROSS: list[dict[str, Any]] = yaml.safe_load((TESTS / "search_questions_across.yml").read_text(encoding="utf-8"))
CONTACTS = ("02-", "2133")
"""How telephone numbers of the city begin."""


async def hits(served: Served, text: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await served.data(SEARCH, {"text": text, **more}))["search"]
    return found


async def ids(served: Served, text: str, **more: Any) -> list[str]:
    return [hit["node"]["id"] for hit in await hits(served, text, **more)]


# The committed questions.


def test_there_are_forty_questions_with_one_to_five_right_answers() -> None:
    assert len(QUESTIONS) == 40
    assert all(1 <= len(question["right"]) <= 5 for question in QUESTIONS)


def test_at_most_a_third_of_the_questions_is_in_a_titles_own_words(real_tables: Tables) -> None:
    names = _names(real_tables)
    own = [q for q in QUESTIONS if any(_in_own_words(q["ask"], names[right]) for right in q["right"])]
    assert len(own) <= len(QUESTIONS) / 3


def _in_own_words(question: str, names: str) -> bool:
    """Tell whether a question stands in a name, word by word and between spaces or particles."""
    return f" {fold(question)}" in f" {fold(names)}"


def _names(tables: Mapping[str, Any]) -> dict[str, str]:
    columns = ("title", "name", "title_ko", "title_en")
    return {
        row["id"]: " | ".join(str(row[column]) for column in columns if row.get(column))
        for table in tables.values()
        if "id" in table
        for row in table.to_dict("records")
    }


async def test_recall_at_five_is_at_least_nine_tenths(served: Served) -> None:
    recalls = {}
    for question in QUESTIONS:
        found = await ids(served, question["ask"], types=question.get("types", OF_THE_PLAN), limit=5)
        recalls[question["ask"]] = len(set(found) & set(question["right"])) / len(question["right"])
    missed = {ask: recall for ask, recall in recalls.items() if recall < 1}
    assert sum(recalls.values()) / len(recalls) >= 0.9, missed


@pytest.mark.parametrize("question", ACROSS, ids=lambda question: question["ask"])
async def test_a_question_across_plans_finds_each_of_its_answers(served: Served, question: dict[str, Any]) -> None:
    assert set(question["right"]) <= set(await ids(served, question["ask"], limit=10))


# The same everywhere.


@cache
def _earlier() -> dict[str, Any]:
    """What the first database answered, by question."""
    return {}


@pytest.mark.parametrize(
    "question", [q["ask"] for q in QUESTIONS] + ["서울", "물", "SDG 3", "계획 수립 추진 관리 운영"]
)
async def test_every_database_gives_the_same_hits_scores_and_order(served: Served, question: str) -> None:
    found = await hits(served, question, limit=200)
    assert found == _earlier().setdefault(question, found)


async def test_scores_fall_and_ties_stand_in_natural_order(served: Served) -> None:
    found = await hits(served, "sdg", types=["SDG"])
    assert [hit["node"]["id"] for hit in found] == [f"sdg:{number}" for number in range(1, 18)]
    scores = [hit["score"] for hit in await hits(served, "기후변화 대응", limit=100)]
    assert scores == sorted(scores, reverse=True)


async def test_scores_are_what_the_index_says(served: Served, real_tables: Tables) -> None:
    weights = await served.database.read(
        "MATCH (pointer:CurrentDataset) MATCH (term:SearchTerm {generation: pointer.generation}) "
        "WHERE term.id IN $terms RETURN term.id, term.numbers, term.weights",
        {"terms": list(query_terms("빈곤 퇴치"))},
        operation="weights",
    )
    totals: dict[int, int] = {}
    for term, numbers, told in weights:
        for number, weight in zip(numbers, told, strict=True):
            totals[number] = totals.get(number, 0) + query_terms("빈곤 퇴치")[term] * weight
    found = await hits(served, "빈곤 퇴치", limit=1000)
    assert [hit["score"] for hit in found] == sorted((total / 4000 for total in totals.values()), reverse=True)


# What does not matter, and what does.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("지속가능발전 교육", "지속 가능 발전 교육"),
        ("CLEAN ENERGY", "clean energy"),
        ("온실가스", unicodedata.normalize("NFD", "온실가스")),
        ("Clean", "Ｃｌｅａｎ"),
        ("영·유아", "영 유아"),
    ],
)
async def test_spaces_case_width_and_unicode_form_hardly_matter(served: Served, one: str, other: str) -> None:
    assert (await ids(served, one, limit=3))[:1] == (await ids(served, other, limit=3))[:1]
    assert set(await ids(served, one, limit=5)) == set(await ids(served, other, limit=5))


async def test_korean_and_english_titles_of_an_sdg_find_it(served: Served) -> None:
    assert (await ids(served, "빈곤퇴치"))[0] == "sdg:1"
    assert (await ids(served, "No Poverty"))[0] == "sdg:1"


async def test_matched_is_the_text_that_was_found(served: Served) -> None:
    korean, english = (await hits(served, "기후변화 대응"))[0], (await hits(served, "climate action"))[0]
    assert (korean["matched"], english["matched"]) == ("기후변화 대응", "Climate Action")
    project = next(hit for hit in await hits(served, "노후상수관 정비율") if hit["node"]["id"] == "project:sdp2/52")
    assert project["matched"] == "노후상수관 정비율"


async def test_a_synonym_is_matched_by_the_word_that_the_entry_holds(served: Served) -> None:
    hit = (await hits(served, "인공지능", types=["PROJECT"]))[0]
    assert "AI" in hit["matched"]


async def test_types_narrow_the_search_and_none_finds_nothing(served: Served) -> None:
    found = await ids(served, "기후변화", types=["TASK", "DEPARTMENT"], limit=100)
    assert {node_id.partition(":")[0] for node_id in found} == {"task", "department"}
    assert await ids(served, "기후변화", types=[]) == []


async def test_twenty_come_without_a_limit(served: Served) -> None:
    assert len(await ids(served, "서울시")) == 20
    assert await ids(served, "서울시", limit=0) == []


async def test_a_negative_limit_is_an_error(served: Served) -> None:
    response = await served.ask(SEARCH, {"text": "기후", "limit": -1})
    assert response["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("text", ["", "  ", "?!·", "the", "뷁", "'", "\\", "`", "$p0", "x" * 5000, "가나다라" * 2000])
async def test_odd_questions_are_answered(served: Served, text: str) -> None:
    assert isinstance(await hits(served, text, limit=3), list)


async def test_search_takes_one_statement(served: Served) -> None:
    with served.database.recording() as statements:
        await hits(served, "기후변화 대응")
    assert len(statements) == 1


# What is in the index.


async def test_the_index_is_nowhere_else(served: Served) -> None:
    data = await served.data(
        '{ dataset { counts { type } } term: node(id: "기후") { id } __type(name: "NodeType") { enumValues { name } } }'
    )
    known = {value["name"] for value in data["__type"]["enumValues"]}
    assert {count["type"] for count in data["dataset"]["counts"]} <= known
    assert data["term"] is None
    assert not {KEY.upper(), SEARCH_TERM.upper(), "SEARCH_TERM"} & known


async def test_findings_and_telephone_numbers_cannot_be_found(served: Served) -> None:
    rows = await served.database.read(
        "MATCH (pointer:CurrentDataset) MATCH (key:Key {generation: pointer.generation}) RETURN key.id, key.texts",
        {},
        operation="texts",
    )
    nodes = {entity.name for entity in MODEL.labels if entity.kind is Kind.NODE}
    assert {entity.name for entity in map(MODEL.type_of, (row[0] for row in rows)) if entity} <= nodes
    assert all(not texts for node_id, texts in rows if node_id.startswith(("finding:", "quantity:")))
    assert not [text for _, texts in rows for text in texts if text.startswith(CONTACTS)]


# How text is cut.


def test_spaces_in_a_compound_give_the_same_terms() -> None:
    assert set(query_terms("지속 가능 발전")) == set(query_terms("지속가능발전"))
    assert set(query_terms("지속 가능 발전")) <= set(index_terms("지속가능발전 교육"))


def test_a_term_across_a_space_counts_half_in_a_question() -> None:
    assert query_terms("출산 지원") == {"출산": 4, "산지": 2, "지원": 4}


def test_a_word_of_one_syllable_finds_itself_and_the_ends_of_words() -> None:
    assert query_terms("물") == {"물": 4}
    assert index_terms("물순환")["물"] < index_terms("물 순환")["물"]
    assert "순" not in index_terms("물순환")


@pytest.mark.parametrize(
    ("one", "other"),
    [("recycling", "recycle"), ("cities", "city"), ("jobs", "job"), ("Women's", "women"), ("leaders", "leader")],
)
def test_english_words_lose_their_endings(one: str, other: str) -> None:
    assert set(query_terms(one)) == set(query_terms(other))


def test_short_and_numbered_words_stay() -> None:
    assert [stem(word) for word in ("gas", "us", "2024", "ai", "co2")] == ["gas", "us", "2024", "ai", "co2"]


def test_a_long_question_is_cut() -> None:
    assert len(query_terms("가나다라마바사아자차카타파하" * 100 + "거너더러머버서" * 100)) <= 100
