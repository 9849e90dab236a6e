"""Where a finding comes from: the essay's line, else the line of the template or style, as far as it can be told.

The written mail carries no trace of either, so both are found by what they say: a link by its address, a picture by
its alternative text, other text by its words, the rest by its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.document import Chart, CodeBlock, Essay, Figure, Image, Link, MathBlock
from pipeline.files import Files
from pipeline.newsletter.check.reading import Element
from pipeline.newsletter.check.used import Use
from pipeline.problems import Place
from pipeline.prose import every_inline, plain, texts, whole
from pipeline.theme import Theme

_ROOM = "newsletter"


@dataclass(frozen=True, slots=True)
class Source:
    """A template or style of the mail: its path as a person would type it, and its text."""

    path: str
    text: str

    def line(self, pattern: str) -> Place | None:
        """Where ``pattern`` stands first."""
        found = re.search(pattern, self.text)
        return Place(self.path, self.text.count("\n", 0, found.start()) + 1) if found else None


@dataclass(frozen=True, slots=True)
class Where:
    """Finds places. ``place`` is the message's own, for what cannot be told."""

    place: Place
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def of(self, element: Element) -> Place:
        """Where ``element`` comes from."""
        return self._written(element) or self._template(element) or self.place

    def use(self, use: Use) -> Place:
        """Where a feature is used."""
        if use.shown.startswith("<"):
            pattern, kind = rf"{re.escape(use.shown[:-1])}[\s>]", ".j2"
        elif use.shown.endswith("="):
            pattern, kind = rf"\s{re.escape(use.shown)}", ".j2"
        else:
            pattern, kind = rf"(?<![\w-]){re.escape(use.shown)}(?![\w-])", ".css"
        files = [source for source in self.sources if source.path.endswith(kind)]
        if kind == ".css":  # styles for elements stand in mail.css, those of the style element in head.css
            files.sort(key=lambda source: source.path.endswith("mail.css") != (use.element is not None))
        found = next((place for source in files if (place := source.line(pattern))), None)
        return found or (self.of(use.element) if use.element else self.place)

    def _written(self, element: Element) -> Place | None:
        """The essay's line, by what the element says."""
        for at in (element, *element.above()):
            if at.name in ("body", "div", "table", "tr", "ul", "ol", "dl"):
                return None
            for said in (at.get("href"), at.get("alt"), _flat(at.words)):
                if said and said in self.lines:
                    return Place(self.path, self.lines[said])
        return None

    def _template(self, element: Element) -> Place | None:
        """The template's line, by the nearest class."""
        for at in (element, *element.above()):
            for name in at.get("class").split():
                pattern = rf'class="(?:[^"]*[\s"}}])?{re.escape(name)}[\s"{{]'
                for source in self.sources:
                    if source.path.endswith(".j2") and (place := source.line(pattern)):
                        return place
        return None


def where(place: Place, essay: Essay | None, theme: Theme | None, files: Files | None) -> Where:
    """What is known of a message's origin."""
    sources = tuple(_sources(theme, files)) if theme and files else ()
    return Where(place, essay.path if essay else "", dict(_lines(essay)) if essay else {}, sources)


def _sources(theme: Theme, files: Files) -> Iterator[Source]:
    """The templates and styles, a theme's own before the shared."""
    names = sorted(path.name for path in (theme.base / _ROOM).glob("*") if path.suffix in (".css", ".j2"))
    for folder in dict.fromkeys((theme.folder, theme.base)):
        for name in names:
            text = files.text(folder / _ROOM / name)
            if text is not None:
                yield Source(files.shown(folder / _ROOM / name), text)


def _lines(essay: Essay) -> Iterator[tuple[str, int]]:
    """What stands in the essay, with its line; of two that say the same the first counts."""
    met: set[str] = set()
    for said, line in _said(essay):
        flat = _flat(said)
        if flat and flat not in met:
            met.add(flat)
            yield flat, line


def _said(essay: Essay) -> Iterator[tuple[str, int]]:
    for block in whole(essay):
        if isinstance(block, Figure):
            yield from ((said, block.line) for said in (block.alt, block.src) if said)
        if isinstance(block, Chart):
            from pipeline.charts.description import described  # most letters have no chart

            yield described(block, essay.meta.lang), block.line
        if isinstance(block, CodeBlock):
            yield block.text, block.line
        if isinstance(block, MathBlock):
            from pipeline.formulas import formula  # most letters have none

            found = formula(block.tex, display=True)
            yield from ((line, block.line) for line in (found.lines if found else (block.tex,)))
        for run in texts(block):
            yield plain(run), block.line
            yield plain(run, essay.meta), block.line
            for inline in every_inline(run):
                if isinstance(inline, Link):
                    yield inline.url, inline.line
                    yield plain(inline.children), inline.line
                elif isinstance(inline, Image):
                    yield from ((said, inline.line) for said in (inline.alt, inline.src) if said)


def _flat(text: str) -> str:
    return " ".join(text.split())
