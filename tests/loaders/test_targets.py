from collections.abc import Callable

import pytest

from loaders.errors import UnexpectedText
from loaders.kit.text import Passage
from loaders.sources.implementation_plan.targets import RowReading, read_table

Make = Callable[[str], Passage]
YEARS = "성과지표명 2020 2021 2022 2023 2024 중장기 (2030)"


def test_a_row_is_a_name_and_one_cell_for_each_year(passage: Make) -> None:
    table = read_table(passage(f"{YEARS} 도시 텃밭 면적 10ha 11ha 12.5ha 13ha 14ha 1,020ha"))
    (row,) = table.rows
    assert (row.name, row.unit) == ("도시 텃밭 면적", "ha")
    assert [cell.years for cell in row.cells] == [(2020,), (2021,), (2022,), (2023,), (2024,), (2030,)]
    assert [cell.value for cell in row.cells] == [10, 11, 12.5, 13, 14, 1020]
    assert table.note is None


def test_two_indicators_share_a_table(passage: Make) -> None:
    table = read_table(passage(f"{YEARS} 실업률(전국) 4% 4% 4% 4% 4% 3.5% 모집 인원 1명 2명 3명 4명 5명 6명"))
    assert [(row.name, row.unit) for row in table.rows] == [("실업률(전국)", "%"), ("모집 인원", "명")]


def test_a_table_without_its_first_year(passage: Make) -> None:
    table = read_table(passage("성과지표명 2021 2022 2023 2024 중장기 (2030) 점검 횟수 1회 2회 3회 4회 5회"))
    assert table.years == (2021, 2022, 2023, 2024, 2030)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("5.8만㎥", 58000.0, "㎥"),
        ("2,430만 그루", 24300000.0, "그루"),
        ("1,000천㎡", 1000.0, "천㎡"),
        ("37,100 천톤CO₂", 37100.0, "천톤CO₂"),
        ("47,721 백만원", 47721.0, "백만원"),
        ("85㎡ (동쪽, 서쪽)", 85.0, "㎡"),
        ("4.8km(동쪽 2.0㎞)", 4.8, "km"),
        ("0회 ※ 비로 연기", 0.0, "회"),
        ("7.82점", 7.82, "점"),
    ],
)
def test_numbers_stay_as_printed_and_get_a_value_in_their_unit(
    passage: Make, cell: str, value: float, unit: str
) -> None:
    (row,) = read_table(passage(f"{YEARS} 어떤 일의 크기 {cell} 1회 1회 1회 1회 1회")).rows
    assert (row.cells[0].text, row.cells[0].value, row.cells[0].unit) == (cell, value, unit)


@pytest.mark.parametrize(
    ("cell", "trend"),
    [
        ("↘", "DOWN"),
        ("↗", "UP"),
        ("유지", "STEADY"),
        ("(유지)", "STEADY"),
        ("유지관리", "STEADY"),
        ("운영", None),
        ("(운영)", None),
        ("이행", None),
    ],
)
def test_words_and_arrows_have_a_trend_but_no_value(passage: Make, cell: str, trend: str | None) -> None:
    (row,) = read_table(passage(f"{YEARS} 사망자 수 212명 180명 {cell} {cell} {cell} {cell}")).rows
    last = row.cells[-1]
    assert (last.text, last.value, last.unit, last.trend) == (cell, None, None, trend)


def test_the_unit_stands_in_the_name_where_the_cells_have_none(passage: Make) -> None:
    (row,) = read_table(passage(f"{YEARS} 미세먼지(㎍/㎥) (관측소) 22 21 20 19 18 15")).rows
    assert {cell.unit for cell in row.cells} == {"㎍/㎥"}


def test_the_unit_stands_above_the_table_where_the_name_has_none(passage: Make) -> None:
    (row,) = read_table(passage(f"(단위 : 백만원) {YEARS} 기금(누계) 1,000 1,000 1,000 1,000 1,000 1,000")).rows
    assert row.unit == "백만원"
    assert row.cells[0].unit == "백만원"


