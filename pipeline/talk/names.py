"""Names: what a slide is called that claims nothing, and what stands small above one that does."""

from __future__ import annotations

from pipeline.document import Citation, FootnoteReference, Heading, Inlines, Item, Paragraph, Section, Strong, Text
from pipeline.prose import every_inline
from pipeline.slides import Layout
from pipeline.talk.claims import bare, words_of
from pipeline.talk.desk import Desk, Draft

HEADLINE = 80  # signs that stand on one line above a claim
NAMED = (Layout.STATEMENT, Layout.QUOTATION, Layout.NUMBER)  # the name is the title, the claim stands below
CLAIMED = (Layout.TERM, Layout.POINTS, Layout.BLANK, *NAMED)  # what a claim without an object may take

Named = tuple[Inlines, str]  # words, and the ref of the node that they come from


class Names:
    """The headings that the telling of a section stands under."""

    def __init__(self, desk: Desk, section: Section) -> None:
        self.desk = desk
        self.section = section
        self.heading = section.heading
        self.below: Heading | None = None
        self.layout: Layout | None = None
        self._above = self.layout = self._asked(section.heading)

    def under(self, heading: Heading) -> None:
        """The telling has come to a subheading."""
        self.below = heading
        self.layout = self._asked(heading) or self._above

    @property
    def nearest(self) -> Heading | None:
        """The heading right above."""
        return self.below or self.heading

    @property
    def line(self) -> int:
        """Where it stands."""
        return self.nearest.line if self.nearest else self.section.line

    @property
    def design(self) -> str:
        """The layout of the template that the headings ask for their slides, the nearest first."""
        asked = (self.desk.design(heading.attributes) for heading in (self.below, self.heading) if heading)
        return next((name for name in asked if name), "")

    def _asked(self, heading: Heading | None) -> Layout | None:
        """The layout that ``heading`` asks for its slides."""
        layout = self.desk.layout(heading.attributes, heading.line) if heading else None
        if heading and layout not in (None, Layout.SECTION, Layout.AGENDA, *CLAIMED):
            self.desk.unfit(heading.line, layout, "it is not one for claims")
            return None
        return layout

    def name(self) -> Named:
        """What a slide is called: its heading, else the talk's name."""
        heading = self.nearest
        return (short(heading), heading.ref) if heading else (self.desk.name, self.section.ref)

    def above(self, item: Item | None = None, *, parents: bool = False) -> Named:
        """What stands small above: headings and term, as many from the nearest on as one line holds.

        ``parents`` leaves out the last, which stands as the title.
        """
        names = [short(heading) for heading in (self.heading, self.below) if heading]
        if item:
            names.append((Strong(bare(item.term)),))
        if parents and names:
            names.pop()
        above: Inlines = ()
        for name in reversed(names):
            joined = (*name, Text(" · "), *above) if above else name
            if above and len(words_of(joined)) > HEADLINE:
                break
            above = joined
        return above, self.nearest.ref if self.nearest else self.section.ref


def short(heading: Heading) -> Inlines:
    """A heading as the deck shows it: ``{short="…"}``, else its words."""
    text = heading.attributes.get("short")
    return (Text(text),) if text and text.strip() else bare(heading.inlines)


def noted(inlines: Inlines) -> bool:
    """Whether a footnote or a citation hangs on ``inlines``, which no title shows."""
    return any(isinstance(inline, FootnoteReference | Citation) for inline in every_inline(inlines))


def says(draft: Draft, heading: Heading) -> bool:
    """Whether ``heading`` stands in full on a slide, as its title or above it; one with a note or a citation cannot."""
    if noted(heading.inlines):
        return False
    words = words_of(bare(heading.inlines))
    return any(
        words in words_of(block.inlines)
        for slot in draft.slots
        if slot.name in ("title", "term")
        for block in slot.blocks
        if isinstance(block, Paragraph)
    )
