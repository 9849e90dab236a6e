"""Lines that no float stands beside are set without asking how wide their first word is.

Where a page has floats, WeasyPrint 70.0 sets the first word of each line an extra time, for the case that it does not
fit beside a float and has to go below. Notes in the margin are floats, and most lines stand below all of them: there
nothing depends on that width, and it is not worked out.
"""

from __future__ import annotations

from typing import Any

from pipeline.pdf.tested import VERSIONS


def mend(version: str) -> bool:
    """Spares lines the measure in WeasyPrint ``version``; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    plain = inline.inline_min_content_width
    if getattr(plain, "mended", False):
        return True

    def inline_min_content_width(context: Any, line: Any, **asked: Any) -> float:
        """How wide the first word of ``line`` is; zero where all floats end above it, in text from left to right."""
        top = line.border_box_y()
        below = line.style["direction"] == "ltr" and all(
            shape.position_y < top and shape.position_y + shape.margin_height() < top
            for shape in context.excluded_shapes
        )
        return 0 if below else plain(context, line, **asked)

    inline_min_content_width.mended = True  # type: ignore[attr-defined]
    inline.inline_min_content_width = inline_min_content_width
    return True
