"""The root fields: how each is compiled. What is below a root field is `schema/compiler.py`'s."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graph.declaration import EntityType, Kind, Lookup
from graph.model import MODEL
from schema import counting, orphans, path, search, similarity
from schema.compiler import Compiler, Level, Root, RootCompiler, is_paged, page
from schema.cursors import cursor_of
from schema.cypher import Fragment, Parameter, cypher, join
from schema.errors import Ambiguous
from schema.predicates import Place, Predicates, all_of, labels, when
from schema.selection import SelectedField
from schema.shaper import Errors, ShaperWriter
from schema.types import node_type


def match(place: Place) -> str:
    """Return the pattern at which a root field starts: every node of a type in the dataset that is served."""
    return f"MATCH ({place.var}{labels(place.entity)} {{generation: dataset.generation}})"


def condition_of(predicates: Predicates, place: Place, arguments: Mapping[str, Any]) -> Fragment | None:
    """Return the condition that a root list's arguments state."""
    stated = predicates.where(place, arguments.get("where") or {}, ("where",))
    return all_of([*predicates.equal(place, arguments), *([] if stated is None else [stated])])


def compile_list(entity: EntityType, compiler: Compiler, selected: SelectedField, owner: str = "Query") -> Root:
    """Compile a list of every node of a type; owner: the type whose field it is."""
    number, arguments = compiler.read_arguments(owner, selected)
    place = Place(entity, "n0", 0)
    predicates = Predicates(number)
    rank = cypher(place.property(entity.rank))
    condition = condition_of(predicates, place, arguments)
    in_database = is_paged(arguments)
    level = compiler.level(place, selected, () if in_database else (rank,))
    body: list[str | Parameter | Fragment] = [match(place), *when(condition)]
    if in_database:
        keys = [*predicates.order(place, arguments.get("orderBy") or []), place.property(entity.rank)]
        body += [" WITH n0, dataset ORDER BY ", ", ".join(keys), *page(number, arguments)]
    sort = () if in_database else (level.index(rank),)

    def write(writer: ShaperWriter, column: str) -> str:
        return writer.list(column, level.row, sort)

    return Root(cypher("COLLECT { ", *body, " RETURN ", level.expression, " }"), write)


def compile_lookup(entity: EntityType, lookup: Lookup, compiler: Compiler, selected: SelectedField) -> Root:
    """Compile a search for one node by a property; rows are pairs of the id and the columns."""
    number, arguments = compiler.read_arguments("Query", selected)
    place = Place(entity, "n0", 0)
    key = entity.properties[lookup.key].graph_name
    parameter = Parameter(number, (key,))
    condition = cypher(f"n0.{key} = ", parameter)
    if lookup.also:
        also = entity.properties[lookup.also].graph_name
        condition = cypher("(", condition, " OR ", parameter, f" IN n0.{also})")
    if lookup.within and lookup.within in arguments:
        condition = cypher(condition, " AND ", Predicates(number).leads_to(place, lookup.within))
    level = compiler.level(place, selected, ())
    found = cypher(
        f"COLLECT {{ {match(place)} WHERE ",
        condition,
        " WITH n0, dataset ORDER BY n0.rank RETURN [n0.id, ",
        level.expression,
        "] }",
    )

    def write(writer: ShaperWriter, column: str) -> str:
        return f"{writer.function(level.row, optional=True)}(single({column}, {selected.key!r}, errors))"

    return Root(found, write, {"single": single})


def compile_connection(entity: EntityType, compiler: Compiler, selected: SelectedField) -> Root:
    """Compile a Relay connection: where it starts, its size, one node more than that, and the count if asked for."""
    number, arguments = compiler.read_arguments("Query", selected)
    place = Place(entity, "n0", 0)
    predicates = Predicates(number)
    condition = condition_of(predicates, place, arguments)
    order = ", ".join([*predicates.order(place, arguments.get("orderBy") or []), place.property(entity.rank)])
    connection = Connection(compiler, place, selected)
    start, size = Parameter(number, ("after",)), Parameter(number, ("first",))
    total = cypher("COUNT { ", match(place), *when(condition), " }") if connection.counted else cypher("null")
    expression = cypher(
        *("[", start, ", ", size, ", ", total, ", COLLECT { ", match(place), *when(condition)),
        *(
            f" WITH n0, dataset ORDER BY {order} SKIP ",
            start,
            " LIMIT ",
            size,
            " + 1 RETURN ",
            connection.columns,
            " }]",
        ),
    )
    return Root(expression, connection.write, {"cursor_of": cursor_of})


