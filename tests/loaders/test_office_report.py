"""The office's work report: the real document, the same document damaged, and made-up passages."""

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import CorrectionError, DocumentError, WrongCount
from loaders.kit.corrections import Corrections
from loaders.kit.text import Passage
from loaders.sources.office_report.office import read_budget_rows, read_post, table_rows
from loaders.sources.office_report.quantities import make_layout, read_numbers
from loaders.sources.office_report.read import read_guides, read_list
from loaders.sources.office_report.rows import hundred_millions
from tests.loaders.changes import Changed, Damaged, replaced

Make = Callable[[str], Passage]
SOURCE = "office-report"
DEPARTMENTS = 11


# Passages written for the purpose.


def test_a_row_keeps_its_empty_cells(passage: Make) -> None:
    rows = list(table_rows(passage("구 분\t계\t비고\n가 나 과\t\t3\n다라과\t4\t"), "구분", "계", "비고"))
    assert [[cell.text for cell in row] for row in rows] == [["가 나 과", "", "3"], ["다라과", "4", ""]]


@pytest.mark.parametrize("text", ["구 분\t계\n가과\t1\t2", "구 분\t계\n가과", "구 분\t합계\n가과\t1"])
def test_a_table_of_another_shape_is_an_error(passage: Make, text: str) -> None:
    with pytest.raises(DocumentError):
        list(table_rows(passage(text), "구분", "계"))


@pytest.mark.parametrize(
    ("text", "quota", "headcount"), [("31 / 34", 31, 34), ("1 /", 1, None), ("/ 1", None, 1), ("/", None, None)]
)
def test_either_side_of_the_slash_may_be_empty(
    passage: Make, text: str, quota: int | None, headcount: int | None
) -> None:
    post = read_post("가과", "일반직", passage(text), Corrections(()))
    assert (post.quota, post.headcount) == (quota, headcount)


@pytest.mark.parametrize("text", ["3", "삼 / 4", "3 / 4 / 5"])
def test_other_posts_are_an_error(passage: Make, text: str) -> None:
    with pytest.raises(DocumentError):
        read_post("가과", "일반직", passage(text), Corrections(()))


def test_a_dash_is_no_number_of_projects(passage: Make) -> None:
    table = passage("구분\t2019년 최종(사업수)\t2020년 계획(사업수)\t증감\n가기금\t1,071 (-)\t1,175 (3)\t104")
    (row,) = read_budget_rows(table)
    assert [(a.year, a.million_krw, a.projects) for a in row.amounts] == [(2019, 1071, None), (2020, 1175, 3)]
    assert row.change == 104


@pytest.mark.parametrize(
    ("text", "value"), [("2조 9,123억원", 29123), ("9,845억", 9845), ("65억원", 65), ("1조 9,212억", 19212)]
)
def test_sums_in_words(passage: Make, text: str, value: int) -> None:
    assert hundred_millions(passage(text)) == value


def test_an_agenda_is_read_with_its_sections(passage: Make) -> None:
    listed = read_list(passage("1. 밝은 도시\n\n- ① 빛\n- ② 불\n\n2. 맑은 물\n\n- ① 샘"))
    assert [(section.title.text, [item.text for item in section.items]) for section in listed] == [
        ("밝은 도시", ["빛", "불"]),
        ("맑은 물", ["샘"]),
    ]


@pytest.mark.parametrize(
    "text", ["1. 밝은 도시\n- ① 빛\n- ③ 불", "- ① 빛", "1. 밝은 도시", "1. 도시\n- ① 빛\n다른 말", "1. 도시\n- ⑨ 빛"]
)
def test_another_agenda_is_an_error(passage: Make, text: str) -> None:
    with pytest.raises(DocumentError):
        read_list(passage(text))


