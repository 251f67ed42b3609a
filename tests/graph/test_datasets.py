import asyncio
import contextlib
import logging
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from graph.database import Database, Session, open_database, open_session
from graph.datasets import CURRENT_DATASET, GraphTables, Row, build, current_dataset, reading
from graph.embedded import DataDirectory
from graph.errors import DataDirectoryBusy, DatasetIncomplete, LoadOvertaken, TablesInvalid
from graph.settings import Settings
from tests.graph.conftest import variables
from tests.graph.processes import processes_of, soon
from tests.graph.synthetic import PARAMETERS, READ, TASKS, load, mark_of

log = logging.getLogger(__name__)


async def mark(database: Database) -> str:
    return mark_of(await database.read(READ, PARAMETERS, operation="marks"))


async def until_mark(database: Database, expected: str) -> None:
    """Wait until a dataset is served: at once on Neo4j, when the service has noticed on the embedded database."""
    async with asyncio.timeout(30):
        while await mark(database) != expected:
            await asyncio.sleep(0.05)


def served_mark(settings: Settings) -> str:
    with reading(settings) as session:
        assert session is not None
        return mark_of(session.read(READ, PARAMETERS))


@contextlib.contextmanager
def session_of(settings: Settings) -> Iterator[Session]:
    assert settings.neo4j is not None
    with open_session(settings.neo4j) as session:
        yield session


def generations(settings: Settings) -> Counter[str]:
    """Count what is kept of each generation: nodes on Neo4j, directories on the embedded database."""
    if settings.neo4j is None:
        directory = DataDirectory(settings.data_dir)
        built = [*directory.datasets.iterdir(), *directory.building("x").parent.iterdir()]
        return Counter(path.name for path in built)
    with session_of(settings) as session:
        rows = session.read(
            "MATCH (n) WHERE n.generation IS NOT NULL AND NOT n:CurrentDataset RETURN n.generation, count(*)"
        )
        return Counter({str(generation): count for generation, count in rows})


# One load.


async def test_a_load_is_served_whole(empty: Settings) -> None:
    result = await asyncio.to_thread(load, empty, "a")
    assert result.built
    async with open_database(empty) as database:
        assert await current_dataset(database) == result.dataset
        assert await mark(database) == "a"
        [[task]] = await database.read(
            f"{CURRENT_DATASET} MATCH (t:Task {{generation: dataset.generation, id: $id}}) RETURN properties(t)",
            {"id": "task:7"},
            operation="task",
        )
    expected = {"id": "task:7", "number": 7, "mark": "a", "years": [2020, 2022]}
    assert task == {**expected, "generation": result.dataset.generation}


async def test_before_the_first_load_nothing_answers(empty: Settings) -> None:
    async with open_database(empty) as database:
        assert await current_dataset(database) is None
        assert await database.read(READ, PARAMETERS, operation="marks") == []
    with reading(empty) as session:
        assert session is None or session.read(READ, PARAMETERS) == []


def test_loading_what_is_loaded_does_nothing(empty: Settings) -> None:
    first = load(empty, "a")
    before = generations(empty)
    steps: list[str] = []
    again = load(empty, "a", lambda step, done, total: steps.append(step))
    assert not again.built
    assert again.dataset == first.dataset
    assert generations(empty) == before
    assert steps == []


def test_a_load_tells_its_progress(empty: Settings) -> None:
    steps: dict[str, list[tuple[int, int]]] = {}
    load(empty, "a", lambda step, done, total: steps.setdefault(step, []).append((done, total)))
    assert list(steps) == ["Plan", "Task", "HAS_TASK", "check", "switch"]
    assert steps["Task"] == [(done, TASKS) for done in range(50, TASKS + 1, 50)]


def test_a_label_without_nodes_and_an_optional_property_are_no_trouble(empty: Settings) -> None:
    plan: list[Row] = [{"id": "plan:1", "note": None, "names": []}, {"id": "plan:2", "note": "주"}]
    build(
        empty,
        GraphTables({"Plan": plan, "Bureau": []}, {("HAS_BUREAU", "Plan", "Bureau"): []}),
        version="x",
        indexes=[("Bureau", "name")],
    )
    plans = "MATCH (plan:Plan {generation: dataset.generation}) RETURN plan.note, plan.names ORDER BY plan.id"
    with reading(empty) as session:
        assert session is not None
        assert session.read(f"{CURRENT_DATASET} {plans}") == [[None, []], ["주", None]]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (GraphTables({"Plan": [{"id": "p"}, {"id": "p"}]}, {}), "two nodes Plan have the id p"),
        (GraphTables({"Plan": [{"id": "p"}]}, {("HAS", "Plan", "Plan"): [("p", "q", {})]}), "no such Plan"),
        (GraphTables({"Plan": [{"id": "p"}]}, {("HAS", "Plan", "Task"): [("p", "q", {})]}), "no such Plan or Task"),
        (GraphTables({"Dataset": []}, {}), "reserved"),
        (GraphTables({"SDG": []}, {("SDG", "SDG", "SDG"): []}), "one namespace"),
    ],
)
def test_tables_that_are_no_graph_are_refused(empty_embedded: Settings, wrong: GraphTables, reason: str) -> None:
    with pytest.raises(TablesInvalid, match=reason):
        build(empty_embedded, wrong, version="x")


