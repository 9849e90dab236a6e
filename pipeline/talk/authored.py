"""The author's hand: ``::: deck`` is one slide as written; ``::: compare`` has two sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Blocks, Div, DivKind, Figure, Heading, Item, List, Paragraph, Quotation, Strong
from pipeline.markup import Object
from pipeline.prose import parts
from pipeline.slides import Layout
from pipeline.talk.bodies import Body, body
from pipeline.talk.citing import cite
from pipeline.talk.claims import bare, words_of
from pipeline.talk.desk import Desk, Draft
from pipeline.talk.making import EVIDENCE, natural, object_slide, said_below
from pipeline.talk.names import Named, Names, noted
from pipeline.talk.topics import topical

_TERMLESS = (Layout.STATEMENT, Layout.QUOTATION, Layout.SECTION, Layout.TITLE, Layout.CLOSING, Layout.SOURCES)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; ``lead`` is a paragraph before both, ``lacking`` names the sides without text."""

    left: Blocks
    right: Blocks
    lead: Paragraph | None = None
    lacking: tuple[str, ...] = ()


def sides(block: Div) -> Sides | None:
    """The sides of ``block``: two headed runs, two lists, the two items of one list, or just two blocks."""
    told = tuple(b for b in block.blocks if not (isinstance(b, Div) and b.kind is not DivKind.DECK))
    lead: Paragraph | None = None
    if len(told) > 1 and isinstance(told[0], Paragraph) and not isinstance(told[1], Paragraph):
        lead, told = told[0], told[1:]
    starts = [i for i, b in enumerate(told) if isinstance(b, Heading)]
    if len(starts) == 2 and starts[0] == 0:
        return _Halves(told[: starts[1]], told[starts[1] :]).sides(lead)
    if starts:
        return None
    if len(told) == 2:
        return _Halves(told[:1], told[1:]).sides(lead)
    if len(told) == 1 and isinstance(told[0], List) and len(told[0].items) == 2:
        one, other = told[0].items
        return _Halves(_side(one), _side(other)).sides(lead)
    return None


@dataclass(frozen=True, slots=True)
class _Halves:
    left: Blocks
    right: Blocks

    def sides(self, lead: Paragraph | None) -> Sides:
        lacking = tuple(name for name, side in (("first", self.left), ("second", self.right)) if not _text(side))
        return Sides(body(self.left).blocks, body(self.right).blocks, lead, lacking)


def _text(side: Blocks) -> Blocks:
    """What stands on a side below its heading."""
    return body(tuple(block for block in side if not isinstance(block, Heading))).blocks


def _side(item: Item) -> Blocks:
    return (Paragraph(item.ref, item.line, (Strong(item.term),)), *item.blocks) if item.term else item.blocks


def comparison(block: Div, desk: Desk) -> Sides | None:
    """The sides of ``block`` for a slide of their own; None where it has none, or another layout is asked for."""
    asked = desk.layout(block.attributes, block.line)
    halves = sides(block)
    for which in halves.lacking if halves else ():
        hint = "write what there is to say of it; figures, tables and code stand on slides of their own"
        desk.warn(block.line, "compare-sides", f"the {which} side of this comparison has no text", hint)
    if halves is None:
        hint = "write two lists, or two headings (### …) each with its text"
        desk.warn(block.line, "compare-sides", "this comparison has not two sides", hint)
    elif asked in (Layout.POINTS, Layout.TERM, Layout.BLANK) or not (halves.left or halves.right):
        return None
    elif asked not in (None, Layout.COMPARISON):
        desk.unfit(block.line, asked, "it has no place for two sides")
    return halves


def _scripts(blocks: Blocks) -> Iterator[Div]:
    """The notes among ``blocks``, and those within their lists and quotations, which show none."""
    for block in blocks:
        if isinstance(block, Div) and block.kind is DivKind.NOTES:
            yield block
        else:
            yield from _scripts(parts(block))


