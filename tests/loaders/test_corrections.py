from pathlib import Path

import pytest

from loaders.corrections import read_corrections
from loaders.errors import CorrectionError


def write(folder: Path, text: str) -> Path:
    path = folder / "corrections.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_found_by_project_and_section(tmp_path: Path) -> None:
    text = "numbers: [{project: 7, printed: 20.000명, correction: '20,000명', reason: a separator}]"
    corrections = read_corrections(write(tmp_path, text))
    assert corrections.numbers(7) == {"20.000명": "20,000명"}
    assert corrections.numbers(8) == {}
    corrections.check_used()


def test_merged_years_of_a_row(tmp_path: Path) -> None:
    text = """
rows:
  - {project: 7, printed: 설치 운영, reason: lost, correction: {name: 센터, cells: {2020: 설치, 2021 2030: 운영}}}
"""
    (row,) = read_corrections(write(tmp_path, text)).rows(7)
    assert row.cells == {(2020,): "설치", (2021, 2030): "운영"}


def test_an_entry_that_is_never_used_is_an_error(tmp_path: Path) -> None:
    text = "offices: [{project: 7, printed: 가과, correction: 나본부 가과, reason: left out}]"
    with pytest.raises(CorrectionError, match="was not used"):
        read_corrections(write(tmp_path, text)).check_used()


@pytest.mark.parametrize(
    "text", ["misreadings: []", "offices: [{project: 7, printed: 가과}]", "offices: [", "numbers: [{reason: x}]"]
)
def test_what_is_no_list_of_corrections(tmp_path: Path, text: str) -> None:
    with pytest.raises(CorrectionError):
        read_corrections(write(tmp_path, text))
