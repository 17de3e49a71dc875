"""Reads docker-compose.yml, Dockerfile and .env.example, and stands for Docker without one."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
READY_SECONDS = 40
# What an operator has to think of; the rest of the example may stay as it is.
FILLED_IN = {
    "SECRET_KEY": "x7" * 30,
    "OPERATOR_NAME": "Somebody",
    "OPERATOR_CONTACT": "somebody@blizko.example",
    "EMAIL_URL": "filemail://",
    "POSTGRES_PASSWORD": "pw",
}


def instructions(name: str) -> list[str]:
    """What the Dockerfile says under `name`, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", text, re.MULTILINE)


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in line.split())


def env_file() -> dict[str, str]:
    """`.env` as an operator makes it of the example."""
    text = (ROOT / ".env.example").read_text()
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE)) | FILLED_IN


def environment(service: str) -> dict[str, str]:
    """What the container of `service` sees, in the order in which Docker lays it."""
    own, file = SERVICES[service], env_file()
    given = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: file[found[1]], value)
        for name, value in own["environment"].items()
    }
    return image_environment() | (file if own.get("env_file") == ".env" else {}) | given


def command(service: str) -> list[str]:
    words: list[str] = SERVICES[service].get("command") or json.loads(instructions("CMD")[-1])
    return words


def grace_seconds(service: str) -> int:
    return int(SERVICES[service]["stop_grace_period"].removesuffix("s"))


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def until(true: Callable[[], Any], what: str) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while not true():
        assert time.monotonic() < give_up, what
        time.sleep(0.1)


class Answer(NamedTuple):
    """Of the web process."""

    status: int
    headers: Message
    text: str


class Machine:
    """Runs the services as processes; only addresses and the data folder are its own."""

    def __init__(self, folder: Path, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.elsewhere = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DATA_DIR": str(folder),
            "UVICORN_HOST": "127.0.0.1",
            "UVICORN_PORT": str(self.port),
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, service: str, **changes: str) -> subprocess.Popen[bytes]:
        env = environment(service) | self.elsewhere | changes
        return self.process(service, command(service), env)

    def run(self, service: str, *words: str) -> int:
        """The exit code of a command beside the one of `service`."""
        env = environment(service) | self.elsewhere
        return self.process("beside", words, env).wait(READY_SECONDS)

    def build(self) -> int:
        """The exit code of collecting static files, with what the image has while it is built."""
        line = next(run for run in instructions("RUN") if "collectstatic" in run)
        env = image_environment() | {"DATA_DIR": str(self.folder)}
        return self.process("build", line.split(), env).wait(READY_SECONDS)

    def process(
        self, name: str, words: Sequence[str], env: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                words,
                cwd=ROOT,
                env={"PATH": path} | env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def log(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text()

    def is_healthy(self) -> bool:
        """Docker's own check of the web container, at our port."""
        words = SERVICES["web"]["healthcheck"]["test"][1:]
        return self.run("web", *[w.replace(":8000", f":{self.port}") for w in words]) == 0

    def get(self, path: str, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as web:
            web.request("GET", path, headers=headers)
            response = web.getresponse()
            return Answer(response.status, response.headers, response.read().decode())

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
