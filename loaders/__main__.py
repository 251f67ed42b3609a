"""The loaders' commands::

    python -m loaders read implementation-plan FILE --out DIR    a document becomes tables
    python -m loaders read --all --documents DIR                 every document becomes the shipped tables
    python -m loaders diff OLD NEW                               what a new reading changes, cell by cell
    python -m loaders link --documents DIR                       which entries are the same or overlap
    python -m loaders across --documents DIR                     what contradicts between documents
    python -m loaders key-terms --documents DIR                  what entries are about, for the search
    python -m loaders decide LEFT RIGHT VERDICT --by NAME        what a person says of a pair; wins over its score
    python -m loaders template DIR                               empty tables for a city to fill
    python -m loaders load [PLACE ...]                           tables become the dataset that is served
    python -m loaders status                                     what is loaded, and the findings by severity

A command ends with 0, with 1 where `diff` finds differences, with 2 and a message where something is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from graph.datasets import CURRENT_DATASET, Progress, build, reading
from graph.declaration import Kind
from graph.errors import GraphError
from graph.model import MODEL
from graph.search_terms import KEY
from graph.settings import Settings, load_settings
from loaders import across, key_terms
from loaders.assembly import assemble, version_of
from loaders.decisions import VERDICTS, check_entries, make_decision, read_decisions, record
from loaders.differences import differences
from loaders.errors import LoaderError, UsageError
from loaders.kit.layout import Reading
from loaders.similarity import linking
from loaders.sources.registry import DATA, SOURCES, read_texts
from loaders.tables import known_ids, read_all, write_package, write_template


def read(arguments: argparse.Namespace) -> int:
    """Read a document and write its tables; or every document, into the shipped ones, when all could be read."""
    if arguments.all:
        if arguments.documents is None or arguments.source is not None:
            raise UsageError("read --all needs --documents DIR, and no document of its own")
        directory = arguments.out or DATA
        read_of = {source: source.read(arguments.documents / source.file) for source in SOURCES.values()}
        for source, reading in read_of.items():
            _write(source.name, reading, directory / source.name)
        return 0
    if arguments.file is None or arguments.out is None:
        raise UsageError("read needs a document, its FILE and --out DIR; or --all and --documents DIR")
    _write(arguments.source, SOURCES[arguments.source].read(arguments.file), arguments.out)
    return 0


def _write(name: str, reading: Reading, directory: Path) -> None:
    write_package(reading.tables, directory, name, reading.title)
    print("\n".join(reading.summary()))


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs between two readings."""
    found = list(differences(arguments.old, arguments.new))
    print("\n".join(map(str, found)) if found else "no differences")
    return 1 if found else 0


def link(arguments: argparse.Namespace) -> int:
    """Compute which entries of the shipped tables are alike, and write the pairs."""
    others = [package for package in shipped_packages() if package.name != linking.NAME]
    pairs = linking.link(read_all(others), arguments.documents)
    write_package({"similarities": pairs}, arguments.out, linking.NAME, linking.TITLE)
    counts = ", ".join(f"{number} {kind}" for kind, number in pairs["kind"].value_counts().items())
    print(f"{len(pairs)} pairs: {counts}")
    return 0


def find_across(arguments: argparse.Namespace) -> int:
    """Look up what a reader found across the documents, and write the findings."""
    tables = across.findings_across(arguments.documents)
    write_package(tables, arguments.out, across.NAME, across.TITLE)
    print(f"{len(tables['findings'])} findings across documents")
    return 0


def find_key_terms(arguments: argparse.Namespace) -> int:
    """Read what the running text of entries is about, and write the terms."""
    others = [package for package in shipped_packages() if package.name != key_terms.NAME]
    found = key_terms.key_terms(read_all(others), read_texts(arguments.documents))
    write_package({"key_terms": found}, arguments.out, key_terms.NAME, key_terms.TITLE)
    print(f"{len(found)} terms of {found['entry'].nunique()} entries")
    return 0


def decide(arguments: argparse.Namespace) -> int:
    """Keep what a person says of two entries."""
    decision = make_decision(arguments.left, arguments.right, arguments.verdict, arguments.by, arguments.note)
    check_entries(decision, known_ids(read_all(shipped_packages())))
    replaced = record(decision)
    print(f"{decision.left} and {decision.right}: {decision.verdict}{', replacing a decision' if replaced else ''}")
    return 0


def template(arguments: argparse.Namespace) -> int:
    """Write empty tables for a city to fill."""
    names = write_template(arguments.directory, spreadsheet=arguments.xlsx)
    print(f"{len(names)} empty tables in {arguments.directory}: {', '.join(names)}")
    return 0


def load(arguments: argparse.Namespace) -> int:
    """Build the dataset that is served from tables, unless it is served already."""
    shipped = shipped_packages() if arguments.beside or not arguments.places else []
    tables = read_all([*shipped, *arguments.places])
    settings = load_settings()
    graph = assemble(tables, read_decisions(), settings.min_score)
    with progress_bar() as progress:
        result = build(settings, graph, version=version_of(graph), indexes=lookup_indexes(), progress=progress)
    what = f"dataset {result.dataset.version}: {graph.node_count} nodes, {graph.relationship_count} relationships"
    print(f"loaded {what}" if result.built else f"{what}, already loaded")
    return 0


def shipped_packages() -> list[Path]:
    """Return the directories under loaders/data that hold tables."""
    return sorted(package.parent for package in DATA.glob("*/datapackage.json"))


