"""What an operation selects: its fields by response key, with fragments and @skip/@include applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_argument_values,
    get_directive_values,
)

from schema.errors import BadUserInput


@dataclass
class SelectedField:
    """One field of a type as an operation selects it: all its nodes share a response key."""

    key: str
    name: str
    nodes: list[FieldNode] = field(default_factory=list)


@dataclass
class Selection:
    """An operation with its fragments and the values of its variables, ready to be walked.

    variables: as `graphql.get_variable_values` returns them.
    """

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    variables: Any

    def root_fields(self) -> list[SelectedField]:
        """Return the root fields in the order of the response."""
        return self._collect(self._query, [self.operation.selection_set.selections])

    def fields(self, type_name: str, parent: SelectedField) -> list[SelectedField]:
        """Return what is selected below a field when its value is of a type, in the order of the response."""
        selections = [node.selection_set.selections for node in parent.nodes if node.selection_set]
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        return self._collect(type_, selections)

    def arguments(self, type_name: str, selected: SelectedField) -> dict[str, Any]:
        """Return a field's arguments, coerced; one that is absent or null is left out.

        Raises BadUserInput where a value does not fit.
        """
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        try:
            values = get_argument_values(type_.fields[selected.name], selected.nodes[0], self.variables)
        except GraphQLError as error:
            raise BadUserInput(error.message) from None
        return {name: value for name, value in values.items() if value is not None}

    @property
    def _query(self) -> GraphQLObjectType:
        query = self.schema.query_type
        assert query is not None
        return query

    def _collect(self, type_: GraphQLObjectType, selections: Iterable[Iterable[SelectionNode]]) -> list[SelectedField]:
        found: dict[str, SelectedField] = {}
        seen: set[str] = set()
        for group in selections:
            for node in self._walk(type_, group, seen):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, SelectedField(key, node.name.value)).nodes.append(node)
        return list(found.values())

    def _walk(
        self, type_: GraphQLObjectType, selections: Iterable[SelectionNode], seen: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(node.type_condition.name.value, type_):
                    yield from self._walk(type_, node.selection_set.selections, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, type_):
                    yield from self._walk(type_, fragment.selection_set.selections, seen)

    def _included(self, node: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not include or bool(include["if"])

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        return condition == type_.name or condition in {interface.name for interface in type_.interfaces}
