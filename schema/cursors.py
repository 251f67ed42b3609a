"""Cursors of connections: opaque to callers, to us a position in the list, so that they survive a reload."""

from __future__ import annotations

import base64
import re

from schema.errors import BadUserInput


def cursor_of(position: int) -> str:
    """Return the cursor of the node at a position of a list: the same for as long as the data is."""
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def position_after(cursor: str | None) -> int:
    """Return how many nodes to leave out to go on behind a cursor; raises BadUserInput for none of ours."""
    if cursor is None:
        return 0
    try:
        position = re.fullmatch(r"at:(\d{1,9})", base64.urlsafe_b64decode(cursor).decode())
    except ValueError:
        position = None
    if position is None:
        raise BadUserInput(f"“{cursor}” is no cursor of this service.")
    return int(position[1]) + 1
