"""The operations of the corpus: the service over HTTP against the bare driver.

    python -m benchmarks.corpus [--rounds N] [--only embedded|neo4j]

The bare driver runs the compiler's own statement, auto-commit, by the blocking or the asynchronous driver, whichever is
faster for the operation, and writes the response with orjson. An operation's ratio is the median over its rounds.
Introspection is left out, and so is what differs between two calls by its nature.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.measuring import (
    DATABASES,
    asynchronous,
    blocking,
    chosen_databases,
    compiled,
    in_turns,
    milliseconds,
    service,
    versions,
)
from graph.settings import Address, Settings
from tests.served import CORPUS

SMALL = 50
"""Fewer objects than this in an answer make it a small one."""


@dataclass(frozen=True)
class Result:
    """What came of one operation: seconds of service and driver by round, and the objects of its answer."""

    name: str
    service: list[float]
    bare: list[float]
    objects: int

    @property
    def ratio(self) -> float:
        """Return the median of the ratios of the rounds."""
        return statistics.median(ours / theirs for ours, theirs in zip(self.service, self.bare, strict=True))

    def row(self) -> str:
        """Return the result as a row of the table of operations."""
        times = f"{milliseconds(self.service)} | {milliseconds(self.bare)}"
        return f"| {self.name} | {self.objects} | {times} | {self.ratio:.2f} |"


def objects_in(value: Any) -> int:
    """Count the objects of an answer."""
    if isinstance(value, list):
        return sum(map(objects_in, value))
    return 1 + sum(map(objects_in, value.values())) if isinstance(value, dict) else 0


def measure(settings: Settings, address: Address, rounds: int, home: Path) -> Iterator[Result]:
    """Let service and bare driver answer each operation in turns."""
    with (
        service(settings, address, home) as ask,
        blocking(address) as sync_way,
        asynchronous(address) as async_way,
    ):
        for example in CORPUS:
            if "__schema" in example.text or "__type(" in example.text:
                continue
            served = ask(example.text)
            expected = served()
            own = compiled(example.name, example.text)
            calls = {"service": served, "sync": sync_way(own), "async": async_way(own)}
            in_turns(calls, max(5, rounds // 4), expected)  # until Java has compiled its code
            taken = in_turns(calls, rounds, expected)
            bare = min(taken["sync"], taken["async"], key=statistics.median)
            yield Result(example.name, taken["service"], bare, objects_in(orjson.loads(expected)["data"]) - 1)


def summary(database: str, results: list[Result]) -> str:
    """Return the medians of the ratios, of small answers and of all, as a row."""
    small, every = ([r.ratio for r in results if r.objects < most] for most in (SMALL, sys.maxsize))
    worst = max(results, key=lambda result: result.ratio)
    return (
        f"| {database} | **{statistics.median(small):.2f}** ({len(small)}) | {statistics.median(every):.2f} "
        f"({len(every)}) | {worst.ratio:.2f} ({worst.name}) |"
    )


HEADING = "| Database | Answers under 50 objects: median ratio | All: median ratio | Worst |\n|---|---|---|---|"
OPERATIONS = "| Operation | Objects | Service | Bare driver | Ratio |\n|---|---|---|---|---|"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40, help="how often service and driver answer in turns")
    parser.add_argument("--only", choices=DATABASES, help="measure one database")
    arguments = parser.parse_args()
    rows = []
    for name, settings, address, home in chosen_databases(arguments.only):
        results = list(measure(settings, address, arguments.rounds, home))
        print(f"{name}\n\n{OPERATIONS}", *(result.row() for result in results), sep="\n", flush=True)
        rows.append(summary(name, results))
    print(f"\n{versions()}\n\n{HEADING}", *rows, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
