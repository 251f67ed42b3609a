"""Entries that seem to be one, or to share their substance: candidate pairs, scores, reasons.

    >>> found = similar_pairs(entries, read_words)      # entries of any number of plans
    >>> found.pairs[0].kind, found.pairs[0].score, [reason.signal for reason in found.pairs[0].reasons]
    ('SAME', 0.999, ['TEXT', 'TITLE', 'INDICATOR', 'MENTION', 'ORGANIZATION'])

Record linkage in four steps. Terms: each entry is taken apart into nouns and compounds, and the rarer a term is among
all entries, the more it weighs. Blocking: an inverted index of rare terms proposes candidate pairs, each entry with its
nearest neighbours in the index only, so that the cost grows with the text and not with its square. Forms: what three or
more entries print alike is a form, and what two entries print alike says nothing about them where both filled in one.
Scoring: every signal says how much two entries agree in one respect, and the agreements add up as independent evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from graph.declaration import DescribedEnum
from loaders.similarity.words import ReadWords, terms


class SimilarityKind(DescribedEnum):
    """How alike two entries are."""

    SAME = "SAME", "One entry printed twice."
    OVERLAP = "OVERLAP", "They share their substance: a part of one is done, or measured, under the other too."
    DIFFERENT = "DIFFERENT", "Neither; only a person decides so."


class SimilarityRelation(DescribedEnum):
    """How one entry belongs to another."""

    CARRIES_OUT = "CARRIES_OUT", "A commissioned service or agency carries the other out."
    PART_OF = "PART_OF", "A part or a site of the other."


SAME, OVERLAP = SimilarityKind.SAME.value, SimilarityKind.OVERLAP.value
SAME_SCORE, SAME_TITLE = 0.9, 0.8
"""The least score of a pair that is SAME, and how much its titles agree at least: a common text alone is not enough."""
LEAST_SCORE = 0.3
"""The least score of a pair that is kept. What is served by default is a setting of the service."""

TITLE, INDICATOR, ORGANIZATION, TEXT = "TITLE", "INDICATOR", "ORGANIZATION", "TEXT"
MENTION, PROJECT, TARGET = "MENTION", "PROJECT", "TARGET"
FAMILIES: Mapping[str, str] = {
    "Project": "project",
    "Pledge": "project",
    "KeyProject": "project",
    "Commission": "project",
    "WorkItem": "project",
    "Task": "task",
    "FirstPlanTask": "task",
    "Indicator": "indicator",
    "ScorecardIndicator": "indicator",
    "JointIndicator": "indicator",
    "HeadlineIndicator": "indicator",
}
"""The types that are compared, each with what it is compared as: only entries of one family meet."""
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "project": {TITLE: 0.8, INDICATOR: 0.4, ORGANIZATION: 0.15, TEXT: 0.9, MENTION: 0.6},
    "task": {TITLE: 0.8, ORGANIZATION: 0.15, PROJECT: 0.65},
    "indicator": {TITLE: 0.6, PROJECT: 0.65, TARGET: 0.8},
}
"""How much each signal counts in each family: the chance, if it agrees fully and nothing else does, of an overlap."""

FORM_LENGTH = 5
"""Nouns that make a point long enough to be part of a form."""
FORM_ENTRIES = 3
"""Entries of different titles that print a point before it counts as part of a form."""
RARE = 10
"""A term is rare if at most so many entries of a family have it, however many entries there are."""
SHARED = 2
"""How many rare terms two entries have in common at least to be compared."""
NEIGHBOURS = 3
"""With how many following entries an entry is compared in any case, in the order of titles (sorted neighbourhood)."""
ENOUGH = 2.0
"""The weight of terms that identifies something: two words that no other entry has. Shorter names prove less."""
LEAST_EVIDENCE = 0.02
"""What a signal must add to be a reason."""
LISTED = 6
"""Terms of each sort that a reason lists."""

MARK = re.compile(r"\?\?|[○●▶※\n]|(?:^|\s)[-?·]\s")
"""What separates the points of a text: a mark before a heading or a point, also where the mark was lost."""


@dataclass(frozen=True)
class Entry:
    """What is compared: an entry of a plan, an indicator.

    family: entries of one family are compared, whatever their plans and types; title: its title or name; measures: the
    names of its indicators; offices: the names of those in charge; text: its running text; projects: the ids of the
    entries that carry it out or that it measures, which are compared before it; targets: what is to be reached, by
    year; ancestors: the ids of the entries above it; group: what it is a part of, or a list of things that are printed
    again each year: entries of one group are not compared with one another; plan: the plan in which it stands.
    """

    id: str
    family: str
    title: str
    measures: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    text: str = ""
    projects: tuple[str, ...] = ()
    targets: Mapping[int, str] = field(default_factory=dict)
    ancestors: frozenset[str] = frozenset()
    group: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Reason:
    """What speaks for a pair: the signal, its share of the score, and what agrees and what does not."""

    signal: str
    score: float
    detail: str


@dataclass(frozen=True)
class Pair:
    """Two entries that are alike; left is the one whose id is lower."""

    left: str
    right: str
    kind: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Found:
    """The pairs, best first, and how many candidates were compared to find them."""

    pairs: list[Pair]
    compared: int


def similar_pairs(entries: Iterable[Entry], read_words: ReadWords, least_score: float = LEAST_SCORE) -> Found:
    """Find the pairs of entries of one family whose score is at least `least_score`.

    A pair in which one has projects is compared after all others: which of their projects are one counts.
    """
    profiles = make_profiles(sorted(entries, key=lambda entry: entry.id), read_words)
    kept: dict[tuple[str, str], Pair] = {}
    compared = 0
    with_projects = {profile.entry.family for profile in profiles if profile.entry.projects}
    for second in (False, True):
        chosen = [p for p in profiles if (p.entry.family in with_projects if second else not p.entry.projects)]
        known = {ids: pair for ids, pair in kept.items() if pair.kind == SAME}
        for left, right in sorted(candidate_pairs(chosen, known)):
            if second and not (chosen[left].entry.projects or chosen[right].entry.projects):
                continue
            pair = compare(Couple(chosen[left], chosen[right], known), least_score)
            compared += 1
            if pair.score >= least_score:
                kept[pair.left, pair.right] = pair
    return Found(sorted(kept.values(), key=lambda pair: (-pair.score, pair.left, pair.right)), compared)


# Terms.

Weights = Mapping[str, float]
"""Terms with what they weigh."""
Point = tuple[str, ...]
"""The terms of one point of a text."""
Known = Mapping[tuple[str, str], Pair]
"""The pairs that were found to be the same before, by their ids, the lower one first."""


@dataclass(frozen=True)
class Name:
    """A title or the name of an indicator: as printed, and its terms."""

    text: str
    terms: Weights


@dataclass(frozen=True)
class Profile:
    """An entry, ready to be compared.

    title, measures: its names; offices: what each weighs; points: its running text, each point the terms that
    stand in it; rarity: what each term weighs; forms: the points that other entries print too.
    """

    entry: Entry
    title: Name
    measures: tuple[Name, ...]
    offices: Weights
    points: Sequence[Point]
    rarity: Weights
    forms: frozenset[Point]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return all its terms."""
        names = (self.title, *self.measures)
        return frozenset(self.text).union(*(name.terms for name in names))

    @cached_property
    def text(self) -> Weights:
        """Return the terms of its running text, weighed by how rare they are and how often they stand there."""
        return self.weigh(self.points)

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Return the numbers of the points in which each term stands."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, point in enumerate(self.points):
            for term in dict.fromkeys(point):
                places[term].append(number)
        return places

    def weigh(self, points: Iterable[Point]) -> Weights:
        """Return the terms of some points with what they weigh."""
        count = Counter(term for point in points for term in point)
        return {t: (1 + math.log(number)) * self.rarity[t] for t, number in count.items() if self.rarity[t] > 0}


