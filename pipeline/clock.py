"""The clock: when each slide comes up at the speaker's pace, against the time that was given.

It opens the notes of every timed slide with a line such as ``4:30 – 5:15 of 15:00 (45 s)``. That line is no part of the
essay and is not said: :func:`clocked` is a step of its own, which a copy to give away leaves out.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Essay
from pipeline.fitted import FittedDeck, Run, TextParagraph
from pipeline.meta import Meta
from pipeline.problems import Place, Problems, advice, warning
from pipeline.words import words

TIRING = 120  # seconds: over that, a slide is worth a warning
SHORT = 0.5  # of the time given: a talk under that is worth asking whether something is missing

Span = tuple[int, int]


def clock(seconds: int) -> str:
    """Seconds as ``m:ss``."""
    return f"{seconds // 60}:{seconds % 60:02}"


def schedule(deck: FittedDeck) -> tuple[Span | None, ...]:
    """From which second to which each slide stands; None for the appendix, and for what stands in no time."""
    spans: list[Span | None] = []
    now = 0
    for slide in deck.slides:
        spans.append((now, now + slide.seconds) if slide.seconds else None)
        now += slide.seconds
    return tuple(spans)


def clocked(deck: FittedDeck, meta: Meta) -> FittedDeck:
    """``deck`` with a line of the clock before the notes of each timed slide, in the fixed words of its language."""
    slides = (
        slide if span is None else replace(slide, notes=(_line(span, meta), *slide.notes))
        for slide, span in zip(deck.slides, schedule(deck), strict=True)
    )
    return replace(deck, slides=tuple(slides))


def _line(span: Span, meta: Meta) -> TextParagraph:
    said = words(meta.lang)
    start, end = span
    whole = None if meta.deck.minutes is None else clock(meta.deck.minutes * 60)
    text = (
        said.span.format(clock(start), clock(end)) if whole is None else said.span_of.format(*map(clock, span), whole)
    )
    return TextParagraph((Run(f"{text} ({end - start} s)", bold=True, lang=said.lang),))


def judged(deck: FittedDeck, essay: Essay) -> Problems:
    """What of the time a careful speaker would mend: slides that stand too long, a talk over or far under it."""
    meta = essay.meta
    hint = "mark a claim further down (==…==), or say less in `::: notes`"
    found = [
        warning(Place(essay.path, slide.line), "slide-long", f"this slide stands for {clock(slide.seconds)}", hint)
        for slide in deck.slides
        if slide.seconds > TIRING
    ]
    if meta.deck.minutes is None:
        return tuple(found)
    place, given = meta.place("deck.minutes", essay.path), meta.deck.minutes * 60
    whole = sum(slide.seconds for slide in deck.slides)
    if whole > given:
        message = f"the talk takes {clock(whole)}, more than its {clock(given)}"
        hint = "`::: notes` may say less than the paragraph; `deck.sections` selects"
        found.append(warning(place, "talk-long", message, hint))
    elif whole < given * SHORT:
        message = f"the talk takes {clock(whole)}, less than half of its {clock(given)}"
        found.append(advice(place, "talk-short", message, "say more in `::: notes`, or leave time for questions"))
    return tuple(found)
