"""The answer on commissioned services [민간위탁]: how they were evaluated [종합성과평가] from 2018 to 2020.

From top to bottom this part of the answers holds:

1.  the questions, what the answer encloses, and who wrote it;
2.  for each year: how many services [사무] were evaluated, by whom, in which rounds [차], with which average score;
    then the table of the services, with the office that commissions each, the contractors [수탁기관] and the score;
3.  what follows from an evaluation: rules, and the list of the services excluded from renewal [재계약 배제].

The table does not print the round of a service: a round is as long as it states, and begins with the service it names.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from loaders.kit.corrections import Corrections, read_corrections, read_yaml
from loaders.kit.findings import ERROR, INFO, WARNING, Finding, read_observations
from loaders.kit.layout import Desk
from loaders.kit.organizations import bare
from loaders.kit.text import MIDDLE_DOT, Passage, check_count, check_not_repeated, restore
from loaders.sources.council_answers.commissions.document import (
    PLAN,
    PLAN_ID,
    Consequences,
    Evaluation,
    Exclusion,
    Round,
    Service,
)
from loaders.sources.council_answers.commissions.rows import EXCLUDED, all_services, lay_out
from loaders.sources.council_answers.document import cut

HERE = Path(__file__).parent

CONSORTIUM = "컨소시엄"
"""Printed after the names of contractors that work together."""
REPEATED = 200
"""Characters that do not stand twice; what is stated of each year repeats fewer."""
CODES = {"titles": ("TITLE_MISPRINTED", INFO), "divisions": ("CONTRACTORS_RUN_TOGETHER", INFO)}
"""The code and severity of a finding that a correction makes, by its section; these are all sections."""

_PARTS = {
    "questions on commissioned services": re.compile(r"^2\. 민간위탁관련$", re.MULTILINE),
    "evaluations of commissioned services": re.compile(r"^□ 최근 3년간 실시한", re.MULTILINE),
    "what follows from an evaluation": re.compile(r"^최근 3년간 실시한 [^\n]+ : 별도송부$", re.MULTILINE),
}
_TITLE = re.compile(r"□ (?P<title>[^\n]+)\s+")
_YEAR = re.compile(r"^(?:①|\d\]?) (?P<year>20\d\d)년$", re.MULTILINE)
_HEAD = re.compile(
    r"\S+ (?P<year>20\d\d)년\s+○ 대 상 : 총 (?P<services>\d+)개 사무\s+- (?P<scope>[^\n]+)\s+"
    r"○ 평가기관 : (?P<evaluators>[^\n]+)\s+"
    r"(?P<result>○ 평가결과 : 총 (?P<evaluated>\d+)개 사무, 평균 (?P<average_text>(?P<average>\d+\.\d+)점))\s+"
)
_ROUND = re.compile(r"- (?P<number>\d)차\(\d+~\d+월\) : (?P<first>\S[^\n]*?) 등 (?P<services>\d+)개 사무\s+")
_COLUMNS = re.compile(r"연번\t평가대상 사무\t사업부서\t수탁기관\t점수\t비 고\n")
_ROW = re.compile(
    r"(?P<number>\d+)\t(?P<title>[^\t\n]+)\t(?P<department>[^\t\n]+)\t(?P<contractors>[^\t\n]+)\t"
    r"(?P<score>\d{1,3}\.\d\d)(?:\t(?P<remark>[^\t\n]*))?(?:\n\s*|$)"
)
_OTHERS = re.compile(r" 외 (?P<others>\d+)$")
_RENEWAL = re.compile(r"^○ (?P<rule>평가점수 (?P<least>\d+)점 미만 위탁사무의 경우 재계약 배제)$", re.MULTILINE)
_DUTIES: Mapping[str, re.Pattern[str]] = {
    "SUBMISSION": re.compile(
        r"^(?P<rule>재위탁·재계약 사무 시의회 동의 시 (?P<name>종합성과평가 결과보고서) 의무 제출)$", re.MULTILINE
    ),
    "CONSENT": re.compile(
        r"^※ (?P<rule>의회 동의 후 6년 경과한 후 최초로 도래하는 재위탁 또는 재계약 시 (?P<name>의회동의) 필요)$",
        re.MULTILINE,
    ),
    "PUBLICATION": re.compile(r"^- (?P<rule>「서울시 정보소통광장」에 (?P<name>종합성과평가결과 공개))$", re.MULTILINE),
}
"""What the city has to do with an evaluation, by the kind of the rule: to the assembly, and to the public."""
_EXCLUSIONS = re.compile(
    r"^※ 최근 3년간\('(?P<first>\d\d)년~'(?P<last>\d\d)년\) 재계약 배제 사무\s+평가년도\t대상사무\t점수\t수탁기관\n"
    r"(?P<rows>(?:20\d\d\t[^\n]+\n)+)",
    re.MULTILINE,
)
_EXCLUSION = re.compile(
    r"^(?P<year>20\d\d)\t(?P<title>[^\t\n]+)\t(?P<score>[\d.]+)\t(?P<contractors>[^\t\n]+)$", re.MULTILINE
)


def read_part(passage: Passage, desk: Desk) -> None:
    """Read this part of the answers.

    Raises UnexpectedText and WrongCount where the passage is damaged, CorrectionError where a correction is not used.
    """
    check_not_repeated(passage, REPEATED)
    corrections = read_corrections(HERE / "corrections.yml", tuple(CODES))
    questions, results, follows = cut(passage, _PARTS).values()
    desk.account.leave_out(questions, f"{questions.heading}, and who answered")
    title, evaluations = read_evaluations(results, corrections, desk)
    consequences = read_consequences(follows, desk)
    check_evaluations(results, evaluations, consequences)
    lay_out(title, evaluations, consequences, desk)
    for finding in find(evaluations, consequences, corrections):
        desk.findings.add(dataclasses.replace(finding, key=finding.key or key_of(finding.node)))
    corrections.check_used()


def key_of(node: str) -> str:
    """Return what tells a finding in its id: the plan's name, which ends in digits, looks like a telephone number."""
    return node.replace(f":{PLAN}/", "-").replace(":", "-")


