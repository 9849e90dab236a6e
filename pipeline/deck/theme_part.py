"""The theme part (``a:theme``, ECMA-376 Part 1, 20.1.6): the palette as a colour scheme, the families as fonts.

Everything else in the deck names colours and fonts by their place here, never by value: who changes the theme's
colours in PowerPoint recolours the deck. What a theme has no place for is named on the run: the monospaced family, and
a second face for other scripts (:mod:`pipeline.deck.faces`).
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.deck.xml import Attributes, Xml, document, element
from pipeline.faces import ScriptFaces
from pipeline.layouts import Color as Role
from pipeline.scripts import SCRIPTS, Slot
from pipeline.theme import Color, Palette, Theme

# The place of each role: the four text and ground colours as a master's colour map names them, and two accents.
_SCHEME = {
    Role.INK: "tx1",
    Role.PAPER: "bg1",
    Role.MUTED: "tx2",
    Role.PANEL: "bg2",
    Role.ACCENT: "accent1",
    Role.LINE: "accent6",
}
# ``a:latin/@pitchFamily`` (21.1.2.3.7): what to look for where the family is missing. Low bits: 2 variable, 1 fixed.
_PITCH = {"serif": 0x10 + 2, "sans": 0x20 + 2, "mono": 0x30 + 1}
# Faces that Office has, by script, for what our families lack.
_SCRIPTS = {
    "Jpan": "Yu Gothic",
    "Hang": "Malgun Gothic",
    "Hans": "DengXian",
    "Hant": "Microsoft JhengHei",
    "Arab": "Arial",
    "Hebr": "Arial",
    "Thai": "Cordia New",
    "Deva": "Mangal",
}


@lru_cache
def scheme_color(role: Role) -> Xml:
    """The colour of ``role`` by its place in the theme."""
    return element("a:schemeClr", {"val": _SCHEME[role]})


@lru_cache
def fill(role: Role) -> Xml:
    """A solid fill in the colour of ``role``."""
    return element("a:solidFill", None, scheme_color(role))


def is_dark(palette: Palette) -> bool:
    """Whether light text stands on a dark ground."""
    return palette.paper.luminance < palette.ink.luminance


def mixed(color: Color, other: Color, share: float) -> Color:
    """``share`` of ``other`` in ``color``, channel by channel."""
    pairs = ((int(color.hex[i : i + 2], 16), int(other.hex[i : i + 2], 16)) for i in (0, 2, 4))
    return Color("".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs))


def scheme(palette: Palette) -> dict[str, Color]:
    """The twelve colours of ``a:clrScheme``. ``dk1`` is always the darker one, as PowerPoint's own themes have it."""
    ink, paper, muted, panel = palette.ink, palette.paper, palette.muted, palette.panel
    texts = (paper, ink, panel, muted) if is_dark(palette) else (ink, paper, muted, panel)
    return {
        **dict(zip(("dk1", "lt1", "dk2", "lt2"), texts, strict=True)),
        "accent1": palette.accent,
        "accent2": mixed(palette.accent, ink, 0.45),
        "accent3": muted,
        "accent4": mixed(palette.accent, paper, 0.4),
        "accent5": mixed(muted, paper, 0.4),
        "accent6": palette.line,
        "hlink": palette.accent,
        "folHlink": mixed(palette.accent, ink, 0.35),
    }


def color_map(*, dark: bool) -> Xml:
    """A master's colour map (``p:clrMap``): which of the theme's colours are ground and text."""
    return element("p:clrMap", _mapped(dark=dark))


def color_map_override(ground: Role, *, dark: bool) -> Xml:
    """``p:clrMapOvr`` of a slide or layout: the master's map; on the accent, links in the colour of the paper.

    PowerPoint gives links the theme's colour whatever their runs say, and in this way another one, in every version.
    """
    if ground is not Role.ACCENT:
        return _MASTERS
    paper = "dk1" if dark else "lt1"
    held = _mapped(dark=dark) | {"hlink": paper, "folHlink": paper}
    return element("p:clrMapOvr", None, element("a:overrideClrMapping", held))


