"""How text is cut into search terms, by the loaders for the index and by the service for what is asked.

    >>> query_terms("지속 가능")                       # with what each counts in a question
    {'지속': 4, '속가': 2, '가능': 4}
    >>> index_terms("물 관리")                         # with how often the text has each
    {'물': 1.0, '물관': 1.0, '관': 0.5, '리': 0.5, '관리': 1.0}

Korean writes compounds with or without spaces, so a term is every two neighbouring syllables, spaces passed over:
지속가능발전 and 지속 가능 발전 have the same terms but for what the ends of words tell. A word in Latin letters or
digits is a term without its ending, and so is every four letters of a longer one, which finds its relatives
(unemployed, employment). Case, width (Ａ, ㎡) and Unicode form do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from graph.declaration import EntityType, Kind
from graph.model import MODEL

KEY, SEARCH_TERM, OPENS = "Key", "SearchTerm", "OPENS"
"""The labels and the relationship type of the index; see `loaders/search_index.py`."""
SCALE = 1000
"""What the weights of the index are multiplied by to be whole numbers."""
TYPE_SIZE = 10_000_000
"""How many nodes a type can have keys for."""
WORD, ACROSS, PART = 4, 2, 1
"""What a term counts in a question: inside a word, across a space, as a part of a word in Latin letters."""
MOST_TERMS = 100
"""How many terms of a question are looked up, the first ones."""
LETTERS = 4
"""How many letters a part of a word in Latin letters has."""
EDGE = 0.5
"""How often the first and the last syllable of a Korean word count as having been written alone."""
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
"""Endings of English words, the first that fits is replaced."""
SHORTEST_STEM = 3
"""The fewest letters that an ending leaves."""
KEPT = ("ss", "us", "is")
"""Ends of words that only look like a plural."""
STOP_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
"""English words that say nothing of what is looked for."""

_CJK = "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f\u3400-\u9fff"
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+(?:[ \t\n·ㆍ・･]+[{_CJK}]+)*)|(?P<latin>[^\W_{_CJK}]+(?:[-'’&.][^\W_{_CJK}]+)*)")
_POSSESSIVE = re.compile(r"['’]s?\b")
_PUNCTUATION = re.compile(r"[\W_]+")


def type_number(entity: EntityType) -> int:
    """Return the place of a type among all that have keys."""
    return [known.name for known in MODEL.labels if known.kind is Kind.NODE].index(entity.name)


def key_number(entity: EntityType, rank: int) -> int:
    """Return the number of a key: by type, then by the place in the type's natural order."""
    return type_number(entity) * TYPE_SIZE + rank


def fold(text: str) -> str:
    """Return a text without the differences that do not matter: case, width, Unicode form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def squeeze(text: str) -> str:
    """Return a folded text without spaces and punctuation, lines kept apart."""
    return "\n".join(_PUNCTUATION.sub("", line) for line in fold(text).split("\n"))


def index_terms(text: str) -> dict[str, float]:
    """Return the terms of a text that can be found, with how often it has each."""
    found: dict[str, float] = {}
    for term, _, times in _terms(fold(text)):
        found[term] = found.get(term, 0.0) + times
    return found


def query_terms(text: str) -> dict[str, int]:
    """Return the terms that a question looks for, with what each counts: WORD, ACROSS or PART."""
    found: dict[str, int] = {}
    for term, counts, times in _terms(fold(text)):
        if counts and times == 1:
            found[term] = max(counts, found.get(term, 0))
    return dict(list(found.items())[:MOST_TERMS])


def _terms(folded: str) -> Iterator[tuple[str, int, float]]:
    """Give each term, what it counts in a question (0: nothing), and how often a text has it by standing here."""
    for run in _RUN.finditer(folded):
        if run["cjk"]:
            yield from _syllables(re.split(r"[ \t\n·ㆍ・･]+", run["cjk"]))
        else:
            yield from _latin(run["latin"])


def _syllables(words: list[str]) -> Iterator[tuple[str, int, float]]:
    """Give the terms of Korean words between which only spaces stand."""
    for number, word in enumerate(words):
        if number:
            yield words[number - 1][-1] + word[0], ACROSS, 1
        if len(word) == 1:
            yield word, WORD, 1
        else:
            yield word[0], 0, EDGE
            yield word[-1], 0, EDGE
            for pair in pairwise(word):
                yield "".join(pair), WORD, 1


def _latin(compound: str) -> Iterator[tuple[str, int, float]]:
    """Give the terms of a word in Latin letters or digits: itself, what hyphens part, pieces of it."""
    parts = [part for part in re.split(r"[-&.'’]", _POSSESSIVE.sub("", compound)) if part]
    if len(parts) > 1:
        yield "".join(parts), WORD, 1
    for part in parts:
        if part in STOP_WORDS:
            continue
        word = stem(part)
        yield word, WORD, 1
        if len(word) > LETTERS and word.isalpha():
            for at in range(len(word) - LETTERS + 1):
                yield f"{word[at : at + LETTERS]}-", PART, 1


def stem(word: str) -> str:
    """Return an English word without its ending, other words as they are."""
    if not word.isascii() or not word.isalpha() or word.endswith(KEPT):
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)] + instead
    return word
