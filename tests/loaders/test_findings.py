from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from loaders.errors import CorrectionError, DocumentError
from loaders.kit.findings import INFO, Finding, Findings, check_claims, find_quotes, make_claim
from loaders.kit.text import Passage

Make = Callable[[str], Passage]


@pytest.mark.parametrize(
    ("claim", "follows"),
    [
        ("100 * 89 / 103 = 86.4", True),
        ("100 * 67 / 126 = 54", False),
        ("1,200 + 34 = 1,234", True),
        ("(5 + 4) - 2 = 6", False),
    ],
)
def test_a_claim_is_calculated_and_rounded_as_printed(claim: str, follows: bool) -> None:
    made = make_claim(claim, claim)
    assert (made.calculated == made.printed) is follows


def test_the_exact_value_has_one_more_decimal() -> None:
    assert make_claim("100 * 67 / 126 = 54", "67 126 54").exactly == "53.2"
    assert make_claim("7 - 2 = 6", "7 2 6").exactly == "5"
    assert make_claim("7 - 2 = 6", "7 2 6").printed == Decimal(6)


def test_a_claim_uses_only_numbers_that_its_quotes_hold() -> None:
    with pytest.raises(CorrectionError, match="uses 4"):
        make_claim("3 + 4 = 7", "3개와 14개, 모두 7개")


def test_a_claim_is_arithmetic_only() -> None:
    with pytest.raises(CorrectionError, match="is no sum"):
        make_claim("abs(3) = 3", "3")


def test_a_claim_that_does_not_follow_is_a_finding(passage: Make) -> None:
    text = passage("화재 126건 가운데 원인 모름 67건(54%)")
    entry = {"project": 1, "what": "the share", "claim": "100 * 67 / 126 = 54", "quotes": ["화재 126건", "67건(54%)"]}
    (finding,) = check_claims([entry], lambda _: text, "sdp2")
    assert finding.node == "project:sdp2/1"
    assert "53.2" in finding.message
    assert [quoted.text for quoted in finding.quotes] == ["화재 126건", "67건(54%)"]


def test_a_quote_that_the_document_does_not_hold_is_an_error(passage: Make) -> None:
    def locate(_: Mapping[str, Any]) -> Passage:
        return passage("화재 126건 가운데 원인을 모르는 것은 67건이다")

    with pytest.raises(DocumentError, match="where a reader found it"):
        find_quotes({"quotes": ["화재 127건"]}, locate)


def test_a_quote_with_a_telephone_number_is_an_error(passage: Make) -> None:
    with pytest.raises(CorrectionError, match="telephone number"):
        find_quotes({"quotes": ["김가나 ☎0001"]}, lambda _: passage("담당 : 김가나 ☎0001"))


def test_ids_are_readable_and_unique(passage: Make) -> None:
    findings = Findings("document:plan")
    for _ in range(2):
        findings.add(Finding("SUM_WRONG", INFO, "", "project:sdp2/7", (passage("가"),)))
    assert [identity for identity, _ in findings.with_ids()] == [
        "finding:plan/SUM_WRONG/project-sdp2-7",
        "finding:plan/SUM_WRONG/project-sdp2-7-2",
    ]
