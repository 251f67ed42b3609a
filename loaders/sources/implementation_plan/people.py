"""Reading who is responsible [작성자]: offices, heads, team leaders, officers, and their telephone numbers.

    복지정책과장 : 김가나 ☎(number) 생활보장팀장 : 이다라 ☎ (extension) 담당 : 박마바 ☎ (extension)

Each person stands after a label and a colon. The label of a head names the office: by its own name (복지정책과), or by
the head's title (복지정책과장), with the body above it before it where one is printed (상수도사업본부 수질과장).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from loaders.kit.text import TELEPHONE_SIGN, Passage, tidy

BLOCK_TITLE = "작 성 자"
"""Written by: the title of the block."""
TEAM_LEADER = "팀장"
OFFICER = "담당"
CHAIRPERSON = "위원장"
"""Printed as a word of its own after the name of a committee [위원회]."""
HEADED_OFFICES = ("과", "부", "국", "반", "센터", "단", "실", "본부", "사업소")
"""What an office is called whose head's title is its name and 장: 과장, 부장, 국장, 반장, 센터장."""
OFFICES_NAMED_AS_PRINTED = ("담당관", "과", "센터", "연구실", "위원회")
"""What an office is called that is printed by its own name; 담당관 names the office and its head alike."""
BUREAUS = ("본부", "실", "국")
"""What a body above an office is called that is a bureau; any other is an agency."""

_NAME = r"[가-힣]{2,4}"
_NUMBER = r"(?:\d{3,4}-)?\d{4,5}"
_PERSON = re.compile(
    rf"(?:(?P<label>[^:☎,]+?)\s*:\s*)?"
    rf"(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?P<sign>{TELEPHONE_SIGN})?\s*"
    rf"(?P<numbers>{_NUMBER}(?:\s*,\s*{_NUMBER})*)(?!\d)\s*(?:{BLOCK_TITLE}|,)?\s*"
)


@dataclass(frozen=True)
class Office:
    """An office as printed: its name, and the body printed above it."""

    name: str
    parent: str | None = None

    @property
    def path(self) -> str:
        """Return the printed parent and the name, as they stand in an id."""
        return f"{self.parent}/{self.name}" if self.parent else self.name

    @property
    def parent_is_bureau(self) -> bool:
        """Tell whether the body above is a bureau rather than an agency."""
        return self.parent is not None and self.parent.endswith(BUREAUS)


@dataclass(frozen=True)
class Person:
    """An official in a block: office, role, team, label as printed, and full telephone number."""

    name: str
    role: str
    printed_role: str
    team: str | None
    office: Office
    telephone: str
    passage: Passage


@dataclass(frozen=True)
class TelephoneRule:
    """How a misprinted number is read: without its sign, without its last digit. Never digits."""

    sign_lost: bool = False
    drop_last_digit: bool = False


@dataclass(frozen=True)
class PeopleCorrections:
    """What a person decided about one block: labels and offices by their printed form, rules by the words before."""

    labels: Mapping[str, str]
    offices: Mapping[str, str]
    telephones: Mapping[str, TelephoneRule]


NO_CORRECTIONS = PeopleCorrections({}, {}, {})


@dataclass(frozen=True)
class _Printed:
    """One label with its names and numbers, before it is known what they mean."""

    label: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    passage: Passage


