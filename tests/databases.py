"""The two databases for tests: the embedded one always, and a Neo4j from Maven's jars where Java and Maven are there.

Fixtures, each giving the settings of a database of its own for the whole run, on loopback, with nothing in it:

    def test_something(embedded: Settings) -> None: ...
    def test_something(neo4j: Settings) -> None: ...
    def test_something(database_settings: Settings) -> None: ...     # once with each

A missing Java or Maven skips what needs Neo4j, but fails it where CI is set.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import neo4j as driver
import pytest
from neo4j.exceptions import DriverError, Neo4jError

from graph import guard
from graph.settings import Settings, load_settings
from tests.missing import missing

PROJECT = Path(__file__).resolve().parent.parent
POM = PROJECT / "tests" / "neo4j" / "pom.xml"
JARS = PROJECT / ".cache" / "neo4j"
LOOPBACK = "127.0.0.1"
START_LIMIT = 120.0
MAIN = "org.neo4j.server.CommunityEntryPoint"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A Neo4j that lives for one run of the tests plans many statements once: its code need not be compiled well."""
FIRST_PASSWORD = "neo4j"


def settings_with(**variables: str) -> Settings:
    """Return settings that take nothing from the environment of the test run."""
    return load_settings(variables)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_with(PLANGRAPH_DATA_DIR=str(tmp_path_factory.mktemp("embedded")))


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with running_neo4j(tmp_path_factory.mktemp("neo4j")) as settings:
        yield settings


@pytest.fixture(scope="session", params=["embedded", "neo4j"])
def database_settings(request: pytest.FixtureRequest) -> Settings:
    settings: Settings = request.getfixturevalue(request.param)
    return settings


@contextlib.contextmanager
def running_neo4j(home: Path, java: Sequence[str] = SHORT_LIVED, **variables: str) -> Iterator[Settings]:
    """Run a new Neo4j in a directory, with options of Java, and give its settings, changed by variables."""
    require_java_and_maven()
    port = free_port()
    write_configuration(home, port)
    with (home / "output.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, *neo4j_command(home, java)],
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    password = secrets.token_urlsafe(12)
    uri = f"bolt://{LOOPBACK}:{port}"
    try:
        wait_for_start(home, process)
        set_password(uri, password)
        yield settings_with(
            NEO4J_URI=uri, NEO4J_PASSWORD=password, PLANGRAPH_DATA_DIR=str(home / "data-directory"), **variables
        )
    finally:
        stop(process)


def require_java_and_maven() -> None:
    lacking = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if lacking:
        missing(f"{' and '.join(lacking)} not found: no Neo4j to test with")


def neo4j_command(home: Path, options: Sequence[str]) -> list[str]:
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    return [
        "java",
        "-cp",
        f"{fetched_jars()}/*",
        "-Xmx1g",
        *options,
        *opens,
        MAIN,
        f"--home-dir={home}",
        f"--config-dir={home}/conf",
    ]


def fetched_jars() -> Path:
    """Return the directory of the jars, fetched by Maven the first time after a change of the pom."""
    directory = JARS / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    JARS.mkdir(parents=True, exist_ok=True)
    with (JARS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not directory.exists():
            draft = directory.with_name(directory.name + ".part")
            maven = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={draft}"]
            subprocess.run(maven, check=True, stdin=subprocess.DEVNULL)
            draft.rename(directory)
    return directory


def write_configuration(home: Path, port: int) -> None:
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(
        f"server.default_listen_address={LOOPBACK}\n"
        f"server.bolt.listen_address={LOOPBACK}:{port}\n"
        "server.http.enabled=false\n"
        "server.https.enabled=false\n"
        "server.memory.pagecache.size=128m\n"
        "dbms.usage_report.enabled=false\n",
        encoding="ascii",
    )


def wait_for_start(home: Path, process: subprocess.Popen[bytes]) -> None:
    log = home / "logs" / "neo4j.log"
    deadline = time.monotonic() + START_LIMIT
    while not (log.exists() and "Started." in log.read_text(encoding="utf-8")):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"Neo4j did not start:\n{(home / 'output.log').read_text(encoding='utf-8')}")
        time.sleep(0.1)


def set_password(uri: str, password: str) -> None:
    """Change the password that a new Neo4j has, as it wants; the log says that it has started a little early."""
    text = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    with driver.GraphDatabase.driver(uri, auth=("neo4j", FIRST_PASSWORD)) as connections:
        for _ in range(50):
            with contextlib.suppress(DriverError, Neo4jError), connections.session(database="system") as session:
                session.run(text, old=FIRST_PASSWORD, new=password).consume()
                return
            time.sleep(0.2)
    pytest.fail("Neo4j did not take a new password")


def stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(guard.STOP)
    process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
