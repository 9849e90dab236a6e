"""Pictures: found, judged by what they are, never trusted."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from pipeline.document import Figure
from tests.source.conftest import Reads


@pytest.fixture
def folder(tmp_path: Path, reads: Reads) -> Path:
    reads("")
    return tmp_path / "content" / "essay"


def claimed(path: Path, width: int, height: int) -> None:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp"])
def test_pictures_of_every_kind_are_taken(name: str, folder: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3), "red").save(folder / name)
    essay, problems = reads(f"![Red]({name})\n")
    assert essay is not None
    assert not problems
    figure = essay.sections[0].blocks[0]
    assert isinstance(figure, Figure)
    assert (figure.src, figure.alt) == (name, "Red")


def test_a_picture_in_a_folder_below(folder: Path, reads: Reads) -> None:
    (folder / "more pictures").mkdir()
    Image.new("RGB", (4, 3)).save(folder / "more pictures" / "ä.png")
    for written in ("<more pictures/ä.png>", "more%20pictures/%C3%A4.png"):
        essay, problems = reads(f"![Red]({written})\n")
        assert essay is not None
        assert not problems
        figure = essay.sections[0].blocks[0]
        assert isinstance(figure, Figure)
        assert figure.src == "more pictures/ä.png"


@pytest.mark.parametrize(
    ("side", "code"), [(9_000, []), (12_000, ["figure-too-large"]), (60_000, ["figure-too-large"])]
)
def test_the_size_is_bounded_without_unpacking(side: int, code: list[str], folder: Path, reads: Reads) -> None:
    claimed(folder / "a.png", side, side)
    _, problems = reads("![a](a.png)\n")
    assert [p.code for p in problems] == code


def test_broken_pictures(folder: Path, reads: Reads) -> None:
    Image.effect_noise((200, 200), 60).save(folder / "whole.jpg")
    data = (folder / "whole.jpg").read_bytes()
    (folder / "half.jpg").write_bytes(data[: len(data) // 2])
    (folder / "text.png").write_text("text")
    (folder / "empty.png").write_bytes(b"")
    _, problems = reads("![a](half.jpg)\n\n![a](text.png)\n\n![a](empty.png)\n\n![a](whole.jpg)\n")
    assert [(p.code, p.place.line) for p in problems] == [
        ("figure-unreadable", 4),
        ("figure-unreadable", 6),
        ("figure-unreadable", 8),
    ]


def test_a_link_out_of_the_folder(folder: Path, tmp_path: Path, reads: Reads) -> None:
    Image.new("RGB", (4, 3)).save(tmp_path / "out.png")
    (folder / "a.png").symlink_to(tmp_path / "out.png")
    (folder / "b").symlink_to(tmp_path)
    _, problems = reads("![a](a.png) and ![b](b/out.png)\n")
    assert [p.code for p in problems] == ["figure-outside", "figure-outside"]


def test_pillow_is_imported_for_figures_only() -> None:
    told = "import sys; from pipeline.source import read; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    names = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert not {"PIL", "weasyprint", "pptx", "jinja2", "lxml", "pygments"} & set(names)
