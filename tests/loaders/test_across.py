"""Findings across documents: what a reader found in the real ones, and entries that made-up ones do not bear out."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from yaml import safe_dump, safe_load

from loaders import across
from loaders.errors import CorrectionError, DocumentError, UnreadableDocument
from loaders.sources.registry import SOURCES
from loaders.tables import SCHEMAS, as_text, read_package

DATA = Path(__file__).parent.parent.parent / "loaders" / "data"
TELEPHONE = "02-2133-6890"
LIKE_A_TELEPHONE_NUMBER = re.compile(r"☎|\d{3,4}-\d{4}")

Entry = dict[str, object]
Quoted = dict[str, str]
Find = Callable[..., dict[str, pd.DataFrame]]


def quoted(file: str, words: str, **others: str) -> Quoted:
    return {"file": file, "document": f"document:{file}", "quote": words, **others}


PLAN = quoted("implementation-plan", "나무 30그루")
PLEDGE = quoted("pledges", "나무 20그루")


def entry(*quotes: Quoted, **others: object) -> Entry:
    cells = {"code": "TWO_TARGETS", "severity": "WARNING", "node": "project:sdp2/77", "message": "Two targets."}
    return cells | {"quotes": list(quotes)} | others


# Documents written for the purpose.


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Write five short documents."""
    texts = dict.fromkeys(SOURCES, "아무것도 없다") | {
        "implementation-plan": f"나무 10그루 담당 ☎{TELEPHONE}\n목표: 나무 30그루\n" + "가" * 70,
        "pledges": "5-7-2 나무 20그루 심기, 다시 나무 20그루",
    }
    for name, source in SOURCES.items():
        (tmp_path / source.file).write_text(texts[name], encoding="utf-8")
    return tmp_path


