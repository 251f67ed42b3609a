"""What the mayor's pledges hold: their parts, and their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.kit.text import Passage
from loaders.sources.pledges.core_pledges import Core

NAME = "pledges"
"""What the command calls this document, and the end of its id."""
PLAN, DOCUMENT = "pledges2018", f"document:{NAME}"
PLAN_ID = f"plan:{PLAN}"


def core_id(code: str) -> str:
    """Return the id of a core pledge."""
    return f"pledgeCore:{PLAN}/{code}"


def pledge_id(code: str) -> str:
    """Return the id of a detail pledge."""
    return f"pledge:{PLAN}/{code}"


@dataclass(frozen=True)
class Policy:
    """A row of the table of policy contents: its title and its stated numbers of core and detail pledges."""

    title: str
    cores: int
    pledges: int
    passage: Passage


@dataclass(frozen=True)
class Field:
    """A field in the table of policy contents."""

    number: int
    title: str
    passage: Passage
    policies: list[Policy] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """The fields, the sums stated beside them, and the passages that hold both."""

    fields: list[Field]
    stated: Mapping[str, int]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that the document states, with the passages that state it."""

    kind: str
    name: str
    group: str | None
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Information:
    """What the document says about itself."""

    title: str
    number: str
    produced_on: str
    publisher: str
    license: str
    start_year: int
    end_year: int
    passage: Passage


@dataclass(frozen=True)
class Pledges:
    """The whole document, read; policies: the policy content under which each core pledge stands, by its code."""

    information: Information
    overview: Overview
    cores: list[Core]
    policies: Mapping[str, Policy]
    rules: list[Rule]
