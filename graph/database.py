"""The Bolt driver: reading for the service, reading and writing for the loaders; retries, time limits, errors.

    async with open_database(settings) as database:
        records = await database.read("MATCH (n) RETURN count(n)", {}, operation="count")    # [[1760]]

The only module that imports `neo4j`. A read is one auto-commit statement in read access mode, which takes two round
trips fewer than a managed transaction; so what is worth trying again is tried again here.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import functools
import logging
import random
import time
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import neo4j
from neo4j.api import AsyncBookmarkManager
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.errors import DatabaseUnavailable, GraphError, StatementFailed, StatementTimeout
from graph.serving import Lease, ServedDatasets
from graph.settings import Address, Settings

log = logging.getLogger(__name__)

Record = list[Any]
"""The values of one record, in the order of the statement's RETURN."""

Parameters = Mapping[str, Any]

CONNECT_LIMIT = 5.0
"""Seconds for which a connection may take to open, and a read may wait for a free one."""

GRACE = 1.0
"""Seconds past its limit after which a statement's caller is told, whether the database has ended it or not."""

OVERDUE = 5.0
"""Seconds past the longest permitted statement after which one that still runs is cut off (Neo4j looks every 2 s)."""

FIRST_PAUSE = 0.05
"""Seconds before the second try; doubled, with chance, before each further one."""

RECENT = 20
"""Statements that a new embedded database runs before its first reader: Java is slow until it has seen its work."""

WARM_UP = 5.0
"""Seconds that this may take."""

WRITE_RETRIES = 30.0
"""Seconds for which a write is tried again after a conflict or a lost connection."""

TIMED_OUT = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
)
NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"


@dataclass(frozen=True)
class Statement:
    """One statement as it is sent: its text and parameters, the operation that asked for it, its limit in seconds."""

    text: str
    parameters: Parameters
    operation: str
    limit: float


class Unrelated(AsyncBookmarkManager):
    """Makes the reads of one session wait for nothing that an earlier one has seen: they are of different callers."""

    async def get_bookmarks(self) -> tuple[str, ...]:
        """Give nothing to wait for."""
        return ()

    async def update_bookmarks(self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]) -> None:
        """Forget what was seen."""


class Connection:
    """A pool of connections to one database, for reading; sessions are used again: a tenth of a small read's time."""

    def __init__(self, address: Address, settings: Settings) -> None:
        """Prepare the pool; nothing is sent before the first statement."""
        self._database = address.database
        self._idle: list[neo4j.AsyncSession] = []
        self._driver = neo4j.AsyncGraphDatabase.driver(
            address.uri,
            auth=_login(address),
            max_connection_pool_size=settings.connections,
            connection_timeout=CONNECT_LIMIT,
            connection_acquisition_timeout=CONNECT_LIMIT,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )

    async def run(self, statement: Statement) -> list[Record]:
        """Send one statement and return its records; raises what the driver raises."""
        query = neo4j.Query(_query(statement.text), {"operation": statement.operation}, statement.limit)
        session = self._idle.pop() if self._idle else self._new_session()
        try:
            result = await session.run(query, dict(statement.parameters))
            records = await result.values()
        except BaseException:
            session.cancel()  # a connection that it still holds is closed, and the statement on it ended
            await session.close()
            raise
        self._idle.append(session)
        return records

    def _new_session(self) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS,
            fetch_size=-1,
            bookmark_manager=Unrelated(),
        )

    async def close(self) -> None:
        """Close the pool."""
        await self._driver.close()
        while self._idle:
            await self._idle.pop().close()


class RecentStatements:
    """The statements that were read last, with which a new embedded database is warmed up."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_text: collections.OrderedDict[str, Statement] = collections.OrderedDict()

    def __iter__(self) -> Iterator[Statement]:
        """Give them, the latest last."""
        return iter(tuple(self._by_text.values()))

    def note(self, statement: Statement) -> None:
        """Keep a statement that was answered, and forget the oldest one when they are too many."""
        self._by_text[statement.text] = statement
        self._by_text.move_to_end(statement.text)
        if len(self._by_text) > RECENT:
            self._by_text.popitem(last=False)


class Source(Protocol):
    """Where a `Database` takes its connection from, one lease for each statement."""

    async def lease(self) -> Lease[Connection] | None:
        """Lend the connection to use now, None where nothing is loaded; raises DatabaseUnavailable."""

    def replace(self, connection: Connection) -> None:
        """Hear that a statement on this connection will not end."""


class RemoteSource:
    """The database at NEO4J_URI: one connection pool, which the driver keeps healthy."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection to lend."""
        self._lease = Lease(connection, lambda: None)

    async def lease(self) -> Lease[Connection]:
        """Lend the connection."""
        return self._lease

    def replace(self, connection: Connection) -> None:
        """Do nothing: closing the statement's connection made Neo4j end it."""


