"""Scorecards of 49 bodies of Seoul, 2020 [2020년도 성과관리계획 상세 평가내용], a part of the council answers.

Under a heading each body has its number and name, and a table: a row of headings; indicators [지표] under the strategic
objective [전략목표] and the perspective [관점] that they serve, a blank cell repeating the one above; and the sum of
the weights. Results and scores were still to come. Where the conversion moved the cells of a row, a correction tells
which cell is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import INFO, WARNING, Finding, read_observations
from loaders.kit.layout import Desk
from loaders.kit.text import Passage, check_count, read_number, tidy
from loaders.sources.city import lay_out_plan
from loaders.sources.council_answers.document import next_position

__all__ = ["read_part"]

HERE = Path(__file__).parent
CORRECTIONS = Path(__file__).parent / "corrections.yml"
PLAN = "scorecard2020"
PLAN_ID = f"plan:{PLAN}"

PERSPECTIVES = ("시민주인", "정책성과")
"""The citizens as masters, and the results of policy: the two perspectives of every scorecard."""
NOT_YET = ("", "-")
"""What stands where a result or a score is still to come."""
MONTHS = ("", "12월에 달성도 평가 예정")
"""When results are evaluated: in December."""
HEADINGS = {
    "perspective": "관점명",
    "objective": "전략목표명",
    "name": "지표명",
    "weight": "가중치",
    "unit": "단위",
    "target": "목표",
    "result": "실적",
    "score": "점수",
    "month": "최종실적월",
}
"""The columns as they are printed, in this order."""
LAYOUT = tuple(HEADINGS)
CODES = {
    "rows": ("CELLS_MOVED", INFO),
    "misprints": ("WORD_MISPRINTED", INFO),
    "targets": ("TWO_TARGETS", INFO),
}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""

_TITLE = re.compile(r"(?P<title>(?P<year>\d{4})년도 성과관리계획) 상세 평가내용\s+(?=1\. )")
_BODY = re.compile(r"^(?P<number>\d+)\. (?P<name>[^\t\n]+)$", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SUM = re.compile(r"\t?가중치 합계(?:\t+(?P<sum>\d+))?\t*")
_RULE = re.compile(r"-+(?:\t-+)+")
"""A line under a table that the conversion drew."""


@dataclass(frozen=True)
class Indicator:
    """A row of a scorecard; key: the number of the body and its own, as `29-6`."""

    key: str
    perspective: str
    objective: str
    name: str
    weight: Decimal
    unit: str
    target_text: str
    target: float | None
    passage: Passage

    @property
    def id(self) -> str:
        """Return its id."""
        return f"scorecardIndicator:{PLAN}/{self.key}"


@dataclass(frozen=True)
class Scorecard:
    """The scorecard of one body; printed_sum: that of the weights, None where none is printed."""

    number: int
    body: Passage
    indicators: Sequence[Indicator]
    printed_sum: int | None
    sum_line: Passage


def read_part(passage: Passage, desk: Desk) -> None:
    """Read the scorecards.

    Raises DocumentError where the passage is damaged, CorrectionError where an entry beside the loader does not fit it.
    """
    corrections = read_corrections(CORRECTIONS, tuple(CODES))
    title = passage.match(_TITLE)
    if title is None:
        raise passage.unexpected("The heading of the scorecards was expected, and after it the first body")
    scorecards = [read_scorecard(section, corrections) for section in cut_bodies(passage, title.end())]
    check_counts(passage, scorecards, read_yaml(HERE / "counts.yml"))
    desk.account.read(passage, "scorecards")
    year = int(title["year"])
    lay_out_plan(desk.tables, PLAN_ID, title["title"], "SCORECARD", (year, year))
    for scorecard in scorecards:
        lay_out(scorecard, desk)
    desk.findings.found += find(scorecards, corrections)
    corrections.check_used()


def cut_bodies(passage: Passage, start: int) -> Iterator[Passage]:
    """Cut the part at the headings of bodies, which are numbered from 1."""
    headings = [match for match in passage.finditer(_BODY) if match.start() >= start]
    ends = [*(match.start() for match in headings[1:]), passage.end]
    for number, (match, end) in enumerate(zip(headings, ends, strict=True), start=1):
        if int(match["number"]) != number:
            raise passage.unexpected(f"Body {number} was expected here, not {match['number']}", match.start())
        yield passage.part(match.start(), end, f"scorecard {number}, {match['name']}")


def read_scorecard(section: Passage, corrections: Corrections) -> Scorecard:
    """Read the heading of a body, and its table."""
    heading, *lines = section.finditer(_LINE)
    body = section.group(heading)
    name = body.expect(_BODY, "The number and name of a body")
    number = int(name["number"])
    lines = [line for line in lines if not _RULE.fullmatch(line.group())]
    if len(lines) < 2 or line_cells(lines[0])[: len(HEADINGS)] != list(HEADINGS.values()):
        raise section.unexpected("The headings of a scorecard's columns were expected after the name of the body")
    last = section.group(lines[-1])
    weights = _SUM.fullmatch(lines[-1].group())
    if weights is None:
        raise last.unexpected("The sum of the weights (가중치 합계) was expected as the last row of the scorecard")
    indicators = list(read_indicators(number, section, lines[1:-1], corrections))
    return Scorecard(
        number=number,
        body=section.group(name, "name"),
        indicators=indicators,
        printed_sum=int(weights["sum"]) if weights["sum"] else None,
        sum_line=last,
    )


def line_cells(line: re.Match[str]) -> list[str]:
    """Return the cells of a line."""
    return [tidy(cell) for cell in line.group().split("\t")]


def read_indicators(
    body: int, section: Passage, lines: Sequence[re.Match[str]], corrections: Corrections
) -> Iterator[Indicator]:
    """Read the rows of a table; a blank perspective or objective is that of the row above."""
    perspective = objective = ""
    for position, line in enumerate(lines, start=1):
        key, row, cells = f"{body}-{position}", section.group(line), line_cells(line)
        moved: Mapping[str, Any] = corrections.texts(key, "rows")
        layout = next((layout for printed, layout in moved.items() if printed in cells), LAYOUT)
        found = name_cells(row, cells, layout)
        misprints = corrections.texts(key, "misprints")
        perspective = found["perspective"] or perspective
        objective = corrected(found["objective"], misprints) or objective
        if perspective not in PERSPECTIVES or not objective:
            raise row.unexpected("A perspective (관점) and an objective (전략목표) were expected here or above")
        yield read_indicator(key, row, found, perspective, objective, corrections)


def name_cells(row: Passage, cells: Sequence[str], layout: Sequence[str | Sequence[str] | None]) -> dict[str, str]:
    """Return the cells of a row by the columns of its layout.

    In a layout None stands for a cell that is empty, and several columns for a cell that belongs to each of them.
    """
    found = dict.fromkeys(LAYOUT, "")
    for columns, cell in zip([*layout, *[None] * len(cells)], cells, strict=False):
        if columns is None and cell:
            raise row.unexpected(f"No cell was expected where ‘{cell}’ stands: are the cells of this row moved?")
        found |= dict.fromkeys([columns] if isinstance(columns, str) else columns or [], cell)
    wrong = found["result"] not in NOT_YET or found["score"] not in NOT_YET or found["month"] not in MONTHS
    if wrong or not found["name"] or not found["unit"]:
        raise row.unexpected("An indicator with weight, unit and target, and no result yet, was expected in this row")
    return found


def corrected(text: str, misprints: Mapping[str, str]) -> str:
    """Return a text without its misprints."""
    for printed, meant in misprints.items():
        text = text.replace(printed, meant)
    return text


def read_indicator(
    key: str, row: Passage, found: Mapping[str, str], perspective: str, objective: str, corrections: Corrections
) -> Indicator:
    """Read an indicator from its named cells."""
    weight, target = read_number(found["weight"]), read_number(found["target"])
    if weight is None:
        raise row.unexpected(f"A weight was expected where ‘{found['weight']}’ stands")
    if target is None and found["target"] not in corrections.texts(key, "targets"):
        raise row.unexpected(f"One number was expected as target where ‘{found['target']}’ stands")
    return Indicator(
        key=key,
        perspective=perspective,
        objective=objective,
        name=corrected(found["name"], corrections.texts(key, "misprints")),
        weight=weight,
        unit=found["unit"],
        target_text=found["target"],
        target=None if target is None else float(target),
        passage=row,
    )


def check_counts(passage: Passage, scorecards: Sequence[Scorecard], expected: Mapping[str, Sequence[int]]) -> None:
    """Compare the numbers of bodies and of their indicators with those kept beside the loader."""
    check_count(passage, "scorecards", len(scorecards), len(expected["indicators"]))
    for scorecard, number in zip(scorecards, expected["indicators"], strict=True):
        check_count(scorecard.body, "indicators in this scorecard", len(scorecard.indicators), number)


def lay_out(scorecard: Scorecard, desk: Desk) -> None:
    """Write the rows of a scorecard."""
    body = desk.directory.find(tidy(scorecard.body.text), scorecard.body)
    for indicator in scorecard.indicators:
        desk.tables.add(
            "scorecard_indicators",
            indicator.passage,
            id=indicator.id,
            name=indicator.name,
            perspective=indicator.perspective,
            objective=indicator.objective,
            weight=float(indicator.weight),
            unit=indicator.unit,
            target=indicator.target,
            target_text=indicator.target_text,
            position=next_position(desk.tables, "scorecard_indicators"),
            body=body,
            plan=PLAN_ID,
        )


def find(scorecards: Sequence[Scorecard], corrections: Corrections) -> Iterator[Finding]:
    """Give what the scorecards contradict or misprint."""
    indicators = {indicator.key: indicator for scorecard in scorecards for indicator in scorecard.indicators}

    def locate(at: int | str) -> tuple[str, Passage]:
        indicator = indicators[str(at)]
        return indicator.id, indicator.passage

    for scorecard in scorecards:
        yield from check_sum(scorecard)
    yield from corrections.explain(locate, CODES)
    observations = read_yaml(HERE / "findings.yml")["observations"]
    yield from read_observations(observations, lambda where: locate(where["at"])[1])


def check_sum(scorecard: Scorecard) -> Iterator[Finding]:
    """Find a sum of weights that is missing, or is another than that of the rows."""
    name, total = scorecard.body.text, sum(indicator.weight for indicator in scorecard.indicators)
    key = str(scorecard.number)
    if scorecard.printed_sum is None:
        message = f"No sum of the weights is printed for {name}; they add up to {total}."
        yield Finding("SUM_MISSING", INFO, message, PLAN_ID, (scorecard.body, scorecard.sum_line), key)
    elif scorecard.printed_sum != total:
        message = f"For the weights of {name}, {scorecard.printed_sum} is printed as sum, but they add up to {total}."
        yield Finding("SUM_DOES_NOT_FOLLOW", WARNING, message, PLAN_ID, (scorecard.body, scorecard.sum_line), key)
