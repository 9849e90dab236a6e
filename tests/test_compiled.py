"""What is kept of one process saves the next the compiling, and changes nothing else."""

from __future__ import annotations

import json
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import compiled

ROOT = Path(__file__).resolve().parent.parent

# A process that imports two modules of its own, and says what of them was not known before and what they are like.
SCRIPT = """
import json, sys
from pipeline import compiled
compiled._path = lambda name: sys.argv[1]
compiled.recall("x")
sys.path.insert(0, sys.argv[2])
import kept
assert kept.Point(1, "a") == kept.Point(1, "a") != kept.Point(2, "a")
assert kept.Point(1) < kept.Point(2) and hash(kept.Point(3)) == hash(kept.Point(3))
try:
    kept.Point(1).x = 2
    raise SystemExit("it is not frozen")
except AttributeError:
    pass
kept.asked("essay's words")
print(json.dumps([
    [one if isinstance(one, str) else one.decode() for one in compiled._new],
    repr(kept.Point(1)), str(kept.Point.__init__.__annotations__), kept.DAY.match("2026-11-23").groupdict(),
    kept.DAY.flags, kept.DAY.groups, repr(kept.BYTES.search(b"xAb")), kept.Of.WORD.findall("Ä b"),
    kept.DAY.pattern, kept.EITHER.sub(r"\\\\2\\\\1", "ab"),
]))
compiled.keep("x")
"""
MODULE = r"""
import dataclasses
import re

DAY = re.compile(r"(?P<year>\d+)-(?P<month>\d+)-(\d+)  # a day", re.VERBOSE)
BYTES = re.compile(rb"a(?i:B)|[\x80-\xff]+", re.IGNORECASE)
EITHER = re.compile("(a)(b)")


class Of:
    WORD = re.compile(r"[\w-]", re.UNICODE)


def asked(words):
    return re.compile(re.escape(words))


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int
    y: str = "none"
"""


def run(kept: Path, folder: Path, *options: str) -> tuple[list[str], list[object]]:
    """What a process had to compile, and what it found its modules to be."""
    folder.mkdir(exist_ok=True)
    (folder / "kept.py").write_text(MODULE)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *options, "-c", SCRIPT, str(kept), str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    new, *found = json.loads(done.stdout)
    return new, found


def test_the_second_process_compiles_nothing_and_its_modules_are_the_same(tmp_path: Path) -> None:
    first, plain = run(tmp_path / "kept", tmp_path / "code")
    assert any("__init__" in text for text in first)
    assert any("(?P<year>" in text for text in first)
    second, same = run(tmp_path / "kept", tmp_path / "code")
    assert second == []
    assert same == plain


def test_only_what_modules_ask_for_is_kept(tmp_path: Path) -> None:
    run(tmp_path / "kept", tmp_path / "code")
    version, made = marshal.loads((tmp_path / "kept").read_bytes())
    texts = {key[1] for key in made if isinstance(key, tuple)}
    assert version == sys.version
    assert {"(a)(b)", r"[\w-]"} <= texts, "a module's and a class's"
    assert not any("essay" in str(text) for text in texts)


@pytest.mark.parametrize("spoilt", [b"", b"nonsense", marshal.dumps(1), marshal.dumps(("2.7", {"a": b"b"}))])
def test_what_is_spoilt_or_of_another_python_is_made_anew(spoilt: bytes, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(spoilt)
    first, plain = run(tmp_path / "kept", tmp_path / "code")
    assert first
    assert run(tmp_path / "kept", tmp_path / "code") == ([], plain)


def test_too_much_is_forgotten(tmp_path: Path) -> None:
    gone = {str(number): marshal.dumps(compile("", "", "exec")) for number in range(5001)}
    (tmp_path / "kept").write_bytes(marshal.dumps((sys.version, gone)))
    assert run(tmp_path / "kept", tmp_path / "code")[0]
    assert len(marshal.loads((tmp_path / "kept").read_bytes())[1]) < len(gone)


def test_where_nothing_may_be_written_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for kept, options in ((tmp_path / "file" / "kept", ()), (tmp_path / "kept", ("-B",))):
        assert run(kept, tmp_path / "code", *options)[0] == [], "something was taken apart for nothing"
        assert not kept.exists()


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("", 0),
        (r"(?P<a>x)(?P<b>y)?(z)\1(?(b)c|d)", 0),
        (r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", 0),
        (r"(?i)straße|[α-ω]+", 0),
        (r"^a.*?b$(?=c)(?<!d)", re.MULTILINE | re.DOTALL),
        (rb"\d+[\x00-\xff]", 0),
        (r"\w+", re.ASCII),
    ],
)
def test_a_pattern_of_its_parts_is_that_pattern(pattern: str | bytes, flags: int) -> None:
    plain = re.compile(pattern, flags)
    parts = marshal.loads(marshal.dumps(compiled._parts(pattern, int(flags))))
    made = compiled._made(pattern, parts)
    assert made == plain
    assert (made.groups, dict(made.groupindex), made.flags) == (plain.groups, dict(plain.groupindex), plain.flags)


@pytest.mark.slow
@pytest.mark.parametrize("output", ["newsletter", "deck", "handout"])
def test_a_build_says_the_same_with_what_was_kept(output: str, tmp_path: Path) -> None:
    essay = "content/open-source-and-ai-safety/essay.md"
    environment = {name: value for name, value in os.environ.items() if name not in {"THEME", "STRICT"}}
    made = []
    for number, options in enumerate(([], [], ["-B"])):
        folder = tmp_path / str(number)
        command = [sys.executable, *options, "-m", "pipeline", "build", output, essay, "--build", str(folder)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        built = folder / "open-source-and-ai-safety"
        made.append({path.name: path.read_bytes() for path in built.iterdir() if path.is_file()})
    assert made[0]
    assert made[0] == made[1] == made[2]
