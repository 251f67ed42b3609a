"""Pieces of Cypher whose parameters are numbered only when the whole statement stands.

A `Fragment` is text with `Parameter` objects in it. Fragments compare equal when they say the same, and sort by their
text with every parameter written alike, so that a statement's text does not depend on the order in which a client asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """A value that the caller gives: where it stands among the arguments of a field of the operation.

    field: the number of the field, as the compiler met it; path: the keys that lead to the value in its arguments;
    convert: makes the value from all the field's arguments, where it is not the argument as it is stored.
    """

    field: int
    path: tuple[str | int, ...]
    convert: Callable[[Mapping[str, Any]], Any] | None = None


@dataclass(frozen=True)
class Fragment:
    """A piece of a statement: text and parameters in turn."""

    pieces: tuple[str | Parameter, ...]

    @property
    def shape(self) -> str:
        """The text with every parameter written alike."""
        return "".join("$" if isinstance(piece, Parameter) else piece for piece in self.pieces)

    def number(self) -> tuple[str, list[Parameter]]:
        """Return the final text, with parameters $p0, $p1, ..., and the parameters in that order."""
        parameters: list[Parameter] = []
        text = []
        for piece in self.pieces:
            if isinstance(piece, Parameter):
                text.append(f"$p{len(parameters)}")
                parameters.append(piece)
            else:
                text.append(piece)
        return "".join(text), parameters


def cypher(*parts: str | Parameter | Fragment) -> Fragment:
    """Join text, parameters and fragments."""
    pieces: list[str | Parameter] = []
    for part in parts:
        for piece in part.pieces if isinstance(part, Fragment) else (part,):
            if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
                pieces[-1] += piece  # so that what says the same compares equal
            else:
                pieces.append(piece)
    return Fragment(tuple(pieces))


def join(separator: str, fragments: Iterable[Fragment]) -> Fragment:
    """Join fragments with a separator."""
    parts: list[Any] = []
    for fragment in fragments:
        parts.extend((separator, fragment))
    return cypher(*parts[1:])
