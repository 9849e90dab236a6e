"""A person's own package (ECMA-376 Part 2), read without trust: bounded in size, its XML without entities or network.

What is no presentation is told in words that say what to do about it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.openxml import every, rels_name
from pipeline.problems import Place, Problem, error

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from PIL.Image import Image

MOST_PARTS: Final = 4_000
LARGEST: Final = 256 << 20  # bytes of all parts as they are unpacked
LARGEST_XML: Final = 24 << 20  # and of a part of XML
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # MS-CFB 2.2: how Office 97's files begin, and encrypted ones
_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
MAIN_TYPES: Final = frozenset(f"{_MAIN}{kind}.main+xml" for kind in ("presentation", "template", "slideshow"))
MACRO_TYPES: Final = frozenset(
    f"application/vnd.ms-powerpoint.{kind}.macroEnabled.main+xml" for kind in ("presentation", "template", "slideshow")
)
_OTHERS = {
    "wordprocessingml": "a Word document",
    "ms-word": "a Word document",
    "spreadsheetml": "an Excel workbook",
    "ms-excel": "an Excel workbook",
    "themeManager": "an Office theme (.thmx): its colours and fonts, without slides",
}
_HINT = "name a .pptx or .potx, as PowerPoint saves it"
_ELSEWHERE = {  # what other programs' presentations have in them, what they are, and what to do about it
    "/mimetype": ("an OpenDocument file", "open it in LibreOffice or PowerPoint and save it as .pptx"),
    "/Index/Document.iwa": ("a Keynote file", "export it from Keynote: File, Export To, PowerPoint"),
}
_ZIP = ("a zip, and no PowerPoint file", _HINT)
CONTENT_TYPES = "/[Content_Types].xml"


def whole(value: str | None, otherwise: int = 0) -> int:
    """``value`` as a whole number, within what a slide could need; ``otherwise`` where it is none."""
    try:
        return min(_FAR, max(-_FAR, int(float(value)))) if value else otherwise
    except (ValueError, OverflowError):
        return otherwise


_FAR: Final = 10**9


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: ``kind`` is the last word of its type (``slideLayout``), ``target`` a part or an address."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type."""
        return self.type.rpartition("/")[2]


class BrokenPartError(ValueError):
    """A part that is needed is no XML, or declares entities."""


