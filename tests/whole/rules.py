"""What holds of every essay, as sentences about what does not: nothing lost, nothing overflowing, nothing unsound."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from PIL import ImageFont

from pipeline.commands.coverage import COVERED, accounts
from pipeline.deck.check import check as check_deck
from pipeline.document import Citation, CodeBlock, FootnoteReference, Image, Inline, Inlines, LineBreak, Link, Math
from pipeline.fitted import CodeBox, FittedShape, PictureBox, QrBox, TableBox, TextBox
from pipeline.fonts import path
from pipeline.handout.check import missed
from pipeline.layouts import Family, LayoutSpec, layouts
from pipeline.newsletter.check import check as check_mail
from pipeline.outputs import NAMES
from pipeline.pdf.objects import read
from pipeline.pdf.structure import tagged
from pipeline.problems import Place, Severity
from pipeline.prose import below, plain, texts, whole
from pipeline.units import Box
from tests.pdf.sound import unsound as unsound_pdf
from tests.whole.essayist import DECK, HANDOUT, MAIL, Written
from tests.whole.outputs import Whole, deck_text, flat, handout_text, mail_texts, words

PITCH = 1.2  # a line's height by its size, as PowerPoint and LibreOffice set it
SLACK = 12_700  # a point, in EMU: what rounding may cost


def lost(made: Whole, written: Written) -> Iterator[str]:
    """What of ``written`` does not stand where it should, or stands where it should not."""
    html, text = mail_texts(made.message)
    read = (
        ("the deck", DECK, deck_text(made.deck)),
        ("the handout", HANDOUT, handout_text(made.handout)),
        ("the mail", MAIL, html),
        ("the mail's text", MAIL, text),
    )
    for name, output, got in read:
        wanted = {word for word, seen in written.words.items() if output in seen}
        there = words(got)
        yield from (f"{name} lacks {word}" for word in sorted(wanted - there))
        if output == DECK:  # the title page and the slide of sources may show what stands in the front matter
            there -= words(written.text.split("---", 2)[1])
        yield from (f"{name} shows {word}" for word in sorted(there - wanted))
        held = flat(got)
        for run in pieces(made):
            if words(run) and words(run) <= wanted and not _stands(run, held, output):
                yield f"{name} lacks “{run}”"


def pieces(made: Whole) -> Iterator[str]:
    """Every run of words of the essay that no link, citation, footnote mark or picture interrupts."""
    for block in whole(made.essay):
        if isinstance(block, CodeBlock):
            yield from block.text.split("\n")  # long code goes on on the next slide
        for run in texts(block):
            yield from _pieces(run)


def _pieces(run: Inlines) -> Iterator[str]:
    pending: list[Inline] = []
    for inline in _opened(run):
        if isinstance(inline, Link | Citation | FootnoteReference | Image | Math):
            yield plain(tuple(pending))
            pending = []
            yield plain((inline,)) if isinstance(inline, Link) else ""
        elif not isinstance(inline, LineBreak):
            pending.append(inline)
    yield plain(tuple(pending))


def _opened(run: Inlines) -> Iterator[Inline]:
    for inline in run:
        if below(inline) and not isinstance(inline, Link):
            yield from _opened(below(inline))
        else:
            yield inline


def _stands(run: str, held: str, output: str) -> bool:
    """Whether ``run`` can be read back from what an output holds.

    A title drops its closing sign. A PDF holds words from right to left, and boxes, as they are painted, and a column
    of a comparison that goes on on the next page only after the other one: of the handout each word is asked for.
    """
    if output == HANDOUT:
        legible = (word for word in run.split() if all(c < "\u0590" or "\u2000" <= c < "\u2200" for c in word))
        return all(flat(word) in held for word in legible)
    return flat(run).rstrip(",;:.。：；，") in held


def uncovered(made: Whole) -> Iterator[str]:
    """What our own check of coverage misses in the written files."""
    for product in COVERED:
        contents = dict(zip(NAMES[product], made.made[product], strict=False))
        for one in accounts(product, contents, made.essay, made.problems):
            yield from (f"{one.name} lacks line {thing.line}, {thing.kind}: “{thing.name}”" for thing in one.missing)


# --- The deck ----------------------------------------------------------------------------------


def overflowing(made: Whole) -> Iterator[str]:
    """What does not stay in its box, its slide, or above the theme's smallest size, and boxes that overlap."""
    specs = {spec.id.value: spec for spec in layouts(made.theme)}
    for slide in made.fitted.slides:
        name = f"slide {slide.id} [{slide.layout}]"
        for shape in slide.shapes:
            yield from (f"{name} {shape.slot}: {fault}" for fault in _shape(shape, specs[slide.layout], made))
        for one, other in combinations(slide.shapes, 2):
            if _overlap(one.box, other.box):
                yield f"{name}: {one.slot} and {other.slot} overlap"


