"""The deck in a person's own template: our slides, notes and pictures in that package, the rest of it as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.deck.archive import Entry, archived, content_types
from pipeline.deck.drafts import ContentType, Draft, Relation, Relations, RelationType, relationships
from pipeline.deck.host import SECTIONS, SMALL, Host, host, notes_indexes, overridden, renamed, serialized
from pipeline.deck.notes import INDEXES, NOTES_MASTER, notes_master
from pipeline.deck.places import translated
from pipeline.deck.presentation import FIRST_SLIDE_ID, sections, settings, slide_name
from pipeline.deck.properties import APP, CORE, app, core, describe
from pipeline.deck.tables import table_styles
from pipeline.deck.text import language
from pipeline.document import Essay
from pipeline.fitted import FittedDeck
from pipeline.layouts import Template
from pipeline.openxml import NAMESPACES, find, name, rels_name
from pipeline.problems import Place, Problem, Problems, failed, warning
from pipeline.template.package import Package, opened, parsed
from pipeline.theme import Theme

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from pptx.package import Package as Package_

_TABLES = "/ppt/tableStyles.xml"
_OFFICE = RelationType.SLIDE.rpartition("/")[0]
# What stands before each of these in p:presentation (ECMA-376 Part 1, 19.2.1.26), in order.
_BEFORE_NOTES = ("sldMasterIdLst",)
_BEFORE_SLIDES = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")


class Slides(Protocol):
    """What makes slides, notes, charts and pictures; ``indexes`` are the notes master's placeholders'."""

    def __call__(self, problems: list[Problem], *, indexes: Mapping[str, int] = INDEXES) -> Iterator[Draft]:
        """Our parts, by the names that they have in a deck of ours."""


@dataclass(frozen=True, slots=True)
class Guest:
    """What moves into a template: the fitted slides, their essay, the theme that wears it, their parts, the date."""

    fitted: FittedDeck
    essay: Essay
    theme: Theme
    slides: Slides
    moment: datetime


def assembled_in(template: Template, guest: Guest) -> tuple[bytes | None, Problems]:
    """The deck's bytes, in ``template``."""
    problems: list[Problem] = []
    meta = guest.essay.meta
    if meta.deck.embed_fonts:
        place = meta.place("deck.embed_fonts", guest.essay.path)
        message = "`embed_fonts` does nothing here: a template brings its own fonts"
        problems.append(warning(place, "template-embedding", message, "embed them in the template, in PowerPoint"))
    package, more = opened(template.data, Place(template.path))
    if package is None:  # it was read before, to be fitted
        return None, (*problems, *more)
    kept = host(package, slide_name(1))
    made = tuple(_made(package, kept, guest, problems))
    if failed(problems):
        return None, tuple(problems)
    given = {NOTES_MASTER: kept.notes_master} if kept.notes_master else {}
    drafts = renamed((translated(draft, template.places) for draft in made), kept.taken, given)
    names = {old.name: new.name for old, new in zip(made, drafts, strict=True)}
    main = _Presentation(package, kept, guest, names)
    changed = {kept.main: main.data, **_tables(package, kept, template, guest.theme)}
    return _zipped(kept, changed, main.relations, drafts, guest), tuple(problems)


def _made(package: Package, kept: Host, guest: Guest, problems: list[Problem]) -> Iterator[Draft]:
    """Our parts, with a notes master and table styles where the template has none."""
    indexes = notes_indexes(package, kept.notes_master) if kept.notes_master else INDEXES
    yield from overridden(guest.slides(problems, indexes=indexes), package)
    if kept.notes_master is None:
        yield from notes_master(guest.theme, language(guest.essay.meta.lang))
    yield from (draft for kind, draft in _small(guest.theme) if kind in kept.missing)


def _small(theme: Theme) -> Iterator[tuple[str, Draft]]:
    """The small parts beside the main one, by the last word of their relationship's type."""
    yield "presProps", Draft("/ppt/presProps.xml", ContentType.PRESENTATION_PROPERTIES, settings("p:presentationPr"))
    yield "viewProps", Draft("/ppt/viewProps.xml", ContentType.VIEW_PROPERTIES, settings("p:viewPr"))
    yield "tableStyles", Draft(_TABLES, ContentType.TABLE_STYLES, table_styles(theme))


def _tables(package: Package, kept: Host, template: Template, theme: Theme) -> Mapping[str, bytes]:
    """The template's table styles with ours among them."""
    part = kept.table_styles
    root = package.root(part) if part else None
    if part is None or root is None:
        return {}
    ours = translated(Draft(_TABLES, ContentType.TABLE_STYLES, table_styles(theme)), template.places)
    for style in parsed(ours.data, _TABLES):
        same = (one for one in root if one.get("styleId") == style.get("styleId"))  # a deck of ours as a template
        for old in tuple(same):
            root.remove(old)
        root.append(style)
    return {part: serialized(root)}


