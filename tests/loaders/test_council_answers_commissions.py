"""Evaluations of commissioned services in a council member's answers: the real document, and the same damaged."""

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import UnexpectedText, WrongCount
from loaders.kit.corrections import Corrections
from loaders.kit.organizations import PACKAGE
from loaders.kit.text import Passage
from loaders.sources.council_answers.commissions.read import (
    check_average,
    check_rounds,
    read_evaluation,
    read_table,
    split_contractors,
)
from loaders.tables import read_package
from tests.loaders.changes import Damaged, doubled, replaced

Make = Callable[[str], Passage]
SOURCE = "council-answers"
NO_CORRECTIONS = Corrections(())
COLUMNS = "연번\t평가대상 사무\t사업부서\t수탁기관\t점수\t비 고\n"


# Passages written for the purpose.


def year(rounds: str, average: str = "70.00") -> str:
    return (
        f"2 2031년\n\n○ 대 상 : 총 2개 사무\n\n- 연 사업비 1억원 이상\n\n○ 평가기관 : (주)평가\n\n"
        f"○ 평가결과 : 총 2개 사무, 평균 {average}점\n\n{rounds}\n\n"
        f"{COLUMNS}1\t밝은 센터 운영\t과학과\t(사)빛\t80.00\t\n"
        "2\t물 센터\t환경과\t물나라(주) 외 2\t60.00\t재계약 배제\n\n"
    )


TWO_ROUNDS = "- 1차(1~4월) : 밝은 센터 등 1개 사무\n\n- 2차(5~9월) : 물 센터 등 1개 사무"


def test_a_year_states_its_services_and_rounds(passage: Make) -> None:
    evaluation = read_evaluation(passage(year(TWO_ROUNDS)), NO_CORRECTIONS)
    assert (evaluation.year, evaluation.stated, str(evaluation.average)) == (2031, 2, "70.00")
    assert [evaluation.round_of(service) for service in evaluation.services] == [1, 2]
    assert [(s.title, s.contractors, s.excluded) for s in evaluation.services] == [
        ("밝은 센터 운영", ["(사)빛"], False),
        ("물 센터", ["물나라(주)"], True),
    ]
    check_rounds(evaluation)
    assert list(check_average(evaluation)) == []


def test_an_average_that_the_scores_do_not_give_is_told(passage: Make) -> None:
    (finding,) = check_average(read_evaluation(passage(year(TWO_ROUNDS, "71.00")), NO_CORRECTIONS))
    assert finding.message == ("The average score of 2031 is stated as 71.00; the 2 scores in the table give 70.00.")


def test_a_round_that_begins_with_another_service_is_an_error(passage: Make) -> None:
    evaluation = read_evaluation(passage(year(TWO_ROUNDS.replace("물 센터", "불 센터"))), NO_CORRECTIONS)
    with pytest.raises(UnexpectedText, match="the table has ‘물 센터’ there"):
        check_rounds(evaluation)


def test_rounds_that_do_not_add_up_are_an_error(passage: Make) -> None:
    evaluation = read_evaluation(passage(year(TWO_ROUNDS.replace("등 1개", "등 2개", 1))), NO_CORRECTIONS)
    with pytest.raises(WrongCount, match="2 services in the rounds of 2031 were expected, 3 are there"):
        check_rounds(evaluation)


@pytest.mark.parametrize(
    "rows",
    [
        "1\t센터\t과\t기관\t80.00\t\n3\t센터\t과\t기관\t80.00\t\n",
        "1\t센터\t과\t기관\t\t80.00\n",
        "1\t센터\t과\t80.00\t기관\t\n",
        "1\t센터\t과\t기관\t80.00\t재계약\n",
        "1\t센터\t과\t기관\t80.00\t\n다른 글\n",
    ],
)
def test_a_row_of_another_form_is_an_error(passage: Make, rows: str) -> None:
    with pytest.raises(UnexpectedText):
        list(read_table(passage(COLUMNS + rows), 2031, NO_CORRECTIONS))


