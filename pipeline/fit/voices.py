"""Runs cut where another script begins, each told which face draws it and in which language it is (WCAG 2.2, 3.1.2).

The essay's own ``lang`` attributes are heeded first: only a passage that cannot be in the language it stands in, as
Arabic letters in an English sentence, is taken for its script's usual one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.fitted import (
    CodeBox,
    CodeLine,
    FittedDeck,
    FittedShape,
    FittedSlide,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.fonts import Measure, Span, Style
from pipeline.layouts import Family, LayoutSpec, spec_key
from pipeline.scripts import IDEOGRAPHS, SCRIPTS, language_of

# What is neither Latin nor the marks of typography.
_OTHER = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u2190-\ua71f\ua800-\U0010ffff\ufe0f\u20e3]")


@dataclass(frozen=True, slots=True)
class Voices:
    """What tells runs apart: the faces, the families of the theme's roles, the layouts, the essay's language."""

    measure: Measure
    families: Mapping[Family, str]
    specs: Mapping[str, LayoutSpec]
    lang: str

    def deck(self, deck: FittedDeck) -> FittedDeck:
        """``deck`` with its runs cut."""
        foot = self.paragraph(TextParagraph((Run(deck.footer),)), self.families[Family.BODY])
        return replace(deck, slides=tuple(map(self._slide, deck.slides)), footer_runs=foot.runs)

    def _slide(self, slide: FittedSlide) -> FittedSlide:
        spec = self.specs.get(spec_key(slide.layout, slide.design))
        shapes = tuple(self._shape(shape, spec) for shape in slide.shapes)
        notes = self._all(slide.notes, self.families[Family.BODY])
        if notes is slide.notes and all(one is other for one, other in zip(shapes, slide.shapes, strict=True)):
            return slide
        return replace(slide, shapes=shapes, notes=notes)

    def _shape(self, shape: FittedShape, spec: LayoutSpec | None) -> FittedShape:
        match shape:
            case TextBox():
                place = spec.placeholder(shape.slot) if spec else None
                family = self.families[place.family if place else Family.BODY]
                paragraphs = self._all(shape.paragraphs, family, bold=bool(place and place.bold))
                return shape if paragraphs is shape.paragraphs else replace(shape, paragraphs=paragraphs)
            case TableBox():
                rows = tuple(self._all(row, self.families[Family.BODY]) for row in shape.rows)
                same = all(one is other for one, other in zip(rows, shape.rows, strict=True))
                return shape if same else replace(shape, rows=rows)
            case CodeBox():
                return replace(shape, lines=tuple(map(self._line, shape.lines)))
            case _:
                return shape

    def _line(self, line: CodeLine) -> CodeLine:
        rows = tuple(self.paragraph(TextParagraph(row), "mono").runs for row in line.rows)
        return line if rows == line.rows else replace(line, rows=rows)

    def _all(
        self, paragraphs: tuple[TextParagraph, ...], family: str, *, bold: bool = False
    ) -> tuple[TextParagraph, ...]:
        made = tuple(self.paragraph(one, family, bold=bold) for one in paragraphs)
        return paragraphs if all(one is other for one, other in zip(made, paragraphs, strict=True)) else made

    def paragraph(self, paragraph: TextParagraph, family: str, *, bold: bool = False) -> TextParagraph:
        """``paragraph``, set in ``family`` and perhaps ``bold``, with its runs cut; itself where none is to be cut."""
        if not any(_OTHER.search(run.text) for run in paragraph.runs):
            return paragraph
        return replace(paragraph, runs=tuple(self._runs(paragraph.runs, Style(family, bold))))

    def _runs(self, runs: Iterable[Run], place: Style) -> Iterator[Run]:
        for run in runs:
            if not _OTHER.search(run.text):
                yield run
                continue
            style = Style("mono" if run.mono else place.family, run.bold or place.bold, run.italic)
            pending: Run | None = None
            for span in self.measure.spans(run.text, style):
                made = replace(run, text=span.text, script=span.code, lang=_language(span, run.lang or self.lang))
                if pending and replace(pending, text="") == replace(made, text=""):
                    made = replace(made, text=pending.text + made.text)
                elif pending:
                    yield pending
                pending = made
            if pending:
                yield pending


def _language(span: Span, lang: str) -> str:
    """The language of ``span`` in a text in ``lang``; of bare ideographs, that of the face which was given for them."""
    found = language_of(span.script, lang)
    if found != lang and span.script == IDEOGRAPHS and span.code:
        return SCRIPTS[span.code].lang or found
    return found
