"""The unsubscribe server as a person starts it, a process of its own, and what a test asks of it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.leaving import secrets, tokens
from pipeline.sending import suppression

ROOT = Path(__file__).resolve().parent.parent.parent
ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Running:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int
    state: Path

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or (FORM if body is not None else {})))
            found = connection.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def link(self, address: str) -> str:
        """The path in the mail of ``address``."""
        return f"/unsubscribe?reader={quote(tokens.token(secrets.load(self.state), address))}"

    def leave(self, address: str) -> Answer:
        """What a mail server does for a reader's one click."""
        return self.ask("POST", self.link(address), ONE_CLICK)

    def suppressed(self) -> set[str]:
        """Who stands in the file, which must hold no line that cannot be read."""
        entries, problems = suppression.read(self.state / "suppressed.csv")
        assert problems == ()
        return set(entries)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(20)


@contextlib.contextmanager
def server(state: Path, *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """A server with its state in ``state``, on a port that was free."""
    mine = {k: v for k, v in os.environ.items() if k not in {"ESSAY", "CONTENT", "THEME", "LISTEN"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "unsubscribe-server", "--listen", "127.0.0.1:0", *arguments],
        cwd=cwd,
        env=mine | {"PIPELINE_MAIL": str(state), "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        found = re.search(r"(?:unix:.*|:(\d+))/ writes into", first)
        assert found, first + process.stdout.read()
        yield Running(process, int(found[1] or 0), state)
    finally:
        process.kill()
        process.wait(20)
        process.stdout.close()
