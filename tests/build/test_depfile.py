"""Depfiles, read by Make itself: no name of a file confuses it or does harm."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pipeline.files import depfile, unwritable
from tests.build.project import environment

CHARACTERS = " #:%$|&*?[]=!~'\"`(){}<>,^@+-é日"
NAMES = [
    *(f"a{c}b.png" for c in CHARACTERS),
    *(f"{c}b.png" for c in CHARACTERS),
    *(f"ab{c}" for c in CHARACTERS if c != " "),
    "$(shell touch harm).png",
    "${HOME} `touch harm`.png",
    "a%b%c.png",
    "a  b.png",
    "x[1].png",
    "a:=b",
    "a+=b",
    "a::b",
    "a: b",
    "x*[a]?",
    "define x",
]
MAKEFILE = """.SUFFIXES:
equals := =
and := &
open := (
close := )
out: plain
\t@touch out; echo built
plain ALWAYS: ;
include out.d
"""


class Folder:
    """A folder with a Makefile that includes one depfile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "c").mkdir()
        (path / "plain").touch()
        (path / "Makefile").write_text(MAKEFILE, encoding="utf-8")

    def make(self) -> str:
        done = subprocess.run(
            ["make", "-s", "-rR", "out"], cwd=self.path, env=environment(), capture_output=True, text=True, check=False
        )
        assert not (self.path / "harm").exists()
        return (done.stdout + done.stderr).strip()

    def date(self, name: str, seconds: int) -> None:
        os.utime(self.path / name, (seconds, seconds))


@pytest.mark.parametrize("name", NAMES)
def test_a_read_file_rebuilds_when_it_changes_or_goes(name: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "c" / name).write_text("x", encoding="utf-8")
    (tmp_path / "out.d").write_text(depfile(["out"], [f"c/{name}", "plain"], []), encoding="utf-8")
    assert [folder.make(), folder.make()] == ["built", ""]
    folder.date("plain", 1_000_000_000)
    folder.date("out", 1_000_000_010)
    folder.date(f"c/{name}", 1_000_000_020)
    assert folder.make() == "built"
    folder.date("out", 1_000_000_010)
    folder.date(f"c/{name}", 1_000_000_005)
    assert not folder.make()
    (tmp_path / "c" / name).unlink()
    assert folder.make() == "built"


@pytest.mark.parametrize("name", NAMES)
def test_an_absent_file_rebuilds_when_it_comes_however_old(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out.d").write_text(depfile(["out"], ["plain"], [f"c/{name}"]), encoding="utf-8")
    (tmp_path / "c" / "decoy.png").touch()
    (tmp_path / "c" / "aXb.png").touch()
    assert [folder.make(), folder.make()] == ["built", ""]
    (tmp_path / "c" / name).touch()
    folder.date(f"c/{name}", 1)
    assert folder.make() == "built"


@pytest.mark.parametrize("name", ["a\nb", "a\\b", "a\tb", "a;b", "ab ", "a\x01b", "a\x7f"])
def test_a_name_that_make_cannot_hold_is_told_and_left_out(name: str, tmp_path: Path) -> None:
    assert unwritable(name)
    (tmp_path / "out.d").write_text(depfile(["out"], ["plain", name], [name]), encoding="utf-8")
    folder = Folder(tmp_path)
    assert [folder.make(), folder.make()] == ["built", ""]


@pytest.mark.parametrize("name", NAMES)
def test_every_other_name_can_be_held(name: str) -> None:
    assert unwritable(name) is None
