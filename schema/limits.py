"""Bounds on an operation before anything of it runs."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
)

from schema.errors import LimitExceeded


def check_depth(document: DocumentNode, max_depth: int, max_input_depth: int) -> None:
    """Check how deeply a valid document nests fields and input objects; introspection is exempt.

    Raises LimitExceeded.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    walk = _Walk(fragments, max_input_depth)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            depth = walk.depth(definition.selection_set)
            if depth > max_depth:
                raise LimitExceeded(f"The operation nests fields {depth} deep; at most {max_depth} are allowed.")


def check_value_depth(value: Any, max_input_depth: int) -> None:
    """Check how deeply the variables of a request nest; raises LimitExceeded."""
    level = [value]
    for _ in range(max_input_depth + 1):
        level = [item for nested in level for item in _items(nested)]
        if not level:
            return
    raise LimitExceeded(f"The variables nest more than {max_input_depth} deep.")


def _items(value: Any) -> list[Any]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict | list)]


class _Walk:
    """Measures depth, each fragment once."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], max_input_depth: int) -> None:
        self.fragments = fragments
        self.max_input_depth = max_input_depth
        self.known: dict[str, int] = {}

    def depth(self, selections: SelectionSetNode | None) -> int:
        if selections is None:
            return 0
        deepest = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                if not node.name.value.startswith("__"):
                    self._check_arguments(node)
                    deepest = max(deepest, 1 + self.depth(node.selection_set))
            elif isinstance(node, InlineFragmentNode):
                deepest = max(deepest, self.depth(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                deepest = max(deepest, self._fragment_depth(node.name.value))
        return deepest

    def _fragment_depth(self, name: str) -> int:
        if name not in self.known:
            self.known[name] = self.depth(self.fragments[name].selection_set)
        return self.known[name]

    def _check_arguments(self, node: FieldNode) -> None:
        for argument in node.arguments or ():
            if self._value_depth(argument.value) > self.max_input_depth:
                raise LimitExceeded(f"The argument {argument.name.value} nests more than {self.max_input_depth} deep.")

    def _value_depth(self, value: ValueNode) -> int:
        if isinstance(value, ObjectValueNode):
            return 1 + max((self._value_depth(field.value) for field in value.fields or ()), default=0)
        if isinstance(value, ListValueNode):
            return 1 + max((self._value_depth(item) for item in value.values or ()), default=0)
        return 0
