"""The mayor's pledges laid out in tables, with readable ids; the columns are those of `loaders.tables`."""

from __future__ import annotations

from collections import defaultdict

from loaders.kit.layout import Desk, Tables
from loaders.sources.city import lay_out_city, lay_out_plan
from loaders.sources.pledges.document import DOCUMENT, PLAN, PLAN_ID, Information, Pledges, Rule, core_id, pledge_id


def field_id(number: int) -> str:
    """Return the id of a field."""
    return f"pledgeField:{PLAN}/{number}"


def lay_out(pledges: Pledges, desk: Desk) -> None:
    """Lay the document out in tables; the fields and core pledges have no citations in the graph."""
    tables = desk.tables
    add_plan(pledges.information, tables)
    for field in pledges.overview.fields:
        tables.add("pledge_fields", id=field_id(field.number), number=field.number, title=field.title, plan=PLAN_ID)
    for core in pledges.cores:
        policy = pledges.policies[core.code].title
        cells = {"id": core_id(core.code), "code": core.code, "title": core.title, "policy": policy}
        tables.add("pledge_cores", **cells, plan=PLAN_ID, field=field_id(core.field_number))
    for core in pledges.cores:
        for pledge in core.pledges:
            cells = {"id": pledge_id(pledge.code), "code": pledge.code, "title": pledge.title}
            cells |= {"core": core_id(core.code), "plan": PLAN_ID}
            tables.add("pledges", pledge.passage, **cells, subpoints=pledge.points)
            year = pledges.information.start_year
            bureaus = (desk.directory.find(printed.text, printed, "Bureau", year=year) for printed in pledge.bureaus)
            tables.in_charge(pledge_id(pledge.code), bureaus)
    add_rules(pledges.rules, tables)


def add_plan(about: Information, tables: Tables) -> None:
    """Add the document, the city, the plan."""
    tables.add(
        "documents",
        id=DOCUMENT,
        title=about.title,
        number=about.number,
        produced_on=about.produced_on,
        publisher=about.publisher,
        license=about.license,
    )
    lay_out_city(tables)
    lay_out_plan(tables, PLAN_ID, about.title, "PLEDGES", (about.start_year, about.end_year))


def add_rules(rules: list[Rule], tables: Tables) -> None:
    """Add the rules, numbered within their kind for their ids, and through the document for their order."""
    numbers: dict[str, int] = defaultdict(int)
    for position, rule in enumerate(rules, start=1):
        numbers[rule.kind] += 1
        identity = f"rule:{PLAN}/{rule.kind.lower()}-{numbers[rule.kind]}"
        cells = {"id": identity, "kind": rule.kind, "name": rule.name, "group": rule.group, "text": rule.text}
        tables.add("rules", rule.passages[0], **cells, position=position, plan=PLAN_ID)
        for passage in rule.passages[1:]:
            tables.cite(identity, passage)