def make_profiles(entries: Sequence[Entry], read_words: ReadWords) -> list[Profile]:
    """Take entries apart, and weigh their terms by how rare they are among all of them."""
    names = [[entry.title, *entry.measures] for entry in entries]
    texts = [[point for point in MARK.split(entry.text) if point.strip()] for entry in entries]
    unique = list(dict.fromkeys(text for listed in (*names, *texts) for text in listed))
    read = {text: tuple(terms(words)) for text, words in zip(unique, read_words(unique), strict=True)}
    points = [[read[point] for point in listed] for listed in texts]
    rarity = rarities([[*map(read.__getitem__, named), *text] for named, text in zip(names, points, strict=True)])
    office_rarity = rarities([[entry.offices] for entry in entries])
    forms = find_forms(entries, points)

    def name(text: str) -> Name:
        return Name(text, {term: rarity[term] for term in read[text] if rarity[term] > 0})

    return [
        Profile(
            entry,
            name(entry.title),
            tuple(map(name, entry.measures)),
            {office: office_rarity[office] for office in entry.offices},
            text,
            rarity,
            forms.intersection(text),
        )
        for entry, text in zip(entries, points, strict=True)
    ]


def rarities(entries: Iterable[Iterable[Sequence[str]]]) -> dict[str, float]:
    """Return what each term weighs, near 1 in a single entry and 0 in all: the inverse document frequency, scaled."""
    held = [{term for listed in lists for term in listed} for lists in entries]
    count = Counter(term for entry in held for term in entry)
    size = 1 + len(held)
    return {term: math.log(size / (1 + number)) / math.log(size) for term, number in count.items()}


