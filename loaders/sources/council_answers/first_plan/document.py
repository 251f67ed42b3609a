"""What the report of December 2019 holds of the first plan: its pieces and what each begins with, areas, parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.kit.corrections import Corrections
from loaders.kit.text import Passage
from loaders.sources.council_answers.document import whole_row

PLAN = "sdp1"
PLAN_ID = f"plan:{PLAN}"
ENVIRONMENT, SOCIETY, ECONOMY, FOUNDATIONS = "환경", "사회문화", "경제", "추진기반"
AREAS = (ENVIRONMENT, SOCIETY, ECONOMY, FOUNDATIONS)
"""The areas [분야] of the plan; the last one, of administration and participation, has no headline indicators."""
BASIC_AREAS = AREAS[:3]


LETTER, ANSWER, COVER = "letter with the questions", "answer on evaluation", "cover of the report"
ORIGIN, OVERVIEW, LISTED = "1.1 how the plan came about", "1.1 table of the plan", "1.1 list of the plan"
METHOD, HEADLINES, SHORT_NAMES = "1.2 method", "1.2 headline indicators", "1.2 table of tasks in short names"
MEANING, HEADLINE_RESULT, ACHIEVEMENTS = "1.3 what it is for", "2.1 headline result", "2.1 achievements"
PLAN_RESULT, CRITERIA = "2.2 result of the plan", "2.2 criteria"
HEADLINE_ANALYSIS, PLAN_ANALYSIS = "3.1 on the headline indicators", "3.2 on the plan"
SUMMARY, CONCLUSION = "3.3 summary", "4 conclusion"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


PIECES: Mapping[str, re.Pattern[str]] = {
    LETTER: re.compile("<서면질문서 제출공문>"),
    ANSWER: _line(r"^1\. 평가 관련\s+- 가\. "),
    COVER: _line("^서울특별시 지속가능성 보고서$"),
    ORIGIN: _line(r"^1\. 서울시 지속가능발전 추진개요$"),
    OVERVIEW: _line("^\t환경\t사회문화\t경제$"),
    LISTED: _line("^회복력 증대와$"),
    METHOD: _line(r"^1\.2 "),
    HEADLINES: _line("^<서울시 지속가능발전 핵심지표>$"),
    SHORT_NAMES: _line("^<서울시 지속가능발전 이행계획 주요 과제>$"),
    MEANING: _line(r"^1\.3 "),
    HEADLINE_RESULT: _line(r"^2\. 지속가능발전지표 및 "),
    ACHIEVEMENTS: _line("^<서울시 지속가능발전 지표별 달성도>$"),
    PLAN_RESULT: _line(r"^2\.2 "),
    CRITERIA: _line("^<서울시 지속가능발전 이행계획 평가기준>$"),
    **{area: _line(rf"^<{area}분야>\s+- ▶") for area in AREAS},
    HEADLINE_ANALYSIS: _line(r"^3\. 서울시 지속가능성 평가 분석$"),
    PLAN_ANALYSIS: _line(r"^3\.2 "),
    SUMMARY: _line(r"^3\.3 "),
    CONCLUSION: _line(r"^4\. 결어$"),
}
"""What each piece begins with."""

LEVELS = ("달성", "일부달성", "미달성")
"""Met, partly met, missed: the criteria, and the columns of the tables of tasks."""


@dataclass(frozen=True)
class BasicStrategy:
    """A strategy in the list of chapter 1.1, with the titles of its tasks by their numbers."""

    number: int
    title: Passage
    tasks: dict[int, Passage] = field(default_factory=dict)


@dataclass(frozen=True)
class Overview:
    """A column of the table of chapter 1.1: the goal of an area, its strategies, its tasks."""

    goal: Passage
    strategies: list[Passage] = field(default_factory=list)
    tasks: list[Passage] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """A row of the tables of chapter 2.2; number and listed: the same task in the list of chapter 1.1."""

    position: int
    area: str
    strategy: str
    strategy_cell: Passage
    title: str
    cells: Sequence[Passage]
    counts: Sequence[int]
    number: int | None
    listed: Passage | None

    @property
    def row(self) -> Passage:
        """Return the whole row."""
        return whole_row(self.cells)


@dataclass(frozen=True)
class Headline:
    """A headline indicator: its name and keyword in chapter 1.2, its achievement in chapter 2.1."""

    position: int
    area: str
    keyword: str
    name: str
    passage: Passage
    name_beside_achievement: Passage
    achievement: Decimal | None
    achievement_passage: Passage


@dataclass(frozen=True)
class FirstPlan:
    """All that was read of the plan."""

    title: str
    pieces: Mapping[str, Passage]
    overview: Mapping[str, Overview]
    listed: Mapping[str, list[BasicStrategy]]
    headlines: list[Headline]
    tasks: list[Task]
    stated: list[Stated]
    corrections: Corrections

    def tasks_of(self, area: str) -> list[Task]:
        """Return the tasks of an area."""
        return [task for task in self.tasks if task.area == area]

    def counted(self, area: str | None) -> dict[str, int]:
        """Count what an area has, or the whole plan (None), by the names that statements have for it."""
        tasks = self.tasks_of(area) if area else self.tasks
        achieved, partly, missed = (sum(task.counts[column] for task in tasks) for column in range(3))
        counted = {"strategies": len({(task.area, task.strategy) for task in tasks}), "tasks": len(tasks)}
        counted |= {"indicators": achieved + partly + missed, "of_indicators": achieved + partly + missed}
        counted |= {"achieved": achieved, "partly": partly, "missed": missed}
        if area is None:
            strategies = [strategy for listed in self.listed.values() for strategy in listed]
            counted |= {"areas": len(AREAS), "basic_areas": len(self.listed), "basic_strategies": len(strategies)}
            counted["basic_tasks"] = sum(len(strategy.tasks) for strategy in strategies)
            counted["headlines"] = len(self.headlines)
        return counted


@dataclass(frozen=True)
class Stated:
    """Numbers that one passage states: of an area, or of the whole plan (None)."""

    passage: Passage
    piece: str
    area: str | None
    numbers: Mapping[str, Decimal]


@dataclass(frozen=True)
class RuleRow:
    """A rule as it is laid out, and where it stands."""

    kind: str
    name: str
    group: str | None
    text: str
    passage: Passage
