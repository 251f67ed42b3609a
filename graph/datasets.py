"""Builds a dataset aside, switches it in, drops the old one.

    result = build(settings, tables, version="5f0c...", indexes=[("Task", "number")])
    with reading(settings) as session:                                  # what is loaded, for a command
        session.read(f"{CURRENT_DATASET} RETURN dataset.version")

A dataset is immutable. Each load has a generation of its own, which all its nodes carry; `CURRENT_DATASET`, with which
every statement of a reader begins, binds the one that is served.

On Neo4j a load writes its nodes beside those of the dataset that is served. One node, the pointer, says which
generation is served, and each generation has a `Dataset` node that never changes for its readers. A reader looks at
the pointer once: Neo4j reads committed data node by node and property by property, so with a flag on each `Dataset`
node instead readers found no or two datasets, and with further properties on the pointer two datasets mixed, in the
moment of a switch. Old nodes go when the longest permitted statement has passed.

The embedded database keeps each dataset in a directory (see `graph.embedded`), with the same nodes in it.
"""

from __future__ import annotations

import contextlib
import datetime
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.database import Database, Session, open_session
from graph.embedded import READ_ONLY, READ_WRITE, DataDirectory, DatasetInfo, EmbeddedServer, Mode, Owner
from graph.errors import DatasetIncomplete, LoadOvertaken, TablesInvalid
from graph.settings import Address, Settings

CURRENT_DATASET = (
    "MATCH (pointer:CurrentDataset) WITH pointer.generation AS generation "
    "MATCH (dataset:Dataset {generation: generation})"
)
"""How every statement of a reader begins. It binds `dataset`; where nothing is loaded, it gives no row."""

RESERVED = ("Dataset", "CurrentDataset", "LoadLock")
"""Labels that this module uses itself."""

SWITCH_MARGIN = 3.0
"""Seconds that an old dataset is kept beyond the longest permitted statement: Neo4j looks every 2 s what is overdue."""

Row = Mapping[str, Any]
RelationshipKey = tuple[str, str, str]
"""The type of a relationship, the label it starts at, the label it ends at."""


@dataclass(frozen=True)
class GraphTables:
    """A whole graph: the nodes of each label, each with its `id`, and the relationships between them by ids."""

    nodes: Mapping[str, Sequence[Row]]
    relationships: Mapping[RelationshipKey, Sequence[tuple[str, str, Row]]]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return sum(map(len, self.nodes.values()))

    @property
    def relationship_count(self) -> int:
        """How many relationships there are."""
        return sum(map(len, self.relationships.values()))


@dataclass(frozen=True)
class LoadResult:
    """What a load did: which dataset is served now, and whether it had to be built."""

    dataset: DatasetInfo
    built: bool


Progress = Callable[[str, int, int], None]
"""Hears of a load's progress: what is done now, how many rows of it are done, of how many."""

Index = tuple[str, str]
"""A label and the property by which its nodes are looked up."""


def no_progress(step: str, done: int, total: int) -> None:
    """Hear nothing."""


def build(
    settings: Settings,
    tables: GraphTables,
    *,
    version: str,
    indexes: Iterable[Index] = (),
    progress: Progress = no_progress,
) -> LoadResult:
    """Make these tables the dataset that is served; does nothing when their version is.

    version: a hash of the tables and the model; indexes: properties by which nodes are looked up, beside their ids.
    Until the switch, and if anything goes wrong, what was served is still served. What killed loads left is cleared.
    Raises TablesInvalid, DatasetIncomplete, LoadOvertaken, DataDirectoryBusy, DatabaseUnavailable or StatementFailed.
    """
    check_tables(tables)
    new = DatasetInfo(_new_generation(), version, datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))
    load = _Load(new, tables, tuple(indexes), settings.batch_size, progress)
    if settings.neo4j is None:
        return _build_embedded(settings, load)
    return _build_neo4j(settings, settings.neo4j, load)


