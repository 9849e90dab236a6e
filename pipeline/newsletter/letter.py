"""What a mail says, decided before any of it is HTML or text: both parts are written from the same :class:`Letter`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.citations import accessible_name, clock, moment_url
from pipeline.document import (
    BibliographicCitation,
    Block,
    Blocks,
    Citation,
    Div,
    DivKind,
    Essay,
    Footnote,
    FootnoteReference,
    Inline,
    Inlines,
    Item,
    List,
    Paragraph,
    Section,
    Work,
)
from pipeline.meta import Author, Body, Source
from pipeline.prose import anchors, every_inline, in_turn, parts, plain, texts
from pipeline.sentences import first_end
from pipeline.words import Words, words

SHOWS = frozenset({DivKind.NEWSLETTER, DivKind.COMPARE})


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment cited of a source: ``1:29:54``, where it leads, and what a screen reader says."""

    clock: str
    url: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A source with the moments cited of it, by time."""

    source: Source
    facts: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with the number it has in this mail."""

    number: int
    footnote: Footnote


@dataclass(frozen=True, slots=True)
class Digest:
    """What ``newsletter.body: summary`` shows of a section: its heading, if any, and its points' terms."""

    section: Section
    points: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One issue. What is None does not stand in it.

    The web copy (``mailed`` False) lacks ``greeting``, ``preheader``, ``web`` and ``unsubscribe``; ``read_on`` is where
    the rest is, for a summary and for a mail that was cut.
    """

    essay: Essay
    mailed: bool
    subject: str
    preheader: str | None
    greeting: str | None
    publication: str | None
    facts: tuple[str, ...]
    byline: str | None
    summary: str | None
    sections: tuple[Section, ...]
    digests: tuple[Digest, ...]
    read_on: str | None
    web: str | None
    unsubscribe: str | None

    @property
    def words(self) -> Words:
        """The fixed words in the essay's language."""
        return words(self.essay.meta.lang)

    @property
    def why(self) -> str:
        """Why a reader gets this mail."""
        authors = self.essay.meta.authors
        name = self.publication or (authors[0].name if authors else self.essay.meta.title)
        said = self.words.why.format(name)
        return said.replace("..", ".") if name.endswith(".") else said  # one full stop ends both

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes that what is shown refers to, numbered in the order of their references."""
        return tuple(
            Note(i, footnote) for i, footnote in enumerate(_referred(self.essay, self.sections, self.digests), 1)
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The essay's sources."""
        meta, said = self.essay.meta, self.words
        cited: dict[str, dict[int, Citation]] = {}
        for inline in self._inlines():
            if isinstance(inline, Citation) and inline.source is not None and inline.seconds is not None:
                cited.setdefault(inline.source, {}).setdefault(inline.seconds, inline)
        entries = []
        for source in meta.sources:
            moments = tuple(
                Moment(clock(seconds), moment_url(source, seconds), accessible_name(citation, meta))
                for seconds, citation in sorted(cited.get(source.id, {}).items())
            )
            facts = (", ".join(source.authors), source.kind, said.day(source.date) if source.date else None)
            entries.append(Entry(source, " · ".join(fact for fact in facts if fact), moments))
        return tuple(entries)

    @property
    def anchors(self) -> frozenset[str]:
        """The ids that stand in it, which links may lead to."""
        sections = {section.id for section in (*self.sections, *(digest.section for digest in self.digests))}
        return frozenset((*sections, *(id_ for id_, _ in anchors(self._blocks())), *(work.id for work in self.works)))

    @property
    def works(self) -> tuple[Work, ...]:
        """The works of the bibliography that what is shown cites."""
        cited = {work for i in self._inlines() if isinstance(i, BibliographicCitation) for work in i.works}
        return tuple(work for work in self.essay.works if work.id in cited)

    def _blocks(self) -> Iterator[Block]:
        blocks = [block for section in self.sections for block in section.blocks]
        blocks += [block for note in self.notes for block in note.footnote.blocks]
        yield from (section.heading for section in self.sections if section.heading)
        yield from visible(tuple(blocks))

    def _inlines(self) -> Iterator[Inline]:
        for run in (*(run for block in self._blocks() for run in texts(block)), *_digested(self.digests)):
            yield from every_inline(run)


