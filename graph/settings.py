"""Every setting of the service and its commands: name, default, one line of help.

    settings = load_settings()                                  # from the process's environment
    settings = load_settings({"PORT": "8080"})                  # from any mapping

The fields of `Settings` are the table; `SETTINGS` lists it for documents and tests. An empty variable counts as absent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from graph.errors import SettingsError

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parent.parent
"""The root of the project, where the default directories are; relative values start at the working directory."""
DATA_DIRECTORY = PROJECT / ".plangraph"
DOCUMENTS = PROJECT.parent / "shared" / "seeds"

BOLT_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def _text(value: str) -> str:
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in BOLT_SCHEMES or not parts.hostname:
        raise ValueError("an address such as neo4j+s://host or bolt://host:7687")
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ValueError("a whole number above 0")
    return int(value)


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 65535:
        raise ValueError("a port from 0 (any free one) to 65535")
    return int(value)


def _seconds(value: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII) or float(value) == 0:
        raise ValueError("a number of seconds above 0")
    return float(value)


def _fraction(value: str) -> float:
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", value, re.ASCII):
        raise ValueError("a number from 0 to 1")
    return float(value)


def _memory(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d*[mg]", value, re.ASCII):
        raise ValueError("an amount of memory such as 512m or 1g")
    return value


def _setting(name: str, parse: Callable[[str], T], default: T, help: str) -> T:
    """Declare one row of the table: a field whose value is read from the variable `name` by `parse`."""
    secret = "PASSWORD" in name
    described = {"name": name, "parse": parse, "help": help}
    made: Any = field(default=default, repr=not secret, metadata=described)
    return made  # type: ignore[no-any-return]  # a dataclass takes the Field for the default that it stands for


def _optional(parse: Callable[[str], T]) -> Callable[[str], T | None]:
    return parse


@dataclass(frozen=True)
class Address:
    """Where a database speaks Bolt, and how to log in; without a user, no login is tried."""

    uri: str
    user: str | None
    password: str = field(repr=False)
    database: str


@dataclass(frozen=True)
class Settings:
    """The settings in force. Times are in seconds, sizes in numbers of things unless their help says otherwise."""

    neo4j_uri: str | None = _setting(
        "NEO4J_URI",
        _optional(_address),
        None,
        "Bolt address of a Neo4j 5 or later; without it the embedded database runs.",
    )
    neo4j_user: str = _setting("NEO4J_USER", _text, "neo4j", "User at NEO4J_URI.")
    neo4j_password: str | None = _setting(
        "NEO4J_PASSWORD", _optional(_text), None, "Password at NEO4J_URI; absent where it asks for no login."
    )
    neo4j_database: str = _setting("NEO4J_DATABASE", _text, "neo4j", "Name of the database at NEO4J_URI.")
    data_dir: Path = _setting(  # noqa: RUF009 - a path does not change
        "PLANGRAPH_DATA_DIR", _path, DATA_DIRECTORY, "Directory of the embedded datasets, their logs and locks."
    )
    documents: Path = _setting(  # noqa: RUF009
        "PLANGRAPH_DOCUMENTS",
        _path,
        DOCUMENTS,
        "Directory of the original documents, for the tests that read them again.",
    )
    host: str = _setting("HOST", _text, "127.0.0.1", "Address on which the service listens.")
    port: int = _setting("PORT", _port, 8000, "Port on which the service listens.")
    statement_limit: float = _setting(
        "PLANGRAPH_STATEMENT_LIMIT",
        _seconds,
        10.0,
        "Longest permitted statement, after which an old dataset goes; the same for service and loader.",
    )
    retry_cap: float = _setting(
        "PLANGRAPH_RETRY_CAP", _seconds, 2.0, "How long a read is tried again after a lost connection or a conflict."
    )
    connections: int = _setting(
        "PLANGRAPH_CONNECTIONS", _count, 50, "Most connections to the database that are open at once."
    )
    batch_size: int = _setting("PLANGRAPH_BATCH_SIZE", _count, 2000, "Rows that a load writes or deletes at once.")
    max_depth: int = _setting("PLANGRAPH_MAX_DEPTH", _count, 15, "Deepest nesting of fields in an operation.")
    max_input_depth: int = _setting(
        "PLANGRAPH_MAX_INPUT_DEPTH", _count, 20, "Deepest nesting of input objects and lists in an argument."
    )
    min_score: float = _setting(
        "PLANGRAPH_MIN_SCORE",
        _fraction,
        0.5,
        "Least score of a pair that is served by default; a load reads it too, for SDG links and paths.",
    )
    max_body: int = _setting("PLANGRAPH_MAX_BODY", _count, 1_000_000, "Most bytes of a request.")
    max_tokens: int = _setting("PLANGRAPH_MAX_TOKENS", _count, 10_000, "Most tokens in the text of an operation.")
    embedded_heap: str = _setting("PLANGRAPH_EMBEDDED_HEAP", _memory, "1g", "Heap of the embedded database's Java.")
    embedded_start: float = _setting(
        "PLANGRAPH_EMBEDDED_START", _seconds, 60.0, "How long the embedded database may take to start."
    )
    pointer_interval: float = _setting(
        "PLANGRAPH_POINTER_INTERVAL", _seconds, 0.5, "How often a service looks for a newly loaded embedded dataset."
    )

    @property
    def neo4j(self) -> Address | None:
        """The address of the Neo4j that NEO4J_URI names; None where the embedded database is to be used."""
        if self.neo4j_uri is None:
            return None
        user = None if self.neo4j_password is None else self.neo4j_user
        return Address(self.neo4j_uri, user, self.neo4j_password or "", self.neo4j_database)


SETTINGS: tuple[Field[Any], ...] = fields(Settings)
"""The table: `metadata` of each field holds its "name" and "help", `default` its default."""


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from a mapping of variables, the process's environment where none is given.

    Raises SettingsError naming the variable, its value (a password's is left out) and what it may be.
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        name = setting.metadata["name"]
        value = given.get(name, "")
        if not value:
            continue
        try:
            values[setting.name] = setting.metadata["parse"](value)
        except ValueError as error:
            raise SettingsError(f"{name} is {value!r}; it must be {error}") from None
    return Settings(**values)