def lookup_indexes() -> list[tuple[str, str]]:
    """Return the labels and properties by which the API looks nodes up."""
    return [
        (entity.name, entity.properties[entity.lookup.key].graph_name)
        for entity in MODEL.types.values()
        if entity.lookup and entity.lookup.key != "id"
    ] + [(KEY, "number")]


class progress_bar:  # noqa: N801 - used like a function
    """A bar for each step of a load that takes longer than a second."""

    def __init__(self) -> None:
        """Start without a bar."""
        self.bar: tqdm[Any] | None = None

    def __enter__(self) -> Progress:
        """Return what hears of the progress."""
        return self.advance

    def advance(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` rows of a step are done."""
        if self.bar is None or self.bar.desc != f"{step}: ":
            self.__exit__()
            self.bar = tqdm(total=total, desc=step, delay=1, unit=" rows", file=sys.stderr)
        self.bar.update(done - self.bar.n)

    def __exit__(self, *_: object) -> None:
        """Close the last bar."""
        if self.bar is not None:
            self.bar.close()


def status(_: argparse.Namespace) -> int:
    """Print what is loaded."""
    settings = load_settings()
    print("\n".join(describe_dataset(settings)))
    return 0


def describe_dataset(settings: Settings) -> list[str]:
    """Return what is loaded, line by line: version, when, nodes by type, findings by severity."""
    counts = ", ".join(f"COUNT {{ MATCH (n:{e.name} {{generation: dataset.generation}}) }}" for e in NODES)
    ask = (
        f"{CURRENT_DATASET} RETURN dataset.version, dataset.loadedAt, [{counts}], "
        "COLLECT { MATCH (f:Finding {generation: dataset.generation}) WITH f ORDER BY f.rank "
        "RETURN [f.severity, f.code, f.message] }"
    )
    with reading(settings) as session:
        records = session.read(ask) if session else []
    if not records:
        return ["nothing is loaded; `python -m loaders load` loads the shipped tables"]
    version, loaded_at, numbers, findings = records[0]
    lines = [f"dataset {version}, loaded {loaded_at}"]
    lines += [f"  {number:>6} {entity.name}" for entity, number in zip(NODES, numbers, strict=True) if number]
    lines += [f"{severity} {code}: {message}" for severity, code, message in findings]
    return lines


NODES = [entity for entity in MODEL.labels if entity.kind is Kind.NODE]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(prog="python -m loaders", description=(__doc__ or "").partition("::")[0])
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("read", help="a document becomes tables")
    command.add_argument("source", choices=SOURCES, nargs="?", help="which document it is")
    command.add_argument("file", type=Path, nargs="?", help="its text, in UTF-8")
    command.add_argument("--out", type=Path, help="the directory for the tables; of --all, default: the shipped ones")
    command.add_argument("--all", action="store_true", help="read every document, each into a directory of its name")
    command.add_argument("--documents", type=Path, help="with --all: the directory of the original documents")
    command.set_defaults(run=read)
    command = commands.add_parser("diff", help="what a new reading changes, cell by cell")
    command.add_argument("old", type=Path)
    command.add_argument("new", type=Path)
    command.set_defaults(run=diff)
    command = commands.add_parser("link", help="which entries are the same or overlap; needs the group `link`")
    command.add_argument("--documents", type=Path, required=True, help="the directory of the original documents")
    command.add_argument("--out", type=Path, default=DATA / linking.NAME, help="default: the shipped links")
    command.set_defaults(run=link)
    command = commands.add_parser("across", help="what contradicts between documents, with the passages of each")
    command.add_argument("--documents", type=Path, required=True, help="the directory of the original documents")
    command.add_argument("--out", type=Path, default=DATA / across.NAME, help="default: the shipped findings")
    command.set_defaults(run=find_across)
    command = commands.add_parser("key-terms", help="what entries are about, for the search; needs the group `link`")
    command.add_argument("--documents", type=Path, required=True, help="the directory of the original documents")
    command.add_argument("--out", type=Path, default=DATA / key_terms.NAME, help="default: the shipped terms")
    command.set_defaults(run=find_key_terms)
    command = commands.add_parser("decide", help="what a person says of a pair; wins over its score")
    command.add_argument("left", help="the id of one entry, such as project:sdp2/2")
    command.add_argument("right", help="the id of the other")
    command.add_argument("verdict", choices=VERDICTS)
    command.add_argument("--by", required=True, metavar="NAME", help="who decides")
    command.add_argument("--note", metavar="TEXT", help="why")
    command.set_defaults(run=decide)
    command = commands.add_parser("template", help="empty tables for a city to fill, with their schema")
    command.add_argument("directory", type=Path, metavar="DIR", help="the directory for the tables")
    command.add_argument("--xlsx", action="store_true", help="one spreadsheet instead of CSV files")
    command.set_defaults(run=template)
    command = commands.add_parser("load", help="tables become the dataset that is served")
    command.add_argument(
        "places",
        type=Path,
        nargs="*",
        metavar="PLACE",
        help="a directory of tables or a spreadsheet; default: shipped",
    )
    command.add_argument("--beside", action="store_true", help="load them beside the shipped tables")
    command.set_defaults(run=load)
    command = commands.add_parser("status", help="what is loaded, and the findings by severity")
    command.set_defaults(run=status)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except (LoaderError, GraphError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
