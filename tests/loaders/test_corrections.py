from pathlib import Path

import pytest

from loaders.errors import CorrectionError
from loaders.kit.corrections import read_corrections
from loaders.sources.implementation_plan.corrections import row_readings

SECTIONS = ("numbers", "rows", "offices")


def write(folder: Path, text: str) -> Path:
    path = folder / "corrections.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_found_by_place_and_section(tmp_path: Path) -> None:
    text = "numbers: [{at: 7, printed: 20.000명, correction: '20,000명', reason: a separator}]"
    corrections = read_corrections(write(tmp_path, text), SECTIONS)
    assert corrections.texts(7, "numbers") == {"20.000명": "20,000명"}
    assert corrections.texts(8, "numbers") == {}
    corrections.check_used()


def test_merged_years_of_a_row(tmp_path: Path) -> None:
    text = """
rows:
  - {at: 7, printed: 설치 운영, reason: lost, correction: {name: 센터, cells: {2020: 설치, 2021 2030: 운영}}}
"""
    (row,) = row_readings(read_corrections(write(tmp_path, text), SECTIONS), 7)
    assert row.cells == {(2020,): "설치", (2021, 2030): "운영"}


def test_an_entry_that_is_never_used_is_an_error(tmp_path: Path) -> None:
    text = "offices: [{at: 7, printed: 가과, correction: 나본부 가과, reason: left out}]"
    with pytest.raises(CorrectionError, match="was not used"):
        read_corrections(write(tmp_path, text), SECTIONS).check_used()


@pytest.mark.parametrize(
    "text", ["misreadings: []", "offices: [{at: 7, printed: 가과}]", "offices: [", "numbers: [{reason: x}]"]
)
def test_what_is_no_list_of_corrections(tmp_path: Path, text: str) -> None:
    with pytest.raises(CorrectionError):
        read_corrections(write(tmp_path, text), SECTIONS)
