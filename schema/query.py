"""The root fields, and the schema."""

from __future__ import annotations

from typing import Any

import strawberry
from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from graph.declaration import EntityType, Property
from graph.model import MODEL
from schema import types
from schema.types import Argument, connection_arguments, list_arguments, named, output_field, property_type


def list_field(entity: EntityType) -> object:
    """Return the root field that lists a type."""
    assert entity.root is not None
    arguments = [*filter_arguments(entity), *list_arguments(entity)]
    return output_field(entity.root, types.list_of(named(entity.name)), f"Every {entity.name}.", arguments)


def connection_field(entity: EntityType) -> object:
    """Return the Relay twin of a root list."""
    arguments = [*filter_arguments(entity), *connection_arguments(entity)]
    description = f"Every {entity.name}, in pages (Relay)."
    return output_field(f"{entity.root}Connection", named(f"{entity.name}Connection"), description, arguments)


def similarity_fields() -> dict[str, object]:
    """Return the fields for pairs of entries."""
    scope = Argument("scope", named("DuplicateScope"), "Within one plan, or across plans; without it both.")
    which = [types.SIMILARITY_KIND, scope, types.MIN_SCORE]
    pairs = types.list_of(named("Similarity"))
    return {
        "duplicates": output_field(
            "duplicates",
            pairs,
            "Pairs scored or judged to be the same or overlapping, best first.",
            [*which, types.LIMIT, types.OFFSET],
        ),
        "duplicateGroups": output_field(
            "duplicateGroups", types.list_of(named("DuplicateGroup")), "The same, clustered.", which
        ),
        "decisions": output_field(
            "decisions", pairs, "Pairs that a person has decided, those found different included."
        ),
    }


def counting_fields() -> dict[str, object]:
    """Return the fields that look for gaps and count."""
    reasons = Argument("reasons", types.list_of(named("OrphanReason")), "Which reasons; all without it.")
    of = Argument("of", named("Countable"), "What to count.", required=True)
    by = Argument("by", types.list_of(named("Dimension")), "By which one or two dimensions.", required=True)
    orphans, rows = types.list_of(named("Orphan")), types.list_of(named("CountRow"))
    counts = "Counts by one or two dimensions, e.g. indicators per SDG: counts(of: INDICATOR, by: [SDG])."
    return {
        "orphans": output_field(
            "orphans", orphans, "Entries that lack a link they ought to have.", [reasons, types.LIMIT, types.OFFSET]
        ),
        "counts": output_field("counts", rows, counts, [of, by]),
    }


def finding_fields() -> dict[str, object]:
    """Return the fields that find entries by words, and chains between nodes."""
    text = Argument("text", str, "What to look for, Korean or English; case and spaces do not matter.", required=True)
    of_types = Argument("types", types.list_of(named("NodeType")), "Which types of nodes; all without it.")
    most = Argument("limit", int, "At most so many; 20 without it.")
    start = Argument("from", strawberry.ID, "The id of the node at which the chain starts.", required=True)
    finish = Argument("to", strawberry.ID, "The id of the node at which it ends.", required=True)
    longest = Argument("maxLength", int, "The longest chain to look for, in steps; 6 without it, at most 10.")
    return {
        "search": output_field(
            "search",
            types.list_of(named("SearchHit")),
            "Full-text search over titles, names and key terms, Korean and English; best first.",
            [text, of_types, most],
        ),
        "path": output_field(
            "path",
            named("Path") | None,
            "A shortest chain of relationships between two nodes; null when there is none. Of several the one with the"
            " smallest ids. It leads through no Document, Plan, City or Finding.",
            [start, finish, longest],
        ),
    }


NODE_ID = Argument("id", strawberry.ID, "Its id.", required=True)
NODE_IDS = Argument("ids", types.list_of(strawberry.ID), "Their ids.", required=True)


def filter_arguments(entity: EntityType) -> list[Argument]:
    """Return the arguments that stand for the most frequent conditions of a Where."""
    arguments = []
    for name in entity.filters:
        field = entity.properties.get(name) or entity.relations[name]
        type_ = property_type(field) if isinstance(field, Property) else strawberry.ID
        what = field.description if isinstance(field, Property) else f"{field.description} Its id."
        arguments.append(Argument(field.graph_name, type_, what))
    return arguments


def lookup_field(entity: EntityType) -> object:
    """Return the root field that finds one node of a type, such as ``goal(code:, plan:)``."""
    lookup = entity.lookup
    assert lookup is not None
    key = entity.properties[lookup.key]
    arguments = [Argument(key.graph_name, property_type(key), key.description, required=True)]
    if lookup.within:
        relation = entity.relations[lookup.within]
        arguments.append(Argument(relation.graph_name, strawberry.ID, "Where to look: its id."))
    aliases = ", also by an alias" if lookup.also else ""
    description = (
        f"The {entity.name} with this {key.graph_name}{aliases}; null when there is none. More than one match is an"
        " error that lists the ids (AMBIGUOUS)."
    )
    return output_field(lookup.field, named(entity.name) | None, description, arguments)


def query_type() -> type:
    """Make the Query type: a list and, where declared, a lookup for each type."""
    fields = {}
    for entity in MODEL.types.values():
        if entity.root:
            fields[entity.root] = list_field(entity)
            fields[f"{entity.root}Connection"] = connection_field(entity)
        if entity.lookup:
            fields[entity.lookup.field] = lookup_field(entity)
    fields |= {
        "node": output_field(
            "node", named("Node") | None, "The node with this id; null when there is none.", [NODE_ID]
        ),
        "nodes": output_field(
            "nodes",
            types.list_of(named("Node") | None),
            "The nodes with these ids, in this order; null for one that is not.",
            [NODE_IDS],
        ),
        **similarity_fields(),
        **counting_fields(),
        **finding_fields(),
        "dataset": output_field("dataset", named("Dataset"), "What is loaded: version, sources, counts."),
    }
    body = {f"{name}_": field for name, field in fields.items()}
    cls = type("Query", (), {**body, "__annotations__": {}})
    return strawberry.type(cls, description="What can be asked of the graph.")


TYPE_KEY = "\N{NULL}type"
"""Under this key an object of an interface tells its type to Strawberry's executor."""


def by_response_key(source: dict[str, Any], info: GraphQLResolveInfo[Any], /, **_: Any) -> Any:
    """Resolve any field: the compiled result has it under its response key."""
    return source[str(info.path.key)]


def build_schema() -> strawberry.Schema:
    """Build the schema, with resolvers that read the compiled result."""
    schema = strawberry.Schema(
        query=query_type(),
        types=[types.generated(name) for name in MODEL.types],
        config=StrawberryConfig(scalar_map=types.SCALARS),
    )
    for type_ in schema._schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            type_.is_one_of = type_.name.endswith("Order")
        if isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = lambda source, _info, _type: source[TYPE_KEY]
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = by_response_key
    return schema


SCHEMA = build_schema()
GRAPHQL_SCHEMA: GraphQLSchema = SCHEMA._schema