class Connection:
    """What is selected of a connection: each `node` of its edges is one column, a list of the node's own columns."""

    def __init__(self, compiler: Compiler, place: Place, selected: SelectedField) -> None:
        """Walk the selection."""
        self.levels: list[Level] = []
        self.counted = False
        name = place.entity.name
        self.fields = {
            f.key: self._field(compiler, place, f) for f in compiler.selection.fields(f"{name}Connection", selected)
        }
        self.columns = cypher("[", join(", ", [level.expression for level in self.levels]), "]")

    def _field(self, compiler: Compiler, place: Place, selected: SelectedField) -> Callable[[ShaperWriter], str]:
        if selected.name == "edges":
            edges = compiler.selection.fields(f"{place.entity.name}Edge", selected)
            return partial(self._write_edges, {edge.key: self._edge(compiler, place, edge) for edge in edges})
        if selected.name == "pageInfo":
            names = {f.key: f.name for f in compiler.selection.fields("PageInfo", selected)}
            return partial(self._write_page_info, names)
        if selected.name == "totalCount":
            self.counted = True
            return lambda _writer: "row[2]"
        return lambda _writer: repr(f"{place.entity.name}Connection")

    def _edge(self, compiler: Compiler, place: Place, selected: SelectedField) -> Callable[[ShaperWriter], str]:
        if selected.name == "node":
            level, column = compiler.level(place, selected, ()), len(self.levels)
            self.levels.append(level)
            return lambda writer: f"{writer.function(level.row)}(row[1][{column}])"
        if selected.name == "cursor":
            return lambda _writer: "cursor_of(row[0])"
        return lambda _writer: repr(f"{place.entity.name}Edge")

    def _write_edges(self, fields: Mapping[str, Callable[[ShaperWriter], str]], writer: ShaperWriter) -> str:
        edge = writer.define("edge", {key: write(writer) for key, write in fields.items()})
        return f"[{edge}(row) for row in enumerate(row[3][:row[1]], start=row[0])]"

    def _write_page_info(self, names: Mapping[str, str], writer: ShaperWriter) -> str:
        last = "row[0] + min(len(row[3]), row[1]) - 1"
        written = {
            "hasNextPage": "len(row[3]) > row[1]",
            "hasPreviousPage": "row[0] > 0",
            "startCursor": "cursor_of(row[0]) if row[3][:row[1]] else None",
            "endCursor": f"cursor_of({last}) if row[3][:row[1]] else None",
            "__typename": "'PageInfo'",
        }
        return f"{writer.define('page_info', {key: written[name] for key, name in names.items()})}(row)"

    def write(self, writer: ShaperWriter, column: str) -> str:
        """Write the connection: a row is the position at which it starts, its size, the count, and the nodes."""
        return f"{writer.define('connection', {key: write(writer) for key, write in self.fields.items()})}({column})"


NODE, DOCUMENT = MODEL.types["Node"], MODEL.types["Document"]