@dataclass(slots=True)
class Package:
    """The parts of a package by name (``/ppt/presentation.xml``), their content types, its main part.

    ``samples`` keeps the colours of pictures that were looked at.
    """

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    main: str
    macros: bool = False
    samples: dict[str, Image | None] = field(default_factory=dict)
    _roots: dict[str, Element] = field(default_factory=dict)
    _links: dict[str, dict[str, Link]] = field(default_factory=dict)

    def root(self, part: str) -> Element | None:
        """The root element of ``part``; None where it is not there. Raises :class:`BrokenPartError`."""
        if part not in self._roots:
            if part not in self.parts:
                return None
            self._roots[part] = parsed(self.parts[part], part)
        return self._roots[part]

    def links(self, part: str) -> Mapping[str, Link]:
        """The relationships of ``part`` by id; ``/`` is the package itself."""
        if part not in self._links:
            self._links[part] = links(self, part)
        return self._links[part]

    def targets(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts to which ``part`` has a relationship of ``kind``, those that are there."""
        found = (link.target for link in self.links(part).values() if link.kind == kind and not link.external)
        return tuple(target for target in found if target in self.parts)

    def target(self, part: str, kind: str) -> str | None:
        """The first of them."""
        return next(iter(self.targets(part, kind)), None)


def links(package: Package, part: str) -> dict[str, Link]:
    """The relationships of ``part``, their targets as part names."""
    held = package.root(rels_name(part))
    found: dict[str, Link] = {}
    for element in () if held is None else held:
        key, target = element.get("Id", ""), element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(part) or "/", target))
        found[key] = Link(key, element.get("Type", ""), target, external)
    return found


def parsed(data: bytes, part: str) -> Element:
    """``data`` as XML that reaches for nothing outside itself. Raises :class:`BrokenPartError`."""
    from lxml import etree

    if len(data) > LARGEST_XML or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BrokenPartError(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise BrokenPartError(part) from fault


def opened(data: bytes, place: Place) -> tuple[Package | None, tuple[Problem, ...]]:
    """The package ``data``; None, and why, where it is no presentation that can be read."""
    if data.startswith(_OLE):
        return None, (_ole(data, place),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wrong = _bounds(archive, place)
            if wrong:
                return None, (wrong,)
            parts = {f"/{info.filename}": archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError, ValueError):
        message = "it is no PowerPoint file: it cannot be unpacked"
        return None, (error(place, "template-broken", message, _HINT),)
    try:
        return _presentation(parts, place)
    except BrokenPartError as fault:
        return None, (broken(place, str(fault)),)


def broken(place: Place, part: str) -> Problem:
    """The problem of a ``part`` that cannot be read."""
    hint = "open it in PowerPoint, which may repair it, and save it anew"
    return error(place, "template-broken", f"its part `{part.lstrip('/')}` cannot be read", hint)


def _ole(data: bytes, place: Place) -> Problem:
    if "EncryptedPackage".encode("utf-16-le") in data:
        hint = "take the password off: PowerPoint, File, Info, Protect Presentation, Encrypt with Password"
        return error(place, "template-encrypted", "it is encrypted", hint)
    if "PowerPoint Document".encode("utf-16-le") in data:
        hint = "open it in PowerPoint and save it as a PowerPoint Presentation (.pptx) or Template (.potx)"
        return error(place, "template-format", "it is a .ppt, the format of PowerPoint 97 to 2003", hint)
    return error(place, "template-format", "it is a file of Office 97 to 2003, or encrypted", _HINT)


def _bounds(archive: zipfile.ZipFile, place: Place) -> Problem | None:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        return error(place, "template-encrypted", "its zip is encrypted", "save it without a password")
    whole = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or whole > LARGEST:
        message = f"it would unpack to {whole >> 20} MB in {len(infos)} parts: over {LARGEST >> 20} MB or {MOST_PARTS}"
        return error(place, "template-too-large", message, "take large pictures and example slides out of it")
    names = [info.filename for info in infos]
    if len({one.lower() for one in names}) < len(names) or any(_strange(one) for one in names):
        message = "the names of its parts are doubled or lead out of it"
        return error(place, "template-broken", message, "open it in PowerPoint and save it anew")
    return None


def _strange(one: str) -> bool:
    return one.startswith("/") or "\\" in one or ".." in one.split("/")


def _presentation(parts: Mapping[str, bytes], place: Place) -> tuple[Package | None, tuple[Problem, ...]]:
    if CONTENT_TYPES not in parts:
        what, hint = next((said for part, said in _ELSEWHERE.items() if part in parts), _ZIP)
        return None, (error(place, "template-format", f"it is {what}", hint),)
    parts = _spelt(parts)
    types = content_types(parts)
    package = Package(parts, types, "")
    main = next((link.target for link in package.links("/").values() if link.kind == "officeDocument"), "")
    package.main = main
    if main not in parts:
        return None, (broken(place, main or "ppt/presentation.xml"),)
    kind = types.get(main, "")
    if kind in MACRO_TYPES:
        package.macros = True
    elif kind not in MAIN_TYPES:
        what = next((said for word, said in _OTHERS.items() if word in kind), "no PowerPoint file")
        return None, (error(place, "template-format", f"it is {what}", _HINT),)
    if _STRICT in parts[main][:4_000]:
        hint = "save it as PowerPoint Presentation, not as Strict Open XML Presentation"
        return None, (error(place, "template-format", "it is saved as Strict Open XML", hint),)
    lost = next(_lost(package), None) if package.targets(main, "slideMaster") else "ppt/slideMasters/slideMaster1.xml"
    return (None, (broken(place, lost),)) if lost else (package, ())


def _lost(package: Package) -> Iterator[str]:
    """Masters, layouts and themes that are named and are not there: PowerPoint would open no deck without them."""
    masters = package.targets(package.main, "slideMaster")
    for part, kinds in ((package.main, ("slideMaster",)), *((one, ("slideLayout", "theme")) for one in masters)):
        for link in package.links(part).values():
            if link.kind in kinds and not link.external and link.target not in package.parts:
                yield link.target


def _spelt(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """``parts`` with names as their content types spell them: case makes no difference (ECMA-376 Part 2, 6.2.2.3)."""
    root = parsed(parts[CONTENT_TYPES], CONTENT_TYPES)
    named = (one.get("PartName", "") for one in every(root, "ct:Override"))
    spelt = {name.lower(): name for name in named if name not in parts}
    if not spelt:
        return parts
    spelt |= {rels_name(name).lower(): rels_name(name) for name in spelt.values()}
    return {spelt.get(part.lower(), part): data for part, data in parts.items()}


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part, by name or by extension."""
    root = parsed(parts[CONTENT_TYPES], CONTENT_TYPES)
    defaults = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in every(root, "ct:Default")}
    overrides = {one.get("PartName", ""): one.get("ContentType", "") for one in every(root, "ct:Override")}
    return {part: overrides.get(part) or defaults.get(part.rpartition(".")[2].lower(), "") for part in parts}
