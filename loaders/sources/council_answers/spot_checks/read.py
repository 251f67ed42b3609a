"""Spot checks of the city's projects in 2020 [시정 주요사업 수시평가], from the answers to a council member.

From top to bottom this part of the document holds:

1.  the answer, which says where the results of six evaluations are enclosed;
2.  the list of ten checks: number, year, title, month, bureau;
3.  for each check its heading, what was checked, the findings [점검결과] and the opinion [검토의견], in lists.

The texts are not shipped: what was found and recommended is told in a reader's sentences, kept beside this loader with
the words of the document that say so. Numbers in the tables and outlines of the checks become quantities, by layouts
kept there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.corrections import read_yaml
from loaders.kit.findings import INFO, WARNING, Finding, check_claims, find_quotes
from loaders.kit.layout import Desk
from loaders.kit.numbers import Number, make_layout, read_numbers
from loaders.kit.text import Passage, check_count, same_words, tidy
from loaders.sources.council_answers.document import cut, lay_out_number, table_rows, whole_row

GUIDE = Path(__file__).parent / "guide.yml"

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
Figures = tuple[Passage, Sequence[Number]]
"""A table in the text of a check, and its numbers."""


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
    figures = list(read_figures(pieces, guide["figures"]))
    for row, (text, check) in zip(rows, zip(pieces.values(), guide["checks"], strict=True), strict=True):
        of_check = [table for table, _ in figures if text.start <= table.start < text.end]
        lay_out(row, text, check, of_check, desk)
        desk.findings.found += compare_titles(row, text)
    lay_out_figures(figures, desk)
    for observation in guide["observations"]:
        desk.findings.add(read_observation(observation, {LIST: listed, **pieces}))
    claims = [{**claim, "node": check_id(claim["check"])} for claim in guide["claims"]]
    desk.findings.found += check_claims(claims, lambda where: pieces[_name(where["check"])], "")


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


def read_figures(texts: Mapping[str, Passage], entries: Sequence[Mapping[str, Any]]) -> Iterator[Figures]:
    """Read the numbers in the texts of checks, in the order printed; a table may stand again in later checks.

    Raises UnexpectedText where a later check does not repeat it in the same words.
    """
    for entry in entries:
        layout = make_layout({"project": 0, **entry})
        first, numbers = read_numbers(texts[_name(entry["check"])], layout)
        yield first, numbers
        for number in entry.get("again", ()):
            table, _ = read_numbers(texts[_name(number)], layout)
            if tidy(table.text) != tidy(first.text):
                raise table.unexpected(f"The same numbers as in spot check {entry['check']} were expected here")
            yield table, ()


def lay_out_figures(figures: Sequence[Figures], desk: Desk) -> None:
    """Write the rows of the numbers of tables."""
    numbers = [(number, table) for table, numbers in figures for number in numbers]
    for order, (number, table) in enumerate(numbers, start=1):
        lay_out_number(number, table, f"quantity:spotchecks2020/{order}", desk.tables)


def lay_out(row: Row, text: Passage, check: Mapping[str, Any], figures: Sequence[Passage], desk: Desk) -> None:
    """Write a check, cited where it is listed, and where the text says what was found and recommended.

    figures: the tables of numbers that are read elsewhere.
    """
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
    account_for(row, text, [*words, *figures], desk)


def account_for(row: Row, text: Passage, inside: Sequence[Passage], desk: Desk) -> None:
    """Note the heading, the quoted words and the tables inside a text as read, and leave out the rest."""
    heading = text.match(_heading(row.number))
    assert heading is not None, "texts are cut at their headings"
    position = text.start
    for passage in (text.group(heading), *sorted(inside, key=lambda passage: passage.start)):
        desk.account.leave_out(text.part(position, passage.start), "text of spot checks (summarized by a reader)")
        desk.account.read(passage, "headings, numbers and quoted words of spot checks")
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
    """Return what a reader found in the text of a check, or in the list."""
    number = entry["check"]
    if _name(number) not in texts:
        raise CorrectionError(f"{GUIDE.name}: there is no spot check {number}")
    quotes = find_quotes(entry, lambda where: texts[where.get("part", _name(number))])
    return Finding(entry["code"], entry["severity"], tidy(entry["message"]), check_id(number), quotes)


def check_id(number: int) -> str:
    """Return the id of a check."""
    return f"spotCheck:council2020/{number}"
