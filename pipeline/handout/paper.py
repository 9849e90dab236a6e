"""The page becomes paper, and what WeasyPrint says of it becomes problems."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.handout import hyphens
from pipeline.handout.problems import problems
from pipeline.pdf import typesetting
from pipeline.pdf.log import Log
from pipeline.problems import Problems, in_order
from pipeline.theme import Theme


def typeset(
    page: str, essay: Essay, theme: Theme, files: Files, again: Callable[[int], str | None]
) -> tuple[bytes | None, Problems]:
    """``page`` as the bytes of a PDF, or what ``again`` gives for its number of pages."""
    hyphens.recall(essay.meta.lang)
    with Log() as log:
        pdf, lost = typesetting.typeset(page, essay.path, theme, files, again=again)
    return pdf, lost if pdf is None else in_order((*lost, *problems(log, essay, theme, files)))
