"""The key projects in the council answers: made-up passages, the real document, and the same document damaged."""

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.errors import CorrectionError, DocumentError, UnexpectedText, WrongCount
from loaders.kit.corrections import Correction, Corrections
from loaders.kit.text import Passage
from loaders.sources.council_answers.key_projects.read import Row, check_budget, check_cost, check_period, read_row
from tests.loaders.changes import Changed, Damaged, doubled, replaced

Make = Callable[[str], Passage]
SOURCE = "council-answers"
PLAN = "keyProject:keyprojects2020"
NO_CORRECTIONS = Corrections(())


# Passages written for the purpose.


def read(passage: Make, *lines: str, corrections: Corrections = NO_CORRECTIONS) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        rows.append(read_row(passage(line), line.split("\t"), rows, corrections))
    return rows


def line(
    number: int = 1,
    title: str = "길 넓히기",
    period: str = "2018~2021",
    cost: str = "1,200",
    budget: str = "300",
    status: str = "◦ 공사 중",
) -> str:
    return "\t".join([str(number), "길 국", title, period, cost, budget, status])


@pytest.mark.parametrize(
    ("printed", "years"),
    [
        ("2018~2021", (2018, 2021)),
        ("2016 ~ 2028 (민자사업)", (2016, 2028)),
        ("2018~", (2018, None)),
        ("~2025", (None, 2025)),
        ("2020.7.~", (2020, None)),
        ("'20.1월.~12월", (2020, 2020)),
        ("계속", (None, None)),
    ],
)
def test_a_period_gives_its_years(passage: Make, printed: str, years: tuple[int | None, int | None]) -> None:
    (row,) = read(passage, line(period=printed))
    assert (row.period, row.period_text) == (years, printed)


@pytest.mark.parametrize("printed", ["", "~", "1,200", "2018", "곧"])
def test_another_period_is_an_error(passage: Make, printed: str) -> None:
    with pytest.raises(UnexpectedText):
        read(passage, line(period=printed))


@pytest.mark.parametrize(
    ("printed", "amount"), [("1,200", 1200), ("1635", 1635), ("0", 0), ("", None), ("-", None), ("미정", None)]
)
def test_a_cost_is_a_number_or_stays_in_words(passage: Make, printed: str, amount: float | None) -> None:
    (row,) = read(passage, line(cost=printed))
    assert (row.cost, row.cost_text) == (amount, printed)


def test_words_that_nobody_has_read_are_no_amount(passage: Make) -> None:
    for broken in (line(cost="많음"), line(cost="12.345"), line(budget="미정"), line(budget="")):
        with pytest.raises(UnexpectedText, match="amount"):
            read(passage, broken)


def test_the_numbered_parts_of_a_programme_follow_one_another(passage: Make) -> None:
    first = line(1, "물 살리기 - 1. 샘")
    rows = read(passage, first, line(2, "물 살리기- 2.못"), line(3, "숲 가꾸기 1. 나무"), line(4, "1~8호선 고치기"))
    assert [row.programme for row in rows] == ["물 살리기", "물 살리기", "숲 가꾸기", None]
    for broken in (line(2, "물 살리기 - 3. 못"), line(2, "물 살리기 - 1. 못"), line(2, "숲 가꾸기 - 2. 못")):
        with pytest.raises(UnexpectedText, match="does not follow"):
            read(passage, first, broken)


def test_a_repeated_merged_cell_names_the_row_that_holds_it(passage: Make) -> None:
    corrections = Corrections((Correction("merged_costs", 2, "1,200", 1, "merged"),))
    first, second = read(passage, line(1), line(2, budget="40"), corrections=corrections)
    assert (first.cost_of, second.cost_of, second.budget_of) == (None, 1, None)
    for broken in (line(2, cost="1,300"), line(2, cost="")):
        with pytest.raises(CorrectionError, match="1,200"):
            read(passage, line(1), broken, corrections=corrections)


def test_markup_of_lists_is_taken_away(passage: Make) -> None:
    (row,) = read(passage, line(status='<ul style="list-style-type: none"> 공사  중'))
    assert row.status == "공사 중"
    with pytest.raises(UnexpectedText, match="markup"):
        read(passage, line(status="<ul> 공사 중"))


