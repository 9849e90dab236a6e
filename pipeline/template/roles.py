"""Which layout of a template serves which of ours: by hand, by type, by its placeholders, by its name, in this order.

``sldLayout/@type`` survives renaming and translation; names are the last resort.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.slides import Layout
from pipeline.template.grounds import overlap
from pipeline.template.model import FOOT, Design, Place, Reading
from pipeline.units import Box

SMALL: Final = 0.06  # of the slide: a text placeholder under it holds a line or two, no content
_COVER: Final = 0.1  # of the slide: a picture under it is no cover
_NARROW: Final = 0.15  # of the slide's width: a box under it holds no words, a letter a line
_EDGE = 0.08  # of a field: a shape that covers less of it, or leaves less of it uncovered, does not show through text
_READABLE = 3.0  # WCAG 2.2, 1.4.3, of large text
TEXTS: Final = frozenset(("body", "obj", "subTitle"))
_TOLD = 2  # of a name that says what the layout is for; 1 says that it is for content
_PLAIN = ("obj", "tx")
_OPENING = ("title", "secHead")  # what stands on such a layout opens something: no content does
_TWO = ("twoObj", "twoTxTwoObj", "twoColTx", "txAndObj", "objAndTx")
# ST_SlideLayoutType (ECMA-376 Part 1, 19.7.15), the likeliest first. Some of ours have no type of their own.
TYPES: Final[Mapping[Layout, tuple[str, ...]]] = {
    Layout.TITLE: ("title",),
    Layout.SECTION: ("secHead",),
    Layout.AGENDA: _PLAIN,
    Layout.STATEMENT: _PLAIN,
    Layout.POINTS: _PLAIN,
    Layout.TERM: _PLAIN,
    Layout.COMPARISON: _TWO,
    Layout.QUOTATION: (),
    Layout.NUMBER: (),
    Layout.FIGURE: ("obj",),
    Layout.FIGURE_BESIDE: ("twoObj", "txAndObj", "objAndTx"),
    Layout.TABLE: ("tbl", "obj"),
    Layout.CODE: _PLAIN,
    Layout.CHART: ("chart", "obj"),
    Layout.SOURCES: _PLAIN,
    Layout.CLOSING: (),
    Layout.BLANK: _PLAIN,
}
_WORDS: Final[Mapping[Layout, tuple[str, ...]]] = {
    Layout.TITLE: ("title slide", "cover", "titelfolie", "titre", "opening"),
    Layout.SECTION: ("section", "divider", "abschnitt", "chapter", "kapitel", "trenn"),
    Layout.AGENDA: ("agenda", "content", "inhalt"),
    Layout.COMPARISON: ("comparison", "two", "vergleich", "zwei", "2 content"),
    Layout.QUOTATION: ("quote", "quotation", "zitat", "citation"),
    Layout.NUMBER: ("number", "figure", "zahl", "key fact", "stat"),
    Layout.FIGURE_BESIDE: ("two", "picture", "bild", "zwei", "2 content"),
    Layout.CLOSING: ("closing", "thank", "contact", "end", "schluss", "danke", "kontakt"),
}
_CONTENT = ("title and content", "title, content", "titel und inhalt", "content", "inhalt", "text")


BY_HAND: Final = "map"


@dataclass(frozen=True, slots=True)
class Choice:
    """The layout that serves one of ours, and by what it was found: ``map``, ``type``, ``placeholders``, ``name``."""

    layout: Layout
    design: Design
    by: str


def needed(layout: Layout) -> int:
    """How many fields of content one of our layouts fills."""
    if layout in (Layout.TITLE, Layout.SECTION):
        return 0
    return 2 if layout in (Layout.COMPARISON, Layout.FIGURE_BESIDE) else 1


def contents(design: Design, slide: Box, *, objects: bool = True) -> tuple[Place, ...]:
    """The fields of content of ``design`` in reading order; ``objects``: those for pictures and tables alone too."""
    found = [
        place
        for place in design.places
        if not place.is_title
        and place.type not in FOOT
        and (place.type in TEXTS or (objects and place.type in ("pic", "tbl", "chart")))
        and _area(place.box) >= SMALL * _area(slide)
        and usable(place, slide)
    ]
    return tuple(sorted(found, key=lambda place: (place.box.top // (slide.height // 12), place.box.left)))


def subtitle(design: Design, slide: Box) -> Place | None:
    """Where a subtitle stands: in a placeholder for one, else in the first for text."""
    texts = [p for p in design.places if p.type in TEXTS and usable(p, slide)]
    return next((p for p in texts if p.type == "subTitle"), next(iter(texts), None))


def inside(box: Box, slide: Box) -> bool:
    """Whether ``box`` lies on the slide, but for a hundredth."""
    spare = slide.width // 100
    across = box.left >= -spare and box.right <= slide.width + spare
    return across and box.top >= -spare and box.bottom <= slide.height + spare


def picture(design: Design, slide: Box) -> Place | None:
    """Where a picture stands beside the title and the subtitle of ``design``: the largest placeholder for one."""
    texts = [place.inner for place in (design.title, subtitle(design, slide)) if place is not None]
    free = [
        place
        for place in design.places
        if place.type == "pic"
        and place.unique
        and place.level
        and inside(place.box, slide)
        and _area(place.box) >= _COVER * _area(slide)
        and all(overlap(place.box, text) < _EDGE for text in texts)
    ]
    return max(free, key=lambda place: _area(place.box), default=None)


def covering(chosen: Design, designs: tuple[Design, ...], slide: Box) -> Design | None:
    """The title slide that has a place for a picture: ``chosen``, else another that was made for titles."""
    opening = (d for d in designs if d.type == "title" or any(p.type in ("ctrTitle", "subTitle") for p in d.places))
    return next((d for d in (chosen, *opening) if picture(d, slide) and d.title and usable(d.title, slide)), None)


def usable(place: Place, slide: Box) -> bool:
    """Whether text can stand in ``place``: upright, on the slide, and wide enough for words."""
    return place.level and inside(place.box, slide) and place.inner.width >= _NARROW * slide.width


def choose(reading: Reading, asked: Mapping[Layout, Design], slide: Box) -> Mapping[Layout, Choice]:
    """The layout for each of ours; ``asked`` is what a person wrote down."""
    return {
        layout: Choice(layout, asked[layout], BY_HAND) if layout in asked else _chosen(layout, reading.designs, slide)
        for layout in Layout
    }


def _chosen(layout: Layout, designs: tuple[Design, ...], slide: Box) -> Choice:
    ranked = [(_rank(layout, design, slide), -n) for n, design in enumerate(designs)]
    (best, n), *rest = sorted(ranked, reverse=True)
    usable, typed, clear, shape, named, _ = best
    if not TYPES[layout] and named < _TOLD:  # none was made for it: it looks like the other slides
        return replace(_chosen(Layout.POINTS, designs, slide), layout=layout)
    others = [one for one, _ in rest if one[0] == usable]
    by = "type" if typed else "placeholders"
    if not typed and named and any(one[1:4] == (typed, clear, shape) for one in others):
        by = "name"
    return Choice(layout, designs[-n], by)


_Rank = tuple[bool, int, int, int, int, int]


def _rank(layout: Layout, design: Design, slide: Box) -> _Rank:
    """Usable or not, by type, by a clear ground, by placeholders, by name, by the example slides that stand on it."""
    shape = _shape(layout, design, slide)
    types = TYPES[layout]
    typed = len(types) - types.index(design.type) if design.type in types else 0
    name = design.name.casefold()
    words = _WORDS.get(layout, ())
    named = _TOLD if any(word in name for word in words) else 0
    if not named and needed(layout) == 1 and any(word in name for word in _CONTENT):
        named = 1
    example = design.opens if layout is Layout.TITLE else design.siblings > 0
    return shape > 0, typed, _clear(layout, design, slide), shape, named, int(example)


def _clear(layout: Layout, design: Design, slide: Box) -> int:
    """Whether all of its fields, or one, stand on one ground, in a colour that can be read on it; 5 at the most.

    Where they are alike in that, one with nothing drawn through its text: a colour is written anew, a shape stays.
    """
    below = subtitle(design, slide)
    held = (below,) if layout is Layout.TITLE else contents(design, slide)[: max(1, needed(layout))]
    fields = [place for place in (design.title, *held) if place is not None]
    whole = [_is_whole(place, design) for place in fields]
    clear = [there and _is_read(place) for there, place in zip(whole, fields, strict=True)]
    lacks = layout is Layout.TITLE and (below is None or below.type != "subTitle")
    return 2 * (2 if all(clear) and not lacks else 1 if any(clear) else 0) + all(whole)


def _is_whole(place: Place, design: Design) -> bool:
    shares = (overlap(surface.box, place.inner) for surface in design.surfaces[1:])
    return all(share < _EDGE or share > 1 - _EDGE for share in shares)


def _is_read(place: Place) -> bool:
    return place.styles[0].color.contrast(place.ground) >= _READABLE


def _shape(layout: Layout, design: Design, slide: Box) -> int:
    """How well the placeholders suit; 0: not at all."""
    title = design.title
    evidence = layout in (Layout.FIGURE, Layout.FIGURE_BESIDE, Layout.TABLE, Layout.CHART)
    held = contents(design, slide, objects=evidence)
    if title is None or not usable(title, slide):  # one of ours stands in, above the fields that it was made with
        return int(design.type in TYPES[layout] and len(held) >= needed(layout))
    if needed(layout) and (design.type in _OPENING or title.type == "ctrTitle"):
        return 0
    wide = title.inner.width >= 0.45 * slide.width
    score = 2 + 3 * wide
    if layout is Layout.TITLE:
        subtitle = any(place.type == "subTitle" for place in design.places)
        return score + 4 * subtitle + 2 * (title.type == "ctrTitle") - max(0, len(held) - 1)
    if layout is Layout.SECTION:
        middle = title.box.top + title.box.height / 2
        return score + 3 * (0.25 * slide.height < middle < 0.8 * slide.height) - len(held)
    wanted = needed(layout)
    if len(held) == wanted:
        score += 6
    elif held:
        score += 2
    if held and layout is not Layout.QUOTATION and title.styles[0].size < held[0].styles[0].size:
        score -= 5  # a label, which no claim fits
    if title.box.top > slide.height // 2:
        score -= 4  # a title that comes after what it heads
    area = sum(_area(place.box) for place in held[:wanted])
    return max(1, score + round(4 * area / _area(slide)))


def _area(box: Box) -> int:
    return int(box.width) * int(box.height)
