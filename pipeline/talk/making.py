"""Making: one slide from one claim, with what stands below it or what shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.document import (
    Block,
    Blocks,
    Chart,
    CodeBlock,
    Div,
    Figure,
    Inlines,
    Item,
    MathBlock,
    Paragraph,
    Table,
    Text,
)
from pipeline.markup import Object
from pipeline.mathtext import is_number
from pipeline.prose import labelled
from pipeline.slides import Layout
from pipeline.talk.citing import cite
from pipeline.talk.claims import Claim, bare, capital, claim, unstopped, words_of
from pipeline.talk.desk import Desk, Draft
from pipeline.talk.names import CLAIMED, NAMED, Named, Names
from pipeline.talk.topics import topical

EVIDENCE = (Layout.FIGURE, Layout.FIGURE_BESIDE, Layout.TABLE, Layout.CHART, Layout.CODE)


@dataclass(frozen=True, slots=True)
class Company:
    """What shares a claim's slide: ``said`` and ``scripts`` in its notes, ``text`` or an object below its title.

    ``item`` is the point whose claim it is.
    """

    said: Blocks = ()
    scripts: tuple[Div, ...] = ()
    text: Blocks = ()
    shows: Object | None = None
    item: Item | None = None


def claim_slide(id: str, claimed: Claim | None, with_: Company, names: Names) -> Draft:
    """The claim as title, where two lines hold it; else its term or heading, and the claim below.

    Without a claim the name is the title, and that is said.
    """
    desk, item = names.desk, with_.item
    ref, line = (
        (item.ref, item.line) if item else (claimed.ref, claimed.line) if claimed else (names.name()[1], names.line)
    )
    name: Named = (bare(item.term), item.ref) if item else names.name()
    draft = Draft(id, Layout.TERM, ref, line, [], list(with_.said), list(with_.scripts))
    draft.claim = claimed.title if claimed else ()
    fits = claimed is not None and desk.fits(words_of(claimed.title))
    asked = names.layout if names.layout in CLAIMED and not with_.shows else None
    lines = tuple(Paragraph(ref, line, words) for words in claimed.lines) if claimed else ()
    if claimed and claimed.sentence and asked in (None, Layout.NUMBER) and not with_.shows:
        _number(draft, claimed, with_, names)
        cite(draft, with_.said, desk)
        return draft
    if claimed and fits and asked not in NAMED:
        title: Named = (claimed.title, ref)
        above = names.above(item)
        below = (*lines, *with_.text)
    else:
        title = name
        above = names.above(item, parents=True)
        full = (Paragraph(claimed.ref, claimed.line, claimed.full),) if claimed else ()
        below = (*full, *lines, *with_.text)
    if claimed and not fits:
        _too_long(claimed, item, desk)
    elif claimed is None or same(claimed, name) or (not item and topical(words_of(claimed.full), desk.lang)):
        desk.topic(line, title[0])
    draft.layout = asked or _natural(with_, fits=fits or claimed is None)
    if draft.layout not in (Layout.QUOTATION, Layout.STATEMENT):  # there the title is what stands small above
        draft.words("term", *above)
    draft.words("title", *title)
    if with_.shows:
        show(draft, with_.shows, below, desk)
    elif draft.layout is Layout.NUMBER and claimed:  # asked for, and not of a number that is one
        draft.words("number", claimed.title, claimed.ref)
        draft.put("body", below[1:])
    else:
        draft.put("body", below)
    cite(draft, with_.said, desk)
    return draft


def _number(draft: Draft, claimed: Claim, with_: Company, names: Names) -> None:
    """A number as large as it deserves, its sentence as title; a long one below the second mark, else the heading."""
    desk, item = names.desk, with_.item
    draft.layout = Layout.NUMBER
    sentence = unstopped(capital(claimed.sentence, desk.lang), desk.lang)
    lines = list(claimed.lines)
    below: list[Inlines] = []
    if words_of(sentence) != words_of(claimed.title) and desk.fits(words_of(sentence)):
        title: Named = (sentence, draft.ref)
        above = names.above(item)
        draft.claim = sentence
    else:
        if words_of(sentence) != words_of(claimed.title):
            below.append(claimed.sentence)
        second = bool(lines) and desk.fits(words_of(lines[0]))
        title = (lines.pop(0), draft.ref) if second else (bare(item.term), item.ref) if item else names.name()
        above = names.above(item, parents=not second)
        draft.claim = title[0] if second else claimed.title
    draft.words("term", *above)
    draft.words("number", claimed.title, claimed.ref)
    draft.words("title", *title)
    above_them = words_of(title[0]).casefold()
    below.extend(words for words in lines if words_of(words).casefold() not in above_them)
    draft.put("body", (*(Paragraph(draft.ref, draft.line, words) for words in below), *with_.text))


def _natural(with_: Company, *, fits: bool) -> Layout:
    if with_.item:
        return Layout.TERM
    if with_.text:
        return Layout.POINTS
    return Layout.TERM if fits else Layout.STATEMENT


def same(claimed: Claim, name: Named) -> bool:
    """Whether a claim says no more than the name above it."""
    return words_of(claimed.title).casefold() == words_of(name[0]).casefold()


def _too_long(claimed: Claim, item: Item | None, desk: Desk) -> None:
    instead = "its term is the title" if item else "it stands below its heading"
    remedy = "mark fewer words" if claimed.marked else "mark the words that say it, ==so=="
    what = "the marked words take" if claimed.marked else "the first sentence takes"
    desk.advise(claimed.line, "claim-long", f"{what} over two title lines, so {instead}", remedy)


# --- Evidence ------------------------------------------------------------------------------------


def natural(shows: Object) -> Layout:
    """The layout for what is shown; a formula is a drawing, as far as its slide goes."""
    match shows:
        case Figure() | MathBlock():
            return Layout.FIGURE
        case Table():
            return Layout.TABLE
        case Chart():
            return Layout.CHART
        case CodeBlock():
            return Layout.CODE


def show(draft: Draft, shows: Object, below: Blocks, desk: Desk) -> None:
    """Puts an object on its slide; text stands beside a figure, for other objects it is in the notes."""
    asked = desk.layout(shows.attributes, shows.line)
    drawn = isinstance(shows, Figure | MathBlock)
    native = asked is Layout.CHART or isinstance(shows, Chart)  # the place of a chart holds charts, and no other does
    wrong = asked is not natural(shows) if native else asked is Layout.FIGURE_BESIDE and not drawn
    if asked and (asked not in EVIDENCE or wrong):
        desk.unfit(shows.line, asked, "it has no place for what is shown")
        asked = None
    draft.design = desk.design(shows.attributes)
    beside = drawn and ("beside" in shows.attributes.classes or bool(below))
    draft.layout = asked or (Layout.FIGURE_BESIDE if beside else natural(shows))
    if draft.layout is Layout.FIGURE_BESIDE:
        draft.put("body", below)
    elif below:
        message = "what stands below the claim is in the notes alone: the slide is taken by what it shows"
        desk.advise(draft.line, "beside-object", message, "mark one short claim")
    draft.put("object", (shows,), shows.ref)
    draft.words("caption", said_below(shows), shows.ref)


def said_below(shows: Object) -> Inlines:
    """What stands small at the foot of an object: its caption, and whose a picture is."""
    if isinstance(shows, MathBlock) and is_number(shows.caption):
        return ()  # it stands beside the formula
    credit = shows.credit if isinstance(shows, Figure | Chart) else ()
    return (*shows.caption, Text(" · "), *credit) if shows.caption and credit else shows.caption or credit


def object_slide(shows: Object, claimed: Claim | None, scripts: tuple[Div, ...], names: Names) -> Draft:
    """An object without a paragraph: its caption is the title; without one, ``claimed`` again, else the name."""
    desk = names.desk
    caption = _captioned(shows, desk)
    title = next((c for c in (caption, claimed) if c and desk.fits(words_of(c.title))), None)
    said: tuple[Block, ...] = (shows,)
    company = Company(said, scripts, shows=shows)
    draft = claim_slide(f"s-{shows.ref}", replace(title, lines=()) if title else None, company, names)
    draft.said, draft.ref, draft.line = [], shows.ref, shows.line
    if title is caption and caption and not caption.marked:
        draft.slots = [slot for slot in draft.slots if slot.name != "caption"]
        label, credit = labelled(shows.caption)[0], shows.credit if isinstance(shows, Figure | Chart) else ()
        draft.words("caption", (*label, Text(" · "), *credit) if label and credit else label or credit, shows.ref)
    return draft


def _captioned(shows: Object, desk: Desk) -> Claim | None:
    """A caption as a claim, without its label: its marked words, else all of it."""
    _, said = labelled(shows.caption)
    if not said:
        return None
    found = claim(shows.ref, shows.line, (said,), desk.lang)
    if found is None or found.marked:
        return found
    words = bare(said)
    return Claim(shows.ref, shows.line, unstopped(words, desk.lang), words)