def compile_node(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile `node(id:)`."""
    number, _ = compiler.read_arguments("Query", selected)
    place = Place(NODE, "n0", 0)
    level = compiler.level(place, selected, ())
    found = cypher(
        f"COLLECT {{ {match(place)} WHERE n0.id = ", Parameter(number, ("id",)), " RETURN ", level.expression, " }"
    )

    def write(writer: ShaperWriter, column: str) -> str:
        return f"{writer.function(level.row)}({column}[0] if {column} else None)"

    return Root(found, write)


def compile_nodes(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile `nodes(ids:)`: the ids as they came beside the nodes found, each a pair of its id and its columns."""
    number, _ = compiler.read_arguments("Query", selected)
    place = Place(NODE, "n0", 0)
    level = compiler.level(place, selected, ())
    ids = Parameter(number, ("ids",))
    found = cypher(f"COLLECT {{ {match(place)} WHERE n0.id IN ", ids, " RETURN [n0.id, ", level.expression, "] }")

    def write(writer: ShaperWriter, column: str) -> str:
        return f"[{writer.function(level.row)}(row) for row in in_order({column}[0], dict({column}[1]))]"

    return Root(cypher("[", ids, ", ", found, "]"), write, {"in_order": in_order})


def compile_dataset(compiler: Compiler, selected: SelectedField) -> Root:
    """Compile `dataset`: its own node, the documents, and a count for each type, as far as asked for."""
    expressions: list[Fragment] = []
    writes: dict[str, Callable[[ShaperWriter], str]] = {}
    for field in compiler.selection.fields("Dataset", selected):
        expression, write = DATASET_FIELDS[field.name](compiler, field, f"row[{len(expressions)}]")
        expressions.append(expression)
        writes[field.key] = write

    def write_all(writer: ShaperWriter, column: str) -> str:
        return f"{writer.define('dataset', {key: write(writer) for key, write in writes.items()})}({column})"

    return Root(cypher("[", join(", ", expressions), "]"), write_all)


Part = tuple[Fragment, Callable[[ShaperWriter], str]]


def dataset_property(expression: str, _compiler: Compiler, _field: SelectedField, column: str) -> Part:
    """Compile a field that is one value."""
    return cypher(expression), lambda _writer: column


def dataset_sources(compiler: Compiler, field: SelectedField, column: str) -> Part:
    """Compile the documents."""
    root = compile_list(DOCUMENT, compiler, field, "Dataset")
    return root.expression, lambda writer: root.write(writer, column)


def dataset_source_count(compiler: Compiler, field: SelectedField, column: str) -> Part:
    """Compile the number of the documents."""
    number, arguments = compiler.read_arguments("Dataset", field)
    place = Place(DOCUMENT, "n0", 0)
    condition = condition_of(Predicates(number), place, arguments)
    return cypher("COUNT { ", match(place), *when(condition), " }"), lambda _writer: column


def dataset_counts(compiler: Compiler, field: SelectedField, column: str) -> Part:
    """Compile the count of each type of node."""
    counted = [entity for entity in MODEL.labels if entity.kind is Kind.NODE]
    counts = [f"['{node_type(e)}', COUNT {{ {match(Place(e, 'n0', 0))} }}]" for e in counted]
    written = {"type": "row[0]", "count": "row[1]", "__typename": "'TypeCount'"}
    fields = {f.key: written[f.name] for f in compiler.selection.fields("TypeCount", field)}
    return cypher(
        "[", ", ".join(counts), "]"
    ), lambda writer: f"[{writer.define('count', fields)}(row) for row in {column}]"


DATASET_FIELDS: Mapping[str, Callable[[Compiler, SelectedField, str], Part]] = {
    "version": partial(dataset_property, "dataset.version"),
    "loadedAt": partial(dataset_property, "dataset.loadedAt"),
    "sources": dataset_sources,
    "sourceCount": dataset_source_count,
    "counts": dataset_counts,
    "__typename": partial(dataset_property, "'Dataset'"),
}


# What the shapers of root fields call.


def single(rows: Sequence[Sequence[Any]], key: str, errors: Errors) -> Any:
    """Return the columns of the one node found, None for none; several are an error that lists their ids."""
    if len(rows) > 1:
        ids = [row[0] for row in rows]
        errors.append((key, Ambiguous(f"{len(ids)} nodes match; say which: {', '.join(ids)}.", ids=ids)))
        return None
    return rows[0][1] if rows else None


def in_order(ids: Sequence[str], found: Mapping[str, Any]) -> list[Any]:
    """Return what was found for each id, None where nothing was."""
    return [found.get(node_id) for node_id in ids]


def root_compilers() -> Mapping[str, RootCompiler]:
    """Return how each root field is compiled, by its name."""
    roots: dict[str, RootCompiler] = {"node": compile_node, "nodes": compile_nodes, "dataset": compile_dataset}
    for entity in MODEL.types.values():
        if entity.root:
            roots[entity.root] = partial(compile_list, entity)
            roots[f"{entity.root}Connection"] = partial(compile_connection, entity)
        if entity.lookup:
            roots[entity.lookup.field] = partial(compile_lookup, entity, entity.lookup)
    return {**roots, **similarity.ROOTS, **orphans.ROOTS, **counting.ROOTS, **search.ROOTS, **path.ROOTS}


ROOTS = root_compilers()
FIELDS = similarity.FIELDS
"""How the fields of types are compiled that are not in the model."""
