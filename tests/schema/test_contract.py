"""The served schema holds every name of the contract, with its type, arguments and nullability."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    get_named_type,
    parse,
    print_ast,
)

from graph.declaration import Kind, singular
from graph.model import MODEL
from schema.query import GRAPHQL_SCHEMA

CONTRACT = parse((Path(__file__).parent.parent / "contract.graphql").read_text(encoding="utf-8"))
DEFINED = {d.name.value: d for d in CONTRACT.definitions if hasattr(d, "name") and hasattr(d, "fields")}
ENUMS = {d.name.value: d for d in CONTRACT.definitions if isinstance(d, EnumTypeDefinitionNode)}


def served(name: str) -> GraphQLNamedType:
    type_ = GRAPHQL_SCHEMA.type_map.get(name)
    assert type_ is not None, f"{name} is not served"
    return type_


def same_type(printed: TypeNode, type_: object) -> bool:
    return print_ast(printed) == str(type_)


@pytest.mark.parametrize("name", sorted(DEFINED))
def test_type_serves_every_field_of_the_contract(name: str) -> None:
    definition, type_ = DEFINED[name], served(name)
    assert isinstance(
        definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | InputObjectTypeDefinitionNode
    )
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    for field in definition.fields or ():
        assert field.name.value in type_.fields, f"{name}.{field.name.value} is not served"
        assert same_type(field.type, type_.fields[field.name.value].type), f"{name}.{field.name.value}"
        if isinstance(field, FieldDefinitionNode) and not isinstance(type_, GraphQLInputObjectType):
            for argument in field.arguments or ():
                served_argument = type_.fields[field.name.value].args[argument.name.value]
                assert same_type(argument.type, served_argument.type), (
                    f"{name}.{field.name.value}({argument.name.value})"
                )


@pytest.mark.parametrize("name", sorted(DEFINED))
def test_type_implements_the_interfaces_of_the_contract(name: str) -> None:
    definition, type_ = DEFINED[name], served(name)
    if isinstance(definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        assert {i.name.value for i in definition.interfaces or ()} <= {i.name for i in type_.interfaces}


@pytest.mark.parametrize("name", sorted(ENUMS))
def test_enumeration_has_the_members_of_the_contract(name: str) -> None:
    type_ = served(name)
    assert isinstance(type_, GraphQLEnumType)
    assert [value.name.value for value in ENUMS[name].values or ()] == list(type_.values)


WITHOUT_ARGUMENTS = {"Citation", "Rule", "PostCount"}
LISTED = [
    entity.name
    for entity in MODEL.types.values()
    if entity.kind is not Kind.INTERFACE and entity.name not in WITHOUT_ARGUMENTS
]


@pytest.mark.parametrize("name", LISTED)
def test_every_list_takes_where_order_limit_and_offset(name: str) -> None:
    for type_ in GRAPHQL_SCHEMA.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                if str(field.type) == f"[{name}!]!":
                    arguments = {key: str(argument.type) for key, argument in field.args.items()}
                    expected = {"where": f"{name}Where", "orderBy": f"[{name}Order!]", "limit": "Int", "offset": "Int"}
                    assert arguments.items() >= expected.items(), f"{type_.name}.{field_name}"


@pytest.mark.parametrize("name", sorted(WITHOUT_ARGUMENTS))
def test_other_lists_take_only_what_the_contract_shows(name: str) -> None:
    found = [
        field
        for type_ in GRAPHQL_SCHEMA.type_map.values()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for field in type_.fields.values()
        if str(field.type) == f"[{name}!]!"
    ]
    assert found
    assert not [argument for field in found for argument in field.args]


def declared(name: str) -> GraphQLObjectType | GraphQLInterfaceType:
    type_ = served(name)
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
    return type_


def listed_nodes(type_: GraphQLObjectType | GraphQLInterfaceType) -> dict[str, str]:
    """Return the lists of nodes of a type, each with the type of its nodes."""
    targets = {name: get_named_type(field.type) for name, field in type_.fields.items() if "where" in field.args}
    return {
        name: target.name
        for name, target in targets.items()
        if isinstance(target, GraphQLObjectType | GraphQLInterfaceType)
        and "id" in target.fields
        and not name.endswith("Connection")
    }


@pytest.mark.parametrize("name", sorted(MODEL.types))
def test_every_list_of_nodes_inside_a_type_has_its_count(name: str) -> None:
    type_ = declared(name)
    for field, target in listed_nodes(type_).items():
        count = type_.fields[f"{singular(field)}Count"]
        assert str(count.type) == "Int!"
        assert {key: str(argument.type) for key, argument in count.args.items()} == {"where": f"{target}Where"}


def test_every_list_of_nodes_at_the_root_has_a_connection() -> None:
    query = declared("Query")
    roots = listed_nodes(query)
    assert len(roots) > 30
    for field, target in roots.items():
        connection = query.fields[f"{field}Connection"]
        assert str(connection.type) == f"{target}Connection!"
        arguments = {key: str(argument.type) for key, argument in connection.args.items()}
        expected = {"where": f"{target}Where", "orderBy": f"[{target}Order!]", "first": "Int", "after": "String"}
        assert arguments.items() >= expected.items(), field


@pytest.mark.parametrize("name", sorted(set(MODEL.types) - {"Citation", "Cited"}))  # nothing leads to their Where
def test_a_where_has_every_field_of_its_type_but_those_that_the_contract_names(name: str) -> None:
    type_, where = declared(name), served(f"{name}Where")
    assert isinstance(where, GraphQLInputObjectType)
    counts = {f"{singular(field)}Count" for field in listed_nodes(type_)}
    left_out = {"displayName", "citations", "similar", "sameMeasure", "phone", *counts}
    assert set(type_.fields) - left_out == set(where.fields) - {"and", "or", "not"}


def test_every_type_field_argument_and_member_is_described() -> None:
    for type_ in GRAPHQL_SCHEMA.type_map.values():
        if type_.name.startswith("__"):
            continue
        assert type_.description, type_.name
        if isinstance(type_, GraphQLEnumType):
            assert all(value.description for value in type_.values.values()), type_.name
        if isinstance(type_, GraphQLInputObjectType | GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                assert field.description, f"{type_.name}.{name}"
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                assert all(argument.description for argument in field.args.values()), f"{type_.name}.{name}"


def test_orders_take_exactly_one_field() -> None:
    orders = [
        t
        for t in GRAPHQL_SCHEMA.type_map.values()
        if t.name.endswith("Order") and isinstance(t, GraphQLInputObjectType)
    ]
    assert orders
    assert all(order.is_one_of for order in orders)
