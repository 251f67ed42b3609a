"""The first plan laid out in tables: the plan, its rules, headline indicators and tasks, and numbers of its areas."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.kit.layout import Desk
from loaders.sources.city import lay_out_plan
from loaders.sources.council_answers.document import SUSTAINABILITY_REPORT, next_position
from loaders.sources.council_answers.first_plan.document import (
    AREAS,
    HEADLINE_RESULT,
    PLAN,
    PLAN_ID,
    FirstPlan,
    RuleRow,
    Stated,
    Task,
)

ACHIEVEMENT, WHOLE = "지속가능발전지표 달성도", "전체"
"""How far headline indicators have reached their targets; all of them."""
PROJECTS = "이행계획 세부사업 수"
"""The number of projects of the plan."""


def lay_out(plan: FirstPlan, rules: Sequence[RuleRow], desk: Desk) -> None:
    """Write the rows of the plan, its rules, headline indicators and tasks, and the numbers of its areas."""
    tables, cited = desk.tables, SUSTAINABILITY_REPORT
    lay_out_plan(tables, PLAN_ID, plan.title, "FIRST_PLAN", document=cited)
    for position, rule in enumerate(rules, start=1):
        tables.add(
            "rules",
            rule.passage,
            cited=cited,
            id=f"rule:{PLAN}/{position}",
            kind=rule.kind,
            name=rule.name,
            group=rule.group,
            text=rule.text,
            position=position,
            plan=PLAN_ID,
        )
    for headline in plan.headlines:
        identity = f"headlineIndicator:{PLAN}/{headline.position}"
        tables.add(
            "headline_indicators",
            headline.passage,
            cited=cited,
            id=identity,
            name=headline.name,
            area=headline.area,
            keyword=headline.keyword,
            achievement_percent=None if headline.achievement is None else float(headline.achievement),
            position=headline.position,
            plan=PLAN_ID,
        )
        tables.cite(identity, headline.achievement_passage, document=cited)
    for task in plan.tasks:
        achieved, partly, missed = task.counts
        tables.add(
            "first_plan_tasks",
            task.row,
            cited=cited,
            id=task_id(task),
            title=task.title,
            number=task.number,
            area=task.area,
            strategy=task.strategy,
            indicator_count=sum(task.counts),
            achieved=achieved,
            partly=partly,
            missed=missed,
            position=task.position,
            plan=PLAN_ID,
        )
    for stated in plan.stated:
        if stated.piece == HEADLINE_RESULT and "average" in stated.numbers:
            what = f"{ACHIEVEMENT}, {stated.area or WHOLE}"
            add_quantity(desk, stated, what, "average", "%", "RESULT", year=2017)
        elif stated.piece in AREAS and "projects" in stated.numbers:
            add_quantity(desk, stated, f"{PROJECTS}, {stated.area}", "projects", "개", "FACT")


def add_quantity(
    desk: Desk, stated: Stated, what: str, number: str, unit: str, kind: str, year: int | None = None
) -> None:
    """Write the row of a number that the report states and no other table has."""
    position = next_position(desk.tables, "quantities")
    desk.tables.add(
        "quantities",
        stated.passage,
        cited=SUSTAINABILITY_REPORT,
        id=f"quantity:{PLAN}/{position}",
        kind=kind,
        what=what,
        text=f"{stated.numbers[number]}{unit}",
        value=float(stated.numbers[number]),
        unit=unit,
        year=year,
        position=position,
    )


def task_id(task: Task) -> str:
    """Return the id of a task."""
    return f"firstPlanTask:{PLAN}/{task.position}"
