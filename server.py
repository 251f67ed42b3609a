"""The ASGI application, its pages by FastAPI, and the command that starts it: ``python server.py``.

POST /graphql     an operation as JSON: query, variables, operationName
GET  /graphiql    the page to ask in, for a browser also at /graphql
GET  /docs        the schema, to be read
GET  /healthz     the process lives
GET  /readyz      the database answers, holds a dataset, and the known operations are planned
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.database import Database, open_database
from graph.datasets import current_dataset
from graph.errors import GraphError
from graph.settings import Settings, load_settings
from schema.errors import BadUserInput, Internal, LimitExceeded, OperationError, Unavailable
from schema.execution import FAULT, Executor, Limits, refuse

log = logging.getLogger("plangraph")

JSON = "application/json"
PAGES = Path(__file__).parent / "web" / "dist"
"""The built pages."""
OPERATIONS = Path(__file__).parent / "schema" / "operations"
"""What front-ends are known to ask: planned by the database before the service says that it is ready."""

REQUEST_ID: ContextVar[str] = ContextVar("request id", default="-")
"""The id of the request that is being answered: it stands in the response's header and in each line of the log."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""What ends the service in good order."""

CLOSING_TIME = 5
"""Seconds that running requests have when the service ends."""

KEEP_ALIVE = 75
"""Seconds for which an idle connection stays open: longer than a proxy before us keeps its own, so that it sends no
request into one that we are closing."""

LOOK_FOR_DATASET = 1.0
"""Seconds between two looks at which dataset is served."""

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


class CannotListen(Exception):
    """The address or the port that the settings name cannot be listened on."""


class Service:
    """What answers: the database, the executor over it, and whether the known operations are planned."""

    def __init__(self, database: Database, settings: Settings) -> None:
        """Take an open database."""
        self.database = database
        self.max_body = settings.max_body
        self.executor = Executor(
            self._read, Limits(settings.max_depth, settings.max_input_depth, settings.max_tokens), settings.min_score
        )
        self.planned = False

    async def _read(self, text: str, parameters: Mapping[str, Any], operation: str) -> list[Any]:
        return await self.database.read(text, parameters, operation=operation)

    async def keep_planned(self) -> None:
        """Run the known operations once for each dataset that comes to be served, so that no caller waits for that."""
        planned = None
        while True:
            with contextlib.suppress(GraphError):
                version = await self.dataset_version()
                if version not in (None, planned) and await self.plan_known_operations():
                    planned = version
                    self.planned = True
            await asyncio.sleep(LOOK_FOR_DATASET)

    async def plan_known_operations(self) -> bool:
        """Run every known operation once; False where the database was not there."""
        for path in sorted(OPERATIONS.glob("*.graphql")):
            answer = await self.executor.execute(path.read_text(encoding="utf-8"))
            if answer.refusal == Unavailable.code:
                return False
            if answer.refusal:
                log.warning("%s was not planned: %s", path.name, answer.refusal)
        return True

    async def dataset_version(self) -> str | None:
        """Return the version of the dataset that is served, None for none; raises GraphError."""
        dataset = await current_dataset(self.database)
        return dataset.version if dataset else None


