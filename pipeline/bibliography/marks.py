"""Marks: how italics and the like, names and works are told within one string while a style is at work on it.

They are private-use characters (Unicode 23.5), which no author's text may hold here, so that a string with them can go
through a style's processor as any other and be read into inlines behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.document import Emphasis, Inline, Inlines, Strong, Text


@dataclass(frozen=True, slots=True)
class Mark:
    """What opens and what closes a marked passage."""

    opens: str
    closes: str

    def around(self, text: str) -> str:
        """``text``, marked."""
        return f"{self.opens}{text}{self.closes}" if text else text


ITALIC = Mark("\ue000", "\ue001")
BOLD = Mark("\ue002", "\ue003")
RAISED = Mark("\ue004", "\ue005")
QUIET = Mark("\ue006", "\ue007")  # small capitals, underlines and what else no output shows
AS_IT_IS = Mark("\ue008", "\ue009")  # keeps its capitals
NAMES = Mark("\ue00a", "\ue00b")
_WORK_CLOSES = "\ue00f"
_FIRST_WORK = 0xE100

Linked = Callable[[int, Inlines], Inline]  # makes what stands for the number-th work of its words

_ANY = re.compile("[\ue000-\uf8ff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TWICE = re.compile(r"(?<![.])([.,;:])([\ue000-\ue0ff]*)\1(?!\.)")
_STOPPED = re.compile(r"([!?])([\ue000-\ue0ff”’»“]*)\.(?!\.)")


def work(number: int) -> Mark:
    """Around what stands for the ``number``-th work of a citation, from 0."""
    return Mark(chr(_FIRST_WORK + number), _WORK_CLOSES)


def clean(text: str) -> str:
    """``text`` without any mark."""
    return _ANY.sub("", text)


def mended(text: str) -> str:
    """``text`` without the doubled signs that stand where two parts of a style meet with a mark between."""
    return _STOPPED.sub(r"\1\2", _TWICE.sub(r"\1\2", text))


def within(text: str, mark: Mark) -> tuple[str, str, str] | None:
    """What stands before, in and behind the first passage that ``mark`` marks."""
    start = text.find(mark.opens)
    end = text.find(mark.closes, start)
    return (text[:start], text[start + 1 : end], text[end + 1 :]) if 0 <= start < end else None


def inlines(text: str, linked: Linked | None = None) -> Inlines:
    """``text`` with its marks as inlines; ``linked`` makes one of a work's number and what stands for it."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    for piece in re.split("([\ue000-\uf8ff])", text):
        if not piece:
            continue
        if not _ANY.match(piece):
            raised = any(opened == RAISED.opens for opened, _ in stack)
            stack[-1][1].append(Text(piece.translate(_RAISED) if raised else piece))
        elif ord(piece) >= _FIRST_WORK or piece in _CLOSES.values():
            stack.append((piece, []))
        elif len(stack) > 1 and _closes(stack[-1][0], piece):
            opened, inner = stack.pop()
            stack[-1][1].extend(_marked(opened, _joined(inner), linked))
    while len(stack) > 1:  # a mark that a style has lost: its words stay
        _, inner = stack.pop()
        stack[-1][1].extend(inner)
    return _joined(stack[0][1])


_CLOSES = {mark.closes: mark.opens for mark in (ITALIC, BOLD, RAISED, QUIET, AS_IT_IS, NAMES)}


def _closes(opened: str, piece: str) -> bool:
    return _CLOSES.get(piece) == opened or (piece == _WORK_CLOSES and ord(opened) >= _FIRST_WORK)


def _marked(opened: str, inner: Inlines, linked: Linked | None) -> Inlines:
    if not inner:
        return ()
    if ord(opened) >= _FIRST_WORK:
        return (linked(ord(opened) - _FIRST_WORK, inner),) if linked else inner
    if opened == ITALIC.opens:
        return (Emphasis(inner),)
    return (Strong(inner),) if opened == BOLD.opens else inner


def _joined(inlines: list[Inline]) -> Inlines:
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)
