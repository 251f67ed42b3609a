"""Runs an operation: parse and validate once, compile once, one statement, one response.

`Executor.execute` is the fast way. Introspection takes Strawberry's ordinary execution over the same compiled result,
and `Executor.execute_plainly` takes that way for any operation: the tests compare the two.
"""

from __future__ import annotations

import contextlib
import enum
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import orjson
from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    get_variable_values,
    is_non_null_type,
    parse,
    validate,
)

from graph.errors import DatabaseUnavailable, GraphError, StatementTimeout
from schema.compiler import INTROSPECTION, Compiler, Statement
from schema.errors import (
    BadUserInput,
    Internal,
    LimitExceeded,
    OperationError,
    ParseFailed,
    Refused,
    TimedOut,
    Unavailable,
    ValidationFailed,
)
from schema.limits import check_depth, check_value_depth
from schema.query import GRAPHQL_SCHEMA, SCHEMA
from schema.roots import FIELDS, ROOTS
from schema.selection import Selection
from schema.shaper import Errors, Shaper, compile_shaper

log = logging.getLogger(__name__)

Read = Callable[[str, Mapping[str, Any], str], Awaitable[list[Any]]]
"""Runs a statement with its parameters under the operation's name, and returns the values of each record."""

PARSED = 100
"""Bytes that a parsed document takes for each character of its text, about: 50 to 105 were measured."""
KNOWN_DOCUMENTS = 50_000_000
"""Bytes of parsed documents that are kept."""
KNOWN_STATEMENTS = 50_000_000
"""Bytes of compiled statements that are kept with their documents, and again for operations without variables."""
KNOWN_INTROSPECTIONS = 10_000_000
"""Bytes of answers about the schema that are kept: making one takes a fifth of a second, in which nothing else runs."""


@dataclass(frozen=True)
class Limits:
    """Bounds on an operation: fields inside fields, input objects inside each other, tokens of its text."""

    depth: int = 15
    input_depth: int = 20
    tokens: int = 10_000


@dataclass(frozen=True)
class Answer:
    """A response: its body, the code of what kept the operation from running, and the dataset that answered."""

    body: bytes
    refusal: str | None = None
    dataset_version: str | None = None


@dataclass(frozen=True)
class Operation:
    """An operation of a valid document, with what decides which statement it needs."""

    node: OperationDefinitionNode
    document: DocumentNode
    fragments: dict[str, FragmentDefinitionNode]
    text: str

    @property
    def name(self) -> str:
        """Return its name, for logs and the database's list of running statements."""
        return self.node.name.value if self.node.name else "anonymous"


@dataclass(frozen=True)
class Prepared:
    """A compiled statement with the shaper of its record, and the bytes of both and of their document."""

    statement: Statement
    shape: Shaper
    source: str
    size: int


@dataclass(frozen=True)
class Ready:
    """An operation that has only to be run: compiled, with the parameters of its statement.

    typed: its objects carry their types, as Strawberry's ordinary execution wants them.
    """

    operation: Operation
    selection: Selection
    typed: bool
    prepared: Prepared
    parameters: Mapping[str, Any]


def document_size(document: DocumentNode) -> int:
    """Return how many bytes a parsed document takes, about."""
    return PARSED * (document.loc.end if document.loc else 1)


def answer_size(answer: Answer) -> int:
    """Return how many bytes an answer has."""
    return len(answer.body)


def keep(cache: LRUCache[Any, Any], key: Any, value: Any) -> None:
    """Put a value into a cache, unless it is larger than the whole cache."""
    with contextlib.suppress(ValueError):
        cache[key] = value


@dataclass
class Outcome:
    """What came of a statement: data by response key, errors by response key, the dataset's version.

    nulled: a root field failed that is never null, so that all data is null.
    """

    data: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=list)
    version: str | None = None
    nulled: bool = False


