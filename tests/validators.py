"""Every deck that the tests build, before both validators: openxml-audit and the Open XML SDK (a pytest plugin).

Each process of the tests puts the decks that it builds into one folder, each once. When all tests have ended they are
validated, and what a validator reports fails the run. A run of some tests alone leaves this out; ``VALIDATE=1`` asks
for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"
_FOLDER = "DECKS_OF_THE_TESTS"  # travels to the processes that pytest-xdist starts
_said = pytest.StashKey[list[str]]()
_AUDIT = """
import sys
from openxml_audit import validate_pptx
for path in sys.argv[1:]:
    for fault in validate_pptx(path).errors:
        print(path, "openxml-audit:", fault)
"""

Assembled = Callable[..., tuple[bytes | None, object]]


def _kept(assembled: Assembled, folder: Path) -> Assembled:
    """``assembled`` of :mod:`pipeline.deck.package`; what it makes is kept in ``folder`` with the name of the test."""

    def keeping(*given: object, **named: object) -> tuple[bytes | None, object]:
        data, problems = assembled(*given, **named)
        if data is not None:
            path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.pptx"
            if not path.exists():
                path.write_bytes(data)
                path.with_suffix(".txt").write_text(os.environ.get("PYTEST_CURRENT_TEST", "?"), encoding="utf-8")
        return data, problems

    return keeping


@pytest.fixture(scope="session", autouse=True)
def every_deck_is_kept() -> Iterator[None]:
    """Keeps each deck that is built, where they are to be validated."""
    folder = os.environ.get(_FOLDER)
    if not folder:
        yield
        return
    from pipeline.deck import package

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "assembled", _kept(package.assembled, Path(folder)))
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Names the folder: in the process that a person starts, for a whole run."""
    if hasattr(config, "workerinput"):
        return
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    if whole or os.environ.get("VALIDATE") == "1":
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="decks-")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Validates what was kept."""
    folder = os.environ.get(_FOLDER)
    if not folder or hasattr(session.config, "workerinput"):
        return
    decks = sorted(Path(folder).glob("*.pptx"))
    faults = list(validated(decks))
    session.config.stash[_said] = [f"{len(decks)} decks validated, {len(faults)} faults", *faults]
    if faults:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what the validators reported."""
    for line in config.stash.get(_said, []):
        terminalreporter.line(line)


def validated(decks: list[Path]) -> Iterator[str]:
    """What both validators report of ``decks``, each with the test that built it."""
    half = len(decks) // 2
    with ThreadPoolExecutor(2) as two:  # each waits for a process
        audits = list(two.map(_audited, [part for part in (decks[:half], decks[half:]) if part]))
        sdks = list(two.map(_by_sdk, decks))
    for lines in (*audits, *sdks):
        for line in lines:
            path, _, fault = line.partition(" ")
            yield f"{Path(path).with_suffix('.txt').read_text(encoding='utf-8')}: {fault}"


def _audited(decks: list[Path]) -> list[str]:
    run = subprocess.run([sys.executable, "-c", _AUDIT, *decks], capture_output=True, text=True, check=False)
    return [*run.stdout.splitlines(), *([f"{decks[0]} {run.stderr}"] if run.returncode else [])]


def _by_sdk(deck: Path) -> list[str]:
    if not SDK.exists():
        return [f"{deck} the Open XML SDK is not installed"] if os.environ.get("CI") == "true" else []
    run = subprocess.run([SDK, deck], capture_output=True, text=True, check=False)
    try:
        return [f"{deck} Open XML SDK: {fault}" for fault in json.loads(run.stdout)["errors"]]
    except ValueError:
        return [f"{deck} Open XML SDK: {run.stderr}"]