def read_people(block: Passage, corrections: PeopleCorrections = NO_CORRECTIONS) -> list[Person]:
    """Read the people of a block, in the order printed; the first is the head of an office.

    A person without a label has the one before. An officer's team is the last one printed before, in the same office.
    Raises UnexpectedText where anything has another form.
    """
    people: list[Person] = []
    office: Office | None = None
    team: str | None = None
    exchange: str | None = None
    for printed in _printed_people(block, corrections.telephones):
        label = corrections.labels.get(printed.label, printed.label)
        if not label:
            raise printed.passage.unexpected("An office or its head was expected before the first name")
        role = role_of(label)
        if role == "HEAD":
            office, team = read_office(corrections.offices.get(label, label), printed.passage), None
        if role == "TEAM_LEAD":
            team = label.removesuffix("장") if label != TEAM_LEADER else None
        if office is None:
            raise printed.passage.unexpected("An office was expected before the first team leader or officer")
        for name, number in _pairs(printed):
            telephone = _full_number(number, exchange, printed.passage)
            if role == "HEAD":
                exchange = telephone.partition("-")[0]
            of_team = None if role == "HEAD" else team
            people.append(Person(name, role, printed.label, of_team, office, telephone, printed.passage))
    if not people:
        raise block.unexpected("People were expected: a label, a colon, a name and a telephone number")
    return people


def _printed_people(block: Passage, rules: Mapping[str, TelephoneRule]) -> Iterable[_Printed]:
    position, label = block.start, ""
    while position < block.end:
        match = block.match(_PERSON, position)
        if match is None:
            raise block.unexpected("A label, a colon, a name and a telephone number were expected", position)
        passage = block.group(match)
        before_number = tidy(block.part(match.start(), match.end("names")).text)
        label = tidy(match["label"]) if match["label"] else label
        rule = rules.get(before_number, TelephoneRule())
        if match["sign"] is None and not rule.sign_lost:
            raise passage.unexpected(f"The sign {TELEPHONE_SIGN} was expected between a name and a number")
        numbers = [_ruled(number.strip(), rule, passage) for number in match["numbers"].split(",")]
        names = [name.strip() for name in match["names"].split(",")]
        yield _Printed(label, tuple(names), tuple(numbers), passage)
        position = match.end()


def _ruled(number: str, rule: TelephoneRule, passage: Passage) -> str:
    """Return a number of four last digits, as a rule reads it."""
    ruled = number[:-1] if rule.drop_last_digit else number
    if len(ruled.rpartition("-")[2]) != 4:
        raise passage.unexpected(
            "A telephone number of four last digits was expected, and no correction reads this one"
        )
    return ruled


def _pairs(printed: _Printed) -> Iterable[tuple[str, str]]:
    """Give each name its number; one number printed for several names is everybody's."""
    numbers = printed.numbers * len(printed.names) if len(printed.numbers) == 1 else printed.numbers
    if len(numbers) != len(printed.names):
        raise printed.passage.unexpected("Names and telephone numbers differ in number")
    return zip(printed.names, numbers, strict=True)


def _full_number(number: str, exchange: str | None, passage: Passage) -> str:
    """Return the full number; an extension is reached through the exchange of the head printed before."""
    if "-" in number:
        return number
    if exchange is None:
        raise passage.unexpected("A full telephone number was expected for the first head of an office")
    return f"{exchange}-{number}"


def role_of(label: str) -> str:
    """Return the role that a label gives: team leaders and officers by their words, heads by the name of an office."""
    if label.endswith(TEAM_LEADER):
        return "TEAM_LEAD"
    return "OFFICER" if label == OFFICER else "HEAD"


def read_office(label: str, passage: Passage) -> Office:
    """Return the office that a head's label names: 상수도사업본부 수질과장 is 수질과 of 상수도사업본부.

    Raises UnexpectedText where the label has no known ending.
    """
    *above, name = label.split()
    if name == CHAIRPERSON and above:
        *above, name = above
    if name.endswith(tuple(f"{office}장" for office in HEADED_OFFICES)):
        name = name.removesuffix("장")
    elif not name.endswith(OFFICES_NAMED_AS_PRINTED):
        raise passage.unexpected(f"‘{label}’ was expected to name an office or its head")
    return Office(name, " ".join(above) or None)


def without_numbers(person: Person) -> Passage:
    """Return the passage of a person up to the name, to be quoted."""
    end = person.passage.source.text.index(person.name, person.passage.start) + len(person.name)
    return replace(person.passage, end=end)
