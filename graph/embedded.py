"""The default database: ArcadeDB, started from its Python package as a child process, and the directory it lives in.

    directory = DataDirectory(settings.data_dir)
    with directory.service_lock():
        databases, workplace = directory.dataset(generation), directory.workplace("service")
        server = EmbeddedServer.start(databases, workplace, READ_ONLY, settings)     # Bolt at server.address
        server.stop()

The data directory:

    current                 the pointer: which dataset is served
    datasets/<generation>/  one immutable database each; taken away only by who holds both locks
    building/<generation>/  what a load writes; a rename moves it to datasets/ when it is whole
    service/ load/ read/    working directories of the child processes (password, configuration), and what they print
    service.lock            held while a service runs
    load.lock               held while a load runs, and together by commands that only read

The locks are the system's, so they go when their holder dies, and what a killed process left is cleared by the next
holder.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from graph import guard
from graph.errors import DatabaseUnavailable, DataDirectoryBusy
from graph.settings import Address, Settings

Mode = Literal["READ_ONLY", "READ_WRITE"]
READ_ONLY: Mode = "READ_ONLY"
READ_WRITE: Mode = "READ_WRITE"

Owner = Literal["service", "load", "read"]
"""Whose child: the service's, a load's, or that of a command which only reads."""
OWNERS: tuple[Owner, ...] = ("service", "load", "read")

DATABASE = "plangraph"
LOOPBACK = "127.0.0.1"
MAIN = "com.arcadedb.server.ArcadeDBServer"

START_TRIES = 3
"""How often a start is tried with other ports: a port found free can be taken before the child binds it."""

STOP_LIMIT = guard.ORDERLY_END + 3
"""Seconds after which a child that was told to stop is killed with its guard."""

LOG_LIMIT = 1_000_000
"""Bytes after which a log is put aside as ``.old`` when the next child starts."""

LOCK_PATIENCE = 3.0
"""Seconds for which a lock is waited for: whoever takes it only to clear is done by then."""

READ_PATIENCE = 30.0
"""Seconds for which a command that only reads waits for a load to end."""

BUSY_SERVICE = "one service process has the embedded database to itself; set NEO4J_URI for several"
BUSY_LOAD = "another load runs, or a command that reads the dataset"


@dataclass(frozen=True)
class DatasetInfo:
    """Which dataset: its generation (one per load), the version of its tables and model, when its load began (ISO)."""

    generation: str
    version: str
    loaded_at: str


class DataDirectory:
    """The directory of the embedded datasets; made when it is missing, for its owner only."""

    def __init__(self, root: Path) -> None:
        """Take the directory; raises DatabaseUnavailable where it cannot be made."""
        self.root = root
        self.datasets = root / "datasets"
        self._building = root / "building"
        try:
            for directory in (root, self.datasets, self._building, *map(self._workplaces, OWNERS)):
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"the data directory {root} cannot be used: {error.strerror}") from error

    def dataset(self, generation: str) -> Path:
        """Return where a finished dataset is."""
        return self.datasets / generation

    def building(self, generation: str) -> Path:
        """Return where a dataset is being built."""
        return self._building / generation

    def workplace(self, owner: Owner) -> Path:
        """Make a working directory for a child; what it prints goes to a log beside it."""
        directory = self._workplaces(owner) / secrets.token_hex(4)
        directory.mkdir(mode=0o700)
        return directory

    def pointer(self) -> DatasetInfo | None:
        """Read which dataset is served; None before the first load, or where somebody has removed it.

        Raises DatabaseUnavailable for a pointer that this class did not write.
        """
        file = self.root / "current"
        try:
            pointer = DatasetInfo(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            raise DatabaseUnavailable(f"{file} is damaged; remove it and load again") from None
        return pointer if self.dataset(pointer.generation).is_dir() else None

    def switch(self, new: DatasetInfo) -> None:
        """Move a built dataset to its place and point at it; afterwards it survives a loss of power too."""
        _flush_tree(self.building(new.generation))
        self.building(new.generation).rename(self.dataset(new.generation))
        _flush(self.datasets)
        draft = self.root / "current.new"
        draft.write_text(json.dumps(asdict(new)), encoding="utf-8")
        _flush(draft)
        draft.replace(self.root / "current")
        _flush(self.root)

    @contextlib.contextmanager
    def service_lock(self) -> Iterator[None]:
        """Hold the right to serve; raises DataDirectoryBusy while another process has it."""
        with self._lock("service", fcntl.LOCK_EX, LOCK_PATIENCE, BUSY_SERVICE):
            _empty_of_directories(self._workplaces("service"))
            yield

    @contextlib.contextmanager
    def load_lock(self) -> Iterator[None]:
        """Hold the right to load, and clear what a killed load left; raises DataDirectoryBusy while another runs."""
        with self._lock("load", fcntl.LOCK_EX, LOCK_PATIENCE, BUSY_LOAD):
            for directory in (self._workplaces("load"), self._workplaces("read"), self._building):
                _empty_of_directories(directory)
            yield

    @contextlib.contextmanager
    def read_lock(self) -> Iterator[None]:
        """Keep loads away while a command reads the dataset; raises DataDirectoryBusy where a load does not end."""
        with self._lock("load", fcntl.LOCK_SH, READ_PATIENCE, BUSY_LOAD):
            yield

    def has_superseded(self) -> bool:
        """Tell whether there is a dataset beside the one that is served."""
        return any(entry.name != self._served() for entry in self.datasets.iterdir())

    def clear_as_service(self) -> None:
        """Remove the datasets that are not served, unless a load runs; for the holder of the service lock."""
        with contextlib.suppress(DataDirectoryBusy), self._lock("load", fcntl.LOCK_EX, 0, BUSY_LOAD):
            _empty_of_directories(self.datasets, keep=self._served())

    def clear_as_load(self) -> None:
        """Remove the datasets that are not served, unless a service runs, which does so itself; under the load lock."""
        with contextlib.suppress(DataDirectoryBusy), self._lock("service", fcntl.LOCK_EX, 0, BUSY_SERVICE):
            _empty_of_directories(self.datasets, keep=self._served())

    def _served(self) -> str | None:
        pointer = self.pointer()
        return pointer.generation if pointer else None

    def _workplaces(self, owner: Owner) -> Path:
        return self.root / owner

    @contextlib.contextmanager
    def _lock(self, name: str, kind: int, patience: float, busy: str) -> Iterator[None]:
        with (self.root / f"{name}.lock").open("a+b") as file:
            _wait_for_lock(file, kind, patience, f"{busy} (data directory {self.root})")
            yield


def _wait_for_lock(file: IO[bytes], kind: int, patience: float, busy: str) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise DataDirectoryBusy(busy) from None
            time.sleep(0.05)


def _empty_of_directories(parent: Path, keep: str | None = None) -> None:
    for entry in parent.iterdir():
        if entry.name != keep and entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)


def _flush_tree(directory: Path) -> None:
    for path in (*directory.rglob("*"), directory):
        _flush(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class EmbeddedServer:
    """A running ArcadeDB: a child process, behind a guard that ends it when this process is gone."""

    def __init__(self, process: subprocess.Popen[bytes], address: Address, http_port: int, workplace: Path) -> None:
        """Take over a child that was launched; use `start`."""
        self.address = address
        self._process = process
        self._http_port = http_port
        self._workplace = workplace
        self._stopping = threading.Lock()
        self._stopped = False

    @classmethod
    def start(
        cls,
        databases: Path,
        workplace: Path,
        mode: Mode,
        settings: Settings,
        cancelled: threading.Event | None = None,
    ) -> EmbeddedServer:
        """Start a child and wait until it answers.

        databases: the directory of its one database, which READ_WRITE makes; workplace: its working directory, empty,
        removed with the child; cancelled: ends the waiting when set. Raises DatabaseUnavailable.
        """
        for _ in range(START_TRIES - 1):
            server = _launch(databases, workplace, mode, settings)
            if server._become_ready(settings.embedded_start, cancelled):
                return server
            workplace.mkdir(mode=0o700)
        server = _launch(databases, workplace, mode, settings)
        if server._become_ready(settings.embedded_start, cancelled):
            return server
        raise DatabaseUnavailable(f"the embedded database did not start; its log is {_log(workplace)}")

    @property
    def alive(self) -> bool:
        """Whether the child runs."""
        return self._process.poll() is None

    @property
    def process_group(self) -> int:
        """The number of the process group that holds the child and its guard, and nothing else."""
        return self._process.pid

    def stop(self) -> None:
        """End the child, in good order if it can, and remove its working directory."""
        with self._stopping:
            if not self._stopped:
                self._stopped = True
                self._end_processes()
                shutil.rmtree(self._workplace, ignore_errors=True)

    def _end_processes(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(guard.STOP)
        try:
            left_alone = self._process.wait(STOP_LIMIT) < 0  # the guard was killed: the child may have outlived it
        except subprocess.TimeoutExpired:
            left_alone = True
        if left_alone:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process_group, signal.SIGKILL)
            self._process.wait()

    def _become_ready(self, limit: float, cancelled: threading.Event | None) -> bool:
        """Wait until the child answers; False if it ended instead. Raises DatabaseUnavailable after the limit."""
        deadline = time.monotonic() + limit
        try:
            while self.alive:
                if self._answers():
                    return True
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(
                        f"the embedded database took over {limit:g} s to start; its log is {_log(self._workplace)}"
                    )
                if cancelled is not None and cancelled.is_set():
                    raise DatabaseUnavailable("the embedded database is not needed any more")
                time.sleep(0.05)
        except BaseException:
            self.stop()
            raise
        self.stop()
        return False

    def _answers(self) -> bool:
        """Ask over HTTP: that says it is ready only after the databases are open, Bolt listens before."""
        connection = http.client.HTTPConnection(LOOPBACK, self._http_port, timeout=2)
        try:
            connection.request("GET", "/api/v1/ready")
            return connection.getresponse().status == http.HTTPStatus.NO_CONTENT
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _launch(databases: Path, workplace: Path, mode: Mode, settings: Settings) -> EmbeddedServer:
    """Start a child with a password of its own, on ports that are free now."""
    password = secrets.token_urlsafe(24)
    password_file = workplace / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password, encoding="ascii")
    http_port, bolt_port = _free_ports()
    options = _options(databases, workplace, mode, settings, http_port, bolt_port)
    with _open_log(workplace) as log:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, *_java(workplace, mode, settings), *options, MAIN],
            cwd=workplace,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a terminal's Ctrl-C is for the service, which ends its child when it is done
        )
    return EmbeddedServer(
        process, Address(f"bolt://{LOOPBACK}:{bolt_port}", "root", password, DATABASE), http_port, workplace
    )


def _java(workplace: Path, mode: Mode, settings: Settings) -> list[str]:
    """Return the command that starts Java, so that it writes nothing outside the working directory."""
    package = _package()
    loads = mode == READ_WRITE
    return [
        *(["nice", "-n", "10"] if loads else []),  # the readers of a service beside it come first
        str(package / "jre" / "bin" / "java"),
        f"-Xmx{settings.embedded_heap}",
        "-XX:-UsePerfData",  # otherwise a file in /tmp/hsperfdata_<user>
        f"-XX:ErrorFile={workplace}/crash.log",
        f"-Djava.io.tmpdir={workplace}",
        f"-Duser.home={workplace}",
        "--enable-native-access=ALL-UNNAMED",
        # A load is over before Java's second compiler pays.
        *(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"] if loads else []),
        "-cp",
        str(package / "jars" / "*"),
    ]


def _options(
    databases: Path, workplace: Path, mode: Mode, settings: Settings, http_port: int, bolt_port: int
) -> list[str]:
    """Return ArcadeDB's settings as Java's -D options."""
    options: dict[str, object] = {
        "server.rootPath": workplace,
        "server.databaseDirectory": databases,
        "server.configDirectory": workplace / "config",
        "server.backupDirectory": workplace / "backups",
        "server.logsDirectory": workplace / "log",
        "server.rootPasswordPath": workplace / "password",
        "server.httpIncomingHost": LOOPBACK,
        "server.httpIncomingPort": http_port,
        "server.httpWorkerThreads": 2,
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": LOOPBACK,
        "bolt.port": bolt_port,
        "bolt.defaultDatabase": DATABASE,
        "server.defaultDatabaseMode": mode,
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
        "support.autoRegister": "false",
    }
    if mode == READ_WRITE:
        options["server.defaultDatabases"] = f"{DATABASE}[root]"
    else:
        options["command.timeout"] = round(settings.statement_limit * 1000)  # the time limit sent over Bolt is ignored
    return [f"-Darcadedb.{name}={value}" for name, value in options.items()]


def _environment() -> dict[str, str]:
    """Return this process's environment without what would change the child, and without the password of a Neo4j."""
    unwanted = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "NEO4J_PASSWORD")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.lower().startswith("arcadedb")
    }


def _package() -> Path:
    """Find the package that carries Java and ArcadeDB, without importing it, which would start Java in this process."""
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or not found.submodule_search_locations:
        raise DatabaseUnavailable("the package arcadedb-embedded is not installed; install it or set NEO4J_URI")
    return Path(found.submodule_search_locations[0])


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind((LOOPBACK, 0))
        second.bind((LOOPBACK, 0))
        return first.getsockname()[1], second.getsockname()[1]


def _log(workplace: Path) -> Path:
    return workplace.parent / "log"


def _open_log(workplace: Path) -> IO[bytes]:
    log = _log(workplace)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name("log.old"))
    return log.open("ab")
