import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graph.database import Database, open_database
from graph.embedded import READ_WRITE, DataDirectory, EmbeddedServer
from graph.errors import DatabaseUnavailable, DataDirectoryBusy
from graph.serving import ServedDatasets
from graph.settings import Address, Settings
from tests.databases import settings_with
from tests.graph.conftest import LIMITS, variables
from tests.graph.processes import is_loopback, java_of, listening_addresses, processes_of, soon
from tests.graph.synthetic import PARAMETERS, READ, load, mark_of

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@contextmanager
def service(settings: Settings, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process that has the database open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.graph.serve_until_killed"],
        env={**variables(settings), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        with process.stdout as lines:
            assert lines.readline() == "open\n"
            yield process
    finally:
        process.kill()
        process.wait()


async def mark(database: Database) -> str:
    return mark_of(await database.read(READ, PARAMETERS, operation="marks"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path_factory.mktemp("data")), **LIMITS)
    load(settings, "a")
    return settings


@linux_only
def test_the_child_is_gone_when_its_parent_was_killed(loaded: Settings) -> None:
    with service(loaded) as process:
        assert len(processes_of(loaded.data_dir)) == 2
        process.kill()
        assert soon(lambda: not processes_of(loaded.data_dir), within=3)


@linux_only
def test_the_child_is_gone_when_its_guard_was_killed(loaded: Settings) -> None:
    with service(loaded):
        java = java_of(loaded.data_dir)
        [guard] = set(processes_of(loaded.data_dir)) - {java}
        os.kill(guard, signal.SIGKILL)
        assert soon(lambda: java not in processes_of(loaded.data_dir), within=3)


@linux_only
def test_a_service_that_is_told_to_end_leaves_nothing_running(loaded: Settings) -> None:
    with service(loaded) as process:
        start = time.monotonic()
        process.terminate()
        assert process.wait(10) == 0
        assert time.monotonic() - start < 5
        assert not processes_of(loaded.data_dir)
        assert not [path for path in (loaded.data_dir / "service").iterdir() if path.is_dir()]


@linux_only
def test_every_listener_is_on_loopback(loaded: Settings) -> None:
    with service(loaded):
        addresses = listening_addresses(java_of(loaded.data_dir))
    assert len(addresses) == 2  # Bolt and HTTP
    assert all(map(is_loopback, addresses))


@linux_only
def test_nothing_is_written_outside_the_data_directory(empty_embedded: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    environment = variables(empty_embedded) | {"PYTHONPATH": str(Path.cwd())}
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
        (elsewhere / name).mkdir(parents=True)
        environment[name] = str(elsewhere / name)
    command = [sys.executable, "-m", "tests.graph.synthetic", "a"]
    subprocess.run(command, env=environment, cwd=elsewhere, check=True, stdout=subprocess.DEVNULL)
    with service(empty_embedded, **environment):
        java = java_of(empty_embedded.data_dir)
        opened = [fd.readlink() for fd in Path(f"/proc/{java}/fd").iterdir() if _is_written(java, fd.name)]
        assert all(path.is_relative_to(empty_embedded.data_dir) for path in opened if path.is_absolute())
        assert not list(Path("/tmp").glob(f"hsperfdata_*/{java}"))
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["HOME", "TMPDIR", "XDG_CACHE_HOME"]


def _is_written(pid: int, descriptor: str) -> bool:
    """Tell whether a descriptor is of a regular file that is open for writing."""
    if not Path(f"/proc/{pid}/fd/{descriptor}").is_file():
        return False
    flags = Path(f"/proc/{pid}/fdinfo/{descriptor}").read_text().split("flags:")[1].split()[0]
    return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY


@linux_only
def test_the_password_is_in_a_file_for_its_owner_and_not_in_the_command(loaded: Settings) -> None:
    with service(loaded):
        [password] = loaded.data_dir.glob("service/*/password")
        assert password.stat().st_mode & 0o777 == 0o600
        command = Path(f"/proc/{java_of(loaded.data_dir)}/cmdline").read_text()
        assert password.read_text() not in command
        assert len(password.read_text()) >= 32


async def test_a_second_service_is_told_what_to_do(loaded: Settings) -> None:
    with service(loaded), pytest.raises(DataDirectoryBusy, match="NEO4J_URI for several"):
        async with open_database(loaded):
            pass


@linux_only
async def test_a_child_that_died_is_replaced(loaded: Settings) -> None:
    async with open_database(replace(loaded, retry_cap=20)) as database:
        java = java_of(loaded.data_dir)
        os.kill(java, signal.SIGKILL)
        assert await mark(database) == "a"
        assert java_of(loaded.data_dir) != java


class Closing:
    """Stands for a connection to a child, and tells whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True


async def connect(_: Address) -> Closing:
    return Closing()


@linux_only
async def test_a_child_with_an_endless_statement_makes_way_for_another_and_keeps_its_readers(loaded: Settings) -> None:
    async with ServedDatasets(loaded, connect) as served:
        old = await served.lease()
        assert old is not None
        served.replace(old.connection)
        while (new := await served.lease()) is not None and new.connection is old.connection:
            new.release()
            await asyncio.sleep(0.05)
        assert not old.connection.closed
        assert len(processes_of(loaded.data_dir)) == 4
        old.release()
        assert await asyncio.to_thread(soon, lambda: len(processes_of(loaded.data_dir)) == 2)
        assert old.connection.closed


async def test_the_first_dataset_is_served_when_it_is_loaded(empty_embedded: Settings) -> None:
    async with open_database(empty_embedded) as database:
        assert await database.read(READ, PARAMETERS, operation="marks") == []
        await asyncio.to_thread(load, empty_embedded, "a")
        while not (records := await database.read(READ, PARAMETERS, operation="marks")):
            await asyncio.sleep(0.1)
        assert mark_of(records) == "a"


def test_a_child_that_cannot_start_names_its_log(empty_embedded: Settings) -> None:
    directory = DataDirectory(empty_embedded.data_dir)
    too_small = replace(empty_embedded, embedded_heap="1m")
    with pytest.raises(DatabaseUnavailable, match=f"{directory.root}/load/log"):
        EmbeddedServer.start(directory.building("x"), directory.workplace("load"), READ_WRITE, too_small)
    assert "heap" in (directory.root / "load" / "log").read_text()


def test_a_child_that_does_not_answer_in_time_is_ended(empty_embedded: Settings) -> None:
    directory = DataDirectory(empty_embedded.data_dir)
    impatient = replace(empty_embedded, embedded_start=0.05)
    with pytest.raises(DatabaseUnavailable, match="took over"):
        EmbeddedServer.start(directory.building("x"), directory.workplace("load"), READ_WRITE, impatient)
    assert not processes_of(directory.root)


def test_a_data_directory_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="cannot be used"):
        DataDirectory(tmp_path / "file" / "data")


def test_the_data_directory_is_for_its_owner(empty_embedded: Settings) -> None:
    assert DataDirectory(empty_embedded.data_dir).root.stat().st_mode & 0o777 == 0o700


def test_a_dataset_that_somebody_removed_is_loaded_again(empty_embedded: Settings) -> None:
    first = load(empty_embedded, "a")
    shutil.rmtree(DataDirectory(empty_embedded.data_dir).dataset(first.dataset.generation))
    assert load(empty_embedded, "a").built


def test_a_damaged_pointer_is_named(empty_embedded: Settings) -> None:
    directory = DataDirectory(empty_embedded.data_dir)
    (directory.root / "current").write_text("{", encoding="utf-8")
    with pytest.raises(DatabaseUnavailable, match=f"{directory.root}/current is damaged"):
        directory.pointer()
