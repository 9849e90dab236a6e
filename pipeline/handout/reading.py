"""The essay as the handout's reader meets it: what stands in it, how long it takes, which moments it cites."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipeline.citations import accessible_name, clock, moment_url
from pipeline.document import (
    Block,
    Blocks,
    Citation,
    CodeBlock,
    Div,
    DivKind,
    Essay,
    Figure,
    FootnoteReference,
    Heading,
    Image,
    Inlines,
    List,
)
from pipeline.meta import Meta, Source
from pipeline.prose import anchors, every_inline, parts, plain, texts
from pipeline.words import words

SHOWS = frozenset({DivKind.HANDOUT, DivKind.COMPARE})
PACE = 230  # words a minute in silent reading (Brysbaert 2019 found 238 for non-fiction)


@dataclass(frozen=True, slots=True)
class Moment:
    """A cited moment: its time, where it leads, how that reads on paper, and under which headings it is cited."""

    clock: str
    url: str | None
    printed: str | None
    name: str
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as the list of sources tells it. ``facts`` are what is known besides title and authors.

    It is ``recorded`` where its length is known or moments of it are cited.
    """

    title: str
    url: str | None
    printed: str | None
    authors: str | None
    facts: tuple[str, ...]
    moments: tuple[Moment, ...]
    recorded: bool


def visible(blocks: Blocks) -> Iterator[Block]:
    """The blocks that stand in the handout, outer before inner, in reading order."""
    for block in blocks:
        if isinstance(block, Div) and block.kind not in SHOWS:
            continue
        yield block
        yield from visible(parts(block))


def standing(essay: Essay) -> Iterator[str]:
    """The ids that stand in the handout, which links may lead to."""
    for section in essay.sections:
        yield section.id
        yield from (id_ for id_, _ in anchors((section.heading,) if section.heading else ()))
        yield from (id_ for id_, _ in anchors(visible(section.blocks)))
    for footnote in essay.footnotes:
        yield from (id_ for id_, _ in anchors(visible(footnote.blocks)))
    yield from (work.id for work in essay.works)


def count(essay: Essay) -> int:
    """How many words stand in the handout."""
    shown = (block for section in essay.sections for block in visible(section.blocks))
    return sum(len(plain(inlines).split()) for block in shown for inlines in texts(block))


def minutes(essay: Essay) -> int:
    """How long the essay takes to read, in whole minutes, at least one."""
    return max(1, math.ceil(count(essay) / PACE))


def blocks(essay: Essay) -> Iterator[Block]:
    """Every block that stands in the handout, headings and footnotes among them."""
    for section in essay.sections:
        if section.heading:
            yield section.heading
        yield from visible(section.blocks)
    for footnote in essay.footnotes:
        yield from visible(footnote.blocks)


def pictures(essay: Essay) -> Iterator[Figure | Image]:
    """Every picture that stands in the handout."""
    for block in blocks(essay):
        if isinstance(block, Figure):
            yield block
        for inlines in texts(block):
            yield from (inline for inline in every_inline(inlines) if isinstance(inline, Image))


def lines(essay: Essay) -> Iterator[tuple[int, str]]:
    """The words of every block that stands in the handout, with the line where it opens."""
    for block in blocks(essay):
        for inlines in texts(block):
            yield block.line, plain(inlines)
        if isinstance(block, CodeBlock):
            yield block.line, block.text


def entries(essay: Essay) -> tuple[Entry, ...]:
    """The sources of the essay with the moments that it cites of each, by time."""
    found: dict[str, dict[int, tuple[Citation, list[str]]]] = {}
    for citation, context in _cited(essay):
        if citation.source is not None and citation.seconds is not None:
            moments = found.setdefault(citation.source, {})
            contexts = moments.setdefault(citation.seconds, (citation, []))[1]
            if context and context not in contexts:
                contexts.append(context)
    return tuple(_entry(source, found.get(source.id, {}), essay.meta) for source in essay.meta.sources)


def printed(url: str) -> str:
    """An address as paper shows it: without scheme and ``www.``, which nobody needs to type.

    A YouTube address takes its short form, which leads to the same second.
    """
    parts_ = urlsplit(url)
    if parts_.scheme not in ("http", "https"):
        return url.removeprefix("mailto:")
    query = dict(parse_qsl(parts_.query))
    if parts_.hostname == "www.youtube.com" and parts_.path == "/watch" and "v" in query:
        rest = urlencode({key: value for key, value in query.items() if key != "v"})
        return f"youtu.be/{query['v']}" + (f"?{rest}" if rest else "")
    return url[len(parts_.scheme) + 3 :].removeprefix("www.").removesuffix("/")


def _entry(source: Source, moments: dict[int, tuple[Citation, list[str]]], meta: Meta) -> Entry:
    said = words(meta.lang)
    facts = (source.kind, said.day(source.date) if source.date else None, clock(source.length) if source.length else "")
    return Entry(
        title=source.title,
        url=source.url,
        printed=printed(source.url) if source.url else None,
        authors=", ".join(source.authors) or None,
        facts=tuple(fact for fact in facts if fact),
        moments=tuple(_moment(source, *moments[seconds], meta) for seconds in sorted(moments)),
        recorded=bool(source.length or moments),
    )


def _moment(source: Source, citation: Citation, contexts: list[str], meta: Meta) -> Moment:
    url = moment_url(source, citation.seconds)
    return Moment(
        clock=clock(citation.seconds or 0),
        url=url,
        printed=printed(url) if url else None,
        name=accessible_name(citation, meta),
        contexts=tuple(contexts),
    )


def _cited(essay: Essay) -> Iterator[tuple[Citation, str]]:
    """Every citation that stands in the handout, with the nearest heading or lead term above it."""
    footnotes = {footnote.label: footnote for footnote in essay.footnotes}
    met: set[str] = set()

    def walk(blocks: Blocks, context: str) -> Iterator[tuple[Citation, str]]:
        for block in blocks:
            match block:
                case Div(kind=kind) if kind not in SHOWS:
                    continue
                case Heading(inlines=inlines):
                    context = plain(inlines)
                case List(items=items):
                    for item in items:
                        yield from of(item.term, context)
                        yield from walk(item.blocks, plain(item.term) or context)
                    continue
                case _:
                    pass
            for inlines in texts(block):
                yield from of(inlines, context)
            yield from walk(parts(block), context)

    def of(inlines: Inlines, context: str) -> Iterator[tuple[Citation, str]]:
        for inline in every_inline(inlines):
            if isinstance(inline, Citation):
                yield inline, context
            elif isinstance(inline, FootnoteReference) and inline.label not in met:
                met.add(inline.label)
                yield from walk(footnotes[inline.label].blocks, context)

    for section in essay.sections:
        title = plain(section.heading.inlines) if section.heading else ""
        if section.heading:
            yield from of(section.heading.inlines, title)
        yield from walk(section.blocks, title)
