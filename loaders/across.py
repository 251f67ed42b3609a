"""Findings across documents: one fact with two figures, one office under two names; each with the quotes that show it.

    >>> findings_across(Path("documents"))           # the tables `findings` and `citations`

A reader found them; `across.yml` beside this module keeps them. Every quote is looked up in its document, so that an
entry which the documents do not bear out is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.errors import CorrectionError
from loaders.kit.corrections import read_yaml
from loaders.kit.findings import Finding, Findings
from loaders.kit.layout import Tables
from loaders.kit.text import Passage, Source, read_source
from loaders.sources.registry import SOURCES

NAME, TITLE = "across", "Findings across documents, with the passages of each"
"""The name and title of the package that holds them."""
ENTRIES = Path(__file__).with_suffix(".yml")


def findings_across(documents: Path) -> dict[str, pd.DataFrame]:
    """Return the tables `findings` and `citations`.

    documents: the directory of the original documents. Raises DocumentError where one cannot be read or lacks a quote,
    CorrectionError where an entry is not complete.
    """
    sources = {name: read_source(documents / source.file) for name, source in SOURCES.items()}
    findings, tables = Findings(f"document:{NAME}"), Tables("")
    for entry in read_yaml(ENTRIES):
        try:
            found = Finding(entry["code"], entry["severity"], entry["message"], entry["node"], ())
            quotes = [(quoted["document"], _find(quoted, sources)) for quoted in entry["quotes"]]
        except KeyError as error:
            raise CorrectionError(f"{ENTRIES.name}: an entry lacks {error}: {entry}") from error
        if len(quotes) < 2:
            raise CorrectionError(f"{ENTRIES.name}: {entry['code']} on {entry['node']} needs a quote of each side")
        findings.add(found)
        identity, _ = findings.with_ids()[-1]
        tables.add(
            "findings",
            id=identity,
            code=found.code,
            severity=found.severity,
            message=found.message,
            node=found.node,
            source=quotes[0][0],
        )
        for document, passage in quotes:
            tables.cite(identity, passage, document=document)
    return tables.frames(Findings(f"document:{NAME}"))


def _find(quoted: Mapping[str, Any], sources: Mapping[str, Source]) -> Passage:
    """Return the passage that an entry quotes: in its file, behind other words where it says so."""
    source = sources[quoted["file"]]
    whole = source.passage(0, len(source.text), quoted["document"].partition(":")[2])
    start = whole.find(quoted["after"]) if "after" in quoted else whole
    if start is None:
        raise whole.unexpected(f"‘{quoted['after']}’ was expected in this document")
    passage = whole.part(start.start, whole.end).find(quoted["quote"])
    if passage is None:
        raise whole.unexpected(f"‘{quoted['quote']}’ was expected in this document, where a reader found it")
    if passage.quote != quoted["quote"]:
        raise CorrectionError(f"‘{quoted['quote']}’ is too long for a quote, or holds a telephone number")
    return passage
