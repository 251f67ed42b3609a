"""The Docker files, as far as they can be tested without Docker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.settings import Settings
from tests.databases import running_neo4j
from tests.graph.processes import soon
from tests.missing import missing
from tests.service import environment, running_service

PROJECT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def test_compose_file_is_valid() -> None:
    command = shutil.which("docker-compose")
    if command is None:
        missing("docker-compose is missing: apt-get install docker-compose")
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


def files_of_the_image(directory: Path) -> None:
    """Lay out what the last stage of the Dockerfile copies, but for the packages, which are those of the test run."""
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    for built, source, target in re.findall(r"^COPY (--from=web /)?(\S+) (\S+)$", last_stage, re.MULTILINE):
        path = PROJECT / ("web/dist" if built else source)
        if path.is_dir():
            shutil.copytree(path, directory / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, directory / target)


def run_in(directory: Path, settings: Settings, command: list[str]) -> int:
    """Run a command of the Docker files in the image's directory, with the packages of the test run."""
    assert command[0] == "python"
    process = subprocess.run([sys.executable, *command[1:]], cwd=directory, env=environment(settings), check=False)
    return process.returncode


@pytest.mark.long
def test_the_files_of_the_image_load_serve_and_are_healthy_on_neo4j(tmp_path: Path) -> None:
    image, home = tmp_path / "image", tmp_path / "neo4j"
    image.mkdir()
    home.mkdir()
    files_of_the_image(image)
    program = json.loads(re.search(r"HEALTHCHECK .+\n +CMD (\[.+\])", DOCKERFILE)[1])  # type: ignore[index]
    with running_neo4j(home) as settings:
        assert run_in(image, settings, COMPOSE["services"]["load"]["command"]) == 0
        with running_service(settings, tmp_path / "log", image, image / "server.py") as service:
            check = [part.replace("http://127.0.0.1:8000", service.url) for part in program]
            assert check != program
            assert soon(lambda: run_in(image, settings, check) == 0)
            assert service.data("{ plans { id } }")["plans"]
            for page in ("/graphiql", "/docs"):
                assert service.client.get(page).status_code == 200
        assert run_in(image, settings, check) != 0
