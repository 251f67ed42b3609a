"""The main work plan of 2020: the real document, the same document damaged, and amounts in its style."""

import re
from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest

from loaders.errors import CorrectionError, UnexpectedText, WrongCount
from loaders.kit.corrections import Corrections
from loaders.kit.text import Passage, Source
from loaders.sources.registry import DATA
from loaders.sources.work_plan.document import Block
from loaders.sources.work_plan.quantities import (
    FoundQuantity,
    LeftOut,
    QuantityRow,
    find_quantities,
    read_quantity_rows,
)
from loaders.sources.work_plan.read import cut_blocks, listed_titles
from tests.loaders.changes import Damaged, replaced

Make = Callable[[str], Passage]
SOURCE = "work-plan"
ROWS = DATA.parent / "sources" / "work_plan" / "quantities.csv"


# Passages written for the purpose.


def row(printed: str, read_as: str = "", unit: str | None = None) -> QuantityRow:
    return QuantityRow("1-1-1", printed, read_as, "무엇", "TARGET", unit, None, None)


def find(passage: Passage, *rows: QuantityRow) -> list[FoundQuantity]:
    return list(find_quantities(passage, rows, LeftOut({"names": ["한강1로"]}), Corrections(()), "1-1-1"))


@pytest.mark.parametrize(
    ("printed", "value", "unit", "from_value"),
    [
        ("12개소", 12, "개소", None),
        ("1.5만대", 15000, "대", None),
        ("3천5백명", 3500, "명", None),
        ("5천명", 5000, "명", None),
        ("34천명→38천명", 38, "천명", 34),
        ("242백만원", 242, "백만원", None),
        ("3만 4천 가구", 34000, "가구", None),
        ("11억 3천만원", 1130000000, "원", None),
        ("4조 2,551억원", 4255100000000, "원", None),
        ("2만9천여가구", 29000, "가구", None),
        ("연간 70여회", 70, "회", None),
        ("50→100만원", 1000000, "원", 500000),
        ("'19년 155 → '20년 160항목", 160, "항목", 155),
        ("84개('19)→150개('20)", 150, "개", 84),
        ("24시간 → 6시간", 6, "시간", 24),
        ("연 2회→수시", None, "회", 2),
        ("0.1~0.3mg/L", None, "mg/L", None),
        ("연 1천만원~2천만원 이하", None, "원", None),
        ("6개월 간", 6, "개월", None),
        ("50%이상", 50, "%", None),
    ],
)
def test_an_amount_is_read(
    passage: Make, printed: str, value: float | None, unit: str, from_value: float | None
) -> None:
    amount = find(passage(f"- 무엇 ({printed}) 추진"), row(printed))[0].amount
    assert (amount.value, amount.unit, amount.from_value) == (value, unit, from_value)


def test_an_amount_in_a_table_takes_the_unit_above_it(passage: Make) -> None:
    amount = find(passage("합계\t39조 5,359"), row("39조 5,359", unit="억원"))[0].amount
    assert (amount.value, amount.unit) == (Decimal(395359), "억원")


def test_two_amounts_share_their_words(passage: Make) -> None:
    words = "('19) 13개구 10센터 → ('20) 15개구 12센터"
    found = find(passage(f"- {words}로"), row(words, "13개구 → 15개구"), row(words, "10센터 → 12센터"))
    assert [quantity.amount.value for quantity in found] == [15, 12]
    assert {quantity.text for quantity in found} == {words}


@pytest.mark.parametrize("text", ["'20.3월, ~'22.11, 2030년, 9~10월", "제2기 1단계, 4차 산업, 민선6·7기", "한강1로"])
def test_dates_ordinals_and_named_words_are_no_quantities(passage: Make, text: str) -> None:
    assert find(passage(text)) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("- 쉼터 12개소 조성", []),
        ("- 쉼터 12개소 조성", [row("2개소")]),
        ("- 쉼터 2개소, 정원 3개소", [row("3개소"), row("2개소")]),
        ("- 한강1로 12", [row("한강1로")]),
        ("- 쉼터 1.200개소", [row("1.200개소")]),
        ("- 쉼터 12", [row("12")]),
        ("- 3명 → 5개소", [row("3명 → 5개소")]),
    ],
)
def test_a_number_that_is_not_laid_out_is_an_error(passage: Make, text: str, rows: list[QuantityRow]) -> None:
    with pytest.raises(UnexpectedText):
        find(passage(text), *rows)


HEADINGS = [
    {"level": "field", "printed": "2 맑은 물"},
    {"level": "initiative", "printed": "■ 강가의 숲"},
    {"level": "initiative", "printed": "깨끗한 샘"},
]


