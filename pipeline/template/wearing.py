"""A theme that wears a person's own template: its slide, its fonts, its colours, its layouts for ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.document import Essay
from pipeline.files import Files, inside
from pipeline.layouts import LayoutSpec, Template
from pipeline.look import Scheme
from pipeline.meta import Meta
from pipeline.problems import Place, Problem, Problems, error, failed, warning
from pipeline.prose import every_block
from pipeline.slides import Layout
from pipeline.template.colors import mixed
from pipeline.template.lacking import Sheet
from pipeline.template.model import Design, Reading
from pipeline.template.package import BrokenPartError, Package, broken, opened
from pipeline.template.reading import reading
from pipeline.template.roles import BY_HAND, Choice, choose, contents, covering
from pipeline.template.scenery import scene
from pipeline.template.specs import specs
from pipeline.template.typefaces import Stand, stand
from pipeline.theme import CONTRAST, Color, Palette, Theme
from pipeline.units import Box, Length
from pipeline.yamltree import did_you_mean

_DRAWN = 3.0  # WCAG 2.2, 1.4.11: of what is drawn, and of large text
_SHOWN = frozenset(("image", "video", "audio", "media", "oleObject"))  # by the last word of a relationship's type
_LINE, _PANEL = 0.25, 0.06  # how much of the ink is in a line, and in a panel


@dataclass(frozen=True, slots=True)
class Worn:
    """A template read: what lies in it, what serves which of our layouts, what stands for its fonts."""

    path: str
    package: Package
    data: bytes
    reading: Reading
    choices: Mapping[Layout, Choice]
    heading: Stand
    body: Stand

    @property
    def slide(self) -> Box:
        """A slide of it."""
        return Box(Length(0), Length(0), self.reading.width, self.reading.height)


def wearing(essay: Essay, theme: Theme, files: Files) -> tuple[Theme | None, Problems]:
    """``theme`` in the template that ``essay`` names; itself where it names none. None where that cannot be worn."""
    meta = essay.meta
    if meta.deck.template is None:
        if not meta.deck.layouts:
            return theme, ()
        place = meta.place("deck.layouts", essay.path)
        message = "`deck.layouts` names layouts of a template, and there is none"
        return theme, (warning(place, "template-layouts", message, "name it: deck: {template: brand.pptx}"),)
    place = meta.place("deck.template", essay.path)
    path = inside(files.root / Path(place.path).parent, meta.deck.template)
    data = files.bytes(path) if path else None
    if path is None or data is None:
        what = "lies outside the folder of the file that names it" if path is None else "is not there"
        code = "file-outside" if path is None else "template-absent"
        return None, (error(place, code, f"the template `{meta.deck.template}` {what}", _beside(place)),)
    found, problems = read(data, files.shown(path), theme, place, meta)
    if found is None or failed(problems):
        return None, problems
    if essay.cover is not None:
        found = covered(found)
    return dressed(found, theme, _asked(essay, found.reading)), (*problems, *_told(found, place))


def covered(found: Worn) -> Worn:
    """``found`` with a title slide that has a place for a picture, where the template has one and no map says else."""
    title = found.choices[Layout.TITLE]
    design = None if title.by == BY_HAND else covering(title.design, found.reading.designs, found.slide)
    if design is None or design is title.design:
        return found
    return replace(found, choices={**found.choices, Layout.TITLE: replace(title, design=design, by="placeholders")})


def _beside(place: Place) -> str:
    return f"put it beside {place.path}"


def read(data: bytes, path: str, theme: Theme, place: Place, meta: Meta | None = None) -> tuple[Worn | None, Problems]:
    """The template ``data``; its problems stand at ``place``. ``meta`` may map its layouts by hand."""
    package, problems = opened(data, place)
    if package is None:
        return None, problems
    try:
        for part in package.parts:  # what holds one that cannot be read, PowerPoint offers to repair
            if part.endswith((".xml", ".rels")):
                package.root(part)
        found = reading(package)
    except BrokenPartError as fault:
        return None, (broken(place, str(fault)),)
    if not found.designs:
        return None, (error(place, "template-broken", "it has no layouts", "open it in PowerPoint and save it anew"),)
    mapped: list[Problem] = []
    asked = dict(_mapped(meta, found, mapped)) if meta else {}
    slide = Box(Length(0), Length(0), found.width, found.height)
    choices = choose(found, asked, slide)
    heading, body = (stand(one, theme) for one in _families(choices[Layout.POINTS].design, found, slide))
    return Worn(path, package, data, found, choices, heading, body), tuple(mapped)


def _families(design: Design, found: Reading, slide: Box) -> tuple[str, str]:
    """The families that titles and text are set in: where a template names others than its theme has, those."""
    held = contents(design, slide)
    title = design.title.styles[0].typeface if design.title else "+mj-lt"
    body = held[0].styles[0].typeface if held else "+mn-lt"
    return found.fonts.named(title), found.fonts.named(body)


def _mapped(meta: Meta, found: Reading, problems: list[Problem]) -> Iterator[tuple[Layout, Design]]:
    """What ``deck.layouts`` says; a problem for each name that no layout has."""
    for layout, name in meta.deck.layouts:
        design = named(name, found)
        if design is None:
            place = meta.places.get(f"deck.layouts.{layout}", Place("deck.layouts"))
            names = tuple(one.name for one in found.designs)
            hint = did_you_mean(name, names) or f"there are: {', '.join(names)}"
            problems.append(error(place, "template-layout", f"the template has no layout `{name}`", hint))
        else:
            yield Layout(layout), design


def named(name: str, found: Reading) -> Design | None:
    """The layout called ``name``, great and small letters and blanks alike."""
    asked = " ".join(name.split()).casefold()
    return next((one for one in found.designs if one.name.casefold() == asked), None)


def _asked(essay: Essay, found: Reading) -> tuple[Design, ...]:
    """The layouts that ``{layout="…"}`` names anywhere in ``essay``."""
    names = dict.fromkeys(name for name in _layouts(essay) if name not in set(Layout))
    return tuple(design for name in names if (design := named(name, found)))


def _layouts(essay: Essay) -> Iterator[str]:
    for section in essay.sections:
        if section.heading and (name := section.heading.attributes.get("layout")):
            yield name
        for block in every_block(section.blocks):
            attributes = getattr(block, "attributes", None)
            if attributes is not None and (name := attributes.get("layout")):
                yield name


def _told(found: Worn, place: Place) -> Iterator[Problem]:
    """What a person should know each time: macros that are gone, fonts that are guessed at."""
    if found.package.macros:
        message = "the template's macros are left out: a .pptx has none"
        yield warning(place, "template-macros", message, "save the template without them, as .pptx or .potx")
    for part, address in _fetched(found):
        message = f"the template's `{part}` shows a picture or film from {address}: whoever opens the deck fetches it"
        yield warning(place, "template-linked", message, "embed it in the template instead of linking to it")
    for one in dict.fromkeys((found.heading, found.body)):
        if not one.same:
            message = f"the template's font `{one.family.office}` is not at hand: it is measured {one.how}"
            hint = "put it into the theme: fonts/ and `fonts` in theme.yaml; then it is measured itself"
            yield warning(place, "template-font", message, hint)


def _fetched(found: Worn) -> Iterator[tuple[str, str]]:
    """What masters and layouts show and do not hold: the layout's name, or the master's part, and the address."""
    names = {design.part: design.name for design in found.reading.designs}
    masters = dict.fromkeys(design.master for design in found.reading.designs)
    for part in (*masters, *names):
        for link in found.package.links(part).values():
            if link.external and link.kind in _SHOWN:
                yield names.get(part, part.rpartition("/")[2]), link.target


def sheet_of(found: Worn, theme: Theme) -> Sheet:
    """What all layouts of ``found`` share, under the least sizes of ``theme``."""
    heading, body = found.heading.family.office, found.body.family.office
    return Sheet(theme, found.slide, found.reading.fonts, heading, body, found.package)


def specs_of(found: Worn, theme: Theme, asked: tuple[Design, ...] = ()) -> tuple[LayoutSpec, ...]:
    """What serves each of our layouts; ``asked`` are layouts that authors named."""
    sheet, scenes = sheet_of(found, theme), _Scenes(found)
    made = [specs(one.layout, one.design, sheet, scene=scenes.of(one.design)) for one in found.choices.values()]
    made += [specs(layout, one, sheet, asked=True, scene=scenes.of(one)) for one in asked for layout in Layout]
    return tuple(one for pair in made for one in pair)


def palette_of(found: Worn, theme: Theme) -> Palette:
    """Our six colours in the template's."""
    content = next(one for one in specs_of(found, theme) if one.id is Layout.POINTS)
    return _palette(content, found.choices[Layout.POINTS].design)[0]


