"""The claim: what stands on the slide. The author's marked words, else the first sentence, never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.document import (
    BibliographicCitation,
    Block,
    Blocks,
    Citation,
    Code,
    Emphasis,
    FootnoteReference,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    Math,
    Span,
    Strike,
    Strong,
    Text,
)
from pipeline.prose import every_block, every_inline, plain, texts
from pipeline.sentences import abbreviated, first_end, masked, prefix, suffix, wide
from pipeline.talk.pace import ELSEWHERE
from pipeline.talk.quantities import quantity

LINE = 46  # signs on a title line: 840 pt at 36 pt, at half an em a sign; what measures better is handed to talk()

_GONE = "\ufdd0"  # a noncharacter (Unicode 23.7): where a citation stood
_SEAM = re.compile(rf"\s*{_GONE}(?=[\s.,;:!?…)\]}}»”]|{_GONE}|$)")
_CLOSING = ",;:.，；：。、､｡"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a block claims: ``title`` as a title has it, ``full`` as running text has it, ``lines`` of further marks.

    Where the first marked words are a number with its unit, ``sentence`` is the one that they stand in.
    """

    ref: str
    line: int
    title: Inlines
    full: Inlines
    lines: tuple[Inlines, ...] = ()
    marked: bool = False
    sentence: Inlines = ()


def claim(ref: str, line: int, runs: tuple[Inlines, ...], lang: str) -> Claim | None:
    """The claim of a block whose text is ``runs``; None where there are no words to claim anything."""
    marks = [bare(mark.children) for run in runs for mark in marks_in(run)]
    found = [words for words in marks if masked(words).strip()]
    if found:
        first, *further = (capital(words, lang) for words in found)
        lines = tuple(unstopped(words, lang) for words in further)
        sentence = _around(found[0], runs, lang) if quantity(masked(first)) else ()
        return Claim(ref, line, unstopped(first, lang), first, lines, marked=True, sentence=sentence)
    for run in runs:
        words = bare(run)
        if masked(words).strip():
            sentence = stripped(prefix(words, first_end(masked(words), lang)))
            return Claim(ref, line, unstopped(sentence, lang), sentence)
    return None


def _around(words: Inlines, runs: tuple[Inlines, ...], lang: str) -> Inlines:
    """The sentence in which the first of ``runs`` with a mark has ``words``."""
    run = bare(next(run for run in runs if any(masked(mark.children).strip() for mark in marks_in(run))))
    mark, text = masked(words).rstrip(_CLOSING), masked(run)
    at, start = text.find(mark), 0
    text = text.replace(mark, "x" * len(mark), 1)  # no stop within it ends a sentence: 1,5 Mio. Euro
    while (end := start + first_end(text[start:], lang)) <= at and end < len(text):
        start = end + len(text[end:]) - len(text[end:].lstrip())
    return stripped(suffix(prefix(run, end), start))


def marks_in(inlines: Inlines) -> Iterator[Mark]:
    """The outermost marks, in reading order."""
    depth = 0
    for inline in every_inline(inlines):
        if depth:
            depth -= 1
        elif isinstance(inline, Mark):
            depth = sum(1 for _ in every_inline(inline.children))
            yield inline


def marked(block: Block) -> bool:
    """Whether the author marked words anywhere in ``block``."""
    return any(
        isinstance(i, Mark) for b in every_block((block,), ELSEWHERE) for run in texts(b) for i in every_inline(run)
    )


Cited = Citation | BibliographicCitation


def cited_in(blocks: Blocks) -> tuple[Cited, ...]:
    """The citations within ``blocks``, each moment and each place in a work once, in reading order."""
    found: dict[object, Cited] = {}
    for block in every_block(blocks, ELSEWHERE):
        for inline in (inline for run in texts(block) for inline in every_inline(run)):
            if isinstance(inline, Citation):
                found.setdefault((inline.source, inline.seconds, inline.text), inline)
            elif isinstance(inline, BibliographicCitation):
                found.setdefault(plain(inline.children).strip("()"), inline)
    return tuple(found.values())


# --- Words as a slide has them --------------------------------------------------------------------


