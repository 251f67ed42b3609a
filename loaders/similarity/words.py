"""Korean text as words and terms: its nouns, and the compounds that neighbouring nouns make.

    >>> read_words(["한강유역 통합 물관리를 한다"])
    [['한강', '유역', '통합', '물', '관리', None]]
    >>> terms(['물', '관리', None, '연구'])
    ['물', '관리', '연구', '물 관리']

Korean puts particles behind nouns and writes compounds with or without spaces, so words are taken apart by kiwipiepy, a
morphological analyser [형태소 분석기]. It comes with the dependency group `link`, and only `python -m loaders link`
needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.errors import MissingPackage

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

Words = Sequence[str | None]
"""The nouns of a text in their order; None where something else stands between two of them."""
ReadWords = Callable[[Sequence[str]], list[Words]]
"""Takes texts apart."""

NOUNS = ("NNG", "NNP", "XR", "SL", "SH")
"""Parts of speech that carry the meaning: nouns, names, roots, words in Latin or Chinese letters."""
AFFIXES = ("XPN", "XSN")
"""Parts of a noun that are left out: 정보화 (informatisation) counts as 정보 (information)."""
JOINTS = ("·", "ㆍ", "및", "와", "과", "/", "_")
"""What joins words of equal rank; a compound reaches across it."""
NAMES = {"R&D": "SL", "지속가능발전": "NNG"}
"""Words that the analyser would take apart, with their part of speech: research, sustainable development."""


def read_words(texts: Sequence[str]) -> list[Words]:
    """Take texts apart into their nouns.

    Raises MissingPackage where kiwipiepy is not installed.
    """
    return [[*_words(tokens)] for tokens in _analyser().tokenize(texts)]


@cache
def _analyser() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ImportError as error:
        raise MissingPackage("kiwipiepy", "link") from error
    analyser = Kiwi(num_workers=1)
    for name, part_of_speech in NAMES.items():
        analyser.add_user_word(name, part_of_speech)
    return analyser


def _words(tokens: Iterable[Token]) -> Iterable[str | None]:
    for token in tokens:
        if token.tag in NOUNS:
            yield token.form.lower()
        elif token.tag not in AFFIXES and token.form not in JOINTS:
            yield None


def terms(words: Words) -> list[str]:
    """Return the terms of a text, repeated ones included: its nouns, then every two that stand next to each other."""
    nouns = [word for word in words if word]
    return nouns + [f"{left} {right}" for left, right in pairwise(words) if left and right]
