"""`orphans`: entries that lack a link they ought to have, each reason one condition under the contract's definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.alike import LEAST, alike_condition, not_different_condition
from graph.model import MODEL
from graph.reasons import NEEDED
from schema.compiler import Compiler, Level, Root
from schema.cypher import Fragment, Parameter, cypher, join
from schema.predicates import Place, labels, plain
from schema.selection import SelectedField
from schema.shaper import ShaperWriter
from schema.vocabulary import REASONS

PLAN = "head([(n0)-[:IN_PLAN]->(plan) | plan.title])"


@dataclass(frozen=True)
class Rule:
    """One reason: of which type, under which condition on `n0`, and what is told of each orphan.

    evidence: an expression whose value `detail` takes to say what is missing and where it was looked for. A
    condition may use $minScore, the least score of a pair by default.
    """

    type: str
    condition: str
    evidence: str
    detail: Callable[[Any], str]


ALIKE = alike_condition("pair")
"""The condition on a pair that counts as alike."""


def _yearly_targets(targets: Sequence[tuple[int, str]]) -> str:
    if not targets:
        return "It has no yearly target at all."
    cells = ", ".join(f"{year} “{text}”" for year, text in sorted(targets))
    return f"None of its yearly targets holds a number: {cells}."


def _bureau(parents: Sequence[str]) -> str:
    if parents:
        return f"No bureau stands above it: {parents[0]}, which does, is none."
    return "No bureau stands above it: no body is printed above it in any plan, nor known otherwise."


RULES: Mapping[str, Rule] = {
    "TASK_WITHOUT_PROJECT": Rule(
        "Task",
        "NOT EXISTS { MATCH (n0)-[:HAS_PROJECT]->() }",
        PLAN,
        lambda plan: f"No project carries it out: looked for under the task in “{plan}”.",
    ),
    "PROJECT_WITHOUT_INDICATOR": Rule(
        "Project",
        "NOT EXISTS { MATCH (n0)-[:HAS_INDICATOR]->() }",
        PLAN,
        lambda plan: f"No indicator measures it: looked for in the project's table of yearly targets in “{plan}”.",
    ),
    "PROJECT_WITHOUT_DEPARTMENT": Rule(
        "Project",
        "NOT EXISTS { MATCH (n0)-[:CARRIED_OUT_BY]->(:Department) }",
        PLAN,
        lambda plan: f"No department is in charge: looked for in the project's block of officials in “{plan}”.",
    ),
    "INDICATOR_WITHOUT_NUMBER": Rule(
        "Indicator",
        "NOT EXISTS { MATCH (n0)-[:HAS_YEARLY_TARGET]->(target) WHERE target.value IS NOT NULL }",
        "[(n0)-[:HAS_YEARLY_TARGET]->(target) | [target.year, target.text]]",
        _yearly_targets,
    ),
    "SDG_TARGET_WITHOUT_TASK": Rule(
        "SDGTarget",
        "NOT EXISTS { MATCH (n0)<-[:CONTRIBUTES_TO]-() }",
        "COUNT { MATCH (task:Task {generation: dataset.generation}) }",
        lambda tasks: f"No task serves it, primarily or besides: looked for among the contributions of {tasks} tasks.",
    ),
    "DEPARTMENT_WITHOUT_BUREAU": Rule(
        "Department",
        "NOT EXISTS { MATCH (n0)-[:PART_OF]->(:Bureau) }",
        "[(n0)-[:PART_OF]->(parent) | parent.name]",
        _bureau,
    ),
    "PLEDGE_WITHOUT_PROJECT": Rule(
        "Pledge",
        f"NOT EXISTS {{ MATCH (n0)-[pair:SIMILAR_TO]-(:Project) WHERE {ALIKE} }}",
        "COUNT { MATCH (project:Project {generation: dataset.generation}) }",
        lambda projects: f"No project is the same or overlaps: looked for among {projects} projects of other plans.",
    ),
    "KEY_PROJECT_WITHOUT_SDG": Rule(
        "KeyProject",
        "NOT EXISTS { MATCH (n0)-[:HAS_SDG_LINK]->() }",
        f"COUNT {{ MATCH (n0)-[pair:SIMILAR_TO]-() WHERE {not_different_condition('pair')} }}",
        lambda pairs: f"It serves no SDG: of {pairs} entries like it, none by the default score serves one.",
    ),
    "PROJECT_WITHOUT_BUDGET_LINE": Rule(
        "Project",
        "NOT EXISTS { MATCH (n0)-[:HAS_QUANTITY]->(quantity) WHERE quantity.kind = 'COST' } AND NOT EXISTS { "
        f"MATCH (n0)-[pair:SIMILAR_TO]-(key:KeyProject) WHERE {ALIKE} "
        "AND key.totalCostMillionKrw IS NOT NULL }",
        "COUNT { MATCH (key:KeyProject {generation: dataset.generation}) }",
        lambda keys: f"Its text states no cost, and no key project with a cost, of {keys}, is the same or overlaps.",
    ),
}
"""Each reason of the contract."""


def compile_orphans(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the orphans by reason, each reason's in their natural order."""
    number, arguments = compiler.read_arguments("Query", selected)
    asked = [plain(reason) for reason in arguments.get("reasons", REASONS)]
    reasons = [reason for reason in RULES if reason in asked]
    fields = compiler.selection.fields("Orphan", selected)
    items = [field for field in fields if field.name == "item"]
    levels = {reason: [_item(compiler, RULES[reason], item) for item in items] for reason in reasons}
    lists = [_orphans(reason, levels[reason], Parameter(number, ("minScore",))) for reason in reasons]
    paging = (Parameter(number, ("offset",)), ", ", Parameter(number, ("limit",)))

    def write(writer: ShaperWriter, column: str) -> str:
        made = [
            f"*map({_write(writer, reason, fields, levels[reason])}, sorted({column}[{place}], key=itemgetter(0)))"
            for place, reason in enumerate(reasons, start=2)
        ]
        return f"[{', '.join(made)}][{column}[0]:{column}[0] + {column}[1]]"

    return Root(
        cypher("[", *paging, *(part for one in lists for part in (", ", one)), "]"), write, {"detail_of": detail_of}
    )


