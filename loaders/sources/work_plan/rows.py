"""The work plan laid out in tables, and what it contradicts or misprints."""

from __future__ import annotations

from loaders.kit.corrections import Corrections
from loaders.kit.findings import ERROR, INFO, WARNING, Finding, Findings
from loaders.kit.layout import Tables
from loaders.kit.numbers import in_context
from loaders.kit.text import QUOTE_LENGTH, Passage
from loaders.sources.city import CITY_NAME, lay_out_city, lay_out_plan
from loaders.sources.work_plan.document import DOCUMENT, PLAN, PLAN_ID, WorkPlan

PUBLISHER = CITY_NAME
"""Whose plan it is; the cover prints the city's brand (I·SEOUL·U) only."""

CODES = {
    "titles": ("TITLE_MISPRINTED", INFO),
    "separators": ("MISREAD_SEPARATOR", ERROR),
    "numbers": ("NUMBER_MISPRINTED", ERROR),
    "units": ("UNITS_DIFFER", INFO),
}
"""The code and severity of the finding that a correction makes, by its section; these are all sections."""

_PARTS_OF_INITIATIVE = 3
"""Numbers in the code of an initiative: area, field, its own."""


def node_of(code: str) -> str:
    """Return the id of an initiative by its code; of anything else, the plan's."""
    return f"workItem:{PLAN}/{code}" if len(code.split("-")) == _PARTS_OF_INITIATIVE else PLAN_ID


def fill_tables(tables: Tables, plan: WorkPlan) -> None:
    """Lay out the document, the plan, its initiatives and all quantities."""
    tables.add("documents", id=DOCUMENT, title=plan.title, publisher=PUBLISHER)
    lay_out_city(tables)
    lay_out_plan(tables, PLAN_ID, plan.title, "WORK_PLAN", (plan.year, plan.year))
    position = 0
    for area in plan.areas:
        for field in area.fields:
            for initiative in field.initiatives:
                position += 1
                node = node_of(initiative.code)
                tables.add(
                    "work_items",
                    id=node,
                    title=initiative.title,
                    area=area.title,
                    field=field.title,
                    position=position,
                    plan=PLAN_ID,
                )
                tables.cite(node, initiative.passage, quoted=initiative.heading.text)
    fill_quantities(tables, plan)


def fill_quantities(tables: Tables, plan: WorkPlan) -> None:
    """Lay out the quantities of the parts, which concern no initiative, and of the initiatives."""
    of_parts = [(quantity, part.passage, None) for part in plan.parts.values() for quantity in part.quantities]
    of_initiatives = [
        (quantity, initiative.passage, node_of(initiative.code))
        for initiative in plan.initiatives
        for quantity in initiative.quantities
    ]
    for position, (quantity, around, item) in enumerate([*of_parts, *of_initiatives], start=1):
        row, amount = quantity.row, quantity.amount
        tables.add(
            "quantities",
            in_context(quantity.passage, line_of(quantity.passage, around), QUOTE_LENGTH),
            id=f"quantity:{PLAN}/{position}",
            kind=row.kind,
            what=row.what,
            text=quantity.text,
            value=None if amount.value is None else float(amount.value),
            unit=amount.unit,
            year=row.year,
            period_text=row.period,
            from_value=None if amount.from_value is None else float(amount.from_value),
            position=position,
            item=item,
        )


def line_of(passage: Passage, around: Passage) -> Passage:
    """Return the line in which a passage begins, up to the end of the passage."""
    start = passage.source.text.rfind("\n", around.start, passage.start) + 1
    return passage.part(max(start, around.start), passage.end)


def add_findings(findings: Findings, plan: WorkPlan, corrections: Corrections) -> None:
    """Tell of fields that a list lacks, and of everything that was corrected."""
    for area in plan.areas:
        for field in area.fields:
            if field.listed is None:
                findings.add(
                    Finding(
                        "FIELD_NOT_LISTED",
                        WARNING,
                        f"The list of area {area.code} ends with field {len(area.listing)}; field {field.code} "
                        f"({field.title}) follows all the same.",
                        PLAN_ID,
                        (area.text.part(area.listing[-1].start, area.text.end), field.heading),
                        key=field.code,
                    )
                )
    for finding in corrections.explain(lambda code: (node_of(str(code)), plan.passage_at(str(code))), CODES):
        findings.add(finding)
