import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from graph import database as module
from graph.database import GRACE, Connection, Database, RecentStatements, Record, Statement, open_database, open_session
from graph.errors import DatabaseUnavailable, StatementFailed, StatementTimeout
from graph.serving import Lease
from graph.settings import Settings
from tests.databases import free_port, settings_with
from tests.graph.conftest import LIMITS
from tests.graph.synthetic import PARAMETERS, READ, mark_of

LIMIT = 2.0

SLOW = (
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    "WITH a, b, c WHERE a * b * c = -1 RETURN count(*)"
)
"""A statement that would run for many minutes on both databases."""


@pytest_asyncio.fixture(scope="module")
async def database(loaded: Settings) -> AsyncIterator[Database]:
    async with open_database(replace(loaded, statement_limit=LIMIT)) as opened:
        yield opened


async def test_a_read_returns_the_values_of_each_record(database: Database) -> None:
    text = "UNWIND $rows AS row RETURN row, row * 2 AS twice"
    assert await database.read(text, {"rows": [1, 2]}, operation="values") == [[1, 2], [2, 4]]
    assert mark_of(await database.read(READ, PARAMETERS, operation="marks")) == "a"


@pytest.mark.parametrize(
    "write",
    [
        "CREATE (:Intruder)",
        "MATCH (task:Task) SET task.mark = 'changed'",
        "MATCH (task:Task) DETACH DELETE task",
        "CREATE INDEX intruder FOR (n:Task) ON (n.mark)",
    ],
)
async def test_a_write_through_the_services_session_fails(database: Database, write: str) -> None:
    with pytest.raises(StatementFailed):
        await database.read(write, {}, operation="write")
    assert mark_of(await database.read(READ, PARAMETERS, operation="marks")) == "a"


async def test_a_mistake_in_the_text_is_no_matter_of_time_or_connection(database: Database) -> None:
    with pytest.raises(StatementFailed):
        await database.read("RETURN [1", {}, operation="mistake")


async def test_a_statement_ends_with_the_longest_permitted_time(database: Database) -> None:
    start = time.monotonic()
    with pytest.raises(StatementTimeout):
        await database.read(SLOW, {}, operation="slow")
    assert time.monotonic() - start < LIMIT + GRACE + 1


async def test_a_statement_ends_with_its_own_time_where_that_is_shorter(database: Database) -> None:
    start = time.monotonic()
    with pytest.raises(StatementTimeout):
        await database.read(SLOW, {}, operation="slow", timeout=0.2)
    assert time.monotonic() - start < 0.2 + GRACE + 1


async def test_other_reads_go_on_while_one_runs_out_of_time(database: Database) -> None:
    slow = asyncio.create_task(database.read(SLOW, {}, operation="slow"))
    marks = [mark_of(await database.read(READ, PARAMETERS, operation="marks")) for _ in range(5)]
    assert marks == ["a"] * 5
    with pytest.raises(StatementTimeout):
        await slow


async def test_a_read_that_is_cancelled_leaves_the_others_alone(database: Database) -> None:
    slow = asyncio.create_task(database.read(SLOW, {}, operation="slow"))
    await asyncio.sleep(0.3)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert mark_of(await database.read(READ, PARAMETERS, operation="marks")) == "a"


async def test_each_read_is_one_statement_at_the_driver(database: Database) -> None:
    with database.recording() as statements:
        await database.read(READ, PARAMETERS, operation="first")
        await database.read("RETURN $x", {"x": 1}, operation="second", timeout=1)
    assert statements == [Statement(READ, PARAMETERS, "first", LIMIT), Statement("RETURN $x", {"x": 1}, "second", 1)]


async def test_neo4j_lists_a_statement_under_its_operation(own_neo4j: Settings) -> None:
    async with open_database(own_neo4j) as database:
        records = await database.read("SHOW TRANSACTIONS YIELD metaData", {}, operation="planView")
    assert [{"operation": "planView"}] in records


async def test_a_database_that_is_not_there_is_unavailable_within_the_cap() -> None:
    nowhere = settings_with(NEO4J_URI=f"bolt://127.0.0.1:{free_port()}", NEO4J_PASSWORD="x", PLANGRAPH_RETRY_CAP="0.5")
    start = time.monotonic()
    async with open_database(nowhere) as database:
        with pytest.raises(DatabaseUnavailable):
            await database.read("RETURN 1", {}, operation="nothing")
    assert time.monotonic() - start < 2


async def test_a_wrong_password_is_unavailable_and_not_tried_again(own_neo4j: Settings) -> None:
    async with open_database(replace(own_neo4j, neo4j_password="wrong")) as database:
        with database.recording() as statements, pytest.raises(DatabaseUnavailable, match="Unauthorized"):
            await database.read("RETURN 1", {}, operation="nothing")
    assert len(statements) == 1


