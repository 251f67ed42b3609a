from pathlib import Path

import pytest

from graph.settings import load_settings
from loaders.__main__ import shipped_packages
from loaders.differences import differences
from loaders.errors import DocumentError, TableError
from loaders.similarity.linking import NAME, TITLE, link
from loaders.sources.registry import DATA
from loaders.tables import Tables, combine, read_package, rows_of, write_package

TWINS = ((2, 48), (8, 9), (22, 99), (23, 65), (36, 45), (44, 84), (53, 75))
"""The projects that the plan prints twice."""
REVIEWS = (43, 68, 82)
"""Projects that fill in one form, each for other plans."""


@pytest.fixture(scope="module")
def tables() -> Tables:
    return combine(read_package(package) for package in shipped_packages() if package.name != NAME)


@pytest.fixture(scope="module")
def committed() -> Tables:
    return read_package(DATA / NAME)


def of_type(committed: Tables, type_: str, kind: str) -> set[tuple[str, str]]:
    rows = rows_of(committed, "similarities")
    return {(row["left"], row["right"]) for row in rows if row["left"].startswith(f"{type_}:") and row["kind"] == kind}


def test_computed_again_the_links_are_those_committed(tables: Tables, documents: Path, tmp_path: Path) -> None:
    write_package({"similarities": link(tables, documents)}, tmp_path, NAME, TITLE)
    assert [*map(str, differences(DATA / NAME, tmp_path))] == []
    assert (tmp_path / "datapackage.json").read_bytes() == (DATA / NAME / "datapackage.json").read_bytes()


def test_the_projects_printed_twice_are_the_same_and_no_other(committed: Tables) -> None:
    expected = {tuple(sorted(f"project:sdp2/{number}" for number in pair)) for pair in TWINS}
    assert of_type(committed, "project", "SAME") == expected
    assert of_type(committed, "task", "SAME") == set()
    assert of_type(committed, "indicator", "SAME") == {
        tuple(sorted(f"indicator:sdp2/{number}/1" for number in pair)) for pair in TWINS
    }


def test_projects_that_fill_in_one_form_are_below_what_is_served(committed: Tables) -> None:
    reviews = {f"project:sdp2/{number}" for number in REVIEWS}
    pairs = [row for row in rows_of(committed, "similarities") if {row["left"], row["right"]} <= reviews]
    assert pairs
    assert all(row["score"] < load_settings().min_score for row in pairs)


def test_the_table_is_sorted_and_holds_no_running_text(committed: Tables) -> None:
    rows = rows_of(committed, "similarities")
    assert rows == sorted(rows, key=lambda row: (-row["score"], row["left"], row["right"]))
    for row in rows:
        assert row["left"] < row["right"]
        assert row["score"] == pytest.approx(sum(reason["score"] for reason in row["reasons"]))
        key_terms = [reason["detail"] for reason in row["reasons"] if reason["signal"] == "TEXT"]
        assert all(len(term) <= 60 for detail in key_terms for part in detail.split("; ") for term in part.split(", "))


def test_a_missing_document_is_named(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No document"):
        link(tables, tmp_path)


def test_a_broken_reason_is_a_cell_error(tmp_path: Path) -> None:
    for name in ("similarities.csv", "datapackage.json"):
        (tmp_path / name).write_bytes((DATA / NAME / name).read_bytes())
    text = (tmp_path / "similarities.csv").read_text(encoding="utf-8").replace('""signal""', '""sign""', 1)
    (tmp_path / "similarities.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match="a JSON list of objects with signal, score and detail"):
        read_package(tmp_path)