@pytest.mark.parametrize(
    ("printed", "cell", "text", "found"),
    [
        ("나무 {그루}", {}, "나무 2,430만 그루", ("2,430만 그루", 24300000, "그루", None)),
        ("빚 {원}", {}, "빚 3조 6,164억원", ("3조 6,164억원", 3616400000000, "원", None)),
        ("값 {=원}", {}, "값 141억 등", ("141억", 14100000000, "원", None)),
        ("값 {천원}", {}, "값 991,000천원", ("991,000천원", 991000, "천원", None)),
        ("사업([{from 개}→{개}])", {}, "사업(328개→108개)", ("328개→108개", 108, "개", 328)),
        ("모인 {여명=명}", {}, "모인 2만여명", ("2만여명", 20000, "명", None)),
        ("율 {%}", {}, "율 1.244%", ("1.244%", 1.244, "%", None)),
        ("보상 [{}/50만원]", {"times": "만", "unit": "원"}, "보상 70/50만원", ("70/50만원", 700000, "원", None)),
        ("([약{평}])", {}, "(약1평)", ("약1평", 1, "평", None)),
        (
            r"([{}\text{{조}}])",
            {"times": "조", "unit": "원"},
            r"\quad (3.4\text{조})",
            ("3.4조", 3400000000000, "원", None),
        ),
        ("세 ({}{{조}})", {"times": "조", "unit": "원"}, "세 (3.4{조})", ("3.4조", 3400000000000, "원", None)),
    ],
)
def test_numbers_between_marked_words(
    passage: Make, printed: str, cell: dict[str, str], text: str, found: tuple[str, float, str, float | None]
) -> None:
    layout = make_layout({"printed": printed, "what": "어느 수", "cells": [{"label": "값", **cell}]})
    ((_, (number,)),) = read_numbers(passage(text), [layout])
    assert (number.text, number.value, number.unit, number.from_value) == found
    assert (number.what, number.kind, number.year) == ("어느 수, 값", "FACT", 2020)


@pytest.mark.parametrize("text", ["나무 많음", "나무 20.000명", "나무 1,23명", "숲 20명"])
def test_a_number_in_another_form_is_an_error(passage: Make, text: str) -> None:
    layout = make_layout({"printed": "나무 {명}", "what": "나무", "cells": ["수"]})
    with pytest.raises(DocumentError):
        read_numbers(passage(text), [layout])


@pytest.mark.parametrize(
    "entry",
    [
        {"printed": "{명}, {명}", "what": "둘", "cells": ["하나"]},
        {"printed": "{명}", "what": "하나", "cells": [{"label": "수", "jear": 2020}]},
    ],
)
def test_a_layout_that_does_not_fit_itself_is_an_error(entry: dict[str, object]) -> None:
    with pytest.raises(CorrectionError):
        make_layout(entry)


# The real document.


def test_the_office_holds_what_it_states(tables: dict[str, pd.DataFrame]) -> None:
    staffing = tables["staffing"]
    assert len(staffing) == DEPARTMENTS
    assert list(staffing[["quota", "headcount", "women"]].sum()) == [307, 295, 178]
    posts = tables["post_counts"].fillna(0).groupby("category")[["quota", "headcount"]].sum()
    stated = {"일반직": (257, 249), "임기제": (42, 38), "별정직": (1, 1), "관리운영직": (7, 7)}
    assert {str(category): (row["quota"], row["headcount"]) for category, row in posts.iterrows()} == stated


@pytest.mark.parametrize(
    ("post", "quota", "headcount"),
    [
        ("기획담당관/일반직", 31, 34),
        ("조직담당관/관리운영직", 1, None),
        ("법률지원담당관/관리운영직", None, 1),
        ("협력상생담당관/임기제", 3, 1),
        ("국제교류담당관/별정직", 1, 1),
        ("해외도시협력담당관/관리운영직", None, 1),
    ],
)
def test_posts(tables: dict[str, pd.DataFrame], post: str, quota: int | None, headcount: int | None) -> None:
    row = tables["post_counts"].set_index("id").loc[f"postCount:officereport2020/{post}"]
    assert (row["quota"], row["headcount"]) == (quota, headcount)


