"""Links: which entries of the shipped tables seem to be one or to overlap, computed from tables and documents.

    >>> links = link(combine(map(read_package, packages)), Path("documents"))     # the table `similarities`

Titles, indicators and offices are in the tables; running text is in the documents only, and is read, compared and let
go. `loaders/sources/registry.py` says which sources have
running text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from graph.declaration import POSITION
from graph.model import MODEL
from loaders.similarity.scoring import FAMILIES, Entry, Pair, SimilarityRelation, similar_pairs
from loaders.similarity.words import ReadWords, read_words
from loaders.sources.registry import read_texts
from loaders.tables import Tables, rows_of, table_name

NAME, TITLE = "links", "Pairs of entries that seem to be the same or to overlap, with the reasons"
"""The name and title of the package that holds the links."""


def link(tables: Tables, documents: Path, read: ReadWords = read_words) -> pd.DataFrame:
    """Return the table `similarities`: every pair that is kept, best first.

    Entries of one plan are compared by how rare a term is in their plan, whatever else is loaded; entries of two plans
    by how rare it is in all. documents: the directory of the original documents. Raises DocumentError where one cannot
    be read.
    """
    entries = list(entries_of(tables, read_texts(documents)))
    plan_of = {entry.id: entry.plan for entry in entries}
    pairs = [pair for pair in similar_pairs(entries, read).pairs if plan_of[pair.left] != plan_of[pair.right]]
    for plan in dict.fromkeys(plan_of.values()):
        pairs += similar_pairs((entry for entry in entries if entry.plan == plan), read).pairs
    columns = ("left", "right", "kind", "relation", "score", "reasons")
    made = [_row(pair) for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right))]
    return pd.DataFrame({name: pd.Series([row[name] for row in made], dtype=object) for name in columns})


def _row(pair: Pair) -> dict[str, Any]:
    commissions = [MODEL.type_of(identity) is COMMISSION for identity in (pair.left, pair.right)]
    relation = SimilarityRelation.CARRIES_OUT.value if any(commissions) else None
    return {**asdict(pair), "relation": relation, "reasons": [asdict(reason) for reason in pair.reasons]}


COMMISSION = MODEL.types["Commission"]
"""A commissioned service carries out what an entry of another plan is about."""


def entries_of(tables: Tables, texts: Mapping[str, str]) -> Iterator[Entry]:
    """Give the entries of the tables that are compared: projects and the like, tasks, indicators."""
    offices = _offices(tables)
    projects = {row["id"]: row for row in rows_of(tables, "projects")}
    indicators = rows_of(tables, "indicators")
    of_task, of_project = _grouped(projects.values(), "task"), _grouped(indicators, "project")
    targets = _grouped(rows_of(tables, "yearly_targets"), "indicator")
    years_of_plans = {row["id"]: row["end_year"] for row in rows_of(tables, "plans")}
    for project in projects.values():
        yield Entry(
            project["id"],
            "project",
            project["title"],
            measures=tuple(row["name"] for row in of_project[project["id"]]),
            offices=offices[project["id"]],
            text=texts.get(project["id"], ""),
            ancestors=frozenset({project["task"]}),
            plan=project["plan"],
        )
    for task in rows_of(tables, "tasks"):
        under = of_task[task["id"]]
        yield Entry(
            task["id"],
            "task",
            task["title"],
            offices=tuple(dict.fromkeys(office for project in under for office in offices[project["id"]])),
            projects=tuple(project["id"] for project in under),
            plan=task["plan"],
        )
    for indicator in indicators:
        yield Entry(
            indicator["id"],
            "indicator",
            indicator["name"],
            projects=(indicator["project"],),
            targets={row["year"]: row["text"] for row in targets[indicator["id"]]},
            ancestors=frozenset({indicator["project"]}),
            plan=indicator["plan"],
        )
    for name in ITEMS:
        for row in rows_of(tables, table_name(MODEL.types[name])):
            points = "\n".join(row.get("subpoints") or ())
            title, group = row["title"], name if name in REPEATED else row.get("programme") or ""
            yield Entry(
                row["id"], FAMILIES[name], title, offices=offices[row["id"]], text=points, group=group, plan=row["plan"]
            )
    for name in MEASURES:
        for row in rows_of(tables, table_name(MODEL.types[name])):
            target = row.get("target_text")
            years = {years_of_plans[row["plan"]]: target} if target else {}
            yield Entry(row["id"], FAMILIES[name], row["name"], targets=years, plan=row["plan"])


ITEMS = ("Pledge", "KeyProject", "Commission", "WorkItem", "FirstPlanTask")
"""The entries of other plans than an implementation plan, which have a title and perhaps points under it."""
REPEATED = ("Commission",)
"""Entries that are printed again when they are evaluated again: a list of them holds no duplicates."""
MEASURES = ("ScorecardIndicator", "JointIndicator", "HeadlineIndicator")
"""The indicators of other plans, which have a name and perhaps one target, for the year of their plan."""


def _offices(tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the bodies in charge of each entry, the leader first."""
    names = {row["id"]: row["name"] for row in rows_of(tables, "organizations")}
    links = sorted(rows_of(tables, "item_organizations"), key=lambda row: row[POSITION])
    listed: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in links:
        listed[row["item"]] += (names[row["organization"]],)
    return listed


def _grouped(listed: Any, key: str) -> Mapping[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in listed:
        groups[row[key]].append(row)
    return groups
