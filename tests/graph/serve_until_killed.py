"""Opens the database that the environment's settings name, says so, and does nothing until it is ended."""

import asyncio
import signal

from graph.database import open_database
from graph.settings import load_settings


async def main() -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with open_database(load_settings()):
        print("open", flush=True)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(main())
