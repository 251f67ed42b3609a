"""What an executor keeps, so as not to do it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

import schema.execution
from schema.execution import Executor
from schema.query import SCHEMA

ABOUT_THE_SCHEMA = "{ __schema { queryType { name } } }"


async def read(_text: str, _parameters: Mapping[str, Any], _operation: str) -> list[list[Any]]:
    """Stand for a database in which every SDG is called the same."""
    return [["a-version", [["sdg:1", ["빈곤 퇴치"]]]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is done at length: validation, compilation, Strawberry's execution."""
    noted: list[str] = []

    def noting(name: str) -> None:
        original = getattr(schema.execution, name)

        def noted_call(*arguments: Any, **more: Any) -> Any:
            noted.append(name)
            return original(*arguments, **more)

        monkeypatch.setattr(schema.execution, name, noted_call)

    for name in ("validate", "Compiler", "get_variable_values"):
        noting(name)
    execute = SCHEMA.execute

    def noted_execute(*arguments: Any, **more: Any) -> Any:
        noted.append("Strawberry")
        return execute(*arguments, **more)

    monkeypatch.setattr(SCHEMA, "execute", noted_execute)
    return noted


async def test_an_operation_without_variables_is_made_ready_once(calls: list[str]) -> None:
    executor = Executor(read)
    answers = [await executor.execute("{ sdg(number: 1) { titleKo } }") for _ in range(3)]
    assert {answer.body for answer in answers} == {'{"data":{"sdg":{"titleKo":"빈곤 퇴치"}}}'.encode()}
    assert sorted(calls) == ["Compiler", "get_variable_values", "validate"]


async def test_an_operation_with_other_variables_is_compiled_once_and_its_variables_are_read_each_time(
    calls: list[str],
) -> None:
    asked: list[Mapping[str, Any]] = []

    async def noting_read(text: str, parameters: Mapping[str, Any], operation: str) -> list[list[Any]]:
        asked.append(parameters)
        return await read(text, parameters, operation)

    executor = Executor(noting_read)
    for number in (1, 2):
        await executor.execute("query Q($n: Int!) { sdg(number: $n) { titleKo } }", {"n": number})
    assert [list(parameters.values()) for parameters in asked] == [[1], [2]]
    assert calls.count("Compiler") == 1


async def test_introspection_is_worked_out_once(calls: list[str]) -> None:
    executor = Executor(read)
    answers = {(await executor.execute(ABOUT_THE_SCHEMA)).body for _ in range(3)}
    assert answers == {b'{"data":{"__schema":{"queryType":{"name":"Query"}}}}'}
    assert calls.count("Strawberry") == 1


async def test_introspection_beside_data_or_with_variables_is_worked_out_each_time(calls: list[str]) -> None:
    executor = Executor(read)
    for _ in range(2):
        await executor.execute("{ __schema { queryType { name } } sdg(number: 1) { titleKo } }")
        await executor.execute("query Q($name: String!) { __type(name: $name) { name } }", {"name": "SDG"})
    assert calls.count("Strawberry") == 4


@pytest.mark.parametrize("text", [ABOUT_THE_SCHEMA, "{ sdg(number: 1) { titleKo } }"])
async def test_what_is_larger_than_a_cache_is_answered_all_the_same(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for cache in ("KNOWN_DOCUMENTS", "KNOWN_STATEMENTS", "KNOWN_INTROSPECTIONS"):
        monkeypatch.setattr(schema.execution, cache, 1)
    executor = Executor(read)
    for _ in range(2):
        assert "data" in orjson.loads((await executor.execute(text)).body)
