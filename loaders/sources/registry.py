"""The documents that are read: one entry each, which is all that the commands and the tests know of a document.

>>> SOURCES["pledges"].read(Path("documents") / SOURCES["pledges"].file)     # a Reading
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.kit.layout import Reading
from loaders.sources.council_answers import read as council_answers
from loaders.sources.implementation_plan import read as implementation_plan
from loaders.sources.office_report import read as office_report
from loaders.sources.pledges import read as pledges
from loaders.sources.work_plan import read as work_plan

DATA = Path(__file__).parents[1] / "data"
"""The directory of the shipped tables."""


@dataclass(frozen=True)
class SourceDocument:
    """A document that is read.

    name: what the commands call it, the end of its id, and the directory of its tables under `loaders/data`; file: its
    text in the directory of the documents; read: makes its tables of a file; texts: the running text of its entries by
    id, where they have some: it is compared and searched, and never shipped.
    """

    name: str
    file: str
    read: Callable[[Path], Reading]
    texts: Callable[[Path], Mapping[str, str]] | None = None

    @property
    def package(self) -> Path:
        """The directory of its shipped tables."""
        return DATA / self.name


SOURCES: Mapping[str, SourceDocument] = {
    source.name: source
    for source in (
        SourceDocument(
            implementation_plan.NAME, "000_92ffbc7690ca2c9f.txt", implementation_plan.read, implementation_plan.texts
        ),
        SourceDocument(work_plan.NAME, "001_4fb30af2caf051e8.txt", work_plan.read),
        SourceDocument(council_answers.NAME, "002_80f337656145150c.txt", council_answers.read),
        SourceDocument(pledges.NAME, "003_c2cd1c21a4edac4c.txt", pledges.read),
        SourceDocument(office_report.NAME, "004_07565497701b7de4.txt", office_report.read),
    )
}
"""Every document by its name."""


def read_texts(documents: Path) -> dict[str, str]:
    """The running text of every entry that has some, by id; raises DocumentError where one cannot be read.

    documents: the directory of the original documents.
    """
    return {
        identity: text
        for source in SOURCES.values()
        if source.texts is not None
        for identity, text in source.texts(documents / source.file).items()
    }