def find_forms(entries: Sequence[Entry], texts: Sequence[Sequence[Point]]) -> frozenset[Point]:
    """Return the points that entries of several titles print alike; a programme printed twice has one title."""
    titles: dict[Point, set[str]] = defaultdict(set)
    for entry, text in zip(entries, texts, strict=True):
        for point in text:
            if sum(" " not in term for term in point) >= FORM_LENGTH:
                titles[point].add(bare(entry.title))
    return frozenset(point for point, found in titles.items() if len(found) >= FORM_ENTRIES)


def bare(title: str) -> str:
    """Return a title without its spaces."""
    return "".join(title.split())


# Blocking.


def candidate_pairs(profiles: Sequence[Profile], known: Known) -> set[tuple[int, int]]:
    """Return the numbers of the entries of one family that are worth comparing.

    They share rare terms, or are neighbours in the order of titles, as copies are, or their projects are known to be
    one. An entry has at most `RARE` partners under each of its terms, so that their number grows with the text.
    """
    families: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(profiles)), key=lambda number: (profiles[number].entry.title, number)):
        families[profiles[number].entry.family].append(number)
    pairs = _above(profiles, known)
    for family in families.values():
        pairs |= _sharing_rare_terms(profiles, family)
        pairs |= {
            _pair(one, other)
            for step in range(1, NEIGHBOURS + 1)
            for one, other in zip(family, family[step:], strict=False)
        }
    return {(left, right) for left, right in pairs if not _related(profiles[left].entry, profiles[right].entry)}


def _sharing_rare_terms(profiles: Sequence[Profile], family: Sequence[int]) -> set[tuple[int, int]]:
    """Return the pairs under enough rare terms of an inverted index."""
    index: dict[str, list[int]] = defaultdict(list)
    for number in family:
        for term in profiles[number].keys:
            index[term].append(number)
    shared = Counter(
        _pair(one, other) for block in index.values() if len(block) <= RARE for one, other in combinations(block, 2)
    )
    return {pair for pair, number in shared.items() if number >= SHARED}


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _above(profiles: Sequence[Profile], known: Known) -> set[tuple[int, int]]:
    """Return the entries of one family whose projects are known to be one."""
    above: dict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for project in profile.entry.projects:
            above[project].append(number)
    return {
        _pair(one, other)
        for left, right in known
        for one, other in product(above[left], above[right])
        if one != other and profiles[one].entry.family == profiles[other].entry.family
    }


def _related(left: Entry, right: Entry) -> bool:
    of_one_group = left.group != "" and left.group == right.group
    return of_one_group or left.id in right.ancestors or right.id in left.ancestors


# Scoring.


@dataclass(frozen=True)
class Couple:
    """A candidate pair. What both print alike is left out of it where both have filled in one form.

    known: the pairs found to be the same before.
    """

    left: Profile
    right: Profile
    known: Known

    @cached_property
    def alike(self) -> frozenset[Point]:
        """Return the points that both print alike, none where they share no form or are one entry printed twice."""
        one_title = bare(self.left.entry.title) == bare(self.right.entry.title)
        if one_title or not self.left.forms & self.right.forms:
            return frozenset()
        return frozenset(self.left.points).intersection(self.right.points)

    @cached_property
    def ignored(self) -> frozenset[str]:
        """Return the terms of the form."""
        return frozenset(term for point in self.alike for term in point)

    @cached_property
    def texts(self) -> tuple[Weights, Weights]:
        """Return the terms of both running texts, the form left out."""
        if not self.alike:
            return self.left.text, self.right.text
        left, right = (
            profile.weigh(point for point in profile.points if point not in self.alike)
            for profile in (self.left, self.right)
        )
        return left, right

    @cached_property
    def named_by_both(self) -> frozenset[str]:
        """Return the terms that both titles hold, or indicators of both."""
        left, right = self.left, self.right
        measures = [frozenset(term for name in side.measures for term in name.terms) for side in (left, right)]
        return frozenset(left.title.terms.keys() & right.title.terms.keys()) | (measures[0] & measures[1])


