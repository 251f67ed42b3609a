"""The search index: key terms, synonyms, terms with whole weights, keys."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from graph.declaration import Kind
from graph.model import MODEL
from graph.search_terms import KEY, OPENS, SEARCH_TERM, squeeze
from loaders import key_terms
from loaders.__main__ import main, shipped_packages
from loaders.assembly import assemble
from loaders.search_index import Found, read_synonyms
from loaders.sources.registry import read_texts
from loaders.tables import combine, read_package

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return combine(read_package(directory) for directory in shipped_packages())


# Key terms.


def test_computed_again_the_key_terms_are_those_committed(documents: Path, tmp_path: Path) -> None:
    pytest.importorskip("kiwipiepy")
    assert main(["key-terms", "--documents", str(documents), "--out", str(tmp_path)]) == 0
    committed = next(package for package in shipped_packages() if package.name == key_terms.NAME)
    assert (tmp_path / "key_terms.csv").read_bytes() == (committed / "key_terms.csv").read_bytes()


def test_an_entry_has_at_most_fifteen_key_terms_the_best_of_weight_one(tables: Tables) -> None:
    by_entry = tables["key_terms"].groupby("entry")["weight"]
    assert by_entry.size().max() <= key_terms.MOST
    assert set(by_entry.max()) == {1.0}


def test_a_key_term_is_one_word_without_digits(tables: Tables) -> None:
    terms = tables["key_terms"]["term"]
    assert not terms[terms.str.contains(r"\s|\d")].to_list()


def test_key_terms_say_what_names_do_not(tables: Tables) -> None:
    titles = tables["projects"].set_index("id")["title"].map(squeeze)
    assert not [row for row in tables["key_terms"].to_dict("records") if squeeze(row["term"]) in titles[row["entry"]]]


def test_rare_words_that_an_entry_repeats_are_its_best_terms() -> None:
    texts = {"project:a": "버스 버스 계획", "project:b": "계획 나무", "project:c": "계획"}
    tables = {"projects": pd.DataFrame({"id": list(texts), "title": ["가", "나", "다"]})}
    found = key_terms.key_terms(tables, texts, lambda listed: [text.split() for text in listed])
    assert found[["entry", "term"]].to_records(index=False).tolist() == [
        ("project:a", "버스"),
        ("project:a", "계획"),
        ("project:b", "나무"),
        ("project:b", "계획"),
        ("project:c", "계획"),
    ]


def test_every_project_has_running_text(tables: Tables, documents: Path) -> None:
    assert set(read_texts(documents)) == set(tables["projects"]["id"])


# Synonyms.


def test_each_word_has_one_meaning_and_two_letters_or_more() -> None:
    words = [squeeze(word) for meaning in read_synonyms() for word in meaning]
    assert not {word for word in words if words.count(word) > 1}
    assert all(len(word) >= 2 for word in words)


def test_an_entry_is_found_by_another_word_for_half() -> None:
    entry = Found(0)
    entry.add("공공 와이파이 공급", 1.0)
    entry.add_synonyms([["와이파이", "무선 인터넷", "wifi"], ["버스", "bus"]])
    assert [(text.weight, "인터" in text.terms, text.shown) for text in entry.texts] == [
        (1.0, False, 0),
        (0.5, True, 0),
        (0.5, False, 0),
    ]


def test_an_english_synonym_stands_for_a_whole_word_only() -> None:
    entry = Found(0)
    entry.add("Busan", 1.0)
    entry.add_synonyms([["버스", "bus"]])
    assert len(entry.texts) == 1


# The index.


def test_every_node_with_an_id_has_one_key(tables: Tables) -> None:
    graph = assemble(tables)
    nodes = {n["id"] for entity in MODEL.labels if entity.kind is Kind.NODE for n in graph.nodes.get(entity.name, ())}
    keys = [key["id"] for key in graph.nodes[KEY]]
    assert len(keys) == len(set(keys))
    assert set(keys) == nodes
    opened = {end for (type_, _, _), rows in graph.relationships.items() if type_ == OPENS for _, end, _ in rows}
    assert opened == nodes


def test_terms_have_whole_weights_for_known_keys_in_their_order(tables: Tables) -> None:
    graph = assemble(tables)
    texts = {key["number"]: key["texts"] for key in graph.nodes[KEY]}
    for term in graph.nodes[SEARCH_TERM]:
        assert term["numbers"] == sorted(set(term["numbers"]))
        assert all(type(weight) is int and weight > 0 for weight in term["weights"])
        assert len(term["numbers"]) == len(term["weights"]) == len(term["texts"])
        assert all(at < len(texts[n]) for n, at in zip(term["numbers"], term["texts"], strict=True))


def test_a_project_and_its_task_are_found_by_its_indicator(tables: Tables) -> None:
    texts = {key["id"]: key["texts"] for key in assemble(tables).nodes[KEY]}
    for node_id in ("indicator:sdp2/52/1", "project:sdp2/52", "task:sdp2/45"):
        assert "노후상수관 정비율" in texts[node_id]


def test_the_index_is_the_same_however_the_tables_are_sorted(tables: Tables) -> None:
    shuffled = {name: table.sample(frac=1, random_state=1).reset_index(drop=True) for name, table in tables.items()}
    one, other = assemble(tables).nodes[SEARCH_TERM], assemble(shuffled).nodes[SEARCH_TERM]
    assert [(term["id"], term["numbers"], term["weights"]) for term in one] == [
        (term["id"], term["numbers"], term["weights"]) for term in other
    ]
