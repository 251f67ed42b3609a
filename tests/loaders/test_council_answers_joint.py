"""The report on the joint evaluation, bound into the answers: the real document, made-up passages, and damaged ones."""

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import UnexpectedText
from loaders.kit.corrections import Correction, Corrections
from loaders.kit.text import Passage
from loaders.sources.council_answers.document import JOINT_EVALUATION
from loaders.sources.council_answers.joint.document import Goal, Numbers
from loaders.sources.council_answers.joint.read import read_row
from loaders.sources.council_answers.joint.rows import best_rates, seouls_practices
from tests.loaders.changes import Changed, Damaged, doubled, replaced

Make = Callable[[str], Passage]
SOURCE = "council-answers"
NO_CORRECTIONS = Corrections(())


# Passages written for the purpose.


def rows(passage: Make, *lines: str, corrections: Corrections = NO_CORRECTIONS) -> list[Goal]:
    goals: list[Goal] = []
    for number, line in enumerate(lines, start=1):
        read_row(passage(line), number, goals, corrections)
    return goals


def test_rows_whose_cells_moved_keep_their_order(passage: Make) -> None:
    first, second = rows(
        passage,
        "1\t밝은 나라 2개 지표 (정량 1, 정성 1)\t빛 우수사례(정성평가)\t산림청",
        "2\t빛 보급률\t환경부\t",
        "3\t\t맑은 나라\t물 공급률(시부: 부분평가)\t환경부\t",
    )
    assert (first.title, first.counted) == ("밝은 나라", Numbers(2, 1, 1))
    assert [numbers for _, numbers in first.stated] == [Numbers(2, 1, 1)]
    assert (second.title, second.stated) == ("맑은 나라", [])
    assert [indicator.name for goal in (first, second) for indicator in goal.indicators] == [
        "빛 우수사례(정성평가)",
        "빛 보급률",
        "물 공급률(시부: 부분평가)",
    ]


def test_a_page_repeats_the_goal(passage: Make) -> None:
    (goal,) = rows(passage, "1\t밝은 나라\t빛\t산림청", "2\t밝은 나라 2개 지표 (정량 2, 정성 0)\t물\t산림청")
    assert len(goal.indicators) == 2


def test_a_lost_number_is_read_where_a_person_said_so(passage: Make) -> None:
    corrections = Corrections((Correction("numbers", 2, "물", 2, "lost"),))
    (goal,) = rows(passage, "1\t밝은 나라\t빛\t산림청", "\t\t물\t산림청", corrections=corrections)
    assert [indicator.number for indicator in goal.indicators] == [1, 2]
    with pytest.raises(UnexpectedText, match="Number 2"):
        rows(passage, "1\t밝은 나라\t빛\t산림청", "\t\t물\t산림청")


@pytest.mark.parametrize(
    "line", ["3\t\t물\t산림청", "2\t\t물", "2\t옛 나라\t물\t산림청", "2\t새 나라\t물\t산림청\t더", "\t물\t산림청"]
)
def test_a_row_of_another_form_is_an_error(passage: Make, line: str) -> None:
    goals: list[Goal] = []
    read_row(passage("1\t옛 나라\t빛\t산림청"), 1, goals, NO_CORRECTIONS)
    if "옛" in line:
        goals.append(Goal("새 나라", passage("새 나라"), [], []))
    with pytest.raises(UnexpectedText):
        read_row(passage(line), 2, goals, NO_CORRECTIONS)


def test_the_best_rates_and_seouls_practices_of_a_cell(passage: Make) -> None:
    rates = list(best_rates("빛", "시부", passage("대전 ^(100%) , 대구·서울 ^(94.1%)"), 2031))
    assert [(rate.what, rate.text, rate.value, rate.unit, rate.passage.text) for rate in rates] == [
        ("빛, 목표달성도, 시부 상위, 대전", "100%", 100, "%", "대전 ^(100%)"),
        ("빛, 목표달성도, 시부 상위, 대구·서울", "94.1%", 94.1, "%", "대구·서울 ^(94.1%)"),
    ]
    (number,) = seouls_practices("빛", "시부", passage("대구·서울 각 3건, 울산 2건"), 2031)
    assert (number.what, number.text, number.value) == ("빛, 우수사례, 시부, 서울", "각 3건", 3)
    assert list(seouls_practices("빛", "시부", passage("대구 5건"), 2031)) == []


