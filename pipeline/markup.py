"""Blocks and inlines as HTML, made once for all outputs; templates call it and dress it with CSS.

It is well-formed XML too (``<br/>``), so that whoever reads it again may be strict.

What differs between outputs is given as data and callables, never by branching on the output inside the document:
which divs show, where a picture's file is, what a footnote reference becomes, what stands for an object.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup, escape

from pipeline.citations import accessible_name, cited, label, moment_url
from pipeline.document import (
    BibliographicCitation,
    Block,
    Blocks,
    Chart,
    Citation,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Emphasis,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    List,
    Mark,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)
from pipeline.mathtext import beside_formulas, is_number, worded
from pipeline.meta import Meta
from pipeline.prose import sides
from pipeline.words import words

BRIEF = 20  # lines of code that stand together on paper
Object = Figure | Table | CodeBlock | Chart | MathBlock


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture's file is for this output, and its size in CSS pixels where known."""

    address: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """How a table is dressed: its classes, its own CSS, and a class for each of its columns, where it has one."""

    classes: tuple[str, ...] = ()
    style: str | None = None
    columns: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Html:
    """How one output writes the document.

    ``shows`` are the kinds of div that stand in it. ``picture`` finds a picture (None: leave it out, its alt text
    stands instead). ``footnote`` makes a reference's markup; ``citation``, where given, that of a moment in a known
    source. ``object``, where given, stands for figures, tables, code and formulas instead of their markup. ``refs``
    writes ``data-ref`` on every block. ``sized``, where given, says as CSS how large a figure's picture stands,
    ``ruled`` how a table is dressed. ``code``, where given, writes the lines of a block of code; ``chart`` draws one,
    else its numbers stand as a table; ``formula`` draws one, else it stands as a line of letters and signs.
    ``compared``, where given, writes the two sides of a comparison. A link within the essay that leads to none of
    ``anchors``, where given, is its words.
    """

    meta: Meta
    footnotes: Mapping[str, Footnote]
    shows: frozenset[DivKind]
    picture: Callable[[str], Picture | None]
    footnote: Callable[[Footnote], Markup]
    citation: Callable[[Citation], Markup] | None = None
    object: Callable[[Object], Markup] | None = None
    code: Callable[[CodeBlock], Markup] | None = None
    chart: Callable[[Chart], Markup] | None = None
    formula: Callable[[Math | MathBlock], Markup] | None = None
    sized: Callable[[Figure], str | None] | None = None
    ruled: Callable[[Table], Ruled] | None = None
    compared: Callable[[Div, list[Markup]], Markup] | None = None
    refs: bool = False
    heading_shift: int = 0
    anchors: Container[str] | None = None

    def _leads_nowhere(self, url: str) -> bool:
        """Whether what a link leads to within the essay does not stand in this output."""
        return self.anchors is not None and url.startswith("#") and len(url) > 1 and url[1:] not in self.anchors

    def inlines(self, inlines: Inlines) -> Markup:
        """Inline markup. A drawn formula and the signs that stand beside it without a blank stay on one line."""
        if self.formula and any(isinstance(inline, Math) for inline in inlines):
            return Markup("").join(self._embraced(*three) for three in beside_formulas(inlines))
        return Markup("").join(self._inline(inline) for inline in inlines)

    def _embraced(self, before: str, inline: Inline, after: str) -> Markup:
        made = self._inline(inline)
        if not before and not after:
            return made
        return Markup('<span class="whole">{}{}{}</span>').format(before, made, after)

    def blocks(self, blocks: Blocks) -> Markup:
        """Block markup, one element a line."""
        return Markup("\n").join(made for block in blocks if (made := self.block(block)))

    def block(self, block: Block) -> Markup:
        """One block's markup; empty for a div that does not show here."""
        if self.object and isinstance(block, Figure | Table | CodeBlock | Chart | MathBlock):
            return self.object(block)
        at = self._ref(block.ref)
        if isinstance(block, CodeBlock | MathBlock | Div):
            at += _attribute("id", block.attributes.id)
        match block:
            case Paragraph(inlines=inlines):
                return Markup("<p{}>{}</p>").format(at, self.inlines(inlines))
            case Heading(level=level, inlines=inlines, attributes=attributes):
                tag = f"h{min(6, level + self.heading_shift)}"
                named = _attribute("id", attributes.id)
                return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, named, at, self.inlines(inlines))
            case List():
                return self._list(block, at)
            case Quotation(blocks=blocks, attribution=attribution):
                said = self.blocks(blocks)  # before whose it is: notes are numbered as they are met
                by = (
                    Markup('\n<p class="attribution">— {}</p>').format(self.inlines(attribution)) if attribution else ""
                )
                return Markup("<blockquote{}>\n{}{}\n</blockquote>").format(at, said, by)
            case Figure():
                return self._figure(block, at)
            case Table():
                return self._table(block, at)
            case CodeBlock(text=text, language=language, caption=caption):
                named = _attribute("class", f"language-{language}" if language else None)
                inner = self.code(block) if self.code else text
                kinds = (("numbered", block.numbered), ("brief", text.count("\n") < BRIEF))
                looks = _attribute("class", " ".join(name for name, is_so in kinds if is_so and self.code) or None)
                own = Markup("") if caption else at
                code = Markup("<pre{}{}><code{}>{}</code></pre>").format(looks, own, named, inner)
                return self._captioned(code, caption, "code", at)
            case Chart():
                return self._chart(block, at)
            case MathBlock():
                return self._formula_block(block, at)
            case Rule():
                return Markup("<hr{}/>").format(at)
            case DefinitionList(definitions=definitions):
                rows = Markup("\n").join(
                    Markup("<dt{}>{}</dt>\n").format(self._ref(d.ref), self.inlines(d.term))
                    + Markup("\n").join(Markup("<dd>{}</dd>").format(self._loose(meaning)) for meaning in d.meanings)
                    for d in definitions
                )
                return Markup("<dl{}>\n{}\n</dl>").format(at, rows)
            case Div(kind=kind, blocks=blocks):
                if kind not in self.shows:
                    return Markup("")
                both = [self.blocks(side) for side in sides(block) or ()]
                if both and self.compared:
                    return self.compared(block, both)
                inner = Markup("\n").join(Markup('<div class="side">\n{}\n</div>').format(side) for side in both)
                return Markup('<div class="{}"{}>\n{}\n</div>').format(kind.value, at, inner or self.blocks(blocks))
            case _:
                assert_never(block)

    def _ref(self, ref: str) -> Markup:
        return _attribute("data-ref", ref if self.refs else None)

    def _list(self, block: List, at: Markup) -> Markup:
        tag = "ol" if block.ordered else "ul"
        start = _attribute("start", str(block.start) if block.ordered and block.start != 1 else None)
        points = bool(block.items) and all(item.term for item in block.items)
        # The box of a task stands in place of a bullet, and behind a number.
        tasks = not block.ordered and all(item.checked is not None for item in block.items)
        kind = _attribute("class", "points" if points else "tasks" if tasks else None)
        items = Markup("\n").join(self._item(item, block.tight, boxed=not block.ordered) for item in block.items)
        return Markup("<{0}{1}{2}{3}>\n{4}\n</{0}>").format(tag, kind, start, at, items)

    def _item(self, item: Item, tight: bool, *, boxed: bool) -> Markup:
        at = _attribute("class", "boxed" if boxed and item.checked is not None else None) + self._ref(item.ref)
        lead = Markup("")
        if item.checked is not None:
            lead += Markup('<span class="task">{}</span> ').format("☑" if item.checked else "☐")
        if item.term:
            ends = (
                Markup("")
                if str(self.inlines(item.term)).endswith((".", "!", "?", ":"))
                else words(self.meta.lang).colon
            )
            lead += Markup('<strong class="term">{}{}</strong> ').format(self.inlines(item.term), ends)
        first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
        if isinstance(first, Paragraph):
            text = lead + self.inlines(first.inlines)
            opened = text if tight and not rest else Markup("<p{}>{}</p>").format(self._ref(first.ref), text)
            if tight and rest:
                opened = text
        else:
            opened, rest = (Markup("<p>{}</p>").format(lead) if lead else Markup("")), item.blocks
        inner = Markup("\n").join(part for part in (opened, self.blocks(rest)) if part)
        return Markup("<li{}>{}</li>").format(at, inner)

    def _loose(self, blocks: Blocks) -> Markup:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].inlines)
        return self.blocks(blocks)

    def _captioned(self, made: Markup, caption: Inlines, kind: str, at: Markup) -> Markup:
        if not caption:
            return made
        return Markup('<figure class="{}"{}>\n{}\n<figcaption>{}</figcaption>\n</figure>').format(
            kind, at, made, self.inlines(caption)
        )

    def _figure(self, block: Figure, at: Markup) -> Markup:
        classes = " ".join(("picture", *block.attributes.classes))
        made = self._image(block.src, block.alt, None, self.sized(block) if self.sized else None)
        named = _attribute("id", block.attributes.id)
        return Markup('<figure class="{}"{}{}>\n{}{}\n</figure>').format(classes, named, at, made, self._said(block))

    def _said(self, block: Figure | Chart) -> Markup:
        """A figure's caption, and whose it is."""
        told = [self.inlines(block.caption)] if block.caption else []
        told += [self.credit(block)] if block.credit else []
        return Markup("\n<figcaption>{}</figcaption>").format(Markup(" · ").join(told)) if told else Markup("")

    def credit(self, block: Figure | Chart) -> Markup:
        """Whose a figure is, as it stands small with its caption."""
        return Markup('<span class="credit">{}</span>').format(self.inlines(block.credit))

    def _image(self, src: str, alt: str | None, title: str | None, style: str | None = None) -> Markup:
        found = self.picture(src)
        if found is None:
            return Markup('<span class="missing">[{}]</span>').format(alt or src)
        size = _attribute("width", str(found.width) if found.width else None)
        size += _attribute("height", str(found.height) if found.height else None)
        size += _attribute("style", style)
        return Markup('<img src="{}" alt="{}"{}{}/>').format(found.address, alt or "", size, _attribute("title", title))

    def _table(self, block: Table, at: Markup) -> Markup:
        looks = self.ruled(block) if self.ruled else Ruled()

        def styled(column: int) -> Markup:
            align = block.align[column] if column < len(block.align) else None
            own = looks.columns[column] if column < len(looks.columns) else None
            return _attribute("class", " ".join(filter(None, (align and align.value, own))) or None)

        caption = Markup("<caption>{}</caption>\n").format(self.inlines(block.caption)) if block.caption else Markup("")
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(styled(i), self.inlines(c)) for i, c in enumerate(block.header)
        )
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(Markup("<td{}>{}</td>").format(styled(i), self.inlines(c)) for i, c in enumerate(row))
            )
            for row in block.rows
        )
        named = _attribute("id", block.attributes.id)
        named += _attribute("style", looks.style)
        kinds = " ".join(("data", *looks.classes))
        return Markup('<table class="{}"{}{}>\n{}<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>').format(
            kinds, named, at, caption, head, rows
        )

    def _chart(self, block: Chart, at: Markup) -> Markup:
        """A chart: drawn, with its caption and whose its numbers are; else those as a table."""
        if self.chart is None:
            from pipeline.charts.table import table  # most essays have no chart

            return self._table(table(block, self.meta.lang), at)
        named = _attribute("id", block.attributes.id)
        from pipeline.charts.description import complete
        from pipeline.charts.table import bare

        drawn, said = self.chart(block), self._said(block)
        kind = "chart"
        if not complete(block.plot):  # what a description cannot hold
            kind, said = "chart tabled", said + Markup("\n") + self._table(bare(block, self.meta.lang), Markup(""))
        return Markup('<figure class="{}"{}{}>\n{}{}\n</figure>').format(kind, named, at, drawn, said)

    def _formula_block(self, block: MathBlock, at: Markup) -> Markup:
        """A formula on lines of its own: a paragraph, its number beside it or its caption below."""
        made = self.formula(block) if self.formula else worded(block)
        if not block.caption:
            return Markup('<p class="math"{}>{}</p>').format(at, made)
        numbered = " numbered" if is_number(block.caption) else ""
        said = self.inlines(block.caption)
        return Markup(
            '<figure class="math{}"{}>\n<p class="math">{}</p>\n<figcaption>{}</figcaption>\n</figure>'
        ).format(numbered, at, made, said)

    def _inline(self, inline: Inline) -> Markup:
        match inline:
            case Text(text):
                return escape(text)
            case Emphasis(children):
                return Markup("<em>{}</em>").format(self.inlines(children))
            case Strong(children):
                return Markup("<strong>{}</strong>").format(self.inlines(children))
            case Strike(children):
                return Markup("<s>{}</s>").format(self.inlines(children))
            case Mark(children):
                return self.inlines(children)
            case Span(children=children, attributes=attributes):
                return Markup("<span{}{}{}>{}</span>").format(
                    _attribute("id", attributes.id),
                    _attribute("lang", attributes.get("lang")),
                    _attribute("class", " ".join(attributes.classes) or None),
                    self.inlines(children),
                )
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Math():
                return self.formula(inline) if self.formula else worded(inline)
            case Link(children=children, url=url) if self._leads_nowhere(url):
                return self.inlines(children)
            case Link(children=children, url=url, title=title):
                return Markup('<a href="{}"{}>{}</a>').format(url, _attribute("title", title), self.inlines(children))
            case Image(src=src, alt=alt, title=title):
                return self._image(src, alt, title)
            case Citation():
                return self._citation(inline)
            case BibliographicCitation(children=children):
                return Markup('<span class="cites">{}</span>').format(self.inlines(children))
            case FootnoteReference(label=name):
                return self.footnote(self.footnotes[name])
            case LineBreak():
                return Markup("<br/>")
            case _:
                assert_never(inline)

    def _citation(self, citation: Citation) -> Markup:
        source = cited(citation, self.meta)
        text = label(citation, self.meta)
        if source and self.citation:
            return self.citation(citation)
        url = moment_url(source, citation.seconds) if source else None
        if url is None:
            return Markup('<span class="citation">{}</span>').format(text)
        name = accessible_name(citation, self.meta)
        return Markup('<a class="citation" href="{0}" title="{1}" aria-label="{1}">{2}</a>').format(url, name, text)


def _attribute(name: str, value: str | None) -> Markup:
    return Markup(' {}="{}"').format(name, value) if value is not None else Markup("")
