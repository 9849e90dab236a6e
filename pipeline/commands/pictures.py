"""``pictures``: contact sheets of every slide, page and mail under ``build/<slug>/pictures/``, to look at.

slides.png                    the deck as LibreOffice draws it, with the theme's faces alone
pages.png                     the handout, by poppler
mail-light.png mail-dark.png  the mail in Chromium, 360, 600 and 1200 pixels wide
mail-inverted.png             … with the colours that some clients turn round for the dark
mail-stripped.png             … without any style element, as some clients show it
mail-imageless.png            … with its pictures not loaded

A program that is missing leaves out its sheets and says what to install.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

from pipeline.commands import stages
from pipeline.commands.essays import find
from pipeline.files import Files
from pipeline.outputs import Product, Target
from pipeline.problems import Place

SHEETS = (Product.DECK, Product.HANDOUT, Product.NEWSLETTER)
WIDTHS = (360, 600, 1200)
TALLEST = 12_000  # pixels; a longer mail is cut in its picture
GAP = 24
GROUND = (128, 128, 128)
A_SHEET = 24

INSTALL = {
    "soffice": "LibreOffice draws the slides: sudo apt-get install libreoffice-impress",
    "pdftoppm": "poppler draws slides and pages: sudo apt-get install poppler-utils",
    "chromium": "Chromium draws the mail: sudo apt-get install chromium",
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Without these it starts by calling home, and asks for a sandbox that root cannot have.
QUIET = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-extensions"),
)


def run(arguments: list[str]) -> int:
    """Makes the sheets of what was built, and names them."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline pictures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else every essay")
    parser.add_argument("--build", type=Path, default=Path("build"))
    asked = parser.parse_args(arguments)
    paths, problems = find(asked.essay)
    for problem in problems:
        print(problem)
    for program, what in missing().items():
        print(f"pictures: {program} is missing. {what}")
    unbuilt = [path.parent.name for path in paths if not any(file.exists() for file in _drawn_from(path, asked.build))]
    for slug in unbuilt:
        print(f"pictures: nothing of `{slug}` stands in {asked.build}; `make ESSAY={slug}` builds it")
    for path in paths:
        for sheet in sheets(path, asked.build):
            print(f"  {sheet}", flush=True)
    return 1 if problems or unbuilt else 0


def missing() -> dict[str, str]:
    """The programs that are not there, with what to type for them."""
    return {
        program: what
        for program, what in INSTALL.items()
        if not any(shutil.which(name) for name in (CHROMIUM if program == "chromium" else (program,)))
    }


def _drawn_from(path: Path, build: Path) -> tuple[Path, Path, Path]:
    """The deck, handout and mail of the essay at ``path``, whether they were built or not."""
    deck, handout, mail = (Target(build, path.parent.name, product).files[-1] for product in SHEETS)
    return deck, handout, mail


def sheets(path: Path, build: Path) -> Iterator[Path]:
    """Makes each sheet of the essay at ``path`` and yields where it is."""
    folder = build / path.parent.name / "pictures"
    deck, handout, newsletter = _drawn_from(path, build)
    gone = missing()
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        work = Path(name)
        faces = _faces(path, work)
        if deck.exists() and not {"soffice", "pdftoppm"} & set(gone):
            pdf = slides_pdf(deck, work, faces)
            yield from (_grids(_drawn(pdf, work / "slide", 60), folder, "slides", 4) if pdf else ())
        if handout.exists() and "pdftoppm" not in gone:
            yield from _grids(_drawn(handout, work / "page", 72), folder, "pages", 4)
        if newsletter.exists() and "chromium" not in gone:
            html = _as_read(_html(newsletter.read_bytes(), work), path)
            for way, changed in WAYS.items():
                images = [mail(changed(html), width, work, faces, dark=way == "dark") for width in WIDTHS]
                yield _save(_sheet(images, len(images)), folder / f"mail-{way}.png")


def _inverted(html: str) -> str:
    """``html`` with light and dark turned round and hues kept, its pictures as they are."""
    turned = "filter:invert(1) hue-rotate(180deg)"
    return html.replace("</head>", f"<style>html{{background:#fff;{turned}}}img{{{turned}}}</style></head>", 1)


# The ways in which clients show a mail, and what each makes of its HTML.
WAYS: Mapping[str, Callable[[str], str]] = {
    "light": str,
    "dark": str,
    "inverted": _inverted,
    "stripped": lambda html: re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL),
    "imageless": lambda html: re.sub(r'(<img[^>]*\ssrc=")[^"]*', r"\1gone.png", html),
}


def _faces(path: Path, work: Path) -> dict[str, str]:
    """The environment in which programs see no other faces than those of the essay's theme."""
    from pipeline.fonts import fontconfig

    files = Files(Path.cwd())
    essay, _ = stages.essay(path, files)
    theme = stages.theme(path, essay.meta, files)[0] if essay else None
    dress = stages.worn(essay, theme, files)[0] if essay and theme else None
    theme = theme.showing(dress) if theme and dress else theme
    return os.environ | ({"FONTCONFIG_FILE": str(fontconfig(theme, files, work))} if theme else {})


