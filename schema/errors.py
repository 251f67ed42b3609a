"""What goes wrong in an operation, and what the caller is told.

    OperationError                 any of these; carries the code that stands in extensions.code
    ├── ParseFailed                GRAPHQL_PARSE_FAILED: the text is no GraphQL
    ├── ValidationFailed           GRAPHQL_VALIDATION_FAILED: the schema has no such field, argument, type
    ├── BadUserInput               BAD_USER_INPUT: a value that cannot be used
    │   └── Ambiguous              AMBIGUOUS: more than one node matches; extensions.ids lists them
    ├── LimitExceeded              LIMIT_EXCEEDED: too deep, too long
    ├── TimedOut                   TIMEOUT: the statement took too long
    ├── Unavailable                UNAVAILABLE: the database cannot be reached, or holds no dataset
    └── Internal                   INTERNAL: a fault of this service; the log has it under the request's id

Messages are for the caller: they never contain Cypher, addresses or stack traces.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class OperationError(Exception):
    """Something that the caller is told of.

    message: in the caller's words; locations: where in the operation's text, as {"line", "column"}; extensions: what
    stands beside the code.
    """

    code = "INTERNAL"

    def __init__(self, message: str, *, locations: Sequence[dict[str, int]] = (), **extensions: Any) -> None:
        """Take what the caller is told."""
        super().__init__(message)
        self.message = message
        self.locations = list(locations)
        self.extensions = extensions

    def as_response(self, path: Sequence[str] = ()) -> dict[str, Any]:
        """Return the error as the response holds it; path: the response key of the field that failed."""
        error: dict[str, Any] = {"message": self.message}
        if self.locations:
            error["locations"] = self.locations
        if path:
            error["path"] = list(path)
        return {**error, "extensions": {"code": self.code, **self.extensions}}


class Refused(Exception):
    """An operation that does not run at all, with everything that is wrong with it."""

    def __init__(self, errors: Sequence[OperationError]) -> None:
        """Take at least one error."""
        super().__init__("; ".join(error.message for error in errors))
        self.errors = list(errors)


class ParseFailed(OperationError):
    """The text is no GraphQL."""

    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(OperationError):
    """The operation does not fit the schema."""

    code = "GRAPHQL_VALIDATION_FAILED"


class BadUserInput(OperationError):
    """A value cannot be used."""

    code = "BAD_USER_INPUT"


class Ambiguous(BadUserInput):
    """More than one node matches."""

    code = "AMBIGUOUS"


class LimitExceeded(OperationError):
    """The operation is too deep or too long."""

    code = "LIMIT_EXCEEDED"


class TimedOut(OperationError):
    """The statement took longer than permitted."""

    code = "TIMEOUT"


class Unavailable(OperationError):
    """The database cannot answer now."""

    code = "UNAVAILABLE"


class Internal(OperationError):
    """A fault of this service."""
