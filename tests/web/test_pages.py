"""GraphiQL and the reference of the schema as a person meets them: in a browser, from the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query
from playwright.async_api import Locator, Page, Response, expect

from tests.web.visits import EXAMPLES, Visit, is_answer_to, operation_name

STORED_ALIKE = """() => {
  const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{"tabs": []}');
  const question = tabs[activeTabIndex]?.query ?? '';
  return question === localStorage.getItem('graphiql:query') ? question : '';
}"""
"""The question of the open tab, where the tabs and the question of their own that GraphiQL stores agree."""
NARROW = 390
"""Pixels, as on a telephone."""


def tab(page: Page, name: str) -> Locator:
    """Return the button of a tab of GraphiQL."""
    return page.locator(".graphiql-tab-button").get_by_text(name, exact=True)


def example_button(page: Page, name: str) -> Locator:
    """Return the button of the panel of examples that opens one."""
    return page.get_by_role("region", name="예제 Examples").get_by_role("button", name=name)


async def ask(page: Page, name: str) -> Response:
    """Press the button that runs the question, and return the server's response to it."""
    async with page.expect_response(is_answer_to(name)) as waiting:
        await page.get_by_role("button", name="Execute query").click()
    return await waiting.value


async def write_in_new_tab(page: Page, text: str) -> None:
    """Open a tab and type a question into it as a person does."""
    await page.get_by_role("button", name="New tab").click()
    await page.locator(".graphiql-query-editor .monaco-editor").click()
    await page.keyboard.type(text, delay=20)


async def wait_until_stored(page: Page, text: str) -> None:
    """Wait until GraphiQL has written its tabs to the browser's storage, which it does when a person pauses.

    It writes the tabs and the open question at two moments; read between these, the question becomes one more tab.
    """
    for _ in range(100):
        if text in (await page.evaluate(STORED_ALIKE)):
            return
        await page.wait_for_timeout(100)
    pytest.fail(f"never stored: {text}")


# Both pages.


@pytest.mark.parametrize("path", ["/graphiql", "/graphql"])
async def test_graphiql_asks_no_other_host(visit: Visit, path: str) -> None:
    page = await visit.open_graphiql(path)
    await ask(page, operation_name(EXAMPLES[0]))
    await page.get_by_role("button", name="Show Documentation Explorer").click()
    await page.get_by_role("button", name=re.compile("^Prettify")).click()
    await write_in_new_tab(page, "{ pl")
    await expect(page.locator(".suggest-widget")).to_be_visible()
    assert visit.elsewhere() == []
    assert visit.complaints == []


async def test_the_reference_asks_no_other_host(visit: Visit) -> None:
    page = await visit.open_docs()
    await page.get_by_role("searchbox").fill("indicator")
    await expect(page.locator(".results a").first).to_be_visible()
    assert visit.elsewhere() == []
    assert visit.complaints == []


async def test_a_page_is_not_allowed_to_ask_another_host(visit: Visit) -> None:
    page = await visit.open_docs()
    outcome = await page.evaluate("fetch('http://127.0.0.2:9/').then(() => 'answered', (error) => error.message)")
    assert outcome == "Failed to fetch"
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)


@pytest.mark.parametrize("path", ["/graphiql", "/docs"])
async def test_a_narrow_window_shows_everything_without_scrolling_sideways(visit: Visit, path: str) -> None:
    await visit.page.set_viewport_size({"width": NARROW, "height": 800})
    page = await (visit.open_docs() if path == "/docs" else visit.open_graphiql())
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW
    for link in await page.locator(".page-header nav a").all():
        await expect(link).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("path", "other"), [("/graphiql", "/docs"), ("/docs", "/graphiql")])
async def test_each_page_links_to_the_other(visit: Visit, path: str, other: str) -> None:
    page = await (visit.open_docs() if path == "/docs" else visit.open_graphiql())
    await page.locator(f".page-header nav a[href='{other[1:]}']").click()
    await page.wait_for_url(f"{visit.server_url}{other}")


# GraphiQL.


async def test_the_examples_are_the_first_tabs(visit: Visit) -> None:
    page = await visit.open_graphiql()
    assert await page.locator(".graphiql-tab-button").all_inner_texts() == [operation_name(path) for path in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=operation_name)
async def test_an_example_tab_shows_its_answer(visit: Visit, example: Path) -> None:
    name = operation_name(example)
    page = await visit.open_graphiql()
    await tab(page, name).click()
    answer = await (await ask(page, name)).json()
    assert "errors" not in answer
    assert all(answer["data"].values()), "nothing, or an empty list"
    await expect(page.locator(".result-window .view-lines")).to_contain_text(f'"{next(iter(answer["data"]))}"')


async def test_the_editor_completes_fields(visit: Visit) -> None:
    page = await visit.open_graphiql()
    await write_in_new_tab(page, "{ sdg(number: 3) { title")
    suggestions = page.locator(".suggest-widget .monaco-list-row")
    await expect(suggestions.filter(has_text="titleKo")).to_be_visible()
    await expect(suggestions.filter(has_text="titleEn")).to_be_visible()


async def test_the_editor_marks_what_the_schema_does_not_have(visit: Visit) -> None:
    page = await visit.open_graphiql()
    await write_in_new_tab(page, "{ nothing }")
    await expect(page.locator(".graphiql-query-editor .squiggly-error").first).to_be_visible()


