"""The letter as HTML: the template filled, the styles written into the elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from css_inline import CSSInliner, InlineError
from markupsafe import Markup

from pipeline.citations import accessible_name, cited, label, moment_url
from pipeline.compose import Templates
from pipeline.document import (
    Block,
    Blocks,
    Chart,
    Citation,
    CodeBlock,
    Figure,
    Footnote,
    Inlines,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Table,
)
from pipeline.files import Files
from pipeline.markup import Html, Object, Picture
from pipeline.mathtext import is_number, worded
from pipeline.newsletter.letter import SHOWS, Letter, Note
from pipeline.newsletter.style import dressed, small, tokens
from pipeline.problems import Place, Problems, error, failed
from pipeline.prose import led
from pipeline.theme import Theme

TEMPLATE = "newsletter/mail.html.j2"
_KEEP = ' data-css-inline="keep"'  # css-inline leaves such a style element alone, and its mark in it
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi"})
_PADDING = Markup("&nbsp;&zwnj;") * 90  # keeps the body's first words out of the preview behind the preheader

MARGIN = 40  # CSS pixels of the container that are left and right of the text
COVERED = "cover:"  # by which the letter asks for the essay's cover
LOGO = "logo:"  # and for the theme's logo


class Pieces(Protocol):
    """The macros of ``pieces.html.j2`` that stand for an object; a theme may have its own."""

    def figure(self, view: Mapping[str, object]) -> Markup:
        """A picture."""

    def table(self, view: Mapping[str, object]) -> Markup:
        """A data table."""

    def formula(self, view: Mapping[str, object]) -> Markup:
        """A formula on lines of its own, its number at the end."""

    def compare(self, view: Mapping[str, object]) -> Markup:
        """Two sides, one below the other on a small screen."""

    def quotation(self, view: Mapping[str, object]) -> Markup:
        """A quotation, its markup in a cell: Outlook's Word engine pads nothing else."""

    def code(self, view: Mapping[str, object]) -> Markup:
        """A code block or a formula's source text."""


