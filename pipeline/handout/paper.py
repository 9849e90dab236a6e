"""The page becomes paper, and what WeasyPrint says of it becomes problems."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.handout import hyphens
from pipeline.handout.problems import problems
from pipeline.handout.reading import pictures
from pipeline.pdf import typesetting
from pipeline.pdf.log import Log
from pipeline.problems import Problems, in_order
from pipeline.theme import Theme
from pipeline.units import Length


def typeset(
    page: str,
    essay: Essay,
    theme: Theme,
    files: Files,
    *,
    again: Callable[[int], str | None],
    attached: tuple[typesetting.Attached, ...] = (),
) -> tuple[bytes | None, Problems]:
    """``page`` as the bytes of a PDF, or what ``again`` gives for its number of pages; files ``attached`` go in."""
    hyphens.recall(essay.meta.lang)
    with Log() as log:
        printed = _printed(essay, theme, files)
        pdf, lost = typesetting.typeset(page, essay.path, theme, files, again=again, printed=printed, attached=attached)
    return pdf, lost if pdf is None else in_order((*lost, *problems(log, essay, theme, files)))


def _printed(essay: Essay, theme: Theme, files: Files) -> Callable[[str], tuple[Length, Length] | None]:
    """How wide and high a picture of ``essay`` is printed at the most, by its path."""
    if essay.cover is None and next(pictures(essay), None) is None:
        return lambda _: None
    from pipeline.handout.pictures import Prints  # most handouts have no picture

    return Prints(essay, theme, files).largest().get