async def test_the_documentation_panel_leads_from_type_to_type(visit: Visit, introspected: dict[str, Any]) -> None:
    page = await visit.open_graphiql()
    await page.get_by_role("button", name="Show Documentation Explorer").click()
    panel = page.locator(".graphiql-plugin")
    await panel.get_by_role("link", name="Query", exact=True).click()
    await panel.get_by_role("link", name="Plan", exact=True).first.click()
    await expect(panel).to_contain_text(introspected["Plan"]["description"])
    await expect(panel.get_by_role("link", name="strategies", exact=True)).to_be_visible()


async def test_a_closed_example_is_opened_again_from_the_panel(visit: Visit) -> None:
    name = operation_name(EXAMPLES[0])
    page = await visit.open_graphiql()
    await page.get_by_role("button", name="Close Tab").first.click()
    await expect(tab(page, name)).to_have_count(0)
    await page.get_by_role("button", name="Show 예제 Examples").click()
    await example_button(page, name).click()
    await expect(tab(page, name)).to_be_visible()
    await expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text(f"query {name}")


async def test_an_example_that_is_open_is_not_opened_twice(visit: Visit) -> None:
    name = operation_name(EXAMPLES[-1])
    page = await visit.open_graphiql()
    await page.get_by_role("button", name="Show 예제 Examples").click()
    await example_button(page, name).click()
    await expect(page.locator(".graphiql-tab-active")).to_contain_text(name)
    await expect(page.locator(".graphiql-tab")).to_have_count(len(EXAMPLES))


async def test_tabs_are_remembered(visit: Visit) -> None:
    page = await visit.open_graphiql()
    await write_in_new_tab(page, "query Mine { plans { id } }")
    await expect(tab(page, "Mine")).to_be_visible()
    await wait_until_stored(page, "Mine { plans { id }")
    await page.reload()
    await expect(page.locator(".graphiql-tab-active")).to_contain_text("Mine")
    await expect(page.locator(".graphiql-tab")).to_have_count(len(EXAMPLES) + 1)


# The reference of the schema.


@pytest.fixture(scope="module")
def introspected(server_url: str) -> dict[str, Any]:
    """The served types by name, without those of introspection itself."""
    url = f"{server_url.rstrip('/')}/graphql"
    answer = httpx.post(url, json={"query": get_introspection_query()}, timeout=60, trust_env=False).json()
    return {type_["name"]: type_ for type_ in answer["data"]["__schema"]["types"] if type_["name"][:2] != "__"}


def described(types: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the anchor and the description of every type, field, argument, input field and value."""
    for name, type_ in types.items():
        yield name, type_["description"]
        for kind in ("fields", "inputFields", "enumValues"):
            for entry in type_[kind] or []:
                yield f"{name}.{entry['name']}", entry["description"]
                for argument in entry.get("args") or []:
                    yield f"{name}.{entry['name']}.{argument['name']}", argument["description"]


async def test_the_reference_has_every_entry_with_its_description(visit: Visit, introspected: dict[str, Any]) -> None:
    page = await visit.open_docs()
    written = await page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('main [id]')].map((entry) =>"
        " [entry.id, entry.querySelector('.description')?.textContent.trim() ?? '']))"
    )
    expected = {anchor: as_shown(description or "") for anchor, description in described(introspected)}
    assert {anchor: as_shown(text) for anchor, text in written.items()} == expected


def as_shown(text: str) -> str:
    """Return a description without line breaks and the marks of Markdown, which a reader does not see."""
    return " ".join(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", text).replace("`", "").split())


async def test_every_link_within_the_reference_leads_somewhere(visit: Visit) -> None:
    page = await visit.open_docs()
    dangling = await page.evaluate(
        "[...document.querySelectorAll(\"a[href^='#']\")].map((link) => link.getAttribute('href').slice(1))"
        ".filter((anchor) => !document.getElementById(anchor))"
    )
    assert dangling == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Project", "Project"),
        ("성과지표", "Indicator"),  # a Korean term stands in the description
        ("project.indicators", "Project.indicators"),
        ("IMPLEMENTATION_PLAN", "PlanKind.IMPLEMENTATION_PLAN"),
        ("coversyears contains nothing", None),
    ],
)
async def test_search_finds_by_name_and_description(visit: Visit, text: str, first: str | None) -> None:
    page = await visit.open_docs()
    await page.keyboard.press("/")
    await page.keyboard.type(text)
    results = page.locator(".results a")
    if first is None:
        await expect(page.get_by_role("status")).to_have_text(re.compile("^0"))
        await expect(results).to_have_count(0)
    else:
        await expect(results.first.locator("code")).to_have_text(first)
        await page.keyboard.press("Enter")
        await expect(page.locator(f"[id='{first}']")).to_be_in_viewport()


async def test_the_address_of_a_folded_argument_shows_it(visit: Visit) -> None:
    page = await visit.open_docs("#Project.indicators.where")
    await expect(page.locator("[id='Project.indicators.where']")).to_be_in_viewport()
    await expect(page.locator("[id='Project.indicators.where']")).to_contain_text("IndicatorWhere")


async def test_the_reference_says_so_when_the_server_does_not_answer(visit: Visit) -> None:
    await visit.page.route("**/graphql", lambda route: route.abort())
    page = await visit.open("/docs")
    await expect(page.get_by_role("alert")).to_contain_text("The schema could not be read")
