"""LaTeX as a bibliography has it: accents, commands and braces as plain text with marks."""

from __future__ import annotations

import functools
import logging
import re
from typing import TYPE_CHECKING

from pipeline.bibliography.marks import AS_IT_IS, BOLD, ITALIC, QUIET, RAISED, Mark, clean

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # carries no types

_PLAIN = re.compile(r"[\\{}$~%&]|--|``|''")
_MARKED = {"emph": ITALIC, "textit": ITALIC, "textsl": ITALIC, "textbf": BOLD, "textsc": QUIET, "underline": QUIET}
_UNKNOWN = {  # to pylatexenc
    "textsuperscript": RAISED,
    "textsubscript": QUIET,
    "mkbibemph": ITALIC,
    "mkbibitalic": ITALIC,
    "mkbibbold": BOLD,
    "mkbibquote": Mark("“", "”"),
}
_COMMAND = re.compile(rf"\\({'|'.join(_UNKNOWN)})\s*\{{([^{{}}]*)\}}")
_ADDRESS = re.compile(r"\\(?:url|path|href)\s*\{([^{}]*)\}")


@functools.cache
def _reader() -> LatexNodes2Text:
    from pylatexenc import latex2text  # type: ignore[import-untyped]  # carries no types

    macros = [latex2text.MacroTextSpec(name, f"{mark.opens}%s{mark.closes}") for name, mark in _MARKED.items()]
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    known = latex2text.get_default_latex_context_db()
    known.add_context_category("bibliography", macros=macros, prepend=True)
    return latex2text.LatexNodes2Text(
        latex_context=known, keep_braced_groups=True, keep_braced_groups_minlen=2, keep_comments=True
    )


def text(source: str) -> str:
    """``source`` as text; words in braces keep their capitals. What is no LaTeX stays as it is written."""
    source = " ".join(clean(source).split())
    if not _PLAIN.search(source):
        return source
    source = _COMMAND.sub(lambda found: _UNKNOWN[found[1]].around(found[2]), source)
    try:
        read = _reader().latex_to_text(re.sub(r"(?<!\\)&", r"\\&", source), tolerant_parsing=True)
    except RecursionError:  # braces within braces without end
        return " ".join(re.sub(r"[\\{}]", "", source).split())
    read = read.replace("{", AS_IT_IS.opens).replace("}", AS_IT_IS.closes)
    return " ".join(read.replace("\u00a0", " ").split(" ")).strip()


def plain(source: str) -> str:
    """``source`` as text without marks, for a name, a number or a place."""
    return clean(text(source))


def address(source: str) -> str:
    """A web address or a DOI: what it is written around and before it undone, no accents looked for."""
    found = _ADDRESS.search(source)
    bare = (found[1] if found else source).strip().strip("{}")
    return re.sub(r"\\([_%&#$~{}])", r"\1", bare)
