"""The pages of docs/ say what the code does: settings, types, errors; and every link in them leads somewhere."""

from __future__ import annotations

import os
import re

import pytest

from graph.settings import SETTINGS
from schema import errors
from schema.errors import OperationError
from server import STATUS
from tests.documents import PAGES
from tests.served import CORPUS, PROJECT

DOCS = PROJECT / "docs"
WRITTEN = [PROJECT / "README.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_says(name: str) -> None:
    page = PAGES[name]()
    if os.environ.get("UPDATE_DOCS"):
        (DOCS / name).write_text(page, encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == page, f"run with UPDATE_DOCS=1 and review docs/{name}"


def test_every_setting_is_documented_with_its_help() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        assert f"| `{setting.metadata['name']}` |" in page
        assert setting.metadata["help"] in page


def test_every_code_of_an_error_is_documented_with_its_status() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    documented = {code: int(status) for code, status in re.findall(r"^\| `([A-Z_]+)` \| (\d+) \|", page, re.MULTILINE)}
    codes = {e.code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, OperationError)}
    assert documented == {**dict.fromkeys(codes, 200), **STATUS}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_link_leads_somewhere(path: os.PathLike[str]) -> None:
    page = PROJECT / path
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_setting_that_is_named_exists(path: os.PathLike[str]) -> None:
    names = {setting.metadata["name"] for setting in SETTINGS}
    text = (PROJECT / path).read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:PLANGRAPH|NEO4J)_[A-Z_]+\b", text)) <= names


def test_every_printed_query_is_in_the_corpus() -> None:
    pages = [PROJECT / "README.md", *DOCS.glob("*.md")]
    count = sum(page.read_text(encoding="utf-8").count("```graphql") for page in pages)
    stems = {page.stem.lower() for page in pages}
    assert count == len([example for example in CORPUS if example.name.rpartition("_")[0] in stems])
