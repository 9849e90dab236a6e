"""What does not fit on the rest of a page yields a little, where much of the page would stay blank otherwise.

CSS knows ``break-inside: avoid`` alone: what is kept together goes on the next page whole, however much room that
leaves. Two properties of ours say what a typesetter would do instead. ``--shrinks: .8`` on a picture: it may stand at
eight tenths of its size, if it then fits. ``--breaks: 25%`` on what is kept together: it is broken after all where
that much of the page's height would be left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from pipeline.pdf.tested import VERSIONS

_SHRINKS, _BREAKS = "__shrinks", "__breaks"  # WeasyPrint's names for them
_ROUNDING = 0.01  # CSS pixels
_IN_FLOW = 5  # arguments more, where a block is laid out among others: its parent, whether the page is empty, …


def mend(version: str) -> bool:
    """Has WeasyPrint ``version`` know the two properties; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.layout import block  # type: ignore[import-untyped]  # carries no types

    plain = block.block_level_layout
    if getattr(plain, "mended", False):
        return True

    def block_level_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any
    ) -> Any:
        """``box`` on the rest of the page: ``(box, where to go on, …)``, with None as the box where it has no room."""
        if skip_stack or len(rest) < _IN_FLOW or rest[1] or box.style["break_inside"] != "avoid":
            return plain(context, box, bottom_space, skip_stack, *rest, **named)
        place, margins = (box.position_x, box.position_y), [*rest[4]]

        def again(space: float) -> Any:
            box.position_x, box.position_y = place
            return plain(context, box, space, skip_stack, *rest[:4], [*margins], *rest[5:], **named)

        made = plain(context, box, bottom_space, skip_stack, *rest, **named)
        return made if made[0] is not None else _yielded(context, box, bottom_space, again) or made

    block_level_layout.mended = True  # type: ignore[attr-defined]
    block.block_level_layout = block_level_layout
    return True


def _yielded(context: Any, box: Any, bottom_space: float, again: Callable[[float], Any]) -> Any:
    """``box``, which has no room as it is, where it yields; ``again`` lays it out above so much room at the bottom."""
    foot = context.page_bottom - bottom_space
    share = _number(box, _BREAKS)
    if share is not None and foot - box.position_y >= context.current_footnote_area.page.height * share / 100:
        with _styled(box, break_inside="auto"):
            return again(bottom_space)
    if any(one.footnote for one in box.descendants()):
        return None
    whole = again(-inf)[0]
    picture = next((one for one in whole.descendants() if _number(one, _SHRINKS) is not None), None)
    if picture is None:
        return None
    wide, high = picture.width, picture.height
    rest = foot - (whole.position_y + whole.margin_height() - whole.margin_bottom) - _ROUNDING
    if high + rest < high * (_number(picture, _SHRINKS) or 1):
        return None
    size = type(picture.style["width"])
    with _styled(picture, width=size(wide * (high + rest) / high, "px"), height=size(high + rest, "px")):
        return again(bottom_space)


def _number(box: Any, name: str) -> float | None:
    """The number that the property ``name`` of ``box`` has, itself and not by inheritance."""
    said = getattr(box.style, "cascaded", {}).get(name)
    value: float | None = said[0][0].value if said else None
    return value


@contextmanager
def _styled(box: Any, **values: Any) -> Iterator[None]:
    """Has ``box`` have another style for a while: on the next page it would have its own again."""
    before = {name: box.style[name] for name in values}
    box.style.update(values)
    try:
        yield
    finally:
        box.style.update(before)
