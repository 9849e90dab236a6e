"""The pages, in the theme's look: plain HTML without a script, all of them made when the server starts."""

from __future__ import annotations

import base64
import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.compose import Templates
from pipeline.files import Files
from pipeline.problems import Problems, failed
from pipeline.theme import Palette, Theme
from pipeline.unsubscribing.sayings import SAYINGS, Sayings


class Page(enum.Enum):
    """Which page."""

    ASK = "ask"
    DONE = "done"
    BROKEN = "broken"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Publication:
    """Whose readers they are: the name, if it has one, where to write to, and the language it is in."""

    name: str | None = None
    contact: str | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages as UTF-8, by language; ``style`` is the source of their one style (CSP 3, 6.7.3.3)."""

    html: Mapping[tuple[str, Page], bytes]
    style: str


def pages(publication: Publication, theme: Theme, files: Files) -> tuple[Pages | None, Problems]:
    """The pages of ``publication`` in the look of ``theme``."""
    templates = Templates(theme, files)
    style = _style(theme) + templates.style("unsubscribe/page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made: dict[tuple[str, Page], bytes] = {}
    for lang, says in SAYINGS.items():
        for page in Page:
            context = {**_said(page, says, publication.name), "publication": publication, "style": style, "lang": lang}
            html, problems = templates.render("unsubscribe/page.html.j2", context)
            if html is None or failed(problems):
                return None, problems
            made[lang, page] = html.encode()
    return Pages(made, f"'sha256-{digest}'"), ()


def _said(page: Page, says: Sayings, name: str | None) -> Mapping[str, str | None]:
    """What stands on a page: its heading, text and button, and how the line with the contact begins."""
    match page:
        case Page.ASK:
            text = says.asking.format(name) if name else says.ask_plain
            return {"heading": says.ask, "text": text, "button": says.button, "write": None}
        case Page.DONE:
            text = says.leaving.format(name) if name else says.leaving_plain
            return {"heading": says.done, "text": text, "button": None, "write": says.mistake}
        case Page.BROKEN:
            return {"heading": says.broken, "text": says.mend, "button": None, "write": says.write}
        case Page.BUSY:
            return {"heading": says.busy, "text": says.wait, "button": None, "write": says.write}
        case Page.FAILED:
            return {"heading": says.failed, "text": says.again, "button": says.button, "write": says.write}


def _style(theme: Theme) -> str:
    """The theme's tokens as custom properties."""
    mail = theme.newsletter
    fonts = f"--heading:{theme.families[mail.heading].mail};--text:{theme.families[mail.body].mail}"
    light, dark = _colors(theme.light), _colors(theme.dark)
    return f":root{{color-scheme:light dark;{fonts};{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _colors(palette: Palette) -> str:
    return ";".join(f"--{name}:{getattr(palette, name).css}" for name in Palette.__dataclass_fields__)
