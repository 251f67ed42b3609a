"""What Linux knows of the processes of an embedded database: which there are, and where they listen."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROC = Path("/proc")
LISTENING = "0A"


def processes_of(directory: Path) -> list[int]:
    """Return the processes whose command line names a directory: each child, and its guard."""
    found = []
    for entry in PROC.iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(directory).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def java_of(directory: Path) -> int:
    """Return the one Java process of a data directory."""
    [java] = [pid for pid in processes_of(directory) if (PROC / str(pid) / "comm").read_text() == "java\n"]
    return java


def listening_addresses(pid: int) -> list[str]:
    """Return the addresses on which a process listens over TCP."""
    sockets = set()
    for descriptor in (PROC / str(pid) / "fd").iterdir():
        with contextlib.suppress(OSError):
            sockets.add(str(descriptor.readlink()))
    return [address for inode, address in _listeners() if f"socket:[{inode}]" in sockets]


def _listeners() -> Iterator[tuple[str, str]]:
    for table in ("tcp", "tcp6"):
        for line in (PROC / "net" / table).read_text().splitlines()[1:]:
            (
                _,
                local,
                _,
                state,
                *_,
            ) = (fields := line.split())
            if state == LISTENING:
                yield fields[9], _address(local.partition(":")[0])


def _address(packed: str) -> str:
    """Read an address as the kernel prints it: words of four bytes, each in the order of this machine."""
    words = [int(packed[start : start + 8], 16) for start in range(0, len(packed), 8)]
    return socket.inet_ntop(
        socket.AF_INET if len(words) == 1 else socket.AF_INET6, b"".join(struct.pack("=I", word) for word in words)
    )


def is_loopback(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def soon(true: Callable[[], bool], within: float = 10.0) -> bool:
    """Wait until something is true; False if it never was."""
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
