"""What can go wrong while a document is read.

::

    LoaderError
    ├── DocumentError           the document is not what its loader describes: names file, place and passage
    │   ├── UnreadableDocument    it is missing, empty, or not encoded in UTF-8
    │   ├── UnexpectedText        something is missing, or stands where nothing is expected
    │   └── WrongCount            it holds more or fewer entries than it states, or than are known to be in it
    ├── CorrectionError         an entry beside the loader (correction, layout, claim) does not fit the document
    ├── CuratedTableError       a table written by a person lacks what the document needs
    ├── TableError              tables that cannot be loaded: every wrong cell, with file, row and column
    ├── DecisionError           a decision cannot be taken or read: the message names the pair or the line
    └── MissingPackage          a command needs a package that is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class LoaderError(Exception):
    """Anything that stops a loader; its message is for the person who runs it."""


@dataclass(frozen=True)
class Place:
    """Where in a document something stands.

    document: the file's name; offset: the character at which the passage starts, counted from 0; heading: the heading
    under which it stands; passage: 20 to 60 characters of it (fewer only where the document itself has fewer).
    """

    document: str
    offset: int
    heading: str
    passage: str

    def __str__(self) -> str:
        """Return the place in words."""
        return f"{self.document}, character {self.offset} ({self.heading}): “{self.passage}”"


class DocumentError(LoaderError):
    """The document is not what its loader describes."""

    def __init__(self, problem: str, place: Place) -> None:
        """Keep what is wrong, in words that a planner understands, and where."""
        super().__init__(f"{problem}\n  {place}")
        self.problem = problem
        self.place = place


class UnreadableDocument(DocumentError):
    """The document is missing, empty, or not encoded in UTF-8."""


class UnexpectedText(DocumentError):
    """Something is missing, or stands where nothing is expected."""


class WrongCount(DocumentError):
    """The document holds more or fewer entries than it states, or than are known to be in it."""


class CorrectionError(LoaderError):
    """An entry of the YAML files beside a loader does not fit the document; the message names both."""


class CuratedTableError(LoaderError):
    """A table written by a person lacks what the document needs; the message names the table and the row."""


class TableError(LoaderError):
    """Tables that cannot be loaded; the message lists everything that is wrong with them, one line each."""

    def __init__(self, problems: Sequence[object]) -> None:
        """Keep the problems; each prints as one line."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class DecisionError(LoaderError):
    """A person's decision about a pair of entries cannot be taken or read; the message names the pair."""


class UsageError(LoaderError):
    """A command was called with arguments that do not go together; the message says how it is called."""


class MissingPackage(LoaderError):
    """A command needs a package that the service itself does not."""

    def __init__(self, package: str, group: str) -> None:
        """Say which package, and which group of pyproject.toml has it."""
        super().__init__(f"This needs {package}: install the dependency group `{group}` of pyproject.toml")