def test_what_does_not_match_the_tables_is_not_served(empty_neo4j: Settings) -> None:
    load(empty_neo4j, "a")

    def sabotage(step: str, done: int, total: int) -> None:
        if (step, done) == ("check", 0):
            with session_of(empty_neo4j) as session:
                session.write("MATCH (task:Task {mark: 'b'}) WITH task LIMIT 1 DETACH DELETE task")

    with pytest.raises(DatasetIncomplete, match=f"Task: the tables hold {TASKS}, the database {TASKS - 1}"):
        load(empty_neo4j, "b", sabotage)
    assert served_mark(empty_neo4j) == "a"


# A load beside others.


def test_of_two_loads_at_once_on_the_embedded_database_the_second_waits_for_another_day(
    empty_embedded: Settings,
) -> None:
    def start_another(step: str, done: int, total: int) -> None:
        if step == "check":
            with pytest.raises(DataDirectoryBusy, match="another load"):
                load(empty_embedded, "b")

    assert load(empty_embedded, "a", start_another).built
    assert served_mark(empty_embedded) == "a"


@pytest.mark.parametrize(
    "step", [pytest.param("Task", marks=pytest.mark.long), pytest.param("HAS_TASK", marks=pytest.mark.long), "switch"]
)
def test_of_two_loads_at_once_on_neo4j_the_later_wins(empty_neo4j: Settings, step: str) -> None:
    load(empty_neo4j, "a")

    def overtake(now: str, done: int, total: int) -> None:
        if now == step and served_mark(empty_neo4j) == "a":
            load(empty_neo4j, "c")

    with pytest.raises(LoadOvertaken):
        load(empty_neo4j, "b", overtake)
    assert served_mark(empty_neo4j) == "c"
    assert generations(empty_neo4j).total() == TASKS + 2


def test_neo4j_keeps_the_old_dataset_until_the_longest_statement_has_passed(empty_neo4j: Settings) -> None:
    old = load(empty_neo4j, "a").dataset.generation
    kept: list[int] = []
    switched = 0.0

    def look(step: str, done: int, total: int) -> None:
        nonlocal switched
        if (step, done) == ("switch", 1):
            switched = time.monotonic()
        if step.startswith("wait"):
            kept.append(generations(empty_neo4j)[old])

    load(empty_neo4j, "b", look)
    assert time.monotonic() - switched > empty_neo4j.statement_limit
    assert kept
    assert set(kept) == {TASKS + 2}
    assert old not in generations(empty_neo4j)


async def test_a_running_service_clears_the_directory_that_it_has_left(empty_embedded: Settings) -> None:
    await asyncio.to_thread(load, empty_embedded, "a")
    async with open_database(empty_embedded) as database:
        new = (await asyncio.to_thread(load, empty_embedded, "b")).dataset.generation
        await until_mark(database, "b")
        assert await asyncio.to_thread(soon, lambda: list(generations(empty_embedded)) == [new])


async def test_the_embedded_database_can_be_read_by_a_command_beside_the_service(empty_embedded: Settings) -> None:
    await asyncio.to_thread(load, empty_embedded, "a")
    async with open_database(empty_embedded) as database:
        assert await asyncio.to_thread(served_mark, empty_embedded) == "a"
        assert await mark(database) == "a"


# Loads under readers.


@contextlib.asynccontextmanager
async def readers(database: Database, count: int) -> AsyncIterator[Counter[str]]:
    """Read all the time with `count` readers; a failed or mixed read fails the test at the end."""
    seen: Counter[str] = Counter()
    stopped = asyncio.Event()

    async def read() -> None:
        while not stopped.is_set():
            seen[await mark(database)] += 1
            await asyncio.sleep(random.uniform(0, 0.02))

    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(read())
        try:
            yield seen
        finally:
            stopped.set()


async def load_under_readers(settings: Settings, loads: int, count: int) -> Counter[str]:
    """Alternate between two datasets under readers, and return what these saw."""
    await asyncio.to_thread(load, settings, "a")
    async with open_database(settings) as database, readers(database, count) as seen:
        for number in range(1, loads + 1):
            new = "ab"[number % 2]
            await asyncio.to_thread(load, settings, new)
            if number % 5 or number == loads:  # each fifth is followed by another before it is seen
                await until_mark(database, new)
    log.info("%d loads, %d readers: %s", loads, count, seen)
    return seen


async def test_a_load_under_readers_is_seen_whole_and_fails_none(empty: Settings) -> None:
    seen = await load_under_readers(empty, loads=2, count=4)
    assert set(seen) == {"a", "b"}


@pytest.mark.long
async def test_20_loads_under_10_readers_are_seen_whole_and_fail_none(empty: Settings) -> None:
    seen = await load_under_readers(empty, loads=20, count=10)
    assert set(seen) == {"a", "b"}