async def current_dataset(database: Database) -> DatasetInfo | None:
    """Ask which dataset answers, None where nothing is loaded; raises DatabaseUnavailable or StatementTimeout."""
    records = await database.read(f"{CURRENT_DATASET} {_INFO}", {}, operation="current dataset")
    return DatasetInfo(*records[0]) if records else None


@contextlib.contextmanager
def reading(settings: Settings) -> Iterator[Session | None]:
    """Open the dataset that is served, for a command that reads it; None where nothing is loaded.

    On the embedded database this starts a child of its own, and keeps loads away. Raises DatabaseUnavailable.
    """
    with reading_address(settings) as address:
        if address is None:
            yield None
        else:
            with open_session(address) as session:
                yield session


@contextlib.contextmanager
def reading_address(settings: Settings) -> Iterator[Address | None]:
    """Do the same as `reading`, but give the address."""
    if settings.neo4j is not None:
        yield settings.neo4j
        return
    directory = DataDirectory(settings.data_dir)
    with directory.read_lock():
        pointer = directory.pointer()
        if pointer is None:
            yield None
        else:
            with _child(settings, directory, pointer.generation, "read", READ_ONLY) as address:
                yield address


def check_tables(tables: GraphTables) -> None:
    """Check that the tables make a graph; raises TablesInvalid naming what does not."""
    ids: dict[str, set[str]] = {}
    for label, nodes in tables.nodes.items():
        if label in RESERVED:
            raise TablesInvalid(f"the label {label} is reserved")
        ids[label] = set()
        for node in nodes:
            if node["id"] in ids[label]:
                raise TablesInvalid(f"two nodes {label} have the id {node['id']}")
            ids[label].add(node["id"])
    for (type_, start, end), relationships in tables.relationships.items():
        if type_ in tables.nodes:
            raise TablesInvalid(f"{type_} is a label and a relationship type; ArcadeDB has one namespace for both")
        for start_id, end_id, _ in relationships:
            if start_id not in ids.get(start, ()) or end_id not in ids.get(end, ()):
                raise TablesInvalid(f"{type_} from {start_id} to {end_id}: no such {start} or {end}")


# Writing and checking, the same on both databases.


@dataclass(frozen=True)
class _Load:
    """What a load is to write, and how."""

    new: DatasetInfo
    tables: GraphTables
    indexes: tuple[Index, ...]
    batch_size: int
    progress: Progress

    def write(self, session: Session) -> None:
        """Write every node and relationship; raises LoadOvertaken when another load has cleared them away."""
        for label, nodes in self.tables.nodes.items():
            create = f"CREATE (node:`{label}`) SET node = row, node.generation = $generation"
            self._write_batches(session, create, nodes, label)
        for (type_, start, end), relationships in self.tables.relationships.items():
            self._write_batches(
                session,
                f"MATCH (start:`{start}` {{generation: $generation, id: row[0]}}) "
                f"MATCH (end:`{end}` {{generation: $generation, id: row[1]}}) "
                f"CREATE (start)-[made:`{type_}`]->(end) SET made = row[2]",
                relationships,
                type_,
            )

    def _write_batches(self, session: Session, create: str, rows: Sequence[Any], step: str) -> None:
        text = f"{_OWN} UNWIND $rows AS row {create} RETURN count(*)"
        done = 0
        for batch in _batches(rows, self.batch_size):
            prepared = [_plain(row) for row in batch]
            [[written]] = session.write(text, {"generation": self.new.generation, "rows": prepared})
            if not written:
                raise LoadOvertaken("another load began and cleared away what this one had built")
            done += len(batch)
            self.progress(step, done, len(rows))

    def check(self, session: Session) -> None:
        """Compare what the database holds with the tables; raises DatasetIncomplete."""
        self.progress("check", 0, 1)
        for label, nodes in self.tables.nodes.items():
            text = f"MATCH (node:`{label}` {{generation: $generation}}) RETURN count(node)"
            self._compare(session, text, label, len(nodes))
        for (type_, start, end), relationships in self.tables.relationships.items():
            text = (
                f"MATCH (start:`{start}` {{generation: $generation}})-[made:`{type_}`]->(end:`{end}`) "
                "WHERE end.generation = $generation RETURN count(made)"
            )
            self._compare(session, text, f"{start}-{type_}->{end}", len(relationships))
        self.progress("check", 1, 1)

    def _compare(self, session: Session, text: str, what: str, expected: int) -> None:
        [[found]] = session.read(text, {"generation": self.new.generation})
        if found != expected:
            raise DatasetIncomplete(f"{what}: the tables hold {expected}, the database {found}")

    def parameters(self) -> dict[str, Any]:
        """Return what the `Dataset` node is made from."""
        return {
            "generation": self.new.generation,
            "version": self.new.version,
            "loadedAt": self.new.loaded_at,
            "labels": list(self.tables.nodes),
        }


