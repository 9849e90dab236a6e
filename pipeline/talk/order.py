"""The order: title · lead · sections · closing · sources · appendix."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.document import (
    Blocks,
    Div,
    DivKind,
    Essay,
    Heading,
    Inlines,
    Item,
    Link,
    List,
    Paragraph,
    Section,
    Text,
)
from pipeline.problems import Problems, error
from pipeline.prose import every_block, plain
from pipeline.slides import Layout, Slide, Talk, TalkSection
from pipeline.talk.citing import contact, plainly, qr, sources
from pipeline.talk.claims import Claim, claim, marked, two_lines, words_of
from pipeline.talk.desk import Desk, Draft
from pipeline.talk.names import short
from pipeline.talk.telling import Telling
from pipeline.talk.titles import META, distinct


def talk(
    essay: Essay, fits_title: Callable[[str], bool] | None = None, designs: tuple[str, ...] = ()
) -> tuple[Talk, Problems]:
    """The talk that ``essay`` gives.

    ``fits_title`` says whether a text takes at most two title lines; without it, an average sign is reckoned with.
    ``designs`` are the layouts of a person's own template, which authors may ask for by name.
    """
    desk = Desk(essay, fits_title or two_lines, designs)
    order = _Order(desk)
    made = order.talk()
    return made, tuple(dict.fromkeys(desk.problems))


@dataclass(slots=True)
class _Lead:
    """The claim of the whole: what the first slide after the title says, and the closing once more."""

    title: Inlines
    fits: bool
    ref: str
    line: int


def _led(draft: Draft) -> _Lead:
    title = next((slot for slot in draft.slots if slot.name == "title"), None)
    words = [words_of(block.inlines) for block in title.blocks if isinstance(block, Paragraph)] if title else []
    return _Lead(plainly(draft.claim), words == [words_of(draft.claim)], draft.ref, draft.line)


class _Order:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.meta = desk.essay.meta
        self.slides: list[Slide] = []
        self.sections: list[TalkSection] = []
        self.lead: _Lead | None = None
        self.ids = {section.id for section in desk.essay.sections}

    def talk(self) -> Talk:
        sections = list(self.desk.essay.sections)
        introduction = sections.pop(0) if sections and sections[0].heading is None else None
        main, appendix = self._chosen(sections)
        self._open(introduction)
        opened, told = len(self.slides), len(self.sections)
        for section in main:
            self._section(section, appendix=False)
        if self.meta.deck.agenda:
            self._survey(opened, self.sections[told:], main)
        self._close()
        closed = len(self.slides)
        for section in appendix:
            self._section(section, appendix=True)
        self._list(closed)
        return Talk(tuple(distinct(self.slides, self.desk)), tuple(self.sections))

    # --- Which sections, in which order -------------------------------------------------------------

    def _chosen(self, sections: list[Section]) -> tuple[list[Section], list[Section]]:
        """The sections of the talk and those of its appendix; whatever is left out is said."""
        asked = self.meta.deck.sections
        kept = self._asked(sections, asked) if asked else sections
        kept = [s for s in kept if not (s.heading and self._off(s))]
        for section in kept:
            self._elsewhere(section.blocks)
        return [s for s in kept if not _appendix(s)], [s for s in kept if _appendix(s)]

    def _asked(self, sections: list[Section], asked: tuple[str, ...]) -> list[Section]:
        known = {section.id: section for section in sections}
        for number, name in enumerate(asked):
            if name not in known and name not in self.ids:
                near = difflib.get_close_matches(name, list(known), n=1)
                hint = f"did you mean `{near[0]}`?" if near else "there are: " + ", ".join(known)
                place = self.meta.places.get(f"deck.sections.{number}")
                place = place or self.meta.place("deck.sections", self.desk.essay.path)
                message = f"`deck.sections` names `{name}`, which is no section of the essay"
                self.desk.problems.append(error(place, "section-unknown", message, hint))
        wanted = dict.fromkeys(asked)
        for section in sections:
            if section.id not in wanted:
                message = f"the section `{section.id}` is not in the deck: `deck.sections` does not name it"
                self.desk.advise(section.line, "left-out", message)
        return [known[name] for name in wanted if name in known]

    def _off(self, section: Section) -> bool:
        heading = section.heading
        return heading is not None and self.desk.off(heading.attributes, heading.line, "this section")

    def _elsewhere(self, blocks: Blocks) -> None:
        """Says what stands in another output alone."""
        for block in every_block(blocks):
            if isinstance(block, Div) and block.kind in (DivKind.HANDOUT, DivKind.NEWSLETTER):
                self.desk.advise(block.line, "left-out", f"this stands in the {block.kind} alone, not in the deck")

    # --- Opening ------------------------------------------------------------------------------------

    def _open(self, introduction: Section | None) -> None:
        """The title slide, then the introduction, whose first claim is the lead."""
        name = introduction.id if introduction else self._free("introduction")
        self.sections.append(TalkSection(name, plain(self.desk.name)))
        self.slides.append(self._title().finished(self.desk, name, appendix=False))
        summary = self._summary(introduction)
        section = introduction or Section(META, self._line("title"), name, None, ())
        self._elsewhere(section.blocks)
        telling = Telling(self.desk, section, summary)
        for draft in telling.drafts:
            if self.lead is None and draft.claim:
                self.lead = _led(draft)
            self.slides.append(draft.finished(self.desk, name, appendix=False))

    def _summary(self, introduction: Section | None) -> Claim | None:
        """The summary as a claim, where the introduction has no mark."""
        blocks = introduction.blocks if introduction else ()
        if not self.meta.summary or any(marked(b) for b in blocks if isinstance(b, Paragraph)):
            return None
        text, line = " ".join(self.meta.summary.split()), self._line("summary")
        found = claim(META, line, ((Text(text),),), self.desk.lang)
        if found is None:
            return None
        rest = text[len(plain(found.full)) :].strip()
        lines = ((Text(rest),),) if rest else ()
        return Claim(META, line, found.title, found.full, lines, marked=True)

    def _line(self, key: str) -> int:
        """The line of the essay where its front matter has ``key``."""
        return self.meta.line(key, self.desk.essay.path)

    def _title(self) -> Draft:
        draft = Draft("s-title", Layout.TITLE, META, self._line("title"), [])
        draft.words("title", (Text(self.meta.title),))
        draft.words("subtitle", _text(self.meta.subtitle))
        names = ", ".join(f"{a.name}, {a.affiliation}" if a.affiliation else a.name for a in self.meta.authors)
        if sum(1 for a in self.meta.authors if a.affiliation) and len(self.meta.authors) > 1:
            names = "; ".join(f"{a.name}, {a.affiliation}" if a.affiliation else a.name for a in self.meta.authors)
        draft.words("byline", _text(names))
        day = self.meta.deck.date or self.meta.date
        event = (self.meta.deck.event, self.meta.deck.venue, self.desk.words.day(day) if day else None)
        cover = self.desk.essay.cover
        told = (_text(" · ".join(part for part in event if part)), cover.credit if cover else ())
        draft.put("event", tuple(Paragraph(META, draft.line, words) for words in told if words))
        draft.put("cover", (cover,) if cover else (), cover.ref if cover else None)
        return draft

    # --- Sections -----------------------------------------------------------------------------------

    def _section(self, section: Section, *, appendix: bool) -> None:
        telling = Telling(self.desk, section)
        if telling.drafts:
            title = plain(section.heading.inlines) if section.heading else section.id
            self.sections.append(TalkSection(section.id, title))
        self.slides.extend(draft.finished(self.desk, section.id, appendix=appendix) for draft in telling.drafts)

    def _survey(self, at: int, told: list[TalkSection], main: list[Section]) -> None:
        """The overview of the sections behind the lead, each a link to its first slide, where there are two or more."""
        line, ids = self._line("deck.agenda"), {section.id for section in told}
        headings = [(s.id, s.heading) for s in main if s.heading and s.id in ids]
        if len(headings) < 2:
            message = "`deck.agenda` has nothing to show: it takes two sections"
            self.desk.advise(line, "agenda-empty", message, "take it out, or write `##` headings")
            return
        items = (
            Item(heading.ref, heading.line, (Paragraph(heading.ref, heading.line, _to(section, heading)),))
            for section, heading in headings
        )
        draft = Draft("s-agenda", Layout.AGENDA, META, line, [])
        draft.words("title", self.desk.fixed(self.desk.words.agenda))
        draft.put("body", (List(META, line, ordered=True, start=1, tight=True, items=tuple(items)),))
        self.slides.insert(at, draft.finished(self.desk, self.sections[0].id, appendix=False))

    # --- Closing ------------------------------------------------------------------------------------

    def _close(self) -> None:
        """The lead claim once more with whom to ask; it stays up for questions."""
        name = self._free("closing")
        self.sections.append(TalkSection(name, self.desk.words.closing))
        lead = self.lead
        draft = Draft(
            "s-closing", Layout.CLOSING, lead.ref if lead else META, lead.line if lead else self._line("title"), []
        )
        draft.words("title", self.desk.fixed(self.desk.words.recap if lead else self.desk.words.closing), META)
        if lead and lead.fits:
            draft.words("claim", lead.title, lead.ref)
            draft.put("body", contact(self.desk), META)
        elif lead:
            draft.put("body", (Paragraph(lead.ref, lead.line, lead.title), *contact(self.desk)))
        else:
            draft.put("body", contact(self.desk), META)
        draft.words("qr", qr(self.desk), META)
        self.slides.append(draft.finished(self.desk, name, appendix=False))

    def _list(self, at: int) -> None:
        """What all slides cite, those of the appendix too, behind the closing."""
        listed = sources(self.slides, self.desk)
        if listed:
            said = self.desk.words
            draft = Draft("s-sources", Layout.SOURCES, META, listed.line, [])
            written = {work.id for work in self.desk.essay.works}.issuperset(item.ref for item in listed.items)
            draft.words("title", self.desk.fixed(said.references if written else said.sources))
            draft.put("body", (listed,))
            self.slides.insert(at, draft.finished(self.desk, self.slides[at - 1].section, appendix=False))

    def _free(self, wish: str) -> str:
        """``wish``, or as it must be called where a section of the essay has that name."""
        return next(name for name in _names(wish) if name not in self.ids)


def _names(wish: str) -> Iterator[str]:
    yield wish
    number = 2
    while True:
        yield f"{wish}-{number}"
        number += 1


def _to(section: str, heading: Heading) -> Inlines:
    """``heading`` as a link to the first slide of ``section``."""
    return (Link(plainly(short(heading)), f"#{section}", None, heading.line),)


def _appendix(section: Section) -> bool:
    return section.heading is not None and "appendix" in section.heading.attributes.classes


def _text(text: str | None) -> Inlines:
    return (Text(text),) if text else ()
