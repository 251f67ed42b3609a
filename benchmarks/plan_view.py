"""The whole plan as one nested answer: the service over HTTP against the bare driver.

    python -m benchmarks.plan_view [--rounds N] [--only embedded|neo4j]

The bare driver runs, auto-commit, the fastest of three statements (nested maps, positional lists, the compiler's own),
by the blocking or the asynchronous driver, whichever is faster, and writes the response with orjson.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import (
    DATABASES,
    Candidate,
    asynchronous,
    blocking,
    chosen_databases,
    compiled,
    generation_of,
    in_turns,
    milliseconds,
    service,
    versions,
)
from benchmarks.shapes import from_lists, from_maps
from graph.settings import Address, Settings

HERE = Path(__file__).parent
OPERATION = (HERE.parent / "schema" / "operations" / "plan_view.graphql").read_text(encoding="utf-8")
PLAN = "plan:sdp2"
BLOCKS = 10
"""Parts of a run whose medians show the spread beside the quartiles."""


def candidates(generation: str) -> list[Candidate]:
    """Return the three statements."""
    given = {"generation": generation, "plan": PLAN}
    maps = (HERE / "plan_view_maps.cypher").read_text(encoding="utf-8")
    lists = (HERE / "plan_view_lists.cypher").read_text(encoding="utf-8")
    return [
        Candidate("maps", maps, given, from_maps),
        Candidate("lists", lists, given, from_lists),
        compiled("compiler's own", OPERATION),
    ]


@dataclass(frozen=True)
class Result:
    """What came of a run, in seconds: the service, the fastest bare way and its name."""

    database: str
    fastest: str
    service: list[float]
    bare: list[float]
    others: dict[str, float]
    size: int

    @property
    def ratios(self) -> list[float]:
        """The ratio of each round."""
        return [ours / theirs for ours, theirs in zip(self.service, self.bare, strict=True)]

    def row(self) -> str:
        """Return the result as a row of the table."""
        low, middle, high = statistics.quantiles(self.ratios, n=4)
        size = max(1, len(self.ratios) // BLOCKS)
        blocks = [statistics.median(self.ratios[i : i + size]) for i in range(0, len(self.ratios), size)]
        return (
            f"| {self.database} | {milliseconds(self.service)} | {milliseconds(self.bare)} ({self.fastest}) "
            f"| **{middle:.2f}** | {low:.2f} to {high:.2f} | {min(blocks):.2f} to {max(blocks):.2f} "
            f"| {len(self.ratios)} |"
        )

    def note(self) -> str:
        """Return what the other ways took."""
        ways = ", ".join(f"{name} {median * 1000:.1f}" for name, median in sorted(self.others.items()))
        return f"bare ways in ms: {ways}; {self.size:,} bytes"


HEADING = (
    "| Database | Service | Bare driver, fastest way | Median ratio | Middle half of the rounds | Medians of tenths "
    "| Rounds |\n|---|---|---|---|---|---|---|"
)


def measure(database: str, settings: Settings, address: Address, rounds: int, home: Path) -> Result:
    """Find the fastest bare way, then let it and the service answer in turns."""
    with (
        service(settings, address, home) as ask,
        blocking(address) as sync_way,
        asynchronous(address) as async_way,
    ):
        served = ask(OPERATION)
        expected = served()
        found = candidates(generation_of(address))
        bare = {f"{c.name}, {kind}": way(c) for c in found for kind, way in (("sync", sync_way), ("async", async_way))}
        in_turns({"service": served, **bare}, max(20, rounds // 4), expected)  # until Java has compiled its code
        tried = in_turns({"service": served, **bare}, max(10, rounds // 8), expected)
        medians = {name: statistics.median(tried[name]) for name in bare}
        fastest = min(medians, key=medians.__getitem__)
        taken = in_turns({"service": served, "bare": bare[fastest]}, rounds, expected)
    return Result(database, fastest, taken["service"], taken["bare"], medians, len(expected))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=400, help="how often service and driver answer in turns")
    parser.add_argument("--only", choices=DATABASES, help="measure one database")
    arguments = parser.parse_args()
    print(f"{versions()}\n\n{HEADING}", flush=True)
    for name, settings, address, home in chosen_databases(arguments.only):
        result = measure(name, settings, address, arguments.rounds, home)
        print(result.row(), flush=True)
        print(result.note(), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
