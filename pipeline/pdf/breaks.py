"""Lines that end before a float: WeasyPrint 70.0 loses the words between the line's end and the float.

Where what follows a float does not fit, the line is broken in the words before it; WeasyPrint then goes on after the
float all the same, since the float is set already. Here the line is set again without it: the words go on on the next
line, and the float with them.
"""

from __future__ import annotations

from typing import Any

from pipeline.pdf.tested import VERSIONS


def mend(version: str) -> bool:
    """Keeps the words before a float in WeasyPrint ``version``; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    plain = inline.split_inline_box
    if getattr(plain, "mended", False):
        return True

    def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        """What of ``box`` fits: ``(box, where to go on, …)``."""
        kept = [one for one in (*rest, context.excluded_shapes) if isinstance(one, list)]
        lengths = [len(one) for one in kept]
        made = plain(context, box, position_x, max_x, *rest)
        at = _after_float(box, made[1])
        if at is None or _whole(box.children[:at], made[0]):
            return made
        for one, length in zip(kept, lengths, strict=True):
            del one[length:]
        flow = [child for child in made[0].children if child.is_in_normal_flow()]
        end = flow[-1].position_x + flow[-1].margin_width() if flow else max_x
        again = plain(context, box.copy_with_children(box.children[:at]), position_x, end, *rest)
        return (again[0], again[1] or {at: None}, *again[2:])

    split_inline_box.mended = True  # type: ignore[attr-defined]
    inline.split_inline_box = split_inline_box
    return True


def _after_float(box: Any, resume: dict[int, Any] | None) -> int | None:
    """The index of the float right after which ``box`` is to go on, if that is so."""
    if resume is None:
        return None
    ((index, inner),) = resume.items()
    return index - 1 if inner is None and index and box.children[index - 1].is_floated() else None


def _whole(children: list[Any], line: Any) -> bool:
    """Whether ``line`` ends as ``children``, all that stands before the float, do."""
    return "".join(map(_text, children)).rstrip().endswith(_text(line).rstrip())


def _text(box: Any) -> str:
    """The words of ``box`` that are in the flow of the text."""
    if hasattr(box, "text"):
        return str(box.text)
    return "".join(_text(child) for child in getattr(box, "children", ()) if child.is_in_normal_flow())
