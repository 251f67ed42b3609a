"""The real service in a process of its own: ``python server.py``, on a free port, asked over HTTP.

    with running_service(settings) as service:
        response = service.ask("{ plans { id } }")

Whatever a response to an operation says, `ask` makes sure that it tells nothing of what is inside.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from graph.settings import SETTINGS, Settings

PROJECT = Path(__file__).resolve().parent.parent
SERVER = PROJECT / "server.py"
INNER = re.compile(
    r"\b(MATCH|RETURN|COLLECT|WHERE)\b|://|127\.0\.0\.1|localhost|Traceback|\.py\b|(?i:neo4j|arcadedb|bolt)"
)
"""What no caller is told: Cypher, addresses, where in the code, which database."""

PATIENCE = 60.0
"""Seconds for which a test waits for a response."""


@dataclass
class RunningService:
    """A service that answers: its process, the address it printed, and the file that holds what it logs."""

    process: subprocess.Popen[str]
    url: str
    log: Path
    client: httpx.Client

    def ask(self, text: str, variables: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send an operation."""
        return self.post(json={"query": text, "variables": variables, **more})

    def post(self, **request: Any) -> httpx.Response:
        """Send any request to /graphql; an error in the answer tells nothing of what is inside."""
        response = self.client.post("/graphql", **request)
        errors = response.json().get("errors", [])
        messages = "\n".join(error["message"] for error in errors)
        assert not INNER.search(messages), messages
        return response

    def data(self, text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the data of an operation that goes well."""
        response = self.ask(text, variables)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment of a process with these settings."""
    names = {setting.metadata["name"] for setting in SETTINGS}
    given = {name: value for name, value in os.environ.items() if name not in names}
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        if value != setting.default:
            given[setting.metadata["name"]] = str(value)
    return {**given, "PORT": "0", "PYTHONDONTWRITEBYTECODE": "1", **changes}


def start(
    settings: Settings, log: Path, cwd: Path = PROJECT, server: Path = SERVER, /, **changes: str
) -> subprocess.Popen[str]:
    """Start a service in a process group of its own, as a terminal does; what it logs goes to a file."""
    with log.open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, str(server)],
            cwd=cwd,
            env=environment(settings, **changes),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )


def printed_url(process: subprocess.Popen[str], log: Path) -> str:
    """Wait until a service prints where it listens, and return the address without its path."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"plangraph: (http://\S+)/graphql\n", line)
    assert found, f"printed {line!r}; logged {log.read_text(encoding='utf-8')}"
    return found[1]


@contextlib.contextmanager
def running_service(
    settings: Settings, log: Path, cwd: Path = PROJECT, server: Path = SERVER, /, **changes: str
) -> Iterator[RunningService]:
    """Run a service until the end of the block; what is left of it then is killed."""
    process = start(settings, log, cwd, server, **changes)
    try:
        url = printed_url(process, log)
        with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            yield RunningService(process, url, log, client)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
