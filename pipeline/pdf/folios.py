"""The page numbers of the contents, written when the pages are set.

CSS has ``target-counter()`` for them, and WeasyPrint sets every page of the contents again until the numbers come to
rest: a quarter of its time in a long handout. The contents take no other room for other numbers, so here these are put
at the end of their lines afterwards, as words of the link. Boxes are private parts of WeasyPrint: where its version is
none that was tested, :func:`counted` has the stylesheet do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_CONTENTS = '<nav class="contents">'


def counted(page: str) -> str:
    """``page`` with contents that are numbered by the stylesheet."""
    return page.replace(_CONTENTS, '<nav class="contents counted">', 1)


def number(document: Any) -> None:
    """Writes the pages' numbers at the far edge of the items of ``nav.contents`` in ``document``, a rendered one."""
    from weasyprint.text.line_break import split_first_line  # type: ignore[import-untyped]  # carries no types

    pages: dict[str, int] = {}
    for at, page in enumerate(document.pages, 1):
        for name in page.anchors:
            pages.setdefault(name, at)  # what goes on on the next page has its name there too
    ends: dict[str, tuple[Any, Any]] = {}  # an item that goes on on the next page has its number there
    for page in document.pages:
        found = dict(_ends(page._page_box, None))  # noqa: SLF001 - the seam of this room
        if ends and not found:
            break
        ends.update(found)
    for name, (item, link) in ends.items():
        text = _last(link)
        if text is None or name not in pages:
            continue
        told = text.copy_with_text(f"\u00a0{pages[name]}")
        layout, _, _, width, _, _ = split_first_line(told.text, told.style, None, None, 0)
        told.pango_layout, told.width = layout, width
        left, right = item.content_box_x() - item.padding_left, item.content_box_x() + item.width + item.padding_right
        told.position_x = left if item.style["direction"] == "rtl" else right - width
        told.ending, told.late = "", False
        link.children = [*link.children, told]


def _ends(box: Any, item: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The links of the contents below ``box`` by what they lead to, each with its item; the last line's come last."""
    element = box.element
    if item is not None and box.element_tag == "a":
        yield (element.get("href") or "").removeprefix("#"), (item, box)
        return
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types

    contents = item is None and box.element_tag == "nav" and element.get("class", "").split()[:1] == ["contents"]
    if contents or (item is not None and isinstance(box, boxes.BlockBox) and box.element_tag == "li"):
        item = box
    for child in getattr(box, "children", ()):
        if item is not None or child.element is None or child.element.tag in ("html", "body", "nav"):
            yield from _ends(child, item)


def _last(box: Any) -> Any:
    """The last text within ``box``."""
    while box is not None and not hasattr(box, "text"):
        box = box.children[-1] if getattr(box, "children", None) else None
    return box
