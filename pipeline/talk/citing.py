"""Citing: moments at a slide's foot, and the sources of the whole talk with theirs."""

from __future__ import annotations

from pipeline.citations import accessible_name, cited, clock, moment_url
from pipeline.document import (
    BibliographicCitation,
    Blocks,
    Citation,
    Emphasis,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    List,
    Paragraph,
    Text,
    Work,
)
from pipeline.meta import Source
from pipeline.prose import plain
from pipeline.slides import Slide
from pipeline.talk.claims import Cited, cited_in
from pipeline.talk.desk import Desk, Draft

_DOT = Text(" · ")
_TYPED = 120  # characters of an address that is shown; its link leads there whole
_ON_THE_WEB = ("http://", "https://")
_OPEN = (*_ON_THE_WEB, "mailto:")


def cite(draft: Draft, told: Blocks, desk: Desk) -> None:
    """Puts what ``told`` cites at the foot of its slide; a work that its words name already is not named twice."""
    words = cited_in(tuple(block for slot in draft.slots for block in slot.blocks))
    named = {plain(one.children).strip("()") for one in words if isinstance(one, BibliographicCitation)}
    kept = (
        one
        for one in cited_in(told)
        if not isinstance(one, BibliographicCitation) or plain(one.children).strip("()") not in named
    )
    draft.put("citation", _line(tuple(kept), desk, draft.ref))


def _line(cites: tuple[Cited, ...], desk: Desk, ref: str) -> Blocks:
    """What a slide cites, in one line."""
    made: list[Inline] = []
    for one in cites:
        made.extend((_DOT,) if made else ())
        made.extend(_unbracketed(one.children) if isinstance(one, BibliographicCitation) else (_at(one, desk),))
    return (Paragraph(ref, cites[0].line, tuple(made)),) if made else ()


def _unbracketed(inlines: Inlines) -> Inlines:
    """A citation without the brackets that part it from its sentence."""
    match inlines:
        case (Text(first), *between, Text(last)) if first.startswith("(") and last.endswith(")"):
            kept = (Text(first[1:]), *between, Text(last[:-1]))
            return tuple(inline for inline in kept if inline != Text(""))
        case _:
            return inlines


def _at(one: Citation, desk: Desk) -> Inline:
    """One citation: a link to its moment; as the author wrote it where no source is named."""
    meta = desk.essay.meta
    source = cited(one, meta)
    if source is None:
        return Text(one.text)
    text = source.kind or source.title
    if one.seconds is not None:
        text = f"{text}, {clock(one.seconds)}"
    return link(text, moment_url(source, one.seconds), accessible_name(one, meta), one.line)


def link(text: str, url: str | None, title: str | None, line: int) -> Inline:
    """A link where ``url`` is one that may be opened, else plain words."""
    if url is None or not url.lower().startswith(_OPEN):
        return Text(text)
    return Link((Text(text),), url, title, line)


def sources(slides: list[Slide], desk: Desk) -> List | None:
    """The recordings that ``slides`` cite, with their moments as links, then the works; None where there are none."""
    meta = desk.essay.meta
    moments: dict[str, dict[int, Citation]] = {}
    cited: set[str] = set()
    for slide in slides:
        shown = tuple(block for slot in slide.slots if slot.name != "citation" for block in slot.blocks)
        for one in cited_in((*shown, *slide.notes)):
            if isinstance(one, BibliographicCitation):
                cited.update(one.works)
            elif one.source is not None and meta.source(one.source):
                kept = moments.setdefault(one.source, {})
                if one.seconds is not None:
                    kept.setdefault(one.seconds, one)
    recorded = (
        Item(f"source-{source.id}", source.line, (_entry(source, moments[source.id], desk),))
        for source in meta.sources
        if source.id in moments
    )
    written = (Item(work.id, work.line, (_work(work),)) for work in desk.essay.works if work.id in cited)
    items = (*recorded, *written)
    return List("sources", items[0].line, ordered=False, start=1, tight=True, items=items) if items else None


def _work(work: Work) -> Paragraph:
    """An entry of the bibliography, as its style sets it."""
    return Paragraph(work.id, work.line, (Text(f"{work.label} "), *work.inlines) if work.label else work.inlines)


def _entry(source: Source, moments: dict[int, Citation], desk: Desk) -> Paragraph:
    """A source as a reader would look for it: title, authors, kind, date, and the moments cited."""
    made: list[Inline] = [Emphasis((link(source.title, source.url, None, source.line),))]
    rest = [", ".join(source.authors), source.kind, desk.words.day(source.date) if source.date else None]
    made.extend(Text(f" · {words}") for words in rest if words)
    if moments:
        made.extend((LineBreak(), Text(f"{desk.words.cited} ")))
    for index, (seconds, one) in enumerate(sorted(moments.items())):
        at = link(clock(seconds), moment_url(source, seconds), accessible_name(one, desk.essay.meta), one.line)
        made.extend((_DOT, at) if index else (at,))
    return Paragraph(f"source-{source.id}", source.line, tuple(made))


def contact(desk: Desk) -> Blocks:
    """Who gave the talk and where to find the essay."""
    meta = desk.essay.meta
    made: list[Paragraph] = []
    for author in meta.authors:
        inlines: list[Inline] = [Text(author.name)]
        if author.affiliation:
            inlines.append(Text(f", {author.affiliation}"))
        reached: list[Inline] = []
        if author.email:
            reached.append(link(author.email, f"mailto:{author.email}", None, 1))
        if author.url:
            reached.append(link(address(author.url), author.url, author.name, 1))
        for index, one in enumerate(reached):  # behind an affiliation the line is full
            inlines.extend((LineBreak() if author.affiliation and not index else _DOT, one))
        made.append(Paragraph("meta", 1, tuple(inlines)))
    url = home(desk)
    if url:
        made.append(Paragraph("meta", 1, (link(address(url), url, meta.title, 1),)))
    return tuple(made)


def qr(desk: Desk) -> Inlines:
    """The same address for a QR code; nothing where there is none."""
    url = home(desk)
    if url is None or not url.lower().startswith(_ON_THE_WEB):
        return ()
    return (Link((Text(desk.words.qr.format(address(url))),), url, None, 1),)


def home(desk: Desk) -> str | None:
    """Where the audience finds the talk: ``deck.url``, else the essay's own address."""
    meta = desk.essay.meta
    return meta.deck.url or meta.url


def address(url: str) -> str:
    """``url`` as people write it: without scheme and closing slash, and no more of it than anybody would type."""
    for scheme in ("https://", "http://"):
        if url.lower().startswith(scheme):
            url = url[len(scheme) :].rstrip("/")
    return url if len(url) <= _TYPED else url[: _TYPED - 1] + "…"


def plainly(inlines: Inlines) -> Inlines:
    """``inlines`` without links, for a text that is repeated elsewhere."""
    return tuple(part for i in inlines for part in (plainly(i.children) if isinstance(i, Link) else (i,)))
