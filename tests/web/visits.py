"""A visit to a page in a browser, and what the tests of the pages share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graphql import OperationDefinitionNode, parse
from playwright.async_api import ConsoleMessage, Page, Request, Response, WebError

EXAMPLES = sorted((Path(__file__).parents[2] / "web" / "examples").glob("*.graphql"))
"""The example questions, in the order of GraphiQL's tabs."""


def operation_name(example: Path) -> str:
    """Return the name of an example's operation, which is the title of its tab."""
    definitions = parse(example.read_text(encoding="utf-8")).definitions
    (operation,) = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
    assert operation.name, f"{example.name}: the operation has no name"
    return operation.name.value


def is_answer_to(name: str) -> Callable[[Response], bool]:
    """Return a predicate for the response to an operation."""

    def matches(response: Response) -> bool:
        asked = response.request
        return asked.method == "POST" and json.loads(asked.post_data or "{}").get("operationName") == name

    return matches


@dataclass
class Visit:
    """A page in a browser that never saw it before, and everything that it asked for or complained of."""

    page: Page
    server_url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the page and its workers."""
        self.page.context.on("request", self.note_request)
        self.page.context.on("console", self.note_message)
        self.page.context.on("weberror", self.note_error)

    async def open(self, path: str) -> Page:
        """Open a page of the server."""
        await self.page.goto(f"{self.server_url}{path}")
        return self.page

    async def open_graphiql(self, path: str = "/graphiql") -> Page:
        """Open GraphiQL and wait until it has read the schema and coloured the first question by its language."""
        async with self.page.expect_response(is_answer_to("IntrospectionQuery")):
            await self.open(path)
        await self.page.locator(".graphiql-query-editor .view-line span[class^=mtk]:not(.mtk1)").first.wait_for()
        return self.page

    async def open_docs(self, anchor: str = "") -> Page:
        """Open the reference and wait until it is written."""
        await self.open(f"/docs{anchor}")
        await self.page.locator("article").first.wait_for()
        return self.page

    def note_request(self, request: Request) -> None:
        """Keep what was asked for."""
        self.requests.append(request.url)

    def note_message(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of, such as a request that the page's own policy forbids."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def note_error(self, error: WebError) -> None:
        """Keep an error that nothing caught."""
        self.complaints.append(str(error.error))

    def elsewhere(self) -> list[str]:
        """Return what was asked of any other place than the server."""
        return [url for url in self.requests if not url.startswith((f"{self.server_url}/", "data:", "blob:"))]
