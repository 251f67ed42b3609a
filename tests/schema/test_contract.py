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
    parse,
    print_ast,
)

from graph.declaration import Kind
from graph.model import MODEL
from schema.query import GRAPHQL_SCHEMA

CONTRACT = parse((Path(__file__).parent.parent / "contract.graphql").read_text(encoding="utf-8"))
DEFINED = {d.name.value: d for d in CONTRACT.definitions if hasattr(d, "name") and hasattr(d, "fields")}
ENUMS = {d.name.value: d for d in CONTRACT.definitions if isinstance(d, EnumTypeDefinitionNode)}

# What waits for the documents and questions of later issues.
LATER_TYPES = {
    *("Rule", "PledgeField", "PledgeCore", "Pledge", "KeyProject", "Commission", "ScorecardIndicator"),
    *("JointIndicator", "HeadlineIndicator", "FirstPlanTask", "WorkItem", "SpotCheck", "AgendaItem", "Contractor"),
    *("Ministry", "PostCount", "Budget"),
}
LATER_MEMBERS = {
    "NodeType": {
        *("CONTRACTOR", "MINISTRY", "PLEDGE_FIELD", "PLEDGE_CORE", "PLEDGE", "KEY_PROJECT", "COMMISSION"),
        *("SCORECARD_INDICATOR", "JOINT_INDICATOR", "HEADLINE_INDICATOR", "FIRST_PLAN_TASK", "WORK_ITEM"),
        *("SPOT_CHECK", "AGENDA_ITEM"),
    },
}
LATER_ENUMS: set[str] = set()
LATER_FIELDS = {
    "Plan": {"rules"},
    "Department": {"commissions", "quota", "headcount", "women", "posts", "duties", "budgets"},
    "Bureau": {"pledges", "keyProjects", "scorecardIndicators", "funds"},
    "Query": {
        *("contractors", "contractor", "ministries", "pledges", "pledge"),
        *("keyProjects", "commissions", "scorecardIndicators", "jointIndicators", "headlineIndicators"),
        *("firstPlanTasks", "workItems", "spotChecks", "agendaItems"),
    },
}


def served(name: str) -> GraphQLNamedType:
    type_ = GRAPHQL_SCHEMA.type_map.get(name)
    assert type_ is not None, f"{name} is not served"
    return type_


def same_type(printed: TypeNode, type_: object) -> bool:
    return print_ast(printed) == str(type_)


@pytest.mark.parametrize("name", sorted(set(DEFINED) - LATER_TYPES))
def test_type_serves_every_field_of_the_contract(name: str) -> None:
    definition, type_ = DEFINED[name], served(name)
    assert isinstance(
        definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | InputObjectTypeDefinitionNode
    )
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    for field in definition.fields or ():
        if field.name.value in LATER_FIELDS.get(name, ()):
            continue
        assert field.name.value in type_.fields, f"{name}.{field.name.value} is not served"
        assert same_type(field.type, type_.fields[field.name.value].type), f"{name}.{field.name.value}"
        if isinstance(field, FieldDefinitionNode) and not isinstance(type_, GraphQLInputObjectType):
            for argument in field.arguments or ():
                served_argument = type_.fields[field.name.value].args[argument.name.value]
                assert same_type(argument.type, served_argument.type), (
                    f"{name}.{field.name.value}({argument.name.value})"
                )


@pytest.mark.parametrize("name", sorted(set(DEFINED) - LATER_TYPES))
def test_type_implements_the_interfaces_of_the_contract(name: str) -> None:
    definition, type_ = DEFINED[name], served(name)
    if isinstance(definition, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        assert {i.name.value for i in definition.interfaces or ()} <= {i.name for i in type_.interfaces}


@pytest.mark.parametrize("name", sorted(set(ENUMS) - LATER_ENUMS))
def test_enumeration_has_the_members_of_the_contract(name: str) -> None:
    type_ = served(name)
    assert isinstance(type_, GraphQLEnumType)
    members = [value.name.value for value in ENUMS[name].values or ()]
    assert [member for member in members if member not in LATER_MEMBERS.get(name, set())] == list(type_.values)


def test_what_waits_for_later_is_not_served_yet() -> None:
    for name in LATER_TYPES | LATER_ENUMS:
        assert name not in GRAPHQL_SCHEMA.type_map, f"{name} is served: take it off the list"
    for name, fields in LATER_FIELDS.items():
        type_ = served(name)
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        assert not fields & set(type_.fields), f"{name} serves {fields & set(type_.fields)}: take it off the list"


LISTED = [
    entity.name for entity in MODEL.types.values() if entity.kind is not Kind.INTERFACE and entity.name != "Citation"
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