@pytest.mark.parametrize("post", ["재정균형발전담당관/관리운영직", "조직담당관/임기제", "협력상생담당관/관리운영직"])
def test_a_cell_without_posts_and_people_is_no_row(tables: dict[str, pd.DataFrame], post: str) -> None:
    assert f"postCount:officereport2020/{post}" not in set(tables["post_counts"]["id"])
    assert not tables["post_counts"][["quota", "headcount"]].isna().all(axis="columns").any()


def test_duties_are_listed_without_markup(tables: dict[str, pd.DataFrame]) -> None:
    duties = tables["staffing"].set_index("department")["duties"]
    assert duties["department:seoul/평가담당관"] == [
        "시정 주요사업·시책 평가 및 협업 조정",
        "지속가능발전위원회 운영 등",
        "코로나19 대책 모니터링(부통제관)",
    ]


def test_budgets_add_up_to_what_is_stated(tables: dict[str, pd.DataFrame]) -> None:
    budgets = tables["budgets"]
    assert dict(budgets.groupby("year")["amount_million_krw"].sum()) == {2019: 3654786, 2020: 2912334}
    funds = budgets.query("organization == 'bureau:seoul/기획조정실'")["fund"]
    assert list(funds.unique()) == ["재정투융자기금", "감채기금", "대외협력기금", "지역개발기금"]
    row = budgets.set_index("id").loc["budget:officereport2020/조직담당관/일반회계/2020"]
    assert (row["amount_million_krw"], row["project_count"]) == (102061, 12)
    assert budgets.set_index("id").loc["budget:officereport2020/예산담당관/특별회계/2019", "project_count"] is None


def test_the_agenda(tables: dict[str, pd.DataFrame]) -> None:
    items = tables["agenda_items"]
    assert list(items["section"].value_counts(sort=False)) == [7, 4, 7, 9]
    assert items["title"].iloc[6] == "시정의 지속가능발전 기반 강화"
    assert items["title"].iloc[26] == "서울-과야킬시 스마트시티 협력 MOU체결·웨비나 개최"
    assert items["section"].iloc[7] == "시민권익 향상을 위한 지속적 제도개선"
    assert items["department"].isna().all()


@pytest.mark.parametrize(
    ("number", "text", "value", "unit", "from_value"),
    [
        ("staff/1", "307", 307, "명", None),
        ("budget/1", "2조 9,123억원", 2912300000000, "원", None),
        ("budget/6", "-742,452", -742452, "백만원", None),
        ("1-1/1", "23,751,919명", 23751919, "명", None),
        ("1-5/10", "200/100/60만원", 2000000, "원", None),
        ("1-7/1", "4대", 4, "개", None),
        ("1-7/2", "15대", 15, "개", None),
        ("1-7/3", "35개", 35, "개", None),
        ("1-7/4", "328개", 328, "개", None),
        ("1-7/5", "405개", 405, "개", None),
        ("1-7/6", "17대", 17, "개", None),
        ("1-7/7", "96개", 96, "개", None),
        ("1-7/8", "328개→108개", 108, "개", 328),
        ("1-7/9", "36명", 36, "명", None),
        ("3-2/1", "3조 6,164억원", 3616400000000, "원", None),
        ("3-3/1", "3.4조", 3400000000000, "원", None),
        ("3-4/2", "15명 내외", 15, "명", None),
    ],
)
def test_numbers_of_the_text(
    tables: dict[str, pd.DataFrame], number: str, text: str, value: float, unit: str, from_value: float | None
) -> None:
    row = tables["quantities"].set_index("id").loc[f"quantity:officereport2020/{number}"]
    assert (row["text"], row["value"], row["unit"], row["from_value"]) == (text, value, unit, from_value)


