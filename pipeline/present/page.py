"""The page around the slides: what it may load, its words, notes with their clock, and its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from pipeline.clock import clock, schedule
from pipeline.compose import Templates
from pipeline.document import Essay
from pipeline.drawing import Drawing, Frame, charts, drawing
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.present.faces import faces, stacks
from pipeline.present.pictures import Pictures
from pipeline.present.words import words
from pipeline.problems import Problems
from pipeline.theme import Theme

SCRIPT = "present/present.js"


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide as the page's template knows it; ``time`` says from when to when it stands, empty where it takes none."""

    id: str
    title: str
    markup: Markup
    notes: Markup
    time: str


def page(deck: FittedDeck, essay: Essay, theme: Theme, files: Files) -> tuple[bytes | None, Problems]:
    """``deck.html``."""
    templates = Templates(theme, files)
    chart = charts(theme, essay.meta.lang, files)
    pictures = Pictures(files, files.root / Path(essay.path).parent, deck, theme)
    drawn = drawing(deck, theme, essay.meta.lang, Frame(stacks(theme), pictures.address, notes=True, chart=chart))
    style = faces(deck, theme, files) + drawn.style + drawn.spoken + templates.style("present/present.css")
    script = files.text(theme.base / SCRIPT) or ""
    said = words(essay.meta.lang)
    context = {
        "meta": essay.meta,
        "words": said,
        "right_to_left": theme.right_to_left,
        "policy": _policy(style, script),
        "width": round(theme.deck.width.px),
        "style": Markup(style),  # noqa: S704 - ours and the theme's; what could end the element is escaped there
        "script": Markup(script),  # noqa: S704 - ours
        "slides": tuple(_shown(deck, drawn)),
    }
    made, problems = templates.render("present/present.html.j2", context)
    return None if made is None else made.encode(), problems


def _shown(deck: FittedDeck, drawn: Drawing) -> Iterator[Shown]:
    for slide, markup, title, spoken, span in zip(
        deck.slides, drawn.slides, drawn.titles, drawn.notes, schedule(deck), strict=True
    ):
        yield Shown(
            slide.id,
            title,
            Markup(markup),  # noqa: S704 - the drawing's
            Markup(spoken),  # noqa: S704 - the drawing's
            f"{clock(span[0])} – {clock(span[1])}" if span else "",
        )


def _policy(style: str, script: str) -> str:
    """What the page may load (CSP 3): its own style and script, by their digests, and what it carries; no address."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
