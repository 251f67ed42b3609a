"""What the tests of the loaders share: each real document, read once, the same document changed, and made-up passages.

A module names the document that its tests are about in `SOURCE`; a test parametrised over `source` is about each.
"""

import functools
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from graph.settings import load_settings
from loaders.errors import DocumentError
from loaders.kit.layout import Reading
from loaders.kit.text import Passage, Source
from loaders.sources.registry import SOURCES
from tests.loaders.changes import Change, Changed, Damaged
from tests.missing import missing


@pytest.fixture(scope="session")
def documents() -> Path:
    folder = load_settings().documents
    if not folder.is_dir():
        missing(f"the real documents are not in {folder}: set PLANGRAPH_DOCUMENTS")
    return folder


@pytest.fixture(scope="session")
def reading_of(documents: Path) -> Callable[[str], Reading]:
    return functools.cache(lambda source: SOURCES[source].read(documents / SOURCES[source].file))


@pytest.fixture(scope="module")
def source(request: pytest.FixtureRequest) -> str:
    name: str = request.module.SOURCE
    return name


@pytest.fixture(scope="module")
def file(source: str, documents: Path) -> Path:
    return documents / SOURCES[source].file


@pytest.fixture(scope="module")
def original(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def reading(source: str, reading_of: Callable[[str], Reading]) -> Reading:
    return reading_of(source)


@pytest.fixture(scope="module")
def tables(reading: Reading) -> dict[str, pd.DataFrame]:
    return reading.tables


@pytest.fixture
def changed(source: str, original: str, tmp_path: Path) -> Changed:
    """Read the document after a change, which must change it."""

    def read(change: Change) -> Reading:
        text = change(original)
        assert text != original
        path = tmp_path / "damaged.txt"
        path.write_text(text, encoding="utf-8")
        return SOURCES[source].read(path)

    return read


@pytest.fixture
def damaged(changed: Changed) -> Damaged:
    """Read the document after a change, and return the error, which names file, place and passage."""

    def error_of(change: Change) -> DocumentError:
        with pytest.raises(DocumentError) as caught:
            changed(change)
        place = caught.value.place
        assert place.document == "damaged.txt"
        assert place.heading
        assert 20 <= len(place.passage) <= 60
        assert not re.search(r"☎\s?\d|\d{3,4}-\d{4}", str(caught.value))
        return caught.value

    return error_of


@pytest.fixture
def passage() -> Callable[[str], Passage]:
    def make(text: str) -> Passage:
        return Source("made-up.txt", text).passage(0, len(text), "세부사업0")

    return make
