"""Evaluations of commissioned services laid out in tables: the plan, its rules, average scores, and services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loaders.kit.layout import Desk
from loaders.kit.numbers import Number
from loaders.kit.text import Passage, restore
from loaders.sources.city import lay_out_plan
from loaders.sources.council_answers.commissions.document import PLAN, PLAN_ID, Consequences, Evaluation, Service
from loaders.sources.council_answers.document import lay_out_number, next_position

EXCLUDED = "재계약 배제"
"""The remark on a service that is excluded from renewal of its contract."""
EVALUATION, AVERAGE, POINTS = "민간위탁 종합성과평가", "평균", "점"
"""The evaluation of commissioned services, its average, and the points in which it is given. They name quantities."""


def lay_out(title: str, evaluations: Sequence[Evaluation], consequences: Consequences, desk: Desk) -> None:
    """Write the rows of the plan, of the rules that it states, of its averages, and of the services."""
    lay_out_plan(desk.tables, PLAN_ID, title, "COMMISSIONS", (consequences.first_year, consequences.last_year))
    lay_out_rule(desk, 1, "SCOPE", "대상", evaluations[0].scope)
    lay_out_rule(desk, 2, "RENEWAL", EXCLUDED, consequences.rule)
    for number, (kind, name, words) in enumerate(consequences.duties, start=3):
        lay_out_rule(desk, number, kind, restore(name), words)
    for number, evaluation in enumerate(evaluations, start=1):
        lay_out_number(make_average(evaluation), evaluation.result, f"quantity:{PLAN}/{number}", desk.tables)
        for service in evaluation.services:
            lay_out_service(service, evaluation.round_of(service), desk)


def lay_out_rule(desk: Desk, number: int, kind: str, name: str, text: Passage) -> None:
    """Write the row of a rule."""
    desk.tables.add(
        "rules",
        text,
        id=f"rule:{PLAN}/{number}",
        kind=kind,
        name=name,
        text=restore(text),
        position=next_position(desk.tables, "rules"),
        plan=PLAN_ID,
    )


def lay_out_service(service: Service, in_round: int, desk: Desk) -> None:
    """Write the rows of a service: itself, the office that commissions it, and its contractors."""
    desk.tables.add(
        "commissions",
        service.passage,
        id=service.id,
        year=service.year,
        number=service.number,
        title=service.title,
        score=float(service.score),
        renewal_excluded=service.excluded,
        round=in_round,
        contractors_text=service.contractors_text,
        plan=PLAN_ID,
    )
    department = desk.directory.find(service.department, service.passage, "Department", year=service.year)
    contractors = (
        desk.directory.find(name, service.passage, "Contractor", year=service.year) for name in service.contractors
    )
    desk.tables.in_charge(service.id, [department, *contractors])


def make_average(evaluation: Evaluation) -> Number:
    """Make the number of a year's average score."""
    return Number(
        what=f"{EVALUATION}, {evaluation.year}년, {AVERAGE}",
        kind="RESULT",
        text=evaluation.average_text.text,
        value=float(evaluation.average),
        unit=POINTS,
        year=evaluation.year,
        period=None,
        from_value=None,
        passage=evaluation.average_text,
    )


def all_services(evaluations: Iterable[Evaluation]) -> list[Service]:
    """Return the services of all years."""
    return [service for evaluation in evaluations for service in evaluation.services]
