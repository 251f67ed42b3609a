"""Tables become the graph: nodes by label, relationships by type, and what follows from them.

What follows, and is in no table: the offices of a task (those of its projects), the SDG that an entry serves through
its goal, the numbers of citations, what people decided about pairs that are alike, the natural orders.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.alike import is_alike
from graph.datasets import GraphTables
from graph.declaration import POSITION, EntityType, Relation, camel_case
from graph.model import MODEL
from graph.ordering import add_ranks
from graph.settings import Settings
from loaders.chain_steps import add_chain_steps
from loaders.decisions import Decision, without_entries
from loaders.errors import TableError
from loaders.gaps import gaps
from loaders.search_index import add_search_index
from loaders.tables import BODIES, NUMBERED, SCHEMAS, Tables, TableSchema, rows_of, table_name

Row = dict[str, Any]


def assemble(tables: Tables, decisions: Sequence[Decision] = (), min_score: float = Settings.min_score) -> GraphTables:
    """Put the graph together from tables that `loaders.tables.combine` has checked, and people's decisions.

    min_score: the least score of a pair that counts: through it an entry serves the SDG of another, and chains lead.
    """
    graph = _Graph()
    for entity in MODEL.labels:
        if entity.name not in BODIES:
            graph.add_entities(entity, rows_of(tables, table_name(entity)))
    for name, rows in _bodies(tables).items():
        graph.add_entities(MODEL.types[name], rows)
    graph.add_entities(MODEL.types["Finding"], gaps(rows_of(tables, "plans")))
    for schema in SCHEMAS.values():
        if schema.relationship:
            graph.add_links(
                schema.relationship, [column.name for column in schema.columns], rows_of(tables, schema.name)
            )
        if schema.supplements:
            graph.add_properties(schema, schema.supplements, rows_of(tables, schema.name))
    _offices_of_tasks(graph, tables)
    _check_single(graph)
    _similar_entries(graph, rows_of(tables, "similarities"), decisions)
    _sdg_links(graph, rows_of(tables, "goals"), rows_of(tables, "tasks"), rows_of(tables, "projects"), min_score)
    _plans_of_findings(graph)
    add_ranks(MODEL, graph.nodes, graph.relationships)
    add_chain_steps(graph.relationships, min_score)
    add_search_index(graph.nodes, graph.relationships, rows_of(tables, "key_terms"))
    return GraphTables(dict(graph.nodes), dict(graph.relationships))


def version_of(graph: GraphTables) -> str:
    """Return the version of a dataset: a hash of everything in it and of the model's declarations."""
    digest = hashlib.sha256(repr(MODEL).encode())
    for label, nodes in sorted(graph.nodes.items()):
        digest.update(repr((label, sorted(map(_canonical, nodes)))).encode())
    for key, rows in sorted(graph.relationships.items()):
        digest.update(repr((key, sorted((start, end, _canonical(row)) for start, end, row in rows))).encode())
    return digest.hexdigest()[:16]


def _canonical(properties: Mapping[str, Any]) -> str:
    return repr(sorted(properties.items()))


