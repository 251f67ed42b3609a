"""What only this document has corrected: rows whose cell borders are lost, labels, offices and telephone numbers."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.kit.corrections import Correction, Corrections
from loaders.sources.implementation_plan.people import PeopleCorrections, TelephoneRule
from loaders.sources.implementation_plan.targets import RowReading


def row_readings(corrections: Corrections, at: int | str) -> list[RowReading]:
    """How the rows of a place are read whose cell borders are lost."""
    return [RowReading(entry.printed, entry.correction["name"], _cells(entry)) for entry in corrections.of(at, "rows")]


def people_corrections(corrections: Corrections, at: int | str) -> PeopleCorrections:
    """What was decided about the people of a place."""
    rules = {entry.printed: _rule(entry) for entry in corrections.of(at, "telephones")}
    return PeopleCorrections(corrections.texts(at, "labels"), corrections.texts(at, "offices"), rules)


def _cells(entry: Correction) -> dict[tuple[int, ...], str]:
    cells: Mapping[object, str] = entry.correction["cells"]
    return {tuple(int(year) for year in str(years).split()): words for years, words in cells.items()}


def _rule(entry: Correction) -> TelephoneRule:
    return TelephoneRule(**dict.fromkeys(entry.correction, True))