def _shape(shape: FittedShape, spec: LayoutSpec, made: Whole) -> Iterator[str]:
    deck, box = made.theme.deck, shape.box
    if min(box.left, box.top) < 0 or box.right > deck.width + SLACK or box.bottom > deck.height + SLACK:
        yield "off the slide"
    match shape:
        case TextBox():
            # The number of a formula stands beside it, set as a caption.
            holder = spec.placeholder("caption" if shape.slot == "formula-number" else shape.slot)
            assert holder is not None
            if shape.size < holder.minimum:
                yield f"{shape.size.pt:g} pt is below {holder.minimum.pt:g}"
            if shape.fill > 1:
                yield f"filled to {shape.fill:.0%}"
            height = sum(round(len(p.lines) * PITCH * shape.size) + p.space_before for p in shape.paragraphs)
            if height > box.height * shape.columns + SLACK:
                yield f"{height / 12700:.0f} pt in {box.height.pt:.0f}"
            room = (box.width - shape.gutter * (shape.columns - 1)) / shape.columns
            for paragraph in shape.paragraphs:
                for line in paragraph.lines:
                    if (wide := _width(line, shape, holder.family, made)) > room * 1.01 + SLACK:
                        yield f"the line “{line}” is {wide / 12700:.0f} pt in {room / 12700:.0f}"
        case TableBox():
            if shape.size < deck.minimum["caption"]:
                yield f"{shape.size.pt:g} pt in a table"
            if sum(shape.heights) > box.height + SLACK or sum(shape.columns) > box.width + SLACK:
                yield "the table is larger than its box"
        case CodeBox():
            holder = spec.placeholder(shape.slot)
            assert holder is not None
            if shape.size < holder.minimum:
                yield f"{shape.size.pt:g} pt is below {holder.minimum.pt:g}"
            if shape.fill > 1 or shape.text.bottom > box.bottom or shape.text.right > box.right:
                yield "the code is larger than its panel"
        case PictureBox() | QrBox():
            pass


def _width(line: str, shape: TextBox, family: Family, made: Whole) -> float:
    """A line's least width, by another library than the one that broke it; 0 where glyphs are missing."""
    runs = [run for paragraph in shape.paragraphs for run in paragraph.runs]
    if any(ord(c) > 0x24F for c in line) or any(run.mono or run.italic for run in runs):
        return 0
    role = made.theme.deck.heading if family is Family.HEADING else made.theme.deck.body
    face = path(made.theme.families[role].faces, "regular", made.theme)
    assert face is not None
    return _face(face).getlength(line.strip()) / 100 * shape.size


@cache
def _face(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, 100, layout_engine=ImageFont.Layout.BASIC)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > SLACK and down > SLACK


# --- Soundness ---------------------------------------------------------------------------------


def unsound(made: Whole) -> Iterator[str]:
    """What the checks of the outputs report; a handout with boxes for glyphs cannot be valid."""
    for problem in check_deck(made.deck, made.essay, made.theme):
        if problem.code != "deck-link":  # the author's matter: bare URLs
            yield str(problem)
    for problem in check_mail(made.message, Place("newsletter.eml"), made.essay):
        if problem.severity is Severity.ERROR:
            yield str(problem)
    yield from (f"handout: {fault}" for fault in unsound_pdf(made.handout))
    found = tagged(read(made.handout))
    assert found is not None
    yield from (str(problem) for problem in missed(found, made.essay))
