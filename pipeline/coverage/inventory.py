"""The things that an essay holds, in reading order, and which rule keeps one out of an output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from pipeline.citations import cited, clock, label, moment_url
from pipeline.coverage.things import Inventory, Kind, Thing
from pipeline.document import (
    BibliographicCitation,
    Block,
    Blocks,
    Chart,
    Citation,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Essay,
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
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Table,
)
from pipeline.plots import Kind as Plotted
from pipeline.prose import anchors, below, every_inline, labelled, plain


@dataclass(frozen=True, slots=True)
class Selection:
    """What an output means to hold of an essay: the divs that show, and whether ``{deck=off}`` is heeded.

    ``sections`` are the ids that were chosen (None: all). A ``digest`` holds headings and lead terms alone;
    of a mail cut to what Gmail shows only the first ``kept`` sections are there. What ``chooses`` shows of code the
    lines that were chosen. In a deck that is ``coverless`` the template has no place for the cover.
    """

    divs: frozenset[DivKind]
    heeds_off: bool = False
    sections: frozenset[str] | None = None
    digest: bool = False
    chooses: bool = False
    kept: int | None = None
    coverless: bool = False


def inventory(essay: Essay, selection: Selection) -> Inventory:
    """Every thing of ``essay``, with the rule of ``selection`` that leaves it out, if one does."""
    walk = _Walk(essay, selection)
    things = tuple(walk.whole())
    # A link whose target does not stand there is dropped; one on a slide leads to another slide, not to what is on it.
    kept = walk.met if not selection.chooses else frozenset()
    return tuple(replace(thing, jump=None) if thing.jump and thing.jump not in kept else thing for thing in things)


_SUMMARY = "`newsletter.body: summary`: the rest is behind “read on”"
_COVERLESS = "the template's title layout has no place for the cover"
_CLIPPED = "Gmail clips a mail of over 102,400 bytes: the rest is behind “read on”"


@dataclass(slots=True)
class _Walk:
    """One walk; ``section`` is the one being walked, ``aside`` whether it is in a footnote or in notes.

    ``noted`` are the footnotes that what is there refers to, ``cited`` its works, ``met`` the ids that stand there.
    """

    essay: Essay
    selection: Selection
    section: int = 0
    aside: bool = False
    noted: dict[str, None] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def whole(self) -> Iterator[Thing]:
        yield from self._front()
        for number, section in enumerate(self.essay.sections):
            self.section = number
            rule = self._rule(section)
            if section.heading:
                self.met |= {section.id} if self._digest(rule) is None else set()
                yield from self._runs(Kind.HEADING, section.heading.inlines, section.heading.line, self._digest(rule))
            yield from self._blocks(section.blocks, rule)
        yield from self._footnotes()
        yield from self._works()

    def _front(self) -> Iterator[Thing]:
        meta = self.essay.meta
        if self.essay.cover:
            yield from self._block(self.essay.cover, _COVERLESS if self.selection.coverless else None, Kind.PARAGRAPH)
        for words in (meta.title, meta.subtitle, *(author.name for author in meta.authors)):
            if words:
                yield Thing(Kind.FRONT, 1, 0, (words,))

    def _rule(self, section: Section) -> str | None:
        chosen = self.selection
        if chosen.kept is not None and self.section >= chosen.kept:
            return _CLIPPED
        if chosen.sections is not None and section.heading and section.id not in chosen.sections:
            return "`deck.sections` does not name its section"
        if section.heading and self._off(section.heading):
            return "{deck=off} on its heading"
        return _SUMMARY if chosen.digest else None

    @staticmethod
    def _digest(rule: str | None) -> str | None:
        """The rule for what a summary shows: headings and terms."""
        return None if rule == _SUMMARY else rule

    def _off(self, block: Block) -> bool:
        if not self.selection.heeds_off or isinstance(block, Paragraph | List | Quotation | Rule | DefinitionList):
            return False
        return (block.attributes.get("deck") or "").strip().lower() == "off"

    # --- Blocks --------------------------------------------------------------------------------

    def _blocks(self, blocks: Blocks, rule: str | None, kind: Kind = Kind.PARAGRAPH) -> Iterator[Thing]:
        """``blocks`` in turn; a heading with ``{deck=off}`` reaches to the next one of its level.

        A written slide replaces that of the block before it, and of what shares this: they are in its notes.
        """
        off, aside = 99, self.aside
        for number, block in enumerate(blocks):
            written = any(isinstance(b, Div) and b.kind is DivKind.DECK for b in blocks[number + 1 : number + 3])
            self.aside = aside or written
            if isinstance(block, Heading):
                off = 99 if block.level <= off else off
                if off == 99 and self._off(block):
                    off = block.level
            yield from self._block(block, "{deck=off} on its heading" if off < 99 and rule is None else rule, kind)
        self.aside = aside

    def _block(self, block: Block, rule: str | None, kind: Kind) -> Iterator[Thing]:
        line = block.line
        if rule is None and self._off(block):
            rule = "{deck=off}"
        if rule is None:
            self.met |= {own for own, _ in anchors((block,))}
        match block:
            case Paragraph(inlines=inlines):
                yield from self._runs(kind, inlines, line, rule)
            case Heading(inlines=inlines):
                yield from self._runs(Kind.HEADING, inlines, line, rule)
            case List(items=items):
                for item in items:
                    yield from self._item(item, rule)
            case Quotation(blocks=blocks, attribution=attribution):
                yield from self._blocks(blocks, rule, kind)
                yield from self._runs(kind, attribution, line, rule)
            case Figure(src=src, alt=alt, caption=caption, credit=credit):
                yield self._picture(src, alt, line, rule, whole=True)
                yield from self._runs(Kind.CAPTION, caption, line, rule)
                yield from self._runs(Kind.CAPTION, credit, line, rule)
            case Table(header=header, rows=rows, caption=caption):
                for cell in (*header, *(cell for row in rows for cell in row)):
                    yield from self._runs(Kind.CELL, cell, line, rule)
                yield from self._runs(Kind.CAPTION, caption, line, rule)
            case CodeBlock(caption=caption):
                yield from self._code(block, rule)
                yield from self._runs(Kind.CAPTION, caption, line, rule)
            case Chart(caption=caption, credit=credit):
                yield from self._chart(block, rule)
                yield from self._runs(Kind.CAPTION, caption, line, rule)
                yield from self._runs(Kind.CAPTION, credit, line, rule)
            case MathBlock(tex=tex, caption=caption):
                yield self._formula(tex, line, rule, display=True)
                yield from self._runs(Kind.CAPTION, caption, line, rule)
            case Rule():
                pass
            case DefinitionList(definitions=definitions):
                for definition in definitions:
                    yield from self._runs(Kind.TERM, definition.term, definition.line, rule)
                    for meaning in definition.meanings:
                        yield from self._blocks(meaning, rule, kind)
            case Div(kind=div, blocks=blocks):
                shown = div in self.selection.divs
                aside, self.aside = self.aside, self.aside or div is DivKind.NOTES
                yield from self._blocks(blocks, rule if shown or rule else f"`::: {div.value}` stands elsewhere", kind)
                self.aside = aside
            case _:
                assert_never(block)

    def _item(self, item: Item, rule: str | None) -> Iterator[Thing]:
        if item.checked is not None:
            yield Thing(Kind.TICK, item.line, self.section, rule=rule, ticked=item.checked)
        yield from self._runs(Kind.TERM, item.term, item.line, self._digest(rule))
        yield from self._blocks(item.blocks, rule, Kind.ITEM)

    def _code(self, block: CodeBlock, rule: str | None) -> Iterator[Thing]:
        for number, words in enumerate(block.text.split("\n"), 1):
            shown = not block.chosen or any(first <= number <= last for first, last in block.chosen)
            left = "{lines=…} does not name it" if self.selection.chooses and not shown else None
            if words.strip():
                at = block.line + number
                yield Thing(Kind.CODE, at, self.section, (words,), rule=rule or left, shown=not self.aside)

    def _works(self) -> Iterator[Thing]:
        """The entries of the bibliography that what is there cites."""
        for work in self.essay.works:
            rule = None if work.id in self.cited else "nothing that stands there cites it"
            self.met |= {work.id} if rule is None else set()
            yield from self._runs(Kind.WORK, work.inlines, work.line, rule)

    def _footnotes(self) -> Iterator[Thing]:
        """Each footnote, where something that is there refers to it, if only another footnote."""
        self.aside = True
        told: dict[str, Footnote] = {}
        known = {footnote.label: footnote for footnote in self.essay.footnotes}
        while waiting := [name for name in self.noted if name not in told and name in known]:
            for name in waiting:
                told[name] = known[name]
                yield from self._blocks(known[name].blocks, None, Kind.NOTE)
        for footnote in self.essay.footnotes:
            if footnote.label not in told:
                yield from self._blocks(footnote.blocks, "nothing that stands there refers to it", Kind.NOTE)

    # --- Inlines -------------------------------------------------------------------------------

    def _runs(self, kind: Kind, inlines: Inlines, line: int, rule: str | None) -> Iterator[Thing]:
        """The words of ``inlines`` as one thing, and the links, moments, pictures and formulas among them."""
        if rule is None:
            self.cited |= {
                work for i in every_inline(inlines) if isinstance(i, BibliographicCitation) for work in i.works
            }
        label, inlines = labelled(inlines)  # a slide has the caption as its title and the label below
        runs: list[list[Inline]] = [list(label), []]
        inner: list[Thing] = []
        whole = True
        for inline in _opened(inlines):
            match inline:
                case Link(url=url, line=at):
                    bare, maths = _unset(inline.children)
                    outward = url if "://" in url or url.startswith("mailto:") else None
                    said = tuple(words for words in bare if words.strip())
                    jump = url[1:] if url.startswith("#") and rule is None and said else None
                    inner.append(Thing(Kind.LINK, at, self.section, said, outward, rule=rule, jump=jump))
                    inner += [
                        self._picture(i.src, i.alt, i.line, rule)
                        for i in _opened(inline.children)
                        if isinstance(i, Image)
                    ]
                    inner += [self._formula(i.tex, i.line, rule, display=False) for i in maths]
                    whole = False
                case Citation():
                    inner.append(self._moment(inline, rule))
                    whole = False
                case FootnoteReference(label=name):
                    if rule is None:
                        self.noted.setdefault(name)
                    whole = False
                case Image(src=src, alt=alt, line=at):
                    inner.append(self._picture(src, alt, at, rule))
                    whole = False
                case Math(tex=tex, line=at):
                    inner.append(self._formula(tex, at, rule, display=False))
                    whole = False
                case LineBreak():
                    pass
                case _:
                    runs[-1].append(inline)
                    continue
            runs.append([])
        texts = tuple(text for run in runs if (text := plain(tuple(run))).strip())
        pieces = (*texts, *(run for thing in inner if thing.kind is Kind.LINK for run in thing.runs))
        if texts or (pieces and kind is Kind.CELL):
            made = Thing(kind, line, self.section, texts, rule=rule, whole=whole, aside=self.aside)
            yield replace(made, pieces=pieces) if kind is Kind.CELL else made
        yield from inner

    def _picture(self, src: str, alt: str | None, line: int, rule: str | None, *, whole: bool = False) -> Thing:
        words, whole = " ".join((alt or "").split()), whole and not self.aside
        return Thing(Kind.FIGURE, line, self.section, alt=words, rule=rule, src=src, whole=whole)

    def _formula(self, tex: str, line: int, rule: str | None, *, display: bool) -> Thing:
        """A formula: in Unicode, as it is read aloud, or where it could not be read as its source."""
        from pipeline.formulas import formula  # most essays have none

        read = formula(tex, display=display)
        line_of = "".join(piece.text for piece in read.pieces) if read else ""  # raised and lowered by its markup
        said = (read.text, " ".join(read.lines), read.spoken(self.essay.meta.lang)) if read else ()
        instead = (*said, line_of) if read else ()
        shown = display and not self.aside
        return Thing(Kind.FORMULA, line, self.section, (tex,), rule=rule, instead=instead or (tex,), shown=shown)

    def _chart(self, chart: Chart, rule: str | None) -> Iterator[Thing]:
        """A chart: the names of its categories and series, what else it says, and each of its numbers."""
        from pipeline.charts.table import table  # most essays have none

        plot, shown = chart.plot, not self.aside
        words = (plot.title, plot.x, plot.y, *(series.name for series in plot.series), *plot.categories)
        said = tuple(run for run in dict.fromkeys(words) if run.strip())
        yield Thing(Kind.CHART, chart.line, self.section, said, alt=plot.alt or None, rule=rule)
        rows = table(chart, self.essay.meta.lang).rows
        columns = [*([plot.at] if plot.kind is Plotted.SCATTER else []), *(series.values for series in plot.series)]
        for column, values in enumerate(columns, len(rows[0]) - len(columns) if rows else 0):
            for row, value in zip(rows, values, strict=True):
                if value is None:
                    continue  # a gap
                number = plain(row[column])
                ways = (number.replace(",", "."),)
                at = Kind.NUMBER, chart.line, self.section
                yield Thing(*at, (number,), rule=rule, instead=ways, value=value, shown=shown)

    def _moment(self, citation: Citation, rule: str | None) -> Thing:
        """A cited moment: its time is there to read, and leads to that second."""
        meta = self.essay.meta
        source = cited(citation, meta)
        if source is None:
            return Thing(Kind.MOMENT, citation.line, self.section, (label(citation, meta),), rule=rule)
        words = () if citation.seconds is None else (clock(citation.seconds),)
        url = moment_url(source, citation.seconds)
        return Thing(Kind.MOMENT, citation.line, self.section, words, url, rule=rule)


def _unset(inlines: Inlines) -> tuple[tuple[str, ...], tuple[Math, ...]]:
    """The words between the formulas of a link, and these."""
    runs: list[list[Inline]] = [[]]
    maths: list[Math] = []
    for inline in _opened(inlines):
        if isinstance(inline, Math):
            maths.append(inline)
            runs.append([])
        else:
            runs[-1].append(inline)
    return tuple(plain(tuple(run)) for run in runs), tuple(maths)


def _opened(inlines: Inlines) -> Iterator[Inline]:
    """The inlines that hold words themselves; a link is one."""
    for inline in inlines:
        if below(inline) and not isinstance(inline, Link):
            yield from _opened(below(inline))
        else:
            yield inline
