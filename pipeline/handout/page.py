"""``handout.html``: the essay and its apparatus as one page for paged media (CSS Paged Media 3, CSS GCPM 3)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from pipeline.compose import Templates
from pipeline.document import Blocks, Essay, Footnote, Paragraph, Section
from pipeline.files import Files, inside
from pipeline.handout.reading import SHOWS, entries, minutes, printed
from pipeline.markup import Html, Picture
from pipeline.meta import Meta
from pipeline.problems import Problems
from pipeline.prose import plain
from pipeline.theme import Family, Theme
from pipeline.words import Words, words

CHARACTERS = 68  # of a line: what book designers set
_START = re.compile(r' start="(\d+)"(?=[^<>]*>)')
ADVANCE = 0.46  # of the type size: what a character of a text serif takes on average, blanks included


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands in the handout; ``heading`` is None for the introduction."""

    id: str
    heading: Markup | None
    title: str
    body: Markup


def compose(
    essay: Essay, theme: Theme, files: Files, moment: datetime.datetime | None = None
) -> tuple[str | None, Problems]:
    """The page of ``essay`` in ``theme``; ``moment`` is the date inside the PDF, where one is made."""
    templates = Templates(theme, files)
    said = words(essay.meta.lang)
    tokens, problems = templates.render("handout/tokens.css.j2", _sheet(essay.meta, theme, said))
    if tokens is None:
        return None, problems
    context = {
        **_context(essay, files, said),
        "tokens": _style(tokens),
        "style": _style(templates.style("handout/handout.css")),
        "moment": moment.isoformat(timespec="seconds") if moment else None,
    }
    page, found = templates.render("handout/handout.html.j2", context)
    return page, (*problems, *found)


def _style(text: str) -> Markup:
    """``text`` within a style element, which only its end tag ends (HTML, 13.1.2.6)."""
    return Markup(text.replace("</", "<\\/"))  # noqa: S704 - a stylesheet of ours or of the theme


def _sheet(meta: Meta, theme: Theme, said: Words) -> Mapping[str, object]:
    """What ``tokens.css.j2`` knows: the theme's tokens as CSS, the paper, the folio."""
    tokens = theme.handout
    before, between, after = (*said.page.split("{}"), "", "")[:3]
    return {
        "colors": theme.light,
        "body": _stack(theme.families[tokens.body]),
        "heading": _stack(theme.families[tokens.heading]),
        "mono": _stack(theme.families["mono"]),
        "margin": " ".join(f"{_number(side.mm)}mm" for side in (tokens.top, tokens.right, tokens.bottom, tokens.left)),
        "size": _number(tokens.size.pt),
        "leading": _number(tokens.size.pt * tokens.leading),
        "measure": _number(tokens.size.pt * ADVANCE * CHARACTERS),
        "paper": meta.handout.paper.value,
        "folio": _css(f"{_string(before)} counter(page) {_string(between)} counter(pages) {_string(after)}"),
    }


def _stack(family: Family) -> Markup:
    """A family as CSS: itself, then the free face that stands in for it. Both are the theme's."""
    return _css(f"{_string(family.faces.family)}, {_string(family.fallback.family)}")


def _css(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - its strings went through _string


def _string(text: str) -> str:
    """``text`` as a CSS string (CSS Syntax 3, 4.3.5); what could end it, or the style element, is escaped."""
    return '"' + "".join(c if c.isalnum() or c in " -_.,/" else f"\\{ord(c):x} " for c in text) + '"'


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _printable(markup: Markup) -> Markup:
    """``markup`` for paper: a citation stays on the line of the word before it, as printers keep a reference mark.

    A list's first number is a counter too, since WeasyPrint takes ``start`` for a matter of looks.
    """
    text = str(markup).replace(' <a class="citation"', '\u00a0<a class="citation"')
    return Markup(_START.sub(lambda found: f'{found[0]} style="counter-reset: list-item {int(found[1]) - 1}"', text))  # noqa: S704


def _context(essay: Essay, files: Files, said: Words) -> dict[str, object]:
    """What ``handout.html.j2`` knows."""
    meta = essay.meta
    setter = Setter(essay, files)
    return {
        "meta": meta,
        "words": said,
        "short": meta.short_title or meta.title,
        "kicker": meta.publication.name,
        "date": said.day(meta.date) if meta.date else None,
        "day": meta.date.isoformat() if meta.date else None,
        "event": ", ".join(filter(None, (meta.deck.event, meta.deck.venue))) or None,
        "reading_time": said.reading_time.format(minutes(essay)),
        "parts": tuple(setter.part(section) for section in essay.sections),
        "sources": entries(essay),
        "printed_url": printed(meta.url) if meta.url else None,
    }


class Setter:
    """Sets the essay's sections. A footnote's text stands at its first reference, numbered in that order.

    Numbers are counted here because a reference in what does not show must not take one.
    """

    def __init__(self, essay: Essay, files: Files) -> None:
        self.folder = Path(essay.path).parent
        self.files = files
        self.numbers: dict[str, int] = {}
        self.html = Html(
            meta=essay.meta,
            footnotes={footnote.label: footnote for footnote in essay.footnotes},
            shows=SHOWS,
            picture=self._picture,
            footnote=self._footnote,
        )

    def part(self, section: Section) -> Part:
        """``section`` as markup."""
        heading = section.heading
        return Part(
            id=section.id,
            heading=self.html.inlines(heading.inlines) if heading else None,
            title=plain(heading.inlines) if heading else "",
            body=_printable(self.html.blocks(section.blocks)),
        )

    def _picture(self, src: str) -> Picture | None:
        """Relative to the essay's folder, where the page stands too."""
        path = inside(self.files.root / self.folder, src)
        return Picture(quote(src)) if path and self.files.note(path) else None

    def _footnote(self, footnote: Footnote) -> Markup:
        number = self.numbers.get(footnote.label)
        if number is not None:
            return Markup('<a class="again" href="#fn-{0}"><sup>{0}</sup></a>').format(number)
        number = self.numbers[footnote.label] = len(self.numbers) + 1
        return Markup('<object class="footnote" id="fn-{0}" data-number="{0}">{1}</object>').format(
            number, self._note(footnote.blocks)
        )

    def _note(self, blocks: Blocks) -> Markup:
        """The first paragraph runs on after its number; more blocks follow each other, without blanks between."""
        match blocks:
            case (Paragraph(inlines=inlines), *following):
                first, rest = self.html.inlines(inlines), tuple(following)
            case _:
                first, rest = Markup(""), blocks
        return first + Markup(str(self.html.blocks(rest)).replace(">\n<", "><"))  # noqa: S704 - it was markup
