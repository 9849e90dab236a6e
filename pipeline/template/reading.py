"""Reading a template: what each layout has, inherited from its master, in English Metric Units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.fitted import Anchor
from pipeline.layouts.foreign import INSETS, Insets
from pipeline.openxml import every, find, name
from pipeline.template import grounds
from pipeline.template.colors import Scheme, scheme
from pipeline.template.legends import Legends
from pipeline.template.model import FOOT, TITLES, Design, Fonts, Place, Reading, Surface
from pipeline.template.package import BrokenPartError, Package, whole
from pipeline.template.styles import styles
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INSETS = {"lIns": INSETS.left, "tIns": INSETS.top, "rIns": INSETS.right, "bIns": INSETS.bottom}
_LARGEST = 51_206_400  # ST_SlideSizeCoordinate
_LEAST = 914_400
# What of a master a layout's placeholder inherits from, by its type (19.7.10); all others from the body.
_INHERITS = {"ctrTitle": "title", "title": "title", "ftr": "ftr", "sldNum": "sldNum", "dt": "dt"}
_ANCHORS = {"t": Anchor.TOP, "ctr": Anchor.MIDDLE, "b": Anchor.BOTTOM, "just": Anchor.TOP, "dist": Anchor.TOP}


def reading(package: Package) -> Reading:
    """The template in ``package``. Raises :class:`pipeline.template.package.BrokenPartError`."""
    root = package.root(package.main)
    size = find(root, "p:sldSz")
    width, height = (_size(size, "cx", 9_144_000), _size(size, "cy", 6_858_000))
    slides = _ordered(package, package.main, "p:sldIdLst/p:sldId", "slide")
    examples = Counter(layout for slide in slides[1:] for layout in package.targets(slide, "slideLayout"))
    first = package.target(slides[0], "slideLayout") if slides else None
    designs: list[Design] = []
    fonts = Fonts("", "")
    for master in _ordered(package, package.main, "p:sldMasterIdLst/p:sldMasterId", "slideMaster"):
        sheet = _Master(package, master, Box(Length(0), Length(0), width, height))
        fonts = fonts if fonts.minor else sheet.fonts
        made = list(sheet.designs())
        siblings, opens = sum(examples[one.part] for one in made), any(one.part == first for one in made)
        designs += [replace(one, siblings=siblings, opens=opens) for one in made]
    return Reading(width, height, fonts, tuple(_named(designs)))


def _ordered(package: Package, part: str, path: str, kind: str) -> tuple[str, ...]:
    """The parts of ``kind`` in the order in which ``part`` lists them."""
    links = package.links(part)
    keys = (one.get(name("r:id"), "") for one in every(package.root(part), path))
    listed = [links[key].target for key in keys if key in links]
    there = [*listed, *(target for target in package.targets(part, kind) if target not in listed)]
    return tuple(dict.fromkeys(target for target in there if target in package.parts))


def _named(designs: list[Design]) -> Iterator[Design]:
    """``designs`` with a name of its own each: the second of a name has its number behind it."""
    seen: Counter[str] = Counter()
    for one in designs:
        seen[one.name.casefold()] += 1
        count = seen[one.name.casefold()]
        yield one if count == 1 else replace(one, name=f"{one.name} ({count})")


def _size(held: Element | None, key: str, otherwise: int) -> Length:
    value = whole(held.get(key) if held is not None else None, otherwise)
    return Length(min(_LARGEST, max(_LEAST, value)))


@dataclass(slots=True)
class _Master:
    """A master with its theme; yields its layouts."""

    package: Package
    part: str
    slide: Box

    @property
    def _theme(self) -> Element | None:
        return self.package.root(self.package.target(self.part, "theme") or "")

    @property
    def fonts(self) -> Fonts:
        """The two families of its theme."""
        held = (find(self._theme, f"a:themeElements/a:fontScheme/a:{kind}Font/a:latin") for kind in ("major", "minor"))
        major, minor = (("" if one is None else one.get("typeface", "")) or "Arial" for one in held)
        return Fonts(major, minor)

    @property
    def scheme(self) -> Scheme:
        """Its colours."""
        return scheme(self._theme, find(self.package.root(self.part), "p:clrMap"))

    def designs(self) -> Iterator[Design]:
        """Its layouts in their order."""
        colors, own = self.scheme, self.package.root(self.part)
        for part in _ordered(self.package, self.part, "p:sldLayoutIdLst/p:sldLayoutId", "slideLayout"):
            root = self.package.root(part)
            if self.package.target(part, "slideMaster") is None:  # its placeholders stand nowhere (13.3.9)
                raise BrokenPartError(part)
            override = find(root, "p:clrMapOvr")
            worn = colors.over(override, self.package.root(self.package.target(part, "themeOverride") or ""))
            looking = grounds.Looking(self.package, self._theme, worn, self.slide)
            surfaces = looking.surfaces((part, root), (self.part, own))
            held = find(root, "p:cSld")
            label = " ".join((held.get("name", "") if held is not None else "").split())
            over = root is None or root.get("showMasterSp", "1") in ("1", "true")
            legends = Legends(self.package, worn, surfaces, self.slide)
            yield Design(
                part=part,
                name=label or part.rpartition("/")[2].removesuffix(".xml"),
                type=root.get("type", "") if root is not None else "",
                master=self.part,
                places=tuple(self._places(root, worn, surfaces)),
                surfaces=surfaces,
                scheme=worn,
                color_map=_map(override),
                legends=(*(legends.of(own) if over else ()), *legends.of(root)),
            )

    def _places(self, root: Element | None, worn: Scheme, surfaces: tuple[Surface, ...]) -> Iterator[Place]:
        masters = {_type(held): shape for shape, held in _placeholders(self.package.root(self.part))}
        found = list(_placeholders(root))
        counts = Counter(_key(held) for _, held in found)
        texts = find(self.package.root(self.part), "p:txStyles")
        for shape, held in found:
            kind = _type(held)
            above = masters.get(_INHERITS.get(kind, "body"))
            chain = tuple(one for one in (shape, above) if one is not None)
            box = next((box for one in chain if (box := _box(one)) is not None), None)
            if box is None or kind in ("sldImg", "hdr"):
                continue
            bodies = tuple(find(one, "p:txBody") for one in chain)
            properties = [one for body in bodies if (one := find(body, "a:bodyPr")) is not None]
            yield Place(
                type=kind,
                idx=whole(held.get("idx")),
                name=_label(shape),
                box=box,
                insets=Insets(*(Length(whole(_said(properties, key), _INSETS[key])) for key in _INSETS)),
                anchor=_ANCHORS.get(_said(properties, "anchor") or "t", Anchor.TOP),
                styles=styles(kind, bodies, texts, worn),
                ground=grounds.under(box, surfaces, self.package, worn),
                columns=max(1, whole(_said(properties, "numCol"), 1)),
                level=_is_level(shape, properties),
                unique=counts[_key(held)] == 1 or kind in (*TITLES, *FOOT),
            )


def _said(properties: list[Element], key: str) -> str | None:
    return next((one.get(key) for one in properties if one.get(key) is not None), None)


def _placeholders(root: Element | None) -> Iterator[tuple[Element, Element]]:
    """The placeholders of a layout or master: shape and ``p:ph``."""
    for shape in every(root, "p:cSld/p:spTree/*"):
        held = next(iter(shape.iter(name("p:ph"))), None)
        if held is not None:
            yield shape, held


def _type(held: Element) -> str:
    return held.get("type", "obj")


def _key(held: Element) -> str:
    """By what slides refer to it: titles by their type, all else by index."""
    return "title" if _type(held) in TITLES else held.get("idx", "0")


def _label(shape: Element) -> str:
    held = next(iter(shape.iter(name("p:cNvPr"))), None)
    return "" if held is None else held.get("name", "")


def _box(shape: Element) -> Box | None:
    frame = find(shape, "p:spPr/a:xfrm")
    if frame is None:
        frame = find(shape, "p:xfrm")
    start, size = find(frame, "a:off"), find(frame, "a:ext")
    if start is None or size is None:
        return None
    edges = (start.get("x"), start.get("y"), size.get("cx"), size.get("cy"))
    left, top, width, height = (Length(whole(edge)) for edge in edges)
    return Box(left, top, width, height) if width > 0 and height > 0 else None


def _is_level(shape: Element, properties: list[Element]) -> bool:
    """Whether its text runs from side to side, unturned."""
    frame = find(shape, "p:spPr/a:xfrm")
    turned = frame is not None and whole(frame.get("rot")) % 21_600_000 != 0
    return not turned and (_said(properties, "vert") or "horz") == "horz"


def _map(override: Element | None) -> str:
    """``p:clrMapOvr`` that maps, as markup; empty where the master's map holds."""
    held = find(override, "a:overrideClrMapping")
    if held is None:
        return ""
    pairs = "".join(f' {key}="{value}"' for key, value in held.items() if str(key).isalnum() and str(value).isalnum())
    return f"<p:clrMapOvr><a:overrideClrMapping{pairs}/></p:clrMapOvr>"
