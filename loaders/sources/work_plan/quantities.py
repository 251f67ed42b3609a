"""The numbers in the running text of the work plan: found in the order printed, and told by a reviewed table.

`quantities.csv` has one row for each number that is a quantity: where it stands (`at`), its words as printed,
what it measures, its kind, its year or period; `unit` where it is not printed with it; `read` where one stretch of text
holds several (``1,657명/23억원 → 2,657명/39억원``), or where the slide's arrow was an image, now lost, between two
blocks (8,000명 in 2019, 15,000명 in 2020). The value is always calculated from the printed words, the one before a lost
arrow from those of a row above. Numbers that are no quantities are dates, ordinals, or named in
`left_out.yml`; any other one is an error.

The kinds follow one rule:

-   TARGET is what is to be opened, built, done, reached or held, with its size and its parts;
-   RESULT is what was done: in 2019 or before, or against COVID-19 so far;
-   FACT is what is there and goes on (쉼터 운영, without a word of new or more), and any condition: the age, income,
    price or limit that decides whom or what a measure concerns;
-   COST is money that is budgeted, spent, lent, paid or taken in; money that is only a condition is a FACT.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loaders.errors import CorrectionError
from loaders.kit.corrections import Corrections
from loaders.kit.text import MULTIPLIERS, Passage, read_number, tidy

NUMERALS = {**MULTIPLIERS, "천만": Decimal(10**7), "백만": Decimal(10**6), "천": Decimal(10**3), "백": Decimal(10**2)}
"""Korean numerals. A spoken number multiplies 천 and 백 out too (5천명, 3천5백명, 1천만원); after two digits or more 천
and 백만 are part of the unit (34천명, 242백만원)."""
HUNDRED_MILLION_WON = "억원"
"""The unit above tables in which 조 is printed all the same: 39조 5,359 are 395,359."""
NO_DIGIT_BEFORE, NO_DIGIT_AFTER = r"(?<!\d)(?<!\d[.,])", r"(?![.,]?\d)"
"""That what is found is no part of a longer number."""
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TERM = re.compile(rf"({_NUMBER})(천만|백만|[조억만천백])?")
_NUMERAL = re.compile(rf"(?:(?:{_NUMBER})[조억만천]\s?)*(?:{_NUMBER})(?:천만|백만|[조억만천백])?")
_ARROW = re.compile(r"[→⇒]")
_RANGE = re.compile(r"(?<=[\d가-힣%])[~-](?=\d)")
_ENDS_BARE = re.compile(r"\d\s*$")
"""A number before an arrow without multiplier and unit: it has those after the arrow (50→100만원)."""
_ABOUT = "여"
"""Somewhat more than (5,500여명)."""
_BOUND = re.compile(r"\s?(?:이상|이하|이내|내외|미만|규모|수준|경과|거리|증|化|↑|(?<=[분간])\s?내|(?<=[년월])\s?간)$")
"""Words after a unit that say more of the number: at least, at most, within, about, less than, of the size of, ..."""
_DATE = re.compile(
    r"['`]\s?\d{2}(?:년|\s?[.,]\s?\d{1,2}(?![\d%])(?:[./]\s?\d{1,2}(?!\d)|~\d{1,2}(?![\d.]))?)?|'\(\d\d\)"
    r"|(?<!\d)(?:1[3-9]|2[0-7])년(?!간)|(?<![\d,.])20[0-5]\d(?!\d)"
    r"|(?<!\d)\d{1,2}(?:~\d{1,2})?월|(?<!\d)\d\d:\d\d"
)
"""'19.12.31, 20년, 2020, 9~10월, 06:00."""
_ORDINAL = re.compile(r"제\d+|(?<!\d)\d(?:단계|호선|차(?=[\s산년])|위(?=\s))|민선\s?\d(?:·\d)?|(?<!\d)\d{2}주[년기]")
"""제2기, 1단계, 9호선, 4차 산업, 민선7기, 50주기."""


@dataclass(frozen=True)
class QuantityRow:
    """A row of the reviewed table."""

    at: str
    printed: str
    read: str
    what: str
    kind: str
    unit: str | None
    year: int | None
    period: str | None

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds its words: no part of a longer number."""
        words = r"\s+".join(map(re.escape, self.printed.split()))
        return re.compile(rf"{NO_DIGIT_BEFORE}{words}{NO_DIGIT_AFTER if self.printed[-1].isdigit() else ''}")


@dataclass(frozen=True)
class Amount:
    """A number with its unit, and the one before an arrow; value: None for a range and for words."""

    value: Decimal | None
    unit: str | None
    from_value: Decimal | None = None


@dataclass(frozen=True)
class FoundQuantity:
    """A quantity, and where it was found."""

    row: QuantityRow
    amount: Amount
    passage: Passage

    @property
    def text(self) -> str:
        """Return its words as printed."""
        return tidy(self.passage.text)


class LeftOut:
    """Words with numbers that are no quantities, and which of them the document was seen to hold."""

    def __init__(self, named: Mapping[str, Sequence[str]]) -> None:
        """Take the words, listed under what they are."""
        self.words = {word for words in named.values() for word in words}
        self.seen: set[str] = set()
        longest_first = sorted(self.words, key=lambda word: (-len(word), word))
        literal = "|".join(
            rf"{NO_DIGIT_BEFORE if word[0].isdigit() else ''}{re.escape(word)}(?!\d)" for word in longest_first
        )
        self.pattern = re.compile(rf"(?P<word>{literal})|{_DATE.pattern}|{_ORDINAL.pattern}|(?P<number>\d)")

    def check(self, gap: Passage) -> None:
        """Raise UnexpectedText where a number is neither a date, an ordinal, nor named as left out."""
        for match in gap.finditer(self.pattern):
            if match["number"]:
                problem = "This number is neither in work_plan/quantities.csv nor named in work_plan/left_out.yml"
                raise gap.unexpected(problem, match.start())
            if match["word"]:
                self.seen.add(match["word"])

    def check_used(self) -> None:
        """Raise CorrectionError for words that the document does not hold."""
        unused = sorted(self.words - self.seen)
        if unused:
            raise CorrectionError(f"‘{unused[0]}’ of work_plan/left_out.yml was not found in the document")


def read_quantity_rows(path: Path) -> list[QuantityRow]:
    """Read the reviewed table.

    Raises CorrectionError where it is missing or has other columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                QuantityRow(
                    at=row["at"],
                    printed=row["printed"],
                    read=row["read"],
                    what=row["what"],
                    kind=row["kind"],
                    unit=row["unit"] or None,
                    year=int(row["year"]) if row["year"] else None,
                    period=row["period"] or None,
                )
                for row in csv.DictReader(file)
            ]
    except (OSError, KeyError, ValueError) as error:
        raise CorrectionError(f"{path.name} cannot be read: {error}") from error