@pytest.mark.parametrize(
    "broken", [line(2), line(status=""), line(title=""), line() + "\t", "1\t길 국\t길 넓히기", line(status="공사 ? 중")]
)
def test_a_row_of_another_form_is_an_error(passage: Make, broken: str) -> None:
    with pytest.raises(UnexpectedText):
        read(passage, broken)


def test_a_budget_above_the_cost_and_a_period_out_of_place_are_findings(passage: Make) -> None:
    plain, dear, late, backwards = read(
        passage, line(1), line(2, budget="1,201"), line(3, period="2021~2023"), line(4, period="2019~2018")
    )
    assert not [*check_budget(plain), *check_period(plain)]
    assert [finding.code for finding in check_budget(dear)] == ["BUDGET_EXCEEDS_COST"]
    assert [finding.code for finding in check_period(late)] == ["PERIOD_BEGINS_LATER"]
    assert [finding.code for finding in check_period(backwards)] == ["PERIOD_ENDS_BEFORE_IT_BEGINS"]


def test_a_cost_of_nothing_or_of_one_year_is_a_finding(passage: Make) -> None:
    plain, nothing, past, coming, this_year, begun = read(
        passage,
        line(1),
        line(2, cost="0", budget="0"),
        line(3, period="2018~", cost="300"),
        line(4, period="2020~2021", cost="300"),
        line(5, period="'20.1월.~12월", cost="300"),
        line(6, period="2020~", cost="300"),
    )
    assert [finding.code for finding in check_cost(nothing)] == ["ZERO_IS_NO_FIGURE"]
    for row in (past, coming):
        assert [finding.code for finding in check_cost(row)] == ["COST_OF_ONE_YEAR"]
    assert not [*check_cost(plain), *check_cost(this_year), *check_cost(begun)]


# The real document.


