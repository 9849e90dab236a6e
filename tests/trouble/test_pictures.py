"""Pictures that are none, or not as they seem: a clear problem at their line, in each output."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from pipeline.files import Files
from pipeline.outputs import Product
from tests.trouble.conftest import Builds


@pytest.mark.parametrize("output", list(Product))
def test_a_pipe_is_not_waited_for(output: Product, builds: Builds, tmp_path: Path) -> None:
    (tmp_path / "content" / "essay").mkdir(parents=True)
    os.mkfifo(tmp_path / "content" / "essay" / "pipe.png")
    come = builds(output, "Words.\n\n![A picture](pipe.png)\n")
    assert come.made is None
    assert "figure-missing:10" in come.told


def test_what_is_no_file_is_absent(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    files = Files(tmp_path)
    assert files.bytes(tmp_path / "pipe") is None
    assert files.bytes(Path("/dev/zero")) is None
    assert not files.read


@pytest.mark.parametrize("output", list(Product))
@pytest.mark.parametrize(("name", "code"), [("gone.png", "figure-missing"), ("text.png", "figure-unreadable")])
def test_each_is_told_once(output: Product, name: str, code: str, builds: Builds) -> None:
    come = builds(output, f"Words.\n\n![A picture]({name})\n", files={"text.png": b"no picture"})
    assert come.made is None
    assert come.wrong == [f"{code}:10"]


@pytest.mark.parametrize("output", list(Product))
def test_a_folder_in_its_place_is_no_picture(output: Product, builds: Builds, tmp_path: Path) -> None:
    (tmp_path / "content" / "essay" / "sub.png").mkdir(parents=True)
    come = builds(output, "Words.\n\n![A picture](sub.png)\n")
    assert come.wrong == ["figure-missing:10"]


def picture(mode: str, kind: str) -> bytes:
    """A picture of 40 × 30 pixels."""
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("output", list(Product))
@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *(("1", "PNG"), ("L", "PNG"), ("I;16", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG")),
        *(("CMYK", "JPEG"), ("L", "JPEG"), ("P", "GIF"), ("RGBA", "WEBP"), ("RGB", "TIFF"), ("RGB", "BMP")),
    ],
)
def test_every_picture_that_reads_stands_in_every_output(output: Product, mode: str, kind: str, builds: Builds) -> None:
    name = f"a.{kind.lower()}"
    come = builds(output, f"Words.\n\n![A picture]({name})\n", files={name: picture(mode, kind)})
    assert come.made
    assert [told for told in come.told if "picture" in told or "figure" in told or "bug" in told] == []


@pytest.mark.parametrize("output", list(Product))
def test_half_a_picture_is_told_even_after_a_handout_was_made(output: Product, builds: Builds) -> None:
    assert builds(Product.HANDOUT, "Words.\n").made
    half = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(half, "JPEG")
    data = half.getvalue()
    come = builds(output, "Words.\n\n![A picture](a.jpg)\n", files={"a.jpg": data[: len(data) // 2]})
    assert come.wrong == ["figure-unreadable:10"]
