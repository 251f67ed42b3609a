"""What the parts of the loader of a council member's answers share: ids of documents, cutting, counting, numbers.

>>> pieces = cut(passage, {"overview": _OVERVIEW, "areas": _AREAS})      # each from its landmark to the next
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from loaders.kit.layout import Tables
from loaders.kit.numbers import Number, in_context
from loaders.kit.text import QUOTE_LENGTH, Passage

NAME = "council-answers"
"""What the command calls this document, and the end of its id."""
DOCUMENT = f"document:{NAME}"
SUSTAINABILITY_REPORT = "document:sustainability-report-2019"
JOINT_EVALUATION = "document:joint-evaluation-2020"
RANGE = "~"
"""The mark between two numbers of a range, which has no one value."""


def cut(passage: Passage, landmarks: Mapping[str, re.Pattern[str]]) -> dict[str, Passage]:
    """Cut a passage at landmarks that follow one another: each piece goes from its landmark to the next one.

    landmarks: patterns by the headings of the pieces. Raises UnexpectedText where the passage does not begin with the
    first landmark, where one does not follow, and where one stands twice.
    """
    starts: list[int] = []
    for heading, landmark in landmarks.items():
        matches = list(passage.finditer(landmark))
        if not matches:
            raise passage.unexpected(f"‘{heading}’ was expected under this heading, and does not stand here")
        if len(matches) > 1:
            raise passage.unexpected(f"‘{heading}’ stands twice under this heading", matches[1].start())
        starts.append(matches[0].start())
    names = list(landmarks)
    for number, start in enumerate(starts):
        expected = starts[number - 1] if number else passage.start
        if (number and start < expected) or (not number and start != expected):
            raise passage.unexpected(f"‘{names[number]}’ does not stand in its place", start if number else expected)
    ends = [*starts[1:], passage.end]
    return {name: passage.part(start, end, name) for name, start, end in zip(names, starts, ends, strict=True)}


def next_position(tables: Tables, table: str) -> int:
    """Return the position of the next row of a table, counted from 1 through the document."""
    return len(tables.rows[table]) + 1


def lay_out_number(number: Number, table: Passage, identity: str, tables: Tables, cited: str | None = None) -> None:
    """Write the row of a number of a table, cited in its words; a range is as printed and has no value."""
    is_range = RANGE in number.text
    tables.add(
        "quantities",
        in_words(number.passage, table),
        cited=cited,
        id=identity,
        kind=number.kind,
        what=number.what,
        text=number.text,
        value=None if is_range else number.value,
        unit=number.unit,
        year=number.year,
        period_text=number.period,
        from_value=None if is_range else number.from_value,
        position=next_position(tables, "quantities"),
    )


_LETTER = re.compile("[가-힣A-Za-z]")


def in_words(number: Passage, table: Passage) -> Passage:
    """Return a number with the words before it in its table, or, where none stand there, with those of its line."""
    context = in_context(number, table, QUOTE_LENGTH)
    if _LETTER.search(context.source.text, context.start, number.start):
        return context
    line = table.source.text.find("\n", number.end, table.end)
    return table.part(context.start, min(table.end if line < 0 else line, context.start + QUOTE_LENGTH))


_LINE = re.compile(r"[^\n]*\S[^\n]*")


def table_rows(passage: Passage) -> list[list[Passage]]:
    """Return the rows of a table whose cells are divided by tabs: the cells of each line that is not blank."""
    text = passage.source.text
    start = text.rfind("\n", 0, passage.start) + 1
    end = text.find("\n", passage.end)
    rows = []
    for line in _LINE.finditer(text, start, len(text) if end < 0 else end):
        borders = [
            line.start() - 1,
            *(tab.start() for tab in re.compile("\t").finditer(text, *line.span())),
            line.end(),
        ]
        rows.append([passage.part(left + 1, right) for left, right in pairwise(borders)])
    return rows


def whole_row(cells: Sequence[Passage]) -> Passage:
    """Return a row, from its first cell to its last."""
    return cells[0].part(cells[0].start, cells[-1].end)