class _Graph:
    """The graph while it is put together."""

    def __init__(self) -> None:
        self.nodes: dict[str, list[Row]] = defaultdict(list)
        self.relationships: dict[tuple[str, str, str], list[tuple[str, str, Row]]] = defaultdict(list)
        self.labels: dict[str, str] = {entity.tag: entity.name for entity in MODEL.labels}

    def add_entities(self, entity: EntityType, rows: list[Row]) -> None:
        """Add the nodes of a type, and the relationships that its columns hold."""
        if entity.name in NUMBERED:
            rows = [{"id": f"{entity.tag}:{number}", **row} for number, row in _numbered(rows)]
        for row in rows:
            node: Row = {"id": row["id"]}
            for prop in entity.properties.values():
                value = row.get(prop.name)
                if value is not None:
                    node[prop.graph_name] = float(value) if prop.scalar is float else value
                elif prop.many:
                    node[prop.graph_name] = []
            self.nodes[entity.name].append(node)
            for relation in entity.columns:
                if row.get(relation.name) is not None:
                    self.relate(relation, row["id"], row[relation.name])

    def relate(self, relation: Relation, node_id: str, target_id: str) -> None:
        """Add the relationship behind a relation of one step."""
        (step,) = relation.steps
        start, end = (node_id, target_id) if step.outgoing else (target_id, node_id)
        self.add(step.relationship, start, end, {})

    def add(self, type_: str, start: str, end: str, properties: Row) -> None:
        """Add a relationship."""
        key = (type_, self.label(start), self.label(end))
        self.relationships[key].append((start, end, properties))

    def pairs(self, type_: str) -> list[tuple[str, str]]:
        """Return the starts and ends of the relationships of a type."""
        return [(start, end) for key, rows in self.relationships.items() if key[0] == type_ for start, end, _ in rows]

    def label(self, node_id: str) -> str:
        """Return the label of a node as its id tells it."""
        return self.labels[node_id.partition(":")[0]]

    def add_links(self, type_: str, columns: list[str], rows: list[Row]) -> None:
        """Add the relationships of a table whose first two columns are the ends."""
        start, end, *properties = columns
        for row in rows:
            values = {camel_case(name): row[name] for name in properties if row[name] is not None}
            self.add(type_, row[start], row[end], values)

    def add_properties(self, schema: TableSchema, entity: EntityType, rows: list[Row]) -> None:
        """Set the properties of nodes that a table of its own holds; of several rows for a node, the first counts."""
        owner, *names = (column.name for column in schema.columns)
        found: dict[str, Row] = {}
        for row in rows:
            values = {entity.properties[name].graph_name: row[name] for name in names if row[name] is not None}
            found.setdefault(row[owner], values)
        for node in self.nodes[entity.name]:
            node.update(found.get(node["id"], {}))


