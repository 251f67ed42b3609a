"""Reading a document as text: passages that know their place, an account of every character, numbers and units.

>>> source = read_source(Path("plan.txt"))
>>> cursor = Cursor(source, Account())
>>> contents = cursor.until(re.compile("목 차"), "summary")      # a Passage: text, offsets, heading
>>> cursor.account.leave_out(contents, "summary")
>>> cursor.account.check(source)                                # raises: the rest is neither read nor left out
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from loaders.errors import Place, UnexpectedText, UnreadableDocument, WrongCount

QUOTE_LENGTH = 60
"""Characters of a document that a quote holds at most: documents are cited, never republished."""
SHORTEST_PASSAGE = 20
"""Characters that an error shows at least."""

LOST = "?"
"""What the conversion to text left in the place of a character it did not know."""
MIDDLE_DOT = "\u00b7"
"""The mark [가운뎃점] that joins words of equal rank; by far the most frequent of the lost characters."""
TELEPHONE_SIGN = "☎"

_TELEPHONE = re.compile(r"☎|(?<!\d)\d{3,4}-\d{4,5}(?!\d)|(?<=[가-힣])\d{5}(?!\d)")
"""Where a telephone number begins: its sign, a number with its exchange, or digits right after a name."""
_TELEPHONE_DIGITS = re.compile(r"(?:\d{3,4}-)?\d{4,5}(?!\d)")
_KOREAN = re.compile(r"[가-힣]")
_READABLE = re.compile(r"[가-힣 -~]")
_LOST_DOT = re.compile(r"(?<=[가-힣])\?(?=[가-힣])")


@dataclass(frozen=True)
class Source:
    """A document as text: the file's name, and its text in Unicode's composed form (NFC)."""

    name: str
    text: str

    def passage(self, start: int, end: int, heading: str) -> Passage:
        """Return the characters from `start` to `end`, without the spaces around them."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Passage(self, start, end, heading)

    def begin(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """Match a pattern at the beginning.

        Raises UnexpectedText, which says that this is another document and what was expected, where it does not match.
        """
        match = pattern.match(self.text)
        if match is None:
            whole = self.passage(0, len(self.text), "the beginning")
            raise whole.unexpected(f"This is another document: {expected}")
        return match

    def place(self, offset: int, heading: str) -> Place:
        """Return a place to show in an error: up to 60 characters from `offset`, more before it where few follow."""
        passage = quote(self.text[offset:])
        if len(passage) < SHORTEST_PASSAGE:
            end = offset + len(passage)
            passage = _TELEPHONE_DIGITS.sub("#", self.text[max(0, end - QUOTE_LENGTH) : end])
        return Place(self.name, offset, heading, " ".join(passage.split()))


@dataclass(frozen=True)
class Passage:
    """A part of a document: from `start` to before `end`, under a heading."""

    source: Source
    start: int
    end: int
    heading: str

    @property
    def text(self) -> str:
        """Return its characters as they stand in the file."""
        return self.source.text[self.start : self.end]

    @property
    def quote(self) -> str:
        """Return its first characters, as many as may be quoted."""
        return quote(self.text)

    @property
    def locator(self) -> str:
        """Return its place in words; its dash is not the hyphen of telephone numbers."""
        return f"characters {self.start}–{self.end}, {self.heading}"

    def part(self, start: int, end: int, heading: str | None = None) -> Passage:
        """Return the part between two offsets of the document."""
        return self.source.passage(start, end, heading or self.heading)

    def group(self, match: re.Match[str], name: str | int = 0) -> Passage:
        """Return what a group of a match has found."""
        return self.part(*match.span(name))

    def search(self, pattern: re.Pattern[str], start: int | None = None) -> re.Match[str] | None:
        """Find a pattern; like all matches here, it carries offsets of the document."""
        return pattern.search(self.source.text, self.start if start is None else start, self.end)

    def match(self, pattern: re.Pattern[str], start: int | None = None) -> re.Match[str] | None:
        """Match a pattern at the beginning, or at `start`."""
        return pattern.match(self.source.text, self.start if start is None else start, self.end)

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find a pattern everywhere."""
        return pattern.finditer(self.source.text, self.start, self.end)

    def expect(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        """Match the whole passage.

        Raises UnexpectedText, which calls the passage `what`, where it has another form.
        """
        match = pattern.fullmatch(self.source.text, self.start, self.end)
        if match is None:
            raise self.unexpected(f"{what} was expected here, in another form")
        return match

    def find(self, words: str) -> Passage | None:
        """Return the first place of some words, None where they are missing."""
        start = self.source.text.find(words, self.start, self.end)
        return None if start < 0 else Passage(self.source, start, start + len(words), self.heading)

    def unexpected(self, problem: str, offset: int | None = None) -> UnexpectedText:
        """Return the error that names this place."""
        return UnexpectedText(problem, self.source.place(self.start if offset is None else offset, self.heading))


def read_source(path: Path) -> Source:
    """Read a document.

    Raises UnreadableDocument where there is no such file, or where it is not text encoded in UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UnreadableDocument(f"No document: {reason}", Place(path.name, 0, "the file", "")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path.name, data, error.start) from error
    if "\0" in text:
        raise _wrong_encoding(path.name, data, text.index("\0"))
    if not text.strip():
        raise UnreadableDocument("The document is empty", Place(path.name, 0, "the file", ""))
    return Source(path.name, unicodedata.normalize("NFC", text))


def _wrong_encoding(name: str, data: bytes, offset: int) -> UnreadableDocument:
    """Describe a file that is not UTF-8: damaged at `offset`, or in another encoding, in which it is then shown."""
    before = data[:offset].decode("utf-8", errors="ignore")
    if _KOREAN.search(before):
        problem = "The document is damaged here: what follows is not encoded in UTF-8"
        return UnreadableDocument(problem, Source(name, before).place(len(before), "the file"))
    for encoding in ("utf-16", "utf-16-be", "cp949"):
        try:
            beginning = " ".join(data.decode(encoding)[: 2 * QUOTE_LENGTH].split())
        except UnicodeError:
            continue
        if len(_READABLE.findall(beginning)) > 0.9 * len(beginning):
            problem = f"The document is not encoded in UTF-8 but, it seems, in {encoding.upper()}: convert it first"
            return UnreadableDocument(problem, Place(name, offset, "the file", quote(beginning)))
    beginning = data[: 3 * QUOTE_LENGTH].decode("utf-8", errors="replace")
    return UnreadableDocument("The document is not encoded in UTF-8", Place(name, offset, "the file", quote(beginning)))


def quote(text: str) -> str:
    """Return the beginning of a text: at most 60 characters, and none of a telephone number."""
    beginning = text[:QUOTE_LENGTH]
    telephone = _TELEPHONE.search(text)
    if telephone is not None:
        beginning = beginning[: telephone.start()]
    return beginning.strip()


def tidy(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def same_words(left: str, right: str) -> bool:
    """Tell whether two texts differ in nothing but spaces, final points and middle dots."""
    return _bare(left) == _bare(right)


def _bare(text: str) -> str:
    return re.sub(rf"[\s.{MIDDLE_DOT}]", "", text)


def restore(passage: Passage) -> str:
    """Return a passage with single spaces and its lost characters restored.

    A lost character between two Korean letters is a middle dot; a real question mark has a space or bracket after it.
    Raises UnexpectedText for a lost character anywhere else: what it was must be decided by reading.
    """
    text = _LOST_DOT.sub(MIDDLE_DOT, tidy(passage.text))
    if LOST in text:
        offset = passage.start + passage.text.index(LOST)
        raise passage.unexpected("A character was lost here ('?'), and nothing tells which", offset)
    return text


@dataclass(frozen=True)
class Piece:
    """A part of a document, and what became of it: read, or left out under a name."""

    start: int
    end: int
    name: str
    was_read: bool


@dataclass
class Account:
    """What was done with every part of a document."""

    pieces: list[Piece] = field(default_factory=list)

    def read(self, passage: Passage, name: str) -> None:
        """Note that a passage was read."""
        self.pieces.append(Piece(passage.start, passage.end, name, was_read=True))

    def leave_out(self, passage: Passage, name: str) -> None:
        """Note that a passage is left out, and what it is."""
        self.pieces.append(Piece(passage.start, passage.end, name, was_read=False))

    def leave_out_around(self, whole: Passage, read: Sequence[Passage], name: str) -> None:
        """Leave out a passage, but for the parts of it that are read; these in the order in which they stand."""
        position = whole.start
        for part in (*read, None):
            gap = whole.part(position, part.start if part else whole.end)
            if gap.text:
                self.leave_out(gap, name)
            position = part.end if part else whole.end

    def check(self, source: Source) -> None:
        """Raise UnexpectedText where a part of the document was neither read nor left out, or was used twice."""
        position, previous = 0, "the beginning"
        for piece in sorted(self.pieces, key=lambda piece: (piece.start, piece.end)):
            if piece.start < position:
                problem = f"Read twice, as {previous} and as {piece.name}"
                raise UnexpectedText(problem, source.place(piece.start, piece.name))
            self._check_gap(source, position, piece.start, previous)
            position, previous = piece.end, piece.name
        self._check_gap(source, position, len(source.text), previous)

    @staticmethod
    def _check_gap(source: Source, start: int, end: int, previous: str) -> None:
        gap = source.passage(start, end, f"after {previous}")
        if gap.text:
            raise gap.unexpected("Neither read nor left out")

    def characters(self, *, was_read: bool) -> dict[str, int]:
        """Return how many characters were read (or left out) under each name, in the order of the document."""
        total: dict[str, int] = defaultdict(int)
        for piece in sorted(self.pieces, key=lambda piece: piece.start):
            if piece.was_read is was_read:
                total[piece.name] += piece.end - piece.start
        return dict(total)


@dataclass
class Cursor:
    """A place in a document that moves from its beginning to its end."""

    source: Source
    account: Account
    position: int = 0

    def until(self, landmark: re.Pattern[str], heading: str) -> Passage:
        """Return what stands before a landmark, and move to it.

        Raises UnexpectedText where the landmark does not follow.
        """
        match = landmark.search(self.source.text, self.position)
        if match is None:
            rest = self.source.passage(self.position, len(self.source.text), heading)
            raise rest.unexpected(f"After this, ‘{_as_words(landmark)}’ was expected; the document ends without it")
        passage = self.source.passage(self.position, match.start(), heading)
        self.position = match.start()
        return passage

    def rest(self, heading: str) -> Passage:
        """Return everything that is left, and move to the end."""
        passage = self.source.passage(self.position, len(self.source.text), heading)
        self.position = len(self.source.text)
        return passage


def _as_words(pattern: re.Pattern[str]) -> str:
    """Return the words with which a pattern begins."""
    return re.split(r"[\\(\[]", pattern.pattern)[0].strip()


def check_not_repeated(passage: Passage, length: int = 120) -> None:
    """Raise UnexpectedText where a passage holds the same `length` characters twice, as when a page was doubled."""
    text = passage.text
    seen: dict[str, int] = {}
    for start in range(len(text) - length + 1):
        window = text[start : start + length]
        if window in seen:
            problem = f"The same {length} characters stand at {passage.start + seen[window]}: a page twice?"
            raise passage.unexpected(problem, passage.start + start)
        seen[window] = start


def check_count(passage: Passage, what: str, counted: int, stated: int) -> None:
    """Raise WrongCount where the document holds more or fewer than it states, or than are known to be in it."""
    if counted != stated:
        place = passage.source.place(passage.start, passage.heading)
        raise WrongCount(f"{stated} {what} were expected, {counted} are there", place)


def check_same(passage: Passage, what: str, expected: Iterable[object], there: Iterable[object]) -> None:
    """Raise WrongCount where others are there than those that were expected, or in another order."""
    named, found = list(expected), list(there)
    if named != found:
        words = [", ".join(map(str, some)) or "none" for some in (named, found)]
        place = passage.source.place(passage.start, passage.heading)
        raise WrongCount(f"The {what} {words[0]} were expected, {words[1]} are there", place)


MULTIPLIERS = {"만": Decimal(10**4), "억": Decimal(10**8), "조": Decimal(10**12)}
"""Korean numerals that are part of a number (5.8만 is 58,000). 천 (thousand) and 백만 (million) are part of a unit."""

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MISREAD_SEPARATOR = re.compile(r"\d{1,3}\.\d{3}")


def read_number(text: str) -> Decimal | None:
    """Return a printed number: 1,234.5. None for what is none.

    A number with a point before exactly three digits is none either: it may be a thousands separator misread.
    """
    if _NUMBER.fullmatch(text) is None or _MISREAD_SEPARATOR.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def multiplied_out(number: Decimal, multiplier: str | None) -> float:
    """Return a number times its Korean multiplier: 5.8 and 만 give 58000.0."""
    return float(number * MULTIPLIERS[multiplier] if multiplier else number)
