"""Corrections: what a person decided about the damage of one document, kept in YAML beside the loader.

Each entry names where it stands (`at`: a number or a code of the document), the printed text, what is read instead, and
the reason, which becomes a Finding. An entry that is not used is an error: either the document has changed, or the
entry is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from loaders.errors import CorrectionError
from loaders.kit.findings import Finding
from loaders.kit.text import Passage

Codes = Mapping[str, tuple[str, str]]
"""The code and severity of the finding that a correction makes, by its section."""


@dataclass(frozen=True)
class Correction:
    """One decision: in which section, at which place, what is printed, what is read, and why."""

    section: str
    at: int | str
    printed: str
    correction: Any
    reason: str


@dataclass
class Corrections:
    """The decisions about one document, and which of them have been used."""

    entries: tuple[Correction, ...]
    used: set[int] = field(default_factory=set)

    def of(self, at: int | str, *sections: str) -> Iterator[Correction]:
        """Give the entries of a place, and note that they were used."""
        for index, entry in enumerate(self.entries):
            if entry.at == at and entry.section in sections:
                self.used.add(index)
                yield entry

    def texts(self, at: int | str, section: str) -> dict[str, str]:
        """Return the misprinted texts of a place, with the correct ones."""
        return {entry.printed: entry.correction for entry in self.of(at, section)}

    def explain(self, locate: Callable[[int | str], tuple[str, Passage]], codes: Codes) -> Iterator[Finding]:
        """Tell of every entry whose section has a code, with the printed text; it counts as used.

        locate: the id of the entry at a place, and its passage. Raises UnexpectedText where it does not hold the text.
        """
        for index, entry in enumerate(self.entries):
            if entry.section in codes:
                self.used.add(index)
                node, place = locate(entry.at)
                passage = place.find(entry.printed)
                if passage is None:
                    raise place.unexpected(f"‘{entry.printed}’, to be corrected, was expected here")
                code, severity = codes[entry.section]
                words = isinstance(entry.correction, str)
                meant = f"‘{entry.printed}’ is printed, ‘{entry.correction}’ is meant: " if words else ""
                yield Finding(code, severity, f"{meant}{entry.reason}", node, (passage,))

    def check_used(self) -> None:
        """Raise CorrectionError for an entry that no part of the document asked for."""
        for index, entry in enumerate(self.entries):
            if index not in self.used:
                raise CorrectionError(f"‘{entry.printed}’ at {entry.at} ({entry.section}) was not used")


def read_corrections(path: Path, sections: Sequence[str]) -> Corrections:
    """Read a file of corrections, whose sections are some of those named.

    Raises CorrectionError where there is another section, or an entry lacks its place, text, correction or reason.
    """
    return Corrections(tuple(_entries(path, read_yaml(path), sections)))


def _entries(path: Path, found: Mapping[str, Any], sections: Sequence[str]) -> Iterable[Correction]:
    for section, entries in found.items():
        if section not in sections:
            raise CorrectionError(f"{path.name}: ‘{section}’ is none of {', '.join(sections)}")
        for entry in entries:
            try:
                yield Correction(section, **entry)
            except TypeError as error:
                needed = "at, printed, correction and reason"
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
