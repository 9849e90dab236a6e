"""What a person does with the deck in PowerPoint: slides added from any layout, other colours for the theme.

LibreOffice shows what comes of it.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from pipeline.deck.check import check
from pipeline.files import Files
from pipeline.fonts import fontconfig
from pipeline.layouts import Align, LayoutSpec, layouts
from pipeline.theme import Color, Theme
from tests.conftest import ROOT, needs
from tests.themes.gallery import THEMES, gallery

DOTS = 36  # an inch: a slide of 480 by 270 pixels
NEAR = 6  # of 255: what drawing may change in a colour
TITLE = "Said at the venue"
ITEMS = ("First", "Second", "Third, a level deeper")


def added(data: bytes, *, filled: bool) -> bytes:
    """A deck of one new slide a layout, as python-pptx adds them, and nothing else; with ordinary text or without."""
    deck = Presentation(io.BytesIO(data))
    ids = deck.slides._sldIdLst
    for one in list(ids):
        deck.part.drop_rel(one.rId)
        ids.remove(one)
    for layout in deck.slide_layouts:
        slide = deck.slides.add_slide(layout)
        for place in slide.placeholders if filled else ():
            if not place.has_text_frame or str(place.placeholder_format.type).startswith(("PICTURE", "TABLE")):
                continue
            index = place.placeholder_format.idx
            if index in (1, 2, 15):
                place.text_frame.text = "\n".join(ITEMS)
                place.text_frame.paragraphs[-1].level = 1
            else:
                place.text_frame.text = TITLE if index == 0 else "42 %" if index == 18 else "Small"
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def recoloured(data: bytes, **colors: str) -> bytes:
    """The deck with other colours in its theme, as PowerPoint's Design, Variants, Colors changes them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for part in before.infolist():
            held = before.read(part)
            if part.filename == "ppt/theme/theme1.xml":
                text = held.decode()
                for slot, value in colors.items():
                    text, count = re.subn(rf"<a:{slot}>.*?</a:{slot}>", _slot(slot, value), text)
                    assert count == 1, slot
                held = text.encode()
            after.writestr(part, held)
    return stream.getvalue()


def _slot(name: str, value: str) -> str:
    return f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'


def shown(data: bytes, theme: Theme, folder: Path) -> tuple[list[Image.Image], list[str]]:
    """The pages as LibreOffice shows them with the theme's faces alone: pictures, and the words on each."""
    deck = folder / "deck.pptx"
    deck.write_bytes(data)
    env = {**os.environ, "FONTCONFIG_FILE": str(fontconfig(theme, Files(ROOT), folder)), "HOME": str(folder)}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(deck)]
    subprocess.run(command, env=env, capture_output=True, check=True, timeout=300)
    pdf = deck.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-png", str(pdf), str(folder / "page")], check=True)
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    images = [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]
    for path in folder.glob("page-*.png"):
        path.unlink()
    return images, said.split("\f")[: len(images)]


def _near(pixel: tuple[int, ...], color: Color) -> bool:
    wanted = tuple(int(color.hex[at : at + 2], 16) for at in (0, 2, 4))
    return all(abs(one - other) <= NEAR for one, other in zip(pixel, wanted, strict=True))


def count(image: Image.Image, color: Color) -> int:
    """How many pixels are of ``color``."""
    found = image.getcolors(image.width * image.height) or []
    return sum(n for n, pixel in found if isinstance(pixel, tuple) and _near(pixel, color))


@pytest.mark.slow
@needs("soffice", "pdftoppm", "pdftotext")
@pytest.mark.parametrize("name", THEMES)
def test_a_slide_added_from_any_layout_looks_right(name: str, tmp_path: Path) -> None:
    made = gallery(name)
    specs = layouts(made.theme)
    edited = added(made.data, filled=True)
    # The words are the person's: what holds for them is what their places give them.
    held = ("deck-contrast", "deck-size", "deck-bounds")
    assert [str(p) for p in check(edited, made.essay, made.theme) if p.code in held] == []
    images, said = shown(edited, made.theme, tmp_path)
    assert len(images) == len(specs)
    for spec, image, words in zip(specs, images, said, strict=True):
        ground = getattr(made.theme.slides, spec.background)
        assert (
            count(image.crop((image.width - 8, image.height - 8, image.width - 4, image.height - 4)), ground) == 16
        ), spec.name
        title = spec.placeholders[0]
        assert (TITLE.upper() if title.capitals else TITLE) in words, spec.name
        # Small letters are all edge, in a picture as small as this.
        assert title.kind == "term" or count(image, getattr(made.theme.slides, title.color)) > 10, spec.name
        assert _clear(image, spec, ground), spec.name
    empty, said = shown(added(made.data, filled=False), made.theme, tmp_path)
    for spec, words in zip(specs, said, strict=True):
        icons = {"Click the icon to add a picture", "Click the icon to add a chart", "QR code"}
        assert not {line.strip() for line in words.splitlines() if line.strip()} - icons, spec.name
    assert len(empty) == len(specs)


def _clear(image: Image.Image, spec: LayoutSpec, ground: Color) -> bool:
    """Whether the right margin is free: nothing that was typed runs off the slide."""
    if any(p.align is Align.RIGHT and p.slot == "title" for p in spec.placeholders):
        return True
    strip = image.crop((image.width - 12, 12, image.width - 2, image.height - 2))
    return count(strip, ground) == strip.width * strip.height


@pytest.mark.slow
@needs("soffice", "pdftoppm", "pdftotext")
@pytest.mark.parametrize("name", THEMES)
def test_other_theme_colours_recolour_the_deck(name: str, tmp_path: Path) -> None:
    made = gallery(name)
    was = made.theme.slides
    dark = was.paper.luminance < was.ink.luminance
    paper, ink, accent = Color("202000" if dark else "FFFFE0"), Color("C0FFC0" if dark else "003000"), Color("E000E0")
    grounds = {"dk1": paper.hex, "lt1": ink.hex} if dark else {"dk1": ink.hex, "lt1": paper.hex}
    other = recoloured(made.data, **grounds, accent1=accent.hex, hlink=accent.hex)
    after, _ = shown(other, made.theme, tmp_path)
    # Pictures keep their own colours: the slides that show one are not asked.
    plain = [n for n, slide in enumerate(made.fitted.slides) if not slide.layout.startswith("figure")]
    assert sum(count(after[n], was.accent) for n in plain) == 0
    assert sum(count(after[n], accent) for n in plain) > 1000
    for n in plain:
        spec = next(spec for spec in layouts(made.theme) if spec.id == made.fitted.slides[n].layout)
        if spec.background.value == "paper":
            # A panel of code takes half of its slide.
            assert count(after[n], paper) > 0.4 * after[n].width * after[n].height
