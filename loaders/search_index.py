"""The index that finds entries by words, and any node by its id: built from the graph, part of every dataset.

    (:Key {id, number, texts})-[:OPENS]->(node)        one for each node that has an id of its own
    (:SearchTerm {id, numbers, weights, texts})        one for each term: parallel lists, an item for each entry

A key's `texts` are what its node can be found by: titles and names, aliases, the names of a project's or a task's
indicators, key terms. `numbers` say in which entries a term stands (`graph.search_terms.key_number`), `weights` what
it tells there as whole numbers, so that every database adds them up alike, and `texts` in which of the entry's texts it
tells most. The score is BM25: a term tells more the fewer entries have it, and the shorter its text is.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.declaration import RANK, EntityType, Kind
from graph.model import MODEL
from graph.search_terms import KEY, OPENS, SCALE, SEARCH_TERM, fold, index_terms, key_number, squeeze

Row = dict[str, Any]
Nodes = Mapping[str, Sequence[Row]]
Relationships = Mapping[tuple[str, str, str], Sequence[tuple[str, str, Row]]]

NAMES = ("title", "title_ko", "title_en", "name", "name_en", "aliases", "code")
"""The properties that hold titles and names, the first ones shown first as what matched."""
NAME, INDICATOR, KEY_TERM, SYNONYM = 1.0, 0.5, 0.5, 0.5
"""What a term tells in a title or a name, in the name of an indicator below the entry, in a key term; and how much of
that when the text holds another word for it."""
SYNONYMS = Path(__file__).parent / "data" / "synonyms.yml"
"""The words for one thing: a list that people keep."""
SATURATION, SHORTNESS = 1.2, 0.5
"""BM25's k1 (how much a repetition adds) and b (how much a short text is preferred)."""


@dataclass(frozen=True)
class Text:
    """A text by which an entry can be found.

    weight: what a term tells in it; shown: the place of the text that is shown for it.
    """

    weight: float
    terms: Mapping[str, float]
    shown: int


@dataclass
class Found:
    """Everything by which one entry can be found: the texts that are shown, and all that are looked in."""

    number: int
    shown: dict[str, float] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)

    def add(self, text: str | None, weight: float) -> None:
        """Add a text, unless it is there already."""
        if text and text not in self.shown:
            self.texts.append(Text(weight, index_terms(text), len(self.shown)))
            self.shown[text] = weight

    def add_synonyms(self, synonyms: Sequence[Sequence[str]]) -> None:
        """Add the other words for what the texts hold."""
        squeezed = [f" {' '.join(_WORD.findall(fold(text)))} {squeeze(text)} " for text in self.shown]
        for meaning in synonyms:
            at = next((at for at, text in enumerate(squeezed) if any(_holds(text, word) for word in meaning)), None)
            if at is None:
                continue
            weight = SYNONYM * list(self.shown.values())[at]
            self.texts += [Text(weight, index_terms(word), at) for word in meaning if not _holds(squeezed[at], word)]


_WORD = re.compile(r"[a-z0-9&]+")


def _holds(text: str, word: str) -> bool:
    """Tell whether a text, its English words set apart and then all of it without spaces, holds a word."""
    return _sought(word) in text


@cache
def _sought(word: str) -> str:
    """Return a word as it stands in such a text: an English one between spaces, a Korean one without any."""
    return f" {fold(word)} " if word.isascii() else squeeze(word)


def read_synonyms() -> list[list[str]]:
    """Return the words for one thing, a list for each."""
    return [[str(word) for word in meaning] for meaning in yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))]