def read_evaluations(passage: Passage, corrections: Corrections, desk: Desk) -> tuple[str, list[Evaluation]]:
    """Read the title and the evaluations of each year."""
    heading = passage.match(_TITLE)
    years = list(passage.finditer(_YEAR))
    if heading is None or not years or years[0].start() != heading.end():
        raise passage.unexpected("A title and then the first year of the evaluations were expected here")
    ends = [*(year.start() for year in years[1:]), passage.end]
    parts = [
        passage.part(year.start(), end, f"services evaluated in {year['year']}")
        for year, end in zip(years, ends, strict=True)
    ]
    desk.account.read(passage, passage.heading)
    return restore(passage.group(heading, "title")), [read_evaluation(part, corrections) for part in parts]


def read_evaluation(passage: Passage, corrections: Corrections) -> Evaluation:
    """Read what is stated of one year's evaluations, and their table."""
    head = passage.match(_HEAD)
    if head is None:
        raise passage.unexpected("The numbers of services, who evaluated them, and the average score were expected")
    rounds: list[Round] = []
    position = head.end()
    while match := passage.match(_ROUND, position):
        rounds.append(Round(int(match["number"]), int(match["services"]), match["first"], passage.group(match)))
        position = match.end()
    year = int(head["year"])
    services = list(read_table(passage.part(position, passage.end), year, corrections))
    check_count(passage, f"services evaluated in {year}", int(head["evaluated"]), int(head["services"]))
    return Evaluation(
        year=year,
        stated=int(head["services"]),
        average=Decimal(head["average"]),
        average_text=passage.group(head, "average_text"),
        result=passage.group(head, "result"),
        scope=passage.group(head, "scope"),
        head=passage.group(head),
        rounds=rounds,
        services=services,
    )


def read_table(passage: Passage, year: int, corrections: Corrections) -> Iterator[Service]:
    """Read the rows of a year's table, whose heading stands again on every page."""
    position, number = passage.start, 0
    while position < passage.end:
        columns = passage.match(_COLUMNS, position)
        row = passage.match(_ROW, columns.end() if columns else position)
        if row is None:
            raise passage.unexpected(
                "A row was expected: number, service, department, contractor, score, remark", position
            )
        number += 1
        if int(row["number"]) != number:
            raise passage.unexpected(f"Number {number} was expected in this table", row.start())
        yield read_row(passage.group(row), row, year, corrections)
        position = row.end()