def dressed(found: Worn, theme: Theme, asked: tuple[Design, ...] = ()) -> Theme:
    """``theme`` in the template ``found``; ``asked`` are layouts that authors named."""
    ours = specs_of(found, theme, asked)
    worn = found.choices[Layout.POINTS].design
    content = next(one for one in ours if one.id is Layout.POINTS)
    palette, places = _palette(content, worn)
    names = tuple(design.name for design in found.reading.designs)
    dark = palette.paper.luminance < palette.ink.luminance
    return replace(
        theme,
        light=theme.light if dark else palette,
        dark=palette if dark else theme.dark,
        families={"serif": found.heading.family, "sans": found.body.family, "mono": theme.families["mono"]},
        deck=replace(
            theme.deck,
            width=found.reading.width,
            height=found.reading.height,
            heading="serif",
            body="sans",
            scheme=Scheme.DARK if dark else Scheme.LIGHT,
        ),
        template=Template(found.path, found.data, ours, names, places),
    )


class _Scenes:
    """What layouts draw besides text, each once."""

    def __init__(self, found: Worn) -> None:
        self.found = found
        self.made: dict[str, str] = {}

    def of(self, design: Design) -> str:
        """The picture of ``design``."""
        if design.part not in self.made:
            self.made[design.part] = scene(self.found.package, design, self.found.slide)
        return self.made[design.part]


