"""Every deck that the tests build, before both validators: openxml-audit and the Open XML SDK (a pytest plugin).

Each process of the tests puts the decks that it builds into one folder, each once; of decks that differ in their notes
and properties alone, the first. A reader beside it has them validated, with what the tests leave of the machine. What a
validator reports fails the run. A run of some tests alone leaves this out; ``VALIDATE=1`` asks for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"
_FOLDER = "DECKS_OF_THE_TESTS"  # travels to the processes that pytest-xdist starts
_said = pytest.StashKey[list[str]]()
# Reads paths of decks, a line each, and writes beside each what both validators report of it.
_READER = """
import json, pathlib, subprocess, sys
from openxml_audit import validate_pptx
sdk = pathlib.Path(sys.argv[1])
for line in sys.stdin:
    path = pathlib.Path(line.rstrip("\\n"))
    faults = [f"openxml-audit: {fault}" for fault in validate_pptx(str(path)).errors]
    if sdk.exists():
        run = subprocess.run([sdk, path], capture_output=True, text=True)
        try:
            faults += [f"Open XML SDK: {fault}" for fault in json.loads(run.stdout)["errors"]]
        except ValueError:
            faults.append(f"Open XML SDK: {run.stdout}{run.stderr}")
    path.with_suffix(".json").write_text(json.dumps(faults), encoding="utf-8")
"""

Assembled = Callable[..., tuple[bytes | None, object]]


def _look(data: bytes) -> str:
    """What a deck is told by: all of its parts but notes and properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as deck:
        parts = [(part.filename, part.CRC) for part in deck.infolist()]
    told = [part for part in parts if not part[0].startswith(("ppt/notesSlides/notesSlide", "docProps/"))]
    return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:16]


def _reader(*, nice: int = 0) -> subprocess.Popen[str]:
    command = ["nice", "-n", str(nice), sys.executable, "-c", _READER, str(SDK)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _kept(assembled: Assembled, folder: Path, read: Callable[[Path], object]) -> Assembled:
    """``assembled`` of :mod:`pipeline.deck.package`; what it makes is kept in ``folder`` with the name of the test, and
    handed to ``read``.
    """

    def keeping(*given: object, **named: object) -> tuple[bytes | None, object]:
        data, problems = assembled(*given, **named)
        if data is not None:
            path = folder / f"{_look(data)}.pptx"
            if not path.exists():
                path.write_bytes(data)
                path.with_suffix(".txt").write_text(os.environ.get("PYTEST_CURRENT_TEST", "?"), encoding="utf-8")
                read(path)
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

    reader = _reader(nice=19)
    assert reader.stdin is not None
    pipe = reader.stdin

    def read(deck: Path) -> None:
        with contextlib.suppress(BrokenPipeError):  # it fell over a deck; this one is read in the end
            pipe.write(f"{deck}\n")
            pipe.flush()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "assembled", _kept(package.assembled, Path(folder), read))
        yield
    with contextlib.suppress(BrokenPipeError):
        pipe.close()
    reader.wait()


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
    late = [deck for deck in decks if not deck.with_suffix(".json").exists()]  # the reader fell over one before
    with ThreadPoolExecutor(2) as two:  # each waits for a process
        list(two.map(_alone, late))
    for deck in decks:
        said = deck.with_suffix(".json")
        faults = json.loads(said.read_text(encoding="utf-8")) if said.exists() else ["no validator could read it"]
        if not SDK.exists() and os.environ.get("CI") == "true":
            faults = [*faults, "the Open XML SDK is not installed"]
        for fault in faults:
            yield f"{deck.with_suffix('.txt').read_text(encoding='utf-8')}: {fault}"


def _alone(deck: Path) -> None:
    with _reader() as reader:
        reader.communicate(f"{deck}\n")