@pytest.mark.long
def test_neo4js_pointer_is_never_seen_half_switched(empty_neo4j: Settings) -> None:
    """Switch between two whole datasets as fast as it goes: what the form of `CURRENT_DATASET` is for."""
    load(empty_neo4j, "a")
    seen: Counter[str] = Counter()

    def switch_to_and_fro(step: str, done: int, total: int) -> None:
        if (step, done) == ("check", 1):
            with session_of(empty_neo4j) as session, reading_threads(empty_neo4j, 4, seen):
                kept = [row[0] for row in session.read("MATCH (d:Dataset) RETURN d.generation")]
                for number in range(2000):
                    pointed = {"generation": kept[number % 2]}
                    session.write("MATCH (pointer:CurrentDataset) SET pointer.generation = $generation", pointed)

    load(empty_neo4j, "b", switch_to_and_fro)
    assert set(seen) == {"a", "b"}


@contextlib.contextmanager
def reading_threads(settings: Settings, count: int, seen: Counter[str]) -> Iterator[None]:
    """Read all the time with `count` threads; a failed or mixed read is counted as ``failed``."""
    stopped = threading.Event()

    def read() -> None:
        with session_of(settings) as session:
            while not stopped.is_set():
                try:
                    seen[mark_of(session.read(READ, PARAMETERS))] += 1
                except (AssertionError, ValueError):
                    seen["failed"] += 1

    threads = [threading.Thread(target=read) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


# Loads that are killed.


@contextlib.contextmanager
def load_process(settings: Settings, mark: str) -> Iterator[subprocess.Popen[str]]:
    """Run a load in a process of its own, which prints its steps."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.graph.synthetic", mark],
        env=variables(settings),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        with process.stdout:
            yield process
    finally:
        process.kill()
        process.wait()


def kill_load(settings: Settings, mark: str, after: str, pause: float = 0) -> str:
    """Load in a process that is killed some time after a step, and return the last step that it told."""
    with load_process(settings, mark) as process:
        assert process.stdout is not None
        last = ""
        for line in process.stdout:
            last = line.strip()
            if last.startswith(after):
                break
        else:
            raise AssertionError(f"the load ended without {after}")
        time.sleep(pause)
        process.kill()
        last = (process.stdout.read().strip().splitlines() or [last])[-1]
    log.info("killed after: %s", last)
    return last


KILL_POINTS = [
    ("Plan", 0.0),
    ("Task 50/", 0.0),
    ("Task 150/", 0.003),
    ("Task 250/", 0.006),
    ("HAS_TASK 50/", 0.0),
    ("HAS_TASK 150/", 0.004),
    ("HAS_TASK 250/", 0.008),
    ("check 0/", 0.0),
    ("check 1/", 0.001),
    ("switch 0/", 0.001),
]
"""Steps after which a load is killed, and how many seconds later: seven inside writes, one in the check, two around
the switch."""


async def kill_loads(settings: Settings, points: list[tuple[str, float]]) -> None:
    """Kill loads beside a service; each time the old dataset must be served, and in the end a load must complete."""
    await asyncio.to_thread(load, settings, "a")
    served = "a"
    async with open_database(settings) as database, readers(database, 2):
        for after, pause in points:
            other = "b" if served == "a" else "a"
            last = await asyncio.to_thread(kill_load, settings, other, after, pause)
            if last.startswith("switch"):
                served = await mark_after_switch(database, settings)
            assert await mark(database) == served
        other = "b" if served == "a" else "a"
        result = await asyncio.to_thread(load, settings, other)
        assert result.built
        await until_mark(database, other)
        only_new = lambda: set(generations(settings)) == {result.dataset.generation}  # noqa: E731
        assert await asyncio.to_thread(soon, only_new)
        if settings.neo4j is None:
            assert await asyncio.to_thread(soon, lambda: len(processes_of(settings.data_dir)) == 2)


async def mark_after_switch(database: Database, settings: Settings) -> str:
    """Return what is served after a kill in the midst of the switch: the old dataset or the new one, for good."""
    if settings.neo4j is not None:
        return await mark(database)
    pointer = DataDirectory(settings.data_dir).pointer()
    assert pointer is not None
    await until_mark(database, pointer.version)
    return pointer.version


async def test_a_killed_load_leaves_the_old_dataset_and_the_next_one_clears_up(empty: Settings) -> None:
    await kill_loads(empty, [("Task 150/", 0.003), ("switch 0/", 0.001)])


@pytest.mark.long
async def test_ten_killed_loads_leave_the_old_dataset_and_the_next_one_clears_up(empty: Settings) -> None:
    await kill_loads(empty, KILL_POINTS)


def test_a_killed_load_without_a_service_is_cleared_by_the_next(empty: Settings) -> None:
    load(empty, "a")
    kill_load(empty, "b", "HAS_TASK 150/")
    assert served_mark(empty) == "a"
    result = load(empty, "a")
    assert not result.built
    assert set(generations(empty)) == {result.dataset.generation}
