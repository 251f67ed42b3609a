"""The service over HTTP: answers, headers, and each error with its status, code and shape."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from graph.database import Database
from graph.errors import StatementFailed
from graph.settings import Settings
from server import Service, create_app, note_request
from tests.databases import free_port, settings_with
from tests.graph.processes import java_of, soon
from tests.served import copy_of, load_tables
from tests.service import RunningService, running_service
from tests.small_tables import small_tables

Params = pytest.mark.parametrize


@pytest.fixture(scope="module")
def loaded(served_settings: Settings, loaded_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a database with the shipped tables in it that no other process has open."""
    return served_settings if served_settings.neo4j else copy_of(loaded_directory, tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def service(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(loaded, tmp_path_factory.mktemp("log") / "log") as service:
        yield service


@pytest.fixture(scope="module")
def empty_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service without a dataset: what is refused before a statement is sent does not need one."""
    home = tmp_path_factory.mktemp("empty")
    with running_service(settings_with(PLANGRAPH_DATA_DIR=str(home / "data")), home / "log") as service:
        yield service


def only_error(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Return the one error of an operation that did not run."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ["errors"], "an operation that did not run has no data"
    assert {error["extensions"]["code"] for error in answer["errors"]} == {code}, response.text
    for error in answer["errors"]:
        assert error["message"].strip()
        assert set(error) <= {"message", "locations", "path", "extensions"}
    first: dict[str, Any] = answer["errors"][0]
    return first


# What goes well.


def test_an_operation_is_answered_with_the_version_of_its_dataset(service: RunningService) -> None:
    response = service.ask("{ dataset { version } sdg(number: 1) { id } }")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    version = response.headers["Dataset-Version"]
    assert response.json() == {"data": {"dataset": {"version": version}, "sdg": {"id": "sdg:1"}}}


def test_the_response_is_in_the_order_of_the_selection(service: RunningService) -> None:
    body = service.ask('{ b: goal(code: "1-3") { title code } a: sdg(number: 3) { titleEn number } }').text
    assert list(json.loads(body)["data"]) == ["b", "a"]
    assert list(json.loads(body)["data"]["b"]) == ["title", "code"]


def test_variables_and_the_name_of_the_operation_are_taken(service: RunningService) -> None:
    text = "query A { plans { id } } query B($n: Int!) { sdg(number: $n) { number } }"
    response = service.ask(text, {"n": 3}, operationName="B", extensions={"ignored": True})
    assert response.json() == {"data": {"sdg": {"number": 3}}}


def test_introspection_deeper_than_the_limit_is_answered(service: RunningService) -> None:
    text = "{ __schema { types { fields { type " + "{ ofType " * 20 + "{ name }" + " }" * 20 + " } } } }"
    assert service.data(text)["__schema"]["types"]


def test_a_process_that_lives_says_so(service: RunningService) -> None:
    assert service.client.get("/healthz").status_code == 200


def test_a_service_that_has_planned_the_known_operations_is_ready(service: RunningService) -> None:
    assert soon(lambda: service.client.get("/readyz").status_code == 200, within=60)
    ready = service.client.get("/readyz")
    assert ready.headers["Dataset-Version"] == service.ask("{ dataset { version } }").headers["Dataset-Version"]


def test_every_response_has_an_id_of_its_own(service: RunningService) -> None:
    ids = [service.ask(text).headers["X-Request-Id"] for text in ("{ plans { id } }", "{", "{ plans { id } }")]
    assert len(set(ids)) == 3


def test_a_telephone_number_is_served_to_nobody(service: RunningService) -> None:
    staff = service.data("{ staff { phone } }")["staff"]
    assert {person["phone"] for person in staff} == {None}


# What cannot be run.

REFUSED: dict[str, tuple[str, dict[str, Any] | None, str]] = {
    "text that is no GraphQL": ("{ plans {", None, "GRAPHQL_PARSE_FAILED"),
    "no text": ("", None, "GRAPHQL_PARSE_FAILED"),
    "half a character": ('{ department(name: "\\ud800") { id } }', None, "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ plans { nothing } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "an unknown argument": ("{ plans(of: 1) { id } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "an unknown member": ("{ findings(severity: GRAVE) { id } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "no selection": ("{ plans }", None, "GRAPHQL_VALIDATION_FAILED"),
    "an argument of another type": ('{ task(number: "8") { id } }', None, "GRAPHQL_VALIDATION_FAILED"),
    "a number that is too large": ("{ tasks(limit: 3000000000) { id } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "two fields in one order": (
        "{ tasks(orderBy: [{number: ASC, title: ASC}]) { id } }",
        None,
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a mutation": ("mutation { plans { id } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "a subscription": ("subscription { plans { id } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "a definition": ("type Plan { id: ID }", None, "GRAPHQL_VALIDATION_FAILED"),
    "two operations without a name": (
        "query A { plans { id } } query B { plans { id } }",
        None,
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a negative limit": ("{ tasks(limit: -1) { id } }", None, "BAD_USER_INPUT"),
    "a negative limit below": ("{ goals { tasks(limit: -1) { id } } }", None, "BAD_USER_INPUT"),
    "a negative offset": ("{ tasks(offset: -1) { id } }", None, "BAD_USER_INPUT"),
    "a negative first": ("{ tasksConnection(first: -1) { totalCount } }", None, "BAD_USER_INPUT"),
    "a negative limit in a variable": (
        "query ($n: Int) { tasks(limit: $n) { id } }",
        {"n": -1},
        "BAD_USER_INPUT",
    ),
    "no cursor": ('{ tasksConnection(after: "x") { totalCount } }', None, "BAD_USER_INPUT"),
    "a cursor that is not ours": ('{ tasksConnection(after: "YXQ6LTE=") { totalCount } }', None, "BAD_USER_INPUT"),
    "a variable of another type": (
        "query ($n: Int!) { task(number: $n) { id } }",
        {"n": "eight"},
        "BAD_USER_INPUT",
    ),
    "a missing variable": ("query ($n: Int!) { task(number: $n) { id } }", {}, "BAD_USER_INPUT"),
    "two fields in one order in a variable": (
        "query ($o: [TaskOrder!]) { tasks(orderBy: $o) { id } }",
        {"o": [{"number": "ASC", "title": "ASC"}]},
        "BAD_USER_INPUT",
    ),
    "an order by null": (
        "query ($o: [TaskOrder!]) { tasks(orderBy: $o) { id } }",
        {"o": [{"number": None}]},
        "BAD_USER_INPUT",
    ),
    "an order whose direction is null": (
        "query ($d: SortDirection) { tasks(orderBy: [{number: $d}]) { id } }",
        {"d": None},
        "BAD_USER_INPUT",
    ),
    "a condition that is null": (
        "query ($yes: Boolean = true) { plans @include(if: $yes) { id } }",
        {"yes": None},
        "BAD_USER_INPUT",
    ),
    "an unknown field in a variable": (
        "query ($w: TaskWhere) { tasks(where: $w) { id } }",
        {"w": {"nothing": {}}},
        "BAD_USER_INPUT",
    ),
    "a day that is none": (
        "query ($d: Date) { documents(where: {producedOn: {eq: $d}}) { id } }",
        {"d": "2020-02-30"},
        "BAD_USER_INPUT",
    ),
    "fields 16 deep": (
        "{ plans { " + "strategies { plan { " * 7 + "id" + " } }" * 7 + " } }",
        None,
        "LIMIT_EXCEEDED",
    ),
    "fields 1000 deep": ("{ plans { " + "plan { " * 1000 + "id" + " }" * 1000 + " } }", None, "LIMIT_EXCEEDED"),
    "fragments in each other 1000 deep": (
        "{ plans { ...f0 } }"
        + " ".join(f"fragment f{n} on Plan {{ ...f{n + 1} }}" for n in range(1000))
        + "fragment f1000 on Plan { id }",
        None,
        "LIMIT_EXCEEDED",
    ),
    "more than 10,000 tokens": ("{ plans { " + "id " * 10_001 + "} }", None, "LIMIT_EXCEEDED"),
    "a deep filter": ("{ tasks(where: " + "{not: " * 25 + "{}" + "}" * 25 + ") { id } }", None, "LIMIT_EXCEEDED"),
    "a very deep filter": (
        "{ tasks(where: " + "{not: " * 900 + "{}" + "}" * 900 + ") { id } }",
        None,
        "LIMIT_EXCEEDED",
    ),
    "lists of the schema inside each other": (
        "{ __schema { types " + "{ fields { type " * 4 + "{ name }" + " } }" * 4 + " } }",
        None,
        "LIMIT_EXCEEDED",
    ),
}


@Params("case", REFUSED)
def test_an_operation_that_cannot_run_is_refused(empty_service: RunningService, case: str) -> None:
    text, variables, code = REFUSED[case]
    response = empty_service.ask(text, variables)
    error = only_error(response, 400, code)
    if code in ("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED") and "name" not in case:
        [location, *_] = error["locations"]
        assert location["line"] >= 1
        assert location["column"] >= 1
    assert "Dataset-Version" not in response.headers


def test_every_mistake_is_told_with_its_place(empty_service: RunningService) -> None:
    errors = empty_service.ask("{\n  plans { nothing }\n  nowhere\n}").json()["errors"]
    assert [error["locations"] for error in errors] == [[{"line": 2, "column": 11}], [{"line": 3, "column": 3}]]


@Params("depth", [25, 900])
def test_variables_that_nest_too_deeply_are_refused(empty_service: RunningService, depth: int) -> None:
    text = "query ($w: TaskWhere) { tasks(where: $w) { id } }"
    variables = '{"w": ' + '{"not": ' * depth + "{}" + "}" * depth + "}"
    body = f'{{"query": "{text}", "variables": {variables}}}'
    only_error(empty_service.post(content=body, headers=JSON), 400, "LIMIT_EXCEEDED")


def test_a_body_that_nests_without_end_is_refused(empty_service: RunningService) -> None:
    body = '{"query": "{ plans { id } }", "variables": ' + '{"a": ' * 20_000 + "1" + "}" * 20_001
    only_error(empty_service.post(content=body, headers=JSON), 400, "LIMIT_EXCEEDED")


JSON = {"Content-Type": "application/json"}
BODIES = {
    "no type": (b'{"query": "{ plans { id } }"}', {}, "BAD_USER_INPUT"),
    "another type": (b"{ plans { id } }", {"Content-Type": "application/graphql"}, "BAD_USER_INPUT"),
    "a form": (b"query=a", {"Content-Type": "application/x-www-form-urlencoded"}, "BAD_USER_INPUT"),
    "nothing": (b"", JSON, "BAD_USER_INPUT"),
    "no JSON": (b"{ plans { id } }", JSON, "BAD_USER_INPUT"),
    "not UTF-8": (
        '{"query": "{ department(name: \\"건강증진과\\") { id } }"}'.encode("euc-kr"),
        JSON,
        "BAD_USER_INPUT",
    ),
    "a list": (b'[{"query": "{ plans { id } }"}]', JSON, "BAD_USER_INPUT"),
    "no query": (b'{"variables": {}}', JSON, "BAD_USER_INPUT"),
    "a query that is no text": (b'{"query": 1}', JSON, "BAD_USER_INPUT"),
    "variables that are a list": (b'{"query": "{ plans { id } }", "variables": []}', JSON, "BAD_USER_INPUT"),
    "a name that is no text": (b'{"query": "{ plans { id } }", "operationName": 1}', JSON, "BAD_USER_INPUT"),
    "too long": (b'{"query": "' + b" " * 1_000_001 + b'{ plans { id } }"}', JSON, "LIMIT_EXCEEDED"),
}


@Params("case", BODIES)
def test_a_body_of_another_form_is_refused(empty_service: RunningService, case: str) -> None:
    body, headers, code = BODIES[case]
    only_error(empty_service.post(content=body, headers=headers), 400, code)


@Params("header", ["application/json; charset=utf-8", "Application/JSON"])
def test_the_type_of_the_body_may_name_its_encoding(service: RunningService, header: str) -> None:
    response = service.post(content=b'{"query": "{ sdg(number: 1) { id } }"}', headers={"Content-Type": header})
    assert response.json() == {"data": {"sdg": {"id": "sdg:1"}}}


def test_only_post_is_answered(empty_service: RunningService) -> None:
    assert empty_service.client.get("/graphql", params={"query": "{ plans { id } }"}).status_code == 405
    refused = empty_service.client.put("/graphql", json={"query": "{ plans { id } }"})
    assert refused.status_code == 405
    assert "POST" in refused.headers["Allow"].split(", ")


# A fault inside.


class Failing:
    """A database on which every statement fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def read(self, *_: Any, **__: Any) -> list[Any]:
        raise self.error


@Params(
    ("error", "status"),
    [(StatementFailed("MATCH (n) at bolt://127.0.0.1"), 200), (RuntimeError("MATCH (n) at bolt://127.0.0.1"), 500)],
    ids=["of a statement", "of the program"],
)
async def test_the_log_has_a_fault_under_the_id_of_its_request(
    caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    caplog.handler.addFilter(note_request)
    service = Service(cast(Database, Failing(error)), settings_with())
    transport = httpx.ASGITransport(create_app(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post("/graphql", json={"query": "{ plans { id } }"})
    caplog.handler.removeFilter(note_request)
    assert response.status_code == status
    [told] = response.json()["errors"]
    assert told["extensions"] == {"code": "INTERNAL"}
    assert "MATCH" not in response.text
    assert "bolt" not in response.text
    assert {vars(record)["request"] for record in caplog.records} == {response.headers["X-Request-Id"]}
    assert "bolt://127.0.0.1" in caplog.text


# More than one node matches.


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service of two cities with a plan each, whose numbers are the same."""
    home = tmp_path_factory.mktemp("two-cities")
    settings = settings_with(PLANGRAPH_DATA_DIR=str(home / "data"))
    load_tables(settings, small_tables())
    with running_service(settings, home / "log") as service:
        yield service


def test_an_ambiguous_lookup_lists_the_ids(two_cities: RunningService) -> None:
    response = two_cities.ask("{ one: task(number: 1) { id } plans { id } }")
    assert response.status_code == 200
    assert response.headers["Dataset-Version"]
    answer = response.json()
    [error] = answer["errors"]
    assert error["path"] == ["one"]
    assert error["extensions"]["code"] == "AMBIGUOUS"
    assert sorted(error["extensions"]["ids"]) == ["task:busan/1", "task:seoul/1"]
    assert answer["data"]["one"] is None
    assert len(answer["data"]["plans"]) == len(small_tables()["plans"])


def test_a_lookup_within_one_plan_is_not_ambiguous(two_cities: RunningService) -> None:
    assert two_cities.data('{ task(number: 1, plan: "plan:seoul") { id } }') == {"task": {"id": "task:seoul/1"}}


def test_an_alias_that_several_offices_have_is_ambiguous(two_cities: RunningService) -> None:
    [error] = two_cities.ask('{ department(name: "물과") { id } }').json()["errors"]
    assert error["extensions"]["code"] == "AMBIGUOUS"
    assert len(error["extensions"]["ids"]) == 2


# The database.


def test_without_a_dataset_nothing_is_ready_until_one_is_loaded(tmp_path: Path) -> None:
    settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path / "data"))
    with running_service(settings, tmp_path / "log") as service:
        only_error(service.ask("{ plans { id } }"), 503, "UNAVAILABLE")
        assert service.ask("{ __typename }").json() == {"data": {"__typename": "Query"}}
        assert service.client.get("/healthz").status_code == 200
        assert service.client.get("/readyz").status_code == 503
        load_tables(settings, small_tables())
        assert soon(lambda: service.client.get("/readyz").status_code == 200, within=60)
        assert service.data("{ plans { id } }")["plans"]


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    settings = settings_with(NEO4J_URI=f"bolt://127.0.0.1:{free_port()}", PLANGRAPH_RETRY_CAP="0.2")
    with running_service(settings, tmp_path / "log") as service:
        only_error(service.ask("{ plans { id } }"), 503, "UNAVAILABLE")
        assert service.client.get("/healthz").status_code == 200
        assert service.client.get("/readyz").status_code == 503


def test_a_database_that_refuses_the_login_is_unavailable(served_settings: Settings, tmp_path: Path) -> None:
    if served_settings.neo4j is None:
        pytest.skip("the embedded database makes its own login")
    with running_service(served_settings, tmp_path / "log", NEO4J_PASSWORD="wrong") as service:
        only_error(service.ask("{ plans { id } }"), 503, "UNAVAILABLE")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
def test_a_database_that_died_is_back_soon(two_cities: RunningService) -> None:
    directory = two_cities.log.parent / "data"
    os.kill(java_of(directory), signal.SIGKILL)
    seen = set()

    def answered() -> bool:
        response = two_cities.ask("{ plans { id } }")
        seen.add(response.status_code)
        return response.status_code == 200

    assert soon(answered, within=60)
    assert seen <= {200, 503}


ENDLESS = "{ " + "tasks { goal { " * 6 + "tasks { id }" + " } }" * 6 + " }"
"""Every task, for each of them every task beside it, and so on: millions."""


@pytest.fixture
def impatient(loaded: Settings, tmp_path: Path) -> Iterator[RunningService]:
    """A service that lets a statement run for a second."""
    settings = loaded
    if settings.neo4j is None:  # each service needs a data directory of its own
        settings = settings_with(PLANGRAPH_DATA_DIR=str(tmp_path / "data"))
        shutil.copytree(loaded.data_dir, settings.data_dir)
    with running_service(settings, tmp_path / "log", PLANGRAPH_STATEMENT_LIMIT="1") as service:
        yield service


def test_an_operation_that_takes_too_long_is_ended(impatient: RunningService) -> None:
    impatient.data("{ plans { id } }")
    start = time.monotonic()
    only_error(impatient.ask(ENDLESS), 504, "TIMEOUT")
    assert time.monotonic() - start < 10
    assert impatient.data("{ sdg(number: 1) { id } }") == {"sdg": {"id": "sdg:1"}}