def cut(text: str) -> list[Block]:
    return cut_blocks(Source("made-up.txt", text), HEADINGS)


def test_a_document_is_cut_at_its_headings() -> None:
    blocks = cut("2\n\n맑은 물\n\n■ 강가의  숲\n- 강가의 숲 조성\n\n깨끗한 샘\n- 샘\n")
    assert [(block.heading.text.split()[-1], block.text.text) for block in blocks] == [
        ("물", ""),
        ("숲", "- 강가의 숲 조성"),
        ("샘", "- 샘"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2 맑은 물\n\n깨끗한 샘\n- 샘\n",
        "2 맑은 물\n\n깨끗한 샘\n- 샘\n\n■ 강가의 숲\n- 숲\n",
        "2 맑은 물\n\n■ 강가의 숲 조성\n- 숲\n\n깨끗한 샘\n- 샘\n",
    ],
)
def test_a_heading_that_is_missing_changed_or_out_of_order_is_an_error(text: str) -> None:
    with pytest.raises(UnexpectedText, match="was expected after ‘") as caught:
        cut(text)
    assert caught.value.place.heading.startswith("after ‘")


def test_a_list_of_fields_is_read_whatever_its_numbers_became(passage: Make) -> None:
    listed = listed_titles(passage("- 1 맑은 물\n- ② 3월의 숲\n- 图 샘\n- 강"))
    assert [title.text for title in listed] == ["맑은 물", "3월의 숲", "샘", "강"]
    with pytest.raises(UnexpectedText):
        listed_titles(passage("- 1 맑은 물\n3월의 숲"))


# The real document.


def test_five_areas_hold_31_fields_of_which_30_are_listed(tables: dict[str, pd.DataFrame]) -> None:
    items = tables["work_items"]
    fields = items["id"].str.rpartition("-")[0]
    assert list(fields.groupby(items["area"], sort=False).nunique()) == [7, 8, 4, 4, 8]
    assert list(tables["findings"].query("code == 'FIELD_NOT_LISTED'")["id"]) == [
        "finding:work-plan/FIELD_NOT_LISTED/1-7"
    ]
    assert (len(items), list(items["position"])) == (105, list(range(1, 106)))


@pytest.mark.parametrize(
    ("code", "title", "field"),
    [
        ("1-1-1", "혁신창업 3대 스케일업 전략", "미래먹거리 창출과 기업경쟁력 강화를 통한 경제활성화"),
        ("1-2-1", "미래 스마트도시 인프라 구축", "인프라 구축·혁신을 통한 미래 스마트도시 생태계 선도"),
        ("2-5-2", "기후위기시대, 온실가스 감축 체제 강화", "대기질 개선 및 온실가스 감축체제 강화"),
        ("2-8-3", "행복 꽃길·꽃밭 조성", "자연이 회복되는 한강 조성과 아리수 신뢰도 제고"),
        (
            "3-1-1",
            "찾아가는 동주민센터 기반의 지역돌봄공동체 완성",
            "돌봄체계 강화와 복지전달체계 혁신으로 복지 사각지대 해소",
        ),
        ("5-8-2", "지방세 영세 체납자에 대한 경제적 재기 지원", "시민에게 신뢰받고 만족할 수 있는 공정세정 구현"),
    ],
)
def test_titles_are_as_printed_and_restored(tables: dict[str, pd.DataFrame], code: str, title: str, field: str) -> None:
    item = tables["work_items"].set_index("id").loc[f"workItem:workplan2020/{code}"]
    assert (item["title"], item["field"]) == (title, field)


