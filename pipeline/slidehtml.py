"""slides.html: the talk as small closed HTML, composed by the theme's templates.

Its grammar: a ``footer``, then one ``section.slide`` a slide with its layout, ref, line and seconds; in it slots
(``data-slot``) and one ``aside.notes``. It is well-formed XML too, so that whoever reads it may be strict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.compose import Templates
from pipeline.document import Chart, CodeBlock, DivKind, Essay, Figure, Footnote, MathBlock, Paragraph, Table
from pipeline.files import Files
from pipeline.markup import Html
from pipeline.meta import Meta
from pipeline.problems import Problems
from pipeline.slides import Slide, Slot, Talk
from pipeline.theme import Theme

_OBJECTS = {Figure: "figure", Table: "table", CodeBlock: "code", Chart: "chart", MathBlock: "math"}


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot for templates: ``words`` where it is one run of text, ``blocks`` as blocks, ``object`` if by reference."""

    name: str
    ref: str
    words: Markup
    blocks: Markup
    object: str


@dataclass(frozen=True, slots=True)
class SlideView:
    """A slide for templates; ``slots`` holds those that are filled, by name."""

    id: str
    layout: str
    ref: str
    line: int
    section: str
    section_title: str
    seconds: int
    appendix: bool
    design: str
    slots: Mapping[str, SlotView]
    notes: Markup


def slides_html(talk: Talk, essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    """``talk`` as HTML; None where a template is broken."""
    meta = essay.meta
    footnotes = {footnote.label: footnote for footnote in essay.footnotes}
    slots = Html(
        meta,
        footnotes,
        frozenset({DivKind.DECK, DivKind.COMPARE}),
        picture=lambda _: None,
        footnote=lambda _: Markup(""),
        refs=True,
    )
    notes = Html(
        meta,
        footnotes,
        frozenset({DivKind.DECK, DivKind.COMPARE, DivKind.NOTES}),
        picture=lambda _: None,
        footnote=_reference,
    )
    titles = {section.id: section.title for section in talk.sections}
    views = [_slide(slide, titles.get(slide.section, ""), slots, notes) for slide in talk.slides]
    context = {
        "lang": meta.lang,
        "title": meta.short_title or meta.title,
        "footer": footer(meta),
        "slides": views,
    }
    return Templates(theme, files).render("slides/deck.html.j2", context)


def footer(meta: Meta) -> str:
    """What stands at the foot of every slide: the short title and who speaks, else where."""
    names = ", ".join(author.name for author in meta.authors)
    return " · ".join(part for part in (meta.short_title or meta.title, names or meta.deck.event) if part)


def _reference(footnote: Footnote) -> Markup:
    return Markup(" [{}]").format(footnote.number)


def _slide(slide: Slide, title: str, slots: Html, notes: Html) -> SlideView:
    return SlideView(
        id=slide.id,
        layout=slide.layout.value,
        ref=slide.ref,
        line=slide.line,
        section=slide.section,
        section_title=title,
        seconds=slide.seconds,
        appendix=slide.appendix,
        design=slide.design,
        slots={slot.name: _slot(slot, slots) for slot in slide.slots},
        notes=notes.blocks(slide.notes),
    )


def _slot(slot: Slot, html: Html) -> SlotView:
    kinds = [
        _OBJECTS[type(block)]
        for block in slot.blocks
        if isinstance(block, Figure | Table | CodeBlock | Chart | MathBlock)
    ]
    if slot.name in ("object", "cover") and kinds:
        return SlotView(slot.name, slot.ref, Markup(""), Markup(""), kinds[0])
    runs = (html.inlines(block.inlines) for block in slot.blocks if isinstance(block, Paragraph))
    return SlotView(slot.name, slot.ref, Markup("<br/>").join(runs), html.blocks(slot.blocks), "")