def add_search_index(
    nodes: dict[str, list[Row]],
    relationships: dict[tuple[str, str, str], list[tuple[str, str, Row]]],
    key_terms: Iterable[Mapping[str, Any]],
) -> None:
    """Add the index to a graph whose nodes have their ranks; key_terms: rows of entry, term, weight."""
    found: dict[str, Found] = {}
    keys = [entity for entity in MODEL.labels if entity.kind is Kind.NODE and nodes.get(entity.name)]
    for entity in keys:
        for node in nodes[entity.name]:
            found[node["id"]] = Found(key_number(entity, node[RANK]))
            for name in _names(entity, node):
                found[node["id"]].add(name, NAME)
    _add_indicators(found, nodes, relationships)
    for row in sorted(key_terms, key=lambda row: (row["entry"], -row["weight"], row["term"])):
        found[row["entry"]].add(row["term"], KEY_TERM * (1 + row["weight"]) / 2)
    synonyms = read_synonyms()
    for entry in found.values():
        entry.add_synonyms(synonyms)
    for entity in keys:
        rows = [_key(node["id"], found[node["id"]]) for node in nodes[entity.name]]
        nodes.setdefault(KEY, []).extend(rows)
        relationships[OPENS, KEY, entity.name] = [(row["id"], row["id"], {}) for row in rows]
    nodes[SEARCH_TERM] = _search_terms([entry for entry in found.values() if entry.texts])


def _key(node_id: str, entry: Found) -> Row:
    return {"id": node_id, "number": entry.number, "texts": [*entry.shown]}


def _names(entity: EntityType, node: Row) -> Iterable[str | None]:
    """Give the titles and names of a node; what has neither cannot be found by words."""
    for name in NAMES if entity.display in NAMES else ():
        prop = entity.properties.get(name)
        if prop is not None:
            value: Any = node.get(prop.graph_name)
            yield from value if prop.many else [value]
    if entity.name == "SDG":
        yield f"SDG {node['number']}"


def _add_indicators(found: Mapping[str, Found], nodes: Nodes, relationships: Relationships) -> None:
    """Let projects, and the tasks above them, be found by the names of their indicators."""
    indicators = {node["id"]: node for node in nodes.get("Indicator", ())}
    task_of = {project: task for task, project, _ in relationships.get(("HAS_PROJECT", "Task", "Project"), ())}
    measured = relationships.get(("HAS_INDICATOR", "Project", "Indicator"), ())
    for project, indicator, _ in sorted(measured, key=lambda row: int(indicators[row[1]][RANK])):
        name = indicators[indicator]["name"]
        found[project].add(name, INDICATOR)
        found[task_of[project]].add(name, INDICATOR * INDICATOR)


def _search_terms(entries: Sequence[Found]) -> list[Row]:
    """Return the terms, each with the entries where it stands, in the order of their numbers."""
    lengths = [sum(text.terms.values()) for entry in entries for text in entry.texts if text.weight == NAME]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    told: dict[str, list[tuple[int, float, int]]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.number):
        for term, (tells, at) in _best_texts(entry, usual).items():
            told[term].append((entry.number, tells, at))
    return [_search_term(term, postings, len(entries)) for term, postings in sorted(told.items())]


def _best_texts(entry: Found, usual: float) -> dict[str, tuple[float, int]]:
    """Return for each term of an entry what it tells in the text where it tells most, and which text that is."""
    best: dict[str, tuple[float, int]] = {}
    for text in entry.texts:
        length = sum(text.terms.values()) if text.weight == NAME else usual
        damping = SATURATION * (1 - SHORTNESS + SHORTNESS * length / usual)
        for term, times in text.terms.items():
            tells = text.weight * times * (SATURATION + 1) / (times + damping)
            if term not in best or tells > best[term][0]:
                best[term] = (tells, text.shown)
    return best


def _search_term(term: str, postings: Sequence[tuple[int, float, int]], entries: int) -> Row:
    rarity = math.log(1 + (entries - len(postings) + 0.5) / (len(postings) + 0.5))
    return {
        "id": term,
        "numbers": [number for number, _, _ in postings],
        "weights": [max(1, round(SCALE * rarity * tells)) for _, tells, _ in postings],
        "texts": [at for _, _, at in postings],
    }