def find_quantities(
    passage: Passage, rows: Iterable[QuantityRow], left_out: LeftOut, corrections: Corrections, at: str
) -> Iterator[FoundQuantity]:
    """Find the quantities of a passage in the order of their rows.

    Raises UnexpectedText where one is missing, or where the passage holds a number that is neither one nor left out.
    """
    meant = corrections.texts(at, "separators") | corrections.texts(at, "numbers") | corrections.texts(at, "units")
    position, last = passage.start, None
    for row in rows:
        shared = last is not None and row.read != "" and last.row.printed == row.printed
        if last is not None and shared:
            words = last.passage
        else:
            words = _find(passage, position, row)
            left_out.check(passage.part(position, words.start))
        position = words.end
        last = FoundQuantity(row, _amount(meant.get(row.printed) or row.read or row.printed, row.unit, words), words)
        yield last
    left_out.check(passage.part(position, passage.end))


def _find(passage: Passage, position: int, row: QuantityRow) -> Passage:
    match = passage.search(row.pattern, position)
    if match is None:
        after = f"‘{row.printed}’ ({row.what}) was expected here or below, under the same heading"
        raise passage.unexpected(after, position)
    return passage.group(match)


def _amount(text: str, unit: str | None, passage: Passage) -> Amount:
    """Return the amount that some words hold: ``34천명→38천명`` is 38 천명, from 34.

    unit: where it is not printed. Raises UnexpectedText where the words hold no amount, or one that may be misread.
    """
    bare = re.sub(r"\(\s*\)", "", _DATE.sub("", text))
    before, _, after = _ARROW.sub("→", bare).rpartition("→")
    if not before:
        value, printed_unit, _ = _side(after, unit, passage)
        return Amount(value, printed_unit)
    if not re.search(r"\d", after):
        value, printed_unit, _ = _side(before, unit, passage)
        return Amount(None, printed_unit, value)
    value, printed_unit, multiplier = _side(after, unit, passage)
    if _ENDS_BARE.search(before):
        before = f"{before.strip()}{multiplier}{'' if unit else printed_unit}"
    from_value, unit_before, _ = _side(before, unit, passage)
    if unit_before != printed_unit:
        raise passage.unexpected(f"Before the arrow the unit is {unit_before}, after it {printed_unit}")
    return Amount(value, printed_unit, from_value)


def _side(text: str, unit: str | None, passage: Passage) -> tuple[Decimal | None, str | None, str]:
    """Return the value, unit and multiplier of one number with the words around it; a range has no value."""
    numerals = list(_NUMERAL.finditer(text))
    is_range = len(numerals) == 2 and _RANGE.search(text[numerals[0].start() : numerals[1].end()]) is not None
    if len(numerals) != (2 if is_range else 1):
        raise passage.unexpected(f"One number was expected in ‘{text.strip()}’")
    value, multiplier, prefix = _value(numerals[-1].group(), unit, passage)
    printed = prefix + _unit_after(text[numerals[-1].end() :])
    if bool(printed) is (unit is not None):
        raise passage.unexpected(
            f"A unit was expected after the number or in work_plan/quantities.csv: ‘{text.strip()}’"
        )
    return (None if is_range else value), unit or printed, multiplier


def _unit_after(words: str) -> str:
    """Return the unit that follows a number, without the words that say more of the number."""
    words = tidy(words.strip("() ").removeprefix(_ABOUT).strip("() "))
    return _BOUND.sub("", words)


def _value(numeral: str, unit: str | None, passage: Passage) -> tuple[Decimal, str, str]:
    """Return the value of a Korean numeral, its last multiplier, and what of it belongs to the unit (천, 백만)."""
    terms = [(read_number(number), multiplier) for number, multiplier in _TERM.findall(numeral)]
    numbers = [number for number, _ in terms if number is not None]
    if len(numbers) != len(terms):
        raise passage.unexpected(f"‘{numeral}’ may be a separator of thousands misread as a point")
    multiplier = terms[-1][1]
    if len(terms) == 1 and multiplier in ("천", "백만") and numbers[0] >= 10:
        return numbers[0], "", multiplier
    scale = MULTIPLIERS["억"] if unit == HUNDRED_MILLION_WON else Decimal(1)
    total = sum(
        (number * NUMERALS[multiplier] / scale if multiplier else number)
        for number, (_, multiplier) in zip(numbers, terms, strict=True)
    )
    return Decimal(total), multiplier, ""
