"""The outline: what ``make outline`` prints, one line a slide, and the time of the whole against the time given."""

from __future__ import annotations

from pipeline.fitted import FittedDeck, FittedSlide, TextBox
from pipeline.meta import Meta
from pipeline.problems import printable
from pipeline.sentences import wide

_HEAD = ("No.", "Layout", "Title", "Time", "Line")
_TO_THE_RIGHT = (True, False, False, True, True)


def outline(deck: FittedDeck, meta: Meta) -> str:
    """Number, layout, title, time and essay line of each slide; then all of them against ``deck.minutes``.

    Slides of the appendix have no number and no time.
    """
    rows = [_HEAD, *(_cells(slide) for slide in deck.slides)]
    widths = [max(wide(row[column]) for row in rows) for column in range(len(_HEAD))]
    head, *lines = (_row(row, widths) for row in rows)
    return "\n".join([head, "  ".join("─" * width for width in widths), *lines, "", _total(deck, meta), ""])


def title(slide: FittedSlide) -> str:
    """The words of a slide's title on one line, a continuation with its number."""
    box = next((shape for shape in slide.shapes if isinstance(shape, TextBox) and shape.slot == "title"), None)
    runs = (run.text for paragraph in box.paragraphs for run in paragraph.runs) if box else ()
    part = f" ({slide.part[0]}/{slide.part[1]})" if slide.part else ""
    words = " ".join("".join(runs).split())
    return printable(words if words.endswith(part.strip()) else words + part)


def clock(seconds: int) -> str:
    """Seconds as ``m:ss``."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _cells(slide: FittedSlide) -> tuple[str, ...]:
    if slide.number is None:
        return ("–", slide.layout, title(slide), "–", str(slide.line))
    return (str(slide.number), slide.layout, title(slide), clock(slide.seconds), str(slide.line))


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    """One line of the table: numbers and times to the right, words to the left."""
    cells = (
        " " * (width - wide(cell)) + cell if to_right else cell + " " * (width - wide(cell))
        for cell, width, to_right in zip(row, widths, _TO_THE_RIGHT, strict=True)
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