def _place(rule: Rule) -> Place:
    return Place(MODEL.types[rule.type], "n0", 0)


def _item(compiler: Compiler, rule: Rule, field: SelectedField) -> Level:
    return compiler.level(_place(rule), field, ())


def _orphans(reason: str, levels: list[Level], min_score: Parameter) -> Fragment:
    rule = RULES[reason]
    columns = join(", ", [level.expression for level in levels])
    match = f"MATCH (n0{labels(_place(rule).entity)} {{generation: dataset.generation}})"
    before, *after = rule.condition.split(LEAST)
    condition = cypher(before, *(part for rest in after for part in (min_score, rest)))
    loaded = "".join(
        f" AND EXISTS {{ MATCH (:Plan {{generation: dataset.generation, kind: '{kind.value}'}}) }}"
        for kind in NEEDED.get(reason, ())
    )
    returned = f" RETURN [n0.rank, {rule.evidence}, ["
    return cypher("COLLECT { ", match, " WHERE ", condition, loaded, returned, columns, "]] }")


def _write(writer: ShaperWriter, reason: str, fields: list[SelectedField], levels: list[Level]) -> str:
    """Write the function that makes an orphan of a row: rank, evidence, and the item's columns as often as selected."""
    rows = iter(enumerate(levels))
    written = {}
    for field in fields:
        if field.name == "item":
            place, level = next(rows)
            written[field.key] = f"{writer.function(level.row)}(row[2][{place}])"
        elif field.name == "reason":
            written[field.key] = repr(reason)
        else:
            written[field.key] = f"detail_of({reason!r}, row[1])" if field.name == "detail" else repr("Orphan")
    return writer.define("orphan", written)


def detail_of(reason: str, evidence: Any) -> str:
    """Return what is missing to an orphan, and where it was looked for."""
    return RULES[reason].detail(evidence)


ROOTS = {"orphans": compile_orphans}
