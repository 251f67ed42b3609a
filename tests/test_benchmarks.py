"""What the benchmark compares: each bare statement gives the bytes of the service's own response."""

from __future__ import annotations

import pytest

from benchmarks.plan_view import OPERATION, Result, candidates
from graph.datasets import current_dataset
from tests.served import Served


@pytest.mark.parametrize("number", range(3), ids=["maps", "lists", "own"])
async def test_a_bare_statement_gives_the_same_bytes(served: Served, number: int) -> None:
    dataset = await current_dataset(served.database)
    assert dataset is not None
    candidate = candidates(dataset.generation)[number]
    [record] = await served.database.read(candidate.text, candidate.parameters, operation=candidate.name)
    assert candidate.response(record) == (await served.executor.execute(OPERATION)).body


def test_the_ratio_is_that_of_each_round() -> None:
    result = Result("embedded", "lists, sync", [0.02, 0.03, 0.06] * 10, [0.02, 0.02, 0.02] * 10, {}, 1)
    assert "| **1.50** | 1.00 to 3.00 |" in result.row()