class _Presentation:
    """The presentation part of the template with our slides in it, and its relationships."""

    def __init__(self, package: Package, kept: Host, guest: Guest, added: Mapping[str, str]) -> None:
        self.kept = kept
        self.fitted = guest.fitted
        self.size = guest.theme.deck.width, guest.theme.deck.height
        self.untitled = guest.essay.meta.short_title or guest.essay.meta.title
        self.added = added
        self.relations = [Relation(one.id, one.type, one.target, one.external) for one in kept.links]
        numbers = (re.fullmatch(r"rId(\d{1,6})", one.id) for one in self.relations)
        self.last = max((int(one[1]) for one in numbers if one), default=0)
        root = package.root(kept.main)
        if root is None:
            raise LookupError(kept.main)  # it was read before
        self.root = root
        self._edit()

    @property
    def data(self) -> bytes:
        """The part."""
        return serialized(self.root)

    def _to(self, type: str, target: str) -> str:
        self.last += 1
        self.relations.append(Relation(f"rId{self.last}", type, target))
        return f"rId{self.last}"

    def _edit(self) -> None:
        for path in ("p:sldIdLst", "p:custShowLst", "p:smartTags"):
            held = find(self.root, path)
            if held is not None:
                self.root.remove(held)
        if self.kept.notes_master is None:
            relation = self._to(RelationType.NOTES_MASTER, self.added[NOTES_MASTER])
            old = find(self.root, "p:notesMasterIdLst")
            if old is not None:
                self.root.remove(old)
            held = self._list("p:notesMasterIdLst", _BEFORE_NOTES)
            _child(held, "p:notesMasterId", {name("r:id"): relation})
        for kind in SMALL:
            if kind in self.kept.missing:
                self._to(f"{_OFFICE}/{kind}", self.added[f"/ppt/{kind}.xml"])
        listed = self._list("p:sldIdLst", _BEFORE_SLIDES)
        for n in range(1, len(self.fitted.slides) + 1):
            relation = self._to(RelationType.SLIDE, self.added[slide_name(n)])
            _child(listed, "p:sldId", {"id": str(FIRST_SLIDE_ID + n - 1), name("r:id"): relation})
        if find(self.root, "p:sldSz") is None:  # what was measured is said
            held = self._list("p:sldSz", (*_BEFORE_SLIDES, "sldIdLst"))
            held.attrib.update({key: str(length) for key, length in zip(("cx", "cy"), self.size, strict=True)})
        first = next((s.number - n for n, s in enumerate(self.fitted.slides) if s.number is not None), 1)
        self.root.attrib.pop("firstSlideNum", None)
        if first != 1:
            self.root.set("firstSlideNum", str(max(first, 0)))
        self.root.attrib.pop("removePersonalInfoOnSave", None)
        self._sections()

    def _list(self, tag: str, before: tuple[str, ...]) -> Element:
        """A new list, behind those of ``before`` that are there."""
        from lxml import etree

        made = etree.Element(name(tag))
        at = 0
        for n, child in enumerate(self.root):
            if str(child.tag).rpartition("}")[2] in before:
                at = n + 1
        self.root.insert(at, made)
        return made

    def _sections(self) -> None:
        from lxml import etree

        held = find(self.root, "p:extLst")
        if held is None:
            held = etree.SubElement(self.root, name("p:extLst"))
        for extension in list(held):
            if extension.get("uri") == SECTIONS:
                held.remove(extension)
        own = _child(held, "p:ext", {"uri": SECTIONS})
        text = sections(self.fitted, self.untitled)
        own.append(etree.fromstring(f'<w xmlns:p14="{NAMESPACES["p14"]}">{text}</w>'.encode())[0])


def _child(holder: Element, tag: str, attributes: Mapping[str, str]) -> Element:
    from lxml import etree

    return etree.SubElement(holder, name(tag), dict(attributes))


def _zipped(
    kept: Host, changed: Mapping[str, bytes], relations: list[Relation], drafts: tuple[Draft, ...], guest: Guest
) -> bytes:
    """Everything as one package."""
    described = (_core(guest.essay, guest.moment), app(len(guest.fitted.slides)))
    root = Relations()
    root.to(RelationType.PRESENTATION, kept.main)
    root.to(RelationType.CORE_PROPERTIES, CORE)
    root.to(RelationType.EXTENDED_PROPERTIES, APP)
    for link in kept.root_links:
        root.to(link.type, link.target, external=link.external)
    types = {part: kept.types[part] for part in kept.parts if not part.endswith(".rels")}
    types[kept.main] = ContentType.PRESENTATION
    types.update((draft.name, draft.type) for draft in (*described, *drafts))
    entries: list[Entry] = [
        ("/[Content_Types].xml", content_types(types.items())),
        (rels_name("/"), relationships("/", root.all())),
        (kept.main, changed[kept.main]),
        (rels_name(kept.main), relationships(kept.main, tuple(relations))),
        *((part, changed.get(part, data)) for part, data in kept.parts.items()),
    ]
    for draft in (*described, *drafts):
        entries.append((draft.name, draft.data))
        if draft.relations:
            entries.append((rels_name(draft.name), relationships(draft.name, draft.relations)))
    return archived(entries, guest.moment)


def _core(essay: Essay, moment: datetime) -> Draft:
    """The deck's properties: the essay's, none of the template's."""
    from pptx.opc.package import OpcPackage
    from pptx.opc.packuri import PackURI
    from pptx.parts.coreprops import CorePropertiesPart

    nowhere = cast("Package_", OpcPackage(""))
    held = CorePropertiesPart.load(PackURI(CORE), ContentType.CORE_PROPERTIES, nowhere, core().data)
    describe(held, essay, moment)
    return Draft(CORE, ContentType.CORE_PROPERTIES, held.blob)
