"""The scorecards in the council answers: made-up passages, the real document, and the same document damaged."""

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import DocumentError, UnexpectedText, WrongCount
from loaders.kit.corrections import Correction, Corrections
from loaders.kit.text import Passage
from loaders.sources.council_answers.scorecards.read import Indicator, check_sum, cut_bodies, read_scorecard
from tests.loaders.changes import Damaged, doubled, replaced

Make = Callable[[str], Passage]
SOURCE = "council-answers"
NO_CORRECTIONS = Corrections(())

HEADINGS = "관점명\t전략목표명\t지표명\t가중치\t단위\t목표\t실적\t점수\t최종실적월"
FIRST = "시민주인\t맑은 마음\t청렴도\t20\t점\t64.5\t-\t-\t12월에 달성도 평가 예정"
SECOND = "정책성과\t밝은 길\t등 수\t40\t천개\t1,200\t-\t-\t"
THIRD = "\t\t길 길이\t40\tkm\t3\t\t\t"
SUM = "가중치 합계\t\t\t100\t\t\t\t\t"


# Passages written for the purpose.


def table(*rows: str, headings: str = HEADINGS, total: str = SUM) -> str:
    return "\n".join(["1. 길 국", "", headings, *rows, "", total])


def read(passage: Make, text: str, corrections: Corrections = NO_CORRECTIONS) -> list[Indicator]:
    return list(read_scorecard(passage(text), corrections).indicators)


def test_a_blank_cell_repeats_the_perspective_and_the_objective_above(passage: Make) -> None:
    _, second, third = read(passage, table(FIRST, SECOND, THIRD))
    assert (third.perspective, third.objective) == (second.perspective, second.objective) == ("정책성과", "밝은 길")


def test_a_target_is_a_number_in_its_unit_and_stays_as_printed(passage: Make) -> None:
    first, second, third = read(passage, table(FIRST, SECOND, THIRD))
    assert [(i.target, i.unit, i.target_text) for i in (first, second, third)] == [
        (64.5, "점", "64.5"),
        (1200, "천개", "1,200"),
        (3, "km", "3"),
    ]


def test_blank_lines_rules_and_further_cells_in_a_table_are_no_rows(passage: Make) -> None:
    text = table(FIRST + "\t\t", "", SECOND, THIRD) + "\n--------\t--\t--"
    assert [indicator.key for indicator in read(passage, text)] == ["1-1", "1-2", "1-3"]


MOVED = "밝은 물\t샘 수\t40\t개\t5\t-\t-"


def test_a_row_whose_cells_moved_is_read_where_a_person_said_so(passage: Make) -> None:
    layout = ["objective", "name", "weight", "unit", "target", "result", "score"]
    corrections = Corrections((Correction("rows", "1-3", "샘 수", layout, "moved"),))
    *_, last = read(passage, table(FIRST, SECOND, MOVED), corrections)
    assert (last.perspective, last.objective, last.name, float(last.weight)) == ("정책성과", "밝은 물", "샘 수", 40)
    with pytest.raises(UnexpectedText):
        read(passage, table(FIRST, SECOND, MOVED))


def test_a_cell_may_stand_for_several_columns(passage: Make) -> None:
    layout = [None, ["objective", "name"], "weight", "unit", "target"]
    corrections = Corrections((Correction("rows", "1-3", "밝은 물", layout, "both"),))
    *_, last = read(passage, table(FIRST, SECOND, "\t밝은 물\t40\t개\t5"), corrections)
    assert (last.objective, last.name, float(last.weight), last.target) == ("밝은 물", "밝은 물", 40, 5)
    with pytest.raises(UnexpectedText, match="No cell was expected"):
        read(passage, table(FIRST, SECOND, "더\t밝은 물\t40\t개\t5"), corrections)


def test_a_cell_with_two_targets_has_no_number_and_needs_a_decision(passage: Make) -> None:
    two = THIRD.replace("\t3\t", "\t3 (40)\t")
    corrections = Corrections((Correction("targets", "1-3", "3 (40)", [3, 40], "two"),))
    assert read(passage, table(FIRST, SECOND, two), corrections)[2].target is None
    with pytest.raises(UnexpectedText, match="One number"):
        read(passage, table(FIRST, SECOND, two))


def test_a_misprint_is_corrected_in_the_name_and_in_the_objective_that_later_rows_repeat(passage: Make) -> None:
    corrections = Corrections(
        (Correction("misprints", "1-2", "밝은", "맑은", "why"), Correction("misprints", "1-3", "길이", "거리", "why"))
    )
    _, second, third = read(passage, table(FIRST, SECOND, THIRD), corrections)
    assert (second.objective, third.objective, third.name) == ("맑은 길", "맑은 길", "길 거리")


@pytest.mark.parametrize(
    "text",
    [
        table(FIRST, SECOND, THIRD, headings=HEADINGS.replace("단위", "")),
        table(FIRST, SECOND, THIRD, total=""),
        table(FIRST, SECOND, THIRD.replace("40", "많음")),
        table(FIRST, SECOND, THIRD.replace("km", "")),
        table(FIRST, SECOND, THIRD + "더"),
        table(FIRST, SECOND.replace("-\t-", "1,100\t90")),
        table(THIRD),
    ],
)
def test_a_table_of_another_form_is_an_error(passage: Make, text: str) -> None:
    with pytest.raises(UnexpectedText):
        read(passage, text)


