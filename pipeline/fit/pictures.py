"""Pictures on slides: as large as their box and their pixels allow, a cover as large as its side of the title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Essay, Figure, Width
from pipeline.files import Files, inside
from pipeline.fit.captions import captioned
from pipeline.fit.context import Context
from pipeline.fit.head import head
from pipeline.fit.reading import Sheet
from pipeline.fitted import PictureBox
from pipeline.layouts import LayoutSpec
from pipeline.layouts.pictured import beside_claim, beside_cover, edge_to_edge
from pipeline.slides import Layout
from pipeline.units import Box, Length, px

if TYPE_CHECKING:
    from pipeline.pictures.seen import Seen

COVER = "cover"
FULL = frozenset(("full", "wide"))  # classes of a figure that goes from edge to edge
_LARGEST = 1.5  # how much larger than its own pixels a picture may stand: a slide is seen at 1.5 to 3 of them
_SMALL = 0.4  # of its box: what stands smaller than that in both directions is told
_NARROW = 0.5  # of the width: a picture up to that leaves the slide empty below a claim, and stands beside it
_INSET = 0.12  # of its box: what is free around a cover that is not cut


def picture(node: Figure, context: Context, slot: str, box: Box) -> PictureBox | None:
    """``node`` in ``box``, from its left edge; None, and a problem, where there is no picture."""
    found = _seen(node.src, context.essay, context.files)
    if found is None:
        message = f"`{node.src}` is no picture that can be read"
        context.wrong(node.line, "figure-unreadable", message, "PNG, JPEG, GIF, WebP and SVG can")
        return None
    asked = node.width.of(box.width) if node.width else box.width
    scale = min(asked / px(found.width), box.height / px(found.height))
    most = scale if found.vector else min(scale, _LARGEST)
    wide, tall = px(found.width * most), px(found.height * most)
    if most < scale:
        _coarse(node, found, context, box, most)
    left = box.left + (box.width - wide) // 2 if FULL & set(node.attributes.classes) else box.left
    own = 0 if found.vector else round(found.width)
    place = Box(Length(left), box.top, min(wide, box.width), min(tall, box.height))
    return PictureBox(slot, node.ref, place, node.src, node.alt, own)


def _coarse(node: Figure, found: Seen, context: Context, box: Box, scale: float) -> None:
    """Says where a picture, which stands at ``scale``, has fewer pixels than its place could show."""
    wide, tall = px(found.width * scale), px(found.height * scale)
    if node.width is None and (wide > _SMALL * box.width or tall > _SMALL * box.height):
        return
    needed = round((node.width.of(box.width) if node.width else box.width).px)
    message = f"`{node.src}` has {found.width:g} × {found.height:g} pixels, and stands small on its slide to stay sharp"
    context.advise(node.line, "figure-small", message, f"give one of {needed:,} pixels across, or a drawing (SVG)")


def arranged(sheet: Sheet, spec: LayoutSpec, context: Context) -> tuple[LayoutSpec, PictureBox | None, bool]:
    """``spec`` as the slide's picture asks for it, the picture where it stands beside all else, whether it is bare."""
    if spec.origin is not None:  # a template's boxes stay where they are
        return spec, _placed(sheet, spec, context), False
    tokens = context.tokens
    held = sheet.slot("object")
    node = context.nodes.blocks.get(held.ref) if held else None
    if isinstance(node, Figure) and FULL & set(node.attributes.classes) and spec.placeholder("body") is None:
        said = any(sheet.slot(slot) for slot in ("caption", "citation"))
        return edge_to_edge(spec, tokens, said=said), None, True
    if isinstance(node, Figure) and (aside := _beside(node, sheet, spec, context)):
        return *aside, False
    cover = context.essay.cover
    if cover is None or sheet.slot(COVER) is None:
        return spec, None, False
    found = _seen(cover.src, context.essay, context.files)
    beside = beside_cover(spec, tokens)
    if found is None or beside is None or not _holds(sheet, beside[0], context):
        message = "the cover is not on the title slide: there is no room beside the title"
        context.advise(cover.line, "cover-left-out", message, "shorten the title or the subtitle")
        return spec, None, False
    return beside[0], _cover(cover, found, beside[1]), False


