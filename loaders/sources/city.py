"""Seoul, the city of all the documents: its row, and the rows of its plans."""

from __future__ import annotations

from typing import Any

from loaders.kit.layout import Tables

CITY = "seoul"
"""The city in ids."""
CITY_ID = f"city:{CITY}"
CITY_NAME = "서울특별시"
CITY_ROW: dict[str, Any] = {"id": CITY_ID, "name": CITY_NAME, "name_en": "Seoul"}


def lay_out_city(tables: Tables) -> None:
    """Write the row of the city."""
    tables.add("cities", **CITY_ROW)


def lay_out_plan(
    tables: Tables,
    identity: str,
    title: str,
    kind: str,
    years: tuple[int | None, int | None] = (None, None),
    document: str | None = None,
) -> None:
    """Write the row of a plan of the city.

    years: its first and last, None where the document tells none; document: which states it, if not the one being read.
    """
    start_year, end_year = years
    tables.add(
        "plans",
        id=identity,
        title=title,
        kind=kind,
        city=CITY_ID,
        start_year=start_year,
        end_year=end_year,
        document=document or tables.document,
    )
