import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.chains import IS_LIKE
from graph.datasets import GraphTables
from loaders import decisions
from loaders.__main__ import main
from loaders.assembly import assemble
from loaders.decisions import Decision, make_decision, read_decisions, record
from loaders.errors import DecisionError
from tests.small_tables import small_tables, table

DAY = datetime.date(2026, 11, 22)
COLUMNS = ["left", "right", "kind", "relation", "score", "reasons"]


def decide(one: str, other: str, verdict: str = "same", note: str | None = None) -> Decision:
    return make_decision(one, other, verdict, "김가나", note, DAY)


def pairs_of(graph: GraphTables) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {
        (start, end): values
        for (type_, _, _), rows in graph.relationships.items()
        if type_ == "SIMILAR_TO"
        for start, end, values in rows
    }


def two_projects() -> tuple[str, str]:
    first, second = sorted(small_tables()["projects"]["id"])[:2]
    return first, second


def with_pair(left: str, right: str) -> dict[str, Any]:
    reasons = [
        {"signal": "TITLE", "score": 0.4, "detail": "both 학교"},
        {"signal": "TEXT", "score": 0.2, "detail": "key terms: both 텃밭"},
    ]
    pairs: Sequence[Sequence[Any]] = [(left, right, "OVERLAP", None, 0.6, reasons)]
    return {**small_tables(), "similarities": table(COLUMNS, pairs)}


def test_a_decision_is_kept_with_the_lower_id_first_and_deciding_again_replaces(tmp_path: Path) -> None:
    path = tmp_path / "data" / "decisions.yml"
    assert read_decisions(path) == []
    assert record(decide("project:x/2", "project:x/1", "same", "Printed: twice"), path) is False
    assert record(decide("project:x/1", "project:x/3", "overlap"), path) is False
    assert record(decide("project:x/1", "project:x/2", "different", "Read again"), path) is True
    assert read_decisions(path) == [
        Decision("project:x/1", "project:x/2", "DIFFERENT", "김가나", "2026-11-22", "Read again"),
        Decision("project:x/1", "project:x/3", "OVERLAP", "김가나", "2026-11-22"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "verdict", "problem"),
    [
        ("project:x/1", "project:x/1", "same", "expected two entries"),
        ("project:x/1", "task:x/1", "same", "two entries of one sort"),
        ("department:x/1", "department:x/2", "same", "two entries of one sort"),
        ("project:x/1", "project:x/2", "alike", "expected same, overlap, different"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(one: str, other: str, verdict: str, problem: str) -> None:
    with pytest.raises(DecisionError, match=problem):
        decide(one, other, verdict)


@pytest.mark.parametrize(
    "text",
    [
        "- {left: 'project:x/1', right: 'project:x/2', verdict: SAME, by: A}",
        "- {left: 'project:x/1', right: 'project:x/2', verdict: SAME, by: A, on: soon}",
        "- {left: 'project:x/2', right: 'project:x/1', verdict: SAME, by: A, on: 2026-01-01}",
        "- {left: 'project:x/1', right: 'project:x/2', verdict: SAME, by: A, on: 2026-01-01, why: x}",
        "left: project:x/1",
        "- [",
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError):
        read_decisions(path)


def test_a_pair_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    record(decide("project:x/1", "project:x/2"), path)
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(DecisionError, match="decided twice"):
        read_decisions(path)


def test_a_pair_is_stored_with_parallel_lists_and_no_nulls() -> None:
    left, right = two_projects()
    assert pairs_of(assemble(with_pair(left, right)))[left, right] == {
        "kind": "OVERLAP",
        "score": 0.6,
        "signals": ["TITLE", "TEXT"],
        "shares": [0.4, 0.2],
        "details": ["both 학교", "key terms: both 텃밭"],
        "rank": 0,
    }


def test_the_verdict_is_the_kind_and_the_score_stays() -> None:
    left, right = two_projects()
    pair = pairs_of(assemble(with_pair(left, right), [decide(left, right, "different", "Read both")]))[left, right]
    assert (pair["kind"], pair["score"], pair["verdict"]) == ("DIFFERENT", 0.6, "DIFFERENT")
    assert (pair["decidedBy"], pair["decidedOn"], pair["decisionNote"]) == ("김가나", "2026-11-22", "Read both")


def test_a_pair_counts_from_the_score_that_is_set_for_sdgs_and_for_chains_alike() -> None:
    left, right = two_projects()
    for least, there in ((0.5, True), (0.7, False)):
        graph = assemble(with_pair(left, right), (), least)
        chains = [pair[:2] for (type_, _, _), rows in graph.relationships.items() if type_ == IS_LIKE for pair in rows]
        assert ((left, right) in chains) is there


def test_a_pair_that_no_score_found_has_score_0_and_no_reasons() -> None:
    left, right = two_projects()
    pair = pairs_of(assemble(small_tables(), [decide(left, right)]))[left, right]
    assert (pair["kind"], pair["score"], pair["signals"], pair["shares"]) == ("SAME", 0.0, [], [])
    assert "decisionNote" not in pair


def test_a_decision_about_an_entry_that_is_gone_is_a_finding() -> None:
    left, _ = two_projects()
    graph = assemble(small_tables(), [decide(left, "project:zzz/9")])
    assert pairs_of(graph) == {}
    (finding,) = [node for node in graph.nodes["Finding"] if node["code"] == "DECISION_WITHOUT_ENTRY"]
    assert "project:zzz/9 is in no table" in finding["message"]
    about = [(s, e) for (type_, *_), rows in graph.relationships.items() if type_ == "ABOUT" for s, e, _ in rows]
    assert (finding["id"], left) in about


def test_the_command_decides_and_refuses_ids_that_are_in_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "decisions.yml"
    monkeypatch.setattr(decisions, "PATH", path)
    command = ["decide", "project:sdp2/48", "project:sdp2/2", "same", "--by", "김가나", "--note", "Twice"]
    assert main(command) == 0
    assert capsys.readouterr().out == "project:sdp2/2 and project:sdp2/48: SAME\n"
    assert main(["decide", "project:sdp2/2", "project:sdp2/999", "same", "--by", "김가나"]) == 2
    assert "In no table: project:sdp2/999" in capsys.readouterr().err
    (kept,) = read_decisions(path)
    assert (kept.verdict, kept.note) == ("SAME", "Twice")
