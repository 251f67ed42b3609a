"""The service as a process: how it starts, ends, and what it leaves on the machine; on the embedded database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.settings import Settings
from tests.databases import settings_with
from tests.graph.processes import is_loopback, java_of, listening_addresses, processes_of, soon
from tests.served import load_tables
from tests.service import RunningService, printed_url, running_service, start
from tests.small_tables import small_tables

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

SECONDS = 10.0
"""In which everything has ended; two or three on a machine with nothing else to do."""

ENDLESS = "{ " + "tasks { goal { " * 7 + "id" + " } }" * 7 + " }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data directory with a dataset in it, held by nobody."""
    settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path_factory.mktemp("process") / "data"))
    load_tables(settings, small_tables())
    return settings


@pytest.fixture
def service(settings: Settings, tmp_path: Path) -> Iterator[RunningService]:
    with running_service(settings, tmp_path / "log") as service:
        yield service


def end(process: subprocess.Popen[str], number: signal.Signals) -> float:
    """Send a signal as a terminal does, to the whole group, and return the seconds until the process has ended."""
    began = time.monotonic()
    os.killpg(process.pid, number)
    process.wait(60)
    return time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_service_that_is_told_to_end_leaves_nothing_running(
    service: RunningService, settings: Settings, number: signal.Signals
) -> None:
    service.data("{ plans { id } }")
    assert len(processes_of(settings.data_dir)) == 2
    assert end(service.process, number) < SECONDS
    assert service.process.returncode == 0
    assert not processes_of(settings.data_dir)
    assert "Traceback" not in service.log.read_text(encoding="utf-8")


def test_a_running_statement_does_not_hold_up_the_end(service: RunningService, settings: Settings) -> None:
    service.data("{ plans { id } }")
    asking = threading.Thread(target=ask_in_vain, args=(service.url,))
    asking.start()
    time.sleep(0.5)
    assert end(service.process, signal.SIGTERM) < SECONDS + 5
    assert not processes_of(settings.data_dir)
    asking.join()


def ask_in_vain(url: str) -> None:
    """Ask what takes longer than the service lives."""
    try:
        httpx.post(f"{url}/graphql", json={"query": ENDLESS}, timeout=60, trust_env=False)
    except httpx.HTTPError:
        return


def test_a_service_that_is_told_to_end_while_it_starts_leaves_nothing_running(
    settings: Settings, tmp_path: Path
) -> None:
    process = start(settings, tmp_path / "log")
    assert process.stdout is not None
    with process.stdout:
        assert soon(lambda: len(processes_of(settings.data_dir)) == 2, within=60)
        assert end(process, signal.SIGTERM) < SECONDS
    assert process.returncode == 0
    assert not processes_of(settings.data_dir)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_service_that_was_killed_leaves_nothing_running(service: RunningService, settings: Settings) -> None:
    service.process.kill()
    assert soon(lambda: not processes_of(settings.data_dir), within=SECONDS)


def test_after_a_kill_the_next_service_starts(service: RunningService, settings: Settings, tmp_path: Path) -> None:
    service.process.kill()
    service.process.wait()
    with running_service(settings, tmp_path / "second") as second:
        assert second.data("{ cities { id } }")["cities"]


def test_every_listener_is_on_loopback(service: RunningService, settings: Settings) -> None:
    own = listening_addresses(service.process.pid)
    assert len(own) == 1
    inner = listening_addresses(java_of(settings.data_dir))
    assert len(inner) == 2  # Bolt and HTTP
    assert all(map(is_loopback, [*own, *inner]))


def test_only_the_service_listens_elsewhere_when_it_is_asked_to(settings: Settings, tmp_path: Path) -> None:
    with running_service(settings, tmp_path / "log", HOST="0.0.0.0") as service:
        assert listening_addresses(service.process.pid) == ["0.0.0.0"]
        assert all(map(is_loopback, listening_addresses(java_of(settings.data_dir))))


def test_nothing_is_written_outside_the_data_directory(tmp_path: Path) -> None:
    settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path / "data"))
    load_tables(settings, small_tables())
    homes = {name: str(tmp_path / "elsewhere" / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "cwd")}
    for home in homes.values():
        Path(home).mkdir(parents=True)
    with running_service(settings, tmp_path / "log", Path(homes.pop("cwd")), **homes) as service:
        service.data("{ tasks { title } }")
        service.ask("{")
        for pid in (service.process.pid, *processes_of(settings.data_dir)):
            inside = [path.is_relative_to(settings.data_dir) or path == service.log for path in written_files(pid)]
            assert all(inside), written_files(pid)
    assert not [path for path in (tmp_path / "elsewhere").rglob("*") if not path.is_dir()]


def written_files(pid: int) -> list[Path]:
    """Return the regular files that a process has open for writing."""
    files = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        if descriptor.is_file():
            flags = Path(f"/proc/{pid}/fdinfo/{descriptor.name}").read_text().split("flags:")[1].split()[0]
            if int(flags, 8) & os.O_ACCMODE != os.O_RDONLY:
                files.append(descriptor.readlink())
    return files


# What keeps a service from starting is one line, and an exit code that is not 0.


def refusal(settings: Settings, log: Path, **changes: str) -> str:
    """Return what a service that does not start says."""
    process = start(settings, log, log.parent, **changes)
    assert process.stdout is not None
    with process.stdout as output:
        assert output.read() == ""
    assert process.wait(60) == 1
    [line] = log.read_text(encoding="utf-8").splitlines()
    return line


def test_a_port_that_is_taken_is_named(settings: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refusal(settings, tmp_path / "log", PORT=str(port))
    assert line == f"plangraph: cannot listen on 127.0.0.1 port {port}: Address already in use"


def test_an_address_that_is_not_ours_is_named(settings: Settings, tmp_path: Path) -> None:
    line = refusal(settings, tmp_path / "log", HOST="192.0.2.1")
    assert line.startswith("plangraph: cannot listen on 192.0.2.1 port 0: ")


def test_a_data_directory_that_another_service_holds_is_named(service: RunningService, settings: Settings) -> None:
    line = refusal(settings, service.log.with_name("second"))
    assert line.startswith(
        "plangraph: one service process has the embedded database to itself; set NEO4J_URI for several"
    )
    assert str(settings.data_dir) in line


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("NEO4J_URI", "localhost:7687")])
def test_a_setting_that_is_wrong_is_named(settings: Settings, tmp_path: Path, name: str, value: str) -> None:
    line = refusal(settings, tmp_path / "log", **{name: value})
    assert line.startswith(f"plangraph: {name} is {value!r}; it must be")


def test_a_database_that_does_not_start_is_told(settings: Settings, tmp_path: Path) -> None:
    line = refusal(settings, tmp_path / "log", PLANGRAPH_EMBEDDED_HEAP="1m")
    assert line.startswith("plangraph: the embedded database did not start; its log is ")


def test_the_address_that_is_printed_answers(settings: Settings, tmp_path: Path) -> None:
    process = start(settings, tmp_path / "log")
    try:
        url = printed_url(process, tmp_path / "log")
        assert httpx.get(f"{url}/healthz", timeout=60, trust_env=False).status_code == 200
    finally:
        process.terminate()
        process.communicate(timeout=60)
