"""Corrections: what a person decided about the damage of one document, kept in YAML beside the loader.

Each entry names where it stands, the printed text, what is read instead, and the reason, which becomes a Finding.
An entry that is not used is an error: either the document has changed, or the entry is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from loaders.errors import CorrectionError
from loaders.organizations import PeopleCorrections, TelephoneRule
from loaders.targets import RowReading

SECTIONS = ("numbers", "rows", "labels", "offices", "telephones", "misprints")


@dataclass(frozen=True)
class Correction:
    """One decision: in which section, for which project, what is printed, what is read, and why."""

    section: str
    project: int
    printed: str
    correction: Any
    reason: str


@dataclass
class Corrections:
    """The decisions about one document, and which of them have been used."""

    entries: tuple[Correction, ...]
    used: set[int] = field(default_factory=set)

    def of(self, project: int, *sections: str) -> Iterator[Correction]:
        """Give the entries of a project, and note that they were used."""
        for index, entry in enumerate(self.entries):
            if entry.project == project and entry.section in sections:
                self.used.add(index)
                yield entry

    def numbers(self, project: int) -> dict[str, str]:
        """Return the misprinted cells of a project's table, with the correct ones."""
        return {entry.printed: entry.correction for entry in self.of(project, "numbers")}

    def rows(self, project: int) -> list[RowReading]:
        """Return the readings of rows whose cell borders are lost."""
        return [
            RowReading(entry.printed, entry.correction["name"], _cells(entry)) for entry in self.of(project, "rows")
        ]

    def people(self, project: int) -> PeopleCorrections:
        """Return what was decided about the people of a project."""
        rules = {entry.printed: _rule(entry) for entry in self.of(project, "telephones")}
        labels, offices = (
            {entry.printed: entry.correction for entry in self.of(project, section)}
            for section in ("labels", "offices")
        )
        return PeopleCorrections(labels, offices, rules)

    def check_used(self) -> None:
        """Raise CorrectionError for an entry that no part of the document asked for."""
        for index, entry in enumerate(self.entries):
            if index not in self.used:
                raise CorrectionError(f"‘{entry.printed}’ of project {entry.project} ({entry.section}) was not used")


def _cells(entry: Correction) -> dict[tuple[int, ...], str]:
    cells: Mapping[Any, str] = entry.correction["cells"]
    return {tuple(int(year) for year in str(years).split()): words for years, words in cells.items()}


def _rule(entry: Correction) -> TelephoneRule:
    return TelephoneRule(**dict.fromkeys(entry.correction, True))


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Raises CorrectionError where an entry lacks its printed text, correction or reason.
    """
    return Corrections(tuple(_entries(path, read_yaml(path))))


def _entries(path: Path, sections: Mapping[str, Any]) -> Iterable[Correction]:
    for section, entries in sections.items():
        if section not in SECTIONS:
            raise CorrectionError(f"{path.name}: ‘{section}’ is none of {', '.join(SECTIONS)}")
        for entry in entries:
            try:
                yield Correction(section, **entry)
            except TypeError as error:
                needed = "project, printed, correction and reason"
                raise CorrectionError(f"{path.name}: an entry of ‘{section}’ needs {needed}: {entry}") from error


@cache
def read_yaml(path: Path) -> Any:
    """Read a YAML file that belongs to a loader, once; it is not to be changed.

    Raises CorrectionError where it is missing or not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CorrectionError(f"{path.name} cannot be read: {error}") from error