@dataclass(frozen=True)
class Agreement:
    """How much two entries agree in one respect, from 0 to 1, and the words that say so."""

    value: float
    explain: Callable[[], str]


NOTHING = Agreement(0.0, lambda: "")


def compare(couple: Couple, least_score: float) -> Pair:
    """Score two entries, and say why where the score is at least `least_score`.

    Each signal's weight times its agreement is the chance that it alone makes an overlap; independent chances combine
    as 1 - (1 - a)(1 - b)..., that is, their logarithms add up. Each share of the score is in proportion to them.
    """
    left, right = couple.left.entry, couple.right.entry
    evidence = []
    for signal, weight in WEIGHTS[left.family].items():
        agreement = SIGNALS[signal](couple)
        if weight * agreement.value >= LEAST_EVIDENCE:
            evidence.append((-math.log(1 - weight * agreement.value), signal, agreement))
    total = sum(amount for amount, _, _ in evidence)
    whole = 1 - math.exp(-total)
    shares = [(round(whole * amount / total, 3), signal, agreement) for amount, signal, agreement in evidence]
    shares.sort(key=lambda share: (-share[0], share[1]))
    score = round(sum(share for share, _, _ in shares), 3)
    kept = shares if score >= least_score else []
    reasons = tuple(Reason(signal, share, agreement.explain()) for share, signal, agreement in kept)
    titles = cosine(couple.left.title.terms, couple.right.title.terms)
    kind = SAME if score >= SAME_SCORE and titles >= SAME_TITLE else OVERLAP
    return Pair(left.id, right.id, kind, score, reasons)


def compare_titles(couple: Couple) -> Agreement:
    """Compare what the titles say."""
    return _compare_names(couple.left.title, couple.right.title, couple.ignored)


def compare_measures(couple: Couple) -> Agreement:
    """Compare the names of the indicators; the two most alike count."""
    pairs = product(couple.left.measures, couple.right.measures)
    found = [_compare_names(one, other, couple.ignored) for one, other in pairs]
    return max(found, key=lambda agreement: agreement.value, default=NOTHING)


def compare_projects(couple: Couple) -> Agreement:
    """Look for one project, printed twice, that carries both entries out, or that both measure."""
    pairs = product(couple.left.entry.projects, couple.right.entry.projects)
    found = [couple.known[ids] for one, other in pairs if (ids := (min(one, other), max(one, other))) in couple.known]
    if not found:
        return NOTHING
    best = max(found, key=lambda pair: pair.score)
    return Agreement(best.score, lambda: f"{best.left} and {best.right} are the same")


def _compare_names(left: Name, right: Name, ignored: frozenset[str]) -> Agreement:
    one, other = without(left.terms, ignored), without(right.terms, ignored)

    def explain() -> str:
        if left.text == right.text:
            return f"“{left.text}” in both"
        return f"“{left.text}” and “{right.text}”: {said_by(one, other)}"

    return Agreement(cosine(one, other, ENOUGH), explain)


def compare_texts(couple: Couple) -> Agreement:
    """Compare the terms of the running texts."""
    left, right = couple.texts

    def explain() -> str:
        form = f"; left out: {len(couple.alike)} points of a form that both filled in" if couple.alike else ""
        return f"key terms: {said_by(left, right)}{form}"

    return Agreement(cosine(left, right), explain)


def compare_offices(couple: Couple) -> Agreement:
    """Compare the offices in charge; one that is in charge of many entries says less."""
    left, right = couple.left.offices, couple.right.offices
    both = [office for office in left if office in right]

    def explain() -> str:
        only = [
            f"only the {name} {', '.join(rest)}"
            for name, side in (("left", left), ("right", right))
            if (rest := [office for office in side if office not in both])
        ]
        return "; ".join([f"both {', '.join(both)}", *only])

    return Agreement(sum(left[office] for office in both) / len(left.keys() | right.keys()) if both else 0.0, explain)