@dataclass(frozen=True, slots=True)
class Setter:
    """Writes blocks and inlines for the template. ``met`` are the footnotes whose first reference has its anchor.

    ``anchors`` are the ids that stand in the letter: a link to another is its words. ``formula`` writes formulas.
    ``room`` is how wide its text is, in CSS pixels, ``small`` how high the letters of a table; ``end`` is the side that
    its lines end on.
    """

    letter: Letter
    picture: Callable[[str], Picture | None]
    numbers: Mapping[str, int]
    anchors: frozenset[str] = frozenset()
    met: set[str] = field(default_factory=set)
    formula: Callable[[Math | MathBlock], Markup] = worded
    room: int = 560
    small: int = 14
    end: str = "right"

    @property
    def cover(self) -> Mapping[str, object] | None:
        """The essay's cover, if any; ``published`` is its own address on the web.

        Without a ``picture``, where a service takes none along, its words stand instead.
        """
        one = self.letter.essay.cover
        if one is None:
            return None
        found = self.picture(COVERED)
        published = found.address if found and found.address.startswith("http") else None
        credit = self._html(None).credit(one) if one.credit else None
        return {"picture": found, "alt": one.alt or "", "src": one.src, "credit": credit, "published": published}

    @property
    def logo(self) -> Mapping[str, object] | None:
        """The theme's logo, where it has one; the publication's name says what it shows."""
        found = self.picture(LOGO)
        return {"picture": found, "alt": self.letter.publication or ""} if found else None

    def blocks(self, blocks: Blocks, pieces: Pieces) -> Markup:
        """Block markup, objects, comparisons and outer quotations by the macros ``pieces``."""
        html = self._html(pieces)
        made = (self._framed(block, html, pieces) or html.block(block) for block in led(blocks))
        return Markup("\n").join(part for part in made if part)

    @staticmethod
    def _framed(block: Block, html: Html, pieces: Pieces) -> Markup | None:
        """A quotation in a table for Outlook's sake; None for any other block."""
        return pieces.quotation({"body": html.block(block)}) if isinstance(block, Quotation) else None

    def inlines(self, inlines: Inlines) -> Markup:
        """Inline markup."""
        return self._html(None).inlines(inlines)

    def note(self, note: Note, pieces: Pieces) -> Markup:
        """A footnote's text, its way back at the end of the last line."""
        way = Markup(' <a class="back" href="#ref-{}" aria-label="{}">↑</a>').format(
            note.number, self.letter.words.back
        )
        *others, last = note.footnote.blocks or (Paragraph(note.footnote.ref, note.footnote.line, ()),)
        if isinstance(last, Paragraph):
            ending = Markup("<p>{}{}</p>").format(self.inlines(last.inlines), way)
        else:
            ending = self.blocks((last,), pieces) + Markup("<p>{}</p>").format(way)
        return self.blocks(tuple(others), pieces) + ending

    def _html(self, pieces: Pieces | None) -> Html:
        essay = self.letter.essay
        return Html(
            meta=essay.meta,
            footnotes={footnote.label: footnote for footnote in essay.footnotes},
            shows=SHOWS,
            picture=self.picture,
            footnote=self._footnote,
            citation=self._citation,
            object=(lambda thing: _anchor(thing.attributes.id) + self._object(thing, pieces)) if pieces else None,
            compared=(lambda div, two: _anchor(div.attributes.id) + pieces.compare({"sides": two})) if pieces else None,
            anchors=self.anchors,
            formula=self.formula,
        )

    def _footnote(self, footnote: Footnote) -> Markup:
        number = self.numbers[footnote.label]
        name = _anchor(None if footnote.label in self.met else f"ref-{number}")
        self.met.add(footnote.label)
        return Markup('<sup>{1}<a class="reference" href="#note-{0}" aria-label="{2} {0}">{0}</a></sup>').format(
            number, name, self.letter.words.note
        )

    def _citation(self, citation: Citation) -> Markup:
        """A link to the moment cited; its accessible name holds the words that are seen (WCAG 2.2, 2.5.3)."""
        meta = self.letter.essay.meta
        text, name, source = label(citation, meta), accessible_name(citation, meta), cited(citation, meta)
        url = moment_url(source, citation.seconds) if source else None
        if url is None:
            return Markup('<span class="citation">{}</span>').format(text)
        seen = text.strip("[]")
        name = name if seen in name else f"{seen}: {name}"
        return Markup('<a class="citation" href="{0}" title="{1}" aria-label="{1}">{2}</a>').format(url, name, text)

    def _object(self, thing: Object, pieces: Pieces) -> Markup:
        # Some are written with whose a thing is, or by its view: a note's anchor is there but once.
        own = isinstance(thing, Figure | Chart | Table)
        meta = self.letter.essay.meta
        caption = self.inlines(thing.caption) if thing.caption and not own else None
        match thing:
            case Figure(src=src):
                from pipeline.newsletter.figures import view as seen  # most letters have no picture

                return pieces.figure(seen(thing, self.picture(src), self._html(None), self.room, self.end))
            case Table():
                from pipeline.newsletter.tables import view as laid  # most letters have no table

                return pieces.table(laid(thing, self.inlines, meta, room=self.room, size=self.small))
            case Chart():
                return self._chart(thing, pieces)
            case CodeBlock(text=text):
                from pipeline.listings.html import runs  # most letters hold no code

                return pieces.code({"text": text, "runs": tuple(runs(thing)), "caption": caption})
            case MathBlock():
                number = is_number(thing.caption)
                view = {"formula": self.formula(thing), "caption": caption, "numbered": number}
                return pieces.formula(view)
            case _:
                assert_never(thing)

    def _chart(self, chart: Chart, pieces: Pieces) -> Markup:
        """A chart's picture, told in words; its numbers as a table where those cannot hold them, or no picture is."""
        from pipeline.charts.description import complete, described  # most letters have no chart
        from pipeline.charts.table import bare, table
        from pipeline.newsletter.charts import key

        lang = self.letter.essay.meta.lang
        found = self.picture(key(chart))
        if found is None:
            return self._object(table(chart, lang), pieces)
        said = Markup(" · ").join(self.inlines(part) for part in (chart.caption, chart.credit) if part)
        view: dict[str, object] = {"picture": found, "alt": described(chart, lang), "caption": said or None}
        made = pieces.figure({**view, "beside": None, "across": None})
        return made if complete(chart.plot) else made + self._object(bare(chart, lang), pieces)