def test_a_session_of_a_loader_tells_the_same_errors(own_neo4j: Settings) -> None:
    assert own_neo4j.neo4j is not None
    with open_session(own_neo4j.neo4j) as session, pytest.raises(StatementFailed):
        session.write("RETRUN 1")
    with (
        open_session(replace(own_neo4j.neo4j, uri=f"bolt://127.0.0.1:{free_port()}")) as session,
        pytest.raises(DatabaseUnavailable),
    ):
        session.read("RETURN 1")


class Scripted(Connection):
    """A connection whose statements end as a script says: an error, a result, or not at all."""

    def __init__(self, *script: Exception | list[Record] | None) -> None:
        self.script = list(script)

    async def run(self, statement: Statement) -> list[Record]:
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        if step is None:
            await asyncio.Event().wait()
        assert isinstance(step, list)
        return step


class ScriptedSource:
    """Lends a scripted connection, and notes what happens to it."""

    def __init__(self, connection: Scripted) -> None:
        self.connection = connection
        self.leases = 0
        self.replaced: list[Connection] = []

    async def lease(self) -> Lease[Connection]:
        self.leases += 1
        return Lease(self.connection, self._release)

    def _release(self) -> None:
        self.leases -= 1

    def replace(self, connection: Connection) -> None:
        self.replaced.append(connection)


def scripted(settings: Settings, *script: Exception | list[Record] | None) -> tuple[Database, ScriptedSource]:
    source = ScriptedSource(Scripted(*script))
    return Database(source, settings, RecentStatements()), source


def conflict() -> Neo4jError:
    return server_error("Neo.TransientError.Transaction.DeadlockDetected")


def server_error(code: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message="said the server")


@pytest.mark.parametrize("error", [lambda: ServiceUnavailable("lost"), conflict])
async def test_what_may_pass_is_tried_again(error: Callable[[], Exception]) -> None:
    database, source = scripted(settings_with(**LIMITS), error(), error(), [[1]])
    with database.recording() as statements:
        assert await database.read("RETURN 1", {}, operation="retried") == [[1]]
    assert len(statements) == 3
    assert source.leases == 0


async def test_trying_again_ends_with_the_cap() -> None:
    database, source = scripted(settings_with(PLANGRAPH_RETRY_CAP="0.6"), ServiceUnavailable("lost"))
    start = time.monotonic()
    with database.recording() as statements, pytest.raises(DatabaseUnavailable, match="lost"):
        await database.read("RETURN 1", {}, operation="retried")
    assert 0.2 < time.monotonic() - start < 0.7
    assert 3 <= len(statements) <= 8
    assert source.leases == 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Neo.ClientError.Transaction.TransactionTimedOut", StatementTimeout),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", StatementTimeout),
        ("Neo.ClientError.Statement.AccessMode", StatementFailed),
        ("Neo.ClientError.Security.Unauthorized", DatabaseUnavailable),
        ("Neo.ClientError.Database.DatabaseNotFound", DatabaseUnavailable),
        ("Neo.DatabaseError.General.UnknownError", StatementFailed),
    ],
)
async def test_what_will_not_pass_is_not_tried_again(code: str, expected: type[Exception]) -> None:
    database, _ = scripted(settings_with(**LIMITS), server_error(code))
    with database.recording() as statements, pytest.raises(expected, match="said the server"):
        await database.read("RETURN 1", {}, operation="refused")
    assert len(statements) == 1


async def test_a_statement_that_does_not_end_is_told_then_cut_off_then_its_database_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.1)
    monkeypatch.setattr(module, "OVERDUE", 0.3)
    database, source = scripted(settings_with(PLANGRAPH_STATEMENT_LIMIT="0.2"), None)
    with pytest.raises(StatementTimeout, match=r"still running after 0\.2 s"):
        await database.read("RETURN 1", {}, operation="endless")
    assert (source.leases, source.replaced) == (1, [])
    await asyncio.sleep(0.5)
    assert (source.leases, source.replaced) == (0, [source.connection])


async def test_closing_cuts_off_what_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.01)
    database, source = scripted(settings_with(PLANGRAPH_STATEMENT_LIMIT="0.05"), None)
    with pytest.raises(StatementTimeout):
        await database.read("RETURN 1", {}, operation="endless")
    await database.close()
    assert source.leases == 0


def test_only_one_module_imports_the_driver() -> None:
    project = Path(module.__file__).parent.parent
    parts = [project / name for name in ("graph", "schema", "loaders")]
    sources = [*project.glob("*.py"), *(path for part in parts for path in part.rglob("*.py"))]
    imports = re.compile(r"^\s*(import|from) neo4j\b", re.MULTILINE)
    assert [path.name for path in sources if imports.search(path.read_text(encoding="utf-8"))] == ["database.py"]
