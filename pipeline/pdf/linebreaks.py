"""WeasyPrint 70.0 at times sets a word on a line of its own amid a paragraph; here that is put right.

Pango lets a blank hang out of the line that it ends. Where a text fits but for such a blank, and something follows it
(emphasis, a link), WeasyPrint takes the text for one that cannot be broken and cuts it after its first word. Asked
again without its blanks, the text turns out to fit.

Where blanks are kept, as in code, one that ends a line hangs (CSS Text 3, 4.1.3), but WeasyPrint counts it: words that
fill their line but for it go to the next, and the line stays empty.
"""

from __future__ import annotations

from math import inf
from typing import Any

from pipeline.pdf.tested import VERSIONS

_BLANKS = " \u00a0"


def mend(version: str) -> bool:
    """Puts line breaking right in WeasyPrint ``version``; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    split = inline.split_first_line
    if getattr(split, "mended", False):
        return True

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: Any,
        *,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        """What fits on one line: ``(layout, length, resume_index, width, height, baseline)``."""
        made = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        if made[2] is None or max_width is None or text[-1] not in _BLANKS or " " in text[: made[1]].strip():
            return made
        bare = split(text.rstrip(_BLANKS), style, context, max_width, justification_spacing, is_line_start, minimum)
        if bare[2] is not None or bare[3] > max_width:
            return made
        return split(text, style, context, inf, justification_spacing, is_line_start, minimum)

    split_first_line.mended = True  # type: ignore[attr-defined]
    inline.split_first_line = split_first_line
    trailing = inline.trailing_whitespace_size

    def trailing_whitespace_size(context: Any, box: Any) -> float:
        """How wide the blanks are that end ``box``, and hang out of its line."""
        last = box
        while getattr(last, "children", None):
            last = last.children[-1]
        text = getattr(last, "text", "")
        if last.style["white_space"] != "pre-wrap" or not text.endswith(" "):
            return float(trailing(context, box))
        bare = text.rstrip(" ")
        return float(last.width - (split(bare, last.style, context, None, 0)[3] if bare else 0))

    inline.trailing_whitespace_size = trailing_whitespace_size
    return True
