"""The commands, as a person runs them: what they print, where, and the code with which they end."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.datasets import reading
from graph.settings import load_settings
from loaders.__main__ import main
from loaders.sources.registry import DATA, SOURCES
from loaders.tables import write_package
from tests.databases import free_port
from tests.service import running_service
from tests.small_tables import small_tables

PROJECT = Path(__file__).parent.parent.parent
SOURCE = "implementation-plan"
PLAN = DATA / "implementation-plan"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on an embedded database of its own; returns its code, what it prints, and what it complains of."""
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setenv("PLANGRAPH_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write_package(small_tables(), tmp_path / "small", "small", "Small tables")
    return tmp_path / "small"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# read


def test_read_writes_the_tables_and_says_what_was_read(run: Run, file: Path, tmp_path: Path) -> None:
    code, printed, complained = run("read", SOURCE, file, "--out", tmp_path / "out")
    assert (code, complained) == (0, "")
    assert re.search(r"\b106 projects\b|\bprojects\b.*\b106\b", printed)
    assert {path.name for path in PLAN.iterdir()} - {"contacts.csv"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    assert run("diff", PLAN, tmp_path / "out") == (0, "no differences\n", "")


def test_read_names_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, printed, complained = run("read", SOURCE, tmp_path / "nowhere.txt", "--out", tmp_path / "out")
    assert (code, printed) == (2, "")
    assert "nowhere.txt" in complained
    assert not (tmp_path / "out").exists()


def test_read_of_another_document_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("시정 주요 업무계획 " * 100, encoding="utf-8")
    code, printed, complained = run("read", SOURCE, tmp_path / "other.txt", "--out", tmp_path / "out")
    assert (code, printed) == (2, "")
    assert "other.txt, character" in complained
    assert not (tmp_path / "out").exists()


def test_read_names_a_directory_that_cannot_be_written(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, complained = run("read", SOURCE, file, "--out", tmp_path / "file")
    assert code == 2
    assert complained == f"{tmp_path}/file: File exists\n"


# diff


def test_diff_tells_what_differs_cell_by_cell(run: Run, package: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    write_package(small_tables(), new, "small", "Small tables")
    change(new / "tasks.csv", "금연 구역을 늘린다", "금연 구역을 넓힌다")
    change(new / "cities.csv", "city:sejong,세종,\n", "city:jeju,제주,\n")
    (new / "contacts.csv").unlink()
    code, printed, complained = run("diff", package, new)
    assert (code, complained) == (1, "")
    assert printed.splitlines() == [
        "cities city:sejong: the row is gone",
        "cities city:jeju: a new row",
        "tasks task:seoul/1, title: “금연 구역을 늘린다” becomes “금연 구역을 넓힌다”",
    ]


def test_diff_names_what_it_cannot_read(run: Run, package: Path, tmp_path: Path) -> None:
    (package / "cities.csv").write_bytes("id,name\ncity:seoul,서울\n".encode("euc-kr"))
    code, printed, complained = run("diff", package, tmp_path / "nowhere")
    assert (code, printed) == (2, "")
    assert [line.partition(": ")[0] for line in complained.splitlines()] == [
        f"{package}/cities.csv",
        f"{tmp_path}/nowhere",
    ]


# load and status


def test_load_and_status(run: Run, package: Path) -> None:
    assert run("status") == (0, "nothing is loaded; `python -m loaders load` loads the shipped tables\n", "")

    code, printed, _ = run("load", package)
    assert code == 0
    [(version, nodes)] = re.findall(r"^loaded dataset (\w+): (\d+) nodes, \d+ relationships\n$", printed)

    code, again, _ = run("load", package)
    assert code == 0
    assert again.startswith(f"dataset {version}: {nodes} nodes, ")
    assert again.endswith(", already loaded\n")

    code, printed, complained = run("status")
    assert (code, complained) == (0, "")
    first, *lines = printed.splitlines()
    assert first.startswith(f"dataset {version}, loaded ")
    assert "       4 City" in lines
    findings = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert findings == sorted(findings, key=["ERROR", "WARNING", "INFO"].index)
    stated = small_tables()["findings"].to_dict("records")
    assert {"{severity} {code}: {message}".format_map(finding) for finding in stated} <= set(lines)


def test_tables_that_are_wrong_are_not_loaded(run: Run, package: Path) -> None:
    run("load", package)
    before = run("status")
    change(package / "tasks.csv", "plan:seoul", "plan:nobody")
    change(package / "goals.csv", "sdg:3", "sdg:99")
    code, printed, complained = run("load", package)
    assert (code, printed) == (2, "")
    assert complained.splitlines() == [
        f"{package}/goals.csv, row 2, column sdg: names “sdg:99”, which is in no table;"
        " expected an id that starts with sdg:",
        f"{package}/tasks.csv, row 2, column plan: names “plan:nobody”, which is in no table;"
        " expected an id that starts with plan:",
    ]
    assert run("status") == before


def test_load_names_a_directory_without_tables(run: Run, tmp_path: Path) -> None:
    code, _, complained = run("load", tmp_path / "nowhere")
    assert code == 2
    assert complained == f"{tmp_path}/nowhere: has no tables; expected a spreadsheet, or CSV or XLSX files in it\n"


def test_contacts_are_taken_when_they_are_there_and_served_to_nobody(run: Run, package: Path, tmp_path: Path) -> None:
    assert run("load", package)[0] == 0
    settings = load_settings()
    with reading(settings) as session:
        assert session is not None
        assert session.read("MATCH (n:Staff) WHERE n.phone IS NOT NULL RETURN n.id") == [["staff:seoul/health/kim"]]
    with running_service(settings, tmp_path / "log") as service:
        staff = service.data('{ staff { phone } nodes(ids: ["staff:seoul/health/kim"]) { ... on Staff { phone } } }')
    assert {person["phone"] for person in (*staff["staff"], *staff["nodes"])} == {None}
    (package / "contacts.csv").unlink()
    assert run("load", package)[1].startswith("loaded ")


# What goes wrong.


@pytest.mark.parametrize("command", ["load", "status"])
def test_a_database_that_is_not_there_is_told(
    run: Run, package: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("graph.database.WRITE_RETRIES", 0.5)
    monkeypatch.setenv("NEO4J_URI", f"bolt://127.0.0.1:{free_port()}")
    code, printed, complained = run(command, *([package] if command == "load" else []))
    assert (code, printed) == (2, "")
    assert complained.startswith("ServiceUnavailable: ")


def test_a_wrong_setting_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_BATCH_SIZE", "many")
    code, _, complained = run("status")
    assert code == 2
    assert complained == "PLANGRAPH_BATCH_SIZE is 'many'; it must be a whole number above 0\n"


@pytest.mark.parametrize(
    "arguments", [[], ["serve"], ["read", "another-plan", "FILE", "--out", "DIR"], ["diff", "OLD"]]
)
def test_a_command_that_is_not_there_ends_with_2(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "loaders", *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m loaders")


def test_help_names_every_command() -> None:
    command = [sys.executable, "-m", "loaders", "--help"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in ("read", "diff", "load", "status"):
        assert re.search(rf"^    {name} +\w", done.stdout, re.MULTILINE)


def test_reading_every_document_writes_nothing_when_one_cannot_be_read(
    tmp_path: Path, documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in SOURCES.values():
        (tmp_path / source.file).write_bytes((documents / source.file).read_bytes())
    (tmp_path / SOURCES["office-report"].file).write_text("아무것도 없다", encoding="utf-8")
    assert main(["read", "--all", "--documents", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "This is another document" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
