"""The Docker files, as far as they can be tested without Docker."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def test_compose_file_is_valid() -> None:
    command = shutil.which("docker-compose")
    if command is None:
        pytest.skip("docker-compose not found")
    environment = {"NEO4J_PASSWORD": "of-some-length", "PATH": "/usr/bin:/bin"}
    subprocess.run([command, "config", "--quiet"], cwd=PROJECT, env=environment, check=True)


def test_nothing_but_the_service_publishes_a_port() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"service": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_service_starts_after_the_load_and_the_load_after_the_database() -> None:
    services = COMPOSE["services"]
    assert services["service"]["depends_on"] == {"load": {"condition": "service_completed_successfully"}}
    assert services["load"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["load"]["command"] == ["python", "-m", "loaders", "load"]


def test_the_image_copies_what_is_there_and_is_not_ignored() -> None:
    kept = {
        line[1:]
        for line in (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in line.split():
            assert (PROJECT / source).exists(), source
            assert source.split("/")[0] in kept, source


def test_every_package_of_the_service_is_in_the_image() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert {"graph", "schema", "loaders"} <= copied


def test_the_image_does_not_run_as_root() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", last_stage, re.MULTILINE)
    assert 'CMD ["python", "server.py"]' in last_stage


def test_the_health_check_of_the_image_asks_whether_the_service_is_ready() -> None:
    program = re.search(r'CMD \["python", "-c", "(import urllib.+)"\]', DOCKERFILE)
    assert program is not None
    compile(program[1], "healthcheck", "exec")
    assert "http://127.0.0.1:8000/readyz" in program[1]
