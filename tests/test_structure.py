"""The structure that the design states: who imports whom, and that everything public says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "schema", "loaders")
CODE = [*(path for name in PACKAGES for path in sorted((PROJECT / name).rglob("*.py"))), PROJECT / "server.py"]
OURS = {*PACKAGES, "server", "benchmarks", "tests"}
MAY_IMPORT = {"graph": {"graph"}, "schema": {"schema", "graph"}, "loaders": {"loaders", "graph"}}

every_module = pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(PROJECT)))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Yield the first part of every name that a module imports, wherever it does."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield path.parent.name if node.level else (node.module or "").partition(".")[0]


@every_module
def test_imports_go_one_way(path: Path) -> None:
    package = path.relative_to(PROJECT).parts[0]
    allowed = MAY_IMPORT.get(package, {"graph", "schema"})
    assert OURS & set(imported(path)) <= allowed, "schema -> graph <- loaders; server.py joins schema and graph"


def test_what_every_document_uses_knows_no_document() -> None:
    kit = [path for path in CODE if path.parent == PROJECT / "loaders" / "kit"]
    named = [node.module or "" for path in kit for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)]
    assert kit
    assert not [module for module in named if module.startswith("loaders.sources")]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def test_no_modules_import_each_other() -> None:
    """Imports for types only count as well: what two modules need of each other stands below both."""
    names = {module_of(path) for path in CODE}
    graph: dict[str, set[str]] = {}
    for path in CODE:
        froms = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and node.module]
        found = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
        found |= {node.module or "" for node in froms if f"{node.module}.{node.names[0].name}" not in names}
        graph[module_of(path)] = found & names - {module_of(path)}
    TopologicalSorter(graph).prepare()


def test_only_one_module_imports_the_driver() -> None:
    users = [path for path in CODE if "neo4j" in imported(path)]
    assert users == [PROJECT / "graph" / "database.py"]


def test_no_code_of_ours_starts_the_embedded_database_in_process() -> None:
    assert not [path for path in CODE if "arcadedb_embedded" in imported(path)]


def public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield the public classes and functions of a module or a class, with their dotted names."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield f"{owner}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{owner}{node.name}.")


@every_module
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "the module has no docstring"
    silent = [
        name
        for name, node in public(tree.body)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(node)
    ]
    assert not silent


@every_module
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    first = (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]
    assert first.rstrip().endswith((".", ":", "``", "::"))
    assert len(first) <= 240
