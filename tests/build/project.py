"""A fresh project in a temporary folder, on which tests run the real Make; its Python keeps a log of its calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What a Make above hands down, and what steers ours.
_OURS = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PIPELINE_REPORT", "PIPELINE_TRACEBACK", "ACCEPT"} | {
    *("CONTENT", "ESSAY", "THEME", "STRICT", "SOURCE_DATE_EPOCH", "FILE", "TITLE", "LIST")
}
ESSAY = """---
title: {title}
date: 2026-01-02
authors:
  - name: Ada Example
outputs: [newsletter]
---

Openness is a habit. {text}

## A section

A paragraph with some words in it.
"""
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def environment(**more: str) -> Mapping[str, str]:
    """The environment without what a Make above hands down, and with ``more``."""
    return {name: value for name, value in os.environ.items() if name not in _OURS} | more


class Project:
    """The project's Makefile, code, themes and locks in ``root``, and essays of the test's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "python.log"
        for name in ("make", "pipeline", "themes", "lock"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy2(ROOT / "Makefile", root / "Makefile")
        self.python()
        (root / ".venv" / ".run").touch()
        (root / "content").mkdir()

    def python(self, before: str = "") -> None:
        """Puts a Python in place that logs each call, after running the shell commands ``before``."""
        path = self.root / ".venv" / "bin" / "python"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f'#!/bin/sh\necho "$*" >>"{self.log}"\n{before}\nexec "{sys.executable}" "$@"\n'
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def essay(self, slug: str, text: str = "It grows.", title: str = "A title") -> Path:
        """Writes an essay of which only the newsletter is wanted."""
        path = self.root / "content" / slug / "essay.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ESSAY.format(title=title, text=text), encoding="utf-8")
        return path

    def make(self, *arguments: str, **variables: str) -> Made:
        """Runs Make; what it said and which outputs Python was called for."""
        self.log.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["make", *arguments],
            cwd=self.root,
            env=environment(**variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in done.stdout + done.stderr or "PIPELINE_TRACEBACK" in variables
        return Made(done.returncode, done.stdout, done.stderr, self.calls())

    def calls(self) -> list[str]:
        """What Python was called for since the last Make: ``alpha.newsletter`` for a build, else the arguments."""
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            words = line.split()
            built = words[:3] == ["-m", "pipeline", "build"]
            found.append(f"{words[4].split('/')[-2]}.{words[3]}" if built else line)
        return sorted(found)

    def built(self, slug: str, name: str = "newsletter.eml") -> Path:
        """The output ``name`` of an essay."""
        return self.root / "build" / slug / name

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces ``old`` in a file of the project, which must hold it."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def parts(self) -> list[Path]:
        """The half-written files."""
        return sorted((self.root / "build").rglob("*.part"))


class Made:
    """What a run of Make came to."""

    def __init__(self, code: int, out: str, err: str, calls: list[str]) -> None:
        self.code = code
        self.out = out
        self.err = err
        self.calls = calls

    def row(self, name: str) -> str:
        """The row of the closing table that names ``name``."""
        return next(line for line in self.out.splitlines() if line.startswith("  build/") and name in line)
