"""The slides as pages, set by WeasyPrint; what it logs becomes problems."""

from __future__ import annotations

import datetime
from html import escape

from pipeline.css import string
from pipeline.document import Essay
from pipeline.drawing import Drawing, Frame, charts, drawing
from pipeline.drawing.sheet import points
from pipeline.drawing.style import stacks
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.pdf import typesetting
from pipeline.pdf.addresses import address
from pipeline.pdf.log import Log, sentence
from pipeline.problems import Place, Problems, in_order, warning
from pipeline.theme import Theme

# A page is a slide and nothing else.
_STYLE = """
@page{{size:{width} {height};margin:0}}
html,body{{margin:0;padding:0}}
.slide{{break-after:page}}
.slide:last-child{{break-after:auto}}
.slide h1,.slide h2{{bookmark-level:2}}
"""


def typeset(
    deck: FittedDeck, essay: Essay, theme: Theme, files: Files, moment: datetime.datetime
) -> tuple[bytes | None, Problems]:
    """``deck.pdf``."""
    with Log() as log:
        made = page(deck, essay, theme, files, moment)
        pdf, lost = typesetting.typeset(made, essay.path, theme, files, printed=deck.pictures.get)
    if pdf is None:
        return None, lost
    # Characters that no font has were told when the slides were measured.
    found = [warning(Place(essay.path), "deck-pdf", sentence(record)) for record in log.told()]
    return pdf, in_order((*found, *log.warnings_as(essay.path, picture="deck-pdf", layout="deck-pdf")))


def page(deck: FittedDeck, essay: Essay, theme: Theme, files: Files, moment: datetime.datetime) -> str:
    """The page that is typeset, a ``section`` a slide."""
    drawn_by = charts(theme, essay.meta.lang, files)
    frame = Frame(stacks(theme), lambda path: address(path, essay.path, files), first="h1", chart=drawn_by)
    drawn = drawing(deck, theme, essay.meta.lang, frame)
    style = (
        _STYLE.format(width=points(theme.deck.width), height=points(theme.deck.height))
        + drawn.style
        + _bookmarks(deck, drawn)
    )
    meta = essay.meta
    head = [
        f"<title>{escape(meta.title)}</title>",
        *(f'<meta name="author" content="{escape(author.name)}">' for author in meta.authors),
        f'<meta name="description" content="{escape(meta.summary)}">' if meta.summary else "",
        f'<meta name="keywords" content="{escape(", ".join(meta.tags))}">' if meta.tags else "",
        f'<meta name="dcterms.created" content="{moment.isoformat(timespec="seconds")}">',
        f'<meta name="dcterms.modified" content="{moment.isoformat(timespec="seconds")}">',
    ]
    style = style.replace("</", "<\\/")
    body = "".join(drawn.slides)
    return (
        f'<!DOCTYPE html><html lang="{escape(meta.lang)}"><head><meta charset="utf-8">{"".join(head)}'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def _bookmarks(deck: FittedDeck, drawn: Drawing) -> str:
    """A bookmark a section, at its first slide, its slides below; one titled as its section needs none of its own."""
    titles = {section.id: section.title for section in deck.sections}
    rules, before = [], None
    for slide, title in zip(deck.slides, drawn.titles, strict=True):
        section = titles.get(slide.section)
        if section and slide.section != before:
            rules.append(f"[id={string(slide.id)}]{{bookmark-level:1;bookmark-label:{string(section)}}}")
            if section == title:
                rules.append(f"[id={string(f'{slide.id}-title')}]{{bookmark-level:none!important}}")
        before = slide.section
    return "\n".join(rules)
