"""Whether a written package hangs together: what both validators let pass (ECMA-376 Part 2, 8 and 9).

Seen to pass openxml-audit and the Open XML SDK alike: a content type for a part that is not there, media under the
wrong type, a layout's id equal to its master's, notes that do not point back, a table whose rows do not match its
grid, dangling relationship ids, blanks in an address, a section that lists an absent slide, a transition of
PowerPoint 2010 outside ``mc:AlternateContent``, timing on an absent shape, an embedded font that is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.deck.drafts import ContentType, RelationType
from pipeline.deck.eot import is_embedded
from pipeline.deck.text import address
from pipeline.deck.written import Written
from pipeline.openxml import NAMESPACES, every, name, rels_name
from pipeline.pictures.drawings import is_drawing
from pipeline.rasters import kind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTENT_TYPES = "/[Content_Types].xml"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_STRANGE = ("thumbnail", "printerSettings")


def faults(written: Written) -> Iterator[str]:
    """What is wrong with the package, in the format's words."""
    yield from _names(written)
    yield from _relations(written)
    yield from _media(written)
    yield from _ids(written)
    yield from _notes(written)
    yield from _sections(written)
    yield from _fonts(written)
    for part in written.parts:
        root = written.root(part) if part.endswith(".xml") else None
        if root is None:
            if part.endswith((".xml", ".rels")) and written.root(part) is None:
                yield f"{part} is no XML"
            continue
        yield from (f"{part}: {fault}" for fault in (*_tables(root), *_motion(root)))


def _names(written: Written) -> Iterator[str]:
    yield from (f"{part} is there {count} times" for part, count in Counter(written.names).items() if count > 1)
    root = written.root(_CONTENT_TYPES)
    defaults = {element.get("Extension", "").lower() for element in every(root, "ct:Default")}
    overrides = {element.get("PartName", "") for element in every(root, "ct:Override")}
    yield from (f"{part} has a content type and is not there" for part in sorted(overrides - set(written.parts)))
    for part in written.parts:
        if part != _CONTENT_TYPES and part not in overrides and part.rpartition(".")[2].lower() not in defaults:
            yield f"{part} has no content type"
        if any(strange.lower() in part.lower() for strange in _STRANGE):
            yield f"{part} is none of ours"


def _relations(written: Written) -> Iterator[str]:
    reached = {_CONTENT_TYPES, rels_name("/")}
    for part in ("/", *written.parts):
        relations = written.relations(part)
        for relation in relations.values():
            if relation.external:
                if address(relation.target) != relation.target:
                    yield f"{part}: `{relation.target}` is no address"
            elif relation.target not in written.parts:
                yield f"{part}: {relation.target} is not there"
            reached |= {relation.target, rels_name(relation.target)}
        root = written.root(part) if part.endswith(".xml") else None
        for element in () if root is None else root.iter():
            for key, value in element.items():
                if key.startswith(f"{{{NAMESPACES['r']}}}") and value not in relations:
                    if value == "" and element.get("action"):
                        continue  # an action of PowerPoint's own, such as "next slide", leads to no part
                    yield f"{part}: no relationship `{value}`"
    yield from (f"nothing leads to {part}" for part in written.parts if part not in reached)


def _media(written: Written) -> Iterator[str]:
    types = {
        e.get("Extension", "").lower(): e.get("ContentType") for e in every(written.root(_CONTENT_TYPES), "ct:Default")
    }
    for part, data in written.parts.items():
        if part.startswith("/ppt/media/"):
            found = "svg+xml" if is_drawing(data) else kind(data)
            if found is None or types.get(part.rpartition(".")[2].lower()) != f"image/{found}":
                yield f"{part} is not what its content type says"


def _ids(written: Written) -> Iterator[str]:
    root = written.root(written.presentation)
    ids = [e.get("id") for e in every(root, "p:sldMasterIdLst/p:sldMasterId")]
    for relation in written.relations(written.presentation).values():
        if relation.type == RelationType.MASTER:
            ids += [e.get("id") for e in every(written.root(relation.target), "p:sldLayoutIdLst/p:sldLayoutId")]
    yield from (f"the layout or master id {one} is there {n} times" for one, n in Counter(ids).items() if n > 1)
    pages = [part for part in written.parts if part.startswith("/ppt/") and "/_rels/" not in part]
    for part in pages:
        found = written.root(part) if part.endswith(".xml") else None
        # A picture that stands in for another shape bears the same id (ECMA-376 Part 3, 9.3): one of both is read.
        spare = [] if found is None else found.iter(name("mc:Fallback"))
        apart = {one for fallback in spare for one in fallback.iter()}
        shapes = Counter(e.get("id") for e in (() if found is None else found.iter(name("p:cNvPr"))) if e not in apart)
        yield from (f"{part}: {n} shapes have the id {one}" for one, n in shapes.items() if n > 1)


