"""What the executor answers when a statement goes wrong; the database is a function that does what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest

from graph.errors import DatabaseUnavailable, StatementFailed, StatementTimeout
from schema import errors
from schema.errors import OperationError
from schema.execution import FAULT, Answer, Executor, Limits
from tests.service import INNER

SECRET = "MATCH (n) RETURN n at bolt://127.0.0.1:7687"
PLAN = ["plan:one"]


class Database:
    """Answers each statement with the record that `reply` makes of its text, and remembers the statements."""

    def __init__(self, reply: Callable[[str], list[Any]]) -> None:
        self.reply = reply
        self.statements: list[str] = []

    async def read(self, text: str, _parameters: Mapping[str, Any], _operation: str) -> list[Any]:
        self.statements.append(text)
        return self.reply(text)


def failing_on(*labels: str) -> Callable[[str], list[Any]]:
    """Fail every statement that reads nodes of a label; else answer each root list with nothing."""

    def reply(text: str) -> list[Any]:
        if any(f":{label} {{" in text for label in labels):
            raise StatementFailed(SECRET)
        return [["v1", *([] for _ in range(text.count("n0, dataset") + text.count("MATCH (n0")))]]

    return reply


async def ask(database: Database, text: str, variables: dict[str, Any] | None = None) -> tuple[Answer, dict[str, Any]]:
    answer = await Executor(database.read).execute(text, variables)
    response = orjson.loads(answer.body)
    for error in response.get("errors", ()):
        assert not INNER.search(error["message"]), error["message"]
    return answer, response


async def test_when_a_statement_fails_each_root_field_is_run_alone() -> None:
    database = Database(failing_on("Goal"))
    answer, response = await ask(database, '{ a: goal(code: "1-1") { id } sdg(number: 3) { number } }')
    assert len(database.statements) == 3
    assert response["data"] == {"a": None, "sdg": None}
    assert response["errors"] == [{"message": FAULT, "path": ["a"], "extensions": {"code": "INTERNAL"}}]
    assert (answer.refusal, answer.dataset_version) == (None, "v1")


async def test_each_root_field_is_run_alone_once() -> None:
    database = Database(failing_on("Goal", "SDG"))
    answer, response = await ask(database, '{ goal(code: "1-1") { id } b: sdg(number: 3) { number } }')
    assert len(database.statements) == 3
    assert response["data"] == {"goal": None, "b": None}
    assert [error["path"] for error in response["errors"]] == [["goal"], ["b"]]
    assert answer.refusal is None


async def test_a_failure_of_a_field_that_is_never_null_makes_all_data_null() -> None:
    database = Database(failing_on("Goal"))
    _, response = await ask(database, "{ sdg(number: 3) { number } all: goals { id } }")
    assert response["data"] is None
    assert response["errors"] == [{"message": FAULT, "path": ["all"], "extensions": {"code": "INTERNAL"}}]


async def test_what_did_not_fail_beside_it_keeps_its_data() -> None:
    database = Database(failing_on("Goal"))
    _, response = await ask(database, '{ plans { id } goal(code: "1-1") { id } }')
    assert response["data"] == {"plans": [], "goal": None}


async def test_introspection_beside_a_failure_is_answered() -> None:
    database = Database(failing_on("Goal"))
    _, response = await ask(database, '{ __schema { queryType { name } } goal(code: "1-1") { id } }')
    assert response["data"] == {"__schema": {"queryType": {"name": "Query"}}, "goal": None}
    assert [error["path"] for error in response["errors"]] == [["goal"]]


@pytest.mark.parametrize(
    ("error", "code"),
    [(StatementTimeout(SECRET), "TIMEOUT"), (DatabaseUnavailable(SECRET), "UNAVAILABLE")],
    ids=["time", "connection"],
)
async def test_a_failure_of_time_or_connection_is_not_tried_field_by_field(error: Exception, code: str) -> None:
    def reply(_: str) -> list[Any]:
        raise error

    database = Database(reply)
    answer, response = await ask(database, '{ goal(code: "1-1") { id } sdg(number: 3) { number } }')
    assert len(database.statements) == 1
    assert answer.refusal == code
    assert [error["extensions"] for error in response["errors"]] == [{"code": code}]
    assert "data" not in response


async def test_without_a_dataset_the_service_is_unavailable() -> None:
    answer, response = await ask(Database(lambda _: []), "{ plans { id } }")
    assert answer.refusal == "UNAVAILABLE"
    assert "data" not in response


async def test_the_log_has_what_the_caller_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    await ask(Database(failing_on("Goal")), "{ goals { id } }")
    assert SECRET in caplog.text
    assert ":Goal {" in caplog.text


async def test_no_statement_is_sent_for_what_is_refused() -> None:
    database = Database(lambda _: [])
    for text in ("{", "{ nothing }", "{ tasks(limit: -1) { id } }", "{ plans { " + "plan { " * 99 + "} }" * 50):
        await ask(database, text)
    assert database.statements == []


async def test_the_limits_are_those_of_the_settings() -> None:
    executor = Executor(Database(lambda _: []).read, Limits(depth=2, input_depth=1, tokens=20))
    for text, said in (
        ("{ plans { document { id } } }", "3 deep; at most 2"),
        ("{ tasks(where: {not: {}}) { id } }", "more than 1 deep"),
        ("{ plans { " + "id " * 20 + "} }", "more than 20 tokens"),
    ):
        answer = await executor.execute(text)
        assert answer.refusal == "LIMIT_EXCEEDED"
        assert said in answer.body.decode()


async def test_fragments_count_where_they_are_spread() -> None:
    database = Database(lambda _: [])
    text = "{ plans { ...a } } fragment a on Plan { strategies { plan { %s } } }"
    deep = text % ("strategies { plan { " * 6 + "id" + " } }" * 6)
    assert (await ask(database, deep))[0].refusal == "LIMIT_EXCEEDED"
    assert (await ask(database, text % "id"))[0].refusal == "UNAVAILABLE"


def test_the_tree_of_errors_is_drawn_in_its_module() -> None:
    drawn = errors.__doc__ or ""
    for cls in vars(errors).values():
        if isinstance(cls, type) and issubclass(cls, OperationError):
            assert cls.__name__ in drawn
            assert cls.code in drawn or cls is OperationError
