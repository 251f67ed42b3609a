from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.errors import UnexpectedText, UnreadableDocument
from loaders.kit.text import (
    Account,
    Passage,
    Source,
    check_not_repeated,
    multiplied_out,
    quote,
    read_number,
    read_source,
    restore,
)

Make = Callable[[str], Passage]
KOREAN = "서울시 어느 계획의 첫 쪽에 적힌 짧은 문장입니다. " * 3


def test_a_document_is_read_in_composed_form(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("\ufeff한강".encode())
    assert read_source(path).text == "한강"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-16-be"])
def test_another_encoding_is_named_with_a_readable_passage(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(KOREAN.encode(encoding))
    with pytest.raises(UnreadableDocument, match=encoding.upper()) as caught:
        read_source(path)
    assert caught.value.place.document == "plan.txt"
    assert KOREAN.startswith(caught.value.place.passage)


def test_bytes_of_no_encoding_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xff" * 31)
    with pytest.raises(UnreadableDocument, match="UTF-8"):
        read_source(path)


@pytest.mark.parametrize("damage", [b"\xff\xff", "끝".encode()[:2]])
def test_a_damaged_byte_is_shown_with_what_stands_before_it(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(KOREAN.encode() + damage)
    with pytest.raises(UnreadableDocument, match="damaged here") as caught:
        read_source(path)
    assert caught.value.place.offset == len(KOREAN)
    assert caught.value.place.passage in KOREAN


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_document_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(content)
    with pytest.raises(UnreadableDocument, match="empty"):
        read_source(path)


def test_a_missing_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="No such file"):
        read_source(tmp_path / "plan.txt")


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        ("조성?운영", "조성·운영"),
        ("중?장기  계획", "중·장기 계획"),
        ("서울시?시민?기업", "서울시·시민·기업"),
        ("창의·혁신", "창의·혁신"),
    ],
)
def test_a_lost_character_between_korean_letters_is_a_middle_dot(passage: Make, printed: str, restored: str) -> None:
    assert restore(passage(printed)) == restored


@pytest.mark.parametrize("printed", ["43% ? 45%", "?맑은 공기", "전환도시란?", "A?B"])
def test_no_other_lost_character_is_restored_blindly(passage: Make, printed: str) -> None:
    with pytest.raises(UnexpectedText, match="A character was lost"):
        restore(passage(printed))


def test_a_quote_has_sixty_characters_at_most() -> None:
    assert len(quote("가" * 100)) == 60


@pytest.mark.parametrize("number", ["☎0000-0001", "0000-0001", "00001"])
def test_a_quote_ends_before_a_telephone_number(number: str) -> None:
    assert quote(f"과장 : 김가나{number} 담당") == "과장 : 김가나"


def test_an_error_shows_twenty_characters_and_no_telephone_number() -> None:
    text = f"{'가' * 40} 담당 : 김가나 ☎0000-0001 담당 : 이다라 ☎ 0002"
    place = Source("plan.txt", text).place(text.index(" ☎ 0002"), "세부사업1")
    assert 20 <= len(place.passage) <= 60
    assert "0001" not in place.passage
    assert "0002" not in place.passage


def test_a_part_that_was_neither_read_nor_left_out_is_an_error() -> None:
    source = Source("plan.txt", "머리말 본문 꼬리말")
    account = Account()
    account.read(source.passage(0, 3, "head"), "head")
    account.leave_out(source.passage(7, 10, "tail"), "tail")
    with pytest.raises(UnexpectedText, match="Neither read nor left out") as caught:
        account.check(source)
    assert caught.value.place.offset == 4


def test_a_part_that_was_read_twice_is_an_error() -> None:
    source = Source("plan.txt", "머리말 본문")
    account = Account()
    account.read(source.passage(0, 6, "all"), "all")
    account.read(source.passage(4, 6, "body"), "body")
    with pytest.raises(UnexpectedText, match="Read twice"):
        account.check(source)


def test_a_page_copied_twice_is_an_error(passage: Make) -> None:
    page = "".join(chr(0xAC00 + number) for number in range(150))
    check_not_repeated(passage(page))
    with pytest.raises(UnexpectedText, match="a page twice"):
        check_not_repeated(passage(page + page))


@pytest.mark.parametrize(
    ("printed", "number"), [("1,234.5", "1234.5"), ("0.95", "0.95"), ("12", "12"), ("1,000,000", "1000000")]
)
def test_numbers(printed: str, number: str) -> None:
    assert read_number(printed) == Decimal(number)


@pytest.mark.parametrize("printed", ["20.000", "1,23", "", "약 5", "1,2345"])
def test_what_is_no_number_or_not_surely_one(printed: str) -> None:
    assert read_number(printed) is None


@pytest.mark.parametrize(
    ("number", "multiplier", "value"), [("5.8", "만", 58000.0), ("2430", "만", 24300000.0), ("1.1", None, 1.1)]
)
def test_korean_multipliers_are_exact(number: str, multiplier: str | None, value: float) -> None:
    assert multiplied_out(Decimal(number), multiplier) == value