def _notes(written: Written) -> Iterator[str]:
    if not every(written.root(written.presentation), "p:notesMasterIdLst/p:notesMasterId"):
        yield "the presentation names no notes master"
    for slide in written.slides:
        notes = written.target(slide, RelationType.NOTES_SLIDE)
        if notes is not None and written.target(notes, RelationType.SLIDE) != slide:
            yield f"{notes} does not lead back to {slide}"


def _sections(written: Written) -> Iterator[str]:
    root = written.root(written.presentation)
    if root is None:
        yield "there is no presentation part"
        return
    slides = [e.get("id") for e in every(root, "p:sldIdLst/p:sldId")]
    listed = [e.get("id") for e in root.iter(name("p14:sldId"))]
    if listed and listed != slides:
        yield "the sections do not list each slide once, in order"
    ids = Counter(e.get("id") for e in root.iter(name("p14:section")))
    yield from (f"{n} sections have the id {one}" for one, n in ids.items() if n > 1)


def _fonts(written: Written) -> Iterator[str]:
    """Embedded fonts: each family once, each face by a relationship of its type to a part of its content type."""
    root = written.root(written.presentation)
    relations = written.relations(written.presentation)
    types = {e.get("Extension"): e.get("ContentType") for e in every(written.root(_CONTENT_TYPES), "ct:Default")}
    listed = every(root, "p:embeddedFontLst/p:embeddedFont")
    if listed and (root is None or root.get("embedTrueTypeFonts") not in ("1", "true")):
        yield "fonts are embedded, and the presentation does not say so"
    families = Counter(e.get("typeface") for one in listed for e in every(one, "p:font"))
    yield from (f"the font {one} is listed {n} times" for one, n in families.items() if n > 1)
    for one in listed:
        for face in one:
            relation = relations.get(face.get(name("r:id"), ""))
            if relation is None:
                continue  # p:font has none, and one that leads nowhere was told
            data = written.parts.get(relation.target, b"")
            content = types.get(relation.target.rpartition(".")[2])
            if relation.type != RelationType.FONT or content != ContentType.FONT or not is_embedded(data):
                yield f"{relation.target} is no embedded font"


def _tables(root: Element) -> Iterator[str]:
    for table in root.iter(name("a:tbl")):
        columns = len(every(table, "a:tblGrid/a:gridCol"))
        for row in every(table, "a:tr"):
            cells = every(row, "a:tc")
            if len(cells) != columns:
                yield f"a row of {len(cells)} cells in a table of {columns} columns"
            if any(not every(cell, "a:txBody/a:p") for cell in cells):
                yield "a cell without a paragraph"


def _motion(root: Element) -> Iterator[str]:
    for element in root.iter("{*}transition"):
        parent = element.getparent()
        new = any(
            str(child.tag).startswith(f"{{{NAMESPACES['p14']}}}") for child in element.iter() if child is not element
        ) or any(key.startswith(f"{{{NAMESPACES['p14']}}}") for key in element.attrib)
        if new and not any(a.tag == _COMPATIBILITY for a in element.iterancestors()) and parent is not None:
            yield "a transition of PowerPoint 2010 outside mc:AlternateContent"
    yield from _timing(root)


def _timing(root: Element) -> Iterator[str]:
    """Timing is of shapes and paragraphs that are there, and each build of paragraphs has its effects."""
    shapes = {e.get("id"): e for e in root.iter(name("p:cNvPr"))}
    moved: set[str | None] = set()
    for target in root.iter(name("p:spTgt")):
        shape = shapes.get(target.get("spid"))
        if shape is None:
            yield f"timing on the shape {target.get('spid')}, which is not there"
            continue
        holder = next((a for a in shape.iterancestors(name("p:sp"))), None)
        paragraphs = len(every(holder, "p:txBody/a:p"))
        for words in target.iter(name("p:pRg")):
            moved.add(target.get("spid"))
            start, end = int(words.get("st", "0")), int(words.get("end", "0"))
            if not 0 <= start <= end < paragraphs:
                yield f"timing on the paragraphs {start} to {end} of {paragraphs}"
    for build in root.iter(name("p:bldP")):
        if build.get("spid") not in shapes:
            yield f"a build of the shape {build.get('spid')}, which is not there"
        elif build.get("build") == "p" and build.get("spid") not in moved:
            yield f"a build of the shape {build.get('spid')}, no paragraph of which is timed"
    nodes = Counter(e.get("id") for e in root.iter(name("p:cTn")))
    yield from (f"{n} time nodes have the id {one}" for one, n in nodes.items() if n > 1)
