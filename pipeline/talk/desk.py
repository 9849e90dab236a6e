"""The desk: what every decision about one essay's talk has at hand, and where its problems gather."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.document import (
    Attributes,
    Block,
    Blocks,
    Chart,
    CodeBlock,
    Div,
    Essay,
    Figure,
    Footnote,
    FootnoteReference,
    Inlines,
    MathBlock,
    Paragraph,
    Span,
    Table,
    Text,
)
from pipeline.markup import Object
from pipeline.problems import Place, Problem, advice, warning
from pipeline.prose import every_inline, in_turn, plain
from pipeline.slides import Layout, Slide, Slot
from pipeline.talk.pace import ELSEWHERE, spoken, standing
from pipeline.words import Words, words

KINDS = {
    Figure: "this figure",
    Table: "this table",
    CodeBlock: "this code",
    Chart: "this chart",
    MathBlock: "this formula",
}


@dataclass(slots=True)
class Desk:
    """The essay, how titles are measured, the layouts of a template that may be asked for, and the problems found."""

    essay: Essay
    fits: Callable[[str], bool]
    designs: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    footnotes: Mapping[str, Footnote] = field(init=False)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.footnotes = {footnote.label: footnote for footnote in self.essay.footnotes}
        self.words = words(self.essay.meta.lang)

    @property
    def lang(self) -> str:
        """The essay's language."""
        return self.essay.meta.lang

    @property
    def name(self) -> Inlines:
        """What the talk is called where a slide has no heading of its own."""
        return (Text(self.essay.meta.short_title or self.essay.meta.title),)

    def fixed(self, words: str) -> Inlines:
        """Fixed words as a slide has them: marked as English where the essay's language has none of its own."""
        ours = self.words.lang
        if self.lang.lower().split("-")[0] == ours:
            return (Text(words),)
        return (Span((Text(words),), Attributes(values=(("lang", ours),))),)

    def seconds(self, layout: Layout, blocks: Blocks) -> int:
        """How long a slide stands while ``blocks`` are said."""
        return standing(layout, spoken(blocks), self.essay.meta.deck.words_per_minute)

    def advise(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """Advice at ``line``."""
        self.problems.append(advice(Place(self.essay.path, line), code, message, hint))

    def warn(self, line: int, code: str, message: str, hint: str | None = None) -> None:
        """A warning at ``line``."""
        self.problems.append(warning(Place(self.essay.path, line), code, message, hint))

    def off(self, attributes: Attributes, line: int, what: str) -> bool:
        """Whether ``{deck=off}`` leaves ``what`` out of the deck; that is said."""
        value = attributes.get("deck")
        if value is None:
            return False
        if value.strip().lower() != "off":
            self.warn(line, "deck-attribute", f"`deck={value}` says nothing", "`deck=off` leaves it out of the deck")
            return False
        self.advise(line, "left-out", f"{what} is not in the deck: {{deck=off}}")
        return True

    def layout(self, attributes: Attributes, line: int) -> Layout | None:
        """The layout that ``{layout=…}`` asks for."""
        asked = attributes.get("layout")
        if asked is None or self.design(attributes):
            return None
        try:
            return Layout(asked.strip().lower())
        except ValueError:
            known = {name.casefold(): name for name in (*Layout, *self.designs)}
            near = difflib.get_close_matches(asked.casefold(), known, n=1)
            hint = f"did you mean `{known[near[0]]}`?" if near else "there are: " + ", ".join(known.values())
            self.warn(line, "layout-unknown", f"there is no layout `{asked}`", hint)
            return None

    def design(self, attributes: Attributes) -> str:
        """The layout of the template that ``{layout="…"}`` names, as it is written there; ours come first."""
        asked = " ".join((attributes.get("layout") or "").split()).casefold()
        if asked in set(Layout):
            return ""
        return next((name for name in self.designs if name.casefold() == asked), "")

    def kept(self, objects: tuple[Object, ...]) -> tuple[Object, ...]:
        """``objects`` without those that their author leaves out of the deck."""
        return tuple(o for o in objects if not self.off(o.attributes, o.line, KINDS[type(o)]))

    def topic(self, line: int, title: Inlines) -> None:
        """A title that is a mere topic."""
        message = f"the title “{plain(title)}” names a topic and claims nothing"
        self.advise(line, "title-topic", message, "say in a sentence, ==marked==, what the slide shows")

    def unfit(self, line: int, layout: Layout, why: str) -> None:
        """The layout that was asked for cannot hold what stands there."""
        self.warn(line, "layout-unfit", f"the layout `{layout}` does not suit this: {why}", "another layout is used")


@dataclass(slots=True)
class Draft:
    """A slide in the making. ``said`` are its blocks in essay order, ``scripts`` the author's ``::: notes``."""

    id: str
    layout: Layout
    ref: str
    line: int
    slots: list[Slot]
    said: list[Block] = field(default_factory=list)
    scripts: list[Div] = field(default_factory=list)
    claim: Inlines = ()
    design: str = ""

    def put(self, name: str, blocks: Blocks, ref: str | None = None) -> None:
        """Fills the slot ``name``, where there is something to fill it with."""
        if blocks:
            self.slots.append(Slot(name, blocks, ref or self.ref))

    def words(self, name: str, inlines: Inlines, ref: str | None = None) -> None:
        """Fills the slot ``name`` with one paragraph."""
        if inlines:
            self.put(name, (Paragraph(ref or self.ref, self.line, inlines),), ref)

    def finished(self, desk: Desk, section: str, *, appendix: bool) -> Slide:
        """The slide: scripts first, for they are what is said, then the paragraphs, then the footnotes of all."""
        text = (*self.scripts, *self.said)
        shown = tuple(block for slot in self.slots for block in slot.blocks)
        said: Blocks = tuple(self.scripts) or tuple(self.said)
        return Slide(
            id=self.id,
            layout=self.layout,
            ref=self.ref,
            line=self.line,
            section=section,
            slots=tuple(self.slots),
            notes=(*text, *_footnotes((*text, *shown), desk.footnotes)),
            seconds=0 if appendix else desk.seconds(self.layout, said),
            appendix=appendix,
            design=self.design,
        )


def _footnotes(blocks: Blocks, footnotes: Mapping[str, Footnote]) -> Iterator[Block]:
    """The text of the footnotes that ``blocks`` refer to, each once, under its number."""
    seen: dict[str, Footnote] = {}
    waiting = blocks
    while waiting:
        fresh = [label for label in dict.fromkeys(_labels(waiting)) if label in footnotes and label not in seen]
        seen.update((label, footnotes[label]) for label in fresh)
        waiting = tuple(block for label in fresh for block in footnotes[label].blocks)
    for footnote in seen.values():
        yield from numbered(footnote)


def _labels(blocks: Blocks) -> Iterator[str]:
    for run in in_turn(blocks, lambda block: not (isinstance(block, Div) and block.kind in ELSEWHERE)):
        yield from (inline.label for inline in every_inline(run) if isinstance(inline, FootnoteReference))


def numbered(footnote: Footnote) -> Blocks:
    """A footnote's blocks, the first opening with its number."""
    number = f"[{footnote.number}] "
    first, rest = footnote.blocks[:1], footnote.blocks[1:]
    match first:
        case (Paragraph(ref=ref, line=line, inlines=inlines),):
            return (Paragraph(ref, line, (Text(number), *inlines)), *rest)
        case _:
            return (Paragraph(footnote.ref, footnote.line, (Text(number.strip()),)), *footnote.blocks)
