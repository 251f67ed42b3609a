"""What the answer on commissioned services holds: its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from loaders.kit.text import Passage

PLAN = "commissions2020"
PLAN_ID = f"plan:{PLAN}"


@dataclass(frozen=True)
class Service:
    """A commissioned service as evaluated in one year; contractors: the cell as printed, and divided."""

    year: int
    number: int
    title: str
    department: str
    contractors_text: str
    contractors: Sequence[str]
    score: Decimal
    excluded: bool
    passage: Passage

    @property
    def id(self) -> str:
        """Return its id."""
        return f"commission:{PLAN}/{self.place}"

    @property
    def place(self) -> str:
        """Return the year and the number, by which corrections name it."""
        return f"{self.year}-{self.number}"


@dataclass(frozen=True)
class Round:
    """A round of a year's evaluation: its number, how many services it states, the title of the first."""

    number: int
    services: int
    first: str
    passage: Passage


@dataclass(frozen=True)
class Evaluation:
    """The evaluations of one year: what is stated of them, and the table.

    scope: which services are evaluated; result: the line with the average, average_text: the average as printed in it.
    """

    year: int
    stated: int
    average: Decimal
    average_text: Passage
    result: Passage
    scope: Passage
    head: Passage
    rounds: Sequence[Round]
    services: Sequence[Service]

    def round_of(self, service: Service) -> int:
        """Return the round in which a service was evaluated."""
        last = accumulate(part.services for part in self.rounds)
        return next(part.number for part, number in zip(self.rounds, last, strict=True) if service.number <= number)


@dataclass(frozen=True)
class Exclusion:
    """A service in the list of those excluded from renewal."""

    year: int
    title: str
    score: Decimal
    contractors: str
    passage: Passage


@dataclass(frozen=True)
class Consequences:
    """What follows from an evaluation: below which score a contract is not renewed, and the list of these services.

    duties: the other rules, each with its kind, its name and its words.
    """

    rule: Passage
    duties: Sequence[tuple[str, Passage, Passage]]
    least_score: int
    first_year: int
    last_year: int
    exclusions: Sequence[Exclusion]
