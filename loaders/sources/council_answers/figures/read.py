"""The answers on risks, on the city's achievements and on the start-up hub, and the figures in them.

From top to bottom this part of the document holds:

1.  the answer on risks [시정 리스크]: how they are found and managed, and four cases;
2.  the answer on achievements [시정 성과], which refers to a plan of four years that is not enclosed;
3.  the answer on the start-up hub [서울창업허브]: its building, budget and staff, what the companies in it reached year
    by year, and what its programmes did.

Numbers become quantities by layouts kept beside this loader; the text around them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from loaders.kit.corrections import read_yaml
from loaders.kit.findings import Finding, check_claims, read_observations
from loaders.kit.layout import Desk
from loaders.kit.numbers import Number, make_layout, read_numbers
from loaders.kit.text import Passage, check_count
from loaders.sources.council_answers.document import DOCUMENT, cut, lay_out_number

GUIDE = Path(__file__).parent / "numbers.yml"

RISKS, ACHIEVEMENTS, HUB = "risks", "achievements", "hub"
_MEMBER = r"^김혜련 의원\(기획경제위원회, 더불어민주당\)\s+"
_SECTIONS: Mapping[str, re.Pattern[str]] = {
    RISKS: re.compile(r"3\. 2020 평가 추진계획 관련"),
    ACHIEVEMENTS: re.compile(rf"{_MEMBER}□ 요구내용", re.MULTILINE),
    HUB: re.compile(rf"{_MEMBER}요구내용", re.MULTILINE),
}
"""What each answer begins with: its number, or the name of the council member."""


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the three answers."""
    guide = read_yaml(GUIDE)
    sections = cut(passage, _SECTIONS)
    order = count(1)
    for name, section in sections.items():
        check_count(section, "words in this answer", len(section.text.split()), guide["words"][name])
        figures = [entry for entry in guide["figures"] if entry["section"] == name]
        found = list(read_figures(section, figures))
        for table, numbers in found:
            desk.account.read(table, "numbers in the answers")
            for number in numbers:
                lay_out_number(number, table, f"quantity:council2020/{next(order)}", desk.tables)
        desk.account.leave_out_around(section, [table for table, _ in found], f"answer on {name}")
    desk.findings.found += find(guide, sections)


def read_figures(section: Passage, entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Passage, list[Number]]]:
    """Read the numbers of a section: each layout with its passage, in the order in which they stand."""
    position = section.start
    for entry in entries:
        table, numbers = read_numbers(section, make_layout({"project": 0, **entry}))
        if table.start < position:
            raise table.unexpected(f"‘{entry['heading']}’ was expected after the numbers before it")
        position = table.end
        yield table, numbers


def find(guide: Mapping[str, Any], sections: Mapping[str, Passage]) -> list[Finding]:
    """Return what a reader found, and the sums that do not follow."""

    def locate(where: Mapping[str, Any]) -> Passage:
        return sections[where["section"]]

    of_document = {"node": DOCUMENT}
    observations = [{**entry, **of_document} for entry in guide["observations"]]
    claims = [{**entry, **of_document} for entry in guide["claims"]]
    return [*read_observations(observations, locate), *check_claims(claims, locate, "")]
