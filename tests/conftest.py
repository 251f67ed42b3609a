"""Fixtures for every test, and which tests run in one process because they share a database."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.databases", "tests.served"]

GROUPS = {
    "tests/graph": "graph",
    "tests/loaders": "loaders",
    "tests/schema": "api",
    "tests/test_random_operations.py": "api",
    "tests/test_readme.py": "api",
    "tests/test_benchmarks.py": "api",
    "tests/test_server.py": "api",
}
"""The group of the tests below a path; all others are one more."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a group in one process, where they find their databases loaded."""
    for item in items:
        name = next((group for path, group in GROUPS.items() if item.nodeid.startswith(path)), "rest")
        item.add_marker(pytest.mark.xdist_group(name))
