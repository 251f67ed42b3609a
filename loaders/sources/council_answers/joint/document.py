"""What the report on the joint evaluation holds: its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.kit.text import Passage

PLAN = "joint2020"
"""What the evaluation is called in ids."""
PLAN_ID = f"plan:{PLAN}"
QUALITATIVE = re.compile(r"\(정성(?:평가|지표)\)")
"""The mark of a qualitative indicator, in its name."""


@dataclass(frozen=True)
class Numbers:
    """How many indicators there are: as one place states it, or as they are counted."""

    all: int
    quantitative: int
    qualitative: int

    def __add__(self, other: Numbers) -> Numbers:
        """Add the indicators of two goals."""
        return Numbers(
            self.all + other.all,
            self.quantitative + other.quantitative,
            self.qualitative + other.qualitative,
        )


@dataclass(frozen=True)
class Outline:
    """What the report states before its results: numbers of indicators, and the year whose results are evaluated."""

    numbers: Numbers
    goals: Mapping[str, int]
    year: int
    passage: Passage


@dataclass(frozen=True)
class Overall:
    """What the report states of all results: how many goals, ministries, indicators, and practices per indicator."""

    goals: int
    ministries: int
    indicators: int
    practices: int
    statement: Passage


@dataclass(frozen=True)
class Result:
    """The results of a goal as the text or a table tells them: by group, the best rates and the numbers of practices.

    practices_stated: how many good practices were chosen; only the text tells it.
    """

    title: str
    numbers: Numbers
    best: Mapping[str, Passage]
    practices: Mapping[str, Passage]
    passage: Passage
    practices_stated: int = 0


@dataclass(frozen=True)
class Indicator:
    """An indicator of the list."""

    number: int
    name: str
    ministry: str
    passage: Passage

    @property
    def id(self) -> str:
        """Return its id."""
        return f"jointIndicator:{PLAN}/{self.number}"

    @property
    def qualitative(self) -> bool:
        """Tell whether its name carries the mark of a qualitative indicator."""
        return QUALITATIVE.search(self.name) is not None


@dataclass(frozen=True)
class Goal:
    """A national goal in the list: its title, its first cell, the numbers that cells state, and its indicators."""

    title: str
    cell: Passage
    stated: list[tuple[Passage, Numbers]]
    indicators: list[Indicator]

    @property
    def counted(self) -> Numbers:
        """Count its indicators."""
        qualitative = [indicator.qualitative for indicator in self.indicators]
        return Numbers(len(qualitative), qualitative.count(False), qualitative.count(True))


@dataclass(frozen=True)
class Report:
    """The whole report, read: what the text and the tables tell of each goal, and the list of indicators."""

    outline: Outline
    overall: Overall
    told: Sequence[Result]
    tables: Sequence[Result]
    goals: Sequence[Goal]
    passages: Mapping[str, Passage]

    @property
    def indicators(self) -> list[Indicator]:
        """Return the indicators of all goals."""
        return [indicator for goal in self.goals for indicator in goal.indicators]
