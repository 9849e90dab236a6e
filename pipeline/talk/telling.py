"""Telling: the slides of one section, by the rules of "From essay to talk"."""

from __future__ import annotations

from typing import assert_never

from pipeline.document import (
    Block,
    Blocks,
    Chart,
    CodeBlock,
    Div,
    DivKind,
    Figure,
    Heading,
    Item,
    Link,
    List,
    MathBlock,
    Paragraph,
    Quotation,
    Section,
    Table,
)
from pipeline.markup import Object
from pipeline.prose import every_block, plain
from pipeline.slides import Layout
from pipeline.talk.authored import authored, comparison
from pipeline.talk.bodies import body, led, points, shown
from pipeline.talk.claims import Claim, bare, claim, marked, marks_in
from pipeline.talk.desk import Desk, Draft
from pipeline.talk.making import Company, claim_slide, object_slide
from pipeline.talk.names import Names, says, short
from pipeline.talk.pace import LONGEST
from pipeline.talk.passages import Passage, passages

OBJECTS = (Figure, Table, CodeBlock, Chart, MathBlock)


class Telling:
    """The slides of ``section`` as drafts. ``lead`` is the summary that opens an introduction without a mark."""

    def __init__(self, desk: Desk, section: Section, lead: Claim | None = None) -> None:
        self.desk = desk
        self.section = section
        self.names = Names(desk, section)
        self.drafts: list[Draft] = []
        self.waiting: list[Block] = []  # told before the section's first slide, or leading to the next
        self.scripts: list[Div] = []  # as waiting
        self.first = True  # whether the next paragraph is the first under its heading
        self.placed: set[str] = set()  # headings that stand on a slide or in notes
        self.surveyed: set[str] = set()  # headings whose points have had their overview
        self.passages, self.alone = passages(section, desk)
        self.under = _under(self.passages)
        leads = (p.block if isinstance(p.block, Paragraph) else p.lead for p in self.passages)
        self.marked = any(paragraph and marked(paragraph) for paragraph in leads)
        self._tell(lead)

    # --- The section --------------------------------------------------------------------------------

    def _tell(self, lead: Claim | None) -> None:
        if lead:
            self._add(claim_slide(f"s-{lead.ref}", lead, Company(), self.names))
            self.first = False
        for index, passage in enumerate(self.passages):
            following = self.passages[index + 1] if index + 1 < len(self.passages) else None
            self._passage(passage, self.passages[index - 1] if index else None, following)
        self._place(self.names.below)
        self.scripts.extend(self.alone)
        heading = self.names.heading
        if heading:
            asked = self.desk.layout(heading.attributes, heading.line) is Layout.SECTION
            if not self.drafts or asked or (len(self.drafts) >= 3 and heading.ref not in self.surveyed):
                self._divide(heading)
            if not any(says(draft, heading) for draft in self.drafts):
                self.drafts[0].said.insert(0, heading)
        elif not self.drafts and (self.waiting or self.scripts):
            name = self.desk.name
            self.drafts.append(Draft(f"s-{self.section.ref}", Layout.BLANK, self.section.ref, self.section.line, []))
            self.drafts[0].words("title", name)
        if self.drafts:
            self.drafts[-1].said.extend(self.waiting)
            self.drafts[-1].scripts.extend(self.scripts)

    def _divide(self, heading: Heading) -> None:
        """A divider before the section's slides; a section without any is a divider alone."""
        draft = Draft(f"s-{heading.ref}", Layout.SECTION, heading.ref, heading.line, [])
        draft.words("title", short(heading))
        self.drafts.insert(0, draft)

    def _place(self, heading: Heading | None) -> None:
        """A subheading that stands on no slide in full goes to the notes, before what it heads."""
        if heading and heading.ref not in self.placed:
            self.placed.add(heading.ref)
            self._note(heading)

    def _passage(self, passage: Passage, before: Passage | None, following: Passage | None) -> None:
        match passage.block:
            case Heading():
                self._under_heading(passage.block)
                self.scripts.extend(passage.scripts)
            case Paragraph():
                self._prose(passage, passage.block, before, following)
            case List():
                if points(passage.block):
                    self._points(passage, passage.block)
                else:
                    self._list(passage, passage.block)
            case Quotation():
                self._quotation(passage, passage.block)
            case Div(kind=DivKind.COMPARE):
                self._comparison(passage, passage.block)
            case Div():
                self._authored(passage, passage.block)
            case Figure() | Table() | CodeBlock() | Chart() | MathBlock():
                self._add(object_slide(passage.block, None, tuple(passage.scripts), self.names))
            case _:
                assert_never(passage.block)

    def _under_heading(self, heading: Heading) -> None:
        self._place(self.names.below)
        self.names.under(heading)
        self.first = True
        if self.desk.layout(heading.attributes, heading.line) is Layout.SECTION:
            draft = Draft(f"s-{heading.ref}", Layout.SECTION, heading.ref, heading.line, [])
            draft.words("title", short(heading))
            self._add(draft)

    # --- Slides and notes ---------------------------------------------------------------------------

    def _add(self, draft: Draft) -> None:
        """One more slide; what waited for it goes to its notes."""
        below = self.names.below
        if below and below.ref not in self.placed:
            self.placed.add(below.ref)
            if not says(draft, below):
                self.waiting.append(below)
        draft.design = draft.design or self.names.design
        draft.said[:0], draft.scripts[:0] = self.waiting, self.scripts
        self.waiting, self.scripts = [], []
        self.drafts.append(draft)

    def _note(self, block: Block) -> None:
        (self.drafts[-1].said if self.drafts else self.waiting).append(block)

    def _script(self, scripts: list[Div]) -> None:
        (self.drafts[-1].scripts if self.drafts else self.scripts).extend(scripts)

    def _objects(self, objects: tuple[Object, ...], claimed: Claim | None = None) -> None:
        """A slide each for objects that share none."""
        for shows in self.desk.kept(objects):
            self._add(object_slide(shows, claimed, (), self.names))

    # --- Prose --------------------------------------------------------------------------------------

    def _prose(self, passage: Passage, block: Paragraph, before: Passage | None, following: Passage | None) -> None:
        first, self.first = self.first, False
        claimed = claim(block.ref, block.line, (block.inlines,), self.desk.lang)
        company = Company((block,), tuple(passage.scripts), shows=passage.objects[0] if passage.objects else None)
        if company.shows or (claimed and self._deserves(block, before, following, first=first)):
            self._add(claim_slide(f"s-{block.ref}", claimed, company, self.names))
            self._objects(tuple(passage.objects[1:]), claimed)
        elif self._leads(block, following):
            self.waiting.append(block)
            self.scripts.extend(passage.scripts)
        else:
            self._place(self.names.below)
            self._note(block)
            self._script(passage.scripts)

    def _deserves(self, block: Paragraph, before: Passage | None, following: Passage | None, *, first: bool) -> bool:
        """Whether a paragraph gets a slide of its own."""
        if self.marked:
            return marked(block)
        if self._leads(block, following):
            return False
        if first:  # what comments on a quotation belongs to it
            return not (before and isinstance(before.block, Quotation))
        if not self.drafts:
            return False
        current = self.drafts[-1]
        return self.desk.seconds(current.layout, (*current.said, block)) > LONGEST

    def _leads(self, block: Paragraph, following: Passage | None) -> bool:
        """Whether an unmarked paragraph only leads: by its colon to a titled slide, by a comma to a quotation."""
        told = following.block if following else None
        stops = (":", "：", ",", "，") if isinstance(told, Quotation) else (":", "：")
        if marked(block) or not plain(block.inlines).rstrip().endswith(stops):
            return False
        if isinstance(told, List):
            return self._surveys(told)
        return isinstance(told, Quotation) or (isinstance(told, Div) and told.kind is DivKind.DECK)

    # --- Points and lists ---------------------------------------------------------------------------

    def _surveys(self, block: List) -> bool:
        """Whether ``block`` opens with an overview: the points under its heading are three or more."""
        name = self.names.name()[1]
        if not points(block) or name in self.surveyed:
            return False
        return len(self.under.get(block.ref, [])) >= 3 or self.names.layout is Layout.AGENDA

    def _points(self, passage: Passage, block: List) -> None:
        if self._surveys(block):
            self._survey(block)
        for item in block.items:
            self._point(item)
        self._script(passage.scripts)

    def _survey(self, block: List) -> None:
        """The overview: the heading as title, the lead terms below, each a link to its slide."""
        title, ref = self.names.name()
        self.surveyed.add(ref)
        draft = Draft(f"s-{ref}-overview", Layout.AGENDA, ref, self.names.line, [])
        draft.words("term", *self.names.above(parents=True))
        draft.words("title", title if self.names.nearest else self.desk.fixed(self.desk.words.agenda))
        terms = tuple(
            Item(i.ref, i.line, (Paragraph(i.ref, i.line, (Link(bare(i.term), f"#s-{i.ref}", None, i.line),)),))
            for i in self.under[block.ref]
        )
        draft.put("body", (List(block.ref, block.line, block.ordered, 1, tight=True, items=terms),), block.ref)
        self._add(draft)

    def _point(self, item: Item) -> None:
        """One point: its term above, its claim as title; lists within it stand below."""
        scripts = tuple(b for b in item.blocks if isinstance(b, Div) and b.kind is DivKind.NOTES)
        divs = [b for b in item.blocks if isinstance(b, Div) and b.kind is DivKind.DECK]
        told = tuple(b for b in item.blocks if b not in scripts and b not in divs)
        written = [b for b in divs if not self.desk.off(b.attributes, b.line, "this `::: deck`")]
        text = body(told)
        said = led(item.term, item.ref, item.line, tuple(b for b in told if not isinstance(b, OBJECTS)))
        if written and not any(marked(b) for b in told):
            self._write(written.pop(0), said, list(scripts))
            self._objects(text.objects)
        else:
            runs = tuple(b.inlines for b in told if isinstance(b, Paragraph))
            claimed = claim(item.ref, item.line, runs, self.desk.lang)
            lists = tuple(shown(b, self.desk.lang) for b in text.blocks if isinstance(b, List))
            objects = self.desk.kept(text.objects)
            company = Company(said, scripts, lists, objects[0] if objects else None, item)
            self._add(claim_slide(f"s-{item.ref}", claimed, company, self.names))
            for shows in objects[1:]:
                self._add(object_slide(shows, claimed, (), self.names))
        for div in written:
            self._write(div, (), [])

    def _list(self, passage: Passage, block: List) -> None:
        """A list that is one slide, titled by the paragraph before it."""
        lead = passage.lead
        text = body((shown(block, self.desk.lang),))
        self._led_slide(passage, lead, block, (block,), text.blocks)
        self._objects(text.objects)

    def _led_slide(
        self, passage: Passage, lead: Paragraph | None, block: List | Div, said: Blocks, text: Blocks
    ) -> Draft:
        """The slide of a block that the paragraph before it titles."""
        self.first = self.first and lead is None
        claimed = claim(lead.ref, lead.line, (lead.inlines,), self.desk.lang) if lead else None
        told = said if lead is None or lead in said else (lead, *said)
        company = Company(told, tuple(passage.scripts), text)
        draft = claim_slide(f"s-{block.ref}", claimed, company, self.names)
        if claimed is None:
            draft.ref, draft.line = block.ref, block.line
        self._add(draft)
        return draft

    # --- Quotations, comparisons, the author's own --------------------------------------------------

    def _quotation(self, passage: Passage, block: Quotation) -> None:
        """Another's words, the heading small above them. Of marked words these alone, as they were said."""
        draft = Draft(f"s-{block.ref}", Layout.QUOTATION, block.ref, block.line, [], [block], list(passage.scripts))
        draft.words("title", *self.names.name())
        marks = tuple(
            Paragraph(p.ref, p.line, bare(mark.children))
            for p in every_block(block.blocks)
            if isinstance(p, Paragraph)
            for mark in marks_in(p.inlines)
        )
        text = body(block.blocks)
        draft.put("body", marks or text.blocks)
        draft.words("attribution", block.attribution)
        self._add(draft)
        self._objects(text.objects)

    def _comparison(self, passage: Passage, block: Div) -> None:
        text = body(block.blocks)
        halves = comparison(block, self.desk)
        lead = passage.lead or (halves.lead if halves else None)
        if not text.blocks and lead is None:  # objects alone: a slide each
            self.scripts.extend(passage.scripts)
            self._objects(text.objects)
            return
        draft = self._led_slide(passage, lead, block, block.blocks, text.blocks)
        draft.design = self.desk.design(block.attributes) or draft.design
        if halves:
            draft.layout = Layout.COMPARISON
            draft.slots = [slot for slot in draft.slots if slot.name not in ("body", "citation")]
            draft.put("left", halves.left, block.ref)
            draft.put("right", halves.right, block.ref)
        self._objects(text.objects)

    def _authored(self, passage: Passage, block: Div) -> None:
        """``::: deck``: a slide as written, with what it replaces in its notes."""
        replaced = passage.replaced
        if replaced:
            self.first = self.first and not isinstance(replaced.block, Paragraph)
        self._write(block, (replaced.block,) if replaced else (), passage.scripts)

    def _write(self, block: Div, said: Blocks, scripts: list[Div]) -> None:
        for draft in authored(block, self.names):
            draft.said.extend(said)
            draft.scripts.extend(scripts)
            said, scripts = (), []
            self._add(draft)


def _under(found: list[Passage]) -> dict[str, list[Item]]:
    """By a list's ref, all points under the heading that it stands under."""
    under: dict[str, list[Item]] = {}
    items: list[Item] = []
    for passage in found:
        if isinstance(passage.block, Heading):
            items = []
        elif isinstance(passage.block, List) and points(passage.block):
            items.extend(passage.block.items)
            under[passage.block.ref] = items
    return under