@pytest.mark.parametrize(
    ("item", "what", "text", "value", "unit", "year", "from_value", "kind"),
    [
        (None, "인구", "10,011천명", 10011, "천명", 2019, None, "FACT"),
        (None, "예산규모, 총계예산, 합계", "39조 5,359", 395359, "억원", 2020, None, "COST"),
        (None, "코로나19 국외, 확진환자", "76.081명", 76081, "명", 2020, None, "FACT"),
        ("1-1-1", "산업·거점별 미래 혁신인재 양성", "3천5백명", 3500, "명", None, None, "TARGET"),
        ("1-1-1", "혁신성장펀드 조성", "4,800억원", 480000000000, "원", None, None, "COST"),
        (
            "1-3-5",
            "사회적경제 공공시장 지원 목표",
            "('19)1,400억→('20)1,900억",
            190000000000,
            "원",
            2020,
            140000000000,
            "COST",
        ),
        (
            "1-3-1",
            "소상공인 원스톱 지원 플랫폼 확산",
            "25개구 확산 ('19년 시범5개 → '20년 전자치구)",
            25,
            "개구",
            2020,
            5,
            "TARGET",
        ),
        ("2-2-1", "물재생센터 연료전지", "총 180IVM", 180, "MW", None, None, "TARGET"),
        ("2-7-1", "민관 협력 나무 식재 목표", "400백만 그루", 4000000, "그루", 2020, None, "TARGET"),
        ("2-8-6", "수질정보 주기 개선", "1시간('19년) ⇒ 20분('20년)", 20, "분", 2020, 60, "TARGET"),
        ("3-1-3", "장애인복지관 확대", "('19) 50개소 → ('20) 51개소", 51, "개소", 2020, 50, "TARGET"),
        ("3-1-3", "바우처택시 이용대상 인원", "8,000명", 8000, "명", 2019, None, "RESULT"),
        ("3-1-4", "50+센터 운영", "6개소", 6, "개소", 2019, None, "RESULT"),
        ("3-3-2", "서울형 유급병가지원 지급액", "11억 3천만원", 1130000000, "원", None, None, "COST"),
        ("4-4-2", "추가 주택공급", "8만호", 80000, "호", None, None, "TARGET"),
        ("4-4-2", "공공임대 달성", "22.042호", 22042, "호", 2019, None, "RESULT"),
        ("5-4-1", "지역상생 종합계획 추진전략, 분야", "3대 분야", 3, "개", None, None, "TARGET"),
        ("5-8-1", "市 세입목표", "19조 5,524억원", 19552400000000, "원", 2020, None, "COST"),
    ],
)
def test_quantities_that_are_hard_to_read(
    tables: dict[str, pd.DataFrame],
    item: str | None,
    what: str,
    text: str,
    value: float,
    unit: str,
    year: int | None,
    from_value: float | None,
    kind: str,
) -> None:
    quantities = tables["quantities"]
    of_item = quantities[quantities["item"].isna()] if item is None else quantities.query("item == @node_id(@item)")
    found = of_item[of_item["what"] == what].iloc[0]
    assert list(found[["text", "value", "unit", "year", "from_value", "kind"]]) == [
        text,
        value,
        unit,
        year,
        from_value,
        kind,
    ]


def node_id(code: str) -> str:
    return f"workItem:workplan2020/{code}"


@pytest.mark.parametrize(
    ("what", "text", "value", "from_value"),
    [
        ("바우처택시 이용대상 인원", "15,000명", 15000, 8000),
        ("바우처택시 운영대수", "70,000대", 70000, 8000),
        ("친환경 학교급식 확대", "761천명", 761, 723),
        ("급여채권 압류 제한, 서울형 생활임금", "월 220만원", 2200000, 1850000),
    ],
)
def test_where_the_arrow_was_an_image_the_earlier_value_is_that_of_the_block_before(
    tables: dict[str, pd.DataFrame], what: str, text: str, value: float, from_value: float
) -> None:
    found = tables["quantities"].query("what == @what").iloc[-1]
    assert list(found[["text", "value", "from_value"]]) == [text, value, from_value]


def test_no_number_is_read_that_is_not_printed_there_or_in_a_row_above() -> None:
    numbers_above: dict[str, set[str]] = {}
    for quantity in read_quantity_rows(ROWS):
        printed = numbers_above.setdefault(quantity.at, set())
        printed.update(re.findall(r"\d[\d,.]*", quantity.printed))
        assert set(re.findall(r"\d[\d,.]*", quantity.read)) <= printed, quantity


@pytest.mark.parametrize(
    ("what", "period"),
    [
        ("여의도 금융대학원 공동추진, 총액", "'20~'23년"),
        ("서울형 유급병가지원 신청", "'19년 6.1. 사업시행 후"),
        ("서울형 유급병가지원 지급액", "'19년 6.1. 사업시행 후"),
    ],
)
def test_a_period_is_not_told_as_one_year(tables: dict[str, pd.DataFrame], what: str, period: str) -> None:
    found = tables["quantities"].query("what == @what").iloc[0]
    assert (found["period_text"], found["year"]) == (period, None)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("블록체인 거점 조성, 면적", "TARGET"),
        ("스마트 앵커 추진", "FACT"),
        ("보호 주기별 쉼터 운영", "FACT"),
        ("정수 수질검사", "FACT"),
        ("돌봄 SOS센터 지원대상, 중장년가구", "FACT"),
        ("대학 개강 연기 권고", "RESULT"),
        ("승차거부 민원", "RESULT"),
        ("승차거부 민원 감축 목표", "TARGET"),
        ("장애인 연금", "COST"),
    ],
)
def test_kinds_follow_one_rule(tables: dict[str, pd.DataFrame], what: str, kind: str) -> None:
    assert set(tables["quantities"].query("what == @what")["kind"]) == {kind}