@pytest.mark.parametrize(
    ("cell", "contractors"),
    [
        ("(주)하나· (주)둘", ["(주)하나", "(주)둘"]),
        ("하나·둘 연구소 컨소시엄", ["하나", "둘 연구소"]),
        ("하나(주) 외 4", ["하나(주)"]),
        ("하나 대학교 산학협력단", ["하나 대학교 산학협력단"]),
    ],
)
def test_contractors_are_divided_at_dots(cell: str, contractors: list[str]) -> None:
    assert split_contractors(cell) == contractors


# The real document.


@pytest.fixture(scope="module")
def services(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tables["commissions"].set_index("id")


def test_services_per_year_and_round(services: pd.DataFrame) -> None:
    rounds = services.groupby("year")["round"].apply(list)
    assert {year: [rounds[year].count(number) for number in (1, 2, 3)] for year in rounds.index} == {
        2018: [11, 27, 6],
        2019: [18, 28, 5],
        2020: [12, 22, 4],
    }


def test_services_excluded_from_renewal(services: pd.DataFrame) -> None:
    excluded = services[services["renewal_excluded"].astype(bool)]
    assert {str(identity).rpartition("/")[2]: row for identity, row in excluded["score"].items()} == {
        "2018-27": 58.96,
        "2018-36": 56.19,
        "2020-23": 57.89,
        "2020-32": 55.99,
        "2020-38": 50.65,
    }


@pytest.mark.parametrize(
    ("place", "title", "score", "in_charge"),
    [
        ("2018-1", "마을공동체 종합지원센터 운영", 82.83, ["지역공동체담당관", "사단법인 마을"]),
        ("2018-29", "구내식당 운영", 83.86, ["인재개발원", "(주)아워홈"]),
        (
            "2018-39",
            "21세기 융합형 체험캠프 (서울창의마을 풍납캠프)",
            77.34,
            ["평생교육과", "(주)씨에스엠앤이", "(주)우리들교육"],
        ),
        ("2019-7", "먹거리 창업센터", 78.17, ["도시농업과", "(주)르호봇비즈니스 인큐베이터"]),
        ("2019-14", "잠실야구장", 73.15, ["체육시설관리사업소", "(주)엘지스포츠", "(주)두산베어스"]),
        ("2019-49", "서울특별시 양재 R&CD 혁신허브 운영", 76.69, ["거점성장추진단", "카이스트", "모두의 연구소"]),
        ("2020-9", "서울밤도깨비야시장 운영", 81.58, ["소상공인정책담당관", "오니트(주)"]),
        ("2020-34", "동북어르신돌봄종사자지원센터", 79.75, ["어르신복지과", "(사)서울동북여성민우회"]),
        ("2020-35", "마포자원회수시설", 81.76, ["자원순환과", "한중환경기술(주)", "환경시설관리(주)"]),
    ],
)
def test_services_that_are_hard_to_read(
    tables: dict[str, pd.DataFrame], services: pd.DataFrame, place: str, title: str, score: float, in_charge: list[str]
) -> None:
    identity = f"commission:commissions2020/{place}"
    assert tuple(services.loc[identity, ["title", "score"]]) == (title, score)
    names = read_package(PACKAGE)["organizations"].set_index("id")["name"]
    bodies = tables["item_organizations"].query("item == @identity").sort_values("position")["organization"]
    assert [names[body] for body in bodies] == in_charge


def test_every_service_has_one_department_first_and_then_contractors(
    tables: dict[str, pd.DataFrame], services: pd.DataFrame
) -> None:
    bodies = tables["item_organizations"].groupby("item")["organization"].apply(list)
    for identity in services.index:
        department, *contractors = bodies[identity]
        assert department.startswith("department:seoul/")
        assert contractors
        assert all(contractor.startswith("contractor:") for contractor in contractors)


def test_contractors_are_kept_as_printed(services: pd.DataFrame) -> None:
    printed = services["contractors_text"]
    assert printed["commission:commissions2020/2020-27"] == "녹색교육센터· 이젠과트너스"
    assert printed["commission:commissions2020/2018-36"] == "(사)홍사단"


def test_rules_and_plan(tables: dict[str, pd.DataFrame]) -> None:
    plan = tables["plans"].set_index("id").loc["plan:commissions2020"]
    assert (plan["kind"], plan["start_year"], plan["end_year"], plan["city"]) == (
        "COMMISSIONS",
        2018,
        2020,
        "city:seoul",
    )
    rules = tables["rules"].query("plan == 'plan:commissions2020'")
    assert dict(zip(rules["kind"], rules["text"], strict=True)) == {
        "SCOPE": "연 사업비 5억원 이상 위탁사무 중 법령·조례상 별도 평가체계 없는 사무",
        "RENEWAL": "평가점수 60점 미만 위탁사무의 경우 재계약 배제",
        "SUBMISSION": "재위탁·재계약 사무 시의회 동의 시 종합성과평가 결과보고서 의무 제출",
        "CONSENT": "의회 동의 후 6년 경과한 후 최초로 도래하는 재위탁 또는 재계약 시 의회동의 필요",
        "PUBLICATION": "「서울시 정보소통광장」에 종합성과평가결과 공개",
    }


def test_the_average_of_each_year_is_a_number(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["quantities"]
    rows = rows[rows["id"].str.startswith("quantity:commissions2020/")]
    assert rows[["year", "text", "value", "unit", "kind"]].to_numpy().tolist() == [
        [2018, "80.51점", 80.51, "점", "RESULT"],
        [2019, "80.54점", 80.54, "점", "RESULT"],
        [2020, "80.34점", 80.34, "점", "RESULT"],
    ]


@pytest.mark.parametrize(
    ("code", "node"),
    [
        ("NAMES_DIFFER", "commission:commissions2020/2018-36"),
        ("NAMES_DIFFER", "commission:commissions2020/2020-23"),
        ("NAMES_DIFFER", "contractor:마을"),
        ("NAME_MISPRINTED", "contractor:흥사단"),
        ("CONTRACTORS_RUN_TOGETHER", "commission:commissions2020/2019-14"),
        ("CONTRACTORS_NOT_NAMED", "commission:commissions2020/2020-9"),
        ("TITLE_MISPRINTED", "commission:commissions2020/2020-34"),
        ("TITLES_DIFFER", "commission:commissions2020/2019-28"),
        ("TITLES_DIFFER", "commission:commissions2020/2020-2"),
        ("TITLES_DIFFER", "commission:commissions2020/2020-12"),
        ("TITLES_DIFFER", "commission:commissions2020/2020-22"),
        ("TITLES_DIFFER", "commission:commissions2020/2020-38"),
    ],
)
def test_what_is_misprinted_is_told(tables: dict[str, pd.DataFrame], code: str, node: str) -> None:
    assert not tables["findings"].query("code == @code and node == @node").empty


# The same document, damaged.


def test_a_doubled_page(damaged: Damaged) -> None:
    damaged(doubled("18\t중소기업 지식재산권", "2 2019년\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("총 44개 사무\n", "총 45개 사무\n"),
        ("등 27개 사무", "등 26개 사무"),
        ("서천연수원\t인력개발과", "인력개발과\t서천연수원"),
        ("(주)아워홈\t83.86", "83.86\t(주)아워홈"),
        ("(사)막달레나공동체", "(사)다른 이름"),
        ("녹색산업육성지원사무\t58.96\t서울", "녹색산업육성지원사무\t58.69\t서울"),
        ("('18년~'20년) 재계약", "('17년~'20년) 재계약"),
        ("58.96\t재계약 배제", "58.96\t재계약 제외"),
        ("결과보고서 의무 제출\n", "결과보고서 제출\n"),
        ("※ 의회 동의 후 6년", "※ 의회 동의 후 몇 년"),
        ("- 「서울시 정보소통광장」에 종합성과평가결과 공개\n", ""),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))