def read_row(passage: Passage, row: re.Match[str], year: int, corrections: Corrections) -> Service:
    """Read a row."""
    if row["remark"] not in (None, "", EXCLUDED):
        raise passage.unexpected(f"No remark but {EXCLUDED} was expected", row.start("remark"))
    title, department, contractors = (
        restore(passage.group(row, name)) for name in ("title", "department", "contractors")
    )
    place = f"{year}-{row['number']}"
    divided = {entry.printed: entry.correction for entry in corrections.of(place, "divisions")}
    return Service(
        year=year,
        number=int(row["number"]),
        title=corrections.texts(place, "titles").get(title, title),
        department=department,
        contractors_text=contractors,
        contractors=divided.get(contractors) or split_contractors(contractors),
        score=Decimal(row["score"]),
        excluded=row["remark"] == EXCLUDED,
        passage=passage,
    )


def split_contractors(cell: str) -> list[str]:
    """Divide a cell at the middle dots between contractors; ``외 4`` (and four others) is none."""
    named = _OTHERS.sub("", cell).removesuffix(CONSORTIUM)
    return [name.strip() for name in named.split(MIDDLE_DOT)]


def read_consequences(passage: Passage, desk: Desk) -> Consequences:
    """Read the rules, and the list of the services whose contract is not renewed; the rest is left out."""
    rule, listed = passage.search(_RENEWAL), passage.search(_EXCLUSIONS)
    if rule is None or listed is None or listed.start() < rule.end():
        raise passage.unexpected("The score below which no contract is renewed, and a list of services, were expected")
    rows = passage.group(listed, "rows")
    exclusions = [
        Exclusion(int(row["year"]), row["title"], Decimal(row["score"]), row["contractors"], rows.group(row))
        for row in rows.finditer(_EXCLUSION)
    ]
    check_count(rows, "services in the list", len(exclusions), rows.text.count("\n") + 1)
    duties = list(read_duties(passage, listed.end()))
    read = [passage.group(rule), passage.group(listed), *(words for _, _, words in duties)]
    for part in read:
        desk.account.read(part, "rules, and services excluded from renewal (재계약 배제)")
    desk.account.leave_out_around(passage, read, passage.heading)
    return Consequences(
        rule=passage.group(rule, "rule"),
        duties=duties,
        least_score=int(rule["least"]),
        first_year=2000 + int(listed["first"]),
        last_year=2000 + int(listed["last"]),
        exclusions=exclusions,
    )


def read_duties(passage: Passage, start: int) -> Iterator[tuple[str, Passage, Passage]]:
    """Read what the city has to do with an evaluation, in the order printed: kind, name and words of each rule."""
    for kind, pattern in _DUTIES.items():
        duty = passage.search(pattern, start)
        if duty is None:
            raise passage.unexpected(f"A rule of the kind {kind} was expected after the list of services", start)
        yield kind, passage.group(duty, "name"), passage.group(duty, "rule")
        start = duty.end()


def check_evaluations(passage: Passage, evaluations: Sequence[Evaluation], consequences: Consequences) -> None:
    """Compare years, services and rounds with what is stated of them, and contractors with the count kept in YAML."""
    expected = range(consequences.first_year, consequences.last_year + 1)
    if [evaluation.year for evaluation in evaluations] != list(expected):
        raise passage.unexpected(
            f"The years from {expected[0]} to {expected[-1]} were expected, each once and in order"
        )
    for evaluation in evaluations:
        check_count(evaluation.head, f"services of {evaluation.year}", len(evaluation.services), evaluation.stated)
        check_rounds(evaluation)
        if evaluation.scope.text != evaluations[0].scope.text:
            raise evaluation.scope.unexpected("The same services were expected to be evaluated every year")
    contractors = sum(len(service.contractors) for service in all_services(evaluations))
    counts = read_yaml(HERE / "counts.yml")
    check_count(passage, "contractors in the cells", contractors, counts["contractors"])


def check_rounds(evaluation: Evaluation) -> None:
    """Check that the rounds follow one another, have all services, and begin with the ones that they name."""
    numbers = [part.number for part in evaluation.rounds]
    if numbers != list(range(1, len(numbers) + 1)):
        raise evaluation.head.unexpected(f"The rounds of {evaluation.year} were expected to be numbered from 1")
    total = sum(part.services for part in evaluation.rounds)
    check_count(evaluation.head, f"services in the rounds of {evaluation.year}", total, evaluation.stated)
    first = 0
    for part in evaluation.rounds:
        service = evaluation.services[first]
        if not bare(service.title).startswith(bare(part.first)):
            raise part.passage.unexpected(
                f"Round {part.number} is stated to begin with this service; the table has ‘{service.title}’ there"
            )
        first += part.services


