"""The implementation plan laid out in tables: one for each type of the graph, with readable ids.

The columns are those of `loaders.tables`; a cell is a Python value, None where it is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.kit.findings import Findings
from loaders.kit.layout import make_frame, read_curated
from loaders.kit.numbers import Number, in_context
from loaders.kit.organizations import Directory
from loaders.kit.text import QUOTE_LENGTH, Passage, restore
from loaders.sources.city import CITY, CITY_ID, CITY_ROW
from loaders.sources.implementation_plan.document import (
    DOCUMENT,
    PLAN,
    PLAN_ID,
    Plan,
    Project,
    goal_id,
    indicator_id,
    project_id,
    strategy_id,
    task_id,
)
from loaders.sources.implementation_plan.people import Office
from loaders.sources.implementation_plan.targets import Row

Rows = list[dict[str, Any]]


def make_tables(plan: Plan, findings: Findings, curated: Path, directory: Directory) -> dict[str, pd.DataFrame]:
    """Lay the plan out in tables, one for each type of the graph."""
    tables: dict[str, Rows] = {
        **plan_rows(plan, read_curated(curated / "goal_sdgs.csv", "goal", "sdg")),
        **indicator_rows(plan, read_curated(curated / "directions.csv", "indicator", "direction")),
        **people_rows(plan, directory),
        "quantities": quantity_rows(plan),
        "citations": citation_rows(plan, findings),
        "findings": [
            {
                "id": finding_id,
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "source": DOCUMENT,
                "node": finding.node,
            }
            for finding_id, finding in findings.with_ids()
        ],
    }
    return {name: make_frame(rows) for name, rows in tables.items()}


def plan_rows(plan: Plan, sdg_of: Callable[[str], str]) -> dict[str, Rows]:
    """Lay out the document, the plan, and its entries down to the projects."""
    about = plan.information
    return {
        "documents": [
            {
                "id": DOCUMENT,
                "title": about.title,
                "number": about.number,
                "produced_on": about.produced_on,
                "publisher": about.publisher,
                "license": about.license,
                "part_of": None,
            }
        ],
        "cities": [CITY_ROW],
        "plans": [
            {
                "id": PLAN_ID,
                "title": about.title,
                "kind": "IMPLEMENTATION_PLAN",
                "city": CITY_ID,
                "start_year": about.start_year,
                "end_year": about.end_year,
                "document": DOCUMENT,
            }
        ],
        "strategies": [
            {"id": strategy_id(s), "number": s.number, "title": restore(s.title), "plan": PLAN_ID}
            for s in plan.strategies
        ],
        "goals": [
            {
                "id": goal_id(goal),
                "code": goal.code,
                "title": restore(goal.title),
                "priority": plan.overview.goals[goal.code].priority,
                "strategy": strategy_id(strategy),
                "plan": PLAN_ID,
                "sdg": sdg_of(goal_id(goal)),
            }
            for strategy in plan.strategies
            for goal in strategy.goals
        ],
        "tasks": [
            {"id": task_id(t), "number": t.number, "title": restore(t.title), "goal": goal_id(goal), "plan": PLAN_ID}
            for goal in plan.goals
            for t in goal.tasks
        ],
        "projects": [
            {
                "id": project_id(project),
                "number": project.number,
                "title": project.title,
                "future": project.future,
                "task": task_id(task),
                "plan": PLAN_ID,
            }
            for task in plan.tasks
            for project in task.projects
        ],
    }


def indicators(plan: Plan) -> Iterator[tuple[str, Project, Row]]:
    """Give every indicator with its id."""
    for project in plan.projects:
        for position, row in enumerate(project.table.rows, start=1):
            yield indicator_id(project, position), project, row


def indicator_rows(plan: Plan, direction_of: Callable[[str], str]) -> dict[str, Rows]:
    """Lay out the indicators and their yearly targets."""
    rows: Rows = []
    targets: Rows = []
    for position, (identity, project, row) in enumerate(indicators(plan), start=1):
        rows.append(
            {
                "id": identity,
                "position": position,
                "name": row.name,
                "unit": row.unit,
                "direction": direction_of(identity),
                "note": project.table.note,
                "project": project_id(project),
                "plan": PLAN_ID,
            }
        )
        targets += [
            {
                "id": f"{identity.replace('indicator', 'yearlyTarget')}/{cell.years[0]}",
                "year": cell.years[0],
                "text": cell.text,
                "value": cell.value,
                "unit": cell.unit,
                "trend": cell.trend,
                "covers_years": list(cell.years),
                "indicator": identity,
            }
            for cell in row.cells
        ]
    return {"indicators": rows, "yearly_targets": targets}


def people_rows(plan: Plan, directory: Directory) -> dict[str, Rows]:
    """Lay out the offices in charge, officials, what they are responsible for, and their telephone numbers."""
    staff: dict[str, dict[str, Any]] = {}
    contacts: Rows = []
    in_charge: Rows = []
    responsibilities: Rows = []
    for project in plan.projects:
        for position, office in enumerate(project.offices, start=1):
            department = directory.check(department_id(office), project.passage)
            in_charge.append({"item": project_id(project), "organization": department, "position": position})
        for number, person in enumerate(project.people, start=1):
            official = staff_id(person.office, person.name)
            staff.setdefault(official, {"id": official, "name": person.name})
            contact = {"staff": official, "phone": person.telephone}
            contacts += [contact] if contact not in contacts else []
            responsibilities.append(
                {
                    "id": f"responsibility:{PLAN}/{project.number}/{number}",
                    "position": len(responsibilities) + 1,
                    "role": person.role,
                    "printed_role": person.printed_role,
                    "team": person.team,
                    "staff": official,
                    "project": project_id(project),
                    "department": department_id(person.office),
                }
            )
    return {
        "item_organizations": in_charge,
        "staff": list(staff.values()),
        "responsibilities": responsibilities,
        "contacts": contacts,
    }


def department_id(office: Office) -> str:
    """Return the id of an office, the body printed above it before its name."""
    return f"department:{CITY}/{office.path}"


def staff_id(office: Office, name: str) -> str:
    """Return the id of an official: people of one name in two offices are two people."""
    return f"staff:{CITY}/{office.path}/{name}"


def quantities(plan: Plan) -> Iterator[tuple[str, Project, Passage, Number]]:
    """Give every number of the tables in the text, with its id and its table."""
    for project in plan.projects:
        numbers = [(grid, number) for grid, numbers in project.grids for number in numbers]
        for position, (grid, number) in enumerate(numbers, start=1):
            yield f"quantity:{PLAN}/{project.number}/{position}", project, grid, number


def quantity_rows(plan: Plan) -> Rows:
    """Lay out the numbers of the tables in the text."""
    return [
        {
            "id": identity,
            "position": position,
            "kind": number.kind,
            "what": number.what,
            "text": number.text,
            "value": number.value,
            "unit": number.unit,
            "year": number.year,
            "period_text": number.period,
            "from_value": number.from_value,
            "item": project_id(project),
        }
        for position, (identity, project, _, number) in enumerate(quantities(plan), start=1)
    ]


def citation_rows(plan: Plan, findings: Findings) -> Rows:
    """Cite the place of every entry, number and finding."""
    cited: list[tuple[str, Passage, str]] = []
    cited += [(strategy_id(strategy), strategy.passage, strategy.heading.quote) for strategy in plan.strategies]
    cited += [(goal_id(goal), goal.passage, goal.heading.quote) for goal in plan.goals]
    cited += [(task_id(task), task.passage, task.passage.quote) for task in plan.tasks]
    cited += [(project_id(project), project.passage, project.heading.quote) for project in plan.projects]
    cited += [(identity, row.passage, row.passage.quote) for identity, _, row in indicators(plan)]
    for identity, _, grid, number in quantities(plan):
        passage = in_context(number.passage, grid, QUOTE_LENGTH)
        cited.append((identity, passage, passage.quote))
    cited += [(identity, quoted, quoted.quote) for identity, found in findings.with_ids() for quoted in found.quotes]
    return [
        {"entry": entry, "document": DOCUMENT, "locator": passage.locator, "offset": passage.start, "quote": quoted}
        for entry, passage, quoted in cited
    ]
