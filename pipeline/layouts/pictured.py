"""Layouts that give way to a picture: one from edge to edge, one beside its claim, and a cover beside the title.

The layout itself stays what it is, in PowerPoint's gallery too: the slide says where its boxes stand.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layouts.spec import LayoutSpec, Placeholder, PlaceholderType
from pipeline.look import Foot
from pipeline.theme import DeckTokens
from pipeline.units import Box, Length

_SHARE = 0.44  # of the slide's width: a cover
_CLAIM = 0.46  # of the slide's width: where a claim ends that has a picture beside it
_BETWEEN = 0.7  # of the margin: from the text to the cover
_LEAST = 0.3  # of the slide's width: text beside a cover
_LINES = 5  # of a title that stands beside one
_ABOVE = 0.12  # of the margin: from a picture to what is said below it
_FOOT = ("caption", "citation")
_KEEP = (PlaceholderType.FOOTER, PlaceholderType.SLIDE_NUMBER)


def edge_to_edge(spec: LayoutSpec, tokens: DeckTokens, *, said: bool) -> LayoutSpec:
    """``spec`` with its object from the left edge of the slide to the right, and down to the lower one.

    Where something is ``said`` at its foot, that stands below it, where the footer else does.
    """
    footer = spec.placeholder("footer")
    below = footer.box.top if footer else Length(tokens.height - tokens.margin // 2)
    # The theme may draw a line above its footer, which must not run into the picture.
    held = said or tokens.look.foot is Foot.RULED
    bottom = below - round(_ABOVE * tokens.margin) if held else int(tokens.height)

    def placed(place: Placeholder) -> Placeholder:
        box = place.box
        if place.slot == "object":
            box = Box(Length(0), box.top, tokens.width, Length(bottom - box.top))
        elif place.slot in _FOOT:
            box = replace(box, top=Length(below))
        return replace(place, box=box)

    places = tuple(placed(place) for place in spec.placeholders if place.type not in _KEEP)
    area = replace(spec.area, height=Length(bottom - spec.area.top))
    return replace(spec, placeholders=places, area=area)


def beside_cover(spec: LayoutSpec, tokens: DeckTokens) -> tuple[LayoutSpec, Box] | None:
    """``spec`` with its text in the left of the slide, and the box of the cover at its right, from edge to edge.

    None where the layout has its text elsewhere, so that there is no room beside it.
    """
    wide = round(_SHARE * tokens.width)
    cover = Box(Length(tokens.width - wide), Length(0), Length(wide), tokens.height)
    narrowed = _left_of(spec, tokens, cover.left - round(_BETWEEN * tokens.margin))
    return (narrowed, cover) if narrowed else None


def beside_claim(spec: LayoutSpec, tokens: DeckTokens, wide: Length | None = None) -> tuple[LayoutSpec, Box] | None:
    """``spec`` with its claim in the left of the slide, and the box of its object beside it, as high as both may be.

    Of an object that is only so ``wide``, the claim takes the room up to that. None where there is no room for both.
    """
    between = round(_BETWEEN * tokens.margin)
    end = round(_CLAIM * tokens.width)
    if wide is not None:
        end = spec.area.right - wide - between
    left = end + between
    box = Box(Length(left), spec.area.top, Length(spec.area.right - left), spec.area.height)
    places = tuple(
        # A claim over evidence is set smaller; this one has its side to itself.
        replace(place, size=max(place.size, tokens.sizes["title"])) if place.slot == "title" else place
        for place in spec.placeholders
        if place.slot not in ("object", "body")
    )
    flow = tuple(row for row in spec.flow if "object" not in row)
    narrowed = _left_of(replace(spec, placeholders=places, flow=flow, centred=True, anchored=False), tokens, end)
    return (narrowed, box) if narrowed else None


def _left_of(spec: LayoutSpec, tokens: DeckTokens, end: int) -> LayoutSpec | None:
    """``spec`` with all that it says left of ``end``; None where that leaves too little."""

    def narrow(box: Box) -> Box:
        return replace(box, width=Length(min(box.width, end - box.left)))

    text = [place for place in spec.placeholders if place.type not in _KEEP and place.slot not in _FOOT]
    if any(end - place.box.left < _LEAST * tokens.width for place in text):
        return None
    places = tuple(
        place
        if place.type in _KEEP or place.slot in _FOOT
        else replace(place, box=narrow(place.box), lines=_LINES if place.slot == "title" else place.lines, alone=None)
        for place in spec.placeholders
    )
    return replace(spec, placeholders=places, area=narrow(spec.area))
