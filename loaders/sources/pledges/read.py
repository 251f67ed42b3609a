"""The mayor's pledges of Seoul, 2018-2022, in the plan for managing them [민선7기 공약이행 관리계획].

From top to bottom the document of September 2018 holds:

1.  its title, a block of approvals, a cover with the purpose;
2.  principles [기본 방향]; an overview [공약 개요] with the 7 fields [정책목표] and a table of the policy contents
    [정책내용] under them, each with its numbers of core pledges [핵심공약] and detail pledges [세부사업];
3.  who manages the pledges, how they are planned, changed, reviewed and completed, what is to be done by when;
4.  the list of the core and detail pledges [붙임 1], with the bureaus in charge: a core pledge is numbered within its
    field and a detail pledge within its core pledge, so that 4-5-1 is the first under the fifth core pledge of field 4;
5.  the city's rule on pledges [붙임 2], and empty forms [붙임 3 to 6], one of which lists the states of a pledge;
6.  words of the viewer that converted it, and information on the document.

`read` cuts it at these headings and accounts for every character: read, or left out under a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import INFO, Findings, find_quotes, read_observations
from loaders.kit.layout import Desk, Reading, Tables
from loaders.kit.organizations import Directory, read_directory
from loaders.kit.text import (
    LOST,
    MIDDLE_DOT,
    Account,
    Cursor,
    Passage,
    Source,
    check_count,
    check_not_repeated,
    check_same,
    read_source,
    restore,
    tidy,
)
from loaders.sources.pledges.core_pledges import Core, read_list
from loaders.sources.pledges.document import (
    DOCUMENT,
    NAME,
    Field,
    Information,
    Overview,
    Pledges,
    Policy,
    Rule,
    core_id,
    pledge_id,
)
from loaders.sources.pledges.rows import lay_out

__all__ = ["NAME", "read"]

HERE = Path(__file__).parent
CORRECTIONS = Path(__file__).parent / "corrections.yml"
CODES = {"lost": ("LOST_CHARACTER_READ", INFO), "points": ("MARK_BETWEEN_POINTS", INFO)}
"""The code and severity of the finding that a correction makes, by its section; these are all sections."""

PARTS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "head": ("title", re.compile("결재문서")),
    "approvals": ("approvals (결재)", re.compile(r"문서번호 \S+ 결재일자")),
    "cover": ("cover and purpose", re.compile(r"민선7기 공약이행 관리계획 2018\. 9 ")),
    "principles": ("1 기본 방향 (principles)", re.compile("1 기 본 방 향 ")),
    "overview": ("2 공약 개요 (overview)", re.compile("2 공 약 개 요 ")),
    "managers": ("3 관리 주체 (who manages)", re.compile("3 관 리 주 체 ")),
    "details": ("4 세부 계획 (how it is done)", re.compile("4 세 부 계 획 ")),
    "schedule": ("5 향후 계획 (schedule)", re.compile("5 향 후 계 획 ")),
    "administration": ("6 행정 사항 (what offices have to do)", re.compile("6 행 정 사 항 ")),
    "attachments": ("list of attachments (붙임)", re.compile(r"붙 임 : 1\. ")),
    "list_heading": ("heading of the list of pledges", re.compile("붙임 1 민선7기 시장 공약사업 목록")),
    "list": ("붙임 1 (list of pledges)", re.compile(r"1-1 (?=4차)")),
    "list_note": ("note under the list of pledges", re.compile("※ ‘18. 9월 현재 기준")),
    "regulation": ("붙임 2 (the city's rule on pledges)", re.compile("붙임 2 서울특별시 시장공약 관리 규칙")),
    "plan_form": ("붙임 3 (form of a pledge's plan)", re.compile("붙임 3 공약실천계획 서식")),
    "card": ("붙임 4 (form of a pledge's card)", re.compile("붙임 4 공약관리카드 서식")),
    "spending_form": ("붙임 5 (form of spending)", re.compile("붙임 5 재정집행 현황 서식")),
    "request_form": ("붙임 6 (form of a request for a change)", re.compile("붙임 6 공약 조정 요청서 서식")),
    "viewer": ("words of the viewer", re.compile("문서 보기")),
    "information": ("information on the document", re.compile("문서 정보")),
}
"""The parts of the document in their order: what each is called, and how it begins."""
READ_WHOLE = ("head", "list", "information")
"""The parts of which nothing is left out."""
WITHOUT_COPIES = ("cover", "overview", "details", "schedule", "administration", "list", "regulation")
"""The parts in which no long passage stands twice; the forms repeat their rows."""

_TITLE = re.compile(r"결재문서\s+(?P<title>민선7기 공약이행 관리계획)")
_APPROVALS = re.compile(r"문서번호 (?P<number>\S+) 결재일자 (?P<year>\d{4})\.(?P<month>\d+)\.(?P<day>\d+)\. 공개여부")
_TERM = re.compile(r"재원투자 계획\((?P<start>\d{4})~(?P<end>\d{4})\)")

_GOALS = re.compile(r"○ 정책목표 : (?P<names>(?:\d\.\S+특별시 )+)")
_GOAL = re.compile(r"(?P<number>\d)\.(?P<title>\S+)")
_SCOPE = re.compile(
    r"○ 공약현황 : (?P<fields>\d+)개 분야, 총 (?P<pledges>\d+)개 세부사업 \(’[\d.]+기준\) - \S+ 등 "
    r"(?P<fields_again>\d+)분야, (?P<cores>\d+)개 핵심공약, (?P<pledges_again>\d+)개 세부사업"
)
_TABLE = re.compile(
    r"정책목표 정책내용 핵심공약 세부사업 (?P<rows>.*?) (?P<total>합계 (?P<cores>\d+) (?P<pledges>\d+))(?= ※)"
)
_FIELD = re.compile(r"(?P<number>\d)\. (?P<title>[^\d]*?특별시)(?:\s+|$)")
_POLICY = re.compile(r"(?:- )?(?P<title>[^\d\s-][^\d]*?) (?P<cores>\d+) (?P<pledges>\d+)(?:\s+|$)")

_STATES = re.compile(r"추진상황 - (?P<groups>목표달성 : .+?) (?=완료시기 )")
_STATE_GROUP = re.compile(r"(?P<group>[^\s:]+) : (?P<states>[^:]+?)(?:$| (?=\S+ :))")

_VIEWER = re.compile(r"문서 보기\s+문서보기는 [^\n]+ 첨부파일목록 바로가기\s+\* 본 문서는 [^\n]+\s+첨부된 문서")
_INFORMATION = re.compile(
    r"문서 정보\s+(?P<title>\S.*?) - 문서정보 : [^\n]+\n기관명 (?P<publisher>\S+) 부서명 (?P<office>[^\n]+)\n"
    r"문서번호 (?P<number>\S+) 생산일자 (?P<date>\d{4}-\d\d-\d\d)\n공개구분 [^\n]+\n작성자\(전화번호\) [^\n]+\n"
    r"분류정보 [^\n]+\n이용조건(?P<license>\S[^\n]*?) 마크(?P<second_license>공공누리[^\n]+\))\s*"
)


@dataclass(frozen=True)
class Guides:
    """What lies beside the loader: corrections, rules in a few words, what a reader found, expected counts."""

    corrections: Corrections
    rules: Sequence[Mapping[str, Any]]
    observations: Sequence[Mapping[str, Any]]
    expected: Mapping[str, Any]


def read_guides() -> Guides:
    """Read the YAML files beside the loader."""
    return Guides(
        corrections=read_corrections(CORRECTIONS, tuple(CODES)),
        rules=read_yaml(HERE / "rules.yml"),
        observations=read_yaml(HERE / "findings.yml"),
        expected=read_yaml(HERE / "counts.yml"),
    )


def read(path: Path, directory: Directory | None = None) -> Reading:
    """Read the document; directory: the bodies.

    Raises DocumentError where the document is not this one or is damaged, or names a body that is not in the directory,
    CorrectionError where an entry beside the loader does not fit it.
    """
    guides = read_guides()
    source = read_source(path)
    desk = Desk(Account(), Tables(DOCUMENT), Findings(DOCUMENT), directory or read_directory())
    parts = cut(source, desk.account)
    pledges = read_parts(parts, guides, desk.account)
    desk.account.check(source)
    for name in WITHOUT_COPIES:
        check_not_repeated(parts[name])
    check_counts(parts, pledges, guides.expected)
    find(parts, pledges, guides, desk.findings)
    guides.corrections.check_used()
    lay_out(pledges, desk)
    return Reading(pledges.information.title, desk.tables.frames(desk.findings), desk.account)


def cut(source: Source, account: Account) -> dict[str, Passage]:
    """Cut the document into its parts."""
    source.begin(_TITLE, "결재문서 and the title of the pledges' plan were expected")
    cursor = Cursor(source, account)
    parts = {name: cursor.until(PARTS[following][1], PARTS[name][0]) for name, following in pairwise(PARTS)}
    return {**parts, "information": cursor.rest(PARTS["information"][0])}


def read_parts(parts: Mapping[str, Passage], guides: Guides, account: Account) -> Pledges:
    """Read the parts from top to bottom; what is not read of them is left out under the part's name."""
    title = parts["head"].expect(_TITLE, "The title of the pledges' plan, and nothing else,")
    account.read(parts["head"], "title")
    overview = read_overview(parts["overview"])
    cores = read_list(parts["list"], guides.corrections)
    account.read(parts["list"], "list of pledges (붙임 1)")
    states = read_states(parts["card"])
    rules = read_rules(guides.rules, parts, states)
    parts["viewer"].expect(_VIEWER, "Nothing but the words of the viewer that converted the document")
    information = read_information(parts, title)
    account.read(parts["information"], "information on the document")
    account_for_rest(parts, overview, rules, account)
    return Pledges(information, overview, cores, match_policies(overview, cores), rules)