def test_money_that_is_only_a_condition_is_no_cost(tables: dict[str, pd.DataFrame]) -> None:
    money = tables["quantities"].query("unit == '원' or unit == '억원' or unit == '백만원'")
    assert set(money["kind"]) == {"COST", "FACT"}
    assert list(money.query("kind == 'FACT'")["what"]) == [
        "서울사랑상품권 할인구매한도, 1인당",
        "환산보증금 법적보호 한도",
        "노동자 안전대책 강화, 사업장 규모",
        "서울형 긴급복지 재산기준 완화",
        "1인가구 임차보증금 신규지원, 근로소득 기준",
        "급여채권 압류 제한, 현행 법령",
        "급여채권 압류 제한, 서울형 생활임금",
        "서울형 생활임금 월급기준",
    ]


def test_the_budgets_are_the_sums_of_their_accounts(tables: dict[str, pd.DataFrame]) -> None:
    value = tables["quantities"].query("item.isna()").set_index("what")["value"]
    for budget in ("총계예산", "순계", "실집행 규모"):
        for column in ("", ", 본예산", ", 증감"):
            total, general, special = (
                value[f"예산규모, {budget}, {account}{column}"] for account in ("합계", "일반회계", "특별회계")
            )
            assert total == general + special
        assert (
            value[f"예산규모, {budget}, 합계"] - value[f"예산규모, {budget}, 합계, 본예산"]
            == (value[f"예산규모, {budget}, 합계, 증감"])
        )


def test_a_quantity_is_a_label_and_a_number_never_a_sentence(tables: dict[str, pd.DataFrame]) -> None:
    quantities = tables["quantities"]
    assert quantities["what"].str.len().max() <= 60
    assert quantities["text"].str.contains(r"\d").all()
    assert not quantities["text"].str.contains(r"[*<]").any()
    assert quantities.query("value.isna() and from_value.isna()")["text"].str.contains(r"\d.*[~-].*\d").all()


def test_the_document_names_no_day_and_no_body_in_charge(tables: dict[str, pd.DataFrame]) -> None:
    document = tables["documents"].iloc[0]
    assert (document["title"], document["produced_on"]) == ("2020 주요 업무계획", None)
    assert "item_organizations" not in tables


@pytest.mark.parametrize(
    "code",
    [
        "TITLE_MISPRINTED",
        "MISREAD_SEPARATOR",
        "NUMBER_MISPRINTED",
        "SUM_DOES_NOT_FOLLOW",
        "DATES_CONTRADICT/plan-workplan2020",
        "DATES_CONTRADICT/workItem-workplan2020-1-1-2",
        "DATES_CONTRADICT/workItem-workplan2020-1-6-2",
        "BASE_NOT_PRINTED",
    ],
)
def test_contradictions_become_findings(tables: dict[str, pd.DataFrame], code: str) -> None:
    assert tables["findings"]["id"].str.startswith(f"finding:work-plan/{code}").any()


# The same document, damaged.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("39조 5,359", "39조 5,358"),
        ("선별진료소 56개소", "선별진료소 65개소"),
        ("(400대)", "(약간)"),
        ("- 5 시민이 체감할 수 있는 일자리 만들기", "- 5 시민이 체감할 수 있는 일거리 만들기"),
        ("▋ 미래 스마트도시 인프라 구축", "▋ 미래 스마트도시 기반 구축"),
        ("지원순환", "자원순환"),
        ("2020. 2.", "2020. 2. 3."),
    ],
)
def test_a_changed_word_is_not_passed_over(damaged: Damaged, old: str, new: str) -> None:
    damaged(replaced(old, new))


def test_a_line_of_prose_removed_is_a_wrong_count(damaged: Damaged) -> None:
    error = damaged(replaced("\n - CES 참여 등 ", "\n "))
    assert isinstance(error, WrongCount)
    assert "1-2-2" in error.problem


def test_words_named_as_left_out_that_the_document_does_not_hold_are_an_error(passage: Make) -> None:
    left_out = LeftOut({"names": ["한강1로", "2층"]})
    left_out.check(passage("한강1로"))
    with pytest.raises(CorrectionError, match=re.escape("‘2층’")):
        left_out.check_used()
