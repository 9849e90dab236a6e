"""Parts of a package before python-pptx holds them: a name, a content type, bytes, relationships (ECMA-376 Part 2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.deck.xml import Xml, document, element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class RelationType:
    """``Relationship/@Type``, those that we write."""

    PRESENTATION = f"{_OFFICE}/officeDocument"
    EXTENDED_PROPERTIES = f"{_OFFICE}/extended-properties"
    CORE_PROPERTIES = f"{_PACKAGE}/metadata/core-properties"
    MASTER = f"{_OFFICE}/slideMaster"
    LAYOUT = f"{_OFFICE}/slideLayout"
    THEME = f"{_OFFICE}/theme"
    THEME_OVERRIDE = f"{_OFFICE}/themeOverride"
    NOTES_MASTER = f"{_OFFICE}/notesMaster"
    NOTES_SLIDE = f"{_OFFICE}/notesSlide"
    SLIDE = f"{_OFFICE}/slide"
    PRESENTATION_PROPERTIES = f"{_OFFICE}/presProps"
    VIEW_PROPERTIES = f"{_OFFICE}/viewProps"
    TABLE_STYLES = f"{_OFFICE}/tableStyles"
    HYPERLINK = f"{_OFFICE}/hyperlink"
    IMAGE = f"{_OFFICE}/image"
    FONT = f"{_OFFICE}/font"
    CHART = f"{_OFFICE}/chart"
    PACKAGE = f"{_OFFICE}/package"


_OFFICEDOCUMENT = "application/vnd.openxmlformats-officedocument"
_PRESENTATIONML = f"{_OFFICEDOCUMENT}.presentationml"


class ContentType:
    """``Override/@ContentType``, those that we write."""

    PRESENTATION = f"{_PRESENTATIONML}.presentation.main+xml"
    MASTER = f"{_PRESENTATIONML}.slideMaster+xml"
    LAYOUT = f"{_PRESENTATIONML}.slideLayout+xml"
    SLIDE = f"{_PRESENTATIONML}.slide+xml"
    NOTES_MASTER = f"{_PRESENTATIONML}.notesMaster+xml"
    NOTES_SLIDE = f"{_PRESENTATIONML}.notesSlide+xml"
    PRESENTATION_PROPERTIES = f"{_PRESENTATIONML}.presProps+xml"
    VIEW_PROPERTIES = f"{_PRESENTATIONML}.viewProps+xml"
    TABLE_STYLES = f"{_PRESENTATIONML}.tableStyles+xml"
    THEME = f"{_OFFICEDOCUMENT}.theme+xml"
    THEME_OVERRIDE = f"{_OFFICEDOCUMENT}.themeOverride+xml"
    EXTENDED_PROPERTIES = f"{_OFFICEDOCUMENT}.extended-properties+xml"
    FONT = "application/x-fontdata"
    CHART = f"{_OFFICEDOCUMENT}.drawingml.chart+xml"
    WORKBOOK = f"{_OFFICEDOCUMENT}.spreadsheetml.sheet"
    CORE_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: to the part named ``target``, or, ``external``, to an address."""

    id: str
    type: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Relations:
    """The relationships of one part as they come up; each target once."""

    found: dict[tuple[str, str], Relation] = field(default_factory=dict)

    def to(self, type: str, target: str, *, external: bool = False) -> str:
        """The id of the relationship of ``type`` to ``target``."""
        new = Relation(f"rId{len(self.found) + 1}", type, target, external)
        return self.found.setdefault((type, target), new).id

    def all(self) -> tuple[Relation, ...]:
        """All of them, in the order of their ids."""
        return tuple(self.found.values())


@dataclass(frozen=True, slots=True)
class Draft:
    """One part: ``name`` begins at the package's root (``/ppt/slides/slide1.xml``)."""

    name: str
    type: str
    data: bytes
    relations: tuple[Relation, ...] = ()


def relationships(part: str, relations: tuple[Relation, ...]) -> bytes:
    """The relationships part (``.rels``) of ``part`` that holds ``relations``; ``/`` is the package itself."""
    folder = part.rpartition("/")[0]
    return document("Relationships", "", {}, *(_relationship(relation, folder) for relation in relations), default="pr")


def _relationship(relation: Relation, folder: str) -> Xml:
    """Targets are written as seen from ``folder``, as PowerPoint does it."""
    mode = "External" if relation.external else None
    target = relation.target if relation.external else _seen_from(folder, relation.target)
    return element(
        "Relationship",
        {"Id": relation.id, "Type": relation.type, "Target": target, "TargetMode": mode},
    )


def _seen_from(folder: str, target: str) -> str:
    if target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]
    return f"../{_seen_from(folder.rpartition('/')[0], target)}"
