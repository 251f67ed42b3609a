"""Key terms: what the running text of an entry is about beyond its title and its indicators, for the search.

    >>> key_terms(tables, texts)                # the table `key_terms`: entry, term, weight

A document's text is read and let go; what is kept of it is at most `MOST` nouns an entry. (A compound is
found by its nouns, since the index passes over spaces.)
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from graph.search_terms import squeeze
from loaders.similarity.words import ReadWords, read_words
from loaders.tables import Tables, rows_of

NAME, TITLE = "key_terms", "Key terms of entries, from the running text of their documents, for the search"
"""The name and title of the package that holds the table."""
MOST = 15
"""How many terms are kept of an entry, the best."""
SHORTEST = 2
"""The fewest letters of a term."""


def key_terms(tables: Tables, texts: Mapping[str, str], read: ReadWords = read_words) -> pd.DataFrame:
    """Return the table `key_terms`: entry, term, and its weight, 1 for the best term of the entry.

    texts: running text by the id of its entry. A term weighs what it says of its entry (times the term stands there) by
    how few entries have it (logarithm of their share).
    """
    known = _names(tables)
    counts = {
        entry: Counter(word for word in words if word)
        for entry, words in zip(texts, read(list(texts.values())), strict=True)
    }
    entries = Counter(term for count in counts.values() for term in count)
    rows = [
        (entry, term, weight)
        for entry, count in sorted(counts.items())
        for term, weight in _best(count, entries, len(counts), known[entry])
    ]
    return pd.DataFrame(
        {
            name: pd.Series([row[at] for row in rows], dtype=object)
            for at, name in enumerate(("entry", "term", "weight"))
        }
    )


def _names(tables: Tables) -> Mapping[str, str]:
    """Return what is searched anyway of each project: its title and its indicators, without spaces."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(tables, "projects"):
        names[row["id"]].append(row["title"])
    for row in rows_of(tables, "indicators"):
        names[row["project"]].append(row["name"])
    return defaultdict(str, {entry: squeeze("\n".join(lines)) for entry, lines in names.items()})


def _best(count: Counter[str], entries: Counter[str], total: int, known: str) -> Iterator[tuple[str, float]]:
    """Give the best terms of an entry; a term that lies in a name is left out."""
    scored = {term: times * math.log(1 + total / entries[term]) for term, times in count.items()}
    best: list[str] = []
    for term in sorted(scored, key=lambda term: (-scored[term], term)):
        bare = squeeze(term)
        if len(bare) >= SHORTEST and bare not in known:
            best.append(term)
        if len(best) == MOST:
            break
    for term in best:
        yield term, round(scored[term] / scored[best[0]], 2)
