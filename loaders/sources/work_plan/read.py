"""The main work plan 2020 of Seoul [2020 주요 업무계획], of February 2020, read off slides.

From top to bottom the document holds:

1.  a cover, and the contents [목차];
2.  I: facts about the city [일반현황]: people and area, staff, budget;
3.  II and III: its vision, and the directions for 2020, in prose;
4.  IV: the state of COVID-19 and what the city does about it;
5.  V: the list of the five areas [분야], then each area: the list of its fields, and the fields with their initiatives.

What counts as an initiative is the titled undertaking that stands highest under a field, whatever its mark is: under
most fields that is the heading in a bar (혁신창업 3대 스케일업 전략), with headings after ■ or ● below it; where a
field has no such bars, it is the heading after ■ (■ 미래 스마트도시 인프라 구축). Headings further below, and the
points (-, ▶, ※), belong to the text of the initiative. The level of every heading was decided by reading and stands in
`headings.yml`; the numbers in the text are laid out by `quantities.csv`. No body is printed as in
charge of an initiative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import Findings, check_claims, read_observations
from loaders.kit.layout import Reading, Tables
from loaders.kit.text import (
    MIDDLE_DOT,
    Account,
    Passage,
    Source,
    check_count,
    check_not_repeated,
    read_source,
    same_words,
    tidy,
)
from loaders.sources.work_plan.document import (
    AREAS,
    CITY_FACTS,
    COVER,
    COVID,
    DOCUMENT,
    NAME,
    PLAN,
    Area,
    Block,
    Field,
    Initiative,
    Part,
    WorkPlan,
)
from loaders.sources.work_plan.quantities import (
    FoundQuantity,
    LeftOut,
    QuantityRow,
    find_quantities,
    read_quantity_rows,
)
from loaders.sources.work_plan.rows import CODES, add_findings, fill_tables, node_of

__all__ = ["NAME", "read"]

HERE = Path(__file__).parent

LEVELS = {
    "part": "part",
    "area": "area (분야)",
    "field": "field",
    "initiative": "initiative",
    "heading": "heading below an initiative",
}
"""The levels of headings, highest first, and what they are called in errors."""
PARTS = ("contents", "I", "II", "III", "IV", "V")
"""The codes of the parts, in the order printed."""
CONTENTS = PARTS[0]
PROSE = "text of the initiatives (read while loading, not shipped)"
LEFT_OUT_PARTS = {
    CONTENTS: "contents (목차)",
    "II": "vision (시정비전)",
    "III": "directions for 2020 (시정운영방향)",
}
PARTS_WITH_QUANTITIES = {
    CITY_FACTS: "prose between the facts about the city (일반현황)",
    COVID: "text on COVID-19 (코로나19 종합상황 보고)",
}

_COVER = re.compile(r"I-SEOUL-U\s+(?P<title>(?P<year>\d{4}) 주요 업무계획)\s+\d{4}\. \d\.")
_NUMBER_AND_MARK = re.compile(r"^(?:\d\.? )?[■●▋▍│▌▮]?\s*(?:\d )?")
"""What stands before a title: its number, the bar or box of a slide."""
_LISTED = re.compile(r"- (?:[①-⑳图] |\d\.? )?(?P<title>\S.*)")
"""A line of a list of areas or fields; 图 is what is left of ⑧."""
_MIDDLE_DOTS = re.compile("[∙・ㆍ]")
"""Other marks that the conversion left for the middle dot."""


@dataclass(frozen=True)
class Guides:
    """What lies beside the loader: levels of headings, readings of numbers, corrections, counts, findings."""

    headings: Sequence[Mapping[str, str]]
    rows: Sequence[QuantityRow]
    left_out: LeftOut
    corrections: Corrections
    expected: Mapping[str, Any]
    observations: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]

    def rows_at(self, code: str) -> list[QuantityRow]:
        """Return the rows of the quantities that stand at a code."""
        return [row for row in self.rows if row.at == code]


def read_guides() -> Guides:
    """Read the files beside the loader."""
    found = read_yaml(HERE / "findings.yml")
    return Guides(
        headings=read_yaml(HERE / "headings.yml"),
        rows=read_quantity_rows(HERE / "quantities.csv"),
        left_out=LeftOut(read_yaml(HERE / "left_out.yml")),
        corrections=read_corrections(HERE / "corrections.yml", tuple(CODES)),
        expected=read_yaml(HERE / "counts.yml"),
        observations=found["observations"],
        claims=found["claims"],
    )


def read(path: Path) -> Reading:
    """Read the work plan.

    Raises DocumentError where the document is not this one or is damaged, CorrectionError where an entry beside the
    loader does not fit it.
    """
    guides = read_guides()
    account = Account()
    source = read_source(path)
    plan = read_plan(source, account, guides)
    account.check(source)
    check_not_repeated(source.passage(0, len(source.text), "the whole document"))
    check_counts(plan, guides)
    findings = Findings(DOCUMENT)
    add_findings(findings, plan, guides.corrections)
    findings.found += read_observations(guides.observations, lambda where: plan.passage_at(where["at"]))
    findings.found += check_claims(guides.claims, lambda where: plan.passage_at(where["at"]), PLAN)
    guides.corrections.check_used()
    guides.left_out.check_used()
    tables = Tables(DOCUMENT)
    fill_tables(tables, plan)
    return Reading(plan.title, tables.frames(findings), account)


def read_plan(source: Source, account: Account, guides: Guides) -> WorkPlan:
    """Read the document from top to bottom."""
    cover = source.begin(_COVER, "the cover of the main work plan (주요 업무계획) was expected")
    blocks = cut_blocks(source, guides.headings)
    cover_passage = source.passage(0, blocks[0].heading.start, COVER)
    cover_passage.expect(_COVER, "Nothing but the title and the month on the cover")
    account.read(cover_passage, "cover")
    number = next(index for index, block in enumerate(blocks) if block.level != "part")
    parts = {code: read_part(code, block, guides, account) for code, block in zip(PARTS, blocks, strict=False)}
    areas = list(read_areas(blocks[number:], listed_titles(blocks[number - 1].text), guides, account))
    return WorkPlan(cover["title"], int(cover["year"]), cover_passage, parts, areas)


def cut_blocks(source: Source, headings: Sequence[Mapping[str, str]]) -> list[Block]:
    """Cut the document at its headings, strictly in the order of their table.

    Raises UnexpectedText, which names the last heading before, where one is missing or stands elsewhere.
    """
    found: list[tuple[str, Passage]] = []
    position, last = 0, "the cover"
    for entry in headings:
        words = r"\s+".join(map(re.escape, entry["printed"].split()))
        match = re.compile(rf"^[ \t]*({words})[ \t]*$", re.MULTILINE).search(source.text, position)
        if match is None:
            rest = source.passage(position, len(source.text), f"after ‘{last}’")
            raise rest.unexpected(f"The {LEVELS[entry['level']]} ‘{entry['printed']}’ was expected after ‘{last}’")
        found.append((entry["level"], source.passage(*match.span(1), entry["printed"])))
        position, last = match.end(), entry["printed"]
    ends = [heading.start for _, heading in found[1:]] + [len(source.text)]
    return [
        Block(level, heading, source.passage(heading.end, end, heading.heading))
        for (level, heading), end in zip(found, ends, strict=True)
    ]


def read_part(code: str, block: Block, guides: Guides, account: Account) -> Part:
    """Read a part before the areas: its quantities, if it has any."""
    passage = block.heading.part(block.heading.start, block.text.end)
    account.read(block.heading, "headings")
    quantities: tuple[FoundQuantity, ...] = ()
    if code in PARTS_WITH_QUANTITIES:
        quantities = tuple(find_quantities(block.text, guides.rows_at(code), guides.left_out, guides.corrections, code))
        account_for(account, block.text, (), quantities, PARTS_WITH_QUANTITIES[code])
    elif code == AREAS:
        account.read(block.text, "list of areas")
    else:
        account.leave_out(block.text, LEFT_OUT_PARTS[code])
    return Part(code, passage, quantities)


def read_areas(blocks: Sequence[Block], listed: Sequence[Passage], guides: Guides, account: Account) -> Iterator[Area]:
    """Read the areas: each is its heading, the list of its fields, and the fields."""
    starts = [index for index, block in enumerate(blocks) if block.level == "area"]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(blocks)], strict=True), start=1):
        block = blocks[start]
        area = Area(
            code=str(number),
            title=title_of(block.heading, str(number), guides.corrections),
            heading=block.heading,
            listing=listed_titles(block.text),
            text=block.text,
        )
        check_listed(block.heading, area.title, listed[number - 1] if number <= len(listed) else None)
        account.read(block.heading, "headings")
        account.read(block.text, "lists of fields")
        area.fields.extend(read_fields(area, blocks[start + 1 : end], guides, account))
        yield area


def read_fields(area: Area, blocks: Sequence[Block], guides: Guides, account: Account) -> Iterator[Field]:
    """Read the fields of an area: each is its heading and its initiatives."""
    starts = [index for index, block in enumerate(blocks) if block.level == "field"]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(blocks)], strict=True), start=1):
        block = blocks[start]
        code = f"{area.code}-{number}"
        listed = area.listing[number - 1] if number <= len(area.listing) else None
        field = Field(code, title_of(block.heading, code, guides.corrections), block.heading, listed)
        if listed is not None:
            check_listed(block.heading, field.title, listed)
        if block.text.text:
            raise block.text.unexpected("An initiative was expected right after the title of its field")
        account.read(block.heading, "headings")
        field.initiatives.extend(read_initiatives(field, blocks[start + 1 : end], guides, account))
        yield field


def read_initiatives(field: Field, blocks: Sequence[Block], guides: Guides, account: Account) -> Iterator[Initiative]:
    """Read the initiatives of a field: each is its heading, the headings below it, and the text under them all."""
    starts = [index for index, block in enumerate(blocks) if block.level == "initiative"]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(blocks)], strict=True), start=1):
        code = f"{field.code}-{number}"
        heading = blocks[start].heading
        headings = tuple(block.heading for block in blocks[start:end])
        passage = heading.part(heading.start, blocks[end - 1].text.end)
        rows = guides.rows_at(code)
        quantities = tuple(find_quantities(passage, rows, guides.left_out, guides.corrections, code))
        account_for(account, passage, headings, quantities, PROSE)
        title = title_of(heading, code, guides.corrections)
        yield Initiative(code, title, heading, passage, headings, quantities)


def account_for(
    account: Account, whole: Passage, headings: Sequence[Passage], quantities: Sequence[FoundQuantity], prose: str
) -> None:
    """Note the headings and quantities of a passage as read, and leave out the text between them."""
    numbers = {quantity.passage.start: quantity.passage for quantity in quantities}
    in_text = [
        number for number in numbers.values() if not any(head.start <= number.start < head.end for head in headings)
    ]
    for heading in headings:
        account.read(heading, "headings")
    for number in in_text:
        account.read(number, "quantities")
    account.leave_out_around(whole, sorted([*headings, *in_text], key=lambda part: part.start), prose)


def title_of(heading: Passage, code: str, corrections: Corrections) -> str:
    """Return the title in a heading: without number and mark, its middle dots alike, its misprints corrected."""
    title = tidy(heading.text)
    for printed, meant in corrections.texts(code, "titles").items():
        title = title.replace(printed, meant)
    return _MIDDLE_DOTS.sub(MIDDLE_DOT, _NUMBER_AND_MARK.sub("", title))


def listed_titles(text: Passage) -> tuple[Passage, ...]:
    """Return the titles in a list of areas or fields.

    Raises UnexpectedText where something else stands there.
    """
    titles = []
    for line in text.finditer(re.compile(r"\S[^\n]*")):
        entry = text.group(line)
        titles.append(entry.group(entry.expect(_LISTED, "An entry of the list, after a dash,"), "title"))
    return tuple(titles)


def check_listed(heading: Passage, title: str, listed: Passage | None) -> None:
    """Raise UnexpectedText where the list prints another title, but for spaces and points."""
    if listed is None or not same_words(title, _MIDDLE_DOTS.sub(MIDDLE_DOT, listed.text)):
        printed = f"‘{listed.text}’" if listed else "no such title"
        raise heading.unexpected(f"The list before prints {printed}, the heading ‘{title}’")


def check_counts(plan: WorkPlan, guides: Guides) -> None:
    """Compare what was read with the counts kept beside the loader.

    Raises WrongCount; CorrectionError where a quantity is laid out at a place that does not exist.
    """
    expected = guides.expected
    end = plan.initiatives[-1].passage
    for level, counted in (("areas", plan.areas), ("fields", plan.fields), ("initiatives", plan.initiatives)):
        check_count(end, level, len(counted), expected[level])
    for row in guides.rows:
        plan.passage_at(row.at)
    places = [*PARTS, *(area.code for area in plan.areas), *(item.code for item in plan.initiatives)]
    for code in places:
        passage = plan.passage_at(code)
        check_count(passage, f"words of {node_of(code)}", len(passage.text.split()), expected["words"][code])