def test_bodies_are_numbered_from_one(passage: Make) -> None:
    first, second = cut_bodies(passage("1. 길 국\n가\n2. 물 국\n나"), 0)
    assert (first.text, second.heading) == ("1. 길 국\n가", "scorecard 2, 물 국")
    with pytest.raises(UnexpectedText, match="Body 2"):
        list(cut_bodies(passage("1. 길 국\n가\n3. 물 국\n나"), 0))


def test_a_sum_that_is_missing_or_wrong_is_a_finding(passage: Make) -> None:
    def codes(text: str) -> list[str]:
        return [finding.code for finding in check_sum(read_scorecard(passage(text), NO_CORRECTIONS))]

    assert codes(table(FIRST, SECOND, THIRD)) == []
    assert codes(table(FIRST, SECOND)) == ["SUM_DOES_NOT_FOLLOW"]
    assert codes(table(FIRST, SECOND, THIRD, total="가중치 합계\t\t\t\t")) == ["SUM_MISSING"]


# The real document.


@pytest.fixture(scope="module")
def indicators(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = tables["scorecard_indicators"]
    return found.set_index(found["id"].str.removeprefix("scorecardIndicator:scorecard2020/"))


def test_there_are_308_indicators_of_49_bodies(indicators: pd.DataFrame) -> None:
    assert (len(indicators), indicators["body"].nunique()) == (308, 49)
    assert list(indicators["position"]) == list(range(1, 309))


def test_facts_picked_by_hand(indicators: pd.DataFrame) -> None:
    columns = ["perspective", "objective", "name", "weight", "unit", "target", "target_text", "body"]
    keys = ("8-3", "9-5", "14-3", "18-7", "18-10", "21-7", "30-7", "38-10")
    picked = {key: list(indicators.loc[key, columns]) for key in keys}
    policy = "정책성과"
    assert picked == {
        "8-3": [
            policy, "행정환경 변화에 대응하는 탄력적 조직운영", "조직진단에 따른 기능 및 인력 조정 횟수", 7.4, "회",
            4, "4", "bureau:seoul/기획조정실",
        ],
        "9-5": [
            policy, "아이가 행복한 가족친화도시 조성", "국공립어린이집 이용률", 10, "% (개소)", 43, "43",
            "bureau:seoul/여성가족정책실",
        ],
        "14-3": [
            policy, "범죄 없는 시민생활 안전서비스 제공", "기획단속 등 수사사건 송치율", 40, "%", 91.7, "91.7",
            "bureau:seoul/민생사법경찰단",
        ],
        "18-7": [
            policy, "서울 역사문화자원의 보존·복원", "한성백제유적 세계유산 등재 기반 조성 실적", 9, "건", 13, "13",
            "bureau:seoul/문화본부",
        ],
        "18-10": [
            policy, "생활디자인을 통한 시민 삶의 질 향상", "생활디자인을 통한 시민 삶의 질 향상", 9, "개소", 33, "33",
            "bureau:seoul/문화본부",
        ],
        "21-7": [
            policy, "시 세입의 안정적 조달 및 세수관리", "체납시세 징수율", 13, "% (억원)", None, "17.6 (2,221)",
            "bureau:seoul/재무국",
        ],
        "30-7": [
            policy, "쾌적하고 질서있는 서울의 도시경관 구현", "서울시 전역 빛공해 제로화 추진율", 10, "%", 50.3, "50.3",
            "bureau:seoul/도시계획국",
        ],
        "38-10": [
            policy, "수돗물 시민 신뢰도 제고", "수도요금 납부율", 10, "%", 97.37, "97.37",
            "bureau:seoul/상수도사업본부",
        ],
    }  # fmt: skip


def test_a_body_stands_with_one_target_of_integrity(indicators: pd.DataFrame) -> None:
    integrity = indicators[indicators["name"] == "공무원 청렴도"]
    assert list(integrity.index) == [f"{body}-1" for body in range(1, 50)]
    assert set(integrity["perspective"]) == {"시민주인"}


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("\t\t외국인 대상 서울브랜드 확산 건수\t20\t명\t13,650\t-\t-\t\n", "", WrongCount),
        ("4. 청년청\n", "", DocumentError),
        ("4. 청년청\n", "4. 청년 서울청\n", UnexpectedText),
        ("\t건\t48,530\t-\t-\t", "\t48,530\t건\t-\t-\t", UnexpectedText),
        ("하수악취 저감\t하수관로 물청소 연장", "\t하수악취 저감\t하수관로 물청소 연장", DocumentError),
        ("가중치 합계\t\t\t100\t\t\t\t\t\n\n2. ", "2. ", UnexpectedText),
    ],
)
def test_a_damaged_document_is_refused_with_the_place(
    damaged: Damaged, original: str, before: str, after: str, error: type[DocumentError]
) -> None:
    assert original.count(before) == 1
    refused = damaged(replaced(before, after))
    assert isinstance(refused, error)
    assert "scorecard" in refused.place.heading


def test_a_doubled_page_is_refused(damaged: Damaged) -> None:
    refused = damaged(doubled("12. 스마트도시정책관\n", "14. 민생사법경찰단\n"))
    assert isinstance(refused, UnexpectedText)
    assert "Body 14" in refused.problem
