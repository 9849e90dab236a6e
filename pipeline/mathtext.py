"""Formulas among words: what stands beside one without a blank, and one as a line of letters and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from pipeline.document import Inline, Inlines, Math, MathBlock, Span, Text

_BEFORE = re.compile(r"[(\[{“‘„‚«‹¿¡]+$")
_AFTER = re.compile(r"[)\]}”’»›.,;:!?…]+|-\w+")


def beside_formulas(inlines: Inlines) -> Iterator[tuple[str, Inline, str]]:
    """``inlines``, with each formula the brackets and stops that stand beside it without a blank."""
    texts = [inline.text if isinstance(inline, Text) else "" for inline in inlines]
    for index, inline in enumerate(inlines):
        before = after = ""
        if isinstance(inline, Math):
            opening = _BEFORE.search(texts[index - 1]) if index else None
            closing = _AFTER.match(texts[index + 1]) if index + 1 < len(texts) else None
            before, after = opening[0] if opening else "", closing[0] if closing else ""
        elif isinstance(inline, Text):
            start = _AFTER.match(inline.text) if index and isinstance(inlines[index - 1], Math) else None
            text = inline.text[start.end() :] if start else inline.text
            if index + 1 < len(inlines) and isinstance(inlines[index + 1], Math):
                text = _BEFORE.sub("", text)
            inline = Text(text)
        yield before, inline, after


def worded(math: Math | MathBlock) -> Markup:
    """A formula as a line of letters and signs."""
    from pipeline.formulas import formula  # most essays have none
    from pipeline.formulas.line import html

    found = formula(math.tex, display=isinstance(math, MathBlock))
    return html(found.pieces) if found else Markup('<code class="math">{}</code>').format(math.tex)


def is_number(caption: Inlines) -> bool:
    """Whether a formula's caption is its number alone, ``(2)``, which stands beside it."""
    return len(caption) == 1 and isinstance(caption[0], Span)
