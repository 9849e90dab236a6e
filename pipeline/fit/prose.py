"""Block and inline markup as paragraphs and runs: what DrawingML calls ``a:p`` and ``a:r``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.fitted import BULLETS, Bullet, Run, TextParagraph
from pipeline.scripts import right_to_left

if TYPE_CHECKING:
    from lxml.etree import _Element

BREAK = "\v"  # a line break within a paragraph
DEEPEST = 8  # ST_TextIndentLevelType, ECMA-376 Part 1, 20.1.10.76
_BLOCKS = frozenset(
    {"p", "ul", "ol", "li", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"}
    | {"dl", "dt", "dd", "hr", "figure", "figcaption", "section", "aside"}
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SOFT_HYPHEN = "\u00ad"  # PowerPoint shows it wherever it stands
_SCHEMES = ("http://", "https://", "mailto:")


@dataclass(slots=True)
class _Open:
    """Runs being gathered into one paragraph."""

    runs: list[Run]

    def add(self, text: str, like: Run, *, keep: bool = False) -> None:
        """``text`` in the formatting of ``like``, blanks collapsed as HTML does unless ``keep``."""
        text = text.replace(_SOFT_HYPHEN, "")
        if not keep:
            text = _SPACE.sub(" ", text)
            if text.startswith(" ") and (not self.runs or self.runs[-1].text.endswith((" ", BREAK))):
                text = text[1:]
        if not text:
            return
        if self.runs and replace(self.runs[-1], text="") == replace(like, text=""):
            text = self.runs.pop().text + text
        self.runs.append(replace(like, text=text))

    def line_break(self, like: Run) -> None:
        """A line break, with no blank before it."""
        if self.runs:
            self.runs[-1] = replace(self.runs[-1], text=self.runs[-1].text.rstrip(" "))
        self.add(BREAK, like, keep=True)

    def closed(self) -> tuple[Run, ...]:
        """The runs, without a blank at the end, and nothing left open."""
        runs = self.runs
        self.runs = []
        while runs and not (text := runs[-1].text.rstrip(" " + BREAK)):
            runs.pop()
        if runs:
            runs[-1] = replace(runs[-1], text=text)
        return tuple(runs)


def rtl(runs: tuple[Run, ...]) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX #9, P2 and P3).

    In an Arabic or Hebrew text one such letter will do: a sentence of it may begin with a foreign name.
    """
    if runs and not runs[0].mono and right_to_left(runs[0].lang or ""):
        letters = [char for run in runs for char in run.text if char.isalpha()]
        return not letters or any(unicodedata.bidirectional(char) in ("R", "AL") for char in letters)
    for run in runs:
        for char in run.text:
            if char > "\u0590" and unicodedata.bidirectional(char) in ("R", "AL"):
                return True
            if char.isalpha():
                return False
    return False


def paragraph(runs: tuple[Run, ...], level: int = 0, bullet: Bullet = Bullet.NONE, number: int = 0) -> TextParagraph:
    """A paragraph whose direction is that of its words."""
    return TextParagraph(runs, min(level, DEEPEST), bullet, number, rtl=rtl(runs))