class Executor:
    """Executes operations against one database.

    read: runs a statement; limits: the bounds on an operation; min_score: the least score of a pair by default.
    """

    def __init__(self, read: Read, limits: Limits | None = None, min_score: float = 0.5) -> None:
        """Start with nothing known."""
        self.read = read
        self.defaults = {"minScore": min_score}
        self.limits = limits or Limits()
        self.documents: LRUCache[str, DocumentNode] = LRUCache(KNOWN_DOCUMENTS, getsizeof=document_size)
        self.statements: LRUCache[Any, Prepared] = LRUCache(KNOWN_STATEMENTS, getsizeof=attrgetter("size"))
        self.without_variables: LRUCache[Any, Ready] = LRUCache(KNOWN_STATEMENTS, getsizeof=attrgetter("prepared.size"))
        self.introspections: LRUCache[Any, Answer] = LRUCache(KNOWN_INTROSPECTIONS, getsizeof=answer_size)

    async def execute(
        self, text: str, variables: Mapping[str, Any] | None = None, operation_name: str | None = None
    ) -> Answer:
        """Execute an operation and return the response; what goes wrong is told in it."""
        try:
            ready = self.ready(text, variables, operation_name)
            outcome = await self.fetch(ready)
        except Refused as refused:
            return refuse(refused.errors)
        except GraphQLError as error:  # a variable that is null where a directive must not be
            return refuse([BadUserInput(error.message, locations=located(error))])
        except OperationError as error:
            return refuse([error])
        if not ready.typed:
            return respond(outcome)
        key, lasting = (text, operation_name), not variables and not ready.prepared.statement.reads
        answer = self.introspections.get(key) if lasting else None
        if answer is None:
            answer = await self._plainly(text, variables, operation_name, outcome)
            if lasting:
                keep(self.introspections, key, answer)
        return answer

    async def execute_plainly(
        self, text: str, variables: Mapping[str, Any] | None = None, operation_name: str | None = None
    ) -> Answer:
        """Do the same by Strawberry's ordinary execution over the compiled result."""
        outcome = await self.fetch(self.ready(text, variables, operation_name, typed=True))
        return await self._plainly(text, variables, operation_name, outcome)

    def ready(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        typed: bool = False,
    ) -> Ready:
        """Make an operation ready to be run, which is done once where it is sent without variables.

        Raises Refused or OperationError, and GraphQLError for a null variable where a directive wants none.
        """
        key = (text, operation_name, typed)
        known = None if variables else self.without_variables.get(key)
        if known is None:
            operation, selection = self.select(text, variables or {}, operation_name)
            known = self._ready(operation, selection, typed=typed or introspects(selection))
            if not variables:
                keep(self.without_variables, key, known)
        return known

    def _ready(self, operation: Operation, selection: Selection, *, typed: bool, only: str | None = None) -> Ready:
        """Compile an operation, or one of its root fields by response key, and bind its parameters."""
        prepared = self._prepare(operation, selection, typed=typed, only=only)
        parameters = prepared.statement.bind(selection, self.defaults)
        return Ready(operation, selection, typed, prepared, parameters)

    def select(
        self, text: str, variables: Mapping[str, Any], operation_name: str | None
    ) -> tuple[Operation, Selection]:
        """Parse, validate and choose the operation, and coerce its variables; raises Refused or OperationError."""
        document = self._document(text)
        fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        node = choose_operation(document, operation_name)
        check_value_depth(variables, self.limits.input_depth)
        values = get_variable_values(GRAPHQL_SCHEMA, node.variable_definitions or (), dict(variables))
        if isinstance(values, list):
            raise Refused([BadUserInput(error.message, locations=located(error)) for error in values])
        return Operation(node, document, fragments, text), Selection(GRAPHQL_SCHEMA, node, fragments, values)

    def _document(self, text: str) -> DocumentNode:
        document = self.documents.get(text)
        if document is None:
            document = read_document(text, self.limits)
            keep(self.documents, text, document)
        return document

    def _prepare(self, operation: Operation, selection: Selection, *, typed: bool, only: str | None) -> Prepared:
        key = (
            operation.text,
            operation.node.name and operation.name,
            shape_of(selection.variables.coerced),
            typed,
            only,
        )
        prepared = self.statements.get(key)
        if prepared is None:
            statement = Compiler(selection, ROOTS, FIELDS).compile(only)
            shape, source = compile_shaper(statement.fields, statement.helpers, typed=typed)
            size = document_size(operation.document) + len(statement.text) + len(source)
            prepared = Prepared(statement, shape, source, size)
            keep(self.statements, key, prepared)
        return prepared

    async def fetch(self, ready: Ready) -> Outcome:
        """Fetch what an operation selects in one statement.

        Where that fails for a reason other than time or connection, each root field is fetched once alone.
        Raises OperationError.
        """
        try:
            return await self._fetch(ready)
        except Internal:
            roots = ready.selection.root_fields()
        whole = Outcome()
        for root in roots:
            try:
                alone = self._ready(ready.operation, ready.selection, typed=ready.typed, only=root.key)
                part = await self._fetch(alone)
            except Internal as error:
                part = Outcome({root.key: None}, [(root.key, error)], whole.version, never_null(root.name))
            whole.data |= part.data
            whole.errors += part.errors
            whole.version = part.version
            whole.nulled |= part.nulled
        return whole

    async def _fetch(self, ready: Ready) -> Outcome:
        prepared, outcome = ready.prepared, Outcome()
        if not prepared.statement.reads:
            outcome.data = prepared.shape((), outcome.errors)
            return outcome
        try:
            records = await self.read(prepared.statement.text, ready.parameters, ready.operation.name)
        except StatementTimeout as error:
            raise TimedOut("The operation took longer than permitted; ask for less at once.") from error
        except DatabaseUnavailable as error:
            raise Unavailable("The database cannot be reached now; try again.") from error
        except GraphError as error:
            log.exception("statement failed: %s", prepared.statement.text)
            raise Internal(FAULT) from error
        if not records:
            raise Unavailable("No dataset is loaded yet.")
        outcome.data = prepared.shape(records[0], outcome.errors)
        outcome.version = records[0][0]
        return outcome

    async def _plainly(
        self, text: str, variables: Mapping[str, Any] | None, operation_name: str | None, outcome: Outcome
    ) -> Answer:
        result = await SCHEMA.execute(
            text, variable_values=dict(variables or {}), operation_name=operation_name, root_value=outcome.data
        )
        if result.errors and not outcome.errors:
            raise RuntimeError(f"the compiled result does not fit the schema: {result.errors[0].message}")
        return respond(Outcome(result.data or {}, outcome.errors, outcome.version, nulled=result.data is None))


