"""The stages in their order, from a path to the bytes of an output. Heavy imports happen when a stage needs them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.meta import Meta
from pipeline.outputs import Product
from pipeline.problems import Place, Problems, error, failed
from pipeline.records import PROJECT
from pipeline.theme import Theme, load

if TYPE_CHECKING:  # each module costs its milliseconds, and two of three outputs have no slides
    from pipeline.fitted import FittedDeck
    from pipeline.fonts import Measure
    from pipeline.slides import Talk

THEMES = PROJECT / "themes"


@dataclass(frozen=True, slots=True)
class Made:
    """One product made: its files' bytes in the order of their names, and how much it is, in ``unit``."""

    contents: tuple[bytes, ...]
    count: int
    unit: str


def essay(path: Path, files: Files) -> tuple[Essay | None, Problems]:
    """The essay at ``path``."""
    from pipeline.source import read

    return read(path, files)


def theme(path: Path, meta: Meta, files: Files) -> tuple[Theme | None, Problems]:
    """The theme: ``THEME`` of the environment beats the front matter, which beats the publication's.

    It is as this essay wears it: with the essay's own faces.
    """
    asked = os.environ.get("THEME", "")
    place = Place("THEME") if asked else meta.place("theme", files.shown(path))
    found, problems = load(THEMES, asked or meta.theme, files, place)
    return found and found.worn(meta.fonts, meta.lang), problems


def moment(meta: Meta) -> tuple[datetime.datetime, Problems]:
    """The date inside an output: ``SOURCE_DATE_EPOCH``, else the essay's ``date``, else today, at midnight UTC."""
    asked = os.environ.get("SOURCE_DATE_EPOCH", "")
    if asked:
        # Office documents are zip archives, whose years run from 1980 to 2107 (APPNOTE.TXT, 4.4.6).
        if re.fullmatch(r"[0-9]{1,10}", asked) and 315_532_800 <= int(asked) < 4_354_819_200:
            return datetime.datetime.fromtimestamp(int(asked), datetime.UTC), ()
        wrong = "must be whole seconds since 1970, from 1980 to 2107"
        problem = error(Place("SOURCE_DATE_EPOCH"), "source-date-epoch", f"`{asked}` {wrong}")
        return datetime.datetime.fromtimestamp(0, datetime.UTC), (problem,)
    day = meta.date or datetime.datetime.now(datetime.UTC).date()
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC), ()


def worn(essay: Essay, theme: Theme, files: Files) -> tuple[Theme | None, Problems]:
    """``theme`` as the slides of ``essay`` wear it: in the PowerPoint template that it names, if any."""
    deck = essay.meta.deck
    if theme.template is not None or not (deck.template or deck.layouts):
        return theme, ()
    from pipeline.template.wearing import wearing

    return wearing(essay, theme, files)


