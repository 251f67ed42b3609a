"""The FastAPI application, and the command that starts it: ``python server.py``.

POST /graphql     an operation as JSON: query, variables, operationName
GET  /healthz     the process lives
GET  /readyz      the database answers, holds a dataset, and the known operations are planned
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

from graph.database import Database, open_database
from graph.datasets import current_dataset
from graph.errors import GraphError
from graph.settings import Settings, load_settings
from schema.errors import BadUserInput, LimitExceeded, OperationError
from schema.execution import Answer, Executor, Limits, refuse

log = logging.getLogger("plangraph")

JSON = "application/json"
OPERATIONS = Path(__file__).parent / "schema" / "operations"
"""What front-ends are known to ask: planned by the database before the service says that it is ready."""

STATUS = {
    "GRAPHQL_PARSE_FAILED": 400,
    "GRAPHQL_VALIDATION_FAILED": 400,
    "BAD_USER_INPUT": 400,
    "LIMIT_EXCEEDED": 400,
    "TIMEOUT": 504,
    "UNAVAILABLE": 503,
    "INTERNAL": 500,
}
"""The HTTP status of an operation that did not run, by its code; one that ran is 200, with errors in it or not."""


class Service:
    """What answers: the database, the executor over it, and whether the known operations are planned."""

    def __init__(self, database: Database, settings: Settings) -> None:
        """Take an open database."""
        self.database = database
        self.max_body = settings.max_body
        self.executor = Executor(self._read, Limits(settings.max_depth, settings.max_input_depth, settings.max_tokens))
        self.planned = False

    async def _read(self, text: str, parameters: Mapping[str, Any], operation: str) -> list[Any]:
        return await self.database.read(text, parameters, operation=operation)

    async def plan_known_operations(self) -> None:
        """Run every known operation once, so that no caller waits for its planning."""
        for path in sorted(OPERATIONS.glob("*.graphql")):
            answer = await self.executor.execute(path.read_text(encoding="utf-8"))
            if answer.refusal:
                log.warning("%s was not planned: %s", path.name, answer.refusal)
        self.planned = True

    async def dataset_version(self) -> str | None:
        """Return the version of the dataset that is served, None for none; raises GraphError."""
        dataset = await current_dataset(self.database)
        return dataset.version if dataset else None


def create_app(settings: Settings) -> FastAPI:
    """Return the application; its database is opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_database(settings) as database:
            app.state.service = Service(database, settings)
            planning = asyncio.create_task(app.state.service.plan_known_operations())
            yield
            planning.cancel()

    app = FastAPI(title="plangraph", lifespan=lifespan, openapi_url=None)
    app.add_api_route("/graphql", answer_operation, methods=["POST"])
    app.add_api_route("/healthz", answer_health, methods=["GET"])
    app.add_api_route("/readyz", answer_readiness, methods=["GET"])
    return app


async def answer_operation(request: Request) -> Response:
    """Answer POST /graphql."""
    service: Service = request.app.state.service
    request_id = secrets.token_hex(8)
    try:
        asked = await read_request(request, service.max_body)
        answer = await service.executor.execute(*asked)
    except OperationError as error:
        answer = refuse([error])
    except Exception:
        log.exception("request %s failed", request_id)
        answer = refuse([OperationError(f"Something went wrong inside this service (request {request_id}).")])
    return respond(answer, request_id)


def respond(answer: Answer, request_id: str) -> Response:
    """Write an answer as HTTP."""
    headers = {"X-Request-Id": request_id, "Cache-Control": "no-store"}
    if answer.dataset_version:
        headers["Dataset-Version"] = answer.dataset_version
    status = 200 if answer.refusal is None else STATUS[answer.refusal]
    return Response(answer.body, status, headers, media_type=JSON)


async def read_request(request: Request, max_body: int) -> tuple[str, dict[str, Any] | None, str | None]:
    """Return the operation's text, variables and name.

    Raises BadUserInput for a body of another form, LimitExceeded for one that is too long.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadUserInput(f"Send the operation as {JSON}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_body:
            raise LimitExceeded(f"The request is longer than {max_body} bytes.")
    try:
        asked = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise BadUserInput(f"The request is no JSON: {error}.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise BadUserInput('The request is no JSON object with a text under "query".')
    variables, name = asked.get("variables"), asked.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise BadUserInput('"variables" must be an object and "operationName" a text, if they are given.')
    return asked["query"], variables, name


async def answer_health() -> Response:
    """Answer GET /healthz."""
    return Response("ok\n", media_type="text/plain")


async def answer_readiness(request: Request) -> Response:
    """Answer GET /readyz: 200 with the dataset's version, or 503 with what is missing."""
    service: Service = request.app.state.service
    try:
        version = await service.dataset_version()
    except GraphError:
        version, missing = None, "the database does not answer"
    else:
        missing = (
            "no dataset is loaded" if version is None else "" if service.planned else "operations are being planned"
        )
    if missing:
        return Response(f"not ready: {missing}\n", 503, media_type="text/plain")
    return Response(f"ready: dataset {version}\n", headers={"Dataset-Version": str(version)}, media_type="text/plain")


def main() -> int:
    """Serve until a signal ends it; return 1 where it could not start."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("neo4j").setLevel(logging.WARNING)
    try:
        settings = load_settings()
    except GraphError as error:
        print(error, file=sys.stderr)
        return 1
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    print(f"plangraph: http://{settings.host}:{settings.port}/graphql", flush=True)
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
