"""Spot checks of the city's projects in 2020 [시정 주요사업 수시평가], from the answers to a council member.

From top to bottom this part of the document holds:

1.  the answer, which says where the results of six evaluations are enclosed;
2.  the list of ten checks: number, year, title, month, bureau;
3.  for each check its heading, what was checked, the findings [점검결과] and the opinion [검토의견], in lists.

The texts are not shipped: what was found and recommended is told in a reader's sentences, kept beside this loader with
the words of the document that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.corrections import read_yaml
from loaders.errors import CorrectionError
from loaders.findings import INFO, WARNING, Finding, find_quotes
from loaders.reading import Desk
from loaders.sources.council_answers_shared import cut, table_rows, whole_row
from loaders.text import Passage, check_count, same_words, tidy

GUIDE = Path(__file__).with_suffix(".yml")

ANSWER, LIST = "answer on the evaluations of 2020", "list of spot checks"
FINDINGS, OPINION = "점검결과", "검토의견"
"""The headings of what was found, and of what was recommended."""

_ANSWER = re.compile(r"3\. 2020 평가 추진계획 관련")
_LIST = re.compile(r"^붙임 1\s+시정 주요사업 수시평가 결과$", re.MULTILINE)
_HEADING_OF_LIST = ["연번", "년도", "평가사업명", "평가시기", "대상실국"]
"""The columns of the list: number, year, title, month, bureau."""
_YEAR = re.compile(r"2020 \((?P<checks>\d+)\)")
_MONTH = re.compile(r"'20\.\d{1,2}월")
_FIRST_CHECK = 1


@dataclass(frozen=True)
class Row:
    """A check in the list."""

    number: int
    title: str
    body: str
    passage: Passage


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the answer and the ten spot checks."""
    guide = read_yaml(GUIDE)
    answer, checks = cut(passage, {ANSWER: _ANSWER, LIST: _LIST}).values()
    check_count(answer, "words in this answer", len(answer.text.split()), guide["words_of_answer"])
    desk.account.leave_out(answer, ANSWER)
    headings = {_name(check["number"]): _heading(check["number"]) for check in guide["checks"]}
    pieces = cut(checks, {LIST: _LIST, **headings})
    listed = pieces.pop(LIST)
    rows = read_list(listed)
    desk.account.read(listed, LIST)
    check_count(listed, "spot checks with a text", len(pieces), len(rows))
    for row, (text, check) in zip(rows, zip(pieces.values(), guide["checks"], strict=True), strict=True):
        lay_out(row, text, check, desk)
        desk.findings.found += compare_titles(row, text)
    for observation in guide["observations"]:
        desk.findings.add(read_observation(observation, pieces))


def _name(number: int) -> str:
    """Return what the text of a check is called in citations and errors."""
    return f"spot check {number}"


def _heading(number: int) -> re.Pattern[str]:
    """Return the pattern of a check's heading: a line that begins with its number."""
    return re.compile(rf"^{number}\. (?P<title>[^\n]+)$", re.MULTILINE)


def read_list(passage: Passage) -> list[Row]:
    """Read the list of checks, as many as its cell of the year states."""
    headings, lines = table_rows(passage)[2:3], table_rows(passage)[3:]
    if [[cell.text for cell in row] for row in headings] != [_HEADING_OF_LIST]:
        raise passage.unexpected("The headings of the list of spot checks were expected here")
    rows = []
    for number, cells in enumerate(lines, start=_FIRST_CHECK):
        line = whole_row(cells)
        if len(cells) != len(_HEADING_OF_LIST) or cells[0].text != str(number):
            raise line.unexpected(f"Spot check {number} was expected here, with year, title, month and bureau")
        cells[3].expect(_MONTH, "A month of 2020")
        rows.append(Row(number, tidy(cells[2].text), cells[4].text, line))
    stated = lines[0][1].expect(_YEAR, "The year with the number of checks") if lines else None
    if stated is None or any(cells[1].text for cells in lines[1:]):
        raise passage.unexpected("One year was expected, over all checks of the list")
    check_count(passage, "spot checks", len(rows), int(stated["checks"]))
    return rows


def lay_out(row: Row, text: Passage, check: Mapping[str, Any], desk: Desk) -> None:
    """Write a check, cited where it is listed, and where the text says what was found and recommended."""
    check_count(text, "words in the text of this check", len(text.text.split()), check["words"])
    for heading in (FINDINGS, OPINION):
        if text.find(heading) is None:
            raise text.unexpected(f"A part ‘{heading}’ was expected in this check")
    identity = check_id(row.number)
    desk.tables.add(
        "spot_checks",
        row.passage,
        id=identity,
        number=row.number,
        title=row.title,
        finding=tidy(check["finding"]),
        opinion=tidy(check["opinion"]),
        body=desk.directory.find(row.body, row.passage, "Bureau"),
    )
    words = find_quotes({"quotes": [check["found"], check["advised"]]}, lambda _: text)
    for passage in words:
        desk.tables.cite(identity, passage)
    account_for(row, text, words, desk)


def account_for(row: Row, text: Passage, quoted: tuple[Passage, ...], desk: Desk) -> None:
    """Note the heading and the quoted words as read, and leave out the rest."""
    heading = text.match(_heading(row.number))
    assert heading is not None, "texts are cut at their headings"
    position = text.start
    for passage in (text.group(heading), *sorted(quoted, key=lambda passage: passage.start)):
        desk.account.leave_out(text.part(position, passage.start), "text of spot checks (summarized by a reader)")
        desk.account.read(passage, "headings and quoted words of spot checks")
        position = passage.end
    desk.account.leave_out(text.part(position, text.end), "text of spot checks (summarized by a reader)")


def compare_titles(row: Row, text: Passage) -> Iterator[Finding]:
    """Tell where the heading of a check differs from its title in the list."""
    heading = text.match(_heading(row.number))
    assert heading is not None, "texts are cut at their headings"
    printed = tidy(heading["title"])
    if printed != row.title:
        only_spaces = same_words(printed, row.title)
        message = f"The title of this check is ‘{row.title}’ in the list and ‘{printed}’ above its text."
        quotes = (row.passage, text.group(heading))
        yield Finding("TITLES_DIFFER", INFO if only_spaces else WARNING, message, check_id(row.number), quotes)


def read_observation(entry: Mapping[str, Any], texts: Mapping[str, Passage]) -> Finding:
    """Return what a reader found in the text of a check."""
    number = entry["check"]
    if _name(number) not in texts:
        raise CorrectionError(f"{GUIDE.name}: there is no spot check {number}")
    quotes = find_quotes(entry, lambda _: texts[_name(number)])
    return Finding(entry["code"], entry["severity"], tidy(entry["message"]), check_id(number), quotes)


def check_id(number: int) -> str:
    """Return the id of a check."""
    return f"spotCheck:council2020/{number}"
