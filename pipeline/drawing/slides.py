"""Slides: each a ``section`` with its ground, ornaments, shapes in reading order, footer and number."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import assert_never

from pipeline.drawing.codes import code
from pipeline.drawing.sheet import Sheet, placed, points
from pipeline.drawing.style import style
from pipeline.drawing.tables import table
from pipeline.drawing.text import Pen, direction, dressed, turned
from pipeline.fitted import (
    Anchor,
    ChartBox,
    CodeBox,
    FittedDeck,
    FittedShape,
    FittedSlide,
    FormulaBox,
    PictureBox,
    QrBox,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.layouts import Family, LayoutSpec, Placeholder, PlaceholderType, layouts, spec_key
from pipeline.slides import Layout
from pipeline.theme import Theme
from pipeline.units import pt
from pipeline.words import words

NOTES_STEP = pt(16)  # what a level of a list moves in by, in notes
_TITLES = (PlaceholderType.TITLE, PlaceholderType.CENTERED_TITLE)
_STAND = {Anchor.TOP: "", Anchor.MIDDLE: "middle", Anchor.BOTTOM: "bottom"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page brings to its drawing.

    ``stacks`` are the theme's families as CSS; ``picture`` is the address at which a picture of the essay's folder
    stands in the page (None: it cannot be shown), ``chart`` that of a chart's drawing. ``first`` is the tag of the
    first slide's title, ``others`` that of all others. ``notes`` asks for the notes as well.
    """

    stacks: Mapping[str, str]
    picture: Callable[[str], str | None]
    first: str = "h2"
    others: str = "h2"
    notes: bool = False
    chart: Callable[[ChartBox], str] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn deck: a ``section`` a slide with its title as plain text, and the stylesheet of all of them.

    ``notes`` are what is said over each, empty where the page did not ask for them; ``spoken`` is the stylesheet of
    these, whose lengths are the page's and not a slide's.
    """

    slides: tuple[str, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    style: str
    spoken: str


def drawing(deck: FittedDeck, theme: Theme, lang: str, frame: Frame) -> Drawing:
    """``deck`` drawn in ``theme``."""
    sheet, spoken = Sheet("slide"), Sheet("notes")
    titles = tuple(_title(slide) for slide in deck.slides)
    named = dict(zip((slide.id for slide in deck.slides), titles, strict=True))
    easel = _Easel(deck, theme, frame, Pen(sheet, lang, words(lang), named))
    slides = tuple(easel.slide(slide, frame.first if n == 0 else frame.others) for n, slide in enumerate(deck.slides))
    pen = replace(easel.pen, sheet=spoken)
    notes = tuple(pen.blocks(slide.notes, NOTES_STEP) if frame.notes else "" for slide in deck.slides)
    return Drawing(slides, titles, notes, style(theme, frame.stacks) + sheet.css(), spoken.css())


def _title(slide: FittedSlide) -> str:
    """The title of ``slide`` as plain text."""
    boxes = (shape for shape in slide.shapes if isinstance(shape, TextBox) and shape.slot == "title")
    return next((_plain(box) for box in boxes), "")


def _plain(box: TextBox) -> str:
    text = " ".join("".join(run.plain for run in paragraph.runs) for paragraph in box.paragraphs)
    return " ".join(text.split())


class _Easel:
    """What drawing the slides of one deck needs."""

    def __init__(self, deck: FittedDeck, theme: Theme, frame: Frame, pen: Pen) -> None:
        self.deck = deck
        self.frame = frame
        self.pen = pen
        self.palette = theme.slides
        self.right_to_left = theme.right_to_left
        self.specs = {spec.key: spec for spec in layouts(theme)}

    def slide(self, slide: FittedSlide, heading: str) -> str:
        """One slide."""
        spec = self.specs[spec_key(slide.layout, slide.design)]
        legends = (self._foot(place, text) for place, text in spec.legends)
        parts = "".join((self._scene(spec), *legends, *self._ornaments(spec), *self._shapes(slide, spec, heading)))
        title = f' aria-labelledby="{escape(slide.id)}-title"'
        return f'<section class="slide on-{spec.background}" id="{escape(slide.id)}"{title}>{parts}</section>\n'

    def _scene(self, spec: LayoutSpec) -> str:
        """What a layout of a person's own template draws, as one picture behind all else."""
        if spec.origin is None:
            return ""
        whole = f"left:0;top:0;width:100%;height:100%;background:#{spec.origin.ground}"
        if spec.origin.scene:
            held = base64.b64encode(spec.origin.scene.encode()).decode("ascii")
            whole += f' url("data:image/svg+xml;base64,{held}") 0 0/100% 100% no-repeat'
        return f'<div class="box {self.pen.sheet.named(whole)}" aria-hidden="true"></div>'

    def _ornaments(self, spec: LayoutSpec) -> Iterator[str]:
        for ornament in spec.decorations:
            name = self.pen.sheet.named(placed(ornament.box))
            yield f'<div class="box fill-{ornament.color} {name}" aria-hidden="true"></div>'

    def _shapes(self, slide: FittedSlide, spec: LayoutSpec, heading: str) -> Iterator[str]:
        free = {place.slot: place for place in spec.placeholders}
        for shape in slide.shapes:
            yield self._shape(shape, free.pop(shape.slot, None), slide, heading)
        if slide.layout == Layout.TITLE or slide.bare:  # which needs neither footer nor number
            return
        for place in free.values():
            if place.type is PlaceholderType.FOOTER and self.deck.footer:
                yield self._foot(place, self.deck.footer)
            elif place.type is PlaceholderType.SLIDE_NUMBER and slide.number is not None:
                yield self._foot(place, str(slide.number))

    def _shape(self, shape: FittedShape, place: Placeholder | None, slide: FittedSlide, heading: str) -> str:
        match shape:
            case TextBox():
                return self._text(shape, place, slide, heading)
            case TableBox():
                return table(shape, self.pen, right_to_left=self.right_to_left)
            case ChartBox():
                return self._chart(shape)
            case FormulaBox():
                return self._formula(shape)
            case PictureBox():
                return self._picture(shape, slide)
            case CodeBox():
                from pipeline.drawing.listing import listing  # most decks show no code

                return listing(shape, self.pen)
            case QrBox():
                return code(shape, self.pen.sheet, self.palette)
            case _:
                assert_never(shape)

    def _text(self, box: TextBox, place: Placeholder | None, slide: FittedSlide, heading: str) -> str:
        if place is not None and box.turned:
            place = replace(place, align=place.align.other)
        mono = place is not None and place.family is Family.MONO
        if place is not None and place.type in _TITLES:
            inner = "<br>".join(self.pen.runs(paragraph.runs) for paragraph in box.paragraphs)
            first = box.paragraphs[0] if box.paragraphs else TextParagraph(())
            name, way = self.pen.sheet.named(turned(first, place)), direction(first, place)
            looks = f' class="{name}"' if name else ""
            inner = f'<{heading} id="{escape(slide.id)}-title"{looks}{way}>{inner}</{heading}>'
        else:
            step = box.size if place is not None and place.manner else box.indent
            inner = self.pen.blocks(box.paragraphs, step, place, mono=mono)
        if box.columns > 1:  # in a block of its own: WeasyPrint has no columns in what is placed
            height = f"height:{points(box.box.height)};columns:{box.columns}"
            columns = self.pen.sheet.named(f"{height};column-gap:{points(box.gutter)};column-fill:auto")
            inner = f'<div class="{columns}">{inner}</div>'
        shown = place.insets.within(box.box) if place is not None else box.box
        size = f"font-size:{points(box.size)}"
        name = self.pen.sheet.named(placed(shown), size, _tracked(place), *dressed(place, box.size))
        looks = " ".join(filter(None, ("box", _STAND[box.anchor], _looks(place), name)))
        way = ' dir="rtl"' if place is not None and place.right_to_left else ""
        return f'<div class="{looks}"{way} data-slot="{escape(box.slot)}">{inner}</div>'

    def _picture(self, box: PictureBox, slide: FittedSlide) -> str:
        address = self.frame.picture(box.path)
        if address is None:
            return ""
        alt = box.alt
        if alt is None:
            captions = (other for other in slide.shapes if isinstance(other, TextBox) and other.slot == "caption")
            alt = next((_plain(caption) for caption in captions), "")
        name = self.pen.sheet.named(placed(box.box))
        name += " cut" if any(box.crop) else ""
        return f'<figure class="box {name}"><img src="{escape(address)}" alt="{escape(alt)}"></figure>'

    def _chart(self, box: ChartBox) -> str:
        """The chart as its drawing, described by what it shows."""
        name = self.pen.sheet.named(placed(box.box))
        address = self.frame.chart(box) if self.frame.chart else ""
        return (
            f'<figure class="box chart {name}"><img src="{escape(address)}" alt="{escape(box.description)}"></figure>'
        )

    def _formula(self, box: FormulaBox) -> str:
        """The formula's outlines in the slide's ink, told as it is read aloud."""
        drawn = box.svg.replace("currentColor", self.palette.ink.css)
        name = self.pen.sheet.named(placed(box.box))
        return f'<div class="box math {name}" role="img" aria-label="{escape(box.name)}">{drawn}</div>'

    def _foot(self, place: Placeholder, text: str) -> str:
        """What stands at the foot of every slide, which nobody wants to be read aloud on each."""
        size = f"font-size:{points(place.size)}"
        name = self.pen.sheet.named(placed(place.inner), size, _tracked(place), *dressed(place, place.size))
        looks = " ".join(filter(None, ("box", _STAND[place.anchor], _looks(place), name)))
        way = ' dir="rtl"' if place.right_to_left else ""
        words = self.pen.runs((Run(text),))
        return f'<div class="{looks}"{way} data-slot="{place.slot}" aria-hidden="true"><p>{words}</p></div>'


def _looks(place: Placeholder | None) -> str:
    """The classes of a placeholder's family, colours, alignment and style."""
    if place is None:
        return ""
    found = [f"in-{place.family} ink-{place.color} mark-{place.mark} to-{place.align}"]
    found += ["hosted", f"links-{place.dress.link}"] if place.dress else []
    found += ["bold"] if place.bold else []
    found += ["capitals"] if place.capitals else []
    return " ".join(found)


def _tracked(place: Placeholder | None) -> str:
    """The space after each letter of a placeholder's text, by its type size."""
    return f"letter-spacing:{place.tracking:g}em" if place is not None and place.tracking else ""