def bare(inlines: Inlines) -> Inlines:
    """``inlines`` as they stand in a title: no marks, citations, footnote marks or line breaks, pictures as words."""
    return stripped(_mended(tuple(_bared(inlines))))


def _bared(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Mark(children):
                yield from _bared(children)
            case Emphasis(children) | Strong(children) | Strike(children):
                yield type(inline)(tuple(_bared(children)))
            case Link(children=children, url=url) if url.startswith("#"):
                yield from _bared(children)
            case Span(children=children) | Link(children=children):
                yield replace(inline, children=tuple(_bared(children)))
            case Image(alt=alt):
                yield Text(alt or "")
            case BibliographicCitation(children=children, narrative=True):
                yield Text(plain(children))
            case Citation() | BibliographicCitation() | FootnoteReference():
                yield Text(_GONE)
            case LineBreak():
                yield Text(" ")
            case Text() | Code() | Math():
                yield inline
            case _:
                assert_never(inline)


def _mended(inlines: Inlines) -> Inlines:
    """Neighbouring texts joined, and the blank before a citation gone with it."""
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        match inline:
            case Text(text) if isinstance(last, Text):
                joined[-1] = Text(last.text + text)
            case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
                joined.append(type(inline)(_mended(children)))
            case Span(children=children) | Link(children=children):
                joined.append(replace(inline, children=_mended(children)))
            case _:
                joined.append(inline)
    mended = (Text(_SEAM.sub("", i.text).replace(_GONE, "")) if isinstance(i, Text) else i for i in joined)
    return tuple(inline for inline in mended if masked((inline,)))


def stripped(inlines: Inlines) -> Inlines:
    """``inlines`` without blanks at either end."""
    text = masked(inlines)
    inlines = prefix(inlines, len(text.rstrip()))
    return _first(inlines, str.lstrip) if text[:1].isspace() else inlines


def unstopped(inlines: Inlines, lang: str) -> Inlines:
    """``inlines`` without a closing ``,`` ``;`` ``:`` or ``.``; the stop of an abbreviation and an ellipsis stay."""
    text = masked(inlines)
    end = len(text)
    while end and text[end - 1] in _CLOSING and not (text[end - 1] == "." and abbreviated(text[:end], lang)):
        end = len(text[: end - 1].rstrip())
    return prefix(inlines, end) if end else inlines


_OPENING = re.compile(r"^[\s(\[{“„«»\"'‘¿¡-]*")


def capital(inlines: Inlines, lang: str) -> Inlines:
    """``inlines`` opening with a capital; a word that has its own capitals or digits (``iPhone``, ``x86``) stays."""

    def up(text: str) -> str:
        at = len(_OPENING.match(text).group())  # type: ignore[union-attr]
        word = re.split(r"[\s,;:.!?]", text[at:], maxsplit=1)[0]
        if not word[:1].islower() or any(c.isupper() or c.isdigit() for c in word):
            return text
        # Titlecase, not upper case: Georgian has none of the latter within text. Turkish dots its capital I.
        first = "İ" if word[0] == "i" and lang.lower().split("-")[0] in ("tr", "az") else word[0].title()
        return text[:at] + first + text[at + 1 :] if len(first) == 1 else text

    return _first(inlines, up)


def _first(inlines: Inlines, change: Callable[[str], str]) -> Inlines:
    """``inlines`` with ``change`` made to the text that they open with."""
    if not inlines:
        return inlines
    first, rest = inlines[0], inlines[1:]
    match first:
        case Text(text):
            return (Text(change(text)), *rest)
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return (type(first)(_first(children, change)), *rest)
        case Span(children=children) | Link(children=children):
            return (replace(first, children=_first(children, change)), *rest)
        case _:
            return inlines


def words_of(inlines: Inlines) -> str:
    """The words of a title, for comparing and measuring."""
    return " ".join(plain(inlines).split())


def two_lines(text: str) -> bool:
    """Whether ``text`` takes at most two title lines, by an average sign: what talk() goes by without a font."""
    lines, used = 1, 0
    for word in text.split():
        width = wide(word)
        if used and used + 1 + width > LINE:
            lines, used = lines + 1, 0
        used += width + (1 if used else 0)
        lines, used = lines + (used - 1) // LINE, (used - 1) % LINE + 1
    return lines <= 2
