"""The root fields, and the schema."""

from __future__ import annotations

from typing import Any

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from graph.declaration import EntityType
from graph.model import MODEL
from schema import types
from schema.types import Argument, list_arguments, named, output_field, property_type


def list_field(entity: EntityType) -> object:
    """Return the root field that lists a type."""
    assert entity.root is not None
    return output_field(entity.root, types.list_of(named(entity.name)), f"Every {entity.name}.", list_arguments(entity))


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
        if entity.lookup:
            fields[entity.lookup.field] = lookup_field(entity)
    body = {f"{name}_": field for name, field in fields.items()}
    cls = type("Query", (), {**body, "__annotations__": {}})
    return strawberry.type(cls, description="What can be asked of the graph.")


TYPE_KEY = "\N{NULL}type"
"""Under this key an object of an interface tells its type to Strawberry's executor."""


def by_response_key(source: dict[str, Any], info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    """Resolve any field: the compiled result has it under its response key."""
    return source[str(info.path.key)]


def build_schema() -> strawberry.Schema:
    """Build the schema, with resolvers that read the compiled result."""
    schema = strawberry.Schema(
        query=query_type(),
        types=[types.generated(name) for name in MODEL.types],
        config=StrawberryConfig(scalar_map={types.Date: types.DATE}),
    )
    for type_ in schema._schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = lambda source, _info, _type: source[TYPE_KEY]
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = by_response_key
    return schema


SCHEMA = build_schema()
GRAPHQL_SCHEMA: GraphQLSchema = SCHEMA._schema
