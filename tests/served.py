"""The shipped tables, loaded into each database and served: what most tests of the API ask."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest
import pytest_asyncio

from graph.database import Database, open_database
from graph.datasets import build
from graph.settings import Settings
from loaders.__main__ import lookup_indexes, shipped_packages
from loaders.assembly import assemble, version_of
from loaders.decisions import Decision
from loaders.tables import combine, read_package
from schema.execution import Executor
from tests.databases import running_neo4j, settings_with
from tests.small_tables import linked_tables, small_decisions

TESTS = Path(__file__).parent
PROJECT = TESTS.parent


@dataclass(frozen=True)
class Example:
    """An operation of the corpus, with a name that is fit for a file."""

    name: str
    text: str


def kept(*directories: Path) -> list[Example]:
    """Return the operations that stand in files of their own."""
    paths = [path for directory in directories for path in directory.glob("*.graphql")]
    return [Example(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def printed(*pages: Path) -> list[Example]:
    """Return the operations that pages print, named by the page and counted from 1."""
    return [
        Example(f"{page.stem.lower()}_{number}", text)
        for page in pages
        for number, text in enumerate(QUERY.findall(page.read_text(encoding="utf-8")), start=1)
    ]


QUERY = re.compile(r"^```graphql\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CORPUS = sorted(
    [
        *kept(TESTS / "corpus", PROJECT / "schema" / "operations", PROJECT / "web" / "examples"),
        *printed(PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")),
    ],
    key=lambda example: example.name,
)
"""Operations that between them select every field of every served type, and all that README and docs print."""

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Served:
    """A database with the shipped tables in it, and what asks it."""

    settings: Settings
    database: Database
    executor: Executor

    async def ask(self, text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the response to an operation."""
        response: dict[str, Any] = orjson.loads((await self.executor.execute(text, variables)).body)
        return response

    async def data(self, text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the data of an operation that goes well."""
        response = await self.ask(text, variables)
        assert "errors" not in response, response["errors"]
        data: dict[str, Any] = response["data"]
        return data


def executor_of(database: Database) -> Executor:
    """Return an executor over an open database."""

    async def read(text: str, parameters: Mapping[str, Any], operation: str) -> list[Any]:
        return await database.read(text, parameters, operation=operation)

    return Executor(read)


def load_tables(settings: Settings, tables: Tables, decisions: Sequence[Decision] = ()) -> None:
    """Load tables and people's decisions as the command does."""
    graph = assemble(tables, decisions)
    build(settings, graph, version=version_of(graph), indexes=lookup_indexes())


@pytest.fixture(scope="session")
def real_tables() -> Tables:
    return combine(read_package(directory) for directory in shipped_packages())


@pytest.fixture(scope="session")
def loaded_directory(real_tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the shipped tables in it, to be copied: only one process has a directory open."""
    directory = tmp_path_factory.mktemp("loaded") / "data"
    load_tables(settings_with(PLANGRAPH_DATA_DIR=str(directory)), real_tables)
    return directory


def copy_of(directory: Path, home: Path) -> Settings:
    """Return settings of a copy of a data directory."""
    return settings_with(PLANGRAPH_DATA_DIR=str(shutil.copytree(directory, home / "data")))


@pytest.fixture(scope="session", params=["embedded", "neo4j"])
def served_settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a database with the shipped tables in it, into which no test loads anything else."""
    home = tmp_path_factory.mktemp(f"served-{request.param}")
    if request.param == "embedded":
        yield copy_of(request.getfixturevalue("loaded_directory"), home)
    else:
        with running_neo4j(home) as settings:
            load_tables(settings, request.getfixturevalue("real_tables"))
            yield settings


@pytest_asyncio.fixture(scope="session")
async def served(served_settings: Settings) -> AsyncIterator[Served]:
    async with open_database(served_settings) as database:
        yield Served(served_settings, database, executor_of(database))


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["embedded", "neo4j"])
async def served_small(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """The small tables, linked; only the real ones have a Neo4j of their own."""
    if request.param == "embedded":
        settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path_factory.mktemp("small")))
    else:
        settings = request.getfixturevalue("neo4j")
    load_tables(settings, linked_tables(), [Decision(**decision) for decision in small_decisions()])
    async with open_database(settings) as database:
        yield Served(settings, database, executor_of(database))
