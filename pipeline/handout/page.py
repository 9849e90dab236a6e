"""``handout.html``: the essay and its apparatus as one page for paged media (CSS Paged Media 3, CSS GCPM 3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.compose import Templates
from pipeline.document import Chart, Essay, Table
from pipeline.files import Files
from pipeline.handout import sheet
from pipeline.handout.codes import Code, code
from pipeline.handout.formulas import Formulas
from pipeline.handout.reading import Entry, blocks, count, entries, minutes, pictures, printed
from pipeline.handout.setting import Setter
from pipeline.meta import Meta
from pipeline.problems import Problem, Problems
from pipeline.theme import Theme
from pipeline.words import Words, words

if TYPE_CHECKING:  # most handouts have no slides, and no tables
    from pipeline.fitted import FittedDeck
    from pipeline.handout.tables import Tables

LEAST = 5  # pages from which there are contents
PAGE = 330  # words on one, or a little less
LONGEST = 60  # characters of a running head


def compose(
    essay: Essay,
    theme: Theme,
    files: Files,
    moment: datetime.datetime | None = None,
    *,
    contents: bool = False,
    deck: FittedDeck | None = None,
) -> tuple[str | None, Problems]:
    """The page of ``essay`` in ``theme``, with its contents or without.

    ``moment`` is the date inside the PDF, where one is made; ``deck`` is the talk, where it stands in the handout.
    """
    templates = Templates(theme, files)
    said = words(essay.meta.lang)
    tokens, problems = templates.render(
        "handout/tokens.css.j2", sheet.tokens(theme, essay.meta.handout.paper, said, files)
    )
    if tokens is None:
        return None, problems
    shown, lacking = _shown(essay, theme, files, deck)
    turned = theme.right_to_left

    def style(name: str) -> Markup:
        return _style(sheet.settled(templates.style(name), tokens), turned=turned)

    context = {
        **shown,
        "tokens": _style(tokens, turned=turned),
        "style": style("handout/handout.css"),
        "talk_style": style("handout/talk.css") if deck else None,
        "works_style": style("handout/works.css") if essay.works else None,
        "turned_style": _style(templates.style("handout/from-right.css"), turned=False) if turned else None,
        "contents": contents and any(section.heading for section in essay.sections),
        "moment": moment.isoformat(timespec="seconds") if moment else None,
    }
    page, found = templates.render("handout/handout.html.j2", context)
    return page, (*problems, *found, *lacking)


def _style(text: str, *, turned: bool) -> Markup:
    """``text`` within a style element, which only its end tag ends (HTML, 13.1.2.6); ``turned`` has it mirrored."""
    if turned:
        from pipeline.handout.mirrored import mirrored  # most essays run from the left

        text = mirrored(text)
    return Markup(text.replace("</", "<\\/"))  # noqa: S704 - a stylesheet of ours or of the theme


def long(essay: Essay, deck: FittedDeck | None = None) -> bool:
    """Whether the handout will have its contents, as far as its words and slides tell."""
    slides = len(deck.slides) // essay.meta.handout.slides_per_page if deck else 0
    return count(essay) + slides * PAGE >= LEAST * PAGE


def running(title: str) -> str:
    """``title`` as far as the head of a page holds it."""
    return title if len(title) <= LONGEST else title[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"


def _code(entry: Entry, meta: Meta, said: Words) -> Code | None:
    """A recording's QR code."""
    asked = meta.handout.qr and entry.url and entry.printed and entry.recorded
    return code(entry.url or "", entry.printed or "", said) if asked else None


def _chart(chart: Chart, theme: Theme, files: Files, lang: str) -> Markup:
    from pipeline.handout.charts import drawn  # most handouts have no chart

    return drawn(chart, theme, files, lang)


def _undrawn(essay: Essay, theme: Theme, files: Files) -> Iterator[Problem]:
    """What charts do not show."""
    for block in blocks(essay):
        if isinstance(block, Chart):
            from pipeline.handout.charts import lacking  # most handouts have no chart

            yield from lacking(block, essay, theme, files)


def _tables(essay: Essay, theme: Theme) -> Tables | None:
    if not any(isinstance(block, Table) for block in blocks(essay)):
        return None
    from pipeline.handout.tables import Tables

    return Tables(essay, theme)


def _shown(essay: Essay, theme: Theme, files: Files, deck: FittedDeck | None) -> tuple[dict[str, object], Problems]:
    """What ``handout.html.j2`` knows of the essay, and what has no room on paper."""
    meta, said = essay.meta, words(essay.meta.lang)
    formulas = Formulas(meta.lang, theme.light.ink, sheet.measure(theme) / theme.handout.size, essay.path)
    tables = _tables(essay, theme)
    beside = sheet.beside(theme, meta.handout.paper)
    talk, numbers = None, None
    if deck is not None:
        from pipeline.handout import talk as on_paper

        talk, numbers = on_paper.view(deck, essay, theme, files), on_paper.Numbers(deck, said)
    prints = None
    if essay.cover or next(pictures(essay), None):
        from pipeline.handout.pictures import Prints  # most handouts have no picture

        prints = Prints(essay, theme, files)
    setter = Setter(
        essay,
        files,
        beside=beside,
        slides=numbers,
        sized=prints.style if prints else None,
        ruled=tables.ruled if tables else None,
        formula=formulas.set,
        chart=lambda chart: _chart(chart, theme, files, meta.lang),
    )
    context: dict[str, object] = {
        "cover": prints.cover(setter.html) if prints else None,
        "meta": meta,
        "beside": beside,
        "words": said,
        "talk": talk,
        "short": running(meta.short_title or meta.title),
        "kicker": meta.publication.name,
        "date": said.day(meta.date) if meta.date else None,
        "day": meta.date.isoformat() if meta.date else None,
        "event": ", ".join(filter(None, (meta.deck.event, meta.deck.venue))) or None,
        "reading_time": said.reading_time.format(minutes(essay)),
        "parts": tuple(setter.part(section) for section in essay.sections),
        "code": code(meta.url, printed(meta.url), said) if meta.url and meta.handout.qr else None,
        "works": setter.works(),
        "sources": tuple((entry, _code(entry, meta, said)) for entry in entries(essay)),
        "printed_url": printed(meta.url) if meta.url else None,
    }
    return context, (*formulas.problems, *(tables.problems if tables else ()), *_undrawn(essay, theme, files))