_MASTERS = element("p:clrMapOvr", None, element("a:masterClrMapping"))


def _mapped(*, dark: bool) -> dict[str, str | int | None]:
    ground, text = ("dk", "lt") if dark else ("lt", "dk")
    rest = (*(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    mapped = {"bg1": f"{ground}1", "tx1": f"{text}1", "bg2": f"{ground}2", "tx2": f"{text}2"}
    return {**mapped, **dict(zip(rest, rest, strict=True))}


def mono_face(theme: Theme) -> Xml:
    """The monospaced family, by name: ``a:fontScheme`` has places for two families only."""
    name = theme.families["mono"].faces.family
    attributes: Attributes = {"typeface": name, "pitchFamily": _PITCH["mono"], "charset": 0}
    return Xml(element("a:latin", attributes) + element("a:cs", attributes))


def theme_part(theme: Theme, palette: Palette) -> bytes:
    """``theme1.xml``."""
    colors = [
        element(f"a:{name}", None, element("a:srgbClr", {"val": color.hex})) for name, color in scheme(palette).items()
    ]
    fonts = (
        element("a:majorFont", None, *_font(theme, theme.deck.heading)),
        element("a:minorFont", None, *_font(theme, theme.deck.body)),
    )
    return document(
        "a:theme",
        "a",
        {"name": theme.name},
        element(
            "a:themeElements",
            None,
            element("a:clrScheme", {"name": theme.name}, *colors),
            element("a:fontScheme", {"name": theme.name}, *fonts),
            _formats(theme.name),
        ),
        element("a:objectDefaults"),
        element("a:extraClrSchemeLst"),
    )


def slotted(theme: Theme, slot: Slot) -> ScriptFaces | None:
    """The face that ``theme`` gives for scripts of ``slot``: the first, which is that of the essay's language."""
    return next((faces for code, faces in theme.scripts.items() if SCRIPTS[code].slot is slot), None)


def _font(theme: Theme, family: str) -> tuple[Xml, ...]:
    faces = theme.families[family].faces
    given = [slotted(theme, slot) for slot in (Slot.EAST_ASIAN, Slot.COMPLEX)]
    asian, complex_script = (face.family if face else "" for face in given)
    scripts = _SCRIPTS | {code: face.family for code, face in theme.scripts.items() if code in _SCRIPTS}
    return (
        element("a:latin", {"typeface": faces.family, "pitchFamily": _PITCH[family], "charset": 0}),
        element("a:ea", {"typeface": asian}),
        element("a:cs", {"typeface": complex_script}),
        *(element("a:font", {"script": script, "typeface": face}) for script, face in scripts.items()),
    )


def _formats(name: str) -> Xml:
    """The format scheme: three plain fills, lines and effects, as the schema asks for; nothing glows."""
    placeholder = element("a:solidFill", None, element("a:schemeClr", {"val": "phClr"}))
    line = [
        element(
            "a:ln",
            {"w": width, "cap": "flat", "cmpd": "sng", "algn": "ctr"},
            placeholder,
            element("a:prstDash", {"val": "solid"}),
        )
        for width in (6_350, 12_700, 19_050)  # EMU: a half, one, one and a half points
    ]
    effect = element("a:effectStyle", None, element("a:effectLst"))
    return element(
        "a:fmtScheme",
        {"name": name},
        element("a:fillStyleLst", None, placeholder, placeholder, placeholder),
        element("a:lnStyleLst", None, *line),
        element("a:effectStyleLst", None, effect, effect, effect),
        element("a:bgFillStyleLst", None, placeholder, placeholder, placeholder),
    )


def background(role: Role) -> Xml:
    """The ground of a slide, layout or master (``p:bg``)."""
    return element("p:bg", None, element("p:bgPr", None, fill(role), element("a:effectLst")))
