"""The talk on paper: each slide as it is projected, its notes beside it, and lines to write on.

The slides are the fitted ones, drawn as the browser's deck draws them. In the essay their numbers stand beside the
paragraphs that they came from (:class:`Numbers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline.document import Essay
from pipeline.drawing import Frame, charts, drawing
from pipeline.drawing.sheet import points
from pipeline.drawing.style import stacks
from pipeline.files import Files
from pipeline.fitted import FittedDeck, FittedShape, FittedSlide, Run, TableBox, TextBox, TextParagraph
from pipeline.handout import sheet
from pipeline.pdf.addresses import address
from pipeline.theme import Theme
from pipeline.units import Length, mm, pt
from pipeline.words import Words, words

_HEADING = mm(16)  # what the heading of the talk takes on its first page
_GAP = mm(6)  # between two slides, and between a slide and its notes
_BESIDE = 0.55  # of the sheet's width: a slide with its notes beside it
_LINE = pt(12)  # of the notes
_RULE = mm(8)  # between two lines to write on: what a hand needs
_ADVANCE = pt(4.4)  # what a character of the notes takes at the most, on average
_PREFIX = "slide-"  # of the ids of drawn slides, which must not be those of headings

_POINTS = re.compile(r"(?<=[:\s,(])-?[\d.]+(?=pt\b)")
_REF = re.compile(r' data-ref="([^"]*)"')
_OPENS = re.compile(
    r'<(p|li|h[1-6]|blockquote|figure|div|pre|table|ul|ol|dl|dt|hr)\b[^<>]* data-ref="([^"]*)"[^<>]*>'
    r"(?:\n?<p\b[^<>]*>)?"
)
_OUTSIDE = frozenset({"table", "ul", "ol", "dl", "pre", "hr", "div"})  # these may hold no mark: it stands before them


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide on paper: its id, what it is called, its drawing, its notes, and how many lines there are to write on."""

    id: str
    name: str
    slide: Markup
    notes: Markup
    lines: int


@dataclass(frozen=True, slots=True)
class TalkView:
    """The talk for templates. Lengths are CSS; ``alone`` says that each slide has a page to itself."""

    slides: tuple[Shown, ...]
    style: Markup
    width: str
    height: str
    row: str
    rule: str
    alone: bool


def view(deck: FittedDeck, essay: Essay, theme: Theme, files: Files) -> TalkView:
    """``deck`` as the handout shows it: ``handout.slides_per_page`` of them a page."""
    meta = essay.meta
    theme = theme.stage or theme  # slides may wear a template of their own
    across, down = sheet.width(theme, meta.handout.paper), sheet.height(theme, meta.handout.paper)
    each = meta.handout.slides_per_page
    alone = each == 1
    row = Length((down - _HEADING) // each - _GAP)
    ratio = theme.deck.height / theme.deck.width
    wide = across if alone else min(round(across * _BESIDE), round(row / ratio))
    high = round(wide * ratio)
    column, room = (across, row - high - _GAP) if alone else (across - wide - _GAP, row)
    named = FittedDeck(tuple(_renamed(slide) for slide in deck.slides), deck.sections, deck.footer)
    drawn_by = charts(theme, meta.lang, files)
    frame = Frame(stacks(theme), lambda path: address(path, essay.path, files), "h3", "h3", notes=True, chart=drawn_by)
    drawn = drawing(named, theme, meta.lang, frame)
    said = words(meta.lang)
    shown = tuple(
        Shown(
            slide.id,
            said.slide.format(slide.number) if slide.number is not None else said.slide_extra,
            Markup(picture),  # noqa: S704 - a drawing is markup
            Markup(notes),  # noqa: S704 - and so are its notes
            max(0, (room - _taken(slide, column)) // _RULE),
        )
        for slide, picture, notes in zip(named.slides, drawn.slides, drawn.notes, strict=True)
    )
    style = (_scaled(drawn.style, wide / theme.deck.width) + drawn.spoken).replace("</", "<\\/")
    return TalkView(
        slides=shown,
        style=Markup(style),  # noqa: S704 - a stylesheet of ours, its strings escaped
        width=points(wide),
        height=points(high),
        row=points(row),
        rule=points(_RULE),
        alone=alone,
    )


def _scaled(style: str, scale: float) -> str:
    """The stylesheet of a drawing with all its lengths smaller.

    A transformation would not do: what it makes small is laid out large, and broken at the foot of the page.
    """
    return _POINTS.sub(lambda found: f"{float(found[0]) * scale:.4f}", style)


def _renamed(slide: FittedSlide) -> FittedSlide:
    """``slide`` with the ids of the drawing, which its links follow."""

    def run(run: Run) -> Run:
        return replace(run, link=f"#{_PREFIX}{run.link[1:]}") if run.link and run.link.startswith("#") else run

    def paragraph(paragraph: TextParagraph) -> TextParagraph:
        return replace(paragraph, runs=tuple(run(one) for one in paragraph.runs))

    def shape(shape: FittedShape) -> FittedShape:
        match shape:
            case TextBox():
                return replace(shape, paragraphs=tuple(paragraph(one) for one in shape.paragraphs))
            case TableBox():
                return replace(shape, rows=tuple(tuple(paragraph(cell) for cell in row) for row in shape.rows))
            case _:
                return shape

    shapes = tuple(shape(one) for one in slide.shapes)
    notes = tuple(paragraph(one) for one in slide.notes)
    return replace(slide, id=f"{_PREFIX}{slide.id}", shapes=shapes, notes=notes)


def _taken(slide: FittedSlide, column: Length | int) -> int:
    """About how high the name and the notes of ``slide`` stand in a column so wide, rather too high than too low."""
    letters = max(1, int(column // _ADVANCE))
    lengths = (sum(len(run.text) for run in paragraph.runs) for paragraph in slide.notes)
    rows = sum(-(-length // letters) + 0.5 for length in lengths)
    return round((rows + 2) * _LINE)


class Numbers:
    """The numbers of the slides beside what they came from: each once, at the first block that it shows."""

    def __init__(self, deck: FittedDeck, said: Words) -> None:
        self.said = said
        self.waiting: dict[str, tuple[str, int]] = {}
        for slide in deck.slides:
            if slide.number is not None:
                self.waiting.setdefault(slide.ref, (f"{_PREFIX}{slide.id}", slide.number))

    def mark(self, ref: str) -> Markup:
        """The number of the slide that shows the node ``ref``, as a link to it; empty where there is none."""
        slide = self.waiting.pop(ref, None)
        if slide is None:
            return Markup("")
        form = Markup('<a class="slide-mark" href="#{0}" title="{1}" aria-label="{1}">{2}</a>')
        return form.format(slide[0], self.said.slide.format(slide[1]), slide[1])

    def beside(self, markup: Markup) -> Markup:
        """``markup``, whose blocks carry their ``data-ref``, with the numbers in their place of these."""

        def marked(found: re.Match[str]) -> str:
            mark = self.mark(found[2])
            if mark and found[1] in _OUTSIDE:
                return f'<div class="marked">{mark}</div>{found[0]}'
            return f"{found[0]}{mark}"

        return Markup(_REF.sub("", _OPENS.sub(marked, str(markup))))  # noqa: S704 - it was markup