def slides(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    """``slides.html``: what the talk decided, composed by the theme's templates."""
    html, _, problems = _slides(essay, theme, files)
    return html, problems


def fitted(essay: Essay, theme: Theme, files: Files, *, timed: bool = True) -> tuple[FittedDeck | None, Problems]:
    """The slides, measured, and where they are ``timed`` their time judged."""
    from pipeline.clock import judged
    from pipeline.fit import fit

    dress, told = worn(essay, theme, files)
    if dress is None:
        return None, told
    html, measure, problems = _slides(essay, dress, files)
    if html is None:
        return None, (*told, *problems)
    deck, more = fit(html, essay, dress, files, measure)
    return deck, (*told, *problems, *more, *(judged(deck, essay) if deck and timed else ()))


def given(essay: Essay, theme: Theme, files: Files) -> tuple[FittedDeck | None, Problems]:
    """The slides, measured, as they are given away: without what is said on stage alone, and without the clock."""
    from pipeline.sharing import shared

    return fitted(shared(essay), theme, files, timed=False)


def decided(essay: Essay, theme: Theme, files: Files) -> tuple[Talk | None, Measure | None, Problems]:
    """The talk, its titles measured in the theme's faces, and what measured them."""
    from pipeline.fit import measuring, title_gauge
    from pipeline.layouts import designs
    from pipeline.talk import talk

    dress, told = worn(essay, theme, files)
    if dress is None:
        return None, None, told
    measure, problems = measuring(dress, files)
    if measure is None:
        return None, None, (*told, *problems)
    made, more = talk(essay, title_gauge(dress, measure), designs(dress))
    return made, measure, (*told, *problems, *more)


def _slides(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Measure | None, Problems]:
    from pipeline.slidehtml import slides_html

    made, measure, problems = decided(essay, theme, files)
    if made is None:
        return None, None, problems
    html, more = slides_html(made, essay, theme, files)
    return html, measure, (*problems, *more)


def make(product: Product, essay: Essay, theme: Theme, files: Files) -> tuple[Made | None, Problems]:
    """The bytes of one product; None where a problem is an error."""
    date, problems = moment(essay.meta)
    if failed(problems):
        return None, problems
    made, more = _MAKERS[product](essay, theme, files, date)
    return made, (*problems, *more)


def _dressed(
    essay: Essay, theme: Theme, files: Files, fit: Callable[[Essay, Theme, Files], tuple[FittedDeck | None, Problems]]
) -> tuple[Theme | None, FittedDeck | None, Problems]:
    """The theme that the slides wear, and the slides as ``fit`` makes them; None where a problem is an error."""
    dress, problems = worn(essay, theme, files)
    deck, more = fit(essay, dress, files) if dress else (None, ())
    problems = (*problems, *more)
    return dress, None if failed(problems) else deck, problems


def _deck(essay: Essay, theme: Theme, files: Files, date: datetime.datetime) -> tuple[Made | None, Problems]:
    from pipeline.clock import clocked
    from pipeline.deck import build
    from pipeline.present import build as present

    dress, deck, problems = _dressed(essay, theme, files, fitted)
    if dress is None or deck is None:
        return None, problems
    data, more = build(clocked(deck, essay.meta), essay, dress, files, date)
    page, told = present(deck, essay, dress, files)
    problems = (*problems, *more, *told)
    return Made((page, data), len(deck.slides), "slides") if page and data else None, problems


def _deck_share(essay: Essay, theme: Theme, files: Files, date: datetime.datetime) -> tuple[Made | None, Problems]:
    """The copy to give away: without what is said on stage alone, and without the clock."""
    from pipeline.deck import build

    dress, deck, problems = _dressed(essay, theme, files, given)
    if dress is None or deck is None:
        return None, problems
    data, more = build(deck, essay, dress, files, date)
    return Made((data,), len(deck.slides), "slides") if data else None, (*problems, *more)


def _deck_pdf(essay: Essay, theme: Theme, files: Files, date: datetime.datetime) -> tuple[Made | None, Problems]:
    from pipeline.deckpdf import build

    dress, deck, problems = _dressed(essay, theme, files, fitted)
    if dress is None or deck is None:
        return None, problems
    data, more = build(deck, essay, dress, files, date)
    return Made((data,), len(deck.slides), "slides") if data else None, (*problems, *more)


def _handout(essay: Essay, theme: Theme, files: Files, date: datetime.datetime) -> tuple[Made | None, Problems]:
    from pipeline.handout import build

    if not essay.meta.handout.slides:
        data, problems = build(essay, theme, files, date)
        return Made((data,), _pages(data), "pages") if data else None, problems
    dress, deck, problems = _dressed(essay, theme, files, given)
    if dress is None or deck is None:
        return None, problems
    data, more = build(essay, theme.showing(dress), files, date, deck)
    return Made((data,), _pages(data), "pages") if data else None, (*problems, *more)


def _newsletter(essay: Essay, theme: Theme, files: Files, date: datetime.datetime) -> tuple[Made | None, Problems]:
    from pipeline.newsletter import build

    mail, problems = build(essay, theme, files, date)
    if mail is None:
        return None, problems
    paste = (mail.paste.encode(),) if mail.paste else ()
    contents = (mail.html.encode(), mail.text.encode(), mail.message, *paste)
    return Made(contents, len(mail.text.split()), "words"), problems


_MAKERS = {
    Product.DECK: _deck,
    Product.DECK_SHARE: _deck_share,
    Product.DECK_PDF: _deck_pdf,
    Product.HANDOUT: _handout,
    Product.NEWSLETTER: _newsletter,
}


def _pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has: its page objects (ISO 32000-1, 7.7.3.3), which may lie in object streams."""
    import zlib

    packed = (zlib.decompressobj().decompress(pdf[found.end() :]) for found in re.finditer(_PACKED, pdf))
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in (pdf, *packed))


# An object stream (ISO 32000-1, 7.5.7) as pydyf writes it.
_PACKED = rb"/Type\s*/ObjStm[^>]*/FlateDecode[^>]*>>\s*stream\r?\n"
