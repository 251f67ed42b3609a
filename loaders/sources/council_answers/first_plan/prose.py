"""What the prose of the report of December 2019 states about the first plan: numbers, rules, and a table of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from loaders.kit.text import Passage, tidy
from loaders.sources.council_answers.document import table_rows, whole_row
from loaders.sources.council_answers.first_plan.document import (
    ANSWER,
    AREAS,
    CONCLUSION,
    CRITERIA,
    HEADLINE_RESULT,
    LEVELS,
    METHOD,
    PLAN_ANALYSIS,
    PLAN_RESULT,
    RuleRow,
    Stated,
)

_STATEMENTS: Mapping[str, Sequence[tuple[str, int]]] = {
    ANSWER: (
        (r"기본계획 (?P<headlines>\d+)대 지표", 3),
        (r"이행계획 (?P<indicators>\d+)개 성과지표", 3),
        (r"(?P<departments>\d+)개 부서", 1),
    ),
    METHOD: (
        (r"핵심지표 (?P<headlines>\d+)개", 1),
        (r"(?P<areas>\d+)대 분야 (?P<tasks>\d+)개 과제, (?P<projects>\d+)개 세부사업", 1),
    ),
    HEADLINE_RESULT: (
        (r"(?P<basic_areas>\d+)개 분야별\(환경, 사회문화, 경제\) (?P<headlines>\d+)개 지표", 1),
        (r"전체 달성도는 (?P<average>[\d.]+)%", 1),
        (r"(?P<area>환경|사회문화|경제) (?P<average>[\d.]+)%", 3),
    ),
    PLAN_RESULT: (
        (r"총 (?P<departments>\d+)개 부서의 (?P<projects>\d+)개 사업에 대한 성과지표\((?P<indicators>\d+)개\)", 1),
    ),
    PLAN_ANALYSIS: (
        (
            r"전체 (?P<tasks>\d+)개 과제 (?P<projects>\d+)개 세부사업 (?P<indicators>\d+)개에 대하여 성과지표 달성 "
            r"(?P<achieved>\d+)건, 일부달성 (?P<partly>\d+)건, 미달성 (?P<missed>\d+)건",
            1,
        ),
        (
            r"(?P<area>\w+)분야(?:의)? 이행계획은 (?P<strategies>\d+)대 전략, (?P<tasks>\d+)개 과제, "
            r"(?P<projects>\d+)개 세부사업, (?P<indicators>\d+)개 성과지표로 구성되어 있다\. "
            r"총 (?P<of_indicators>\d+)개(?:의)? 성과지표 중 달성된 것은 (?P<achieved>\d+)개, "
            r"일부달성은 (?P<partly>\d+)개, 미달성은 (?P<missed>\d+)개로 집계",
            4,
        ),
    ),
    CONCLUSION: (
        (r"(?P<basic_areas>\d+)대 분야 (?P<basic_strategies>\d+)개 전략과 (?P<basic_tasks>\d+)개 과제", 1),
        (r"(?P<areas>\d+)대 분야, (?P<tasks>\d+)개 과제, (?P<projects>\d+)개 세부사업", 1),
    ),
}
"""The numbers that the prose states about the plan, by the piece in which they stand, and how often each form does."""
_AREA_STATEMENTS = (
    (
        r"▶ (?P<area>\w+)분야 이행계획 구성 : (?P<strategies>\d+)대 전략 (?P<tasks>\d+)개 과제 "
        r"(?P<projects>\d+)개 세부사업 (?P<indicators>\d+)개 성과지표",
        1,
    ),
    (
        r"▶ 성과지표 이행현황 : 총 (?P<of_indicators>\d+)개? 성과지표 중 달성 (?P<achieved>\d+)개, "
        r"일부달성(?P<partly>\d+)개, 미달성(?P<missed>\d+)개",
        1,
    ),
)
_RULES: Mapping[str, Sequence[tuple[str, str, int]]] = {
    HEADLINE_RESULT: (
        ("METHOD", r"아래의 (?P<name>지표)는 기본적으로 (?P<text>목표치 대비 17년 현황값을 기준으로 산출)", 1),
        (
            "METHOD",
            r"(?P<name>지표값이 떨어질수록 목표치에 가까워지는 지표)의 경우 "
            r"(?P<text>목표치 대비 미달성 정도를 기준으로 산출)",
            1,
        ),
    ),
    PLAN_RESULT: (
        ("CRITERION", r"[①②③](?P<name>[가-힣]+): (?P<text>목표치\s?\d+%[가-힣 ]+)", 3),
        (
            "METHOD",
            r"(?P<name>이행계획의 달성도)는 4대 분야별로 (?P<text>전체 성과지표 중 목표를 달성한 성과지표의 비율)",
            1,
        ),
    ),
}
"""The rules that stand in the prose, with their kinds, and how often each form does."""

EXAMPLE, CHECK_MARK = "예 ", "✓"


def read_statements(pieces: Mapping[str, Passage]) -> Iterator[Stated]:
    """Read the numbers that the prose and the headings of the areas state."""
    of_areas = dict.fromkeys(AREAS, _AREA_STATEMENTS)
    for piece, statements in {**_STATEMENTS, **of_areas}.items():
        for pattern, times in statements:
            for match in _find_all(pieces[piece], pattern, times):
                numbers = {name: Decimal(number) for name, number in match.groupdict().items() if name != "area"}
                area = match.groupdict().get("area") or (piece if piece in AREAS else None)
                yield Stated(pieces[piece].group(match), piece, area, numbers)


def _find_all(passage: Passage, pattern: str, times: int) -> list[re.Match[str]]:
    """Find what stands in a passage a certain number of times; raises UnexpectedText where it does not."""
    matches = list(passage.finditer(re.compile(pattern)))
    if len(matches) != times:
        words = re.sub(r"\(\?P<\w+>[^()]*\)", "…", pattern)
        raise passage.unexpected(f"‘{words}’ was expected {times} times in this text, and stands {len(matches)} times")
    return matches


def read_rules(pieces: Mapping[str, Passage]) -> Iterator[RuleRow]:
    """Read the rules: how achievement is calculated, the criteria of the three levels, and the cases under them."""
    for piece, rules in _RULES.items():
        for kind, pattern, times in rules:
            for match in _find_all(pieces[piece], pattern, times):
                passage = pieces[piece].group(match)
                yield RuleRow(kind, tidy(match["name"]), None, tidy(match["text"]), passage)
    yield from read_cases(pieces[CRITERIA])


def read_cases(passage: Passage) -> Iterator[RuleRow]:
    """Read the table of cases: what counts as each level, with examples.

    A case with a check mark has its examples below it, or beside it; the last level shares the case above it.
    """
    level, case = "", ""
    for cells in table_rows(passage)[2:]:
        first, *others = cells
        level = first.text.replace(" ", "") or level
        if level not in LEVELS:
            raise whole_row(cells).unexpected("One of the levels 달성, 일부달성, 미달성 was expected before this case")
        for cell in others:
            if cell.text.startswith(CHECK_MARK):
                case = tidy(cell.text.removeprefix(CHECK_MARK))
            elif cell.text.startswith(EXAMPLE) and case:
                yield RuleRow("CASE", case, level, tidy(cell.text.removeprefix(EXAMPLE)), cell)
            elif cell.text:
                raise cell.unexpected("A case after ✓ or an example after 예 was expected in this cell")
