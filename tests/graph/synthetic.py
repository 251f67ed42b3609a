"""A small graph whose every node bears one mark, so that an answer mixed from two datasets shows.

Run as a command it loads such a graph into the database that the environment's settings name, and prints each step:

    python -m tests.graph.synthetic MARK
"""

from __future__ import annotations

import sys

from graph.database import Record
from graph.datasets import CURRENT_DATASET, GraphTables, LoadResult, Progress, build, no_progress
from graph.settings import Settings, load_settings

TASKS = 300
INDEXES = (("Task", "number"),)

READ = (
    f"{CURRENT_DATASET} RETURN dataset.version, "
    "COLLECT { MATCH (plan:Plan {generation: dataset.generation}) "
    "RETURN [plan.mark, [(plan)-[link:HAS_TASK]->(task) | [link.mark, task.mark]]] }, "
    "COLLECT { MATCH (task:Task {generation: dataset.generation, number: $number}) RETURN task.mark }"
)
PARAMETERS = {"number": TASKS // 2}


def tables(mark: str, tasks: int = TASKS) -> GraphTables:
    """Return a plan with its tasks; `mark` is on each node and relationship."""
    numbers = range(1, tasks + 1)
    return GraphTables(
        nodes={
            "Plan": [{"id": "plan:1", "mark": mark, "title": "이행계획"}],
            "Task": [{"id": f"task:{n}", "number": n, "mark": mark, "years": [2020, 2020 + n % 5]} for n in numbers],
        },
        relationships={("HAS_TASK", "Plan", "Task"): [("plan:1", f"task:{n}", {"mark": mark}) for n in numbers]},
    )


def load(settings: Settings, mark: str, progress: Progress = no_progress) -> LoadResult:
    """Load a graph with this mark, which is also its version."""
    return build(settings, tables(mark), version=mark, indexes=INDEXES, progress=progress)


def mark_of(records: list[Record]) -> str:
    """Return the one mark that the answer to READ bears; fails if it is not whole, or bears two."""
    [[version, [[plan_mark, tasks]], looked_up]] = records
    assert len(tasks) == TASKS
    marks = {version, plan_mark, *(mark for pair in tasks for mark in pair), *looked_up}
    assert len(marks) == 1, f"mixed: {marks}"
    return str(version)


def print_step(step: str, done: int, total: int) -> None:
    print(f"{step} {done}/{total}", flush=True)


if __name__ == "__main__":
    print(load(load_settings(), sys.argv[1], print_step))
