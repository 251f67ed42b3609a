"""`path`: a shortest chain of relationships between two nodes.

The database finds the shortest chains over the relationship types that are steps (`graph/chains.py`), looking from both
ends; of these the one with the smallest ids is taken. The bound of the search is part of the text, so it is the largest
that may be asked for, and a longer chain than asked for is dropped afterwards: a condition inside the search would make
Neo4j try every chain, not the shortest only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graph.chains import SHOWN_AS, STEPS
from graph.model import MODEL
from graph.search_terms import KEY, OPENS
from schema.compiler import Compiler, Root, checked
from schema.cypher import Parameter, cypher, join
from schema.errors import BadUserInput
from schema.predicates import Place
from schema.selection import SelectedField
from schema.shaper import ShaperWriter

NODE = MODEL.types["Node"]
USUAL_LENGTH, MOST_STEPS = 6, 10


def length_asked(arguments: Mapping[str, Any]) -> int:
    """Return how long the chain may be; raises BadUserInput for a negative or too large number."""
    length = checked("maxLength", arguments.get("maxLength", USUAL_LENGTH))
    if length > MOST_STEPS:
        raise BadUserInput(f"maxLength must be at most {MOST_STEPS}; it is {arguments['maxLength']}.")
    return length


def compile_path(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the nodes of the chain with what leads on from each; rows come in any order, none where there is none."""
    number, _ = compiler.read_arguments("Query", selected)
    place = Place(NODE, "n0", 0)
    fields = compiler.selection.fields("Path", selected)
    levels = {field.key: compiler.level(place, field, ()) for field in fields if field.name == "nodes"}
    found = cypher(
        *("COLLECT { ", _end("start", Parameter(number, ("from",))), " ", _end("finish", Parameter(number, ("to",)))),
        " WITH dataset, start, finish, head(COLLECT { WITH start, finish WHERE start <> finish "
        f"MATCH chain = allShortestPaths((start)-[:{'|'.join(STEPS)}*..{MOST_STEPS}]-(finish)) "
        "WITH chain ORDER BY [node IN nodes(chain) | node.id], [step IN relationships(chain) | type(step)] LIMIT 1 "
        "RETURN chain }) AS chain "
        "WITH dataset, CASE WHEN start = finish THEN [start] ELSE coalesce(nodes(chain), []) END AS met, "
        "coalesce(relationships(chain), []) AS steps "
        "WITH dataset, met, steps WHERE size(steps) <= ",
        Parameter(number, ("maxLength",), length_asked),
        " UNWIND range(0, size(met) - 1) AS at WITH dataset, at, met[at] AS n0, steps[at] AS step "
        "RETURN [at, n0.id, type(step), startNode(step).id, [",
        *(join(", ", [level.expression for level in levels.values()]), "]] }"),
    )

    def write(writer: ShaperWriter, column: str) -> str:
        written: dict[str, str] = {}
        for field in fields:
            if field.name == "nodes":
                place_of_level = list(levels).index(field.key)
                function = writer.function(levels[field.key].row)
                written[field.key] = f"[{function}(met[4][{place_of_level}]) for met in row]"
            elif field.name == "steps":
                written[field.key] = _write_steps(compiler, field, writer)
            else:
                written[field.key] = "len(row) - 1" if field.name == "length" else repr("Path")
        return f"{writer.define('path', written, optional=True)}(in_chain({column}))"

    return Root(found, write, {"in_chain": in_chain, "pairwise": pairwise, "name_of": name_of})


def _end(variable: str, node_id: Parameter) -> Any:
    """Return the pattern that finds one end by its id."""
    key = f"MATCH (:{KEY} {{generation: dataset.generation, id: "
    return cypher(key, node_id, f"}})-[:{OPENS}]->({variable})")


STEP = {
    "from": "row[0][1]",
    "to": "row[1][1]",
    "relationship": "name_of(row[0][2])",
    "forward": "row[0][3] == row[0][1]",
    "__typename": "'PathStep'",
}
"""The expression of each field of a step, given the two nodes between which it lies."""


def _write_steps(compiler: Compiler, field: SelectedField, writer: ShaperWriter) -> str:
    fields = {f.key: STEP[f.name] for f in compiler.selection.fields("PathStep", field)}
    return f"[{writer.define('step', fields)}(pair) for pair in pairwise(row)]"


# What the shaper calls.


def in_chain(rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]] | None:
    """Return the nodes in the order of the chain, None where there is no chain."""
    return sorted(rows, key=lambda row: int(row[0])) or None


def name_of(relationship: str) -> str:
    """Return what a step is called."""
    return SHOWN_AS.get(relationship, relationship)


ROOTS: Mapping[str, Callable[[Compiler, SelectedField], Root]] = {"path": compile_path}
