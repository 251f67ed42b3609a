"""Printed names of bodies become one id each, by the curated tables in `loaders/data/organizations`.

    >>> directory = read_directory()
    >>> directory.find("기획조정실", passage, "Bureau")          # 'bureau:seoul/기획조정실'

`organizations.csv` has one row for each body, whose id tells its type; `organization_names.csv` the other names under
which documents print it; `organization_successions.csv` what became of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.model import MODEL
from loaders.kit.text import Passage
from loaders.tables import Tables, read_package, rows_of

PACKAGE = Path(__file__).parents[1] / "data" / "organizations"


@dataclass(frozen=True)
class Name:
    """One name of a body, and the years in which it was its name, where that is known."""

    organization: str
    since: int | None = None
    until: int | None = None

    def holds(self, year: int | None) -> bool:
        """Tell whether the body may have had the name in a year."""
        return year is None or (self.since or year) <= year <= (self.until or year)


class Directory:
    """All bodies, by the names under which they are printed."""

    def __init__(self, names: Iterable[tuple[str, Name]]) -> None:
        """Take every name of every body."""
        self.names: dict[str, list[Name]] = defaultdict(list)
        for printed, name in names:
            self.names[bare(printed)].append(name)
        self.ids = {name.organization for known in self.names.values() for name in known}

    def find(self, printed: str, passage: Passage, *types: str, year: int | None = None) -> str:
        """Return the id of the body that a document prints: of one of some types (all without), named so in a year.

        Raises UnexpectedText, which names the place, where no body or more than one has the name.
        """
        found = {
            name.organization
            for name in self.names.get(bare(printed), ())
            if name.holds(year) and (not types or _type_of(name.organization) in types)
        }
        if len(found) == 1:
            return found.pop()
        if not found:
            what = " or ".join(types) or "body"
            raise passage.unexpected(f"‘{printed}’ is no {what} of organizations.csv or organization_names.csv")
        raise passage.unexpected(f"‘{printed}’ may be any of {', '.join(sorted(found))}")

    def check(self, organization: str, passage: Passage) -> str:
        """Return an id; raises UnexpectedText where organizations.csv does not have it."""
        if organization not in self.ids:
            raise passage.unexpected(f"{organization} has no row in organizations.csv")
        return organization


def bare(name: str) -> str:
    """Return a name without its spaces, letter-spaced or not."""
    return "".join(name.split())


def _type_of(organization: str) -> str:
    entity = MODEL.type_of(organization)
    return entity.name if entity else ""


@cache
def read_directory(package: Path = PACKAGE) -> Directory:
    """Read the curated tables; raises TableError with everything that is wrong in them."""
    return make_directory(read_package(package))


def make_directory(tables: Tables) -> Directory:
    """Make the directory of the bodies in some tables."""
    names = [(row["name"], Name(row["id"])) for row in rows_of(tables, "organizations")]
    for row in rows_of(tables, "organization_names"):
        names.append((row["name"], Name(row["organization"], row["since"], row["until"])))
    return Directory(names)
