"""What a loader gives: the tables of a document, and the account of every part of it.

>>> tables = Tables("document:pledges")
>>> tables.add("pledges", passage, id="pledge:pledges2018/1-1-1", code="1-1-1", title="...", ...)   # cited there
>>> Reading(tables.frames(findings), account).summary()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.errors import CuratedTableError
from loaders.kit.findings import ERROR, INFO, WARNING, Findings
from loaders.kit.organizations import Directory
from loaders.kit.text import Account, Passage, quote
from loaders.tables import SCHEMAS

SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True)
class Reading:
    """What was read: the title of the document, its tables by name, and the account of every part of it."""

    title: str
    tables: dict[str, pd.DataFrame]
    account: Account

    def summary(self) -> list[str]:
        """Return what was read, left out and found, in lines to be printed."""
        found = self.tables["findings"]["severity"].value_counts()
        counts = ", ".join(f"{len(table)} {name}" for name, table in self.tables.items())
        lines = [f"read: {name} ({size:,} characters)" for name, size in self.account.characters(was_read=True).items()]
        lines += [
            f"left out: {name} ({size:,} characters)" for name, size in self.account.characters(was_read=False).items()
        ]
        return [*lines, f"rows: {counts}", "findings: " + ", ".join(f"{found.get(s, 0)} {s}" for s in SEVERITIES)]


class Tables:
    """The tables of a document while it is laid out.

    document: the id of the document that is cited unless another one is named.
    """

    def __init__(self, document: str) -> None:
        """Start without rows."""
        self.document = document
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, passage: Passage | None = None, /, *, cited: str | None = None, **cells: Any) -> None:
        """Add a row; what it does not name is empty. passage: where the entry stands; cited: in which document.

        Raises ValueError for a cell that the table does not have.
        """
        columns = [column.name for column in SCHEMAS[table].columns]
        unknown = cells.keys() - set(columns)
        if unknown:
            raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
        many = {column.name for column in SCHEMAS[table].columns if column.many}
        self.rows[table].append({name: cells.get(name, [] if name in many else None) for name in columns})
        if passage is not None:
            self.cite(cells["id"], passage, document=cited)

    def cite(self, entry: str, passage: Passage, quoted: str | None = None, document: str | None = None) -> None:
        """Cite a passage for an entry; quoted: other words of it than the first."""
        self.rows["citations"].append(
            {
                "locator": passage.locator,
                "quote": quote(quoted) if quoted else passage.quote,
                "offset": passage.start,
                "entry": entry,
                "document": document or self.document,
            }
        )

    def in_charge(self, item: str, organizations: Iterable[str]) -> None:
        """Put bodies in charge of an entry, each once, the leader first."""
        for position, organization in enumerate(dict.fromkeys(organizations), start=1):
            self.add("item_organizations", item=item, organization=organization, position=position)

    def frames(self, findings: Findings) -> dict[str, pd.DataFrame]:
        """Return the tables, those of the findings with them, in the order of the schemas."""
        for identity, finding in findings.with_ids():
            self.add(
                "findings",
                id=identity,
                code=finding.code,
                severity=finding.severity,
                message=finding.message,
                source=finding.cited or findings.document,
                node=finding.node,
            )
            for passage in finding.quotes:
                self.cite(identity, passage, document=finding.cited or self.document)
        return {name: make_frame(self.rows[name]) for name in SCHEMAS if self.rows.get(name)}


@dataclass
class Desk:
    """What the parts of a loader share while a document is read: where they note, lay out, tell, and look bodies up."""

    account: Account
    tables: Tables
    findings: Findings
    directory: Directory


def make_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Make a table of Python values, None where a cell is empty."""
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})


def read_curated(path: Path, key: str, value: str) -> Callable[[str], str]:
    """Return a look-up in a table written by a person; a missing row raises CuratedTableError."""
    try:
        values = pd.read_csv(path, dtype=str).set_index(key)[value].to_dict()
    except (OSError, KeyError, ValueError) as error:
        raise CuratedTableError(f"{path.name} cannot be read with the columns {key} and {value}: {error}") from error

    def look_up(name: str) -> str:
        if not isinstance(values.get(name), str):
            raise CuratedTableError(f"{path.name} has no {value} for {name}")
        return str(values[name])

    return look_up
