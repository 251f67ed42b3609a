from collections.abc import Callable

import pytest

from loaders.errors import CorrectionError, UnexpectedText
from loaders.kit.numbers import in_context, make_layout, read_numbers
from loaders.kit.text import Passage

Make = Callable[[str], Passage]


def test_rows_times_columns(passage: Make) -> None:
    layout = make_layout(
        {
            "project": 1,
            "heading": "설치 현황",
            "printed": "구 분 계 ’19년 시설 {} {} 예산(억원) {} {}",
            "columns": {"계": {}, "’19년": {"year": 2019}},
            "rows": {"시설": {"kind": "RESULT"}, "예산(억원)": {"kind": "COST", "unit": "억원"}},
        }
    )
    table, numbers = read_numbers(passage("앞 글 구 분 계 ’19년 시설 7개소 5개소 예산(억원) 1,234 56.7 뒷글"), layout)
    assert table.text == "구 분 계 ’19년 시설 7개소 5개소 예산(억원) 1,234 56.7"
    assert [number.what for number in numbers][1:3] == ["설치 현황, 시설, ’19년", "설치 현황, 예산(억원), 계"]
    assert [(number.value, number.unit, number.year) for number in numbers] == [
        (7, "개소", None),
        (5, "개소", 2019),
        (1234, "억원", None),
        (56.7, "억원", 2019),
    ]


def test_words_around_a_number_and_the_number_before_an_arrow(passage: Make) -> None:
    layout = make_layout(
        {
            "project": 1,
            "heading": "목표",
            "printed": "발생량 [{from} → {} (감축)] 이용률 [{}(’16)]→[{>}(’27)] … 교육 [연 {}시간 이상]",
            "kind": "TARGET",
            "cells": [{"label": "발생량"}, {"label": "이용률"}, {"label": "이용률"}, {"label": "교육", "unit": "시간"}],
        }
    )
    _, numbers = read_numbers(
        passage("발생량 9.5 → 7.6 (감축) 이용률 3%(’16)→ 5%(’27) 기타 교육 연 720시간 이상".replace("→ 5", "→5")),
        layout,
    )
    assert [(number.text, number.value, number.from_value) for number in numbers] == [
        ("9.5 → 7.6 (감축)", 7.6, 9.5),
        ("3%(’16)", 3, None),
        ("5%(’27)", 5, 3),
        ("연 720시간 이상", 720, None),
    ]
    assert numbers[3].unit == "시간"


def test_a_table_that_is_missing_or_stands_twice_is_an_error(passage: Make) -> None:
    layout = make_layout(
        {"project": 1, "heading": "현황", "printed": "시설 {}", "cells": [{"label": "시설", "kind": "FACT"}]}
    )
    for text in ("시설 없음", "시설 1개소 시설 2개소"):
        with pytest.raises(UnexpectedText, match="expected once"):
            read_numbers(passage(text), layout)


def test_a_layout_describes_every_number_it_marks() -> None:
    with pytest.raises(CorrectionError, match="marks 2 numbers and describes 1"):
        make_layout(
            {"project": 1, "heading": "현황", "printed": "시설 {} {}", "cells": [{"label": "", "kind": "FACT"}]}
        )


def test_a_number_is_quoted_with_the_words_before_it(passage: Make) -> None:
    whole = passage("아주 긴 머리글과 그 다음에 오는 낱말들 시설 현황 12개소")
    number = whole.part(whole.end - 4, whole.end)
    assert in_context(number, whole, 12).text == "시설 현황 12개소"
    assert in_context(number, whole, 60).text == whole.text
