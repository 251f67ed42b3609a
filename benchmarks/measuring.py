"""What the benchmarks share: the ways to ask, the databases, and times taken in turns.

Service and bare driver ask the same database process, in turns, and must give the same bytes. Neither keeps results.
The embedded database is started for the run; Neo4j is the one at NEO4J_URI, else one that is started from Maven's jars
as in the tests.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httptools
import neo4j
import orjson
import uvicorn

from graph.datasets import reading_address
from graph.settings import Address, Settings, load_settings
from loaders.__main__ import shipped_packages
from loaders.tables import read_all
from schema.execution import Executor
from tests.databases import running_neo4j, settings_with
from tests.served import load_tables
from tests.service import printed_url, start

Call = Callable[[], bytes]
Shape = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Candidate:
    """A statement with its parameters, and what makes the response's data of its one record."""

    name: str
    text: str
    parameters: Mapping[str, Any]
    shape: Shape

    def response(self, record: Any) -> bytes:
        """Write the response."""
        return orjson.dumps({"data": self.shape(record)})


def compiled(name: str, text: str) -> Candidate:
    """Return the statement that the service itself runs for an operation, and its shaper."""
    ready = Executor(nobody).ready(text)
    return Candidate(
        name, ready.prepared.statement.text, ready.parameters, lambda record: ready.prepared.shape(record, [])
    )


async def nobody(_text: str, _parameters: Mapping[str, Any], _operation: str) -> list[Any]:
    """Stand for a database that is not asked."""
    return []


# The ways to ask.


@contextlib.contextmanager
def service(settings: Settings, address: Address, home: Path) -> Iterator[Callable[[str], Call]]:
    """Run the real server on a database, and ask it operations over one connection that stays open."""
    log = home / "service.log"
    process = start(served_by(settings, address), log)
    try:
        parts = urlsplit(printed_url(process, log))
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield lambda operation: functools.partial(post, connection, request(operation))
    finally:
        end(process)


def served_by(settings: Settings, address: Address) -> Settings:
    """Return settings under which a service talks to an address by Bolt."""
    return replace(
        settings,
        neo4j_uri=address.uri,
        neo4j_user=address.user or "",
        neo4j_password=address.password,
        neo4j_database=address.database,
    )


def end(process: subprocess.Popen[str]) -> None:
    """End the server that we started."""
    process.terminate()
    process.communicate()


def request(operation: str) -> bytes:
    """Write the request that sends an operation."""
    body = json.dumps({"query": operation}).encode()
    heading = "POST /graphql HTTP/1.1\r\nHost: service\r\nContent-Type: application/json\r\nContent-Length: "
    return b"%s%d\r\n\r\n%s" % (heading.encode(), len(body), body)


class Response:
    """What `httptools` tells of a response: its body, and that it has ended."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.body = b""
        self.complete = False

    def on_body(self, part: bytes) -> None:
        """Take a part of the body."""
        self.body += part

    def on_message_complete(self) -> None:
        """Note the end."""
        self.complete = True


def post(connection: socket.socket, sent: bytes) -> bytes:
    """Send a request and return the body of the response.

    By a socket and the parser that uvicorn has too: Python's `http.client` would add 0.1 ms and more of its own.
    """
    connection.sendall(sent)
    response = Response()
    parser = httptools.HttpResponseParser(response)
    while not response.complete:
        received = connection.recv(1 << 20)
        if not received:
            raise ConnectionError("the service closed the connection")
        parser.feed_data(received)
    return response.body


def login(address: Address) -> tuple[str, str]:
    """Return user and password."""
    return address.user or "", address.password


@contextlib.contextmanager
def blocking(address: Address) -> Iterator[Callable[[Candidate], Call]]:
    """Open the blocking driver, a session for each call, as a program would."""
    with neo4j.GraphDatabase.driver(address.uri, auth=login(address), notifications_min_severity="OFF") as driver:

        def ask(candidate: Candidate) -> bytes:
            with driver.session(
                database=address.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1
            ) as session:
                [record] = session.run(candidate.text, dict(candidate.parameters)).values()
                return candidate.response(record)

        yield lambda candidate: functools.partial(ask, candidate)


@contextlib.contextmanager
def asynchronous(address: Address) -> Iterator[Callable[[Candidate], Call]]:
    """Open the asynchronous driver, on the event loop that the service uses."""
    factory = uvicorn.Config(app="", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        driver = neo4j.AsyncGraphDatabase.driver(address.uri, auth=login(address), notifications_min_severity="OFF")

        async def ask(candidate: Candidate) -> bytes:
            async with driver.session(
                database=address.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1
            ) as session:
                result = await session.run(candidate.text, dict(candidate.parameters))
                [record] = await result.values()
                return candidate.response(record)

        yield lambda candidate: lambda: runner.run(ask(candidate))
        runner.run(driver.close())


# Measuring.


def seconds(call: Call, expected: bytes) -> float:
    """Return how long a call takes; its answer must be the expected bytes."""
    began = time.perf_counter()
    answer = call()
    taken = time.perf_counter() - began
    if answer != expected:
        raise RuntimeError("service and driver do not give the same bytes")
    return taken


def in_turns(calls: Mapping[str, Call], rounds: int, expected: bytes) -> dict[str, list[float]]:
    """Time each call once a round, each round beginning with another one."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    names = list(calls)
    for number in range(rounds):
        begin = number % len(names)
        for name in (*names[begin:], *names[:begin]):
            taken[name].append(seconds(calls[name], expected))
    return taken


def milliseconds(taken: list[float]) -> str:
    """Return the median of times in milliseconds."""
    return f"{statistics.median(taken) * 1000:.1f} ms"


def generation_of(address: Address) -> str:
    """Ask which dataset is served."""
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=login(address)) as driver,
        driver.session(database=address.database) as session,
    ):
        record = session.run("MATCH (pointer:CurrentDataset) RETURN pointer.generation").single(strict=True)
        return str(record[0])


# The databases.


@contextlib.contextmanager
def embedded(home: Path) -> Iterator[tuple[Settings, Address]]:
    """Load the shipped tables into an embedded database, and run it as a service does."""
    settings = settings_with(PLANGRAPH_DATA_DIR=str(home / "data"))
    load_tables(settings, read_all(shipped_packages()))
    with reading_address(settings) as address:
        assert address is not None
        yield settings, address


@contextlib.contextmanager
def remote(home: Path) -> Iterator[tuple[Settings, Address]]:
    """Load the shipped tables into the Neo4j at NEO4J_URI, or into one that is started for this run."""
    given = load_settings()
    with contextlib.nullcontext(given) if given.neo4j else running_neo4j(home, java=()) as settings:
        assert settings.neo4j is not None
        load_tables(settings, read_all(shipped_packages()))
        yield settings, settings.neo4j


def neo4j_is_there() -> bool:
    """Tell whether there is a Neo4j to measure."""
    return load_settings().neo4j is not None or all(map(shutil.which, ("java", "mvn")))


DATABASES = {"embedded": embedded, "neo4j": remote}


def chosen_databases(only: str | None) -> Iterator[tuple[str, Settings, Address, Path]]:
    """Give each database in turn, running and loaded, with its name and a directory of its own."""
    for name in [only] if only else DATABASES:
        if name == "neo4j" and not neo4j_is_there():
            print("Neo4j is not measured: set NEO4J_URI, or install Java and Maven", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as home, DATABASES[name](Path(home)) as (settings, address):
            yield name, settings, address, Path(home)


def versions() -> str:
    """Return what was measured, in a line."""
    return f"{platform.machine()}, Python {platform.python_version()}, driver {neo4j.__version__}"