class Database:
    """The database of a running service; made by `open_database`."""

    def __init__(self, source: Source, settings: Settings, recent: RecentStatements) -> None:
        """Take where connections come from, and what to note answered statements in."""
        self._source = source
        self._settings = settings
        self._recent = recent
        self._running: set[asyncio.Task[list[Record]]] = set()
        self._recordings: list[list[Statement]] = []

    async def read(
        self, text: str, parameters: Parameters, *, operation: str, timeout: float | None = None
    ) -> list[Record]:
        """Run one statement and return the values of each record; no record where no dataset is loaded.

        operation: the name under which the database lists the statement; timeout: seconds, at most and by default
        the longest permitted. What is worth another try is tried again within the retry cap. Raises
        StatementTimeout, StatementFailed or DatabaseUnavailable.
        """
        longest = self._settings.statement_limit
        statement = Statement(text, parameters, operation, min(timeout or longest, longest))
        deadline = time.monotonic() + self._settings.retry_cap
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._try(statement)
            except (DriverError, Neo4jError) as error:
                wait = pause * random.uniform(0.5, 1)
                if not error.is_retryable() or time.monotonic() + wait > deadline:
                    raise translate(error) from error
                log.warning("%s is tried again: %s", operation, _describe(error))
            await asyncio.sleep(wait)
            pause *= 2

    @contextlib.contextmanager
    def recording(self) -> Iterator[list[Statement]]:
        """Note every statement that is handed to the driver meanwhile, each try for itself."""
        statements: list[Statement] = []
        self._recordings.append(statements)
        try:
            yield statements
        finally:
            self._recordings.remove(statements)

    async def close(self) -> None:
        """Cut off the statements that still run."""
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _try(self, statement: Statement) -> list[Record]:
        """Run a statement once; when it does not end in time, the caller is told and the database may yet end it."""
        lease = await self._source.lease()
        if lease is None:
            return []
        for recording in self._recordings:
            recording.append(statement)
        task = asyncio.create_task(lease.connection.run(statement))
        self._running.add(task)
        task.add_done_callback(functools.partial(self._finish, lease))
        try:
            await asyncio.wait({task}, timeout=statement.limit + GRACE)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not task.done():
            overdue = self._settings.statement_limit - statement.limit + OVERDUE
            asyncio.get_running_loop().call_later(overdue, self._cut_off, task, lease.connection)
            raise StatementTimeout(f"{statement.operation}: still running after {statement.limit:g} s")
        records = task.result()
        self._recent.note(statement)
        return records

    def _cut_off(self, task: asyncio.Task[list[Record]], connection: Connection) -> None:
        """End a statement that far outlives the longest permitted one."""
        if not task.done():
            task.cancel()
            self._source.replace(connection)

    def _finish(self, lease: Lease[Connection], task: asyncio.Task[list[Record]]) -> None:
        lease.release()
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at here, since nobody waits for a statement whose caller was told


@contextlib.asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database that the settings name, the embedded one where they name none, and close it in the end.

    Raises DataDirectoryBusy or DatabaseUnavailable where the embedded database cannot be started; whether a database at
    NEO4J_URI answers shows with the first statement.
    """
    recent = RecentStatements()
    async with _source(settings, recent) as source:
        database = Database(source, settings, recent)
        try:
            yield database
        finally:
            await database.close()


@contextlib.asynccontextmanager
async def _source(settings: Settings, recent: RecentStatements) -> AsyncIterator[Source]:
    if settings.neo4j is None:
        connect = functools.partial(_connect, settings=settings, recent=recent)
        async with ServedDatasets(settings, connect) as served:
            yield served
    else:
        connection = Connection(settings.neo4j, settings)
        try:
            yield RemoteSource(connection)
        finally:
            await connection.close()


async def _connect(address: Address, settings: Settings, recent: RecentStatements) -> Connection:
    """Connect to a child that has just started, and warm it up, so that its first readers do not wait for that."""
    async with contextlib.AsyncExitStack() as undo:
        connection = Connection(address, settings)
        undo.push_async_callback(connection.close)
        with _translated():
            await connection.run(Statement("RETURN 1", {}, "start", settings.embedded_start))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WARM_UP):
                for statement in recent:
                    with contextlib.suppress(DriverError, Neo4jError):
                        await connection.run(statement)
        undo.pop_all()
    return connection


class Session:
    """A blocking session for the loaders, which also writes; made by `open_session`."""

    def __init__(self, session: neo4j.Session) -> None:
        """Take the driver's session."""
        self._session = session

    def read(self, text: str, parameters: Parameters | None = None) -> list[Record]:
        """Run one statement by itself and return the values of each record; raises GraphError."""
        with _translated():
            return self._session.run(_query(text), dict(parameters or {})).values()

    def define(self, text: str) -> None:
        """Run one definition of a constraint or an index; raises GraphError."""
        with _translated():
            self._session.run(_query(text)).consume()

    def write(self, text: str, parameters: Parameters | None = None) -> list[Record]:
        """Run one statement in a transaction, again after a conflict; returns its records, raises GraphError."""

        def work(transaction: neo4j.ManagedTransaction) -> list[Record]:
            return transaction.run(_query(text), dict(parameters or {})).values()

        with _translated():
            return self._session.execute_write(work)


@contextlib.contextmanager
def open_session(address: Address) -> Iterator[Session]:
    """Open a session for a loader or a command, and close it in the end."""
    with (
        neo4j.GraphDatabase.driver(
            address.uri,
            auth=_login(address),
            connection_timeout=CONNECT_LIMIT,
            max_transaction_retry_time=WRITE_RETRIES,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        ) as driver,
        driver.session(database=address.database, fetch_size=-1) as session,
    ):
        yield Session(session)


def translate(error: DriverError | Neo4jError) -> GraphError:
    """Return this package's error for one of the driver."""
    said = _describe(error)
    if isinstance(error, Neo4jError):
        if error.code in TIMED_OUT:
            return StatementTimeout(said)
        if not (isinstance(error, AuthError) or error.code == NO_DATABASE or error.is_retryable()):
            return StatementFailed(said)
    return DatabaseUnavailable(said)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise translate(error) from error


def _describe(error: DriverError | Neo4jError) -> str:
    return f"{error.code}: {error.message}" if isinstance(error, Neo4jError) else f"{type(error).__name__}: {error}"


def _login(address: Address) -> tuple[str, str] | None:
    return None if address.user is None else (address.user, address.password)


def _query(text: str) -> Any:
    """Return a text as the driver's types want it: they ask for literals, against values pasted into texts."""
    return text
