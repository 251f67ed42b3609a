"""What the tests of the loaders share: the folder of the real documents, and passages written for a test."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.settings import load_settings
from loaders.reading import Reading
from loaders.sources import FILES
from loaders.sources.implementation_plan import read
from loaders.text import Passage, Source


@pytest.fixture(scope="session")
def documents() -> Path:
    folder = load_settings().documents
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real documents are not in {folder}: set PLANGRAPH_DOCUMENTS")
        pytest.skip(f"the real documents are not in {folder}: set PLANGRAPH_DOCUMENTS")
    return folder


@pytest.fixture(scope="session")
def plan_file(documents: Path) -> Path:
    return documents / FILES["implementation-plan"]


@pytest.fixture(scope="session")
def reading(plan_file: Path) -> Reading:
    return read(plan_file)


@pytest.fixture
def passage() -> Callable[[str], Passage]:
    def make(text: str) -> Passage:
        return Source("made-up.txt", text).passage(0, len(text), "세부사업0")

    return make