@pytest.mark.parametrize(
    ("what", "text", "kind", "year", "period"),
    [
        ("광복절 집회 규모, 계", "2만여명", "FACT", 2020, None),
        ("병상 추가확보, 일반병상, 적십자병원", "94병상", "TARGET", 2020, "9.7경"),
        ("찾아가는 선별진료소(Walking-Thru), 자치구 당 운영", "약 3일간", "TARGET", 2020, "8월말부터 한달 간"),
        ("성인지예산 대상사업, '21회계연도 총 선정", "359개", "RESULT", 2021, None),
        ("2단계 재정분권 추진방안, 지방세 확충, 지방소비세율 인상", "10%p", "TARGET", 2020, None),
        ("2단계 재정분권 추진방안, 지방세 확충, 지방소비세 확충액", "8.5조원", "COST", 2020, None),
        ("우수정책 강의영상 콘텐츠 개발, 과목", "4과목", "TARGET", 2020, None),
        ("기재부 지식공유 사업(KSP), 사업비", "5억", "COST", 2021, None),
    ],
)
def test_what_numbers_of_the_text_are(
    tables: dict[str, pd.DataFrame], what: str, text: str, kind: str, year: int, period: str | None
) -> None:
    (row,) = tables["quantities"][tables["quantities"]["what"] == what].to_dict("records")
    assert (row["text"], row["kind"], row["year"], row["period_text"]) == (text, kind, year, period)


def test_no_two_numbers_are_told_to_be_the_same(tables: dict[str, pd.DataFrame]) -> None:
    assert not tables["quantities"]["what"].duplicated().any()


def test_a_term_of_a_formula_is_quoted_by_itself(tables: dict[str, pd.DataFrame]) -> None:
    quotes = tables["citations"].set_index("entry")["quote"]
    terms = [quotes[f"quantity:officereport2020/3-3/{number}"] for number in range(1, 5)]
    assert terms == [r"(3.4\text{조}", r"(8.8\text{조}", r"(3.2\text{조}", r"(8.6\text{조}"]


def test_every_part_with_numbers_is_one_of_the_document(tables: dict[str, pd.DataFrame]) -> None:
    parts = set(tables["quantities"]["id"].str.extract(r"/(.+)/")[0])
    assert parts - {"staff", "budget"} == set(read_guides().layouts)


@pytest.mark.parametrize(
    "code", ["TITLES_DIFFER", "CELL_DAMAGED", "WORD_MISPRINTED", "SUM_CUT_NOT_ROUNDED", "PERIOD_STATED_DIFFERENTLY"]
)
def test_contradictions_become_findings(tables: dict[str, pd.DataFrame], code: str) -> None:
    assert code in set(tables["findings"]["code"])


def test_no_sum_of_the_document_is_wrong(tables: dict[str, pd.DataFrame]) -> None:
    assert "ERROR" not in set(tables["findings"]["severity"])


# The same document, damaged.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("11담당관", "12담당관"),
        ("39/42 (19)", "39/42"),
        ("31 / 34", "31 - 34"),
        ("1,152 (3)", "1.152 (3)"),
        ("2조 9,123억원", "2조 구천억원"),
        ("17대 목표 및 96개", "17대 목표 및 여러"),
        ("법 무 담 당 관\t26", "법 모 담 당 관\t26"),
        ("적정 25건(17%)", "적정 26건(17%)"),
        ("과야칼시", "과야킬시"),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("39/42 (19)", "39/41 (19)"),
        ("257 / 249", "257 / 248"),
        ("307/295명", "307/296명"),
        ("1,152 (3)\t1,090 (2)", "1,090 (3)\t1,152 (2)"),
        ("총 9,845억", "총 9,854억"),
        ("2,313,834 (21)\t1,921,274 (18)\t-392,560\n\n○", "2,313,834 (20)\t1,921,274 (18)\t-392,560\n\n○"),
    ],
)
def test_a_sum_that_does_not_follow_is_told(changed: Changed, old: str, new: str) -> None:
    tables = changed(replaced(old, new)).tables
    wrong = tables["findings"].query("severity == 'ERROR'")
    assert set(wrong["code"]) == {"SUM_DOES_NOT_FOLLOW"}
    quotes = tables["citations"]["entry"].value_counts()
    assert all(quotes[finding] >= 2 for finding in wrong["id"])


def test_a_number_of_departments_that_is_not_met_is_a_wrong_count(damaged: Damaged) -> None:
    assert isinstance(damaged(replaced("11담당관", "10담당관")), WrongCount)