def letter(essay: Essay, moment: datetime.datetime, greeting: str | None, unsubscribe: str | None) -> Letter:
    """The letter of ``essay``; ``greeting`` and ``unsubscribe`` with their reserved words."""
    meta = essay.meta
    said = words(meta.lang)
    mail = meta.newsletter
    short = mail.body is Body.SUMMARY
    issue = said.issue.format(mail.issue) if mail.issue and mail.issue.isdigit() else mail.issue
    return Letter(
        essay=essay,
        mailed=True,
        subject=mail.subject or meta.title,
        preheader=mail.preheader or meta.summary or lead(essay),
        greeting=greeting,
        publication=meta.publication.name,
        facts=tuple(fact for fact in (issue, said.day(meta.date or moment.date())) if fact),
        byline=byline(meta.authors, said),
        summary=meta.summary or (lead(essay) if short else None),
        sections=() if short else essay.sections,
        digests=digests(essay) if short else (),
        read_on=meta.url if short else None,
        web=meta.url,
        unsubscribe=unsubscribe,
    )


def web_copy(mail: Letter) -> Letter:
    """The same letter as a page: without what is for a reader of the mail alone."""
    return replace(mail, mailed=False, preheader=None, greeting=None, web=None, unsubscribe=None)


def cut(whole: Letter, kept: int) -> Letter:
    """The letter with its first ``kept`` sections, and where to read on."""
    return replace(whole, sections=whole.sections[:kept], read_on=whole.web)


def byline(authors: tuple[Author, ...], said: Words) -> str | None:
    """``by A, B and C``."""
    if not authors:
        return None
    *others, last = (author.name for author in authors)
    return said.by.format(f"{', '.join(others)} {said.and_} {last}" if others else last)


def lead(essay: Essay) -> str | None:
    """The first sentence of the first paragraph shown, or None in an essay without one."""
    for section in essay.sections:
        for block in visible(section.blocks):
            if isinstance(block, Paragraph) and (text := " ".join(plain(block.inlines).split())):
                return text[: first_end(text, essay.meta.lang)]
    return None


def digests(essay: Essay) -> tuple[Digest, ...]:
    """What a summary shows of each section that has a heading or points."""
    made = []
    for section in essay.sections:
        lists = (block for block in visible(section.blocks) if isinstance(block, List))
        points = tuple(item for block in lists for item in block.items if item.term)
        if section.heading or points:
            made.append(Digest(section, points))
    return tuple(made)


def _stands(block: Block) -> bool:
    return not (isinstance(block, Div) and block.kind not in SHOWS)


def visible(blocks: Blocks) -> Iterator[Block]:
    """Every block that stands in the mail, outer before inner."""
    for block in blocks:
        if _stands(block):
            yield block
            yield from visible(parts(block))


def _digested(digests: tuple[Digest, ...]) -> Iterator[Inlines]:
    """What stands of the sections in a summary: their headings, and their points' terms."""
    for digest in digests:
        if digest.section.heading:
            yield digest.section.heading.inlines
        yield from (point.term for point in digest.points)


def _referred(essay: Essay, sections: tuple[Section, ...], digests: tuple[Digest, ...]) -> tuple[Footnote, ...]:
    """Footnotes in the order of their first reference; one referred to by another footnote comes after it."""
    known = {footnote.label: footnote for footnote in essay.footnotes}
    met: dict[str, None] = {}

    def collect(runs: Iterable[Inlines]) -> None:
        for run in runs:
            for inline in every_inline(run):
                if isinstance(inline, FootnoteReference):
                    met.setdefault(inline.label)

    for section in sections:
        collect(in_turn((*((section.heading,) if section.heading else ()), *section.blocks), _stands))
    collect(_digested(digests))
    seen = 0
    while seen < len(met):
        label = list(met)[seen]
        collect(in_turn(known[label].blocks, _stands))
        seen += 1
    return tuple(known[label] for label in met)