@pytest.mark.parametrize("cell", ["대전 100%", "대전 ^(100%) 우수", "^(100%)"])
def test_a_cell_of_another_form_is_an_error(passage: Make, cell: str) -> None:
    with pytest.raises(UnexpectedText):
        list(best_rates("빛", "시부", passage(cell), 2031))


# The real document.


@pytest.fixture(scope="module")
def quantities(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["quantities"]
    return rows[rows["id"].str.startswith("quantity:joint2020/")].set_index("what")


def test_indicators_per_goal(tables: dict[str, pd.DataFrame]) -> None:
    counts = tables["joint_indicators"].groupby("national_goal", sort=False)["qualitative"].agg(["size", "sum"])
    assert {goal: (row["size"], row["sum"]) for goal, row in counts.iterrows()} == {
        "국민이 주인인 정부": (8, 5),
        "더불어 잘사는 경제": (17, 2),
        "내 삶을 책임지는 국가": (62, 15),
        "고르게 발전하는 지역": (29, 10),
        "평화와 번영의 한반도": (6, 3),
    }


@pytest.mark.parametrize(
    ("number", "name", "qualitative", "ministry"),
    [
        (1, "자원봉사 활성화 추진 우수사례(정성평가)", True, "행안부"),
        (30, "자활근로 참여자 탈수급 및 취·창업률(자활참여자 성공률)", False, "복지부"),
        (59, "극한기온(폭염,한파) 건강피해 대응 실적", False, "복지부"),
        (84, "문화가 있는 날 우수사례(정성지표)", True, "문체부"),
        (88, "사회적가치 실현을 위한 마을자치·공동체 활성화 우수사례(정성평가)", True, "행안부"),
        (98, "지속가능한 산림자원육성 달성률", False, "산림청"),
        (105, "여성농업인 육성지원 우수사례(정성평가)(시부: 부분평가, 도부: 공통평가)", True, "농림부"),
        (117, "충무계획 실효성 확보(정성평가)", True, "행안부"),
        (122, "북한이탈주민의 안정적인 정착지원 노력도(정성평가)", True, "통일부"),
    ],
)
def test_indicators_that_are_hard_to_read(
    tables: dict[str, pd.DataFrame], number: int, name: str, qualitative: bool, ministry: str
) -> None:
    row = tables["joint_indicators"].set_index("number").loc[number]
    assert (row["name"], row["qualitative"], row["ministry"]) == (name, qualitative, f"ministry:{ministry}")


@pytest.mark.parametrize(
    ("what", "text", "value", "unit"),
    [
        ("목표달성도, 시부 평균", "81.7%", 81.7, "%"),
        ("목표달성도, 도부 평균 전년대비", "↑13.2%p", 13.2, "%p"),
        ("목표달성도, 도부 상위, 충남", "92.0%", 92, "%"),
        ("우수사례, 시부, 서울", "11건", 11, "건"),
        ("더불어 잘 사는 경제, 우수사례, 시부, 서울", "각 1건", 1, "건"),
        ("고르게 발전하는 지역, 목표달성도, 시부 상위, 서울", "92.3%", 92.3, "%"),
        ("고르게 발전하는 지역, 우수사례, 시부, 서울", "4건", 4, "건"),
        ("평화와 번영의 한반도, 목표달성도, 도부 평균", "70.4%", 70.4, "%"),
        ("내 삶을 책임지는 국가, 접촉자관리대상 역학조사, 목표", "70%", 70, "%"),
        ("내 삶을 책임지는 국가, 전체 지표 중 비율", "50.8%", 50.8, "%"),
        ("더불어 잘 사는 경제, 시범구매제품 구매액, 구매비율", "0.61%", 0.61, "%"),
    ],
)
def test_rates_and_numbers_of_seoul(quantities: pd.DataFrame, what: str, text: str, value: float, unit: str) -> None:
    row = quantities.loc[what]
    assert (row["text"], row["value"], row["unit"], row["year"]) == (text, value, unit, 2019)


def test_a_range_has_no_value(quantities: pd.DataFrame) -> None:
    row = quantities.loc["더불어 잘 사는 경제, 시범구매제품 구매액, 목표비율"]
    assert (row["kind"], row["text"], row["unit"]) == ("TARGET", "1~2%", "%")
    assert row[["value", "from_value"]].isna().all()


def test_the_evaluation_is_of_the_year_after_the_results_and_has_two_rules(tables: dict[str, pd.DataFrame]) -> None:
    plan = tables["plans"].set_index("id").loc["plan:joint2020"]
    assert (plan["start_year"], plan["end_year"]) == (2020, 2020)
    rules = tables["rules"].query("plan == 'plan:joint2020'")
    assert dict(zip(rules["name"], rules["text"], strict=True)) == {
        "목표달성도": "전체 87개 지표 중 목표를 달성한 지표의 비율",
        "우수사례": "지표별로 시부와 도부를 구분하여 각 2건 선정(총 4건)",
    }


def test_the_report_is_cited_itself(tables: dict[str, pd.DataFrame]) -> None:
    own = tables["citations"][tables["citations"]["entry"].str.contains("joint2020|jointIndicator")]
    assert set(own["document"]) == {JOINT_EVALUATION}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MINISTRIES_DIFFER", "21 ministries and agencies are stated to take part; the list of indicators names 20"),
        ("SHARE_DOES_NOT_FOLLOW", "130 is printed, but 100 * 99,099 / 75,426 is 131.4"),
        ("SUM_DOES_NOT_FOLLOW", "31,392 is printed, but 68,593 - 37,301 is 31,292"),
        ("NUMBER_LOST", "stands between 97 and 99"),
        ("ROW_SHIFTED", "one cell to the left"),
        ("NAME_MISPRINTED", "충무계획"),
        ("TITLES_DIFFER", "‘더불어 잘사는 경제’ in the list"),
        ("TITLES_DIFFER", "‘소상공인(자영업자) 정책’"),
        ("TITLES_DIFFER", "‘중앙부처 건의과제 발굴·개선실적’"),
        ("TITLES_DIFFER", "‘중기부(옴부즈만) 지방애로 발굴·개선실적’"),
        ("TITLES_DIFFER", "‘보조금 부정수급 근절 노력’"),
    ],
)
def test_contradictions_become_findings(tables: dict[str, pd.DataFrame], code: str, words: str) -> None:
    messages = tables["findings"].query("code == @code")["message"]
    assert any(words in message for message in messages)


# The same document, damaged.


def test_results_told_in_two_ways_become_a_finding(changed: Changed) -> None:
    reading = changed(replaced("대구·광주 각 3건, 울산 2건", "대구·광주 각 3건, 울산 1건"))
    assert "RESULTS_DIFFER" in set(reading.tables["findings"]["code"])


def test_a_doubled_page(damaged: Damaged) -> None:
    damaged(doubled("31\t내 삶을", "65\t내 삶을"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("122개 지표(정량 87개 / 정성 35개)", "122개 지표(정량 86개 / 정성 36개)"),
        ("122개 지표\t8개\t17개", "122개 지표\t9개\t17개"),
        ("(17개 지표 : 정량 15개, 정성 2개)", "(17개 지표 : 정량 14개, 정성 3개)"),
        ("8개 지표 (정량 3, 정성 5)", "8개 지표 (정량 2, 정성 6)"),
        ("총 60건의 우수사례", "총 61건의 우수사례"),
        ("도부 85.1%로", "도부 약간으로"),
        ("시부 평균 81.7%", "시부 평균은 81.7%"),
        ("국가유공자 특별채용률\t보훈처", "보훈처\t국가유공자 특별채용률"),
        ("도로명판 확충\t행안부", "도로명판 확충\t서울시"),
        ("전체 87개 지표 중", "전체 86개 지표 중"),
        ("2020년('19년 실적) 지방자치단체", "2021년('19년 실적) 지방자치단체"),
        ("2020년('19년 실적) 지방자치단체", "2020년('18년 실적) 지방자치단체"),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))
