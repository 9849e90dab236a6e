"""Every text of an essay is found on a slide or in its notes, or something says why it is not."""

import re
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.document import (
    Attributes,
    Block,
    Blocks,
    Citation,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    DivKind,
    Emphasis,
    Essay,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    List,
    Mark,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)
from pipeline.files import Files
from pipeline.meta import Author, DeckMeta, Meta, Source
from pipeline.problems import Place, Severity
from pipeline.prose import every_block, every_inline, parts, plain, texts, whole
from pipeline.slidehtml import slides_html
from pipeline.slides import Layout
from pipeline.talk import talk
from pipeline.theme import load
from tests.conftest import ROOT

FILES = Files(ROOT)
THEME, _ = load(ROOT / "themes", "editorial", FILES, Place("theme"))
ELSEWHERE = frozenset({DivKind.HANDOUT, DivKind.NEWSLETTER})
OBJECTS = (Figure, Table, CodeBlock, MathBlock)


class Writer:
    """Writes an essay by drawing; every text holds a word that stands nowhere else (``w12q``)."""

    def __init__(self, draw: Callable[..., object]) -> None:
        self.drawn = draw
        self.count = 0
        self.node = 0

    def pick(self, most: int) -> int:
        number = self.drawn(st.integers(0, most))
        assert isinstance(number, int)
        return number

    def ref(self) -> tuple[str, int]:
        self.node += 1
        return f"n{self.node}", self.node

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}q"

    def sentence(self) -> str:
        return (
            f"{self.word()} "
            + "and more " * (0, 2, 12)[self.pick(2)]
            + (". Then", ".", ":")[self.pick(2)]
            + " "
            + self.word()
        )

    def inlines(self) -> Inlines:
        made: list[Inline] = []
        for _ in range(1 + self.pick(2)):
            inner = (Text(self.sentence()),)
            choice: list[Inline] = [
                Text(self.sentence()),
                Mark(inner),
                Strong(inner),
                Emphasis((Mark(inner),)),
                Link(inner, ("https://example.org", "#id1")[self.pick(1)], None, 1),
                Citation("a", self.pick(99), "[0:01]", 1, 1),
                Citation(None, 5, "[0:05]", 1, 1),
                FootnoteReference(str(1 + self.pick(2)), 1),
                LineBreak(),
            ]
            made.append(choice[self.pick(8)])
        return (*made, Text(f" {self.word()}"))

    def attributes(self, *, heading: bool = False) -> Attributes:
        values = [
            (),
            (("deck", "off"),),
            (("layout", list(Layout)[self.pick(len(Layout) - 1)].value),),
            (("layout", "no"),),
        ]
        short = [("short", "brief")] if heading and not self.pick(3) else []
        classes = ("appendix",) if heading and not self.pick(4) else ()
        return Attributes(f"id{self.pick(2)}", classes, (*values[max(0, self.pick(6) - 3)], *short))

    def blocks(self, depth: int, most: int = 3) -> Blocks:
        return tuple(self.block(depth) for _ in range(self.pick(most)))

    def item(self, depth: int, *, point: bool) -> Item:
        ref, line = self.ref()
        term = (Text(self.word()),) if point else ()
        first: Blocks = (self.paragraph(),) if self.pick(3) else ()
        return Item(ref, line, (*first, *self.blocks(depth - 1, 2)), term)

    def paragraph(self) -> Paragraph:
        return Paragraph(*self.ref(), self.inlines())

    def block(self, depth: int) -> Block:
        ref, line = self.ref()
        caption = self.inlines() if self.pick(1) else ()
        kind = self.pick(14 if depth > 0 else 7)
        match kind:
            case 0 | 1 | 2:
                return Paragraph(ref, line, self.inlines())
            case 3:
                return Figure(ref, line, "a.png", None, None, caption, self.attributes())
            case 4:
                rows = tuple((self.inlines(), self.inlines()) for _ in range(self.pick(2)))
                return Table(
                    ref, line, (self.inlines(), self.inlines()), rows, (None, None), caption, self.attributes()
                )
            case 5:
                return CodeBlock(ref, line, None, self.word(), caption, self.attributes())
            case 6:
                return MathBlock(ref, line, rf"\text{{{self.word()}}}", caption)
            case 7:
                return Rule(ref, line)
            case 8 | 9:
                point = bool(self.pick(2))
                items = tuple(self.item(depth, point=point) for _ in range(1 + self.pick(3)))
                return List(ref, line, bool(self.pick(1)), 1, bool(self.pick(1)), items)
            case 10:
                return Quotation(ref, line, (self.paragraph(), *self.blocks(depth - 1, 1)), caption)
            case 11:
                definition = Definition(*self.ref(), self.inlines(), ((self.paragraph(),), self.blocks(depth - 1, 1)))
                return DefinitionList(ref, line, (definition,))
            case 12:
                return Heading(ref, line, 3 + self.pick(1), self.inlines(), self.attributes(heading=True))
            case _:
                kinds = [DivKind.NOTES, DivKind.DECK, DivKind.DECK, DivKind.COMPARE, DivKind.HANDOUT]
                return Div(ref, line, kinds[self.pick(4)], self.blocks(depth - 1), self.attributes())

    def section(self, index: int) -> Section:
        ref, line = self.ref()
        heading = Heading(*self.ref(), 2, self.inlines(), self.attributes(heading=True)) if index else None
        return Section(ref, line, f"s{index}", heading, self.blocks(2, 6))

    def essay(self) -> Essay:
        sections = tuple(self.section(index) for index in range(1 + self.pick(2)))
        footnotes = tuple(Footnote(*self.ref(), str(number), number, (self.paragraph(),)) for number in range(1, 4))
        meta = Meta(
            "A title",
            summary="A summary" if self.pick(1) else None,
            authors=(Author("N. N."),),
            sources=(Source("a", "A talk", "https://example.org/a"),),
            deck=DeckMeta(sections=("s1",) if not self.pick(4) else ()),
        )
        return Essay("content/x/essay.md", "x", meta, sections, footnotes)


