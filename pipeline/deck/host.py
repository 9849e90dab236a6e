"""A person's own template as the package that our slides move into.

Masters, layouts, themes and their media stay as they are, byte for byte. The example slides go, with whatever only they
led to; so does what tells of the template instead of the deck: its thumbnail, its properties, who commented on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.deck.drafts import ContentType, Draft, Relation, RelationType, relationships
from pipeline.openxml import NAMESPACES, every, name, rels_name
from pipeline.template.package import Link, Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SMALL: Final = ("presProps", "viewProps", "tableStyles")
SECTIONS: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # MS-PPTX 2.2.3, sectionLst
# Relationships by the last word of their type that lead to what is left behind.
_LEFT: Final = frozenset(
    (
        *("slide", "thumbnail", "core-properties", "extended-properties", "printerSettings", "vbaProject", "origin"),
        *("commentAuthors", "authors", "presentationAuthors", "revisionInfo", "changesInfo", "documenttasks", "tasks"),
        *("userCustomization", "extensibility"),
    )
)
_EMPTY_VIEW: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<p:viewPr xmlns:p="{NAMESPACES["p"]}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}"/>'
).encode()


@dataclass(frozen=True, slots=True)
class Host:
    """What of a template stays: its parts with their content types, the main part's name, root and relationships.

    ``root_links`` are those of the package that stay; ``missing`` are the small parts that PowerPoint looks for beside
    the main one and does not find, by the last word of their relationship's type.
    """

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    main: str
    links: tuple[Link, ...]
    root_links: tuple[Link, ...]
    notes_master: str | None
    table_styles: str | None
    missing: frozenset[str]

    @property
    def taken(self) -> frozenset[str]:
        """The names that are taken: part names are compared without regard to case (ECMA-376 Part 2, 6.2.2.3)."""
        return frozenset(part.lower() for part in (*self.parts, self.main))


def host(package: Package, first_slide: str) -> Host:
    """``package`` without its example slides; what links to one of them leads to ``first_slide`` instead."""
    kept: dict[str, bytes] = {}
    root_links = tuple(link for link in package.links("/").values() if _stays(link) and link.kind != "officeDocument")
    links = tuple(link for link in package.links(package.main).values() if _stays(link))
    waiting = [link.target for link in (*root_links, *links) if not link.external]
    slides = {link.target for link in package.links(package.main).values() if link.kind == "slide"}
    while waiting:
        part = waiting.pop()
        if part in kept or part in slides or part not in package.parts or part == package.main:
            continue
        kept[part] = package.parts[part]
        own = package.links(part)
        if own:
            kept[rels_name(part)] = _relations(package, part, slides, first_slide)
        waiting += [link.target for link in own.values() if not link.external and link.target not in slides]
    for part in package.targets(package.main, "viewProps"):
        if any(link.kind == "slide" for link in package.links(part).values()):
            kept[part] = _EMPTY_VIEW
            kept.pop(rels_name(part), None)
    for part in package.targets(package.main, "presProps"):
        kept[part] = _shown_whole(package, part)
    return Host(
        parts={part: kept[part] for part in package.parts if part in kept},
        types=package.types,
        main=package.main,
        links=tuple(link for link in links if link.external or link.target in kept),
        root_links=tuple(link for link in root_links if link.external or link.target in kept),
        notes_master=next((t for t in package.targets(package.main, "notesMaster") if t in kept), None),
        table_styles=next((t for t in package.targets(package.main, "tableStyles") if t in kept), None),
        missing=frozenset(kind for kind in SMALL if not package.targets(package.main, kind)),
    )


def _stays(link: Link) -> bool:
    return link.kind not in _LEFT


def _relations(package: Package, part: str, slides: set[str], first_slide: str) -> bytes:
    """The relationships of ``part`` as they are; where one leads to an example slide, to ours."""
    own = package.links(part)
    if not any(link.target in slides for link in own.values()):
        return package.parts[rels_name(part)]
    led = (
        Relation(link.id, link.type, first_slide if link.target in slides else link.target, link.external)
        for link in own.values()
    )
    return relationships(part, tuple(led))


def _shown_whole(package: Package, part: str) -> bytes:
    """The presentation's properties, without the custom show that would play instead of all slides."""
    root = package.root(part)
    asked = every(root, "p:showPr/p:custShow") + every(root, "p:showPr/p:sldRg")
    if root is None or not asked:
        return package.parts[part]
    for element in asked:
        holder = element.getparent()
        if holder is not None:
            holder.remove(element)
    return serialized(root)


def serialized(root: Element) -> bytes:
    """``root`` as a part."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def renamed(drafts: Iterable[Draft], taken: frozenset[str], given: Mapping[str, str]) -> tuple[Draft, ...]:
    """``drafts`` under names that are free; ``given`` are parts of the template that stand for some of ours."""
    found = [draft for draft in drafts if draft.name not in given]
    names = dict(given)
    used = set(taken)
    for draft in found:
        free = draft.name
        number = 1
        while free.lower() in used:
            number += 1
            stem, dot, suffix = draft.name.rpartition(".")
            free = f"{stem.rstrip('0123456789')}{number + len(taken)}{dot}{suffix}"
        used.add(free.lower())
        if free != draft.name:
            names[draft.name] = free
    return tuple(
        replace(
            draft,
            name=names.get(draft.name, draft.name),
            relations=tuple(
                one if one.external else replace(one, target=names.get(one.target, one.target))
                for one in draft.relations
            ),
        )
        for draft in found
    )


def overridden(drafts: Iterable[Draft], package: Package) -> Iterator[Draft]:
    """``drafts``; a slide whose layout overrides the theme has that override too: slides inherit none.

    Each has a part of its own (ECMA-376 Part 1, 14.2.8: one for a slide or layout).
    """
    count = 0
    for draft in drafts:
        layouts = (one.target for one in draft.relations if one.type == RelationType.LAYOUT)
        part = next((held for layout in layouts if (held := package.target(layout, "themeOverride"))), None)
        if part is None:
            yield draft
            continue
        count += 1
        own = Draft(f"/ppt/theme/themeOverride{count}.xml", ContentType.THEME_OVERRIDE, package.parts[part])
        link = Relation(f"rId{len(draft.relations) + 1}", RelationType.THEME_OVERRIDE, own.name)
        yield replace(draft, relations=(*draft.relations, link))
        yield own


def notes_indexes(package: Package, part: str) -> dict[str, int]:
    """The placeholders of a notes master: their indexes by type."""
    found: dict[str, int] = {}
    for held in (
        one for shape in every(package.root(part), "p:cSld/p:spTree/p:sp") for one in shape.iter(name("p:ph"))
    ):
        index = held.get("idx", "0")
        found.setdefault(held.get("type", "obj"), int(index) if index.isdigit() else 0)
    return found
