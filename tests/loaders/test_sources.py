"""What holds for every document: it is read into its committed tables, and damaged it is an error with the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loaders.errors import DocumentError, UnreadableDocument
from loaders.kit.layout import Reading
from loaders.sources.registry import DATA, SOURCES
from loaders.tables import SCHEMAS, as_text, combine, read_package
from tests.loaders.changes import Damaged

TELEPHONE = re.compile(r"☎|\d{3,4}-\d{4}")
QUOTING = {"citations", "findings"}
"""Tables that hold words of the document as they stand there."""
MISSING = 300
"""Characters that are missing of a page."""


@dataclass(frozen=True)
class Case:
    """What to expect of a document, and how to damage it.

    refers_to: the other packages under loaders/data to which its tables refer;
    not_committed: tables that are read and never committed; summary: some of what it prints;
    cut_at, landmarks: shares of the document after which it is cut, words right before and after which it is;
    lines: how lines begin that are removed or doubled (some documents are one long line);
    twice: where pages begin that stand twice, and how long they are; missing: where pages begin of which a part lacks.
    """

    refers_to: Sequence[str]
    summary: Sequence[str]
    cut_at: Sequence[float]
    landmarks: Sequence[str]
    lines: Sequence[str]
    twice: tuple[Sequence[int], Sequence[int]]
    missing: Sequence[int]
    not_committed: frozenset[str] = frozenset()


CASES = {
    "implementation-plan": Case(
        refers_to=("organizations", "sdg"),
        not_committed=frozenset({"contacts"}),
        summary=("approvals (결재)", "cover", "words of the viewer", "109 indicators"),
        cut_at=(0.0005, 0.004, 0.008, 0.015, 0.02, 0.1, 0.25, 0.333, 0.5, 0.61, 0.75, 0.9, 0.99, 0.9999),
        landmarks=(
            "목 차",
            "전략3. 쾌적한",
            "이행과제44.",
            "세부사업60.",
            "연차별 성과지표",
            "작 성 자",
            "담당 : 최경희",
            "문서 보기",
        ),
        lines=(),
        twice=((100, 700, 1800, 2600, 10000, 40500, 66000, 101000, 101500), (500, 2000)),
        missing=(3000, 10300, 42866, 70000),
    ),
    "council-answers": Case(
        refers_to=("organizations",),
        summary=("letter with the questions", "text of spot checks", "answer on risks", "308 scorecard_indicators"),
        cut_at=(0.001, 0.05, 0.1, 0.15, 0.2, 0.33, 0.4, 0.6, 0.69, 0.74, 0.8, 0.9, 0.99, 0.9999, 0.99999),
        landmarks=(
            "2 2019년\n",
            "1차(1~4월) : 평화문화진지",
            "최근 3년간 실시한 민간위탁 사업별 종합성과평가 결과보",
            "Ⅲ 2020년",
            "④ **고르게",
            "□ 지표체계",
            "100\t\t산불방지",
            "2019년, 2020년) 각 1부",
        ),
        lines=(
            "\t물순환을 개선한다\t",
            "\t침수취약지역 수\t",
            "침수취약지역 수\t61.0%",
            "- 과제 7 | 한강의",
            "5\t\t선별진료소 확대",
            "5. 코로나19 선별진료소",
            "- 콘센트·전선 외부",
            "- 보육기업 : 총",
            "2.2 서울시 지속가능발전 이행계획 평가 결과",
            "2. 민간위탁관련",
            "1\t마을공동체",
            "44\t개포",
            "47\t이음피움",
            "38\t서울창의마을",
            "1\t국민이",
            "30\t자활근로",
            "88\t\t고르게",
            "\t\t지속가능한",
            "122\t",
        ),
        twice=((500, 3000, 5700, 9000, 16000, 26800, 30000, 69000, 71200, 75000), (500, 2000)),
        missing=(500, 9000, 26800, 69000, 75000),
    ),
    "office-report": Case(
        refers_to=("organizations",),
        summary=("text of the items", "note on women", "changes (증감) of single rows", "27 agenda_items"),
        cut_at=(0.001, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.5, 0.7, 0.9, 0.999),
        landmarks=("예산 총 규모", "II. 정책 목표", "Ⅲ. 기획조정실", "2. 시민권익 향상을", "④ 공익변호사단"),
        lines=(
            "평 가 담 당 관\t33/29",
            "공 기 업 담 당 관\t<ul",
            "공기업담당관\t814",
            "감채기금",
            "특별회계\t93,546",
            "- ④ 지방분권",
            "④ 공익변호사단",
            "7 시정의 지속가능발전",
            " - 4대 목표, 15대 전략",
            "인 천\t400",
            "- 추진 방법 : 서면컨설팅",
            "- 국토부 K-CITY",
        ),
        twice=((50, 300, 1200, 2500, 3100, 4300, 12000, 16500, 25000, 40000), (500,)),
        missing=(300, 2500, 12000, 25000, 40000),
    ),
    "pledges": Case(
        refers_to=("organizations",),
        summary=("approvals (결재)", "붙임 2 (the city's rule on pledges)", "words of the viewer", "238 pledges"),
        cut_at=(0.002, 0.01, 0.03, 0.05, 0.2, 0.24, 0.3, 0.5, 0.7, 0.77, 0.85, 0.93, 0.98, 0.9999),
        landmarks=(
            "합계 66 238",
            "4 세 부 계 획",
            "붙임 1",
            "4-5-1 1백만",
            "7-18-1 고독사",
            "붙임 2",
            "붙임 5",
            "문서 보기",
        ),
        lines=(),
        twice=((100, 700, 1800, 3500, 5300, 6500, 9000, 14000, 18000, 19500, 21500, 23000, 24300), (300, 1500)),
        missing=(250, 900, 2400, 5200, 6400, 9999, 15000, 18600, 19000, 21000, 22500, 24000),
    ),
    "work-plan": Case(
        refers_to=(),
        summary=("contents (목차)", "vision (시정비전)", "text of the initiatives", "105 work_items"),
        cut_at=(0.0005, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9995),
        landmarks=("Ⅲ. 2020 시정운영방향", "Ⅳ. 코로나19 종합상황", "- 5. 시민이 주인되는", "▋ 미래 스마트도시"),
        lines=(
            "Ⅱ.시정비전",
            "인 구 - 4,327천 세대",
            "- 5. 시민이 주인되는 민주서울",
            "- ② 인프라 구축·혁신을 통한",
            "▋ 미래 스마트도시 인프라 구축",
            "● 안전문화 정착 및 안전도시",
            " - 장애인 정보통신 기기 보급(400대)",
            " - 도시현상 상시 측정을 위한",
            "- 금연 교육 강화 및 차량환경",
            "3 사람이 존중받는 서울교통",
        ),
        twice=((50, 500, 3000, 9000, 20000, 45000, 66000), (1500,)),
        missing=(300, 5000, 15000, 40000, 60000),
    ),
}


def each(values: Callable[[Case], Iterable[Any]]) -> list[Any]:
    """Pair each document with its own values."""
    return [
        pytest.param(source, value, id=f"{source}-{value}") for source in SOURCES for value in values(CASES[source])
    ]


every_source = pytest.mark.parametrize("source", list(SOURCES), scope="module")


# The real document.


@every_source
def test_the_committed_tables_are_what_the_loader_reads(source: str, tables: dict[str, pd.DataFrame]) -> None:
    case = CASES[source]
    committed = read_package(SOURCES[source].package)
    names = set(tables) - case.not_committed
    assert names == set(committed) - case.not_committed
    for name in names:
        schema = SCHEMAS[name]
        pd.testing.assert_frame_equal(as_text(tables[name], schema), as_text(committed[name], schema), obj=name)


@every_source
def test_the_tables_have_the_columns_of_the_model_and_refer_to_one_another(
    source: str, tables: dict[str, pd.DataFrame]
) -> None:
    for name, table in tables.items():
        assert sorted(table.columns) == sorted(column.name for column in SCHEMAS[name].columns), name
    combine([tables, *(read_package(DATA / name) for name in CASES[source].refers_to)])


@every_source
def test_everything_is_cited_with_the_words_of_the_document(tables: dict[str, pd.DataFrame], original: str) -> None:
    cited = set(tables["citations"]["entry"])
    for name, table in tables.items():
        entity = SCHEMAS[name].entity
        if entity and "citations" in entity.relations:
            assert set(table["id"]) <= cited, name
    text = unicodedata.normalize("NFC", original)
    for citation in tables["citations"].itertuples():
        quote, offset = str(citation.quote), int(str(citation.offset))
        assert 0 < len(quote) <= 60
        assert quote == text[offset : offset + len(quote)]


@every_source
def test_the_city_is_that_of_the_implementation_plan(tables: dict[str, pd.DataFrame]) -> None:
    cities = SCHEMAS["cities"]
    of_the_plan = read_package(SOURCES["implementation-plan"].package)["cities"]
    pd.testing.assert_frame_equal(as_text(tables["cities"], cities), as_text(of_the_plan, cities))


@every_source
def test_no_telephone_number_is_in_the_committed_tables(source: str, tables: dict[str, pd.DataFrame]) -> None:
    for name in set(tables) - CASES[source].not_committed:
        words = tables[name].select_dtypes(exclude="number").astype(str)
        assert not words.apply(lambda column: column.str.contains(TELEPHONE)).to_numpy().any(), name


@every_source
def test_no_lost_character_is_left_but_in_quotes(tables: dict[str, pd.DataFrame]) -> None:
    for name in set(tables) - QUOTING:
        cells = tables[name].astype(str).apply(lambda column: column.str.contains("?", regex=False))
        assert not cells.to_numpy().any(), name


@every_source
def test_the_summary_names_what_was_left_out(source: str, reading: Reading) -> None:
    summary = "\n".join(reading.summary())
    for words in CASES[source].summary:
        assert words in summary


# The same document, damaged.


@pytest.mark.parametrize(("source", "share"), each(lambda case: case.cut_at), scope="module")
def test_a_document_cut_in_the_middle(damaged: Damaged, share: float) -> None:
    damaged(lambda text: text[: int(len(text) * share)])


@pytest.mark.parametrize(("source", "landmark"), each(lambda case: case.landmarks), scope="module")
def test_a_document_cut_right_before_or_after_a_landmark(damaged: Damaged, landmark: str) -> None:
    damaged(lambda text: text[: text.index(landmark)])
    damaged(lambda text: text[: text.index(landmark) + len(landmark)])


@pytest.mark.parametrize(("source", "beginning"), each(lambda case: case.lines), scope="module")
def test_a_document_with_a_line_removed_or_doubled(damaged: Damaged, beginning: str) -> None:
    line = re.compile(rf"^({re.escape(beginning)}.*)\n?", re.MULTILINE)
    damaged(lambda text: line.sub("", text, count=1))
    damaged(lambda text: line.sub(r"\1\n\g<0>", text, count=1))


@pytest.mark.parametrize(("source", "page"), each(lambda case: product(*case.twice)), scope="module")
def test_a_document_with_a_page_twice(damaged: Damaged, page: tuple[int, int]) -> None:
    start, length = page
    damaged(lambda text: text[: start + length] + text[start:])


@pytest.mark.parametrize(("source", "start"), each(lambda case: case.missing), scope="module")
def test_a_document_with_a_part_of_a_page_missing(damaged: Damaged, start: int) -> None:
    damaged(lambda text: text[:start] + text[start + MISSING :])


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
@every_source
def test_a_document_in_another_encoding(source: str, original: str, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "document.txt"
    path.write_bytes(original.encode(encoding, errors="replace"))
    with pytest.raises(UnreadableDocument, match=encoding.upper()) as caught:
        SOURCES[source].read(path)
    assert 20 <= len(caught.value.place.passage) <= 60


@pytest.mark.parametrize(
    ("source", "other"), [(source, other) for source in SOURCES for other in SOURCES if other != source]
)
def test_another_document(source: str, other: str, documents: Path) -> None:
    path = documents / SOURCES[other].file
    with pytest.raises(DocumentError, match="This is another document") as caught:
        SOURCES[source].read(path)
    assert caught.value.place.document == path.name
    assert 20 <= len(caught.value.place.passage) <= 60


@pytest.mark.parametrize(
    "text", ["한 줄짜리 다른 글", "결재문서\n\n다른 계획\n\n문서번호 가과-1 결재일자 2020. 1. 2. 공개여부 공개"]
)
@every_source
def test_a_text_of_another_kind(source: str, tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match="This is another document"):
        SOURCES[source].read(path)