@st.composite
def essays(draw: Callable[..., object]) -> Essay:
    return Writer(draw).essay()


def words(text: str) -> set[str]:
    return set(re.findall(r"w\d+q", text.lower()))


def own(block: Block) -> Iterator[str]:
    """The texts that ``block`` itself holds."""
    yield from (plain(run) for run in texts(block))
    if isinstance(block, CodeBlock):
        yield block.text
    if isinstance(block, MathBlock):
        yield block.tex


def off(attributes: Attributes) -> bool:
    return attributes.get("deck") == "off"


def kept(blocks: Blocks) -> Iterator[Block]:
    """The blocks that the author means for the deck."""
    skipped = 99
    for block in blocks:
        if isinstance(block, Heading):
            skipped = 99 if block.level <= skipped else skipped
            if skipped == 99 and off(block.attributes):
                skipped = block.level
        if skipped < 99 or (isinstance(block, Figure | Table | CodeBlock | Div) and off(block.attributes)):
            continue
        if isinstance(block, Div) and block.kind in ELSEWHERE:
            continue
        yield block


def expected(essay: Essay) -> set[str]:
    """The words that must be found."""
    found: list[Block] = []
    chosen = essay.meta.deck.sections
    for section in essay.sections:
        if section.heading and (off(section.heading.attributes) or (chosen and section.id not in chosen)):
            continue
        if section.heading:
            found.append(section.heading)
        found.extend(_inner(kept(section.blocks)))
    notes = {footnote.label: footnote for footnote in essay.footnotes}
    waiting, seen = list(found), set[str]()
    while waiting:
        block = waiting.pop()
        for run in texts(block):
            for inline in every_inline(run):
                if isinstance(inline, FootnoteReference) and inline.label not in seen:
                    seen.add(inline.label)
                    waiting.extend(notes[inline.label].blocks)
                    found.extend(notes[inline.label].blocks)
    return {word for block in found for text in own(block) for word in words(text)}


def _inner(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _inner(kept(parts(block)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(essays())
def test_every_text_is_on_a_slide_or_in_its_notes(essay: Essay) -> None:
    made, problems = talk(essay)
    assert THEME
    html, faults = slides_html(made, essay, THEME, FILES)
    assert html, faults
    root = etree.fromstring(html.encode())
    found = words(" ".join(root.itertext()))
    nodes = {block.ref: block for block in whole(essay)}
    for element in root.iter():
        if element.get("data-object"):
            found |= {word for text in own(nodes[element.get("data-ref") or ""]) for word in words(text)}
    assert not expected(essay) - found
    everything = {word for block in whole(essay) for text in own(block) for word in words(text)}
    footnotes = {w for f in essay.footnotes for b in every_block(f.blocks) for text in own(b) for w in words(text)}
    if everything - found - footnotes:
        assert "left-out" in {problem.code for problem in problems}
    assert all(problem.severity is not Severity.ERROR for problem in problems) or essay.meta.deck.sections


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(essays())
def test_every_slide_is_whole(essay: Essay) -> None:
    made, _ = talk(essay)
    ids = [slide.id for slide in made.slides]
    assert len(ids) == len(set(ids))
    assert {slide.section for slide in made.slides} == {section.id for section in made.sections}
    for slide in made.slides:
        names = [slot.name for slot in slide.slots]
        assert len(names) == len(set(names))
        title = slide.slot("title")
        assert title
        assert plain(tuple(i for b in title.blocks if isinstance(b, Paragraph) for i in b.inlines)).strip()
        assert all(isinstance(b, OBJECTS) for slot in slide.slots if slot.name == "object" for b in slot.blocks)
        assert not [
            b
            for slot in slide.slots
            if slot.name != "object"
            for b in every_block(slot.blocks)
            if not isinstance(b, Paragraph | List | Quotation)
        ]
    assert talk(essay)[0] == made