def account_for_rest(parts: Mapping[str, Passage], overview: Overview, rules: Sequence[Rule], account: Account) -> None:
    """Note what was read of the parts that are not read as a whole, and leave out the rest of them."""
    found = {passage: "rules" for rule in rules for passage in rule.passages}
    found |= dict.fromkeys(overview.passages, "fields and policy contents")
    for passage, what in found.items():
        account.read(passage, what)
    for name, part in parts.items():
        if name not in READ_WHOLE:
            inside = [passage for passage in found if part.start <= passage.start < part.end]
            account.leave_out_around(part, sorted(inside, key=lambda passage: passage.start), part.heading)


def read_overview(passage: Passage) -> Overview:
    """Read the names of the fields, the stated sums, and the table of policy contents."""
    goals, scope, table = (passage.search(pattern) for pattern in (_GOALS, _SCOPE, _TABLE))
    if goals is None or scope is None or table is None or not goals.start() < scope.start() < table.start():
        wanted = "The names of the fields, the numbers of pledges, and the table of policy contents"
        raise passage.unexpected(f"{wanted} with its sums were expected in this order")
    fields = read_table(passage.group(table, "rows"))
    for goal in _GOAL.finditer(goals["names"]):
        number = int(goal["number"])
        named = [f"{f.number}. {f.title}" for f in fields if f.number == number]
        check_same(passage.group(goals, "names"), "field of this number", named, [f"{number}. {goal['title']}"])
    stated = {level: int(scope[level]) for level in ("fields", "cores", "pledges")}
    check_count(passage.group(scope), "fields", int(scope["fields_again"]), stated["fields"])
    check_count(passage.group(scope), "pledges", int(scope["pledges_again"]), stated["pledges"])
    for level in ("cores", "pledges"):
        check_count(passage.group(table, "total"), level, int(table[level]), stated[level])
        total = sum(getattr(policy, level) for f in fields for policy in f.policies)
        check_count(passage.group(table), f"{level} in the rows of the table", total, stated[level])
    check_count(passage.group(table), "fields in the table", len(fields), stated["fields"])
    return Overview(fields, stated, tuple(passage.group(match) for match in (goals, scope, table)))


