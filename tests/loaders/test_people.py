from collections.abc import Callable

import pytest

from loaders.errors import UnexpectedText
from loaders.kit.text import Passage
from loaders.sources.implementation_plan.people import (
    Office,
    PeopleCorrections,
    TelephoneRule,
    read_office,
    read_people,
)

Make = Callable[[str], Passage]


def test_head_team_leader_and_officer(passage: Make) -> None:
    people = read_people(passage("가나과장 : 김가나 ☎0000-0001 다라팀장 : 이다라☎0002 담당 :박마바 ☎ 0003"))
    assert [(p.name, p.role, p.printed_role, p.team) for p in people] == [
        ("김가나", "HEAD", "가나과장", None),
        ("이다라", "TEAM_LEAD", "다라팀장", "다라팀"),
        ("박마바", "OFFICER", "담당", "다라팀"),
    ]
    assert {p.office for p in people} == {Office("가나과")}
    assert [p.telephone for p in people] == ["0000-0001", "0000-0002", "0000-0003"]


@pytest.mark.parametrize(
    ("label", "office"),
    [
        ("가나과", Office("가나과")),
        ("가나과장", Office("가나과")),
        ("38가나과장", Office("38가나과")),
        ("가나부장", Office("가나부")),
        ("가나담당관", Office("가나담당관")),
        ("가나센터장", Office("가나센터")),
        ("가나추진반장", Office("가나추진반")),
        ("가나위원회 위원장", Office("가나위원회")),
        ("다라본부 가나과장", Office("가나과", "다라본부")),
        ("다라진흥원 가나국장", Office("가나국", "다라진흥원")),
        ("다라연구원 가나연구실", Office("가나연구실", "다라연구원")),
    ],
)
def test_an_office_named_by_itself_or_by_its_head(passage: Make, label: str, office: Office) -> None:
    assert read_office(label, passage(label)) == office


def test_a_body_above_is_a_bureau_or_an_agency() -> None:
    assert Office("가나과", "다라본부").parent_is_bureau
    assert not Office("가나과", "다라센터").parent_is_bureau
    assert not Office("가나과").parent_is_bureau


def test_two_offices_in_a_block_have_their_own_teams_and_exchanges(passage: Make) -> None:
    block = "가과장 : 김가나 ☎0000-0001 나팀장 : 이다라 ☎0002 작 성 자 다과장 : 박마바 ☎111-0003 담당 : 최사아 ☎0004"
    people = read_people(passage(block))
    assert [p.office.name for p in people] == ["가과", "가과", "다과", "다과"]
    assert (people[3].team, people[3].telephone) == (None, "111-0004")


def test_a_second_head_with_an_extension_keeps_the_exchange(passage: Make) -> None:
    people = read_people(passage("가부장 : 김가나 ☎0000-0001 다과장 : 박마바 ☎0003"))
    assert (people[1].role, people[1].office.name, people[1].telephone) == ("HEAD", "다과", "0000-0003")


def test_a_team_leader_without_a_team(passage: Make) -> None:
    people = read_people(passage("가센터장 : 김가나 ☎0000-0001 팀장 : 이다라 ☎0002 담당 : 박마바 ☎0003"))
    assert [p.team for p in people] == [None, None, None]


def test_an_officer_s_team_is_the_last_one_before(passage: Make) -> None:
    block = "가과 : 김가나 ☎0000-0001 나팀장 : 이다라 ☎0002 다팀장 : 박마바 ☎0003 담당 : 최사아 ☎0004 정자차 ☎0005"
    people = read_people(passage(block))
    assert [(p.printed_role, p.team) for p in people[3:]] == [("담당", "다팀"), ("담당", "다팀")]


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [("김가나,이다라 ☎0002,0003", ["0000-0002", "0000-0003"]), ("김가나, 이다라 ☎0002", ["0000-0002", "0000-0002"])],
)
def test_two_people_in_one_field(passage: Make, printed: str, numbers: list[str]) -> None:
    people = read_people(passage(f"가과장 : 박마바 ☎0000-0001 담당 : {printed}"))
    assert [p.telephone for p in people[1:]] == numbers


def test_a_comma_between_two_offices(passage: Make) -> None:
    people = read_people(passage("라연구원 가센터 : 김가나 ☎0000-0001, 나연구실 : 이다라 ☎0000-0002"))
    assert [p.office for p in people] == [Office("가센터", "라연구원"), Office("나연구실")]


def test_corrections_of_labels_offices_and_numbers(passage: Make) -> None:
    corrections = PeopleCorrections(
        labels={"나장": "나팀장"},
        offices={"가과장": "라본부 가과장"},
        telephones={"담당 : 박마바": TelephoneRule(sign_lost=True, drop_last_digit=True)},
    )
    block = passage("가과장 : 김가나 ☎0000-0001 나장 : 이다라 ☎0002 담당 : 박마바00039")
    people = read_people(block, corrections)
    assert people[0].office.path == "라본부/가과"
    assert (people[1].printed_role, people[1].role, people[1].team) == ("나장", "TEAM_LEAD", "나팀")
    assert people[2].telephone == "0000-0003"


@pytest.mark.parametrize(
    "block",
    [
        "",
        "김가나 ☎0000-0001",
        "가과장 : 김가나 ☎0001",
        "가과장 : 김가나 ☎0000-00012",
        "가과장 : 김가나 0000-0001",
        "가과장 김가나 ☎0000-0001",
        "담당 : 김가나 ☎0000-0001",
        "가나회 : 김가나 ☎0000-0001",
        "가과장 : 김가나 ☎0000-0001 담당 : 이다라,박마바,최사아 ☎0002,0003",
        "가과장 : 김가나 ☎0000-0001 담당 : 이다라 ☎00",
    ],
)
def test_anything_else_is_an_error(passage: Make, block: str) -> None:
    with pytest.raises(UnexpectedText):
        read_people(passage(block))
