"""What was measured is what LibreOffice sets: no box takes more lines than predicted, none is overflowed.

Each generated body stands on slides of its own, so that all lines of a page but its head and foot are the body's.
"""

from __future__ import annotations

import datetime
import os
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.deck import build
from pipeline.files import Files
from pipeline.fit import fit
from pipeline.fitted import FittedDeck, TextBox
from pipeline.fonts import fontconfig
from pipeline.layouts import PITCH
from pipeline.theme import Theme
from tests.conftest import needs
from tests.fit.desk import ROOT, essay, page, slide, theme

MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TEXT = """
a of to in open source safety model system people power control kernel transparency decentralization AVATAR Type WAVE To
fjord office affluent state-of-the-art open-source long-term George Hotz's 1,024 GPT-4 60% (see it) “quote” — and,
however; therefore: e.g. communication internationalization counterrevolutionaries naïve Ångström Übermaß i.e. vs. I l W
M mmm ill iii WWW pneumonoultramicroscopicsilicovolcanoconiosis Donaudampfschifffahrtsgesellschaftskapitän
https://example.org/a/rather/long/path?with=query&and=more#fragment
"""
WORDS = TEXT.split()


def text(random_: random.Random, least: int, most: int) -> str:
    """Words, some of them in bold, italic, both or monospaced."""
    made = []
    for _ in range(random_.randint(least, most)):
        word = random_.choice(WORDS).replace("&", "&amp;")
        tag = random_.choices(("", "strong", "em", "code", "both"), (20, 2, 2, 1, 1))[0]
        made.append(f"<strong><em>{word}</em></strong>" if tag == "both" else f"<{tag}>{word}</{tag}>" if tag else word)
    return " ".join(made)


def body(random_: random.Random) -> str:
    """Paragraphs, or a list with a list in it."""
    kind = random_.randint(0, 3)
    if kind == 0:
        return "".join(f"<p>{text(random_, 3, 50)}.</p>" for _ in range(random_.randint(1, 3)))
    tag = "ol" if kind == 1 else "ul"
    items = [text(random_, 1, 25) for _ in range(random_.randint(1, 8))]
    if kind == 3:
        items[0] += f"<ul><li>{text(random_, 2, 20)}</li><li>{text(random_, 2, 20)}</li></ul>"
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def slides(count: int, seed: int) -> Iterator[str]:
    random_ = random.Random(seed)
    layouts = (("points", "body"), ("statement", "body"), ("sources", "body"), ("section", "title"), ("term", "title"))
    for i in range(count):
        layout, slot = layouts[i % len(layouts)]
        if slot == "title":
            yield slide(layout, f"s-{i}", title=f"<p>{text(random_, 4, 16)}</p>")
        else:
            yield slide(layout, f"s-{i}", title="T", body=body(random_))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: top, bottom and right edge in points."""

    top: float
    bottom: float
    right: float


def read(pdf: Path) -> list[list[Line]]:
    """The lines of each page between its head and its foot, words at one height being one line."""
    shown = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    pages = []
    for part in shown.split("<page ")[1:]:
        found: list[Line] = []
        for match in sorted(word.finditer(part), key=lambda m: float(m[2]) + float(m[4])):
            top, right, bottom = float(match[2]), float(match[3]), float(match[4])
            if match[5] in "•◦▪–" or re.fullmatch(r"\d+\.", match[5]):
                continue
            last = found[-1] if found else None
            if last and (top + bottom) / 2 - (last.top + last.bottom) / 2 < 0.45 * (bottom - top):
                found[-1] = Line(min(last.top, top), max(last.bottom, bottom), max(last.right, right))
            else:
                found.append(Line(top, bottom, right))
        pages.append(found)
    return pages


def in_fallback(whole: Theme) -> Theme:
    """The theme as PowerPoint shows it where its faces are missing, in the free faces with the same widths."""
    families = {name: replace(f, faces=f.fallback) for name, f in whole.families.items()}
    return replace(whole, families=families)


@pytest.mark.slow
@needs("soffice", "pdftotext")
@pytest.mark.parametrize("fallback", [False, True])
def test_libreoffice_takes_no_more_lines_than_predicted(tmp_path: Path, *, fallback: bool) -> None:
    files = Files(ROOT)
    made, problems = fit(page(*slides(300, seed=387), footer=""), essay(), theme(), files)
    assert made is not None, [str(p) for p in problems]
    shown_in = in_fallback(theme()) if fallback else theme()
    data, problems = build(made, essay(), shown_in, files, MOMENT)
    assert data is not None, [str(p) for p in problems]
    (tmp_path / "deck.pptx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    env = {**os.environ, "FONTCONFIG_FILE": str(fontconfig(theme(), files, tmp_path)), "HOME": str(tmp_path)}
    command: list[str] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "deck.pptx"),
    ]
    subprocess.run(command, env=env, capture_output=True, check=True, timeout=240)
    pages = read(tmp_path / "deck.pdf")
    assert len(pages) == len(made.slides)
    wrong, boxes, exact = compared(made, pages)
    assert not wrong, "\n".join(wrong)
    assert boxes >= 300
    # Lines are predicted for the wider of two faces, so the narrower may take fewer, but not wildly so.
    print(f"{boxes} boxes, {exact} with just the lines predicted")
    assert exact / boxes > 0.4


def compared(made: FittedDeck, pages: list[list[Line]]) -> tuple[list[str], int, int]:
    """What went wrong, how many boxes there were, and how many had just the predicted lines."""
    wrong: list[str] = []
    boxes = exact = 0
    for one, lines in zip(made.slides, pages, strict=True):
        slot = "body" if any(s.slot == "body" for s in one.shapes) else "title"
        box = next(s for s in one.shapes if s.slot == slot)
        assert isinstance(box, TextBox)
        foot = theme().deck.height.pt - 0.9 * theme().deck.margin.pt  # the slide number stands below
        above = box.box.top.pt if slot == "body" else 0
        own = [line for line in lines if (line.top + line.bottom) / 2 > above and line.top < foot]
        predicted = sum(len(p.lines) for p in box.paragraphs)
        boxes += 1
        exact += len(own) == predicted
        if len(own) > predicted:
            wrong.append(f"{one.id}: {len(own)} lines, {predicted} predicted")
        # A word's box is as high as its font says (1.3 times its size); its line takes 1.2 times the size.
        end = own[-1].top + PITCH * box.size.pt if own else 0.0
        if end > box.box.bottom.pt + 0.5:
            wrong.append(f"{one.id}: ends at {end:.1f}, its box at {box.box.bottom.pt:.1f}")
        if own and max(line.right for line in own) > box.box.right.pt + 1:
            wrong.append(f"{one.id}: runs over its right edge")
    return wrong, boxes, exact