_INFO = "RETURN dataset.generation, dataset.version, dataset.loadedAt"
_NEW = "CREATE (:Dataset {generation: $generation, version: $version, loadedAt: $loadedAt, labels: $labels})"
_OWN = "MATCH (own:Dataset {generation: $generation}) WHERE own.abandoned IS NULL WITH own"
_POINT = "MERGE (pointer:CurrentDataset) SET pointer.generation = $generation"


def _plain(row: Any) -> Any:
    """Return a row as the driver packs it: dictionaries and lists."""
    return [row[0], row[1], dict(row[2])] if isinstance(row, tuple) else dict(row)


T = TypeVar("T")


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _new_generation() -> str:
    """Return a name for a load, in the order of time. Short and plain: Neo4j keeps it inside one property record."""
    return f"{datetime.datetime.now(datetime.UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}"


# The embedded database.


def _build_embedded(settings: Settings, load: _Load) -> LoadResult:
    directory = DataDirectory(settings.data_dir)
    with directory.load_lock():
        current = directory.pointer()
        if current is None or current.version != load.new.version:
            _write_embedded(settings, directory, load)
            load.progress("switch", 0, 1)
            directory.switch(load.new)
            load.progress("switch", 1, 1)
        directory.clear_as_load()
        if current is not None and current.version == load.new.version:
            return LoadResult(current, built=False)
        return LoadResult(load.new, built=True)


def _write_embedded(settings: Settings, directory: DataDirectory, load: _Load) -> None:
    """Write a database of its own, and close it; it is removed when anything goes wrong."""
    building = directory.building(load.new.generation)
    try:
        with (
            _child(settings, directory, load.new.generation, "load", READ_WRITE) as address,
            open_session(address) as session,
        ):
            for text in _embedded_schema(load.tables.nodes, load.indexes):
                session.define(text)
            session.write(_NEW, load.parameters())
            load.write(session)
            load.check(session)
            session.write(_POINT, {"generation": load.new.generation})
        left_open = sorted(path.name for path in building.glob("*/*") if path.suffix in (".lck", ".wal"))
        if left_open:
            raise DatasetIncomplete(f"the embedded database was not closed in good order: {', '.join(left_open)}")
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


@contextlib.contextmanager
def _child(
    settings: Settings, directory: DataDirectory, generation: str, owner: Owner, mode: Mode
) -> Iterator[Address]:
    """Run a child on one dataset, a finished one or one that is being built."""
    databases = directory.building(generation) if mode == READ_WRITE else directory.dataset(generation)
    server = EmbeddedServer.start(databases, directory.workplace(owner), mode, settings)
    try:
        yield server.address
    finally:
        server.stop()


def _embedded_schema(labels: Iterable[str], indexes: Iterable[Index]) -> Iterator[str]:
    """Return the definitions of indexes. The generation is the same all over, so it is in none of them.

    With several composite indexes that begin alike, ArcadeDB picks the wrong one (100 ms instead of 1).
    """
    for label in labels:
        yield f"CREATE CONSTRAINT `{label}_id` IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
    for label, name in indexes:
        yield f"CREATE INDEX `{label}_{name}` IF NOT EXISTS FOR (n:`{label}`) ON (n.`{name}`)"


# Neo4j.


