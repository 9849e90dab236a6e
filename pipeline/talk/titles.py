"""Titles: no two slides of a talk have the same one (WCAG 2.2, 2.4.2): by its title a screen reader finds a slide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pipeline.document import List, MathBlock, Paragraph, Strong, Text
from pipeline.prose import labelled, plain
from pipeline.slides import Layout, Slide, Slot
from pipeline.talk.desk import Desk

_LIST = 60  # signs: of the terms that tell a list apart
META = "meta"  # the ref of what the front matter or a fixed word says


def distinct(slides: list[Slide], desk: Desk) -> list[Slide]:
    """``slides`` with a title of its own each: one that repeats an earlier title is told apart by a few words after it.

    Where the same heading or claim titles several slides that is our doing, and silent; where the author wrote the
    same words twice it is said.
    """
    seen: dict[str, Slide] = {}
    numbers: dict[str, int] = {}
    return [_told_apart(slide, seen, numbers, desk) for slide in slides]


def _told_apart(slide: Slide, seen: dict[str, Slide], numbers: dict[str, int], desk: Desk) -> Slide:
    """``numbers`` holds, by a title, the last one that was put behind it."""
    title = slide.slot("title")
    if title is None or not _key(title):
        return slide
    first = seen.setdefault(_key(title), slide)
    if first is slide:
        return slide
    source = first.slot("title")
    if source and META not in (source.ref, title.ref) and source.ref != title.ref:
        message = f"the title “{_words(title)}” is that of line {first.line} already"
        desk.advise(slide.line, "title-twice", message, "say what is different here")
    said = _what(slide, desk)
    made = named = _with(title, f" – {said}") if said else title
    base = _key(named)
    while _key(made) in seen:
        numbers[base] = numbers.get(base, 1) + 1
        made = _with(named, f" ({numbers[base]})")
    told = replace(slide, slots=tuple(made if slot is title else slot for slot in slide.slots))
    seen[_key(made)] = told
    return told


def _what(slide: Slide, desk: Desk) -> str:
    """What sets a slide apart from others under its heading: who is quoted, what is compared, that it is a figure."""
    match slide.layout:
        case Layout.QUOTATION:
            by = slide.slot("attribution")
            return _words(by).split(",")[0].strip() if by else ""
        case Layout.FIGURE | Layout.FIGURE_BESIDE:
            held = slide.slot("object")
            formula = held is not None and any(isinstance(block, MathBlock) for block in held.blocks)
            return _label(slide) or (desk.words.equation if formula else desk.words.figure)
        case Layout.TABLE:
            return _label(slide) or desk.words.table
        case Layout.COMPARISON:
            return " · ".join(filter(None, (_head(slide.slot("left")), _head(slide.slot("right")))))
        case Layout.POINTS:
            terms = ", ".join(_terms(slide.slot("body")))
            return terms if len(terms) <= _LIST else ""
        case _:
            return _label(slide)


def _terms(body: Slot | None) -> Iterator[str]:
    """The words that lead the items of a list, where each has some."""
    items = body.blocks[0].items if body and isinstance(body.blocks[0], List) else ()
    firsts = [item.blocks[0] for item in items if item.blocks]
    leads = [p.inlines[0] for p in firsts if isinstance(p, Paragraph) and isinstance(p.inlines[0], Strong)]
    yield from (plain(one.children) for one in leads if len(leads) == len(items) and isinstance(one, Strong))


def _head(side: Slot | None) -> str:
    """What stands above a side of a comparison: bold words alone."""
    match side.blocks[0] if side else None:
        case Paragraph(inlines=(Strong(words),)):
            return plain(words)
        case _:
            return ""


def _label(slide: Slide) -> str:
    """The number under which the essay refers to what a slide shows: "Figure 2"."""
    caption = slide.slot("caption")
    first = caption.blocks[0] if caption else None
    return plain(labelled(first.inlines)[0]) if isinstance(first, Paragraph) else ""


def _words(slot: Slot) -> str:
    return " ".join(" ".join(plain(block.inlines) for block in slot.blocks if isinstance(block, Paragraph)).split())


def _key(slot: Slot) -> str:
    """The title as it is compared: by its visible letters, great and small alike."""
    visible = (c for c in _words(slot) if unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(visible).casefold()


def _with(slot: Slot, tail: str) -> Slot:
    """``slot`` with ``tail`` after its words."""
    last = slot.blocks[-1]
    like = last if isinstance(last, Paragraph) else Paragraph(slot.ref, 1, ())
    return replace(slot, blocks=(*slot.blocks[:-1], replace(like, inlines=(*like.inlines, Text(tail)))))
