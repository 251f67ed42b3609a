"""Findings: what a document contradicts or misprints, each with the passages that show it.

Two sorts come from a file beside the loader: observations, made by reading, and claims, figures that the document
derives from others that it prints (a share, a sum). Every claim is calculated; one that does not follow becomes a
Finding.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from loaders.errors import CorrectionError
from loaders.kit.text import Passage

INFO, WARNING, ERROR = "INFO", "WARNING", "ERROR"
"""A peculiarity; a contradiction; a fact that is wrong."""


@dataclass(frozen=True)
class Finding:
    """Something found: its code, how bad it is, for whom it is told, what it concerns, and the passages that show it.

    key: what tells it from others of its code in an id, by default the end of the id of what it concerns; cited: the
    document of the passages, where that is one bound into the document in which it was found.
    """

    code: str
    severity: str
    message: str
    node: str
    quotes: tuple[Passage, ...]
    key: str = ""
    cited: str | None = None


@dataclass
class Findings:
    """The findings of one document."""

    document: str
    found: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Add a finding."""
        self.found.append(finding)

    def with_ids(self) -> list[tuple[str, Finding]]:
        """Return the findings with readable ids that do not depend on findings of other codes."""
        taken: dict[str, int] = {}
        identified = []
        for finding in self.found:
            key = finding.key or re.sub("[:/]", "-", finding.node)
            base = f"finding:{self.document.partition(':')[2]}/{finding.code}/{key}"
            taken[base] = taken.get(base, 0) + 1
            identified.append((base if taken[base] == 1 else f"{base}-{taken[base]}", finding))
        return identified


Locate = Callable[[Mapping[str, Any]], Passage]
"""Finds the part of the document that an entry names: its project, or another part."""


def find_quotes(entry: Mapping[str, Any], locate: Locate) -> tuple[Passage, ...]:
    """Return the passages that an entry quotes; a quote may name its own place.

    Raises UnexpectedText where the document does not hold a quote.
    """
    return tuple(
        _find(quoted["quote"], quoted, locate) if isinstance(quoted, dict) else _find(quoted, entry, locate)
        for quoted in entry["quotes"]
    )


def _find(words: str, where: Mapping[str, Any], locate: Locate) -> Passage:
    part = locate(where)
    passage = part.find(words)
    if passage is None:
        raise part.unexpected(f"‘{words}’ was expected here, where a reader found it")
    if passage.quote != words:
        raise CorrectionError(f"‘{words}’ is too long for a quote, or holds a telephone number")
    return passage


def read_observations(entries: Sequence[Mapping[str, Any]], locate: Locate) -> list[Finding]:
    """Return what a reader has found."""
    return [
        Finding(entry["code"], entry["severity"], entry["message"], entry["node"], find_quotes(entry, locate))
        for entry in entries
    ]


def check_claims(entries: Sequence[Mapping[str, Any]], locate: Locate, plan: str) -> list[Finding]:
    """Calculate every claim, and return those that do not follow."""
    findings = []
    for entry in entries:
        quotes = find_quotes(entry, locate)
        claim = make_claim(entry["claim"], " ".join(passage.text for passage in quotes))
        if claim.calculated != claim.printed:
            node = f"project:{plan}/{entry['project']}" if "project" in entry else entry.get("node", f"plan:{plan}")
            code = "SUM_DOES_NOT_FOLLOW" if claim.is_sum else "SHARE_DOES_NOT_FOLLOW"
            message = f"For {entry['what']}, {claim.printed:,} is printed, but {claim.expression} is {claim.exactly}."
            findings.append(Finding(code, entry.get("severity", ERROR), message, node, quotes))
    return findings


@dataclass(frozen=True)
class Claim:
    """A figure that a document derives: the expression, its value, and what is printed."""

    expression: str
    value: Decimal
    printed: Decimal

    @property
    def calculated(self) -> Decimal:
        """Return the value, rounded as the printed figure is."""
        return self.value.quantize(self.printed, ROUND_HALF_UP)

    @property
    def exactly(self) -> str:
        """Return the value with one more decimal than is printed."""
        rounded = self.value.quantize(self.printed.scaleb(-1), ROUND_HALF_UP)
        return f"{rounded:,}".rstrip("0").rstrip(".")

    @property
    def is_sum(self) -> bool:
        """Tell whether nothing is divided but by 10,000, the 만 in which a sum is printed."""
        return "/" not in self.expression.replace("/ 10,000", "")


_FACTORS = ("100", "10,000")
"""Numbers of a claim that the document need not print: of percentages, and of 만 (ten thousand)."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def make_claim(claim: str, quoted: str) -> Claim:
    """Calculate ``100 * 67 / 126 = 54``.

    Raises CorrectionError where a number of the claim is not in the quoted text, or the claim is no arithmetic.
    """
    expression, _, stated = (side.strip() for side in claim.partition("="))
    for number in _NUMBER.findall(claim):
        if number not in _FACTORS and not re.search(rf"(?<![\d.,]){re.escape(number)}(?![.,]?\d)", quoted):
            raise CorrectionError(f"The claim ‘{claim}’ uses {number}, which its quotes do not hold")
    printed = Decimal(stated.replace(",", ""))
    calculated = _calculate(ast.parse(expression.replace(",", ""), mode="eval").body, claim)
    return Claim(expression, calculated, printed)


_OPERATIONS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _calculate(node: ast.expr, claim: str) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_calculate(node.left, claim), _calculate(node.right, claim))
    raise CorrectionError(f"The claim ‘{claim}’ is no sum, difference, product or share")
