"""The essay's sections as they are set: footnotes at their first reference, moments beside their lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.citations import accessible_name, cited, clock, moment_url, short
from pipeline.document import (
    Blocks,
    Chart,
    Citation,
    CodeBlock,
    Essay,
    Figure,
    Footnote,
    Math,
    MathBlock,
    Paragraph,
    Section,
    Table,
)
from pipeline.files import Files
from pipeline.handout.reading import SHOWS, standing
from pipeline.markup import Html, Picture, Ruled
from pipeline.pdf.addresses import address
from pipeline.prose import led, plain

if TYPE_CHECKING:  # most handouts have no slides
    from pipeline.handout.talk import Numbers

_MARGINAL = Markup('<span class="call">\u00a0</span><span class="aside"><span class="beside-it">{}</span></span>')
_LEADS = re.compile(r"<p>((?:(?!</p>).)*:)</p>\n(?=<(?:ul|ol|dl|pre|figure|table|blockquote|div)\b)", re.DOTALL)
_START = re.compile(r' start="(\d+)"(?=[^<>]*>)')


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands in the handout; ``heading`` is None for the introduction."""

    id: str
    heading: Markup | None
    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Listed:
    """A work of the bibliography as the list has it; ``label`` is its number, in a style that has them."""

    id: str
    label: str
    text: Markup


class Setter:
    """Sets the essay's sections. A footnote's text stands at its first reference, numbered in that order.

    Numbers are counted here because a reference in what does not show must not take one. Where the margin has no room
    (``beside`` is false), a cited moment is a footnote too. ``slides`` puts the numbers of the slides beside what they
    show. ``sized`` says how large a figure's picture stands, ``ruled`` how a table is dressed, ``formula`` writes
    formulas, ``chart`` draws one.
    """

    def __init__(
        self,
        essay: Essay,
        files: Files,
        *,
        beside: bool,
        slides: Numbers | None = None,
        sized: Callable[[Figure], str | None] | None = None,
        ruled: Callable[[Table], Ruled] | None = None,
        chart: Callable[[Chart], Markup] | None = None,
        formula: Callable[[Math | MathBlock], Markup] | None = None,
    ) -> None:
        self.essay = essay
        self.meta = essay.meta
        self.path = essay.path
        self.files = files
        self.beside = beside
        self.slides = slides
        self.numbers: dict[str, int] = {}
        self.count = 0
        self.named: set[str] = set()
        self.noting = False
        self.html = Html(
            meta=essay.meta,
            footnotes={footnote.label: footnote for footnote in essay.footnotes},
            shows=SHOWS,
            picture=self._picture,
            footnote=self._footnote,
            citation=self._citation,
            code=_code,
            sized=sized,
            ruled=ruled,
            chart=chart,
            formula=formula,
            refs=slides is not None,
            anchors=frozenset(standing(essay)),
        )

    def part(self, section: Section) -> Part:
        """``section`` as markup."""
        heading = section.heading
        mark = self.slides.mark(heading.ref) if heading and self.slides else Markup("")
        told = mark + self.html.inlines(heading.inlines) if heading else None  # first: its notes come first
        body = self.html.blocks(led(section.blocks))
        return Part(
            id=section.id,
            heading=told,
            title=plain(heading.inlines) if heading else "",
            body=_printable(self.slides.beside(body) if self.slides else body),
        )

    def works(self) -> tuple[Listed, ...]:
        """The works of the bibliography."""
        return tuple(Listed(work.id, work.label, self.html.inlines(work.inlines)) for work in self.essay.works)

    def _picture(self, src: str) -> Picture | None:
        """Relative to the essay's folder, where the page stands too."""
        found = address(src, self.path, self.files)
        return None if found is None else Picture(found)

    def _citation(self, citation: Citation) -> Markup:
        """A moment, and whose it is where that must be told: at its first, or where there are several sources."""
        source = cited(citation, self.meta)
        if source is None:
            return Markup('<span class="citation">{}</span>').format(citation.text)
        several = len(self.meta.sources) > 1
        name = short(source) if several or not source.kind else source.kind
        told = Markup('<span class="of">{}</span>').format(name)
        if citation.seconds is not None:
            when = Markup('<span class="when">{}</span>').format(clock(citation.seconds))
            told = when + told if several or source.id not in self.named else when
        self.named.add(source.id)
        url = moment_url(source, citation.seconds)
        made = Markup('<span class="citation">{}</span>').format(told)
        if url is not None:
            form = Markup('<a class="citation" href="{0}" title="{1}" aria-label="{1}">{2}</a>')
            made = form.format(url, accessible_name(citation, self.meta), told)
        if self.beside or self.noting:
            return _MARGINAL.format(made)
        return self._note(made)

    def _footnote(self, footnote: Footnote) -> Markup:
        number = self.numbers.get(footnote.label)
        if number is not None:
            return Markup('<a class="again" href="#fn-{0}"><sup>{0}</sup></a>').format(number)
        self.numbers[footnote.label] = self.count + 1
        return self._note(footnote.blocks)

    def _note(self, told: Blocks | Markup) -> Markup:
        """A note at the foot of the page."""
        number = self.count = self.count + 1
        before, self.noting = self.noting, True
        words = told if isinstance(told, Markup) else self._noted(told)
        self.noting = before
        return Markup('<object class="footnote" id="fn-{0}" data-number="{0}">{1}</object>').format(number, words)

    def _noted(self, blocks: Blocks) -> Markup:
        """The first paragraph runs on after the number; more blocks follow each other, without blanks between."""
        first, rest = Markup(""), blocks
        if blocks and isinstance(blocks[0], Paragraph):
            first, rest = self.html.inlines(blocks[0].inlines), blocks[1:]
        return first + Markup(str(self.html.blocks(rest)).replace(">\n<", "><"))  # noqa: S704 - it was markup


def _code(block: CodeBlock) -> Markup:
    """The lines of ``block`` as rows."""
    from pipeline.listings.html import rows  # most handouts hold no code

    return rows(block)


def _printable(markup: Markup) -> Markup:
    """``markup`` for paper: a citation stands on the line of the word before it, as printers keep a reference mark.

    A paragraph that ends with a colon stays with what follows it.
    A list's first number is a counter too, since WeasyPrint takes ``start`` for a matter of looks.
    """
    text = str(markup).replace(' <span class="call">', '<span class="call">').replace(" <object", "<object")
    text = _LEADS.sub(r'<p class="leads">\1</p>\n', text)
    return Markup(_START.sub(lambda found: f'{found[0]} style="counter-reset: list-item {int(found[1]) - 1}"', text))  # noqa: S704
