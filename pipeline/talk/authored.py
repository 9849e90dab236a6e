"""The author's hand: ``::: deck`` is one slide as written; ``::: compare`` has two sides."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Blocks, Div, DivKind, Figure, Heading, Inlines, Item, List, Paragraph, Quotation, Strong
from pipeline.markup import Object
from pipeline.slides import Layout
from pipeline.talk.bodies import Body, body
from pipeline.talk.citing import citation
from pipeline.talk.claims import bare, cited_in
from pipeline.talk.desk import Desk, Draft

_OBJECTS = {"Figure": Layout.FIGURE, "Table": Layout.TABLE, "CodeBlock": Layout.CODE, "MathBlock": Layout.CODE}
_EVIDENCE = (Layout.FIGURE, Layout.FIGURE_BESIDE, Layout.TABLE, Layout.CODE)
_TEXT = (Layout.TERM, Layout.POINTS, Layout.STATEMENT, Layout.BLANK, Layout.AGENDA)

Named = tuple[Inlines, str]  # words and the ref of the node that they come from


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; ``lead`` is a paragraph that stands before both."""

    left: Blocks
    right: Blocks
    lead: Paragraph | None = None


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
        return Sides(body(self.left).blocks, body(self.right).blocks, lead)


def _side(item: Item) -> Blocks:
    return (Paragraph(item.ref, item.line, (Strong(item.term),)), *item.blocks) if item.term else item.blocks


def authored(block: Div, desk: Desk, name: Named, above: Named) -> list[Draft]:
    """The slide that ``block`` writes: its heading is the title, the rest stands below.

    A second object, for which a slide has no room, stands on a slide of its own.
    """
    heading = next((b for b in block.blocks if isinstance(b, Heading)), None)
    told = tuple(b for b in block.blocks if b is not heading)
    scripts = [b for b in told if isinstance(b, Div) and b.kind is DivKind.NOTES]
    told = tuple(b for b in told if not (isinstance(b, Div) and b.kind is DivKind.NOTES))
    title, titled = (bare(heading.inlines), heading.ref) if heading else name
    if not heading:
        message = "this slide has no title of its own, so its section's stands there"
        desk.advise(block.line, "title-topic", message, "open the div with a heading: ### What the slide claims")
    draft = Draft(f"s-{block.ref}", Layout.TERM, block.ref, block.line, [], [], scripts, title)
    asked = desk.layout(block.attributes, block.line)
    _Filling(draft, told, asked, (title, titled), above if heading else ((), "")).fill(desk)
    drafts = [draft]
    objects = body(told).objects
    for shown in objects[1 if draft_shows(draft) else 0 :]:
        more = Draft(f"s-{shown.ref}", _OBJECTS[type(shown).__name__], shown.ref, shown.line, [], claim=title)
        more.words("term", above[0], above[1])
        more.words("title", title, titled)
        more.put("object", (shown,), shown.ref)
        more.words("caption", shown.caption, shown.ref)
        drafts.append(more)
    return drafts


def draft_shows(draft: Draft) -> bool:
    """Whether an object stands on the slide."""
    return any(slot.name == "object" for slot in draft.slots)


@dataclass(frozen=True, slots=True)
class _Filling:
    """How what the author wrote fills the slots of a layout."""

    draft: Draft
    told: Blocks
    asked: Layout | None
    title: Named
    above: Named

    def fill(self, desk: Desk) -> None:
        """Fills the slots of the layout asked for, else of the one that what is written calls for."""
        text = body(self.told)
        layout = self.asked if self.asked and self._holds(self.asked, text) else None
        if self.asked and layout is None:
            desk.unfit(self.draft.line, self.asked, "it has no place for all that is written")
        self.draft.layout = layout or self._natural(text)
        self._slots(text)
        cites = cited_in(self.told)
        if cites and self.draft.layout not in (Layout.QUOTATION, Layout.SECTION, Layout.TITLE, Layout.CLOSING):
            self.draft.put("citation", citation(cites, desk, self.draft.ref))

    def _compare(self) -> Sides | None:
        match self.told:
            case (Div(kind=DivKind.COMPARE) as div,):
                return sides(div)
            case _:
                return None

    def _natural(self, text: Body) -> Layout:
        if self._compare():
            return Layout.COMPARISON
        if text.objects:
            natural = _OBJECTS[type(text.objects[0]).__name__]
            if text.blocks:
                return Layout.FIGURE_BESIDE if natural is Layout.FIGURE else Layout.POINTS
            return natural
        if len(self.told) == 1 and isinstance(self.told[0], Quotation):
            return Layout.QUOTATION
        return Layout.POINTS if any(isinstance(b, List) for b in text.blocks) else Layout.TERM

    def _holds(self, layout: Layout, text: Body) -> bool:
        """Whether ``layout`` has a place for everything."""
        objects, blocks = text.objects, text.blocks
        if layout in _EVIDENCE:
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

    def _slots(self, text: Body) -> None:
        draft, layout = self.draft, self.draft.layout
        blocks = text.blocks
        if layout not in (Layout.QUOTATION, Layout.SECTION, Layout.TITLE, Layout.CLOSING, Layout.SOURCES):
            draft.words("term", self.above[0], self.above[1])
        draft.words("title", self.title[0], self.title[1])
        match layout:
            case Layout.FIGURE | Layout.FIGURE_BESIDE | Layout.TABLE | Layout.CODE:
                shown: Object = text.objects[0]
                draft.put("body", blocks)
                draft.put("object", (shown,), shown.ref)
                draft.words("caption", shown.caption, shown.ref)
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