def read_table(passage: Passage) -> list[Field]:
    """Read the rows of the table of policy contents: a field stands before its first policy content."""
    fields: list[Field] = []
    position = passage.start
    while position < passage.end:
        if heading := passage.match(_FIELD, position):
            title = passage.group(heading, "title")
            fields.append(Field(int(heading["number"]), restore(title), passage.group(heading)))
            position = heading.end()
        elif (row := passage.match(_POLICY, position)) and fields:
            title = passage.group(row, "title")
            policy = Policy(restore(title), int(row["cores"]), int(row["pledges"]), passage.group(row))
            fields[-1].policies.append(policy)
            position = row.end()
        else:
            raise passage.unexpected("A field, or a policy content with two numbers, was expected here", position)
    check_same(passage, "fields", [f.number for f in fields], range(1, len(fields) + 1))
    return fields


def match_policies(overview: Overview, cores: Sequence[Core]) -> dict[str, Policy]:
    """Return the policy content of each core pledge: those of a field stand in the order of the table.

    Raises WrongCount where a field or a policy content has more or fewer pledges than the table states.
    """
    policies: dict[str, Policy] = {}
    check_same(
        cores[-1].passage, "fields", sorted({c.field_number for c in cores}), [f.number for f in overview.fields]
    )
    for of_field in overview.fields:
        here = [core for core in cores if core.field_number == of_field.number]
        stated = sum(policy.cores for policy in of_field.policies)
        check_count(here[-1].passage, f"core pledges of field {of_field.number}", len(here), stated)
        for policy in of_field.policies:
            of_policy, here = here[: policy.cores], here[policy.cores :]
            counted = sum(len(core.pledges) for core in of_policy)
            check_count(
                (of_policy or cores)[-1].passage, f"detail pledges of ‘{policy.title}’", counted, policy.pledges
            )
            policies.update((core.code, policy) for core in of_policy)
    return policies


