"""When a pair of entries counts as alike: one rule, for the loaders in Python and for the service in Cypher.

A pair counts from the score that `PLANGRAPH_MIN_SCORE` sets, or when a person has decided about it; a pair found
different counts never.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DIFFERENT = "DIFFERENT"
"""The kind of a pair that a person has found to be no pair."""

LEAST = "$minScore"
"""Stands in the conditions for the least score."""


def is_alike(pair: Mapping[str, Any], min_score: float) -> bool:
    """Whether a pair, by its properties in the graph, counts as alike."""
    settled = pair["score"] >= min_score or pair.get("verdict") is not None
    return bool(settled and pair["kind"] != DIFFERENT)


def settled_condition(pair: str) -> str:
    """The condition in Cypher that a pair is scored high enough, or decided; of whatever kind."""
    return f"({pair}.score >= {LEAST} OR {pair}.verdict IS NOT NULL)"


def not_different_condition(pair: str) -> str:
    """The condition in Cypher that a pair was not found different."""
    return f"{pair}.kind <> '{DIFFERENT}'"


def alike_condition(pair: str) -> str:
    """The condition in Cypher that a pair counts as alike: `is_alike` of its properties."""
    return f"{settled_condition(pair)} AND {not_different_condition(pair)}"
