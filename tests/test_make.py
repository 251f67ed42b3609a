"""`make serve` as a person runs it, and the same with the machine's network cut once everything is installed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.service import PROJECT

SHELL = ["unshare", "--map-root-user", "--net", "sh", "-c"]
"""Runs a command where no network is: not even the loopback interface is up."""
LOOPBACK_UP = "ip link set lo up"


@pytest.mark.long
def test_make_serve_loads_the_shipped_tables_and_serves(tmp_path: Path) -> None:
    outer = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    given = {**outer, "PORT": "0", "PLANGRAPH_DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(
        ["make", "serve"], cwd=PROJECT, env=given, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            printed = (line for line in process.stdout if not line.startswith(".venv/"))  # make tells what it runs
            assert re.fullmatch(r"loaded dataset \w+: \d{5} nodes, \d{5} relationships\n", next(printed))
            url = next(printed).removeprefix("plangraph: ").strip()
            answer = httpx.post(url, json={"query": "{ plans { id } }"}, timeout=60, trust_env=False).json()
            assert {"id": "plan:sdp2"} in answer["data"]["plans"]
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


@pytest.mark.long
def test_with_the_network_cut_make_serve_and_every_example_tab_work() -> None:
    if subprocess.run([*SHELL, LOOPBACK_UP], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let its network be cut")
    own = f"{Path(__file__)}::{test_make_serve_loads_the_shipped_tables_and_serves.__name__}"
    tests = f"{sys.executable} -m pytest -m '' {own} tests/web"
    subprocess.run([*SHELL, f"{LOOPBACK_UP} && ! ip route get 192.0.2.1 && {tests}"], cwd=PROJECT, check=True)