def _as_read(html: str, path: Path) -> str:
    """The mail as a reader without a name gets it."""
    from html import escape

    from pipeline.greeting import greeting
    from pipeline.reserved import GREETING

    essay, _ = stages.essay(path, Files(Path.cwd()))
    written = essay.meta.newsletter.greeting if essay else None
    said = greeting(written, Place(str(path)))[0] if written else None
    return html.replace(GREETING, escape(said.said({}))) if said else html


def slides_pdf(deck: Path, work: Path, faces: dict[str, str]) -> Path | None:
    """The deck as LibreOffice exports it in the environment ``faces``; None where it fails."""
    profile = (work / "profile").as_uri()
    command = (
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work),
    )
    _quietly((*command, str(deck)), faces)
    pdf = work / f"{deck.stem}.pdf"
    return pdf if pdf.exists() else None


def mail(html: str, width: int, work: Path, faces: dict[str, str], *, dark: bool) -> Image.Image:
    """The mail's HTML in a frame ``width`` pixels wide: Chromium's own window is never narrower than 500."""
    (work / "mail.html").write_text(html, encoding="utf-8")
    scheme = "dark" if dark else "light"
    frame = f'<iframe src="mail.html" style="border:0;width:{width}px;height:{TALLEST}px"></iframe>'
    style = f"html{{color-scheme:{scheme}}}body{{margin:0}}"
    page = work / "frame.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{frame}", encoding="utf-8")
    shot = work / f"mail-{width}-{scheme}.png"
    browser = next(filter(None, map(shutil.which, CHROMIUM)))
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    where = (
        f"--user-data-dir={work / 'browser'}",
        f"--window-size={max(width, 500)},{TALLEST}",
        f"--screenshot={shot}",
    )
    look = (f"--blink-settings=preferredColorScheme={0 if dark else 1}",)
    _quietly((browser, *QUIET, *root, *look, *where, page.as_uri()), faces)
    image = Image.open(shot).convert("RGB").crop((0, 0, width, TALLEST))
    return image.crop((0, 0, width, min(TALLEST, _foot(image) + GAP)))


def _html(message: bytes, work: Path) -> str:
    """The HTML part of a message; the pictures that travel with it (RFC 2392) are laid beside it in ``work``."""
    whole = message_from_bytes(message, policy=default)
    part = whole.get_body(("html",))
    html = str(part.get_content()) if part else ""
    for number, attached in enumerate(one for one in whole.walk() if one["Content-ID"]):
        name = f"attached-{number}"
        data = attached.get_payload(decode=True)
        (work / name).write_bytes(data if isinstance(data, bytes) else b"")
        html = html.replace(f"cid:{str(attached['Content-ID']).strip('<>')}", name)
    return html


def _foot(image: Image.Image) -> int:
    """Where the picture's last line stands that is not ground."""
    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    return box[3] if box else image.height


def _quietly(command: Sequence[str], environment: dict[str, str] | os._Environ[str]) -> None:
    """Runs a program whose chatter nobody needs; what it should have made tells whether it worked."""
    subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)


def _drawn(pdf: Path, stem: Path, dots: int) -> list[Image.Image]:
    """Each page of ``pdf`` at ``dots`` an inch."""
    _quietly(("pdftoppm", "-r", str(dots), "-png", str(pdf), str(stem)), os.environ)
    return [Image.open(path).convert("RGB") for path in sorted(stem.parent.glob(f"{stem.name}-*.png"))]


def _grids(images: list[Image.Image], folder: Path, name: str, columns: int) -> Iterator[Path]:
    """Sheets of at most two dozen pictures; what an earlier, longer output left is removed."""
    for old in folder.glob(f"{name}*.png"):
        old.unlink()
    for number, start in enumerate(range(0, len(images), A_SHEET), start=1):
        several = f"-{number}" if len(images) > A_SHEET else ""
        yield _save(_sheet(images[start : start + A_SHEET], columns), folder / f"{name}{several}.png")


def _sheet(images: Sequence[Image.Image], columns: int) -> Image.Image:
    """The pictures in rows of ``columns``, each with a thin frame, on a neutral ground."""
    framed = [ImageOps.expand(image, 1, (90, 90, 90)) for image in images]
    rows = [framed[at : at + columns] for at in range(0, len(framed), columns)]
    width = max(sum(image.width + GAP for image in row) for row in rows) + GAP
    heights = [max(image.height for image in row) + GAP for row in rows]
    sheet = Image.new("RGB", (width, sum(heights) + GAP), GROUND)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for image in row:
            sheet.paste(image, (left, top))
            left += image.width + GAP
        top += height
    return sheet


def _save(sheet: Image.Image, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
    return path