def test_no_unit_is_made_up(passage: Make) -> None:
    (row,) = read_table(passage(f"{YEARS} 점검 가구 수 12,600 12,600 12,600 12,600 12,600 12,600")).rows
    assert row.unit is None


@pytest.mark.parametrize("note", ["※ ’20년은 비가 와서 하향 조정함", "행사 계획(’18~’22년)에 따라 목표치 설정"])
def test_what_follows_the_table_is_its_note(passage: Make, note: str) -> None:
    table = read_table(passage(f"{YEARS} 이용자 수 1명 2명 3명 4명 5명 6명 {note}"))
    assert table.note == note
    assert table.rows[0].cells[-1].text == "6명"


def test_what_stands_above_the_table_and_is_no_unit_is_its_note(passage: Make) -> None:
    assert read_table(passage(f"16년의 70% {YEARS} 농도 1건 2건 3건 4건 5건 6건")).note == "16년의 70%"


def test_a_name_may_end_in_a_word_that_cells_hold(passage: Make) -> None:
    (row,) = read_table(passage(f"{YEARS} 어느 위원회 운영 5회 5회 5회 5회 5회 5회")).rows
    assert row.name == "어느 위원회 운영"


def test_a_misprinted_number_keeps_its_text(passage: Make) -> None:
    cells = "18,000명 18,500명 19,000명 19,500명 20.000명 21,000명"
    (row,) = read_table(passage(f"{YEARS} 이수자 수 {cells}"), numbers={"20.000명": "20,000명"}).rows
    assert (row.cells[4].text, row.cells[4].value) == ("20.000명", 20000)


def test_a_misread_separator_without_a_correction_is_an_error(passage: Make) -> None:
    with pytest.raises(UnexpectedText, match="misread thousands separator"):
        read_table(passage(f"{YEARS} 이수자 수 1명 1명 1명 1명 20.000명 1명"))


def test_a_merged_cell_covers_several_years(passage: Make) -> None:
    printed = "센터 설치?운영 설치 운영 (야간) 계속 운영"
    cells = {(2020,): "설치", (2021, 2022): "운영 (야간)", (2023, 2024, 2030): "계속 운영"}
    (row,) = read_table(passage(f"{YEARS} {printed}"), [RowReading(printed, "센터 설치?운영", cells)]).rows
    assert row.name == "센터 설치·운영"
    assert [cell.years for cell in row.cells] == list(cells)


def test_a_number_at_the_end_of_words_is_the_cell_s_value(passage: Make) -> None:
    printed = "보급 대수 1대 신차 중 비율 50%"
    cells = {(2020,): "1대", (2021, 2022, 2023, 2024, 2030): "신차 중 비율 50%"}
    (row,) = read_table(passage(f"{YEARS} {printed}"), [RowReading(printed, "보급 대수", cells)]).rows
    assert (row.unit, row.cells[1].value, row.cells[1].unit) == ("대", 50, "%")


def test_a_reading_must_account_for_every_word(passage: Make) -> None:
    printed = "센터 설치 운영 계속"
    with pytest.raises(UnexpectedText, match="leaves a part of it out"):
        read_table(passage(f"{YEARS} {printed}"), [RowReading(printed, "센터", {(2020,): "설치 운영"})])


@pytest.mark.parametrize(
    "row",
    [
        "전략 수립 기본계획 확산 역량강화 평가 계속 추진",
        "한 해가 모자라는 지표 1명 2명 3명 4명 5명",
        "모르는 단위 1필 2필 3필 4필 5필 6필",
        "앞 지표 2km 4km 유지 뒤 지표 1명 2명 3명 4명 5명 6명",
    ],
)
def test_lost_borders_are_an_error(passage: Make, row: str) -> None:
    with pytest.raises(UnexpectedText, match="borders"):
        read_table(passage(f"{YEARS} {row}"))


def test_a_table_without_years_is_an_error(passage: Make) -> None:
    with pytest.raises(UnexpectedText, match="years"):
        read_table(passage("지표 1명 2명 3명 4명 5명 6명"))
