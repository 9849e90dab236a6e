"""Pictures that are none, or not as they seem: a clear problem at their line, in each output."""

from __future__ import annotations

import base64
import contextlib
import email
import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

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


SECRET = b"taken at home"


def told() -> dict[str, bytes]:
    """Pictures of every kind that say in every place they have where they were taken."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    text = PngInfo()
    text.add_text("Location", SECRET.decode(), zip=False)
    kinds: dict[str, dict[str, object]] = {
        "JPEG": {"exif": exif, "comment": SECRET, "xmp": SECRET},
        "PNG": {"exif": exif, "pnginfo": text},
        "GIF": {"comment": SECRET},
        "WEBP": {"exif": exif, "xmp": SECRET},
    }
    made = {}
    for n, (kind, more) in enumerate(kinds.items()):
        out = io.BytesIO()
        Image.new("RGB", (40 + n, 30), (10, 200, 90)).save(out, kind, **more)
        made[f"a.{kind.lower()}"] = out.getvalue()
    inner = base64.b64encode(made["a.jpeg"]).decode()
    made["a.svg"] = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><metadata>{SECRET.decode()}</metadata>'
        f'<!-- {SECRET.decode()} --><image width="40" height="30" href="data:image/jpeg;base64,{inner}"/></svg>'
    ).encode()
    assert all(SECRET in data for data in made.values())
    return made


def unpacked(data: bytes) -> Iterator[bytes]:
    """``data``, and what is packed into it: parts of a zip or a message, streams of a PDF, what addresses carry."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield from unpacked(package.read(name))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for one in pdf.objects:
                if isinstance(one, pikepdf.Stream):
                    yield one.read_raw_bytes()
                    with contextlib.suppress(pikepdf.PdfError):  # a JPEG, which is its own
                        yield one.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    elif b"MIME-Version" in data[:4000]:
        for part in email.message_from_bytes(data).walk():
            held = part.get_payload(decode=True)
            if isinstance(held, bytes) and not part.is_multipart():
                yield from unpacked(held)
    else:
        for found in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
            yield from unpacked(base64.b64decode(found))


@pytest.mark.parametrize("output", list(Product))
def test_no_output_tells_where_a_picture_was_taken(output: Product, builds: Builds) -> None:
    files = told()
    body = "\n\n".join(f"==Claim {n} is told.== Words.\n\n![A picture]({name})" for n, name in enumerate(files))
    come = builds(output, body + "\n", "cover: {path: a.jpeg, alt: A field}\n", files)
    assert come.made is not None, come.problems
    for data in come.made.contents:
        for part in unpacked(data):
            assert SECRET not in part
            assert SECRET.decode().encode("utf-16-be") not in part
