"""Debian's Chromium for the tests of the pages; they are skipped where it is missing, and fail in CI."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.missing import missing
from tests.served import copy_of
from tests.service import running_service
from tests.web.visits import Visit

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds for anything to appear: a busy machine takes its time, and a good page never needs them."""

expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("Debian's chromium is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def visit(browser: Browser, server_url: str) -> AsyncIterator[Visit]:
    """A browser that never saw the pages: no stored tabs, nothing cached."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    context.set_default_timeout(PATIENCE)
    yield Visit(await context.new_page(), server_url.rstrip("/"))
    await context.close()


@pytest.fixture(scope="session")
def server_url(loaded_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server, with the shipped tables in the embedded database."""
    home = tmp_path_factory.mktemp("pages")
    with running_service(copy_of(loaded_directory, home), home / "service.log") as service:
        yield service.url