def create_app(service: Service) -> ASGIApp:
    """Return the application. Operations go past FastAPI, whose layers take a tenth of a small answer's time."""
    pages = create_pages(service)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] == "POST":
            await answer_operation(service, scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app


def create_pages(service: Service) -> FastAPI:
    """Return everything that is asked by GET."""
    app = FastAPI(title="plangraph", openapi_url=None)
    app.state.service = service
    app.add_route("/healthz", answer_health, methods=["GET"])
    app.add_route("/readyz", answer_readiness, methods=["GET"])
    app.add_route("/", answer_start, methods=["GET"])
    app.add_route("/graphiql", answer_graphiql, methods=["GET"])
    app.add_route("/graphql", answer_browser, methods=["GET", "POST"])  # no POST comes here: it is named in Allow
    app.add_route("/docs", answer_docs, methods=["GET"])
    app.mount("/assets", GZipMiddleware(Assets(directory=PAGES / "assets", check_dir=False)))
    return app


async def answer_start(_: Request) -> Response:
    """Answer GET /: people start in GraphiQL."""
    return RedirectResponse("graphiql")


async def answer_graphiql(_: Request) -> Response:
    """Answer GET /graphiql."""
    return read_page("graphiql.html")


async def answer_docs(_: Request) -> Response:
    """Answer GET /docs: the schema, to be read."""
    return read_page("docs.html")


async def answer_browser(request: Request) -> Response:
    """Answer GET /graphql: GraphiQL for a browser, for others how to ask."""
    if "text/html" in request.headers.get("accept", ""):
        return read_page("graphiql.html")
    return Response("POST an operation as JSON.\n", 405, {"Allow": "POST"}, media_type="text/plain")


def read_page(name: str) -> Response:
    """Return a page of web/, which `make web` builds."""
    if not (PAGES / name).exists():
        return Response("This page is not built: run `make web`.\n", 503, media_type="text/plain")
    return FileResponse(PAGES / name, headers={"Cache-Control": "no-cache"})


class Assets(StaticFiles):
    """The scripts, styles and fonts of the pages; their names change with their content, so they never expire."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file, to be kept for a year."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


async def answer_operation(service: Service, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer POST /graphql."""
    request_id = secrets.token_hex(8)
    REQUEST_ID.set(request_id)
    try:
        asked = read_request(scope, await read_body(receive, service.max_body))
        answer = await service.executor.execute(*asked)
    except OperationError as error:
        answer = refuse([error])
    except Exception:
        log.exception("the operation failed")
        answer = refuse([Internal(FAULT)])
    status = 200 if answer.refusal is None else STATUS[answer.refusal]
    headers = {
        "content-type": JSON,
        "content-length": str(len(answer.body)),
        "cache-control": "no-store",
        "x-request-id": request_id,
    }
    if answer.dataset_version:
        headers["dataset-version"] = answer.dataset_version
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": answer.body})


async def read_body(receive: Receive, most: int) -> bytes:
    """Return the body of a request.

    Raises LimitExceeded where it has more bytes than `most`, BadUserInput where its sender leaves before the end.
    """
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadUserInput("The request was cut off.")
        body += message.get("body", b"")
        if len(body) > most:
            raise LimitExceeded(f"The request is longer than {most} bytes.")
        more = message.get("more_body", False)
    return bytes(body)


def read_request(scope: Scope, body: bytes) -> tuple[str, dict[str, Any] | None, str | None]:
    """Return the operation's text, variables and name; raises BadUserInput for a body of another form."""
    kind = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
    if kind.partition(";")[0].strip().lower() != JSON:
        raise BadUserInput(f"Send the operation as {JSON}.")
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if "depth limit" in str(error):
            raise LimitExceeded("The request nests too deeply.") from None
        raise BadUserInput(f"The request is no JSON: {error}.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise BadUserInput('The request is no JSON object with a text under "query".')
    variables, name = asked.get("variables"), asked.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise BadUserInput('"variables" must be an object and "operationName" a text, if they are given.')
    return asked["query"], variables, name


async def answer_health(_: Request) -> Response:
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


class Server(uvicorn.Server):
    """uvicorn's server; `serve` hears the signals in its place, since the database has to be closed after it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def listen(settings: Settings) -> socket.socket:
    """Return a listening socket; raises CannotListen."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise CannotListen(f"cannot listen on {settings.host} port {settings.port}: {reason}") from error
    # Inherited by connections: asyncio's own loop does not set it, and a body would wait 40 ms for its head's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM; raises GraphError where the database cannot be opened."""
    loop, starting = asyncio.get_running_loop(), asyncio.current_task()
    assert starting is not None
    for number in SIGNALS:
        loop.add_signal_handler(number, starting.cancel)
    async with open_database(settings) as database:
        service = Service(database, settings)
        server = Server(configure(create_app(service)))
        for number in SIGNALS:
            loop.add_signal_handler(number, server.handle_exit, number, None)
        planning = asyncio.create_task(service.keep_planned())
        gc.freeze()  # the schema and the modules stay: the collector need not walk them again and again
        host, port = listener.getsockname()[:2]
        print(f"plangraph: http://{f'[{host}]' if ':' in host else host}:{port}/graphql", flush=True)
        try:
            await server.serve([listener])
        finally:
            planning.cancel()


def configure(app: ASGIApp) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=CLOSING_TIME,
    )


def note_request(record: logging.LogRecord) -> bool:
    """Add the id of the request that is being answered to a line of the log."""
    record.request = REQUEST_ID.get()
    return True


def start_log() -> None:
    """Log to the standard error stream."""
    handler = logging.StreamHandler()
    handler.addFilter(note_request)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(request)s: %(message)s", handlers=[handler]
    )
    for name in ("neo4j", "uvicorn", "strawberry"):
        logging.getLogger(name).setLevel(logging.WARNING)


def main() -> int:
    """Serve until a signal ends it; return 1 where it could not start."""
    start_log()
    try:
        settings = load_settings()
        with listen(settings) as listener, asyncio.Runner(loop_factory=event_loop()) as runner:
            runner.run(serve(settings, listener))
    except (GraphError, CannotListen) as error:
        print(f"plangraph: {error}", file=sys.stderr)
        return 1
    except asyncio.CancelledError:
        pass  # told to end while it started
    return 0


def event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the event loop: uvloop where it is installed."""
    return uvicorn.Config(app="", log_config=None).get_loop_factory()


if __name__ == "__main__":
    sys.exit(main())