def _bodies(tables: Tables) -> dict[str, list[Row]]:
    """Return the rows of the organizations by type, each with its other names."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(tables, "organization_names"):
        aliases[row["organization"]].append(row["name"])
    rows: dict[str, list[Row]] = {name: [] for name in BODIES}
    for row in rows_of(tables, "organizations"):
        entity = MODEL.type_of(row["id"])
        assert entity is not None, "the tables are checked"
        rows[entity.name].append({**row, "aliases": aliases[row["id"]]})
    return rows


def _check_single(graph: _Graph) -> None:
    """Raise TableError where a node has more nodes than the one to which a relation leads, or lacks one it must have.

    A relation that is a column of the node's own table cannot; one that a table of links holds can.
    """
    problems = []
    for entity in MODEL.labels:
        for relation in entity.relations.values():
            if relation.many or relation.column or len(relation.steps) != 1:
                continue
            found: dict[str, list[str]] = {node["id"]: [] for node in graph.nodes[entity.name]}
            (step,) = relation.steps
            for start, end in graph.pairs(step.relationship):
                node, target = (start, end) if step.outgoing else (end, start)
                if node in found and graph.label(target) in MODEL.target(relation).members:
                    found[node].append(target)
            least = 0 if relation.optional else 1
            problems += [
                f"{node}: {relation.graph_name} is {', '.join(targets) or 'missing'}; expected one {relation.target}"
                for node, targets in found.items()
                if not least <= len(targets) <= 1
            ]
    if problems:
        raise TableError(problems)


def _numbered(rows: list[Row]) -> Iterator[tuple[str, Row]]:
    """Number rows within what they cite: `task:sdp2/8/1`, `task:sdp2/8/2`."""
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row["entry"]] += 1
        yield f"{row['entry']}/{count[row['entry']]}", row


def _offices_of_tasks(graph: _Graph, tables: Tables) -> None:
    """Give a task the offices of its projects, in the order of the projects, each once."""
    names = {row["id"]: row["name"] for row in rows_of(tables, "organizations")}
    projects, offices = rows_of(tables, "projects"), rows_of(tables, "item_organizations")
    by_project: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(offices, key=lambda row: (row[POSITION], names[row["organization"]], row["organization"])):
        by_project[row["item"]].append(row)
    of_task: dict[str, dict[str, None]] = defaultdict(dict)
    for project in sorted(projects, key=lambda row: row["number"]):
        for row in by_project[project["id"]]:
            of_task[project["task"]][row["organization"]] = None
    for task, organizations in of_task.items():
        for position, organization in enumerate(organizations, start=1):
            graph.add("CARRIED_OUT_BY", task, organization, {POSITION: position})


def _sdg_links(graph: _Graph, goals: list[Row], tasks: list[Row], projects: list[Row], min_score: float) -> None:
    """Link every task and project to the SDG of its goal, and other entries through those that are like them."""
    sdg_of_goal = {goal["id"]: goal["sdg"] for goal in goals}
    sdg_of_task = {task["id"]: sdg_of_goal[task["goal"]] for task in tasks}
    served = sdg_of_task | {project["id"]: sdg_of_task[project["task"]] for project in projects}
    for entry, sdg in served.items():
        _sdg_link(graph, entry, sdg)
    for (entry, sdg), (score, via) in _served_through_others(graph, served, min_score).items():
        link = _sdg_link(graph, entry, sdg, score=score)
        graph.add("VIA", link, via, {})


def _sdg_link(graph: _Graph, entry: str, sdg: str, **properties: float) -> str:
    link = f"sdgLink:{entry}/{sdg}"
    graph.nodes["SDGLink"].append({"id": link, **properties})
    graph.add("HAS_SDG_LINK", entry, link, {})
    graph.add("TO_SDG", link, sdg, {})
    return link


def _served_through_others(
    graph: _Graph, served: Mapping[str, str], min_score: float
) -> dict[tuple[str, str], tuple[float, str]]:
    """Return the best score, and the other entry, of the pairs through which an entry without a goal serves an SDG."""
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for (type_, _, _), rows in graph.relationships.items():
        if type_ != "SIMILAR_TO":
            continue
        for left, right, pair in rows:
            alike = is_alike(pair, min_score)
            for entry, via in ((left, right), (right, left)):
                if alike and entry not in served and via in served and MODEL.type_of(entry) in PLAN_ITEMS:
                    key, found = (entry, served[via]), (pair["score"], via)
                    best[key] = min(best.get(key, found), found, key=lambda link: (-link[0], link[1]))
    return best


PLAN_ITEMS = [MODEL.types[name] for name in MODEL.types["PlanItem"].members]


def _plans_of_findings(graph: _Graph) -> None:
    """Put a finding into the plan of the entry that it concerns, or into the plan that it concerns."""
    plans = dict(graph.pairs("IN_PLAN"))
    for finding, node in graph.pairs("ABOUT"):
        plan = node if graph.label(node) == "Plan" else plans.get(node)
        if plan is not None:
            graph.add("IN_PLAN", finding, plan, {})


def _similar_entries(graph: _Graph, pairs: list[Row], decisions: Sequence[Decision]) -> None:
    """Relate entries that are alike, the lower id first; a person's verdict on a pair is its kind, scored or not."""
    known = {node["id"] for nodes in graph.nodes.values() for node in nodes}
    graph.add_entities(MODEL.types["Finding"], without_entries(decisions, known))
    decided = {(decision.left, decision.right): decision for decision in decisions}
    for pair in pairs:
        values: Row = {"kind": pair["kind"], "score": float(pair["score"])}
        if pair["relation"] is not None:
            values["relation"] = pair["relation"]
        lists = {"signals": "signal", "shares": "score", "details": "detail"}
        values |= {name: [reason[part] for reason in pair["reasons"]] for name, part in lists.items()}
        decision = decided.pop((pair["left"], pair["right"]), None)
        if decision is not None:
            values |= {**decision.properties, "kind": decision.verdict}
        graph.add("SIMILAR_TO", pair["left"], pair["right"], values)
    for decision in decided.values():
        if decision.left in known and decision.right in known:
            nothing: Row = {"kind": decision.verdict, "score": 0.0, "signals": [], "shares": [], "details": []}
            graph.add("SIMILAR_TO", decision.left, decision.right, {**nothing, **decision.properties})
