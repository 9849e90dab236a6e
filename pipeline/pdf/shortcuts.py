"""What WeasyPrint 70.0 asks of every box time and again, answered at once where the answer is the usual one.

A box stands in the flow of the text, its lengths are in pixels, nothing is painted behind it, its lines are as high as
all of its style: of nine boxes in ten that is so, and finding it out took WeasyPrint a tenth of the time of a long
handout. In every other case it is asked itself.
"""

from __future__ import annotations

from typing import Any

from pipeline.pdf.tested import VERSIONS

_IN_FLOW = ("static", "relative")
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SHARP = (0, "px")


def mend(version: str) -> bool:
    """Has WeasyPrint ``version`` answer these quickly; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types

    if not getattr(boxes.Box.is_in_normal_flow, "mended", False):
        _flow(boxes)
        _lengths()
        _backgrounds()
        _struts()
    return True


def _flow(boxes: Any) -> None:
    plain = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(box: Any) -> bool:
        """Whether ``box`` stands in the flow of the text (CSS 2.2, 9.3)."""
        style = box.style
        return (style["float"] == "none" and style["position"] in _IN_FLOW) or plain(box)

    is_in_normal_flow.mended = True  # type: ignore[attr-defined]
    boxes.Box.is_in_normal_flow = is_in_normal_flow


def _lengths() -> None:
    from weasyprint.css.properties import Dimension  # type: ignore[import-untyped]  # carries no types
    from weasyprint.layout import percent  # type: ignore[import-untyped]  # carries no types

    plain = percent.resolve_one_percentage

    def resolve_one_percentage(box: Any, name: str, whole: Any) -> None:
        """Sets the length ``name`` of ``box``, which may be a part of ``whole``, in pixels."""
        value = box.style[name]
        if type(value) is Dimension and value.unit == "px":
            setattr(box, name, value.value)
        else:
            plain(box, name, whole)

    percent.resolve_one_percentage = resolve_one_percentage


def _backgrounds() -> None:
    from weasyprint.layout import background

    plain = background.layout_box_backgrounds

    def layout_box_backgrounds(
        page: Any, box: Any, pictures: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        """Finds out what is painted behind ``box`` and, where that is asked for, behind all that it holds."""
        if box is page or style is not None or not _bare(box.style):
            plain(page, box, pictures, layout_children, style)
            return
        for corner in _CORNERS:
            setattr(box, f"border_{corner}_radius", (0, 0))
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, pictures)
        box.background = None

    background.layout_box_backgrounds = layout_box_backgrounds


def _struts() -> None:
    from weasyprint.layout import inline

    plain = inline.strut

    def strut(style: Any) -> tuple[float, float]:
        """How high lines of ``style`` are at the least, and where their baseline is (CSS 2.2, 10.8.1); kept with it."""
        known: tuple[float, float] | None = style.__dict__.get("strut")
        if known is None:
            known = style.strut = plain(style)
        return known

    inline.strut = strut


def _bare(style: Any) -> bool:
    """Whether nothing is painted behind boxes of ``style`` and their corners are not round; kept with it."""
    known: bool | None = style.__dict__.get("bare")
    if known is None:
        colour = style["background_color"]
        known = style.bare = (
            all(_SHARP in style[f"border_{corner}_radius"] for corner in _CORNERS)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(image[0] == "none" for image in style["background_image"])
            and colour != "currentcolor"
            and colour.alpha == 0
            and not style["box_shadow"]
        )
    return known
