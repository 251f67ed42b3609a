"""What the work plan holds: its parts, and their ids."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.errors import CorrectionError
from loaders.kit.text import Passage
from loaders.sources.work_plan.quantities import FoundQuantity

NAME = "work-plan"
"""What the command calls this document, and the end of its id."""
PLAN, DOCUMENT = "workplan2020", f"document:{NAME}"
PLAN_ID = f"plan:{PLAN}"
COVER, CITY_FACTS, COVID, AREAS = "cover", "I", "IV", "V"


@dataclass(frozen=True)
class Block:
    """A heading with the text up to the next one."""

    level: str
    heading: Passage
    text: Passage


@dataclass(frozen=True)
class Initiative:
    """An initiative: its code (area, field, its own number), its title, and all its headings and text."""

    code: str
    title: str
    heading: Passage
    passage: Passage
    headings: tuple[Passage, ...]
    quantities: tuple[FoundQuantity, ...]


@dataclass(frozen=True)
class Field:
    """A field; listed: its line in the list of its area, None where it is missing there."""

    code: str
    title: str
    heading: Passage
    listed: Passage | None
    initiatives: list[Initiative] = dataclasses.field(default_factory=list)


@dataclass(frozen=True)
class Area:
    """An area; listing: the list of its fields."""

    code: str
    title: str
    heading: Passage
    listing: tuple[Passage, ...]
    text: Passage
    fields: list[Field] = dataclasses.field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part of the document before the areas."""

    code: str
    passage: Passage
    quantities: tuple[FoundQuantity, ...]


@dataclass(frozen=True)
class WorkPlan:
    """The whole document, read."""

    title: str
    year: int
    cover: Passage
    parts: Mapping[str, Part]
    areas: list[Area]

    @property
    def fields(self) -> list[Field]:
        """Return all fields."""
        return [field for area in self.areas for field in area.fields]

    @property
    def initiatives(self) -> list[Initiative]:
        """Return all initiatives."""
        return [initiative for field in self.fields for initiative in field.initiatives]

    def passage_at(self, code: str) -> Passage:
        """Return what stands at a code: the cover, the part I, the area 1 with its list, the initiative 1-1-1."""
        places = {COVER: self.cover} | {part.code: part.passage for part in self.parts.values()}
        for area in self.areas:
            places[area.code] = area.heading.part(area.heading.start, area.text.end)
            for field in area.fields:
                places[field.code] = field.heading
                places |= {initiative.code: initiative.passage for initiative in field.initiatives}
        if code not in places:
            raise CorrectionError(f"‘{code}’ is no part, area, field or initiative of the work plan")
        return places[code]
