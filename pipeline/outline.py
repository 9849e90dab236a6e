"""The outline and the timetable: what ``make outline`` and ``make check`` print, one line a slide."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clock import Span, clock, schedule
from pipeline.fitted import FittedDeck, FittedSlide, TextBox
from pipeline.meta import Meta
from pipeline.problems import printable
from pipeline.sentences import count, wide

_OUTLINE = ("No.", "Layout", "Title", "Time", "Clock", "Line")
_TIMETABLE = ("No.", "Title", "Seconds", "From", "To", "Words")
_WORDS = frozenset({"Layout", "Title"})  # these columns run from the left, numbers and times to the right
_NONE = "–"


def outline(deck: FittedDeck, meta: Meta) -> str:
    """Number, layout, title, time, the clock as it comes up, and essay line of each slide; then the whole.

    Slides of the appendix have no number and no time.
    """
    rows = [
        (
            _number(slide),
            slide.layout,
            title(slide),
            _NONE if slide.number is None else clock(slide.seconds),
            clock(span[0]) if span else _NONE,
            str(slide.line),
        )
        for slide, span in zip(deck.slides, schedule(deck), strict=True)
    ]
    return _printed(_OUTLINE, rows, deck, meta)


def timetable(deck: FittedDeck, meta: Meta) -> str:
    """Number, title, seconds, from when to when, and the words of its notes, of each slide; then the whole."""
    rows = [
        (
            _number(slide),
            title(slide),
            str(slide.seconds) if span else _NONE,
            *(_times(span)),
            str(_noted(slide)),
        )
        for slide, span in zip(deck.slides, schedule(deck), strict=True)
    ]
    return _printed(_TIMETABLE, rows, deck, meta)


def title(slide: FittedSlide) -> str:
    """The words of a slide's title on one line, a continuation with its number."""
    box = next((shape for shape in slide.shapes if isinstance(shape, TextBox) and shape.slot == "title"), None)
    runs = (run.text for paragraph in box.paragraphs for run in paragraph.runs) if box else ()
    part = f" ({slide.part[0]}/{slide.part[1]})" if slide.part else ""
    words = " ".join("".join(runs).split())
    return printable(words if words.endswith(part.strip()) else words + part)


def _number(slide: FittedSlide) -> str:
    return _NONE if slide.number is None else str(slide.number)


def _times(span: Span | None) -> tuple[str, str]:
    return (clock(span[0]), clock(span[1])) if span else (_NONE, _NONE)


def _noted(slide: FittedSlide) -> int:
    return sum(count("".join(run.text for run in paragraph.runs)) for paragraph in slide.notes)


def _printed(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], deck: FittedDeck, meta: Meta) -> str:
    """A table of ``rows``, and below it the whole talk against ``deck.minutes``."""
    widths = [max(wide(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = (_row(head, row, widths) for row in (head, *rows))
    first, *rest = lines
    return "\n".join([first, "  ".join("─" * width for width in widths), *rest, "", _total(deck, meta), ""])


def _row(head: tuple[str, ...], row: tuple[str, ...], widths: list[int]) -> str:
    cells = (
        cell + " " * (width - wide(cell)) if name in _WORDS else " " * (width - wide(cell)) + cell
        for name, cell, width in zip(head, row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()


def _total(deck: FittedDeck, meta: Meta) -> str:
    seconds = sum(slide.seconds for slide in deck.slides)
    slides = f"{len(deck.slides)} slide{'' if len(deck.slides) == 1 else 's'}, {clock(seconds)}"
    pace = f"at {meta.deck.words_per_minute} words a minute"
    if meta.deck.minutes is None:
        return f"{slides} {pace}"
    left = meta.deck.minutes * 60 - seconds
    verdict = f"{clock(left)} to spare" if left >= 0 else f"{clock(-left)} over"
    return f"{slides} of {clock(meta.deck.minutes * 60)} ({verdict}) {pace}"
