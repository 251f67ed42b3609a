"""The mayor's pledges: the real document, and the same document damaged."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import CorrectionError, DocumentError, UnexpectedText, WrongCount
from loaders.kit.corrections import Correction, Corrections
from loaders.kit.text import Passage
from loaders.sources.pledges.core_pledges import read_list
from loaders.sources.pledges.read import match_policies, read_overview, read_rules, read_states
from tests.loaders.changes import Damaged, replaced

Make = Callable[[str], Passage]
SOURCE = "pledges"
NONE = Corrections(())
OVERVIEW = (
    "2 공 약 개 요 ○ 비 전 : ○ 정책목표 : 1.밝은특별시 좋은 곳이 됩니다 2. 모두의 곳이 됩니다. ○ 공약현황 : 2개 분야, "
    "총 6개 세부사업 (’18.9.11.기준) - 밝은특별시 등 2분야, 3개 핵심공약, 6개 세부사업 정책목표 정책내용 핵심공약 "
    "세부사업 1. 밝은특별시 - 일?생활의 빛 1 3 맑은 물 1 1 "
    "2. 모두의 꿈이 이뤄지는 특별시 함께 가는 길, 새 길 1 2 합계 3 6 ※ 최종"
)
LIST = (
    "1-1 밝은 거리 1-1-1 등불?가로등 켜기 도시교통본부 1-1-2 거리 넓히기 ① 보도, ② 차도?골목 안전총괄본부 "
    "1-1-3 거리 닦기 푸른도시국 ① 비질 ② 물청소 1-2 2025년의 맑은 물 1-2-1 샘 파기 - 큰 샘 - 작은 샘 물순환안전국 "
    "2-1 함께 2-1-1 10분 걷기 관광체육국, (문화본부) 2-1-2 34세 미만 돕기 서울혁신기획관"
)


# Passages written for the purpose.


def test_the_overview_names_fields_and_counts_the_pledges_of_policy_contents(passage: Make) -> None:
    overview = read_overview(passage(OVERVIEW))
    assert overview.stated == {"fields": 2, "cores": 3, "pledges": 6}
    assert [(field.number, field.title) for field in overview.fields] == [
        (1, "밝은특별시"),
        (2, "모두의 꿈이 이뤄지는 특별시"),
    ]
    assert [
        [(policy.title, policy.cores, policy.pledges) for policy in field.policies] for field in overview.fields
    ] == [
        [("일·생활의 빛", 1, 3), ("맑은 물", 1, 1)],
        [("함께 가는 길, 새 길", 1, 2)],
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("맑은 물 1 1", "맑은 물 1 2"),
        ("합계 3 6", "합계 3 7"),
        ("2개 분야", "3개 분야"),
        ("2분야", "3분야"),
        ("총 6개 세부사업", "총 7개 세부사업"),
        ("3개 핵심공약", "4개 핵심공약"),
        ("1.밝은특별시", "1.맑은특별시"),
        ("2. 모두의 꿈", "3. 모두의 꿈"),
    ],
)
def test_numbers_of_the_overview_that_contradict_one_another_are_an_error(passage: Make, old: str, new: str) -> None:
    with pytest.raises(WrongCount):
        read_overview(passage(OVERVIEW.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [("맑은 물 1 1", "맑은 물 1"), ("합계 3 6 ※", "※"), ("○ 공약현황", "공약현황"), ("맑은 물", "맑은? 물")],
)
def test_an_overview_in_another_form_is_an_error(passage: Make, old: str, new: str) -> None:
    with pytest.raises(UnexpectedText):
        read_overview(passage(OVERVIEW.replace(old, new, 1)))


def test_the_list_is_cut_into_core_and_detail_pledges(passage: Make) -> None:
    cores = read_list(passage(LIST), NONE)
    assert [(core.code, core.title) for core in cores] == [
        ("1-1", "밝은 거리"),
        ("1-2", "2025년의 맑은 물"),
        ("2-1", "함께"),
    ]
    pledges = [pledge for core in cores for pledge in core.pledges]
    assert [(p.code, p.title, p.points, [bureau.text for bureau in p.bureaus]) for p in pledges] == [
        ("1-1-1", "등불·가로등 켜기", [], ["도시교통본부"]),
        ("1-1-2", "거리 넓히기", ["보도,", "차도·골목"], ["안전총괄본부"]),
        ("1-1-3", "거리 닦기", ["비질", "물청소"], ["푸른도시국"]),
        ("1-2-1", "샘 파기", ["큰 샘", "작은 샘"], ["물순환안전국"]),
        ("2-1-1", "10분 걷기", [], ["관광체육국", "문화본부"]),
        ("2-1-2", "34세 미만 돕기", [], ["서울혁신기획관"]),
    ]
    assert pledges[3].passage.text == "1-2-1 샘 파기 - 큰 샘 - 작은 샘 물순환안전국"


def test_a_correction_takes_from_a_point_the_mark_that_separates_it_from_the_next(passage: Make) -> None:
    corrections = Corrections((Correction("points", "1-1-2", "보도,", "보도", "The comma separates two points."),))
    pledge = read_list(passage(LIST), corrections)[0].pledges[1]
    assert (pledge.code, pledge.points) == ("1-1-2", ["보도", "차도·골목"])


def test_a_core_pledge_stands_under_the_policy_content_of_its_place_in_the_field(passage: Make) -> None:
    policies = match_policies(read_overview(passage(OVERVIEW)), read_list(passage(LIST), NONE))
    assert {code: policy.title for code, policy in policies.items()} == {
        "1-1": "일·생활의 빛",
        "1-2": "맑은 물",
        "2-1": "함께 가는 길, 새 길",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" 1-1-3 거리 닦기 푸른도시국 ① 비질 ② 물청소", ""),
        (" 2-1-2 34세 미만 돕기 서울혁신기획관", ""),
        (" 1-2 2025년의 맑은 물 1-2-1 샘 파기 - 큰 샘 - 작은 샘 물순환안전국", ""),
        (" 2-1 함께 2-1-1 10분 걷기 관광체육국, (문화본부) 2-1-2 34세 미만 돕기 서울혁신기획관", ""),
    ],
)
def test_fewer_pledges_than_the_table_states_are_an_error(passage: Make, old: str, new: str) -> None:
    with pytest.raises(WrongCount):
        match_policies(read_overview(passage(OVERVIEW)), read_list(passage(LIST.replace(old, new)), NONE))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("1-1-2 거리", "1-1-4 거리", "1-1-2 or 1-2 or 2-1 was expected"),
        (" 1-1-1 등불?가로등 켜기 도시교통본부", "", "1-1-1 was expected"),
        ("켜기 도시교통본부", "켜기", "a bureau"),
        ("10분 걷기 관광체육국", "관광체육국", "a bureau"),
        ("② 차도", "③ 차도", "Point ② was expected"),
        ("② 물청소", "②  ", "without words"),
        ("등불?가로등", "등불? 가로등", "A character was lost"),
        ("1-1 밝은 거리", "밝은 거리", "begin with a code"),
        ("밝은 거리 ", "", "title of 1-1"),
        (" 2-1-1 10분 걷기 관광체육국, (문화본부) 2-1-2 34세 미만 돕기 서울혁신기획관", "", "without a detail pledge"),
    ],
)
def test_a_damaged_list_is_an_error_that_names_the_place(passage: Make, old: str, new: str, problem: str) -> None:
    assert old in LIST
    with pytest.raises(UnexpectedText, match=problem):
        read_list(passage(LIST.replace(old, new, 1)), NONE)


def test_a_correction_restores_what_is_no_middle_dot(passage: Make) -> None:
    corrections = Corrections((Correction("lost", "1-1", "밝은? 거리", "밝은– 거리", "A dash was lost."),))
    assert read_list(passage(LIST.replace("밝은 거리", "밝은? 거리")), corrections)[0].title == "밝은– 거리"


CARD = "붙임 4 추진상황 - 목표달성 : 완료 / 이행 후 계속 추진 사업미실시 : 보류 완료시기 임기내"


def test_the_states_stand_in_groups(passage: Make) -> None:
    assert read_states(passage(CARD)) == [
        ("목표달성", "완료"),
        ("목표달성", "이행 후 계속 추진"),
        ("사업미실시", "보류"),
    ]


@pytest.mark.parametrize(("old", "new"), [("완료시기", "시기"), ("목표달성 :", "목표달성"), (" : 보류", " : 보류 :")])
def test_states_in_another_form_are_an_error(passage: Make, old: str, new: str) -> None:
    with pytest.raises(DocumentError):
        read_states(passage(CARD.replace(old, new, 1)))


def test_a_rule_quotes_the_document(passage: Make) -> None:
    entry = {"kind": "STATE", "name": "보류", "group": "가", "text": "on hold", "part": "card", "quotes": ["보류"]}
    parts = {"card": passage(CARD)}
    (rule,) = read_rules([entry], parts, [("가", "보류")])
    assert [quoted.text for quoted in rule.passages] == ["보류"]
    with pytest.raises(WrongCount):
        read_rules([entry], parts, [("나", "보류")])
    with pytest.raises(CorrectionError, match="quotes do not hold"):
        read_rules([{**entry, "name": "폐기"}], parts, [("가", "폐기")])
    with pytest.raises(CorrectionError, match="stands before"):
        read_rules([entry, entry], parts, [("가", "보류")])
    with pytest.raises(UnexpectedText):
        read_rules([{**entry, "quotes": ["폐기"]}], parts, [("가", "보류")])


# The real document.


def test_the_document_holds_what_it_states(tables: dict[str, pd.DataFrame]) -> None:
    counts = {name: len(tables[name]) for name in ("pledge_fields", "pledge_cores", "pledges")}
    assert counts == {"pledge_fields": 7, "pledge_cores": 66, "pledges": 238}
    details = tables["pledges"]["core"].map(tables["pledge_cores"].set_index("id")["policy"]).value_counts()
    assert details["혁신성장을 통한 일자리창출 및 도시경쟁력 제고"] == 26
    assert details["일·생활 성평등 실현"] == 18
    assert details["서울평양 도시간 교류 활성화"] == 10
    assert len(details) == 17


def test_the_document_and_its_plan(tables: dict[str, pd.DataFrame]) -> None:
    document = tables["documents"].iloc[0]
    assert (document["number"], document["produced_on"]) == ("기획담당관-12753", "2018-09-12")
    assert document["publisher"] == "서울시 기획조정실 정책기획관 기획담당관"
    assert document["license"].startswith("Creative Comoons License(저작자표시-변경금지) 3.0; 공공누리")
    plan = tables["plans"].iloc[0]
    assert (plan["kind"], plan["start_year"], plan["end_year"], plan["city"]) == ("PLEDGES", 2018, 2022, "city:seoul")


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("1-5", "청년창업과 도시재생의 허브,캠퍼스타운 조성"),
        ("2-6", "불법·불공정거래·갑질ZERO정착"),
        ("2-7", "‘데이터 지·옥·고’ 완전해소–근거리 무선망 소외 없는 서울"),
        ("7-15", "장애인과 함께하는 기술 - ‘에이블 테크’ 서울"),
    ],
)
def test_titles_of_core_pledges(tables: dict[str, pd.DataFrame], code: str, title: str) -> None:
    assert tables["pledge_cores"].set_index("code").loc[code, "title"] == title


@pytest.mark.parametrize(
    ("code", "title", "points", "bureaus"),
    [
        ("1-1-3", "양재 R&D 혁신지구에 AI·빅데이터 특화단지", [], ["bureau:seoul/경제진흥본부"]),
        (
            "1-1-6",
            "마곡 엠밸리 스마트시티 시범단지 조성",
            ["마곡 R&D시티에 스마트인프라 시범단지 조성", "마곡 지역을 ‘스마트시티 클러스터’로 조성"],
            ["bureau:seoul/지역발전본부"],
        ),
        (
            "1-1-7",
            "외국인 창업지원과 주거 편의(디지털 특별시민권 제공), 해외인재 영입 인센티브 제공",
            [],
            ["bureau:seoul/경제진흥본부", "bureau:seoul/여성가족정책실"],
        ),
        (
            "3-1-1",
            "‘서울돌봄SOS’로 가정 내 돌봄 어려움 해결",
            ["권역별 또는 동별 돌봄 SOS센터 설치, 주민의 돌봄요구 적극 대응", "(가칭)우리동네 홍반장 신설"],
            ["bureau:seoul/복지정책실"],
        ),
        (
            "3-4-1",
            "아동청소년문화/체육 인프라 확보를 통한 아동1인당 1예1체 활동 지원",
            ["아동청소년 문화/체육인프라 확보", "아동 1인당 1예1체 활동 지원"],
            ["bureau:seoul/평생교육국"],
        ),
        (
            "5-1-1",
            "음악도시 인프라 구축",
            ["서울 클래식 전용 콘서트홀 건립", "서울시립국악원 설립"],
            ["bureau:seoul/문화본부"],
        ),
        ("5-9-10", "서울-평양 문화예술 교류", [], ["bureau:seoul/문화본부"]),
        ("7-8-2", "25개 자치구별‘ 서울청년종합지원센터(Y.C)’ 설립", [], ["bureau:seoul/서울혁신기획관"]),
    ],
)
def test_detail_pledges(
    tables: dict[str, pd.DataFrame], code: str, title: str, points: list[str], bureaus: list[str]
) -> None:
    row = tables["pledges"].set_index("code").loc[code]
    assert (row["title"], row["subpoints"]) == (title, points)
    in_charge = tables["item_organizations"].query(f"item == 'pledge:pledges2018/{code}'")
    assert list(in_charge.sort_values("position")["organization"]) == bureaus


def test_every_pledge_has_a_bureau(tables: dict[str, pd.DataFrame]) -> None:
    assert set(tables["item_organizations"]["item"]) == set(tables["pledges"]["id"])
    assert tables["item_organizations"]["organization"].str.startswith("bureau:seoul/").all()


def test_the_states_of_a_review_are_rules(tables: dict[str, pd.DataFrame]) -> None:
    states = tables["rules"].query("kind == 'STATE'")
    assert list(zip(states["group"], states["name"], strict=True)) == [
        ("목표달성", "완료"),
        ("목표달성", "이행 후 계속 추진"),
        ("목표미달성", "정상추진"),
        ("목표미달성", "일부추진"),
        ("사업미실시", "보류"),
        ("사업미실시", "폐기"),
    ]
    assert list(tables["rules"]["position"]) == list(range(1, len(tables["rules"]) + 1))


def test_rules_by_kind(tables: dict[str, pd.DataFrame]) -> None:
    assert dict(tables["rules"]["kind"].value_counts()) == {
        "DEADLINE": 13,
        "REVIEWER": 8,
        "COMPLETION": 8,
        "ADJUSTMENT": 6,
        "STATE": 6,
        "PLANNING": 3,
        "ASSESSMENT": 3,
    }


@pytest.mark.parametrize(
    ("kind", "group", "name", "quote"),
    [
        ("PLANNING", "공약실천계획 확정", "확정 절차", "시장단 검토 및 전문가 자문 반영"),
        ("DEADLINE", "공약실천계획 관리", "공약이행 실적", "공약이행 실적 다음해 ‘서울백서’ 반영"),
        (
            "ASSESSMENT",
            "추진상황 점검 및 자체평가",
            "부진 또는 문제사업, 문제가 예상되는 사업",
            "부진사업에 대해서는 주관부서의 장에게 사업촉진ㆍ변경ㆍ폐기 등을 요구",
        ),
        ("REVIEWER", "예산담당관", "예산담당관", "예산담당관 ○ 예산편성시 공약사업 반영검토 및 예산집행 관리"),
        ("REVIEWER", "평가담당관", "평가담당관", "평가담당관 ○ 시정 핵심·주요사업 평가시(BSC 등) 반영 검토"),
        ("ASSESSMENT", "외부평가", "외부평가 결과", "외부평가 결과는 자체평가에 준하여 관리한다"),
        ("ADJUSTMENT", "주관부서", "공약사업 주관 부서의 변동", "공약 총괄부서(기획담당관)에 즉시 통보"),
    ],
)
def test_rules_and_the_words_that_state_them(
    tables: dict[str, pd.DataFrame], kind: str, group: str, name: str, quote: str
) -> None:
    rule = tables["rules"].set_index("name").loc[name]
    assert (rule["kind"], rule["group"]) == (kind, group)
    assert quote in set(tables["citations"].set_index("entry").loc[rule["id"], ["quote"]].to_numpy().flat)


@pytest.mark.parametrize(
    "code",
    [
        "LICENSES_DIFFER",
        "STATES_DIFFER",
        "COMPLETION_DEFINED_TWICE",
        "COMPLETION_RULE_CONTRADICTS",
        "COMPLETION_STANDARD_UNEVEN",
        "SPACES_LOST",
        "BODY_NAMED_DIFFERENTLY",
        "WORD_MISPRINTED",
        "LOST_CHARACTER_READ",
    ],
)
def test_contradictions_become_findings(tables: dict[str, pd.DataFrame], code: str) -> None:
    assert code in set(tables["findings"]["code"])


# The same document, damaged.


@pytest.mark.parametrize("code", ["1-1-1", "1-1-8", "2-2-11", "3-4-2", "5-9-10", "7-18-1", "4-5", "6-3"])
def test_a_document_with_a_pledge_removed(damaged: Damaged, code: str) -> None:
    def remove(text: str) -> str:
        start = text.index(f"{code} ", text.index("번호 공 약 명 주관부서"))
        following = re.compile(r"\s(?=\d-\d+(?:-\d+)? |※ ‘18)").search(text, start)
        assert following is not None
        return text[:start] + text[following.end() :]

    damaged(remove)


def test_a_document_with_its_last_point_removed(damaged: Damaged) -> None:
    error = damaged(replaced(" ④ 은둔형 중장년 1인가구에 일자리?상담?교육 종합지원", ""))
    assert "60 points were expected" in error.problem


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("총 238개 세부사업", "총 239개 세부사업"),
        ("66개 핵심공약", "65개 핵심공약"),
        ("제고 5 26", "제고 5 27"),
        ("돌봄을 책임지는 서울 9 24", "돌봄을 책임지는 서울 8 24"),
        ("합계 66 238", "합계 66 237"),
        ("보류 / 폐기 완료시기", "보류 완료시기"),
        ("부서평가 및 성과관리", "부서평가 성과관리"),
    ],
)
def test_a_number_that_is_not_met(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("생산일자 2018-09-12", "생산일자 2018-09-13"),
        ("개발?운영 관광체육국", "개발?운영 관광청"),
        ("개발?운영 관광체육국", "개발?운영 관광본부"),
        ("핀테크?블록체인", "핀테크? 블록체인"),
        ("IoT 센서 기반", "IoT? 센서 기반"),
        ("3-7-2 중점", "3-7-3 중점"),
        ("재원투자 계획(2018~2022)", "재원투자 계획"),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))


def test_a_bureau_that_nobody_knows_is_named(damaged: Damaged) -> None:
    error = damaged(replaced("개발?운영 관광체육국", "개발?운영 관광본부"))
    assert "관광본부" in error.problem
    assert "1-4-4" in error.place.heading