def authored(block: Div, names: Names) -> list[Draft]:
    """The slide that ``block`` writes: its heading is the title, the rest stands below.

    A second object, for which a slide has no room, stands on a slide of its own.
    """
    desk = names.desk
    heading = next((b for b in block.blocks if isinstance(b, Heading)), None)
    scripts = [*_scripts(block.blocks)]
    told = tuple(b for b in block.blocks if b is not heading and b not in scripts)
    text = body(told)
    text = Body(text.blocks, desk.kept(text.objects))
    title: Named = (bare(heading.inlines), heading.ref) if heading else names.name()
    if topical(words_of(title[0]), desk.lang) or words_of(title[0]).casefold() == words_of(names.name()[0]).casefold():
        desk.topic(block.line, title[0])
    draft = Draft(f"s-{block.ref}", Layout.TERM, block.ref, block.line, [], [], scripts, title[0] if heading else ())
    if heading and noted(heading.inlines):
        draft.said.append(heading)
    draft.design = desk.design(block.attributes)
    asked = desk.layout(block.attributes, block.line)
    filling = _Filling(draft, told, text, title, names.above(parents=heading is None))
    filling.fill(asked, desk)
    rest = text.objects[1:] if draft.layout in EVIDENCE else text.objects
    return [draft, *(object_slide(shows, None, (), names) for shows in rest)]


@dataclass(frozen=True, slots=True)
class _Filling:
    """How what the author wrote fills the slots of a layout."""

    draft: Draft
    told: Blocks
    text: Body
    title: Named
    above: Named

    def fill(self, asked: Layout | None, desk: Desk) -> None:
        """Fills the slots of the layout asked for, else of the one that what is written calls for."""
        if asked and not self._holds(asked):
            desk.unfit(self.draft.line, asked, "it has no place for all that is written")
            asked = None
        if asked is Layout.STATEMENT and not self.text.blocks:
            asked = None  # a title alone is a claim
        self.draft.layout = asked or self._natural()
        self._slots()
        if self.draft.layout not in (Layout.QUOTATION, Layout.SECTION, Layout.TITLE, Layout.CLOSING):
            cite(self.draft, self.told, desk)

    def _compare(self) -> Sides | None:
        match self.told:
            case (Div(kind=DivKind.COMPARE) as div,):
                return sides(div)
            case _:
                return None

    def _natural(self) -> Layout:
        if self._compare():
            return Layout.COMPARISON
        text = self.text
        if text.objects:
            layout = natural(text.objects[0])
            if text.blocks:
                return Layout.FIGURE_BESIDE if layout is Layout.FIGURE else Layout.POINTS
            return layout
        if len(self.told) == 1 and isinstance(self.told[0], Quotation):
            return Layout.QUOTATION
        return Layout.POINTS if any(isinstance(b, List) for b in text.blocks) else Layout.TERM

    def _holds(self, layout: Layout) -> bool:
        """Whether ``layout`` has a place for everything."""
        objects, blocks = self.text.objects, self.text.blocks
        if layout in EVIDENCE:
            of_figures = isinstance(objects[0], Figure) if objects else False
            beside = layout is Layout.FIGURE_BESIDE
            return bool(objects) and (not blocks or (beside and of_figures))
        if layout is Layout.COMPARISON:
            return self._compare() is not None or (len(blocks) == 2 and not objects)
        if objects:
            return False
        if layout is Layout.NUMBER:
            return bool(blocks) and isinstance(blocks[0], Paragraph)
        if layout in (Layout.SECTION, Layout.TITLE):
            return not blocks or (layout is Layout.TITLE and len(blocks) == 1 and isinstance(blocks[0], Paragraph))
        return True

    def _slots(self) -> None:
        draft, layout = self.draft, self.draft.layout
        blocks = self.text.blocks
        if layout not in _TERMLESS:
            draft.words("term", self.above[0], self.above[1])
        draft.words("title", self.title[0], self.title[1])
        match layout:
            case _ if layout in EVIDENCE:
                shown: Object = self.text.objects[0]
                draft.put("body", blocks)
                draft.put("object", (shown,), shown.ref)
                draft.words("caption", said_below(shown), shown.ref)
            case Layout.COMPARISON:
                halves = self._compare() or Sides(blocks[:1], blocks[1:])
                draft.put("left", halves.left)
                draft.put("right", halves.right)
            case Layout.NUMBER:
                draft.put("number", blocks[:1])
                draft.put("body", blocks[1:])
            case Layout.TITLE:
                draft.put("subtitle", blocks)
            case Layout.QUOTATION:
                quoted = self.told[0] if len(self.told) == 1 else None
                if isinstance(quoted, Quotation):
                    draft.put("body", body(quoted.blocks).blocks)
                    draft.words("attribution", quoted.attribution)
                else:
                    draft.put("body", blocks)
            case _:
                draft.put("body", blocks)
