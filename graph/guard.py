"""Runs one command, and ends it when the process that asked for it is gone.

    python -I -S guard.py java -cp ... com.arcadedb.server.ArcadeDBServer

The parent holds the other end of this process's standard input. It writes ``stop`` for an orderly end; when it dies, be
it by SIGKILL, the system closes the pipe and the command is killed at once. On Linux the command also dies with this
process. Only the standard library, and nothing of this package: it starts in a few hundredths of a second.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

STOP = b"stop\n"
"""What the parent writes for an orderly end."""

ORDERLY_END = 5.0
"""Seconds that the command has for an orderly end."""

LOOK_UP = 1.0
"""Seconds between looks at who our parent is, in case another process holds the pipe open."""

PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> int:
    """Run the command until it ends, is stopped or is left alone, and return its exit status."""
    parent = os.getppid()
    ended, tell = os.pipe()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_tie_to_parent())
    threading.Thread(target=_wait, args=(child, tell), daemon=True).start()
    while not (ready := select.select([sys.stdin.fileno(), ended], [], [], LOOK_UP)[0]):
        if os.getppid() != parent:
            break
    if ended not in ready:
        _end(child, orderly=bool(ready) and os.read(sys.stdin.fileno(), len(STOP)) == STOP)
    return child.wait()


def _wait(child: subprocess.Popen[bytes], tell: int) -> None:
    child.wait()
    os.close(tell)


def _end(child: subprocess.Popen[bytes], *, orderly: bool) -> None:
    if orderly:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(ORDERLY_END)
    child.kill()


def _tie_to_parent() -> Callable[[], None] | None:
    """Return what a child runs before its command so that Linux kills it when its parent dies."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    guard = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:
            os._exit(1)

    return tie


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
