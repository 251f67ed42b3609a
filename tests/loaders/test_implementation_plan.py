"""The implementation plan: the real document, and the same document damaged."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from loaders.errors import CuratedTableError, DocumentError, WrongCount
from loaders.kit.text import Passage
from loaders.sources.implementation_plan.read import read, read_contents, read_overview, split_numbered
from loaders.sources.registry import DATA
from loaders.tables import read_package
from tests.loaders.changes import Damaged, replaced

Make = Callable[[str], Passage]
SOURCE = "implementation-plan"
INDICATORS_PER_SDG = [4, 3, 9, 7, 4, 7, 7, 10, 4, 4, 8, 9, 7, 3, 6, 11, 6]


# Passages written for the purpose.


def test_the_overview_states_the_numbers_of_each_goal(passage: Make) -> None:
    overview = read_overview(
        passage(
            "4대 전략 총 2대 과제 총 3개 이행과제 총 4개 세부사업 총 5개 성과지표 1.밝은 도시 "
            "1-1.모두를 위한 1차 노력 역점 2개 3개 4개 1-2.맑은 물 1개 1개 1개"
        )
    )
    assert overview.stated == {"goals": 2, "tasks": 3, "projects": 4, "indicators": 5}
    assert overview.strategies[1].text == "밝은 도시"
    assert [(goal.title.text, goal.priority) for goal in overview.goals.values()] == [
        ("모두를 위한 1차 노력", True),
        ("맑은 물", False),
    ]
    assert overview.goals["1-1"].stated == {"tasks": 2, "projects": 3, "indicators": 4}


def test_the_contents_state_the_tasks_of_each_strategy(passage: Make) -> None:
    contents = read_contents(
        passage(
            "목 차 전략1. 밝은 도시(2개 이행과제) 1 <연계되는 UN SDGs> "
            "전략2. 맑은 물(3개 이행과제) 9 <연계되는 UN SDGs>"
        )
    )
    assert {number: line.tasks for number, line in contents.items()} == {1: 2, 2: 3}


def test_a_list_is_split_at_its_own_numbers_only(passage: Make) -> None:
    items = split_numbered(passage("8. 2015년의 9.5배로 늘린다 9. 10명당 2.5명 이하로 줄인다. 10. 없앤다"), 8)
    assert [item.text for item in items.values()] == [
        "2015년의 9.5배로 늘린다",
        "10명당 2.5명 이하로 줄인다.",
        "없앤다",
    ]


@pytest.mark.parametrize("text", ["목 차 전략1. 밝은 도시 1쪽", "목 차 머리말 1 전략1. 밝은 도시(2개 이행과제) 1"])
def test_anything_else_in_the_contents_is_an_error(passage: Make, text: str) -> None:
    with pytest.raises(DocumentError):
        read_contents(passage(text))


# The real document.


def test_the_plan_holds_what_it_states(tables: dict[str, pd.DataFrame]) -> None:
    counts = {name: len(tables[name]) for name in ("strategies", "goals", "tasks", "projects", "indicators")}
    assert counts == {"strategies": 4, "goals": 17, "tasks": 97, "projects": 106, "indicators": 109}
    assert tables["projects"]["future"].sum() == 5
    assert list(tables["goals"].query("priority")["code"]) == ["1-3", "2-2", "2-4", "3-3", "4-1"]


def test_indicators_per_sdg(tables: dict[str, pd.DataFrame]) -> None:
    projects = tables["projects"].set_index("id")
    tasks = tables["tasks"].set_index("id")
    goals = tables["goals"].set_index("id")
    sdgs = tables["indicators"]["project"].map(projects["task"]).map(tasks["goal"]).map(goals["sdg"])
    counts = sdgs.value_counts()
    assert [counts[f"sdg:{number}"] for number in range(1, 18)] == INDICATORS_PER_SDG


def test_every_project_has_an_indicator_a_head_and_an_office(tables: dict[str, pd.DataFrame]) -> None:
    projects = set(tables["projects"]["id"])
    assert set(tables["indicators"]["project"]) == projects
    assert set(tables["item_organizations"]["item"]) == projects
    assert set(tables["responsibilities"].query("role == 'HEAD'")["project"]) == projects


def test_every_year_of_an_indicator_is_covered_once(tables: dict[str, pd.DataFrame]) -> None:
    covered = tables["yearly_targets"].explode("covers_years").groupby("indicator")["covers_years"].apply(sorted)
    years = [2020, 2021, 2022, 2023, 2024, 2030]
    assert {indicator: found for indicator, found in covered.items() if found != years} == {
        "indicator:sdp2/66/1": years[1:]
    }


@pytest.mark.parametrize(
    ("target", "text", "value", "unit"),
    [
        ("22/1/2024", "20.000명", 20000, "명"),
        ("25/1/2020", "150,000", 150000, "건수"),
        ("31/1/2023", "1,291개소", 1291, "개소"),
        ("32/1/2030", "신차 등록 대비 전기·수소차 비율 50%", 50, "%"),
        ("53/1/2020", "5.8만㎥", 58000, "㎥"),
        ("56/2/2022", "4.8km(잠실 2.0㎞, 강서 0.8㎞, 망원 2.0㎞)", 4.8, "km"),
        ("71/1/2030", "29,600 천톤CO₂", 29600, "천톤CO₂"),
        ("72/1/2020", "10,000", 10000, "백만원"),
        ("73/1/2020", "0회 ※ 코로나19로 연기", 0, "회"),
        ("77/1/2020", "2,430만 그루", 24300000, "그루"),
        ("87/1/2020", "12,600", 12600, None),
        ("88/1/2030", "15", 15, "㎍/㎥"),
        ("97/1/2020", "600,000 백만원", 600000, "백만원"),
    ],
)
def test_cells_that_are_hard_to_read(
    tables: dict[str, pd.DataFrame], target: str, text: str, value: float, unit: str | None
) -> None:
    row = tables["yearly_targets"].set_index("id").loc[f"yearlyTarget:sdp2/{target}"]
    assert (row["text"], row["value"], row["unit"]) == (text, value, unit)


@pytest.mark.parametrize(
    ("project", "title"),
    [
        (16, "환경보건·독성관리센터 설치·운영"),
        (35, "지역자원 교류의 거점 공간「상생상회」조성·운영"),
        (106, "서울-평양 생활협력 단계적 활성화"),
    ],
)
def test_titles_are_as_printed_and_restored(tables: dict[str, pd.DataFrame], project: int, title: str) -> None:
    assert tables["projects"].set_index("number").loc[project, "title"] == title


def test_people_of_one_name_in_two_offices_are_two_people(tables: dict[str, pd.DataFrame]) -> None:
    named = tables["staff"].query("name == '김수현'")["id"]
    assert sorted(named) == ["staff:seoul/문화정책과/김수현", "staff:seoul/여성정책담당관/김수현"]


def test_an_office_printed_under_a_body_is_an_office_of_that_body(tables: dict[str, pd.DataFrame]) -> None:
    parents = read_package(DATA / "organizations")["organizations"].set_index("id")["parent"]
    in_charge = tables["item_organizations"]["organization"].unique()
    assert {office: parents[office] for office in in_charge if office.count("/") > 1} == {
        "department:seoul/평생교육진흥원/시민대학국": "agency:seoul/평생교육진흥원",
        "department:seoul/데이터센터/기획관리과": "agency:seoul/데이터센터",
        "department:seoul/서울연구원/도시외교연구센터": "agency:seoul/서울연구원",
        "department:seoul/서울연구원/안전환경연구실": "agency:seoul/서울연구원",
        "department:seoul/상수도사업본부/수질과": "bureau:seoul/상수도사업본부",
        "department:seoul/한강사업본부/생태환경과": "bureau:seoul/한강사업본부",
    }


def test_of_telephone_numbers_in_contacts_not_even_the_last_digits_are_told(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["contacts"]["phone"].str.fullmatch(r"\d{3,4}-\d{4}").all()
    assert set(tables["contacts"]["staff"]) == set(tables["staff"]["id"])
    last_digits = {phone.rpartition("-")[2] for phone in tables["contacts"]["phone"]}
    years = {str(year) for year in range(2012, 2031)}
    for words in [*tables["findings"]["message"], *tables["citations"]["quote"]]:
        assert not (last_digits - years) & set(re.findall(r"(?<![\d,.])\d{4}(?![\d,.])", words)), words


@pytest.mark.parametrize(
    "code",
    [
        "CONTENTS_CONTRADICT_HEADING",
        "TWO_HEADS",
        "TWO_TEAMS",
        "TWO_TELEPHONE_NUMBERS",
        "TELEPHONE_MISPRINTED",
        "MISREAD_SEPARATOR",
        "TITLES_DIFFER",
        "SHARE_DOES_NOT_FOLLOW",
        "SUM_DOES_NOT_FOLLOW",
        "FUTURE_PROJECT_HAS_NUMBERS",
        "PROJECT_PRINTED_TWICE",
        "CELL_BORDERS_LOST",
    ],
)
def test_contradictions_become_findings(tables: dict[str, pd.DataFrame], code: str) -> None:
    assert code in set(tables["findings"]["code"])


# The same document, damaged.


@pytest.mark.parametrize("number", [1, 2, 50, 105, 106])
def test_a_document_with_a_project_removed(damaged: Damaged, number: int) -> None:
    def remove(text: str) -> str:
        start = text.index(f"세부사업{number}. ")
        following = re.compile("이행과제|세부사업|전략|문서 보기").search(text, start + 10)
        assert following is not None
        return text[:start] + text[following.start() :]

    damaged(remove)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3개 3개 3개 1-3", "3개 3개 4개 1-3"),
        ("9개 9개 9개 1-4", "8개 9개 9개 1-4"),
        ("유형② 없음 없음 없음 5개", "유형② 없음 없음 없음 6개"),
        ("(5대 과제 및 26개 이행과제)", "(5대 과제 및 25개 이행과제)"),
        ("106개 세부사업, 109개 성과지표", "107개 세부사업, 109개 성과지표"),
    ],
)
def test_a_stated_number_that_is_not_met(damaged: Damaged, old: str, new: str) -> None:
    error = damaged(replaced(old, new))
    assert isinstance(error, WrongCount)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("생산일자 2020-12-29", "생산일자 2020-12-28"),
        ("비강남권에 89개소(86.4%)", "비강남권에 88개소(86.4%)"),
        ("210ha 217ha", "210ha 217.250ha"),
        ("210ha 217ha", "210ha 약간"),
        ("시설수(개소) 133", "시설수(개소) 많음"),
        ("담당 : 이미진", "담장 : 이미진"),
        ("도시텃밭 조성?운영 ??", "도시텃밭 조성? 운영 ??"),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))


def test_a_missing_row_of_a_curated_table_is_an_error(file: Path, tmp_path: Path) -> None:
    (tmp_path / "goal_sdgs.csv").write_text("goal,sdg\ngoal:sdp2/1-1,sdg:1\n", encoding="utf-8")
    with pytest.raises(CuratedTableError, match="goal:sdp2/1-2"):
        read(file, curated=tmp_path)