def _palette(content: LayoutSpec, design: Design) -> tuple[Palette, Mapping[str, str]]:
    """Our six colours in the template's, and how DrawingML says each, by the place that our own scheme has for it."""
    body = content.placeholder("body")
    dress = body.dress if body else None
    ink, paper = Color(dress.color if dress else "000000"), Color(dress.ground if dress else "FFFFFF")
    paint = dress.paint if dress else '<a:schemeClr val="tx1"/>'
    if ink.contrast(paper) < CONTRAST:  # the template's own fault, which is told; what we add must be read
        ink, paint = _readable(paper, design)
    accents = ("accent1", "accent2", "tx2", "accent5", "accent3", "accent4", "accent6")
    there = ((slot, color) for slot in accents if (color := design.scheme.named(slot)))
    slot, accent = next(((s, c) for s, c in there if c.contrast(paper) >= _DRAWN), ("", ink))
    muted = design.scheme.named("tx2")
    quiet = muted is not None and muted.contrast(paper) >= CONTRAST and bool(slot)
    line, panel = mixed(paper, ink, _LINE), mixed(paper, ink, _PANEL)
    palette = Palette(paper, ink, muted if quiet and muted else ink, accent, line, panel)
    light, dark = design.scheme.named("lt1"), design.scheme.named("dk1")
    plain = light is not None and dark is not None and light.contrast(dark) > 7 and light.luminance > dark.luminance
    ground = design.scheme.named("bg1")
    return palette, {
        "tx1": paint,
        "bg1": '<a:schemeClr val="bg1"/>' if ground == paper else _exact(paper),
        "tx2": '<a:schemeClr val="tx2"/>' if quiet else paint,
        "bg2": _exact(panel),
        "accent1": f'<a:schemeClr val="{slot}"/>' if slot else paint,
        "accent6": _exact(line),
        "lt1": '<a:schemeClr val="lt1"/>' if plain else _exact(Color("FFFFFF")),
        "dk1": '<a:schemeClr val="dk1"/>' if plain else _exact(Color("000000")),
    }


def _readable(paper: Color, design: Design) -> tuple[Color, str]:
    """The colour of the scheme that is read best on ``paper``."""
    there = ((color, slot) for slot in ("tx1", "bg1", "tx2", "bg2") if (color := design.scheme.named(slot)))
    color, slot = max(there, key=lambda pair: pair[0].contrast(paper))
    return color, f'<a:schemeClr val="{slot}"/>'


def _exact(color: Color) -> str:
    return f'<a:srgbClr val="{color.hex}"/>'