FAULT = "Something went wrong inside this service; the log has it under this request's id."


def read_document(text: str, limits: Limits) -> DocumentNode:
    """Parse and validate a document; raises Refused or OperationError."""
    try:
        document = parse(text, max_tokens=limits.tokens)
    except GraphQLError as error:
        if f"{limits.tokens} tokens" in error.message:
            raise LimitExceeded(f"The operation has more than {limits.tokens} tokens.") from None
        if "nested too deeply" in error.message:
            raise LimitExceeded("The operation nests too deeply.", locations=located(error)) from None
        raise ParseFailed(error.message, locations=located(error)) from None
    errors = validate(GRAPHQL_SCHEMA, document)
    if errors:
        raise Refused([invalid(error) for error in errors])
    check_depth(document, limits.depth, limits.input_depth)
    return document


TOO_MUCH = {
    "Validation aborted.": "The operation is too complex to be checked.",
    "Maximum introspection depth exceeded": "The operation asks for lists of the schema inside each other too deeply.",
}
"""What graphql-core says where it stops on purpose, and what we say."""


def invalid(error: GraphQLError) -> OperationError:
    """Return our error for one of validation."""
    if error.message in TOO_MUCH:
        return LimitExceeded(TOO_MUCH[error.message], locations=located(error))
    return ValidationFailed(error.message, locations=located(error))


def located(error: GraphQLError) -> list[dict[str, int]]:
    """Return where in the text an error stands."""
    return [{"line": location.line, "column": location.column} for location in error.locations or ()]


def choose_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation to run; raises ValidationFailed where the name does not decide it."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [o for o in operations if name is None or (o.name and o.name.value == name)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(o.name.value for o in operations if o.name)
    raise ValidationFailed(f"Say in operationName which operation to run: {names or 'there is none'}.")


def shape_of(value: Any) -> Any:
    """Return what the statement depends on of a value of a variable: fields present, lists' lengths, enumerations.

    Booleans count as they are, since @skip and @include depend on them.
    """
    if isinstance(value, dict):
        return tuple(sorted((key, shape_of(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return tuple(map(shape_of, value)) if value and isinstance(value[0], dict | enum.Enum) else bool(value)
    if isinstance(value, enum.Enum):
        return value.name
    return value if value is None or isinstance(value, bool) else ""


def never_null(root_name: str) -> bool:
    """Tell whether a root field is never null."""
    query = GRAPHQL_SCHEMA.query_type
    return query is not None and root_name in query.fields and is_non_null_type(query.fields[root_name].type)


def introspects(selection: Selection) -> bool:
    """Tell whether an operation asks about the schema."""
    return any(selected.name in INTROSPECTION for selected in selection.root_fields())


def respond(outcome: Outcome) -> Answer:
    """Write the response; an error of a field that is never null makes the whole data null."""
    errors = [error.as_response([key]) for key, error in outcome.errors]
    response: dict[str, Any] = {"errors": errors} if errors else {}
    response["data"] = None if outcome.nulled else outcome.data
    return Answer(orjson.dumps(response), None, outcome.version)


def refuse(errors: list[OperationError]) -> Answer:
    """Write the response to an operation that did not run."""
    return Answer(orjson.dumps({"errors": [error.as_response() for error in errors]}), errors[0].code)