def _build_neo4j(settings: Settings, address: Address, load: _Load) -> LoadResult:
    with open_session(address) as session:
        for text in _neo4j_schema(load.tables.nodes, load.indexes):
            session.define(text)
        _clear_neo4j(session, settings, load.progress)
        current = session.read(f"{CURRENT_DATASET} {_INFO}")
        if current and current[0][1] == load.new.version:
            return LoadResult(DatasetInfo(*current[0]), built=False)
        session.write(_NEW, load.parameters())
        load.write(session)
        load.check(session)
        load.progress("switch", 0, 1)
        _switch_neo4j(session, load.new)
        load.progress("switch", 1, 1)
        _clear_neo4j(session, settings, load.progress)
    return LoadResult(load.new, built=True)


_LOCK = "MERGE (lock:LoadLock {key: 'one'}) SET lock.holder = $holder WITH lock"
"""How a transaction begins that must not overlap with another of its kind."""


def _neo4j_schema(labels: Iterable[str], indexes: Iterable[Index]) -> Iterator[str]:
    """Return the definitions of constraints and indexes: composite, since several generations are kept for a while."""
    yield "CREATE CONSTRAINT `Dataset_generation` IF NOT EXISTS FOR (n:Dataset) REQUIRE n.generation IS UNIQUE"
    yield "CREATE CONSTRAINT `LoadLock_key` IF NOT EXISTS FOR (n:LoadLock) REQUIRE n.key IS UNIQUE"
    for label in labels:
        yield f"CREATE CONSTRAINT `{label}_id` IF NOT EXISTS FOR (n:`{label}`) REQUIRE (n.generation, n.id) IS UNIQUE"
    for label, name in indexes:
        yield f"CREATE INDEX `{label}_{name}` IF NOT EXISTS FOR (n:`{label}`) ON (n.generation, n.`{name}`)"


def _switch_neo4j(session: Session, new: DatasetInfo) -> None:
    """Point at the new generation, unless another load has abandoned it; raises LoadOvertaken."""
    switched = session.write(
        f"{_LOCK} MATCH (own:Dataset {{generation: $generation}}) WHERE own.abandoned IS NULL "
        f"SET lock.switchedAt = timestamp() WITH own {_POINT} RETURN pointer.generation",
        {"generation": new.generation, "holder": new.generation},
    )
    if not switched:
        raise LoadOvertaken("another load began and cleared away what this one had built")


def _clear_neo4j(session: Session, settings: Settings, progress: Progress) -> None:
    """Delete every generation but the one that is served, when no statement can be reading it any more."""
    abandoned = session.write(
        f"{_LOCK} OPTIONAL MATCH (pointer:CurrentDataset) WITH lock, coalesce(pointer.generation, '') AS served "
        "MATCH (old:Dataset) WHERE old.generation <> served SET old.abandoned = true "
        "RETURN old.generation, coalesce(old.labels, []), (timestamp() - coalesce(lock.switchedAt, 0)) / 1000.0",
        {"holder": _new_generation()},
    )
    if abandoned:
        _wait(settings.statement_limit + SWITCH_MARGIN, abandoned[0][2], progress)
    for generation, labels, _ in abandoned:
        for label in labels:
            _delete_neo4j(session, label, generation, settings.batch_size)
        session.write("MATCH (old:Dataset {generation: $generation}) DELETE old", {"generation": generation})


def _wait(whole: float, passed: float, progress: Progress) -> None:
    """Wait for the rest of a time in seconds."""
    start = time.monotonic() - passed
    while (passed := time.monotonic() - start) < whole:
        progress("wait for the old dataset's readers", int(passed), round(whole))
        time.sleep(min(0.5, whole - passed))


def _delete_neo4j(session: Session, label: str, generation: str, batch_size: int) -> None:
    text = (
        f"MATCH (old:`{label}`) WHERE old.generation = $generation AND old.id IS NOT NULL "
        "WITH old LIMIT $batch DETACH DELETE old RETURN count(*)"
    )
    while session.write(text, {"generation": generation, "batch": batch_size}) != [[0]]:
        pass
