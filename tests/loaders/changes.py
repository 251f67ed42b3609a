"""Changes of a document's text, and what a test is given to make them with."""

from __future__ import annotations

from collections.abc import Callable

from loaders.errors import DocumentError
from loaders.kit.layout import Reading

Change = Callable[[str], str]
Changed = Callable[[Change], Reading]
"""Reads the document after a change."""
Damaged = Callable[[Change], DocumentError]
"""Reads the document after a change, and returns the error."""


def replaced(old: str, new: str) -> Change:
    """Put other words in the first place of some words."""
    return lambda text: text.replace(old, new, 1)


def doubled(first: str, following: str) -> Change:
    """Repeat what stands from some words to before some others."""

    def double(text: str) -> str:
        start, end = text.index(first), text.index(following)
        return text[:end] + text[start:]

    return double
