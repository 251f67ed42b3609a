"""What the work report holds: its parts, and their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.kit.numbers import Number
from loaders.kit.text import Passage
from loaders.sources.office_report.office import BudgetTable, StaffTable

NAME = "office-report"
"""What the command calls this document, and the end of its id."""
PLAN, DOCUMENT = "officereport2020", f"document:{NAME}"
PLAN_ID = f"plan:{PLAN}"
YEAR = 2020


def item_id(report: Report, item: Item) -> str:
    """Return the id of an item: its place in the agenda, counted through all sections."""
    return f"agendaItem:{PLAN}/{report.items.index(item) + 1}"


@dataclass(frozen=True)
class Item:
    """An item of the agenda: as listed, as repeated on the page of its section, and over its own text."""

    section: int
    number: int
    listed: Passage
    repeated: Passage
    heading: Passage
    text: Passage
    numbers: tuple[tuple[Passage, list[Number]], ...]

    @property
    def code(self) -> str:
        """Return its section and number, such as 1-7."""
        return f"{self.section}-{self.number}"


@dataclass(frozen=True)
class Section:
    """A section of the agenda: its title as listed, and on its own page."""

    number: int
    listed: Passage
    heading: Passage
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Report:
    """The whole document, read."""

    title: Passage
    office: Passage
    organization: tuple[tuple[Passage, list[Number]], ...]
    staff: StaffTable
    duties: Mapping[str, list[str]]
    budgets: tuple[BudgetTable, ...]
    aims: Passage
    front: Passage
    sections: tuple[Section, ...]

    @property
    def items(self) -> list[Item]:
        """Return the items of all sections."""
        return [item for section in self.sections for item in section.items]


@dataclass(frozen=True)
class Listed:
    """A section in a list of the agenda: its title, and the titles of its items."""

    number: int
    title: Passage
    items: tuple[Passage, ...]
