"""Writes the pages of docs/ that follow from the code: `test_docs.py` compares them, UPDATE_DOCS=1 replaces them."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import Field
from pathlib import Path
from typing import Any

from graph.declaration import ID, DescribedEnum, EntityType, Kind, Property, Relation
from graph.model import MODEL
from graph.settings import PROJECT, SETTINGS
from loaders.tables import SCHEMAS

# docs/settings.md


def settings_page() -> str:
    """Return the page of the settings: every name, its default, its line of help."""
    rows = [(f"`{s.metadata['name']}`", default_of(s), s.metadata["help"]) for s in SETTINGS]
    return page(
        "# Settings",
        "Each setting is an environment variable; an empty one counts as absent. A value that cannot be is refused at"
        " the start, in one line that says what it may be. `make serve HOST=… PORT=…` passes the two on.",
        table(("Variable", "Default", "What it is"), rows),
        "Times are in seconds. Relative paths start at the working directory, the defaults at the project.",
    )


def default_of(setting: Field[Any]) -> str:
    """Return the default of a setting as a person writes it."""
    value = setting.default
    if value is None:
        return "none"
    if isinstance(value, Path):
        outside = not value.is_relative_to(PROJECT)
        return f"`../{value.relative_to(PROJECT.parent)}`" if outside else f"`{value.relative_to(PROJECT)}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


# docs/graph.md


def graph_page() -> str:
    """Return the page of the graph: every type with its properties and relations, and every relationship type."""
    return page(
        "# The graph",
        "Made from `graph/model.py`, where every type is declared once. A **node** has a label and an id; a **record**"
        " is a node that is served only as part of others; an **edge** is a relationship with properties, served as an"
        " object; an **interface** stands for several types. A relation's path is written as in Cypher, from the type"
        " to its target; `()` is any node between two steps. What is marked *inner* is stored and not served.",
        "Every stored node also carries `generation`, the dataset to which it belongs, and `rank`, its place in the"
        " natural order of its type; entries of plans and organizations carry `mixedRank`, their place in lists that"
        " mix types.",
        "## Types",
        *(section for entity in MODEL.types.values() for section in type_sections(entity)),
        "## Relationships",
        table(
            ("Type", "From", "To", "What it says"),
            [(f"`{r.name}`", r.start, r.end, r.description) for r in MODEL.relationships.values()],
        ),
        "## Enumerations",
        *(section for cls in enumerations() for section in enumeration_sections(cls)),
    )


def type_sections(entity: EntityType) -> Iterator[str]:
    """Yield the heading of a type, what it is, and its fields."""
    yield f"### {entity.name}"
    yield f"{sentence(entity.description)} {kept_as(entity)}"
    rows = [
        (f"`{p.graph_name}`", property_type(p), marked(p.served, p.description)) for p in entity.properties.values()
    ]
    rows += [
        (f"`{r.graph_name}`", relation_type(r), marked(r.served, f"{r.description}{path_of(r)}"))
        for r in entity.relations.values()
    ]
    yield table(("Field", "Type", "What it is"), rows)


def kept_as(entity: EntityType) -> str:
    """Return in a sentence how a type is kept."""
    if entity.kind is Kind.INTERFACE:
        return f"An interface of {', '.join(entity.members)}."
    if entity.kind is Kind.EDGE:
        return f"An edge: `{entity.edge}`."
    own = f"A {entity.kind.name.lower()}; ids start with `{entity.tag}:`"
    tables = [schema.name for schema in SCHEMAS.values() if schema.entity is entity]
    return f"{own}; table `{tables[0]}.csv`." if tables else f"{own}; follows from other tables."


def property_type(prop: Property) -> str:
    """Return the type of a property as GraphQL writes it."""
    names = {str: "String", int: "Int", float: "Float", bool: "Boolean", datetime.date: "Date", ID: "ID"}
    name = names.get(prop.scalar) or prop.scalar.__name__
    return f"[{name}!]!" if prop.many else f"{name}{'' if prop.optional or prop.right else '!'}"


def relation_type(relation: Relation) -> str:
    """Return the type of a relation as GraphQL writes it."""
    return f"[{relation.target}!]!" if relation.many else f"{relation.target}{'' if relation.optional else '!'}"


def path_of(relation: Relation) -> str:
    """Return the path of a relation, nothing for the end of an edge."""
    steps = "()".join(f"-{s.relationship}->" if s.outgoing else f"<-{s.relationship}-" for s in relation.steps)
    return f" `{steps}`" if steps else ""


def marked(served: bool, description: str) -> str:
    """Mark what is stored and not served."""
    return description if served else f"*inner* {description}"


def enumerations() -> list[type[DescribedEnum]]:
    """Return the enumerations that properties use, each once."""
    scalars = [p.scalar for entity in MODEL.types.values() for p in entity.properties.values()]
    return list(dict.fromkeys(s for s in scalars if isinstance(s, type) and issubclass(s, DescribedEnum)))


def enumeration_sections(cls: type[DescribedEnum]) -> Iterator[str]:
    """Yield the heading of an enumeration, what it is, and its members."""
    yield f"### {cls.__name__}"
    yield sentence(cls.__doc__ or "")
    yield table(("Member", "What it means"), [(f"`{member.value}`", member.description) for member in cls])


# Markdown.


def page(*parts: str) -> str:
    """Join the parts of a page, its paragraphs wrapped."""
    return "\n\n".join(part if part.startswith(("#", "|")) else wrapped(part) for part in parts) + "\n"


def wrapped(text: str) -> str:
    """Return a paragraph in lines of at most 120 characters."""
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table."""
    cells = [list(heading), *map(list, rows)]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]
    return "\n".join([lines[0], "|---" * len(cells[0]) + "|", *lines[1:]])


def sentence(text: str) -> str:
    """Return a description in one line."""
    return " ".join(text.split())


PAGES = {"settings.md": settings_page, "graph.md": graph_page}
"""What writes each page."""
