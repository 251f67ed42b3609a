"""The list of the mayor's pledges [공약사업 목록]: core pledges, and the detail pledges under each.

    >>> cores = read_list(passage, corrections)
    >>> cores[0].pledges[0].code, cores[0].pledges[0].title      # '1-1-1', '...'

A core pledge is a code and a title; a detail pledge is a code, a title and a bureau, and points before or behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.kit.corrections import Corrections
from loaders.kit.text import LOST, Passage, restore, tidy

_CODE = re.compile(r"(?:^|(?<=\s))(?P<core>(?P<field>\d)-\d{1,2})(?:-(?P<detail>\d{1,2}))?\s")
_BUREAU = r"[가-힣]+(?:본부|국|실|기획관|정책관|경찰단|개선단)"
"""The name of a body: its last syllables say what it is (headquarters, bureau, office, ...)."""
_NUMBERED_POINTS = re.compile("[①-⑨] ?")
_DASHED_POINTS = re.compile(r"(?:^|(?<=\s))- ")
_POINTS_LAST = re.compile(rf"(?P<title>[^①-⑨]+?) (?P<bureau>{_BUREAU}) (?P<points>① .+)$")
_BUREAU_LAST = re.compile(
    rf"(?P<title>[^①-⑨]+?)(?: (?P<points>(?:①|-) .+?))? (?P<bureau>{_BUREAU})(?:, \((?P<second>{_BUREAU})\))?$"
)


@dataclass(frozen=True)
class Pledge:
    """A detail pledge: its points, and its bureaus as printed."""

    code: str
    title: str
    points: list[str]
    bureaus: list[Passage]
    passage: Passage


@dataclass(frozen=True)
class Core:
    """A core pledge with its detail pledges."""

    code: str
    field_number: int
    title: str
    passage: Passage
    pledges: list[Pledge] = field(default_factory=list)


def read_list(passage: Passage, corrections: Corrections) -> list[Core]:
    """Read the list of pledges: each core pledge, then its detail pledges, all numbered without a gap."""
    cores: list[Core] = []
    for match, entry in cut_entries(passage):
        body = entry.part(match.end(), entry.end)
        check_code(match, entry, cores)
        if match["detail"] is None:
            title = read_title(body, match["core"], corrections)
            cores.append(Core(match["core"], int(match["field"]), title, entry))
        else:
            cores[-1].pledges.append(read_pledge(match[0].strip(), body, entry, corrections))
    if not cores or not cores[-1].pledges:
        raise passage.unexpected("The list of pledges ends without a detail pledge")
    return cores


def cut_entries(passage: Passage) -> Iterator[tuple[re.Match[str], Passage]]:
    """Cut the list at the codes of its entries; give each code with its entry."""
    codes = list(passage.finditer(_CODE))
    if not codes or codes[0].start() != passage.start:
        raise passage.unexpected("The list of pledges was expected to begin with a code such as 1-1")
    ends = [match.start() for match in codes[1:]] + [passage.end]
    for match, end in zip(codes, ends, strict=True):
        yield match, passage.part(match.start(), end, f"공약 {match[0].strip()}")


def check_code(match: re.Match[str], entry: Passage, cores: Sequence[Core]) -> None:
    """Raise UnexpectedText where a code does not follow the one before it."""
    last = cores[-1] if cores else None
    code = match[0].strip()
    if last is None:
        expected = ["1-1"]
    else:
        expected = [f"{last.code}-{len(last.pledges) + 1}"]
        if last.pledges:
            expected += [f"{last.field_number}-{int(last.code.partition('-')[2]) + 1}", f"{last.field_number + 1}-1"]
    if code not in expected:
        raise entry.unexpected(f"Pledge {' or '.join(expected)} was expected here; {code} stands here")


def read_title(passage: Passage, code: str, corrections: Corrections) -> str:
    """Return a title with its lost characters restored: by a correction, else as middle dots."""
    text = tidy(passage.text)
    if not text:
        raise passage.unexpected(f"The title of {code} was expected here")
    for printed, correction in corrections.texts(code, "lost").items():
        text = text.replace(printed, correction)
    return restore(passage) if LOST in text else text


def read_pledge(code: str, body: Passage, entry: Passage, corrections: Corrections) -> Pledge:
    """Read a detail pledge: its title, its points (corrected), its bureau, which stands before or behind the points."""
    match = body.match(_POINTS_LAST) or body.match(_BUREAU_LAST)
    if match is None:
        raise entry.unexpected("A title and a bureau (본부, 국, 실, ...) were expected, and perhaps numbered points")
    bureaus = [body.group(match, name) for name in ("bureau", "second") if match.groupdict().get(name)]
    meant = corrections.texts(code, "points")
    points = split_points(body.group(match, "points")) if match["points"] else []
    points = [meant.get(point, point) for point in points]
    return Pledge(code, read_title(body.group(match, "title"), code, corrections), points, bureaus, entry)


def split_points(passage: Passage) -> list[str]:
    """Split points at their marks, ① to ⑨ in this order or dashes."""
    numbered = list(passage.finditer(_NUMBERED_POINTS))
    marks = numbered or list(passage.finditer(_DASHED_POINTS))
    for number, mark in enumerate(numbered):
        if ord(mark[0][0]) != ord("①") + number:
            raise passage.unexpected(f"Point {chr(ord('①') + number)} was expected here", mark.start())
    ends = [mark.start() for mark in marks[1:]] + [passage.end]
    points = [restore(passage.part(mark.end(), end)) for mark, end in zip(marks, ends, strict=True)]
    if not all(points):
        raise passage.unexpected("A point without words stands here")
    return points
