"""A person's desk: an essay, a publication, a list, and the command line."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from pipeline.__main__ import main
from tests.conftest import ROOT

ESSAY = """---
title: On Openness
date: 2026-01-02
url: https://essays.example.org/open/
outputs: [newsletter]
{front}newsletter:
  preheader: What openness gives to all who write, and what it asks of those who read.
  greeting: "Hello {{{{ name | there }}}},"
{more}---

Openness is a habit. {text}
"""
PUBLICATION = """name: Essays
newsletter:
  from: Essays <essays@example.org>
  postal_address: 1 Example Street
  unsubscribe_url: https://example.org/u
"""
LIST = "email,name\nann@example.org,Ann\nbob@example.org,\ncarl@example.org,Carl\n"
_OURS = {
    *(
        "LIST",
        "TEST",
        "DRY",
        "LIMIT",
        "RATE",
        "YES",
        "NEW",
        "RESEND_UNKNOWN",
        "RETRY_FAILED",
        "ESSAY",
        "CONTENT",
        "STRICT",
    ),
    *("PIPELINE_MAIL", "PIPELINE_SMTP_PASSWORD", "SOURCE_DATE_EPOCH", "THEME", "MAIL"),
}


class Desktop:
    """A project's folder in ``root``, its essay ``open``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "content" / "open").mkdir(parents=True)
        self.essay()
        self.publication()
        self.list(LIST)

    def essay(self, text: str = "It grows.", front: str = "", more: str = "") -> None:
        """Writes the essay."""
        path = self.root / "content" / "open" / "essay.md"
        path.write_text(ESSAY.format(text=text, front=front, more=more), encoding="utf-8")

    def publication(self, *relay: str, text: str = PUBLICATION) -> None:
        """Writes publication.yaml, its relay of the lines ``relay``."""
        lines = "".join(f"    {line}\n" for line in relay)
        if relay:
            text += f"  relay:\n{lines}"
        (self.root / "content" / "publication.yaml").write_text(text, encoding="utf-8")

    def relayed(self, port: int, *more: str) -> None:
        """Names a relay on this machine."""
        self.publication("host: 127.0.0.1", f"port: {port}", "security: none", *more)

    def list(self, text: str) -> None:
        """Writes readers.csv."""
        (self.root / "readers.csv").write_text(text, encoding="utf-8")

    def environment(self, **variables: str) -> dict[str, str]:
        """What the command line is handed."""
        plain = {name: value for name, value in os.environ.items() if name not in _OURS}
        return plain | {"PYTHONPATH": str(ROOT), "ESSAY": "open", "PIPELINE_TRACEBACK": "1"} | variables

    def start(self, verb: str = "send", **variables: str) -> subprocess.Popen[str]:
        """Starts the command in a process of its own, its input no terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline", verb],
            cwd=self.root,
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, verb: str = "send", **variables: str) -> tuple[int, str]:
        """Runs the command in this process: how it ended, and what it said."""
        said = io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment(**variables), clear=True),
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = main([verb])
        assert "Traceback" not in said.getvalue(), said.getvalue()
        return code, said.getvalue()

    def send(self, **variables: str) -> tuple[int, str]:
        """``send`` to readers.csv, agreed to."""
        return self.run("send", **({"LIST": "readers.csv", "YES": "1"} | variables))


def until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Waits until it is so; a process that ends before has failed."""
    while not reached():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)
