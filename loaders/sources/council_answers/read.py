"""Answers to a council member's written questions about Seoul [서면질문 답변], December 2020.

From top to bottom the document holds:

1.  the letter with the questions; the answer on the first sustainable-development plan with the report of December 2019
    that it encloses: areas, strategies, tasks with how many performance indicators were met, 30 headline indicators;
2.  the answer on commissioned services [민간위탁]: evaluations of three years;
3.  the answer on the evaluations of 2020: ten spot checks [수시평가];
4.  scorecards [성과관리, BSC] of 49 bodies;
5.  the ministry's report of July 2020 on the joint evaluation [정부합동평가];
6.  the answers on risks, on the city's achievements, and on the start-up hub with its figures;
7.  the table of key projects [주요 역점사업].

`read` cuts it at the headings of these parts; each is read by its own module, which accounts for every character of it.
The rows of the three documents are written here: the answers, and the two reports that are bound into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from loaders.kit.findings import Findings
from loaders.kit.layout import Desk, Reading, Tables
from loaders.kit.organizations import Directory, read_directory
from loaders.kit.text import Account, Passage, read_source, tidy
from loaders.sources.city import lay_out_city
from loaders.sources.council_answers.commissions import read as commissions
from loaders.sources.council_answers.document import (
    DOCUMENT,
    JOINT_EVALUATION,
    NAME,
    SUSTAINABILITY_REPORT,
    cut,
)
from loaders.sources.council_answers.figures import read as figures
from loaders.sources.council_answers.first_plan import read as first_plan
from loaders.sources.council_answers.joint import read as joint
from loaders.sources.council_answers.key_projects import read as key_projects
from loaders.sources.council_answers.scorecards import read as scorecards
from loaders.sources.council_answers.spot_checks import read as spot_checks

__all__ = ["NAME", "read"]

FIRST_PLAN, COMMISSIONS, SPOT_CHECKS = "first plan", "commissioned services", "spot checks"
SCORECARDS, JOINT, FIGURES, KEY_PROJECTS = "scorecards", "joint evaluation", "risks, achievements, hub", "key projects"

_BEGINNING = re.compile(r"\s*<서면질문서 제출공문>")
_END = re.compile(r"\*착공\(18\.2\)\s*\Z")
"""The last words, which no table counts."""
_PARTS: Mapping[str, tuple[re.Pattern[str], Callable[[Passage, Desk], None]]] = {
    FIRST_PLAN: (_BEGINNING, first_plan.read_part),
    COMMISSIONS: (re.compile(r"^2\. 민간위탁관련$", re.MULTILINE), commissions.read_part),
    SPOT_CHECKS: (
        re.compile(r"^3\. 2020 평가 추진계획 관련\s+가\. ", re.MULTILINE),
        spot_checks.read_part,
    ),
    SCORECARDS: (
        re.compile(r"^2020년도 성과관리계획 상세 평가내용$", re.MULTILINE),
        scorecards.read_part,
    ),
    JOINT: (re.compile(r"^2020년 지방자치단체 합동평가 결과$", re.MULTILINE), joint.read_part),
    FIGURES: (re.compile(r"^3\. 2020 평가 추진계획 관련\s+나\. ", re.MULTILINE), figures.read_part),
    KEY_PROJECTS: (re.compile(r"^주요 역점사업 정기평가$", re.MULTILINE), key_projects.read_part),
}
"""What each part begins with, and who reads it."""

_TITLE = re.compile(r"^질문제목\t(?P<title>[^\n]+)$", re.MULTILINE)
_ANSWERED_BY = re.compile(r"^\t(?P<publisher>서울특별시) \(평가담당관\)\t담당사무관\t", re.MULTILINE)
_REPORT = re.compile(
    r"^(?P<title>서울특별시 지속가능성 보고서)\s+2019\. 12\.\s+(?P<publisher>\S+ 지속가능발전위원회)$", re.MULTILINE
)
_JOINT_REPORT = re.compile(r"(?P<title>2020년 지방자치단체 합동평가 결과)\s+2020\. 7\.\s+(?P<publisher>행정안전부)\s")


def read(path: Path, directory: Directory | None = None) -> Reading:
    """Read the answers with the reports bound into them.

    Raises DocumentError where the document is not this one or is damaged, CorrectionError where an entry beside the
    loader does not fit it.
    """
    source = read_source(path)
    source.begin(_BEGINNING, "the letter <서면질문서 제출공문> was expected at its beginning")
    desk = Desk(Account(), Tables(DOCUMENT), Findings(DOCUMENT), directory or read_directory())
    whole = source.passage(0, len(source.text), "the beginning")
    parts = cut(whole, {name: beginning for name, (beginning, _) in _PARTS.items()})
    title = lay_out_documents(desk.tables, parts)
    for name, (_, read_part) in _PARTS.items():
        read_part(parts[name], desk)
    last = parts[KEY_PROJECTS]
    if last.search(_END) is None:
        raise last.unexpected("The end is missing: ‘*착공(18.2)’ was expected as the last words", last.end - 1)
    desk.account.check(source)
    return Reading(title, desk.tables.frames(desk.findings), desk.account)


def lay_out_documents(tables: Tables, parts: Mapping[str, Passage]) -> str:
    """Write the rows of the city and the three documents, and return the title of the answers."""
    question = _find(parts[FIRST_PLAN], _TITLE, "The title of the questions")
    answered = _find(parts[FIRST_PLAN], _ANSWERED_BY, "The city, as the one who answers,")
    report = _find(parts[FIRST_PLAN], _REPORT, "The cover of the report on sustainability")
    joint = _find(parts[JOINT], _JOINT_REPORT, "The cover of the report on the joint evaluation")
    title = tidy(question["title"])
    lay_out_city(tables)
    tables.add("documents", id=DOCUMENT, title=title, publisher=answered["publisher"])
    for identity, cover in ((SUSTAINABILITY_REPORT, report), (JOINT_EVALUATION, joint)):
        tables.add("documents", id=identity, title=cover["title"], publisher=cover["publisher"], part_of=DOCUMENT)
    return title


def _find(passage: Passage, pattern: re.Pattern[str], what: str) -> re.Match[str]:
    match = passage.search(pattern)
    if match is None:
        raise passage.unexpected(f"{what} was expected in this part")
    return match