def find(evaluations: Sequence[Evaluation], consequences: Consequences, corrections: Corrections) -> Iterator[Finding]:
    """Give what this part contradicts or misprints."""
    services = {service.place: service for service in all_services(evaluations)}

    def locate(where: Mapping[str, Any]) -> Passage:
        return services[where["at"]].passage

    for evaluation in evaluations:
        yield from check_average(evaluation)
    for service in services.values():
        yield from check_remark(service, consequences)
        yield from check_named(service)
    yield from check_exclusions(list(services.values()), consequences)
    yield from corrections.explain(lambda at: (services[str(at)].id, services[str(at)].passage), CODES)
    yield from read_observations(read_yaml(HERE / "findings.yml")["observations"], locate)


def check_average(evaluation: Evaluation) -> Iterator[Finding]:
    """Compare the stated average with the scores."""
    average = sum((service.score for service in evaluation.services), Decimal()) / evaluation.stated
    rounded = average.quantize(evaluation.average, ROUND_HALF_UP)
    if rounded != evaluation.average:
        message = (
            f"The average score of {evaluation.year} is stated as {evaluation.average}; the {evaluation.stated} scores "
            f"in the table give {rounded}."
        )
        stated = evaluation.head.part(evaluation.head.end - 30, evaluation.head.end)
        yield Finding("AVERAGE_DOES_NOT_FOLLOW", ERROR, message, PLAN_ID, (stated,), key=str(evaluation.year))


def check_remark(service: Service, consequences: Consequences) -> Iterator[Finding]:
    """Compare the remark with the score."""
    if service.excluded != (service.score < consequences.least_score):
        has = "has" if service.excluded else "lacks"
        message = (
            f"Below {consequences.least_score} points a contract is not renewed; this service with {service.score} "
            f"points {has} the remark {EXCLUDED}."
        )
        quotes = (_end_of(service.passage), consequences.rule)
        yield Finding("REMARK_CONTRADICTS_SCORE", WARNING, message, service.id, quotes)


def _end_of(row: Passage) -> Passage:
    """Return the cells of contractors, score and remark."""
    start = row.text.split("\t", 3)
    return row.part(row.start + sum(len(cell) + 1 for cell in start[:3]), row.end)


def check_named(service: Service) -> Iterator[Finding]:
    """Tell of contractors that are counted and not named."""
    if others := _OTHERS.search(service.contractors_text):
        message = f"{others['others']} more contractors work on this service; their names are not printed."
        yield Finding("CONTRACTORS_NOT_NAMED", INFO, message, service.id, (_end_of(service.passage),))


def check_exclusions(services: Sequence[Service], consequences: Consequences) -> Iterator[Finding]:
    """Compare the list of services excluded from renewal with the tables, by year and score.

    Raises UnexpectedText where the list has a service that no table has.
    """
    listed: set[str] = set()
    for exclusion in consequences.exclusions:
        same = [s for s in services if (s.year, s.score) == (exclusion.year, exclusion.score)]
        if len(same) != 1:
            raise exclusion.passage.unexpected(
                f"The table of {exclusion.year} has {len(same)} services with this score; one was expected"
            )
        listed.add(same[0].id)
        yield from compare(exclusion, same[0])
    for service in services:
        if service.excluded != (service.id in listed):
            where = "list, but has no remark in the table" if service.id in listed else "table, but not in the list"
            message = f"The service is marked as excluded from renewal in the {where}."
            yield Finding("EXCLUSIONS_DIFFER", WARNING, message, service.id, (_end_of(service.passage),))


def compare(exclusion: Exclusion, service: Service) -> Iterator[Finding]:
    """Compare the names of a service and its contractors in the list with those in the table, but for spaces."""
    named = {
        "the service": (exclusion.title, service.title),
        "the contractor": (exclusion.contractors, service.contractors_text),
    }
    for what, (in_list, in_table) in named.items():
        if bare(in_list) != bare(in_table):
            message = f"The list of services excluded from renewal names {what} ‘{in_list}’, the table ‘{in_table}’."
            yield Finding("NAMES_DIFFER", INFO, message, service.id, (exclusion.passage, service.passage))
