"""The README's questions get the answers that it prints."""

from __future__ import annotations

import json
import re

import pytest

from tests.served import TESTS, Served

README = (TESTS.parent / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", README, re.DOTALL)


def test_there_are_nine_questions() -> None:
    assert len(QUESTIONS) == 9
    assert README.count("```graphql") == 9


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
async def test_question_gets_the_printed_answer(served: Served, number: int) -> None:
    question, answer = QUESTIONS[number]
    assert await served.data(question) == json.loads(answer)
