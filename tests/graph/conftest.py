"""A database with nothing in it for each test of this package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.database import open_session
from graph.settings import Settings
from tests.databases import running_neo4j, settings_with
from tests.graph.synthetic import load

LIMITS = {"PLANGRAPH_STATEMENT_LIMIT": "20", "PLANGRAPH_BATCH_SIZE": "50"}
NEO4J_LIMITS = {**LIMITS, "PLANGRAPH_STATEMENT_LIMIT": "5"}
"""Shorter, since a load waits for as long before it drops the old dataset."""


@pytest.fixture(scope="session")
def own_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Give a Neo4j that only the tests of this package use, since they empty it."""
    with running_neo4j(tmp_path_factory.mktemp("own-neo4j"), **NEO4J_LIMITS) as settings:
        yield settings


@pytest.fixture
def empty_neo4j(own_neo4j: Settings) -> Settings:
    assert own_neo4j.neo4j is not None
    with open_session(own_neo4j.neo4j) as session:
        session.write("MATCH (n) DETACH DELETE n")
    return own_neo4j


@pytest.fixture
def empty_embedded(tmp_path: Path) -> Settings:
    return settings_with(PLANGRAPH_DATA_DIR=str(tmp_path / "data"), **LIMITS)


@pytest.fixture(params=["empty_embedded", "empty_neo4j"])
def empty(request: pytest.FixtureRequest) -> Settings:
    settings: Settings = request.getfixturevalue(request.param)
    return settings


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give each database with the synthetic graph "a" in it, for tests that change nothing."""
    if request.param == "neo4j":
        settings: Settings = request.getfixturevalue("own_neo4j")
    else:
        settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path_factory.mktemp("data")), **LIMITS)
    load(settings, "a")
    return settings


def variables(settings: Settings) -> dict[str, str]:
    """Return the environment of a process with these settings."""
    given = {
        "PLANGRAPH_DATA_DIR": str(settings.data_dir),
        "PLANGRAPH_BATCH_SIZE": str(settings.batch_size),
        "PLANGRAPH_STATEMENT_LIMIT": str(settings.statement_limit),
        "NEO4J_URI": settings.neo4j_uri or "",
        "NEO4J_PASSWORD": settings.neo4j_password or "",
    }
    return {**os.environ, **given, "PYTHONDONTWRITEBYTECODE": "1"}
