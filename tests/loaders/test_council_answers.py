"""The council answers: their frame, the first plan, the spot checks and the figures; the real document and damages."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import DocumentError, UnexpectedText, WrongCount
from loaders.kit.corrections import Corrections
from loaders.kit.text import Passage
from loaders.sources.council_answers.document import cut, in_words, table_rows
from loaders.sources.council_answers.first_plan.prose import read_cases
from loaders.sources.council_answers.first_plan.read import read_headlines, read_list, read_overview
from loaders.sources.council_answers.spot_checks.read import read_figures
from loaders.sources.council_answers.spot_checks.read import read_list as read_list_of_checks
from tests.loaders.changes import Changed, Damaged, replaced

SOURCE = "council-answers"
Make = Callable[[str], Passage]
Tables = dict[str, pd.DataFrame]
REPORT = "document:sustainability-report-2019"
LIST = '<ul style="list-style-type: none"> '


# Passages written for the purpose.


def test_a_passage_is_cut_from_landmark_to_landmark(passage: Make) -> None:
    pieces = cut(passage("첫째 하나 둘째 둘"), {"a": re.compile("첫째"), "b": re.compile("둘째")})
    assert {name: (piece.text, piece.heading) for name, piece in pieces.items()} == {
        "a": ("첫째 하나", "a"),
        "b": ("둘째 둘", "b"),
    }


@pytest.mark.parametrize("text", ["첫째 하나", "둘째 둘 첫째 하나", "첫째 둘째 첫째 둘째", "앞 첫째 하나 둘째 둘"])
def test_a_landmark_that_is_missing_doubled_or_out_of_place_is_an_error(passage: Make, text: str) -> None:
    with pytest.raises(UnexpectedText):
        cut(passage(text), {"a": re.compile("첫째"), "b": re.compile("둘째")})


def test_empty_cells_at_both_ends_of_a_row_are_kept(passage: Make) -> None:
    rows = table_rows(passage("가\t나\t\n\n\t다\t1"))
    assert [[cell.text for cell in row] for row in rows] == [["가", "나", ""], ["", "다", "1"]]


def test_a_number_is_quoted_with_the_words_before_it_or_else_with_those_after_it(passage: Make) -> None:
    table = passage("- 12개 샘과 못 - 5개 길\n- 3개 숲")
    numbers = {words: table.find(words) for words in ("12개", "5개", "3개")}
    assert {words: in_words(number, table).text for words, number in numbers.items() if number} == {
        "12개": "- 12개 샘과 못 - 5개 길",
        "5개": "- 12개 샘과 못 - 5개",
        "3개": "- 12개 샘과 못 - 5개 길\n- 3개",
    }


OVERVIEW = (
    "\t환경\t사회문화\t경제\n목표\t푸른 도시\t고른 사회\t새로운 산업\n\n전략\t01. 숲\t01. 벗\t01. 일\n\n"
    f"과제\t{LIST}심는다. 가꾼다. \t{LIST}만난다. \t{LIST}짓는다."
)


def test_the_table_of_the_plan_has_a_column_for_each_area(passage: Make) -> None:
    columns = read_overview(passage(OVERVIEW))
    assert [column.goal.text for column in columns.values()] == ["푸른 도시", "고른 사회", "새로운 산업"]
    assert [task.text for task in columns["환경"].tasks] == ["심는다.", "가꾼다."]
    assert columns["경제"].strategies[0].text == "일"


def test_the_list_of_the_plan_is_numbered_within_each_area(passage: Make) -> None:
    text = (
        "푸른\n도시\n\n전략 01 | 숲\n\n- 과제 1 | 심는다.\n- 과제 2 | 가꾼다.\n\n고른 사회\n\n전략 01 | 벗\n\n"
        "- 과제 1 | 만난다.\n\n새로운\n산업\n\n전략 01 | 일\n\n- 과제 1 | 짓는다."
    )
    overview = read_overview(passage(OVERVIEW))
    listed = read_list(passage(text), overview)
    assert {area: [s.title.text for s in strategies] for area, strategies in listed.items()} == {
        "환경": ["숲"],
        "사회문화": ["벗"],
        "경제": ["일"],
    }
    assert list(listed["환경"][0].tasks) == [1, 2]
    for broken in (
        text.replace("과제 2", "과제 3"),
        text.replace("고른 사회", "고른 사"),
        text.replace("산업\n", "\n"),
    ):
        with pytest.raises(UnexpectedText):
            read_list(passage(broken), overview)


def test_a_keyword_holds_for_the_indicators_below_it_and_a_dash_is_no_achievement(passage: Make) -> None:
    names = passage(
        "<핵심지표>\n환경\t\t사회문화\t\t경제\t\n키워드\t지표\t키워드\t지표\t키워드\t지표\n"
        "물\t하천 수\t벗\t모임 수\t일\t가게 수\n\t샘 수\t\t잔치 수\t돈\t값"
    )
    achievements = passage(
        "<달성도>\n환경\t\t사회문화\t\t경제\t\n지표\t달성도\t지표\t달성도\t지표\t달성도\n"
        "하천 수\t9.5%\t모임 수\t-\t가게 수\t100%\n샘 수\t1.0%\t잔치 수\t2.0%\t값\t3.0%"
    )
    found = list(read_headlines(names, achievements, Corrections(())))
    assert [(h.area, h.keyword, h.name) for h in found][:3] == [
        ("환경", "물", "하천 수"),
        ("환경", "물", "샘 수"),
        ("사회문화", "벗", "모임 수"),
    ]
    assert [h.achievement and float(h.achievement) for h in found] == [9.5, 1, None, 2, 100, 3]


def test_the_last_level_shares_the_case_above_it(passage: Make) -> None:
    cases = read_cases(
        passage("<기준>\n구 분\t기 준\t\n달 성\t✓ 일찍\t\n\t예 하나\t\n일부달성\t✓ 늦게\t예 둘\n미 달성\t\t예 셋")
    )
    assert [(case.group, case.name, case.text) for case in cases] == [
        ("달성", "일찍", "하나"),
        ("일부달성", "늦게", "둘"),
        ("미달성", "늦게", "셋"),
    ]


CHECKS = (
    "붙임 1\n\n시정 주요사업 수시평가 결과\n\n연번\t년도\t평가사업명\t평가시기\t대상실국\n"
    "1\t2020 (2)\t길 점검\t'20.1월\t길 국\n"
)


def test_the_list_of_spot_checks_is_as_long_as_it_states(passage: Make) -> None:
    rows = read_list_of_checks(passage(CHECKS + "2\t\t물 점검\t'20.11월\t물 국"))
    assert [(row.number, row.title, row.body) for row in rows] == [(1, "길 점검", "길 국"), (2, "물 점검", "물 국")]
    with pytest.raises(WrongCount):
        read_list_of_checks(passage(CHECKS))
    with pytest.raises(UnexpectedText):
        read_list_of_checks(passage(CHECKS + "3\t\t물 점검\t'20.11월\t물 국"))


def test_a_table_that_stands_in_several_checks_is_read_once(passage: Make) -> None:
    entry = {"check": 1, "again": [2], "heading": "샘", "printed": "샘 {}", "kind": "FACT", "cells": [{"label": "수"}]}
    texts = {"spot check 1": passage("점검 샘 3개 끝"), "spot check 2": passage("다시 샘 3개 끝")}
    first, second = read_figures(texts, [entry])
    assert [(number.what, number.value, number.unit) for number in first[1]] == [("샘, 수", 3, "개")]
    assert (second[0].text, list(second[1])) == ("샘 3개", [])
    with pytest.raises(UnexpectedText, match="spot check 1"):
        list(read_figures({**texts, "spot check 2": passage("다시 샘 4개 끝")}, [entry]))


# The real document.


def test_the_documents_bound_in_are_documents_of_their_own(tables: Tables) -> None:
    documents = tables["documents"].set_index("id")
    assert [documents.loc[REPORT, column] for column in ("title", "publisher", "part_of")] == [
        "서울특별시 지속가능성 보고서",
        "서울특별시 지속가능발전위원회",
        "document:council-answers",
    ]
    assert documents.loc["document:joint-evaluation-2020", "publisher"] == "행정안전부"
    assert documents["produced_on"].isna().all()


def test_the_first_plan_has_what_the_report_states(tables: Tables) -> None:
    tasks = tables["first_plan_tasks"]
    assert tasks.groupby("area", sort=False).size().to_dict() == {"환경": 9, "사회문화": 10, "경제": 9, "추진기반": 7}
    assert tasks[["indicator_count", "achieved", "partly", "missed"]].sum().tolist() == [405, 274, 102, 29]
    assert tasks["number"].isna().sum() == 7
    assert tasks.groupby("area", sort=False)["strategy"].nunique().tolist() == [4, 4, 4, 3]


@pytest.mark.parametrize(
    ("position", "title", "strategy", "counts"),
    [
        (4, "폐기물을 줄이고 재활용을 확대한다", "에너지 효율도시 및 자원순환도시 조성", [8, 6, 0, 2]),
        (8, "도시 내 자연생태계를 보전하고 회복한다", "쾌적하고 푸른도시 조성", [22, 14, 8, 0]),
        (9, "생활밀착형 보행 및 자전거를 활성화한다", "사람중심의 교통환경 조성", [20, 12, 7, 1]),
        (15, "주민참여 활성화로 생활거버넌스를 구축한다", "모든 시민이 더불어 함께 사는 사회 조성", [9, 6, 1, 2]),
        (21, "전문인력을 양성한다", "경제 중심도시 조성", [2, 0, 1, 1]),
        (35, "지방분권 역량을 강화한다", "국내외 교류 협력과 지방분권 역량강화", [6, 3, 2, 1]),
    ],
)
def test_tasks_that_are_hard_to_read(
    tables: Tables, position: int, title: str, strategy: str, counts: list[int]
) -> None:
    row = tables["first_plan_tasks"].set_index("position").loc[position]
    assert (row["title"], row["strategy"]) == (title, strategy)
    assert [row[count] for count in ("indicator_count", "achieved", "partly", "missed")] == counts


@pytest.mark.parametrize(
    ("position", "name", "keyword", "percent"),
    [
        (1, "온실가스(CO₂)배출량", "기후변화", 67.9),
        (10, "녹색교통 수단분담률", "녹색교통", 100),
        (12, "적정 소득기준 보장률", "사회적 양극화", None),
        (20, "마을형 문화공간 수", "문화생활", None),
        (22, "혁신산업 종사자 비율", "우수·숙련 인력", 95.3),
        (28, "공유단체·기업 수", "사회적 경제", 97),
        (30, "도시농업 실천공간 면적", "산업의 다양성", 39.6),
    ],
)
def test_headline_indicators(tables: Tables, position: int, name: str, keyword: str, percent: float | None) -> None:
    row = tables["headline_indicators"].set_index("position").loc[position]
    assert (row["name"], row["keyword"], row["achievement_percent"]) == (name, keyword, percent)
    assert tables["headline_indicators"]["achievement_percent"].notna().sum() == 28


def test_the_criteria_are_rules(tables: Tables) -> None:
    criteria = tables["rules"].query("kind == 'CRITERION'")
    assert dict(zip(criteria["name"], criteria["text"], strict=True)) == {
        "달성": "목표치100%달성",
        "일부달성": "목표치50%이상 달성",
        "미달성": "목표치 50%미만 달성",
    }


def test_spot_checks_are_told_in_one_sentence_each_with_words_of_the_document(tables: Tables) -> None:
    checks = tables["spot_checks"]
    assert len(checks) == 10
    assert checks.set_index("number")["body"][1] == "bureau:seoul/푸른도시국"
    assert checks["body"].value_counts()["bureau:seoul/시민건강국"] == 8
    for sentence in [*checks["finding"], *checks["opinion"]]:
        assert re.fullmatch(r"[A-Z][^.]*(?:\d\.\d[^.]*)*\.", sentence), sentence
    assert (tables["citations"].groupby("entry").size()[checks["id"]] == 3).all()


@pytest.mark.parametrize(
    ("what", "text", "value", "unit", "year"),
    [
        ("지속가능발전지표 달성도, 사회문화", "76.3%", 76.3, "%", 2017),
        ("이행계획 세부사업 수, 추진기반", "50개", 50, "개", None),
        ("풍수해 피해, 서울시 피해액", "585억원", 58_500_000_000, "원", None),
        ("서울창업허브 입주현황, 기업 추가 선발 예정", "20~30개", None, "개", 2021),
        ("서울창업허브 기업보육성과, 투자유치, '18년", "20,062", 20062, "백만원", 2018),
        ("서울창업허브 기업보육성과, 매출, '20년(10월 기준)", "50,938", 50938, "백만원", 2020),
        ("서울창업허브 기업보육성과, 보육기업, 총", "711개사", 711, "개사", None),
        ("서울창업허브 주요기업사례 빌드블록, 투자유치", "100만달러(약 12억원)", 1_000_000, "달러", 2019),
        ("서울창업허브 주요기업사례 가치공간, 전년동기 대비 매출증가", "3배 이상", 3, "배", 2019),
        ("서울창업허브 키친 인큐베이팅 센터, 식품제조공간", "15평", 15, "평", 2020),
        ("제1종시설물 중 고령화 시설 수, 서울, 17개 지자체 중 순위", "1위", 1, "위", 2019),
        ("창의 어린이놀이터 총사업비, 전체", "25,022백만원", 25022, "백만원", None),
        (
            "시립병원 수납자동화서비스 이용률, 무인수납기 이용률, 서울의료원",
            "16.3% (14년부터 순차 도입)",
            16.3,
            "%",
            None,
        ),
        ("노원청소년직업체험센터 시설규모, 지하1층, 면적", "1279.0", 1279, "㎡", 2020),
        ("선별진료소 현황, 市 전체, 의료기관", "44개소", 44, "개소", 2020),
    ],
)
def test_figures(tables: Tables, what: str, text: str, value: float | None, unit: str, year: int | None) -> None:
    row = tables["quantities"].set_index("what").loc[what]
    assert [row["text"], row["value"], row["unit"], row["year"]] == [text, value, unit, year]


def test_every_number_of_the_spot_checks_is_its_own_row(tables: Tables) -> None:
    rows = tables["quantities"]
    rows = rows[rows["id"].str.startswith("quantity:spotchecks2020/")]
    assert (len(rows), rows["what"].nunique()) == (21, 21)
    assert rows["item"].isna().all()


def test_a_quote_of_a_number_holds_words(tables: Tables) -> None:
    citations = tables["citations"]
    quotes = citations.loc[citations["entry"].str.startswith("quantity:"), "quote"]
    assert quotes.str.contains("[가-힣]{2}").all()


def test_the_value_before_an_arrow_is_kept(tables: Tables) -> None:
    row = tables["quantities"].set_index("what").loc["서울창업허브 제품화지원센터, 초도양산 기간 단축"]
    assert (row["text"], row["from_value"], row["value"]) == ("12개월 → 10개월", 12, 10)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("STATED_NUMBER_DIFFERS", "9 tasks"),
        ("AVERAGE_DOES_NOT_FOLLOW", "77.9% is stated of all headline indicators; the mean of the 28"),
        ("CELL_SHIFTED", "사람중심의 교통환경 조성"),
        ("TITLES_DIFFER", "녹색교통수단 부담률"),
        ("CELL_EMPTY", "stands for 0"),
        ("WEEKDAY_WRONG", "Friday"),
        ("DATES_DIFFER", "Ewha"),
        ("DATES_DIFFER", "24 October to 12 December 2019"),
        ("EXAMPLES_RUN_TOGETHER", "borders between them are lost"),
        ("MIDDLE_DOT_LOST", "공유단체·기업 수"),
        ("TITLES_DIFFER", "‘한강방문 시민수’, chapter 3.1 ‘한강방문 시민 수’"),
        ("NAMES_DIFFER", "‘허브방송국’"),
        ("SUM_DOES_NOT_FOLLOW", "24,242"),
        ("GROWTH_DOES_NOT_FOLLOW", "2.3 times"),
    ],
)
def test_contradictions_become_findings(tables: Tables, code: str, words: str) -> None:
    found = tables["findings"].query("code == @code")["message"]
    assert found.str.contains(words, regex=False).any()


def test_what_the_report_states_is_cited_from_the_report(tables: Tables) -> None:
    cited = tables["citations"].groupby("entry")["document"].agg(set)
    assert all(cited[entry] == {REPORT} for entry in tables["first_plan_tasks"]["id"])
    assert all(cited[entry] == {"document:council-answers"} for entry in tables["spot_checks"]["id"])


# The same document, damaged.


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("달성(75)", "달성(76)", WrongCount),
        ("9개 과제 85개 세부사업 110개 성과지표\n", "8개 과제 85개 세부사업 110개 성과지표\n", WrongCount),
        ("2020 (10)", "2020 (11)", WrongCount),
        ("\t11\t4\t1\n", "\t11\t4\t많음\n", UnexpectedText),
        ("\t67.9%", "\t67.9", UnexpectedText),
        ("푸 른 도 시 국", "푸 른 마 을 국", UnexpectedText),
        ("'20.7월", "'20.칠월", UnexpectedText),
        ("연면적 24,137㎡", "연면적 많음", UnexpectedText),
        ("연면적 3,422㎡", "연면적 넓음", UnexpectedText),
        ("의료기관 44개소", "의료기관 45개소", UnexpectedText),
        ("<서면질문서 제출공문>", "<다른 공문>", UnexpectedText),
    ],
)
def test_a_changed_cell_is_not_passed_over(damaged: Damaged, old: str, new: str, error: type[DocumentError]) -> None:
    assert isinstance(damaged(replaced(old, new)), error)


def test_a_stated_number_that_is_not_met_is_told(changed: Changed) -> None:
    reading = changed(replaced("4대 분야 35개 과제, 328개", "4대 분야 36개 과제, 328개"))
    messages = reading.tables["findings"]["message"]
    assert messages.str.startswith("The report states 36 tasks").any()
