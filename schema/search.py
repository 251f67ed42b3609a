"""`search`: entries by words, scored by the loaders' own index, so that every database gives the same.

The question is cut into terms before the statement runs (`graph/search_terms.py`); the statement looks these up, adds
up what they tell of each entry, and opens the best entries only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.declaration import Kind
from graph.model import MODEL
from graph.search_terms import KEY, OPENS, SCALE, SEARCH_TERM, TYPE_SIZE, WORD, query_terms, type_number
from schema.compiler import Columns, Compiler, Pending, Root, checked
from schema.cypher import Parameter, cypher
from schema.predicates import Place, plain
from schema.selection import SelectedField
from schema.shaper import Entry, One, Written
from schema.types import node_type

NODE = MODEL.types["Node"]
USUAL_LIMIT = 20
NUMBER_OF = {node_type(entity): type_number(entity) for entity in MODEL.labels if entity.kind is Kind.NODE}
"""The number that stands for a type in the index, by its NodeType."""


def terms_asked(arguments: Mapping[str, Any]) -> list[list[Any]]:
    """Return the terms of the question, each with what it counts."""
    return [[term, counts] for term, counts in query_terms(arguments["text"]).items()]


def types_asked(arguments: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the types asked for."""
    return [NUMBER_OF[plain(type_)] for type_ in arguments["types"]]


def limit_asked(arguments: Mapping[str, Any]) -> int:
    """Return how many to find at most; raises BadUserInput for a negative limit."""
    return checked("limit", arguments.get("limit", USUAL_LIMIT))


def compile_search(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile the entries that the question's terms tell most of, best first."""
    number, arguments = compiler.read_arguments("Query", selected)
    level = compiler.plain_level("SearchHit", selected, lambda field, columns: _field(compiler, field, columns), SORT)
    asked = Parameter(number, ("text",), terms_asked)
    of_types = (
        (f" WHERE number / {TYPE_SIZE} IN ", Parameter(number, ("types",), types_asked)) if "types" in arguments else ()
    )
    found = cypher(
        *("COLLECT { UNWIND ", asked, " AS asked "),
        f"MATCH (term:{SEARCH_TERM} {{generation: dataset.generation, id: asked[0]}}) ",
        "WITH dataset, asked[1] AS counts, term.numbers AS numbers, term.weights AS weights, term.texts AS texts ",
        "UNWIND range(0, size(numbers) - 1) AS at ",
        "WITH dataset, numbers[at] AS number, counts * weights[at] AS tells, texts[at] AS told",
        *of_types,
        " WITH dataset, number, sum(tells) AS total, collect([told, tells]) AS told ORDER BY total DESC, number LIMIT ",
        Parameter(number, ("limit",), limit_asked),
        f" MATCH (key:{KEY} {{generation: dataset.generation, number: number}})-[:{OPENS}]->(n0) RETURN ",
        *(level.expression, " }"),
    )
    sort = tuple(level.index(fragment) for fragment in SORT)
    helpers = {"score_of": score_of, "matched_of": matched_of}
    return Root(found, lambda writer, column: writer.list(column, level.row, sort), helpers)


WORST_FIRST, NUMBER = cypher("-total"), cypher("number")
SORT = (WORST_FIRST, NUMBER)
TEXTS, TOLD = cypher("key.texts"), cypher("told")


def _field(compiler: Compiler, field: SelectedField, columns: Columns) -> Entry | Pending:
    if field.name == "node":
        level = compiler.level(Place(NODE, "n0", 0), field, ())
        return Pending((columns.add(level.expression),), lambda column: One(column, level.row))
    if field.name == "score":
        return Pending((columns.add(WORST_FIRST),), lambda column: _written(f"score_of(row[{column}])"))
    parts = (columns.add(TEXTS), columns.add(TOLD))
    return Pending(parts, lambda texts, told: _written(f"matched_of(row[{texts}], row[{told}])"))


def _written(expression: str) -> Written:
    return Written(lambda _writer: expression)


# What the shaper calls.


def score_of(total: int) -> float:
    """Return the score of an entry, given the negative sum of what its terms tell."""
    return -total / (SCALE * WORD)


def matched_of(texts: Sequence[str], told: Sequence[Sequence[int]]) -> str:
    """Return the text of an entry that told most; told: pairs of a text's place and what it tells."""
    by_text: dict[int, int] = {}
    for place, tells in told:
        by_text[place] = by_text.get(place, 0) + tells
    return texts[min(by_text, key=lambda place: (-by_text[place], place))]


ROOTS = {"search": compile_search}