def find_mention(couple: Couple) -> Agreement:
    """Look in one point of either text for the title, or for an indicator's name, of the other entry.

    Terms that both titles or indicators hold are not looked for: they have counted already.
    """
    left, right = couple.left, couple.right
    known = couple.ignored | couple.named_by_both
    found = [
        _mention(name, side, text, known)
        for side, named, text in (("left", left, right), ("right", right, left))
        for name in (named.title, *named.measures)
    ]
    return max(found, key=lambda agreement: agreement.value)


def _mention(name: Name, side: str, text: Profile, known: frozenset[str]) -> Agreement:
    points: dict[int, float] = defaultdict(float)
    for term in without(name.terms, known):
        for place in text.places.get(term, ()):
            points[place] += name.terms[term] ** 2
    if not points:
        return NOTHING
    best = min(points, key=lambda place: (-points[place], place))

    def explain() -> str:
        said = {term: weight for term, weight in name.terms.items() if best in text.places.get(term, ())}
        unsaid = without(name.terms, frozenset(said))
        missing = f"; not {listed(unsaid)}" if unsaid else ""
        other = {"left": "right", "right": "left"}[side]
        return f"one point of the {other}'s text says of the {side}'s “{name.text}”: {listed(said)}{missing}"

    return Agreement(points[best] / max(squared(name.terms), ENOUGH), explain)


def compare_targets(couple: Couple) -> Agreement:
    """Compare what is to be reached in the years that both have; the same number every year says less."""
    one, other = couple.left.entry.targets, couple.right.entry.targets
    years = sorted(one.keys() & other.keys())
    same = [year for year in years if one[year] == other[year]]

    def explain() -> str:
        different = [f"{year} {one[year]} and {other[year]}" for year in years if year not in same]
        return "; ".join([f"both {', '.join(f'{year} {one[year]}' for year in same)}", *different])

    if not same:
        return NOTHING
    varied = min(1.0, len({one[year] for year in same}) / 3)
    return Agreement(varied * len(same) / len(one.keys() | other.keys()), explain)


SIGNALS: Mapping[str, Callable[[Couple], Agreement]] = {
    TITLE: compare_titles,
    INDICATOR: compare_measures,
    ORGANIZATION: compare_offices,
    TEXT: compare_texts,
    MENTION: find_mention,
    PROJECT: compare_projects,
    TARGET: compare_targets,
}


def without(weights: Weights, ignored: frozenset[str]) -> Weights:
    """Return the terms that are not to be ignored."""
    return {term: weight for term, weight in weights.items() if term not in ignored} if ignored else weights


def cosine(left: Weights, right: Weights, least: float = 0.0) -> float:
    """Return the cosine of the angle between two sets of weighed terms; `least`: the least product of their lengths."""
    agreed = sum(weight * right[term] for term, weight in left.items() if term in right)
    return min(1.0, agreed / max(math.sqrt(squared(left) * squared(right)), least)) if agreed else 0.0


def squared(weights: Weights) -> float:
    """Return the sum of the squares."""
    return sum(weight * weight for weight in weights.values())


def said_by(left: Weights, right: Weights) -> str:
    """Return in words which terms both have, and which only one of them."""
    both = {term: weight * right[term] for term, weight in left.items() if term in right}
    sides = [
        f"only the {side} {listed(rest)}"
        for side, rest in (("left", without(left, frozenset(both))), ("right", without(right, frozenset(both))))
        if rest
    ]
    return "; ".join([f"both {listed(both)}", *sides])


def listed(weights: Weights) -> str:
    """Return the terms that weigh most; a word that stands in a listed compound is not repeated."""
    chosen: list[str] = []
    for term in sorted(weights, key=lambda term: (-weights[term] * (1 + term.count(" ")), term)):
        if len(chosen) < LISTED and not any(_within(term, other) for other in chosen):
            chosen = [*(other for other in chosen if not _within(other, term)), term]
    return ", ".join(chosen)


def _within(term: str, compound: str) -> bool:
    return set(term.split()) <= set(compound.split())
