"""Checks on the written deck: what an audience and a screen reader need, read from the file itself.

WCAG 2.2 (1.1.1, 1.4.3, 2.4.2, 2.4.4, 3.1.2) as far as slides go, and the promise that no text is set below the
theme's minimum. Whether the package hangs together is :mod:`pipeline.deck.sound`'s.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.deck.looks import Looks
from pipeline.deck.sound import faults
from pipeline.deck.written import TITLES, Shape, Written, words
from pipeline.document import Essay
from pipeline.layouts import LayoutSpec, PlaceholderType, Template, layouts
from pipeline.openxml import every, find, name
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.scripts import language_of, script_of
from pipeline.theme import Theme

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# WCAG 2.2, 1.4.3: large is 18 points, or 14 and bold; in hundredths.
_LARGE, _LARGE_BOLD = 1800, 1400
_NORMAL_CONTRAST, _LARGE_CONTRAST = 4.5, 3.0
_FILE_NAME = re.compile(r"[^\s]+\.(png|jpe?g|gif|webp|svg|bmp|tiff?)", re.IGNORECASE)
_BARE = re.compile(r"[\d:\s\[\]().]*|here|link|click here|this|hier|ici|https?://\S+", re.IGNORECASE)


def check(data: bytes, essay: Essay, theme: Theme) -> Problems:
    """What is wrong with the deck ``data`` of ``essay``."""
    where = Place(essay.path)
    try:
        written = Written(data)
    except zipfile.BadZipFile:
        return (error(where, "deck-package", "the deck is no package"),)
    template = theme.template
    own = frozenset(faults(Written(template.data))) if isinstance(template, Template) else frozenset()
    broken = tuple(
        error(where, "deck-package", f"the package is not sound: {fault}")
        for fault in faults(written)
        if fault not in own
    )
    specs = {spec.name: spec for spec in layouts(theme)}
    pages = (_Page(written, n, part, where, specs) for n, part in enumerate(written.slides, 1))
    found = [problem for page in pages for problem in page]
    return (*broken, *_document(written, essay, where), *_titles(written, where), *found)


def _document(written: Written, essay: Essay, where: Place) -> Iterator[Problem]:
    core = written.parts.get("/docProps/core.xml", b"").decode()
    title = re.search(r"<dc:title>(.+?)</dc:title>", core, re.DOTALL)
    if title is None:
        yield error(where, "deck-title", "the deck's properties name no title")
    makers = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>(.*?)</", core, re.DOTALL)
    ours = "; ".join(author.name for author in essay.meta.authors)
    if any(" ".join(maker.split()) not in ("", _escaped(ours)) and not maker.endswith("…") for maker in makers):
        yield error(where, "deck-author", "the deck's properties name somebody who is no author of the essay")


def _escaped(text: str) -> str:
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())


def _titles(written: Written, where: Place) -> Iterator[Problem]:
    """Each slide has one title, and no two the same (WCAG 2.4.2)."""
    seen: dict[str, int] = {}
    for n, part in enumerate(written.slides, 1):
        titles = [" ".join(words(s.element).split()) for s in written.shapes(part) if s.type in TITLES]
        if len(titles) != 1 or not titles[0]:
            found = "an empty title" if len(titles) == 1 else f"{len(titles)} titles"
            yield error(where, "deck-title", f"slide {n} has {found}")
            continue
        first = seen.setdefault(titles[0], n)
        if first != n:
            hint = "tell them apart by what each says"
            yield warning(where, "deck-title-twice", f"slides {first} and {n} are both called “{titles[0]}”", hint)


@dataclass(slots=True)
class _Page:
    """One slide under the glass; iterating yields its problems."""

    written: Written
    n: int
    part: str
    where: Place
    specs: dict[str, LayoutSpec]
    looks: Looks = field(init=False)

    def __post_init__(self) -> None:
        self.looks = Looks(self.written, self.part)

    def __iter__(self) -> Iterator[Problem]:
        shapes = tuple(self.written.shapes(self.part))
        if shapes and shapes[0].type not in TITLES:
            yield self._error("deck-order", "is not read from its title on")
        for shape in shapes:
            yield from self._description(shape)
            yield from self._table(shape)
            yield from self._bounds(shape)
            yield from self._text(shape)

    def _error(self, code: str, message: str, hint: str | None = None) -> Problem:
        return error(self.where, code, f"slide {self.n} {message}", hint)

    def _description(self, shape: Shape) -> Iterator[Problem]:
        """WCAG 1.1.1."""
        words = find(shape.element, "p:txBody") is not None or shape.element.tag == name("p:cxnSp")
        if words or shape.is_decorative:
            return
        said = "" if shape.properties is None else shape.properties.get("descr", "").strip()
        if not said:
            hint = 'write an alternative text, `![what it shows](…)`, or `alt=""` for a decoration'
            yield warning(self.where, "deck-description", f"slide {self.n}: “{shape.label}” has no description", hint)
        elif _FILE_NAME.fullmatch(said):
            hint = "say what it shows"
            yield warning(self.where, "deck-description", f"slide {self.n}: “{said}” is a file name", hint)

    def _table(self, shape: Shape) -> Iterator[Problem]:
        for table in shape.element.iter(name("a:tbl")):
            properties = find(table, "a:tblPr")
            if properties is None or properties.get("firstRow") not in ("1", "true"):
                yield self._error("deck-table", "has a table without a header row")
            if any(
                cell.get(key)
                for cell in table.iter(name("a:tc"))
                for key in ("gridSpan", "rowSpan", "hMerge", "vMerge")
            ):
                yield self._error("deck-table", "has a table with merged cells")

    def _bounds(self, shape: Shape) -> Iterator[Problem]:
        box, size = self.looks.box(shape), self.looks.size
        if box is None:
            yield self._error("deck-bounds", f"does not say where “{shape.label}” stands")
        elif min(box.left, box.top) < 0 or box.right > size.width or box.bottom > size.height:
            yield self._error("deck-bounds", f"has “{shape.label}” partly off the slide")

    def _text(self, shape: Shape) -> Iterator[Problem]:
        body = find(shape.element, "p:txBody")
        if body is not None and not every(body, "a:bodyPr/a:noAutofit"):
            yield self._error("deck-autofit", f"lets PowerPoint resize the text of “{shape.label}”")
        minimum = self._minimum(shape)
        grounds = self.looks.grounds(shape)
        is_table = shape.element.tag == name("p:graphicFrame")
        for paragraph in shape.element.iter(name("a:p")):
            ground = self.looks.grounds(shape, paragraph) if is_table else grounds
            yield from self._links(paragraph)
            for run in (*every(paragraph, "a:r"), *every(paragraph, "a:fld")):
                said = "".join(piece.text or "" for piece in every(run, "a:t"))
                properties = find(run, "a:rPr")
                if properties is None or not properties.get("lang"):
                    yield self._error("deck-language", f"does not say in what language “{said[:40]}” is")
                elif strange := _strange(said, properties.get("lang", "")):
                    yield self._error("deck-language", f"says that “{strange}” is in {properties.get('lang')}")
                if not said.strip() or self._is_hosted:
                    continue
                look = self.looks.run(shape, paragraph, run)
                if look.size < minimum:
                    yield self._error(
                        "deck-size", f"sets “{said[:40]}” at {look.size / 100:g} pt, under {minimum / 100:g}"
                    )
                large = look.size >= _LARGE or (look.bold and look.size >= _LARGE_BOLD)
                needed = _LARGE_CONTRAST if large else _NORMAL_CONTRAST
                worst = min(look.color.contrast(color) for color in ground)
                if worst < needed:
                    yield self._error(
                        "deck-contrast", f"shows “{said[:40]}” at a contrast of {worst:.2f}:1, under {needed}:1"
                    )

    def _links(self, paragraph: Element) -> Iterator[Problem]:
        """WCAG 2.4.4: where a link leads, by its words, in however many runs, or by its tooltip."""
        for target, runs in groupby(every(paragraph, "a:r"), key=_target):
            words = "".join(piece.text or "" for run in runs for piece in every(run, "a:t"))
            if target is not None and not target[1] and _BARE.fullmatch(words.strip()):
                hint = "link words that say where they lead"
                yield warning(
                    self.where, "deck-link", f"slide {self.n}: the link “{words}” does not say where it leads", hint
                )

    @property
    def _is_hosted(self) -> bool:
        """Whether the slide stands in a person's own template, whose sizes and colours are judged by its layouts."""
        return any(spec.origin is not None for spec in self.specs.values())

    def _minimum(self, shape: Shape) -> int:
        """The least size, in hundredths of a point, of the place that ``shape`` takes; of any place, for its own."""
        spec = self.specs.get(self.looks.layout_name)
        places = () if spec is None else spec.placeholders
        if shape.type in TITLES:
            fitting = [p for p in places if p.type in (PlaceholderType.TITLE, PlaceholderType.CENTERED_TITLE)]
        else:
            fitting = [p for p in places if str(p.idx) == shape.index]
        return min((round(p.minimum.pt * 100) for p in (fitting or places)), default=0)


def _strange(said: str, lang: str) -> str:
    """What of ``said`` cannot be in ``lang`` (WCAG 2.2, 3.1.2): letters of a script that it is not written in."""
    letters = (char for char in said if char >= "\u0370")
    return "".join(char for char in letters if language_of(script_of(char), lang) != lang)[:40]


def _target(run: Element) -> tuple[str, str] | None:
    """Where ``run`` leads, by relationship, and the tooltip; None for one that is no link."""
    for link in every(run, "a:rPr/a:hlinkClick"):
        return link.get(name("r:id")) or "", link.get("tooltip") or ""
    return None
