"""The embedded database as a service sees it: always a child on the dataset that was loaded last.

    async with ServedDatasets(settings, connect) as served:
        lease = await served.lease()                 # None while nothing is loaded
        ...                                          # read with lease.connection
        lease.release()

A child serves one dataset, read-only, for its whole life. When a load has switched the pointer, when the child has
died, or when a statement will not end, another child is started beside it, takes the new readers, and the old one ends
after its own. So a reader meets one dataset, whole, and no gap.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from graph.embedded import READ_ONLY, DataDirectory, EmbeddedServer
from graph.errors import DatabaseUnavailable, GraphError
from graph.settings import Address, Settings

log = logging.getLogger(__name__)

START_PAUSE = 5.0
"""Seconds between two tries to start a child that does not start."""


class Closable(Protocol):
    """What `connect` returns."""

    async def close(self) -> None:
        """Close it."""


C = TypeVar("C", bound=Closable)


@dataclass(frozen=True)
class Lease(Generic[C]):
    """The right to use a connection until `release` is called, once."""

    connection: C
    release: Callable[[], None]


class _Child(Generic[C]):
    """One child, the dataset that it serves, and its readers."""

    def __init__(self, generation: str, server: EmbeddedServer, connection: C) -> None:
        self.generation = generation
        self.server = server
        self.connection = connection
        self.stuck = False
        self.readers = 0
        self.left = asyncio.Event()

    def lease(self) -> Lease[C]:
        self.readers += 1
        self.left.clear()
        return Lease(self.connection, self._release)

    def _release(self) -> None:
        self.readers -= 1
        if not self.readers:
            self.left.set()


class ServedDatasets(Generic[C]):
    """Follows the pointer of a data directory with child processes, one at a time but for the moment of a change."""

    def __init__(self, settings: Settings, connect: Callable[[Address], Awaitable[C]]) -> None:
        """Take the settings, and what opens and warms a connection to a new child before it gets readers."""
        self._settings = settings
        self._connect = connect
        self._directory: DataDirectory
        self._child: _Child[C] | None = None
        self._children: set[_Child[C]] = set()
        self._has_served = False
        self._serving = asyncio.Event()
        self._nudged = asyncio.Event()
        self._closing = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lock = contextlib.ExitStack()

    async def __aenter__(self) -> Self:
        """Start to serve; raises DataDirectoryBusy or DatabaseUnavailable."""
        self._directory = await asyncio.to_thread(DataDirectory, self._settings.data_dir)
        await asyncio.to_thread(self._lock.enter_context, self._directory.service_lock())
        try:
            await self._follow()
        except BaseException:
            await self._close()
            raise
        self._in_background(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every child."""
        await self._close()

    async def lease(self) -> Lease[C] | None:
        """Lend the connection to the dataset that is served, None while nothing is loaded.

        Raises DatabaseUnavailable where a child that died is not replaced within the retry cap.
        """
        child = self._child or await self._await_child()
        return child.lease() if child else None

    def replace(self, connection: C) -> None:
        """Put another child in the place of the one with this connection: a statement on it will not end."""
        for child in self._children:
            if child.connection is connection and not child.stuck:
                log.warning("a statement does not end; the embedded database is started anew")
                child.stuck = True
                self._nudged.set()

    async def _await_child(self) -> _Child[C] | None:
        if not self._has_served:
            return None
        try:
            async with asyncio.timeout(self._settings.retry_cap):
                await self._serving.wait()
        except TimeoutError:
            raise DatabaseUnavailable("the embedded database is being started") from None
        return self._child

    async def _watch(self) -> None:
        while True:
            self._nudged.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.pointer_interval):
                    await self._nudged.wait()
            try:
                await self._follow()
            except Exception:  # whatever it is, what was served is still served, and the next look may go well
                log.exception("the embedded database could not be brought up to date")
                await asyncio.sleep(START_PAUSE)

    async def _follow(self) -> None:
        """Bring what is served in line with the pointer, and clear what is not served any more."""
        pointer = self._directory.pointer()
        child = self._child
        if child is not None and not child.server.alive:
            log.error("the embedded database died; it is started anew")
            self._child = None
            self._serving.clear()
            self._in_background(self._end(child, patience=0))
            child = None
        if pointer is not None and (child is None or child.stuck or child.generation != pointer.generation):
            self._child = await self._start(pointer.generation)
            self._has_served = True
            self._serving.set()
            if child is not None:
                self._in_background(self._end(child, patience=self._settings.statement_limit))
        elif self._children <= {child} and self._directory.has_superseded():
            await asyncio.to_thread(self._directory.clear_as_service)

    async def _start(self, generation: str) -> _Child[C]:
        server = await self._start_server(generation)
        try:
            child = _Child(generation, server, await self._connect(server.address))
        except BaseException:
            await asyncio.to_thread(server.stop)
            raise
        self._children.add(child)
        log.info("serving dataset %s", generation)
        return child

    async def _start_server(self, generation: str) -> EmbeddedServer:
        """Start a child in a thread; when this is cancelled, what the thread has started is ended first."""
        databases = self._directory.dataset(generation)
        workplace = self._directory.workplace("service")
        start = asyncio.to_thread(EmbeddedServer.start, databases, workplace, READ_ONLY, self._settings, self._closing)
        starting = asyncio.ensure_future(start)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._closing.set()
            with contextlib.suppress(GraphError):
                await asyncio.to_thread((await starting).stop)
            raise

    async def _end(self, child: _Child[C], patience: float) -> None:
        """End a child after its readers, or after they have had their time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while child.readers:
                    await child.left.wait()
        await child.connection.close()
        await asyncio.to_thread(child.server.stop)
        self._children.discard(child)

    def _in_background(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self) -> None:
        self._closing.set()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._child = None
        await asyncio.gather(*(self._end(child, patience=0) for child in tuple(self._children)))
        await asyncio.to_thread(self._lock.close)