@pytest.fixture(scope="module")
def projects(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tables["key_projects"].set_index("number")


def test_there_are_170_rows_each_with_one_bureau(tables: dict[str, pd.DataFrame], projects: pd.DataFrame) -> None:
    assert list(projects.index) == list(range(1, 171))
    in_charge = tables["item_organizations"]
    in_charge = in_charge[in_charge["item"].str.startswith(PLAN)]
    assert list(in_charge["item"]) == list(projects["id"])
    assert in_charge["organization"].str.startswith("bureau:seoul/").all()
    assert in_charge["organization"].nunique() == 21


@pytest.mark.parametrize(
    ("number", "title", "years", "cost", "cost_text", "budget"),
    [
        (8, "AI양재 허브 등 AI산업 지원 - 3. AI지원센터", (2019, 2022), None, "28,787", 500),
        (12, "홍릉바이오 의료앵커 조성 - 3. 첨단의료기기개발센터", (2015, 2025), None, None, None),
        (16, "캠퍼스타운 추진 - 1. 종합형", (None, 2025), 110000, "110,000", 41032),
        (20, "서울패션허브 조성 - 3. '마이 스타일 랩' 조성·운영", (2020, None), 971, "971", 971),
        (22, "서울패션허브 조성 - 5. '패션아카데미' 조성·운영", (2020, None), 3033, "3,033", 3033),
        (37, "서울형 기초보장제 운영", (2013, None), None, "-", 19935),
        (60, "교통소외지역 철도 재정사업 추진 - 4. 서부선 남부연장, 신림선 북부연장", (2017, None), 0, "0", 0),
        (81, "광역자원회수시설 건립", (2018, None), 200000, "200,000", 1635),
        (97, "노후 기반시설 선제적 관리", (None, None), None, "계속사업", 13200),
        (121, "창신숭인 재생사업 2. 창신동 거리공간 개선", (2019, 2021), 6100, "6,100", 3050),
        (170, "반포천 유역분리 터널공사", (2015, 2022), 48400, "48,400", 16985),
    ],
)
def test_rows_picked_by_hand(
    projects: pd.DataFrame,
    number: int,
    title: str,
    years: tuple[int | None, int | None],
    cost: float | None,
    cost_text: str | None,
    budget: float | None,
) -> None:
    row = projects.loc[number]
    assert (row["title"], (row["start_year"], row["end_year"])) == (title, years)
    cells = ["total_cost_million_krw", "total_cost_text", "budget2020_million_krw"]
    assert list(row[cells]) == [cost, cost_text, budget]


def test_seventeen_programmes_have_parts(projects: pd.DataFrame) -> None:
    parts = projects.dropna(subset=["programme"])
    assert (len(parts), parts["programme"].nunique()) == (51, 17)
    assert parts.loc[[117, 153], "programme"].to_list() == ["영등포 경인로 일대 도시재생사업", "마곡개발사업"]


def test_sums_count_a_merged_cell_once(projects: pd.DataFrame) -> None:
    assert {number: row["cost_repeats"] for number, row in projects.iterrows() if row["cost_repeats"]} == {
        8: f"{PLAN}/7",
        67: f"{PLAN}/66",
    }
    assert {number: row["budget_repeats"] for number, row in projects.iterrows() if row["budget_repeats"]} == {
        11: f"{PLAN}/10",
        12: f"{PLAN}/10",
        17: f"{PLAN}/16",
        67: f"{PLAN}/66",
    }
    assert projects.loc[[10, 11, 12, 16, 17, 66, 67], "budget2020_million_krw"].sum() == 24081 + 41032 + 3950


def test_states_are_whole_and_hold_no_markup(projects: pd.DataFrame) -> None:
    assert projects.loc[99, "status_text"] == "◦ '20.10. : 공사중 (98%) * 07.7월 착공 ◦ '20.12. : 매한지하차도 개통"
    assert projects.loc[47, "status_text"] == "76개소 확충 승인(2020년도 확충 목표치 : 75개소)"
    assert not projects["status_text"].str.contains("<").any()


def test_amounts_that_cannot_be_are_findings(tables: dict[str, pd.DataFrame]) -> None:
    findings = tables["findings"]
    nodes = findings.loc[findings["code"].isin(["AMOUNT_IMPLAUSIBLE", "BUDGET_EXCEEDS_COST"]), "node"]
    assert set(nodes) == {f"{PLAN}/{number}" for number in (6, 13, 14, 65, 72, 73, 108, 168)}


@pytest.mark.parametrize(
    ("code", "numbers"), [("ZERO_IS_NO_FIGURE", (58, 59, 60)), ("COST_OF_ONE_YEAR", (2, 31, 80, 115))]
)
def test_costs_that_are_no_total_are_findings(
    tables: dict[str, pd.DataFrame], code: str, numbers: tuple[int, ...]
) -> None:
    findings = tables["findings"]
    assert list(findings.loc[findings["code"] == code, "node"]) == [f"{PLAN}/{number}" for number in numbers]


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("\n5\t경제정책실\t서울시네마테크\t", "\n", UnexpectedText),
        ("\n170\t도시기반시설본부\t반포천 유역분리 터널공사\t2015~2022\t48,400\t16,985\t", "\n", UnexpectedText),
        ("\t2015~2022\t24,400\t1,226\t", "\t24,400\t2015~2022\t1,226\t", UnexpectedText),
        ("\n56\t평생교육국\t", "\n56\t시민건강국\t", WrongCount),
        ("\t57,212\t0\t<ul", "\t57,212\t0\t<ol", UnexpectedText),
    ],
)
def test_a_damaged_document_is_refused_with_the_place(
    damaged: Damaged, original: str, before: str, after: str, error: type[DocumentError]
) -> None:
    assert original.count(before) == 1
    refused = damaged(replaced(before, after))
    assert isinstance(refused, error)
    assert "key project" in refused.place.heading


def test_another_cost_than_the_one_that_a_correction_names_is_refused(changed: Changed, original: str) -> None:
    assert original.count("\t28,787\t500\t") == 1
    with pytest.raises(CorrectionError):
        changed(replaced("\t28,787\t500\t", "\t28,788\t500\t"))


def test_an_end_that_is_cut_off_is_refused(damaged: Damaged) -> None:
    refused = damaged(lambda text: text[: text.index("\n169\t")])
    assert isinstance(refused, WrongCount)
    assert "170 key projects were expected, 168" in refused.problem


def test_a_doubled_page_is_refused(damaged: Damaged) -> None:
    refused = damaged(doubled("\n55\t시민건강국", "\n70\t도시교통실"))
    assert isinstance(refused, UnexpectedText)
    assert "Key project 70" in refused.problem