class Prose:
    """Reads elements; ``targets`` leads from a fragment to the id of the slide that it means."""

    def __init__(self, lang: str, targets: Mapping[str, str]) -> None:
        self.plain = Run("", lang=lang)
        self.targets = targets

    def blocks(self, element: _Element) -> tuple[TextParagraph, ...]:
        """The paragraphs within ``element``."""
        return tuple(self._flow(element, self._own(element, self.plain), 0))

    def _flow(
        self, element: _Element, like: Run, level: int, bullet: Bullet = Bullet.NONE, number: int = 0
    ) -> Iterator[TextParagraph]:
        """Paragraphs of mixed content. The first takes the bullet; those after it stand where its text stands."""
        open_ = _Open([])
        first = True

        def close() -> Iterator[TextParagraph]:
            nonlocal first
            if runs := open_.closed():
                if bullet is not Bullet.NONE and not first:
                    yield paragraph(runs, level + 1)
                else:
                    yield paragraph(runs, level, bullet, number)
                first = False

        if element.text:
            open_.add(element.text, like)
        for child in element:
            if child.tag in _BLOCKS:
                yield from close()
                below = level + 1 if bullet is not Bullet.NONE else level
                if first and bullet is not Bullet.NONE and child.tag in ("p", "div"):
                    made = self._flow(child, self._own(child, like), level, bullet, number)
                else:
                    made = self._block(child, like, below)
                for one in made:
                    first = False
                    yield one
            else:
                self._inline(child, like, open_)
            if child.tail:
                open_.add(child.tail, like)
        yield from close()

    def _block(self, element: _Element, like: Run, level: int) -> Iterator[TextParagraph]:
        own = self._own(element, like)
        match element.tag:
            case "ul" | "ol":
                yield from self._list(element, own, level)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt":
                yield from self._flow(element, replace(own, bold=True), level)
            case "dd":
                yield from self._flow(element, own, level + 1)
            case "pre":
                for line in "".join(element.itertext()).split("\n"):
                    yield paragraph((replace(own, text=line.expandtabs(4), mono=True),), level)
            case "table":
                yield from self._table(element, own, level)
            case "hr":
                return
            case _:
                yield from self._flow(element, own, level)

    def _list(self, element: _Element, like: Run, level: int) -> Iterator[TextParagraph]:
        start = element.get("start") or ""
        number = int(start) if start.isdigit() else 1
        for item in element:
            if item.tag != "li":
                continue
            bullet = Bullet.NUMBER if element.tag == "ol" else Bullet.DISC
            task = next((s for s in item.iter("span") if s.get("class") == "task"), None)
            if task is not None and task.getparent() in (item, *item[:1]):
                done = Bullet.DONE if task.text == "☑" else Bullet.TASK
                # A number keeps its place: the box follows it, in the sign that a bullet has.
                bullet, task.text = (done, None) if bullet is Bullet.DISC else (bullet, BULLETS[done])
            made = False
            for one in self._flow(item, self._own(item, like), level, bullet, number):
                made = True
                yield one
            number += made

    def _table(self, element: _Element, like: Run, level: int) -> Iterator[TextParagraph]:
        """A table as lines, its cells parted by a dash: for notes, which have no tables."""
        for part in element.iter("caption", "tr"):
            if part.tag == "caption":
                yield from self._flow(part, like, level)
                continue
            open_ = _Open([])
            for index, cell in enumerate(part):
                if index:
                    open_.add(" – ", like, keep=True)
                self._inline(cell, replace(like, bold=cell.tag == "th"), open_)
            if runs := open_.closed():
                yield paragraph(runs, level)

    def _inline(self, element: _Element, like: Run, open_: _Open) -> None:
        own = self._own(element, like)
        match element.tag:
            case "em" | "i" | "cite":
                own = replace(own, italic=not own.italic)
            case "strong" | "b":
                own = replace(own, bold=True)
            case "sub" | "sup":
                own = replace(own, shift=1 if element.tag == "sup" else -1)
            case "s" | "del":
                own = replace(own, strike=True)
            case "code" | "kbd" | "samp":
                own = replace(own, mono=True)
            case "a":
                own = self._linked(element, own)
            case "br":
                open_.line_break(own)
            case "img":
                open_.add(element.get("alt") or "", own)
        if element.text:
            open_.add(element.text, own)
        for child in element:
            self._inline(child, own, open_)
            if child.tail:
                open_.add(child.tail, own)

    def _linked(self, element: _Element, like: Run) -> Run:
        """``like`` with the link of ``element``; one that leads nowhere in the talk is plain words."""
        to = element.get("href") or ""
        name = element.get("title") or element.get("aria-label")
        if to.startswith("#"):
            target = self.targets.get(to[1:])
            return replace(like, link=f"#{target}", link_name=name) if target else like
        return replace(like, link=to, link_name=name) if to.lower().startswith(_SCHEMES) else like

    @staticmethod
    def _own(element: _Element, like: Run) -> Run:
        lang = element.get("lang")
        return replace(like, lang=lang) if lang else like