def read_states(card: Passage) -> list[tuple[str, str]]:
    """Return the states of a pledge in the form of its card, each with its group."""
    found = card.search(_STATES)
    if found is None:
        raise card.unexpected("The states of a pledge (추진상황) were expected in the form of its card")
    passage = card.group(found, "groups")
    groups = list(passage.finditer(_STATE_GROUP))
    if "".join(group[0] for group in groups) != passage.text:
        raise passage.unexpected("Groups of states were expected here: 목표달성 : 완료 / ...")
    return [(group["group"], tidy(state)) for group in groups for state in group["states"].split("/")]


def read_rules(
    entries: Sequence[Mapping[str, Any]], parts: Mapping[str, Passage], states: Sequence[tuple[str, str]]
) -> list[Rule]:
    """Find the rules in the document, which states them in the order of the entries.

    Raises CorrectionError where an entry's name does not stand in its quotes, or the entries are in another order;
    UnexpectedText where the document lacks a quote, WrongCount where it has other states.
    """
    rules = []
    for entry in entries:
        passages = find_quotes(entry, lambda where: parts[where["part"]])
        quoted = "".join(passage.text for passage in passages).replace(LOST, MIDDLE_DOT)
        if "".join(entry["name"].split()) not in "".join(quoted.split()):
            raise CorrectionError(f"The rule ‘{entry['name']}’ has a name that its quotes do not hold")
        rules.append(Rule(entry["kind"], entry["name"], entry.get("group"), entry["text"], passages))
    for before, after in pairwise(rules):
        if before.passages[0].start >= after.passages[0].start:
            raise CorrectionError(f"The rule ‘{after.name}’ stands before ‘{before.name}’ in the document")
    ruled = [(str(rule.group), rule.name) for rule in rules if rule.kind == "STATE"]
    check_same(parts["card"], "states", states, ruled)
    return rules


def read_information(parts: Mapping[str, Passage], title: re.Match[str]) -> Information:
    """Read what the document says about itself, the same at its head and at its end, and the years that it covers."""
    passage = parts["information"]
    end = passage.expect(_INFORMATION, "Information on the document")
    head = parts["approvals"].match(_APPROVALS)
    date = f"{head['year']}-{int(head['month']):02}-{int(head['day']):02}" if head else None
    if head is None or (head["number"], date, title["title"]) != (end["number"], end["date"], end["title"]):
        raise passage.unexpected("Title, number and date were expected to be those at the head of the document")
    term = parts["administration"].search(_TERM)
    if term is None:
        raise parts["administration"].unexpected("The years of the investment plan (재원투자 계획) were expected here")
    return Information(
        title=end["title"],
        number=end["number"],
        produced_on=end["date"],
        publisher=f"{end['publisher']} {end['office']}",
        license=f"{end['license']}; {end['second_license']}",
        start_year=int(term["start"]),
        end_year=int(term["end"]),
        passage=passage,
    )


def check_counts(parts: Mapping[str, Passage], pledges: Pledges, expected: Mapping[str, Any]) -> None:
    """Compare what the document does not count itself with the counts kept beside the loader."""
    details = [pledge for core in pledges.cores for pledge in core.pledges]
    check_count(parts["list"], "core pledges", len(pledges.cores), pledges.overview.stated["cores"])
    check_count(parts["list"], "detail pledges", len(details), pledges.overview.stated["pledges"])
    check_count(parts["list"], "points", sum(len(pledge.points) for pledge in details), expected["points"])
    check_count(parts["list"], "bureaus in charge", sum(len(pledge.bureaus) for pledge in details), expected["bureaus"])
    for name, part in parts.items():
        check_count(part, "words in this part", len(part.text.split()), expected["words"][name])


def find(parts: Mapping[str, Passage], pledges: Pledges, guides: Guides, findings: Findings) -> None:
    """Collect what the document contradicts or misprints."""
    entries = {core.code: (core_id(core.code), core.passage) for core in pledges.cores}
    entries |= {p.code: (pledge_id(p.code), p.passage) for core in pledges.cores for p in core.pledges}

    def locate(where: Mapping[str, Any]) -> Passage:
        return entries[where["pledge"]][1] if "pledge" in where else parts[where["part"]]

    findings.found += read_observations(guides.observations, locate)
    findings.found += guides.corrections.explain(lambda code: entries[str(code)], CODES)