@dataclass(slots=True)
class Press:
    """Prints letters in one theme: stylesheets and templates are read once, for the mail and its web copy."""

    theme: Theme
    templates: Templates
    head: Markup
    inliner: CSSInliner

    def page(
        self, letter: Letter, picture: Callable[[str], Picture | None], canonical: str | None = None
    ) -> tuple[str | None, Problems]:
        """``letter`` as HTML; ``canonical`` is its address where it is the web copy."""
        lang = letter.essay.meta.lang
        notes = letter.notes

        def formula(math: Math | MathBlock) -> Markup:
            from pipeline.newsletter.formulas import key, markup  # few letters have one

            return markup(math, picture(key(math)), self.theme, lang)

        right_to_left = lang.lower().split("-")[0] in _RIGHT_TO_LEFT
        context: dict[str, object] = {
            "letter": letter,
            "meta": letter.essay.meta,
            "words": letter.words,
            "notes": notes,
            "set": Setter(
                letter,
                picture,
                {note.footnote.label: note.number for note in notes},
                letter.anchors,
                formula=formula,
                room=round(self.theme.newsletter.width.px) - MARGIN,
                small=small(self.theme),
                end="left" if right_to_left else "right",
            ),
            "head_style": self.head,
            "width": round(self.theme.newsletter.width.px),
            "dir": "rtl" if right_to_left else "ltr",
            "start": "right" if right_to_left else "left",
            "end": "left" if right_to_left else "right",
            "ground": self.theme.light,
            "canonical": canonical,
            "padding": _PADDING,
        }
        made, problems = self.templates.render(TEMPLATE, context)
        if made is None:
            return None, problems
        try:
            html = self.inliner.inline(made)
        except (InlineError, ValueError) as fault:
            place = Place(self.templates.files.shown(self.theme.base / "newsletter" / "mail.css"))
            return None, (*problems, error(place, "mail-style", f"the styles cannot be written in: {fault}"))
        return html.replace(_KEEP, ""), problems


def press(theme: Theme, files: Files, *, carded: bool = False) -> tuple[Press | None, Problems]:
    """The press of ``theme``; ``carded`` says that its logo stands on a card in the dark."""
    templates = Templates(theme, files)
    values = tokens(theme)
    place = Place(files.shown(theme.base / "newsletter" / "mail.css"))
    styles, problems = dressed(templates.style("newsletter/mail.css"), values, place)
    place = Place(files.shown(theme.base / "newsletter" / "head.css"))
    sheets = ("newsletter/head.css", "newsletter/logo.css") if carded else ("newsletter/head.css",)
    head, found = dressed("\n".join(templates.style(name) for name in sheets), values, place)
    if failed((*problems, *found)):
        return None, (*problems, *found)
    inliner = CSSInliner(extra_css=styles, load_remote_stylesheets=False)
    styled = Markup(head)  # noqa: S704, `dressed` lets no `<` through
    return Press(theme, templates, styled, inliner), (*problems, *found)


def _anchor(id: str | None) -> Markup:
    """What a link leads to. Some clients find an id, Gmail and Yahoo on the web an empty anchor with a name."""
    return Markup('<a name="{0}" id="{0}"></a>').format(id) if id else Markup("")
