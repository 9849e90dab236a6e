"""Telling: the slides of one section, by the rules of "From essay to talk"."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from pipeline.document import (
    Block,
    Blocks,
    CodeBlock,
    Div,
    DivKind,
    Figure,
    Heading,
    Inlines,
    Item,
    Link,
    List,
    MathBlock,
    Paragraph,
    Quotation,
    Section,
    Strong,
    Table,
    Text,
)
from pipeline.markup import Object
from pipeline.prose import every_block, plain
from pipeline.slides import Layout
from pipeline.talk.authored import authored, sides
from pipeline.talk.bodies import Body, body, points, shown
from pipeline.talk.citing import citation
from pipeline.talk.claims import Claim, bare, cited_in, claim, marked, marks_in, unstopped, words_of
from pipeline.talk.desk import HEADLINE, Desk, Draft
from pipeline.talk.pace import LONGEST, TIRING
from pipeline.talk.passages import Passage, passages

_OBJECTS = {Figure: Layout.FIGURE, Table: Layout.TABLE, CodeBlock: Layout.CODE, MathBlock: Layout.CODE}
_EVIDENCE = (Layout.FIGURE, Layout.FIGURE_BESIDE, Layout.TABLE, Layout.CODE)
_NAMED = (Layout.STATEMENT, Layout.QUOTATION, Layout.NUMBER)  # the name is the title, the claim stands below
_CLAIMED = (Layout.TERM, Layout.POINTS, Layout.BLANK, *_NAMED)


class Telling:
    """The slides of ``section`` as drafts. ``lead`` is the summary that opens an introduction without a mark."""

    def __init__(self, desk: Desk, section: Section, lead: Claim | None = None) -> None:
        self.desk = desk
        self.section = section
        self.heading = section.heading
        self.below: Heading | None = None  # the subheading that the telling has come to
        self.drafts: list[Draft] = []
        self.waiting: list[Block] = []  # told before the section's first slide, or leading to the next
        self.scripts: list[Div] = []  # as waiting
        self.first = True  # whether the next paragraph is the first under its heading
        self.placed: set[str] = set()  # headings that stand on a slide or in notes
        self.layout = desk.layout(section.heading.attributes, section.heading.line) if section.heading else None
        self.passages = passages(section, desk)
        leads = (p.block if isinstance(p.block, Paragraph) else p.lead for p in self.passages)
        self.marked = any(paragraph and marked(paragraph) for paragraph in leads)
        self._tell(lead)

    # --- The section --------------------------------------------------------------------------------

    def _tell(self, lead: Claim | None) -> None:
        if lead:
            self._claimed(lead, f"s-{lead.ref}", said=())
            self.first = False
        for index, passage in enumerate(self.passages):
            following = self.passages[index + 1] if index + 1 < len(self.passages) else None
            self._passage(passage, self.passages[index - 1] if index else None, following)
        self._place(self.below)
        if self.heading:
            divided = len(self.drafts) >= 3 and not self._surveyed()
            if divided or not self.drafts or self.layout is Layout.SECTION:
                self._divide(self.heading)
            self._place(self.heading)
        elif not self.drafts and (self.waiting or self.scripts):
            self._add(Draft(f"s-{self.section.ref}", Layout.BLANK, self.section.ref, self.section.line, []))
            self.drafts[0].words("title", self.desk.name)
        if self.drafts:
            self.drafts[-1].said.extend(self.waiting)
            self.drafts[-1].scripts.extend(self.scripts)

    def _surveyed(self) -> bool:
        return any(draft.overview and self.heading and draft.ref == self.heading.ref for draft in self.drafts)

    def _divide(self, heading: Heading) -> None:
        """A divider before the section's slides; a section without any is a divider alone."""
        draft = Draft(f"s-{heading.ref}", Layout.SECTION, heading.ref, heading.line, [])
        draft.words("title", self._short(heading))
        if not self.drafts:
            scripts = (b for b in self.section.blocks if isinstance(b, Div) and b.kind is DivKind.NOTES)
            draft.said, draft.scripts = self.waiting, list(dict.fromkeys((*self.scripts, *scripts)))
            self.waiting, self.scripts = [], []
        self.drafts.insert(0, draft)

    def _place(self, heading: Heading | None) -> None:
        """A heading that stands nowhere in full goes to the notes of its first slide."""
        if heading is None or heading.ref in self.placed:
            return
        self.placed.add(heading.ref)
        if heading is not self.heading:
            self._note(heading)
        elif not any(self._says(draft, heading) for draft in self.drafts):
            self.drafts[0].said.insert(0, heading)

    def _says(self, draft: Draft, heading: Heading) -> bool:
        words = words_of(bare(heading.inlines))
        return any(
            words in words_of(block.inlines)
            for slot in draft.slots
            if slot.name in ("title", "term")
            for block in slot.blocks
            if isinstance(block, Paragraph)
        )

    def _passage(self, passage: Passage, before: Passage | None, following: Passage | None) -> None:
        match passage.block:
            case Heading():
                self._place(self.below)
                self.below, self.first = passage.block, True
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
            case Figure() | Table() | CodeBlock() | MathBlock():
                self._object(passage.block, None, passage.scripts)
            case _:
                assert_never(passage.block)

    # --- Slides and notes ---------------------------------------------------------------------------

    def _add(self, draft: Draft) -> None:
        """One more slide; what waited for it goes to its notes."""
        draft.said[:0], draft.scripts[:0] = self.waiting, self.scripts
        self.waiting, self.scripts = [], []
        self.drafts.append(draft)
        if self.below and self._says(draft, self.below):
            self.placed.add(self.below.ref)

    def _note(self, block: Block) -> None:
        (self.drafts[-1].said if self.drafts else self.waiting).append(block)

    def _script(self, scripts: list[Div]) -> None:
        (self.drafts[-1].scripts if self.drafts else self.scripts).extend(scripts)

    # --- Names --------------------------------------------------------------------------------------

    @staticmethod
    def _short(heading: Heading) -> Inlines:
        short = heading.attributes.get("short")
        return (Text(short),) if short and short.strip() else bare(heading.inlines)

    def _name(self) -> tuple[Inlines, str]:
        """What a slide is called that has no claim for a title: its heading, else the talk's name; and its ref."""
        heading = self.below or self.heading
        return (self._short(heading), heading.ref) if heading else (self.desk.name, self.section.ref)

    def _above(self, term: Inlines = (), *, parents: bool = False) -> Inlines:
        """What stands small above: the headings and the term, the nearest of them that one line holds.

        ``parents`` leaves out the last, which stands as the title.
        """
        names = [self._short(heading) for heading in (self.heading, self.below) if heading]
        if term:
            names.append((Strong(term),) if names else term)
        if parents and names:
            names.pop()
        above: Inlines = ()
        for name in reversed(names):
            joined = (*name, Text(" · "), *above) if above else name
            if above and len(words_of(joined)) > HEADLINE:
                break
            above = joined
        return above

    def _over(self, term: Inlines = (), *, parents: bool = False) -> tuple[Inlines, str]:
        heading = self.below or self.heading
        return self._above(term, parents=parents), heading.ref if heading else self.section.ref

    # --- Claims -------------------------------------------------------------------------------------

    def _claimed(
        self,
        claimed: Claim | None,
        id: str,
        *,
        said: Blocks,
        text: Body | None = None,
        shows: Object | None = None,
        item: Item | None = None,
        scripts: list[Div] | None = None,
        cites: Blocks = (),
    ) -> Draft:
        """The slide of a claim, with ``text`` below it or an object; of ``item``, where it is a point's."""
        term = bare(item.term) if item else ()
        name, named = (term, item.ref) if item else self._name()
        ref, line = (claimed.ref, claimed.line) if claimed else (named, self.section.line)
        if item:
            ref, line = item.ref, item.line
        lines = tuple(Paragraph(ref, line, words) for words in claimed.lines) if claimed else ()
        below = text.blocks if text else ()
        layout = Layout.POINTS if below and not item else Layout.TERM
        asked = self._asked()
        draft = Draft(id, layout, ref, line, [], list(said), list(scripts or ()), claimed.title if claimed else name)
        fits = claimed is not None and self.desk.fits(words_of(claimed.title))
        if claimed and fits and asked not in _NAMED:
            above, over = self._over(term)
            title = claimed.title
            main = (*lines, *below)
        else:
            above, over = self._over(term, parents=True)
            title, ref = name, named
            main = (Paragraph(claimed.ref, claimed.line, claimed.full), *lines, *below) if claimed else below
            if claimed and not fits:
                self._too_long(claimed, item)
                layout = Layout.STATEMENT if layout is Layout.TERM and not item else layout
            elif claimed is None:
                self._topic(line, title)
        if asked in _CLAIMED and not shows:
            layout = asked
        draft.layout = layout
        draft.words("term", above, over)
        draft.words("title", title, ref)
        if shows:
            self._shows(draft, shows, main)
        elif layout is Layout.NUMBER and claimed:
            draft.words("number", claimed.title, claimed.ref)
            draft.put("body", main[1:], claimed.ref)
        else:
            draft.put("body", main, claimed.ref if claimed else None)
        draft.put("citation", citation(cited_in(cites or said), self.desk, draft.ref))
        self._add(draft)
        return draft

    def _asked(self) -> Layout | None:
        """The layout that the nearest heading asks for."""
        if self.below:
            return self.desk.layout(self.below.attributes, self.below.line) or self.layout
        return self.layout

    def _too_long(self, claimed: Claim, item: Item | None) -> None:
        instead = "its term is the title" if item else "it stands below its heading"
        remedy = "mark fewer words" if claimed.marked else "mark the words that say it, ==so=="
        what = "the marked words take" if claimed.marked else "the first sentence takes"
        self.desk.advise(claimed.line, "claim-long", f"{what} over two title lines, so {instead}", remedy)

    def _topic(self, line: int, title: Inlines) -> None:
        message = f"the title “{words_of(title)}” names a topic and claims nothing"
        self.desk.advise(line, "title-topic", message, "say in a sentence, ==marked==, what the slide shows")

    # --- Prose --------------------------------------------------------------------------------------

    def _prose(self, passage: Passage, block: Paragraph, before: Passage | None, following: Passage | None) -> None:
        first, self.first = self.first, False
        claimed = claim(block.ref, block.line, (block.inlines,), self.desk.lang)
        if passage.objects:
            self._evidence(passage, block, claimed)
        elif claimed and self._deserves(block, first, before, following):
            self._claimed(claimed, f"s-{block.ref}", said=(block,), scripts=passage.scripts)
        elif self._leads(block, following):
            self.waiting.append(block)
            self.scripts.extend(passage.scripts)
        else:
            if self.below:
                self._place(self.below)
            self._note(block)
            self._script(passage.scripts)

    def _deserves(self, block: Paragraph, first: bool, before: Passage | None, following: Passage | None) -> bool:
        """Whether a paragraph gets a slide of its own."""
        if self.marked:
            return marked(block)
        if self._leads(block, following) or (before and isinstance(before.block, Quotation) and first):
            return False
        if first or not self.drafts:
            return first
        current = self.drafts[-1]
        return self.desk.seconds(current.layout, (*current.said, block)) > LONGEST

    def _leads(self, block: Paragraph, following: Passage | None) -> bool:
        """Whether an unmarked paragraph leads, by its colon, to slides that have titles of their own."""
        if following is None or marked(block) or not plain(block.inlines).rstrip().endswith((":", "：")):
            return False
        told = following.block
        return (isinstance(told, List) and self._survey(told)) or (isinstance(told, Div) and told.kind is DivKind.DECK)

    def _evidence(self, passage: Passage, block: Paragraph, claimed: Claim | None) -> None:
        """A paragraph with what it refers to. A second object has a slide of its own."""
        first, *others = passage.objects
        id = f"s-{block.ref}"
        self._claimed(claimed, id, said=(block,), shows=first, scripts=passage.scripts)
        for other in others:
            self._object(other, claimed, [])

    # --- Evidence -----------------------------------------------------------------------------------

    def _object(self, shows: Object, claimed: Claim | None, scripts: list[Div]) -> None:
        """An object without a paragraph: its caption is the title."""
        caption = claim(shows.ref, shows.line, (shows.caption,), self.desk.lang) if shows.caption else None
        whole = Claim(shows.ref, shows.line, unstopped(bare(shows.caption), self.desk.lang), bare(shows.caption))
        if caption and not caption.marked:
            caption = whole
        draft_claim = caption or (replace(claimed, lines=()) if claimed else None)
        at = draft_claim or Claim(shows.ref, shows.line, (), ())
        before = len(self.desk.problems)
        if draft_claim and not self.desk.fits(words_of(draft_claim.title)):
            draft_claim = None
        draft = self._claimed(draft_claim, f"s-{shows.ref}", said=(), shows=shows, scripts=scripts, cites=(shows,))
        draft.ref, draft.line = shows.ref, shows.line
        if draft_claim is None:
            del self.desk.problems[before:]
            self._topic(at.line, self._name()[0])
        if caption and draft_claim and not caption.marked:
            draft.slots = [slot for slot in draft.slots if slot.name != "caption"]

    def _shows(self, draft: Draft, shows: Object, main: Blocks) -> None:
        """Puts an object on its slide, the text beside it where it is a figure."""
        draft.layout = _OBJECTS[type(shows)]
        beside = isinstance(shows, Figure) and "beside" in shows.attributes.classes
        attributes = None if isinstance(shows, MathBlock) else shows.attributes
        asked = self.desk.layout(attributes, shows.line) if attributes else None
        if asked in _EVIDENCE and (isinstance(shows, Figure) or asked is not Layout.FIGURE_BESIDE):
            draft.layout = asked
            beside = asked is Layout.FIGURE_BESIDE
        elif asked:
            self.desk.unfit(shows.line, asked, "it has no place for what is shown")
        if isinstance(shows, Figure) and main and (beside or asked is None):
            draft.layout = Layout.FIGURE_BESIDE
            draft.put("body", main)
        elif main:
            self.desk.advise(
                draft.line,
                "beside-object",
                "what the claim says below its title is in the notes alone: the slide is taken by what it shows",
                "mark one short claim",
            )
        draft.put("object", (shows,), shows.ref)
        draft.words("caption", shows.caption, shows.ref)

    # --- Points and lists ---------------------------------------------------------------------------

    def _survey(self, block: List) -> bool:
        """Whether ``block`` opens with an overview: the points under its heading are three or more."""
        if not points(block) or any(d.overview and d.ref == self._name()[1] for d in self.drafts):
            return False
        return len(self._under(block)) >= 3 or self._asked() is Layout.AGENDA

    def _under(self, block: List) -> list[Item]:
        """The points under the heading that ``block`` stands under."""
        found: list[Item] = []
        here = False
        for passage in self.passages:
            if isinstance(passage.block, Heading):
                if here:
                    break
                found = []
            elif isinstance(passage.block, List) and points(passage.block):
                found.extend(passage.block.items)
                here = here or passage.block.ref == block.ref
        return found

    def _points(self, passage: Passage, block: List) -> None:
        if self._survey(block):
            title, ref = self._name()
            line = (self.below or self.heading or block).line
            draft = Draft(f"s-{ref}-overview", Layout.AGENDA, ref, line, [], overview=True)
            if not (self.below or self.heading):
                title = (Text(self.desk.words.agenda),)
            draft.words("term", self._above(parents=True))
            draft.words("title", title)
            terms = tuple(
                Item(i.ref, i.line, (Paragraph(i.ref, i.line, (Link(bare(i.term), f"#s-{i.ref}", None, i.line),)),))
                for i in self._under(block)
            )
            draft.put("body", (List(block.ref, block.line, block.ordered, 1, tight=True, items=terms),), block.ref)
            self._add(draft)
        for item in block.items:
            self._point(item)
        self._script(passage.scripts)

    def _point(self, item: Item) -> None:
        """One point: its term above, its claim as title; lists within it stand below."""
        scripts = [b for b in item.blocks if isinstance(b, Div) and b.kind is DivKind.NOTES]
        written = [b for b in item.blocks if isinstance(b, Div) and b.kind is DivKind.DECK]
        told = tuple(b for b in item.blocks if b not in scripts and b not in written)
        text = body(told)
        said = _led(item, told)
        runs = tuple(b.inlines for b in told if isinstance(b, Paragraph))
        claimed = claim(item.ref, item.line, runs, self.desk.lang)
        lists = tuple(shown(b, self.desk.lang) for b in text.blocks if isinstance(b, List))
        first, *others = [*text.objects, None]
        if written and not any(marked(b) for b in told):
            self._written(written.pop(0), said, scripts)
        else:
            self._claimed(
                claimed, f"s-{item.ref}", said=said, text=Body(lists), shows=first, item=item, scripts=scripts
            )
            others = [other for other in others if other]
            for other in others:
                self._object(other, claimed, [])
        for div in written:
            self._written(div, (), [])

    def _list(self, passage: Passage, block: List) -> None:
        """A list that is one slide, titled by the paragraph before it."""
        lead = passage.lead
        if lead:
            self.first = False
        claimed = claim(lead.ref, lead.line, (lead.inlines,), self.desk.lang) if lead else None
        text = body((shown(block, self.desk.lang),))
        objects = [o for o in text.objects if not (not isinstance(o, MathBlock) and o.attributes.get("deck") == "off")]
        said = (lead, block) if lead else (block,)
        draft = self._claimed(claimed, f"s-{block.ref}", said=said, text=text, scripts=passage.scripts)
        if claimed is None:
            draft.ref, draft.line = block.ref, block.line
        for shows in objects:
            self._object(shows, None, [])

    # --- Quotations, comparisons, the author's own --------------------------------------------------

    def _quotation(self, passage: Passage, block: Quotation) -> None:
        """Another's words: the heading small above them. Of marked words these alone, as they were said."""
        name, ref = self._name()
        draft = Draft(f"s-{block.ref}", Layout.QUOTATION, block.ref, block.line, [], [block], passage.scripts)
        draft.words("title", name, ref)
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
        for shows in text.objects:
            self._object(shows, None, [])

    def _comparison(self, passage: Passage, block: Div) -> None:
        lead = passage.lead
        if lead:
            self.first = False
        halves = sides(block)
        if lead is None and halves and halves.lead:
            lead_claim = claim(halves.lead.ref, halves.lead.line, (halves.lead.inlines,), self.desk.lang)
        else:
            lead_claim = claim(lead.ref, lead.line, (lead.inlines,), self.desk.lang) if lead else None
        said: Blocks = (lead, *block.blocks) if lead else block.blocks
        text = body(block.blocks)
        draft = self._claimed(lead_claim, f"s-{block.ref}", said=said, text=text, scripts=passage.scripts)
        if lead_claim is None:
            draft.ref, draft.line = block.ref, block.line
        asked = self.desk.layout(block.attributes, block.line)
        if halves is None:
            hint = "write two lists, or two headings (### …) each with its text"
            self.desk.warn(block.line, "compare-sides", "this comparison has not two sides", hint)
        elif asked in (None, Layout.COMPARISON):
            draft.layout = Layout.COMPARISON
            draft.slots = [slot for slot in draft.slots if slot.name not in ("body", "citation")]
            draft.put("left", halves.left, block.ref)
            draft.put("right", halves.right, block.ref)
            draft.put("citation", citation(cited_in(said), self.desk, draft.ref))
        elif asked in (Layout.POINTS, Layout.TERM, Layout.BLANK):
            draft.layout = asked
        else:
            self.desk.unfit(block.line, asked, "it has no place for two sides")
        for shows in text.objects:
            self._object(shows, None, [])

    def _authored(self, passage: Passage, block: Div) -> None:
        """``::: deck``: a slide as written, with what it replaces in its notes."""
        said: list[Block] = []
        replaced = passage.replaced
        if replaced:
            self.first = self.first and not isinstance(replaced.block, Paragraph)
            said = [replaced.block]
        self._written(block, tuple(said), passage.scripts)

    def _written(self, block: Div, said: Blocks, scripts: list[Div]) -> None:
        name, ref = self._name()
        above, over = self._over()
        for draft in authored(block, self.desk, (name, ref), (above, over)):
            draft.said.extend(said)
            draft.scripts.extend(scripts)
            said, scripts = (), []
            self._add(draft)


def _led(item: Item, told: Blocks) -> Blocks:
    """A point as it is said: its term leads its first paragraph."""
    term = bare(item.term)
    stop = Text(" " if words_of(term).endswith((".", "!", "?", ":")) else ": ")
    match told[:1]:
        case (Paragraph(ref=ref, line=line, inlines=inlines),):
            return (Paragraph(ref, line, (Strong(term), stop, *inlines)), *told[1:])
        case _:
            return (Paragraph(item.ref, item.line, (Strong(term),)), *told)


def overlong(draft_seconds: int) -> bool:
    """Whether a slide stands so long that a speaker should be warned."""
    return draft_seconds > TIRING
