"""People's decisions about pairs of entries: kept in a YAML file, made by a command, and winning over every score.

    python -m loaders decide project:sdp2/2 project:sdp2/48 same --by "Kim" --note "Printed under two goals."

An entry of the file holds the two ids, the verdict, who decided, when, and a note. A pair stands there once; deciding
again replaces. A decision about an entry that is no longer loaded becomes a Finding, and is kept.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.model import MODEL
from loaders.errors import DecisionError
from loaders.kit.findings import WARNING
from loaders.similarity.scoring import FAMILIES, SimilarityKind

PATH = Path(__file__).parent / "data" / "decisions" / "decisions.yml"
"""Where the decisions are kept."""
HEAD = "# What people decided about pairs of entries; `python -m loaders decide` adds to it.\n"
WITHOUT_ENTRY = "DECISION_WITHOUT_ENTRY"
"""The code of the Finding on a decision about an entry that is gone."""


@dataclass(frozen=True)
class Decision:
    """What a person decided about two entries, the lower id first; on: the day, as YYYY-MM-DD."""

    left: str
    right: str
    verdict: str
    by: str
    on: str
    note: str | None = None

    @property
    def properties(self) -> dict[str, str]:
        """Return it as properties of the relationship between the two."""
        found = {"verdict": self.verdict, "decidedBy": self.by, "decidedOn": self.on, "decisionNote": self.note}
        return {name: value for name, value in found.items() if value is not None}


def make_decision(
    one: str, other: str, verdict: str, by: str, note: str | None, on: datetime.date | None = None
) -> Decision:
    """Make a decision; on: the day, today where none is given.

    Raises DecisionError where the verdict is none, nobody decided, or the ids do not name two entries of one sort.
    """
    left, right = sorted((one, other))
    day = (on or datetime.date.today()).isoformat()
    return _checked(Decision(left, right, verdict.upper(), by.strip(), day, note or None))


def _checked(decision: Decision) -> Decision:
    pair = f"{decision.left} and {decision.right}"
    if decision.verdict not in SimilarityKind.__members__:
        raise DecisionError(f"The verdict on {pair} is {decision.verdict}; expected {', '.join(VERDICTS)}")
    if decision.left >= decision.right:
        raise DecisionError(f"{pair}: expected two entries, the lower id first")
    if not decision.by:
        raise DecisionError(f"The decision on {pair} does not say who decided")
    families = {_FAMILIES.get(identity.partition(":")[0]) for identity in (decision.left, decision.right)}
    if len(families) > 1 or None in families:
        raise DecisionError(f"{pair}: expected ids of two entries of one sort, such as project:sdp2/2")
    return decision


_FAMILIES = {MODEL.types[name].tag: family for name, family in FAMILIES.items()}
VERDICTS = [kind.name.lower() for kind in SimilarityKind]
"""The verdicts as the command takes them."""


def read_decisions(path: Path | None = None) -> list[Decision]:
    """Read the decisions, the shipped ones where no file is named, none where there is no file.

    Raises DecisionError where the file cannot be read, an entry lacks something, or a pair stands twice.
    """
    path = path or PATH
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DecisionError(f"{path} cannot be read: {error}") from error
    if not isinstance(entries or [], list):
        raise DecisionError(f"{path}: expected a list of decisions")
    decisions = [_read_decision(entry, path) for entry in entries or []]
    pairs = [(decision.left, decision.right) for decision in decisions]
    for pair in pairs:
        if pairs.count(pair) > 1:
            raise DecisionError(f"{path}: {pair[0]} and {pair[1]} are decided twice")
    return decisions


def _read_decision(entry: Any, path: Path) -> Decision:
    try:
        decision = Decision(**entry)
        day = decision.on if isinstance(decision.on, datetime.date) else datetime.date.fromisoformat(decision.on)
        texts = (decision.left, decision.right, decision.verdict, decision.by, decision.note or "")
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("not text")
    except (TypeError, ValueError) as error:
        needed = "left, right, verdict, by, on (YYYY-MM-DD) and perhaps note"
        raise DecisionError(f"{path}: a decision needs {needed}: {entry}") from error
    return _checked(dataclasses.replace(decision, on=day.isoformat(), verdict=decision.verdict.upper()))


def record(decision: Decision, path: Path | None = None) -> bool:
    """Add a decision to the file, in place of an earlier one on the same pair; tells whether there was one."""
    path = path or PATH
    known = read_decisions(path)
    others = [d for d in known if (d.left, d.right) != (decision.left, decision.right)]
    entries = [
        {name: value for name, value in asdict(d).items() if value is not None}
        for d in sorted([*others, decision], key=lambda d: (d.left, d.right))
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEAD + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return len(others) < len(known)


def check_entries(decision: Decision, known: Container[str]) -> None:
    """Raise DecisionError where an entry that is decided about is in no table."""
    gone = [identity for identity in (decision.left, decision.right) if identity not in known]
    if gone:
        raise DecisionError(f"In no table: {', '.join(gone)}")


def without_entries(decisions: Iterable[Decision], known: Container[str]) -> list[dict[str, Any]]:
    """Return the rows of the findings on decisions about entries that are gone."""
    rows = []
    for decision in decisions:
        both: Sequence[str] = (decision.left, decision.right)
        gone = [identity for identity in both if identity not in known]
        if gone:
            left, right = (identity.replace(":", "-").replace("/", "-") for identity in both)
            message = (
                f"{decision.by} decided on {decision.on} that {decision.left} and {decision.right} are "
                f"{decision.verdict}, but {' and '.join(gone)} is in no table: the decision is not used."
            )
            rows.append(
                {
                    "id": f"finding:decisions/{WITHOUT_ENTRY}/{left}/{right}",
                    "code": WITHOUT_ENTRY,
                    "severity": WARNING,
                    "message": message,
                    "source": None,
                    "node": next((identity for identity in both if identity in known), None),
                }
            )
    return rows