def _beside(node: Figure, sheet: Sheet, spec: LayoutSpec, context: Context) -> tuple[LayoutSpec, PictureBox] | None:
    """A picture at the right of its claim, which takes the room up to it: as its author asks, or because it is narrow.

    None where it stands below, or where there is no room beside it.
    """
    held = spec.placeholder("object")
    asked = sheet.layout is Layout.FIGURE_BESIDE
    if sheet.slot("body") or held is None or not (asked or sheet.layout is Layout.FIGURE):
        return None
    if not asked:
        below = picture(node, replace(context, problems=[]), "object", held.box)
        if node.attributes.get("layout") or below is None or below.box.width > _NARROW * held.box.width:
            return None
    side = beside_claim(spec, context.tokens, None if asked else Length(round(_NARROW * held.box.width)))
    # A share is one of the text's width, of which the picture has its side already.
    wide = node.width.of(held.box.width) if node.width and not asked else None
    alone = replace(node, width=Width(length=wide) if wide else None) if node.width and node.width.share else node
    made = picture(alone, context, "object", side[1]) if side else None
    closer = beside_claim(spec, context.tokens, made.box.width) if made else None
    if made is None or closer is None:
        return None
    free = (closer[1].height - made.box.height) // 2
    box = replace(made.box, left=closer[1].left, top=Length(made.box.top + free))
    narrowed = captioned(closer[0], sheet, box, context)
    return (narrowed, replace(made, box=box)) if _holds(sheet, narrowed, context) else None


def _placed(sheet: Sheet, spec: LayoutSpec, context: Context) -> PictureBox | None:
    """The cover in the template's placeholder for it, where there is one."""
    cover, place = context.essay.cover, spec.placeholder(COVER)
    if cover is None or place is None or sheet.slot(COVER) is None:
        return None
    found = _seen(cover.src, context.essay, context.files)
    if found is None:
        context.advise(cover.line, "cover-left-out", f"the cover `{cover.src}` is no picture that can be read")
    return _cover(cover, found, place.box) if found else None


def _holds(sheet: Sheet, spec: LayoutSpec, context: Context) -> bool:
    """Whether what ``sheet`` says has room in ``spec``, which a picture made narrow."""
    return head(sheet, spec, None, replace(context, problems=[])) is not None


def _cover(node: Figure, found: Seen, box: Box) -> PictureBox:
    """A photograph fills ``box``, cut on both sides; a drawing, and what is too coarse for that, stands in it whole."""
    own = 0 if found.vector else round(found.width)
    fill = max(box.width / px(found.width), box.height / px(found.height))
    if found.opaque and fill <= _LARGEST:
        across = (1 - box.width / (px(found.width) * fill)) / 2
        down = (1 - box.height / (px(found.height) * fill)) / 2
        crop = (round(across, 5), round(down, 5), round(across, 5), round(down, 5))
        return PictureBox(COVER, node.ref, box, node.src, node.alt, own, crop)
    free = round(_INSET * box.width)
    wide, high = box.width - 2 * free, box.height - 2 * free
    scale = min(wide / px(found.width), high / px(found.height))
    scale = scale if found.vector else min(scale, _LARGEST)
    width, height = px(found.width * scale), px(found.height * scale)
    left, top = box.left + (box.width - width) // 2, box.top + (box.height - height) // 2
    return PictureBox(COVER, node.ref, Box(Length(left), Length(top), width, height), node.src, node.alt, own)


def _seen(path: str, essay: Essay, files: Files) -> Seen | None:
    from pipeline.pictures.seen import PictureError, seen  # most talks have no picture

    where = inside((files.root / essay.path).parent, path)
    data = files.bytes(where) if where else None
    try:
        return seen(data) if data else None
    except PictureError:
        return None