@pytest.fixture
def find(made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    """Look an entry up in them."""

    def look_up(*entries: Entry) -> dict[str, pd.DataFrame]:
        path = tmp_path / "across.yml"
        path.write_text(safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
        monkeypatch.setattr(across, "ENTRIES", path)
        return across.findings_across(made_up)

    return look_up


def test_a_finding_cites_both_documents(find: Find) -> None:
    tables = find(entry(PLAN, PLEDGE))
    finding = tables["findings"].iloc[0]
    assert finding["id"] == "finding:across/TWO_TARGETS/project-sdp2-77"
    assert finding["source"] == "document:implementation-plan"
    assert list(tables["citations"]["document"]) == ["document:implementation-plan", "document:pledges"]
    assert list(tables["citations"]["quote"]) == ["나무 30그루", "나무 20그루"]


def test_a_quote_is_found_behind_the_words_before_it(find: Find) -> None:
    tables = find(entry(PLAN, PLEDGE), entry(PLAN, PLEDGE | {"after": "다시"}))
    first, second = tables["citations"].loc[tables["citations"]["document"] == "document:pledges", "offset"]
    assert first < second


def test_a_document_bound_into_another_may_be_cited(find: Find) -> None:
    bound = quoted("council-answers", "아무것도") | {"document": "document:sustainability-report-2019"}
    assert "document:sustainability-report-2019" in set(find(entry(PLAN, bound))["citations"]["document"])


def test_a_quote_that_the_document_lacks_is_an_error(find: Find) -> None:
    with pytest.raises(DocumentError, match="나무 40그루") as error:
        find(entry(PLAN, PLEDGE | {"quote": "나무 40그루"}))
    assert SOURCES["pledges"].file in str(error.value)


def test_words_before_a_quote_that_the_document_lacks_are_an_error(find: Find) -> None:
    with pytest.raises(DocumentError, match="꽃"):
        find(entry(PLAN, PLEDGE | {"after": "꽃"}))


def test_a_quote_before_its_words_is_an_error(find: Find) -> None:
    with pytest.raises(DocumentError, match="5-7-2"):
        find(entry(PLAN, PLEDGE | {"quote": "5-7-2", "after": "다시"}))


def test_an_entry_with_one_quote_is_an_error(find: Find) -> None:
    with pytest.raises(CorrectionError, match="TWO_TARGETS on project:sdp2/77"):
        find(entry(PLAN))


@pytest.mark.parametrize("lacking", ["code", "severity", "node", "message", "quotes"])
def test_an_entry_that_lacks_something_is_an_error(find: Find, lacking: str) -> None:
    with pytest.raises(CorrectionError, match=f"lacks '{lacking}'"):
        find({name: value for name, value in entry(PLAN, PLEDGE).items() if name != lacking})


@pytest.mark.parametrize("lacking", ["file", "document", "quote"])
def test_a_quote_that_lacks_something_is_an_error(find: Find, lacking: str) -> None:
    with pytest.raises(CorrectionError, match=f"lacks '{lacking}'"):
        find(entry(PLAN, {name: value for name, value in PLEDGE.items() if name != lacking}))


@pytest.mark.parametrize("words", ["가" * 61, f"담당 ☎{TELEPHONE}"])
def test_a_quote_is_short_and_holds_no_telephone_number(find: Find, words: str) -> None:
    with pytest.raises(CorrectionError, match="too long for a quote, or holds a telephone number"):
        find(entry(PLEDGE, PLAN | {"quote": words}))


def test_a_document_that_is_not_there_is_an_error(find: Find, made_up: Path) -> None:
    (made_up / SOURCES["work-plan"].file).unlink()
    with pytest.raises(UnreadableDocument, match=SOURCES["work-plan"].file):
        find(entry(PLAN, PLEDGE))


# The real documents.


@pytest.fixture(scope="module")
def tables(documents: Path) -> dict[str, pd.DataFrame]:
    return across.findings_across(documents)


def test_the_committed_tables_are_what_the_command_gives(tables: dict[str, pd.DataFrame]) -> None:
    committed = read_package(DATA / across.NAME)
    assert set(tables) == set(committed)
    for name, table in tables.items():
        schema = SCHEMAS[name]
        pd.testing.assert_frame_equal(as_text(table, schema), as_text(committed[name], schema), obj=name)


def test_each_finding_cites_two_documents_or_two_places_of_one(tables: dict[str, pd.DataFrame]) -> None:
    citations = tables["citations"].groupby("entry")
    assert set(citations.groups) == set(tables["findings"]["id"])
    places = citations.apply(lambda cited: len(set(zip(cited["document"], cited["offset"], strict=True))))
    assert places.min() > 1


def test_most_findings_stand_between_documents(tables: dict[str, pd.DataFrame]) -> None:
    documents = tables["citations"].groupby("entry")["document"].nunique()
    assert (documents > 1).mean() > 0.9


def test_a_quote_that_stands_twice_is_told_apart_or_printed_alike(documents: Path) -> None:
    """What stands more than once, and not behind other words, is a project that the plan prints twice."""
    texts = {name: (documents / source.file).read_text(encoding="utf-8") for name, source in SOURCES.items()}
    quotes = [quote for found in safe_load(across.ENTRIES.read_text(encoding="utf-8")) for quote in found["quotes"]]
    repeated = [q for q in quotes if "after" not in q and texts[q["file"]].count(q["quote"]) > 1]
    assert {q["file"] for q in repeated} <= {"implementation-plan", "office-report"}


@pytest.mark.parametrize(
    ("code", "node", "figures"),
    [
        ("TWO_TARGETS", "indicator:sdp2/67/1", ("85 %", "88.2 %")),
        ("TWO_TARGETS", "indicator:sdp2/54/1", ("300", "180")),
        ("PLAN_STATED_OTHERWISE", "plan:sdp2", ("96", "97")),
        ("FIGURES_DIFFER", "project:sdp2/104", ("36", "39")),
        ("AMOUNT_IMPLAUSIBLE", "keyProject:keyprojects2020/143", ("66,600", "665,000")),
    ],
)
def test_a_message_names_both_figures(
    tables: dict[str, pd.DataFrame], code: str, node: str, figures: tuple[str, str]
) -> None:
    found = tables["findings"]
    messages = found.loc[(found["code"] == code) & (found["node"] == node), "message"]
    assert any(all(figure in message for figure in figures) for message in messages)


def test_nothing_reads_like_a_telephone_number(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        words = table.astype(str)
        assert not words.apply(lambda column: column.str.contains(LIKE_A_TELEPHONE_NUMBER)).to_numpy().any(), name


def test_offices_under_two_names_are_told(tables: dict[str, pd.DataFrame]) -> None:
    found = tables["findings"]
    renamed = set(found.loc[found["code"] == "ONE_OFFICE_TWO_NAMES", "node"])
    assert {"bureau:seoul/복지정책실", "department:seoul/서울협치담당관", "agency:seoul/시립미술관"} <= renamed
