"""Each real document, damaged at random: a clear error or the same counts, never a traceback, never other counts.

A damage drops a piece of the document, doubles one, swaps two, or cuts the end off. A piece is a line; in a document of
one long line a run of words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.errors import LoaderError
from loaders.kit.layout import Reading
from loaders.sources.registry import SOURCES

TOLD = ("findings", "citations")
"""Tables that may grow by what a damage makes the loader tell."""
SEEDS = [pytest.param(range(10), id="10"), pytest.param(range(10, 210), id="200", marks=pytest.mark.long)]
FEWEST_LINES = 100
"""Lines that a document has at least if its lines are its pieces."""


def pieces_of(text: str) -> list[str]:
    """Cut a document into the pieces that are damaged."""
    if text.count("\n") >= FEWEST_LINES:
        return text.splitlines(keepends=True)
    return re.findall(r"\s*(?:\S+\s+){1,12}\S*|\S+", text)


def drop(pieces: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(len(pieces))
    return pieces[:at] + pieces[at + 1 :]


def double(pieces: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(len(pieces))
    return [*pieces[:at], pieces[at], *pieces[at:]]


def swap_cells(pieces: list[str], dice: random.Random) -> list[str]:
    """Swap two neighbouring cells of a row, or two neighbouring words where there are no cells."""
    with_cells = [number for number, piece in enumerate(pieces) if len(cells_of(piece)) > 1]
    at = dice.choice(with_cells)
    cells = cells_of(pieces[at])
    first = dice.randrange(len(cells) - 1)
    cells[first], cells[first + 1] = cells[first + 1], cells[first]
    return [*pieces[:at], ("\t" if "\t" in pieces[at] else " ").join(cells) + "\n", *pieces[at + 1 :]]


def cells_of(piece: str) -> list[str]:
    return piece.rstrip("\n").split("\t") if "\t" in piece else piece.split()


def cut_end(pieces: list[str], dice: random.Random) -> list[str]:
    return pieces[: dice.randrange(1, len(pieces) - 1)]


DAMAGES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (drop, double, swap_cells, cut_end)


def counts_of(reading: Reading) -> dict[str, int]:
    return {name: len(table) for name, table in reading.tables.items() if name not in TOLD}


@pytest.mark.parametrize("source", list(SOURCES), scope="module")
@pytest.mark.parametrize("seeds", SEEDS)
def test_a_damaged_document_is_refused_or_read_with_the_same_counts(
    source: str, reading: Reading, original: str, tmp_path: Path, seeds: range
) -> None:
    whole = counts_of(reading)
    pieces = pieces_of(original)
    for seed in seeds:
        dice = random.Random(seed)
        damage = DAMAGES[seed % len(DAMAGES)]
        path = tmp_path / f"{seed}.txt"
        path.write_text("".join(damage(list(pieces), dice)), encoding="utf-8")
        try:
            counts = counts_of(SOURCES[source].read(path))
        except LoaderError as error:
            assert path.name in str(error) or "was not used" in str(error), (seed, damage.__name__, str(error))
        else:
            assert damage is not cut_end, f"{seed}: nothing tells that the end is missing"
            assert counts == whole, (seed, damage.__name__)
