"""Reading slides.html: the small closed HTML of a talk, as sheets of paragraphs.

Templates make it, so what it holds is checked here: layouts, slots and references that do not exist are problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.fit.prose import Prose
from pipeline.fitted import FittedSection, TextParagraph
from pipeline.problems import Place, Problem, Problems, error
from pipeline.slides import Layout

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with its text; ``object`` is the kind of what is shown by reference (``table`` …), else empty."""

    slot: str
    ref: str
    paragraphs: tuple[TextParagraph, ...]
    object: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slide as composed, not yet measured."""

    id: str
    layout: Layout
    ref: str
    line: int
    section: str
    slots: tuple[Filled, ...]
    notes: tuple[TextParagraph, ...]
    seconds: int
    appendix: bool
    design: str = ""

    def slot(self, name: str) -> Filled | None:
        """The slot ``name``, or None."""
        return next((s for s in self.slots if s.slot == name), None)


@dataclass(slots=True)
class Sheets:
    """All of slides.html: sheets, sections in order, the footer, the language."""

    lang: str = "en"
    footer: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    sections: list[FittedSection] = field(default_factory=list)


def sheets(html: str, path: str, anchors: Mapping[str, str] = MappingProxyType({})) -> tuple[Sheets, Problems]:
    """``html`` read; ``path`` is the essay's, for problems; ``anchors`` are its ids, with the refs that bear them."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    problems: list[Problem] = []
    # A body more does no harm, and without any element there would be no root.
    root = etree.fromstring(html.encode("utf-8", "replace") + b"<body>", parser)
    found = Sheets(lang=root.get("lang") or "en")
    seen: set[str] = set()
    sections: dict[str, FittedSection] = {}
    targets = _targets(root, anchors)
    for element in root.iter("footer", "section"):
        if element.tag == "footer":
            found.footer = " ".join("".join(element.itertext()).split())
        elif "slide" in (element.get("class") or "").split():
            # A link to where one is already is plain words.
            elsewhere = {name: slide for name, slide in targets.items() if slide != element.get("id")}
            sheet = _sheet(element, Prose(found.lang, elsewhere), path, problems)
            if sheet is None:
                continue
            if sheet.id in seen:
                problems.append(
                    error(Place(path, sheet.line), "slide-id", f"two slides have the id `{sheet.id}`", _TEMPLATE)
                )
            seen.add(sheet.id)
            found.sheets.append(sheet)
            title = element.get("data-section-title") or sheet.section
            sections.setdefault(sheet.section, FittedSection(sheet.section, title))
    found.sections.extend(sections.values())
    if not found.sheets and not problems:
        problems.append(_empty(path))
    return found, tuple(problems)


_TEMPLATE = "the theme's templates in slides/ make it"


def _empty(path: str) -> Problem:
    return error(Place(path, 1), "slides-empty", "there are no slides", _TEMPLATE)


def _targets(root: _Element, anchors: Mapping[str, str]) -> dict[str, str]:
    """What a link within the talk may lead to: slides, sections by their first slide, and what stands on a slide."""
    slides = [(name, section) for section in root.iter("section") if (name := section.get("id"))]
    refs: dict[str, str] = {}
    for name, section in slides if anchors else ():
        for part in _parts(section):
            for element in part.iter() if part.tag != "aside" else ():
                refs.setdefault(element.get("data-ref") or "", name)
    targets = {id_: refs[ref] for id_, ref in anchors.items() if ref in refs}
    for name, section in slides:
        targets.setdefault(section.get("data-section") or name, name)
    targets.update((name, name) for name, _ in slides)
    return targets


def _sheet(element: _Element, prose: Prose, path: str, problems: list[Problem]) -> Sheet | None:
    ref = element.get("data-ref") or ""
    line = _number(element.get("data-line"), 1)
    own = element.get("id") or ""
    name = element.get("data-layout") or ""
    if name not in set(Layout) or not own:
        what = f"there is no layout `{name}`" if own else "a slide has no id"
        problems.append(error(Place(path, line), "slide-layout", what, f"there are: {', '.join(Layout)}"))
        return None
    notes: tuple[TextParagraph, ...] = ()
    slots: dict[str, Filled] = {}
    for child in _parts(element):
        if child.tag == "aside":
            notes = (*notes, *prose.blocks(child))
            continue
        slot = child.get("data-slot") or ""
        at = child.get("data-ref") or ref
        if child.get("data-object"):
            slots[slot] = Filled(slot, at, (), child.get("data-object") or "")
        elif paragraphs := prose.blocks(child):
            before = slots.get(slot, Filled(slot, at, ()))  # a slot written twice holds both
            slots[slot] = replace(before, paragraphs=(*before.paragraphs, *paragraphs))
    return Sheet(
        id=own,
        layout=Layout(name),
        ref=ref,
        line=line,
        section=element.get("data-section") or "",
        slots=tuple(slots.values()),
        notes=notes,
        seconds=_number(element.get("data-seconds"), 0),
        appendix=element.get("data-appendix") is not None,
        design=element.get("data-design") or "",
    )


def _parts(element: _Element) -> Iterator[_Element]:
    """The slots and notes of a slide, which a template may wrap in elements of its own."""
    for child in element:
        if child.get("data-slot") or (child.tag == "aside" and "notes" in (child.get("class") or "").split()):
            yield child
        else:
            yield from _parts(child)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise
