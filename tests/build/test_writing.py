"""Files are written whole or not at all, and what killed processes left behind goes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pipeline.files import write


def test_what_a_killed_process_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    kept = {f".deck.pptx.{os.getpid()}1.part.txt", ".deck.pptx.1.part", ".deck.pptx.mine.part", f".x.{gone.pid}.part"}
    for name in (*kept, f".deck.pptx.{gone.pid}.part"):
        (tmp_path / name).touch()
    write(tmp_path / "deck.pptx", b"new", moment=5_000_000_000)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "deck.pptx"}
    assert (tmp_path / "deck.pptx").read_bytes() == b"new"
    assert (tmp_path / "deck.pptx").stat().st_mtime_ns == 5_000_000_000


def test_a_file_that_cannot_be_written_is_named_and_leaves_no_half_of_it(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").mkdir()
    with pytest.raises(OSError, match="directory") as fault:
        write(tmp_path / "deck.pptx", b"new")
    assert fault.value.filename == str(tmp_path / "deck.pptx")
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]
