"""A theme: design tokens read from ``themes/<name>/theme.yaml``, typed and checked.

Only floors below are known here: fonts are named, not opened; templates are found, not rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.faces import STYLES, Faces, ScriptFaces, script_faces
from pipeline.files import Files
from pipeline.look import Look, Scheme, look, word
from pipeline.problems import Place, Problem, Problems, error, failed
from pipeline.scripts import faces_for, languages_script, right_to_left
from pipeline.units import Length, mm, pt, px
from pipeline.yamltree import Fields, parse
from pipeline.yamltree import Mapping as YamlMapping

FAMILIES = ("serif", "sans", "mono")
KINDS = ("display", "title", "body", "term", "caption", "footer")
CONTRAST = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True)
class Color:
    """An sRGB colour as six upper-case hex digits, as DrawingML's ``srgbClr`` has it."""

    hex: str

    @property
    def css(self) -> str:
        """As CSS writes it."""
        return f"#{self.hex}"

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2)."""
        channels = (int(self.hex[i : i + 2], 16) / 255 for i in (0, 2, 4))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Color) -> float:
        """The contrast ratio to ``other``, 1 to 21 (WCAG 2.2, 1.4.3)."""
        low, high = sorted((self.luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """The six colours of a scheme."""

    paper: Color
    ink: Color
    muted: Color
    accent: Color
    line: Color
    panel: Color


@dataclass(frozen=True, slots=True)
class Family:
    """A family with what stands in for it: ``office`` by name in PowerPoint, measured by ``fallback``.

    ``mail`` is its stack of system fonts as CSS. ``reserve`` is how much wider than these faces the real one may be,
    where that is not at hand.
    """

    faces: Faces
    office: str
    fallback: Faces
    mail: str
    reserve: float = 1.0


@dataclass(frozen=True, slots=True)
class DeckTokens:
    """The deck: slide size and margin, families by role, type sizes by kind (where a text starts, and its floor).

    ``scheme`` says which palette the slides wear, ``look`` how they are composed.
    """

    width: Length
    height: Length
    margin: Length
    heading: str
    body: str
    sizes: Mapping[str, Length]
    minimum: Mapping[str, Length]
    scheme: Scheme
    look: Look


@dataclass(frozen=True, slots=True)
class HandoutTokens:
    """The handout: type size, leading as a multiple of it, page margins, families by role."""

    size: Length
    leading: float
    top: Length
    right: Length
    bottom: Length
    left: Length
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class NewsletterTokens:
    """The newsletter: container width, type size, leading, families by role, the logo's file beside ``theme.yaml``."""

    width: Length
    size: Length
    leading: float
    heading: str
    body: str
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. ``folder`` is where its overrides lie, ``base`` the shared folder beneath it.

    ``scripts`` has faces for scripts that the families lack, that of the essay's language first. ``right_to_left``
    says that the essay is in Arabic or Hebrew: its slides are laid out mirrored. ``template`` is a person's own
    PowerPoint template that the slides wear (:class:`pipeline.layouts.Template`, which knows of themes). ``stage`` is
    the theme of the slides, for a page that is in another and shows some.
    """

    id: str
    name: str
    folder: Path
    base: Path
    light: Palette
    dark: Palette
    families: Mapping[str, Family]
    deck: DeckTokens
    handout: HandoutTokens
    newsletter: NewsletterTokens
    scripts: Mapping[str, ScriptFaces] = field(default_factory=dict)
    right_to_left: bool = False
    template: object | None = None
    stage: Theme | None = None

    def worn(self, fonts: Iterable[ScriptFaces], lang: str) -> Theme:
        """The theme as an essay in ``lang`` wears it: with the faces ``fonts`` of its own, which beat the theme's."""
        held = {**self.scripts, **{faces.script: faces for faces in fonts}}
        own = languages_script(lang)
        first = [code for code in (faces_for(own) if own else ()) if code in held]
        scripts = {code: held[code] for code in (*first, *held)}
        return replace(self, scripts=scripts, right_to_left=right_to_left(lang))

    def showing(self, stage: Theme) -> Theme:
        """The theme for a page that shows slides in the theme ``stage``, with the faces of both."""
        if stage is self:
            return self
        others = {f"slides-{role}": family for role, family in stage.families.items()}
        return replace(self, families={**self.families, **others}, stage=stage)

    @property
    def in_office(self) -> Theme:
        """The theme for who has just what Office has: a family with the widths of Office's is called by its name there.

        Files keep their place: what was measured is what is shown, under either name.
        """
        known = {
            role: replace(family, faces=replace(family.faces, family=family.office))
            for role, family in self.families.items()
            if family.faces == family.fallback
        }
        return replace(self, families={**self.families, **known})

    @property
    def slides(self) -> Palette:
        """The palette of the slides. What is printed, notes and handout, is always in the light one."""
        return self.dark if self.deck.scheme is Scheme.DARK else self.light


def load(themes: Path, name: str, files: Files, asked: Place) -> tuple[Theme | None, Problems]:
    """The theme ``name`` of the folder ``themes``; ``asked`` is where its name was written, for a name that is none."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) or name == "base":
        return None, (error(asked, "theme-name", f"no theme can be called `{name}`"),)
    path = themes / name / "theme.yaml"
    text = files.text(path)
    if text is None:
        there = ", ".join(sorted(p.parent.name for p in themes.glob("*/theme.yaml")))
        return None, (error(asked, "theme-missing", f"there is no theme `{name}`", f"there are: {there}"),)
    shown = files.shown(path)
    tree, found = parse(text, shown)
    problems = list(found)
    if not isinstance(tree, YamlMapping):
        if not failed(problems):
            problems.append(error(Place(shown, 1), "theme-tokens", "a theme is a mapping of tokens"))
        return None, tuple(problems)
    top = Fields(tree, problems)
    colors = _below(top, "colors", problems)
    fonts = _below(top, "fonts", problems)
    families = {family: _family(_below(fonts, family, problems), problems) for family in FAMILIES}
    below = fonts.mapping("scripts")
    theme = Theme(
        id=name,
        name=top.text("name") or name,
        folder=themes / name,
        base=themes / "base",
        light=_palette(_below(colors, "light", problems), problems, Scheme.LIGHT),
        dark=_palette(_below(colors, "dark", problems), problems, Scheme.DARK),
        families=families,
        deck=_deck(_below(top, "deck", problems), problems),
        handout=_handout(_below(top, "handout", problems), problems),
        newsletter=_newsletter(_below(top, "newsletter", problems), problems),
        scripts=script_faces(below, themes / name / "fonts", problems) if below else {},
    )
    for fields in (top, colors, fonts):
        fields.finish()
    return (None if failed(problems) else theme), tuple(problems)


def _below(fields: Fields, key: str, problems: list[Problem]) -> Fields:
    """The mapping under ``key``; an empty one, and a problem, where it is missing."""
    found = fields.mapping(key)
    if found is None:
        _missing(fields, key, problems)
        return Fields(YamlMapping((), fields.where(key)), [])
    return found


def _missing(fields: Fields, key: str, problems: list[Problem]) -> None:
    if not any(p.place == fields.where(key) for p in problems):
        problems.append(error(fields.place, "theme-tokens", f"the token `{key}` is missing"))


def _palette(fields: Fields, problems: list[Problem], scheme: Scheme) -> Palette:
    def color(key: str) -> Color:
        text = fields.text(key)
        if text is None:
            _missing(fields, key, problems)
        elif re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
            return Color(text[1:].upper())
        else:
            fields.wrong(key, "a colour, #RRGGBB")
        return Color("000000")

    before = len(problems)
    palette = Palette(*(color(key) for key in Palette.__dataclass_fields__))
    if len(problems) == before and (palette.paper.luminance < palette.ink.luminance) != (scheme is Scheme.DARK):
        message = f"in the {scheme} palette `paper` is {'darker' if scheme is Scheme.LIGHT else 'lighter'} than `ink`"
        hint = "it is what is printed" if scheme is Scheme.LIGHT else "it is worn in the dark"
        problems.append(error(fields.where("paper"), "theme-tokens", message, hint))
    for key in ("ink", "muted", "accent"):
        for ground in ("paper", "panel"):
            ratio = getattr(palette, key).contrast(getattr(palette, ground))
            if ratio < CONTRAST and fields.keys():
                problems.append(
                    error(
                        fields.where(key),
                        "theme-contrast",
                        f"`{key}` on `{ground}` has a contrast of {ratio:.2f}:1, under {CONTRAST}:1",
                        "make one of them darker or lighter",
                    )
                )
    fields.finish()
    return palette


def _required(fields: Fields, key: str, problems: list[Problem]) -> str:
    text = fields.text(key)
    if text is None:
        _missing(fields, key, problems)
    return text or ""


def _faces(fields: Fields, problems: list[Problem]) -> Faces:
    styles = _below(fields, "faces", problems)
    regular, bold, italic, bold_italic = (_required(styles, style, problems) for style in STYLES)
    styles.finish()
    package, theme = fields.text("package"), fields.text("theme")
    if (package is None) == (theme is None):
        problems.append(error(fields.place, "theme-tokens", "faces come from either a `package` or a `theme`"))
    for name in (regular, bold, italic, bold_italic, package or "", theme or ""):
        if "/" in name or "\\" in name or name.startswith("."):
            problems.append(error(fields.place, "theme-path", f"`{name}` must be a plain name"))
    return Faces(_required(fields, "family", problems), regular, bold, italic, bold_italic, package, theme)


def _family(fields: Fields, problems: list[Problem]) -> Family:
    faces = _faces(fields, problems)
    below = _below(fields, "fallback", problems)
    fallback = _faces(below, problems)
    below.finish()
    family = Family(faces, _required(fields, "office", problems), fallback, _required(fields, "mail", problems))
    fields.finish()
    return family


def _size(fields: Fields, key: str, problems: list[Problem], least: float, most: float) -> float:
    value = fields.number(key, least=least, most=most)
    if value is None:
        _missing(fields, key, problems)
    return value or least


def _role(fields: Fields, key: str, problems: list[Problem]) -> str:
    name = _required(fields, key, problems)
    if name and name not in FAMILIES:
        fields.wrong(key, "one of " + ", ".join(FAMILIES))
    return name


def _deck(fields: Fields, problems: list[Problem]) -> DeckTokens:
    sizes, minimum = _below(fields, "sizes", problems), _below(fields, "minimum", problems)
    tokens = DeckTokens(
        width=pt(_size(fields, "width", problems, 360, 4000)),
        height=pt(_size(fields, "height", problems, 200, 4000)),
        margin=pt(_size(fields, "margin", problems, 18, 220)),
        heading=_role(fields, "heading", problems),
        body=_role(fields, "body", problems),
        sizes={kind: pt(_size(sizes, kind, problems, 8, 200)) for kind in KINDS},
        minimum={kind: pt(_size(minimum, kind, problems, 8, 200)) for kind in KINDS},
        scheme=word(fields, "scheme", Scheme, problems),
        look=look(_below(fields, "look", problems), problems),
    )
    for below in (sizes, minimum, fields):
        below.finish()
    for kind in KINDS:
        if tokens.minimum[kind] > tokens.sizes[kind]:
            problems.append(error(minimum.where(kind), "theme-tokens", f"the minimum of `{kind}` is over its size"))
    return tokens


def _handout(fields: Fields, problems: list[Problem]) -> HandoutTokens:
    margin = _below(fields, "margin", problems)
    tokens = HandoutTokens(
        size=pt(_size(fields, "size", problems, 7, 20)),
        leading=_size(fields, "leading", problems, 1, 2.5),
        top=mm(_size(margin, "top", problems, 5, 80)),
        right=mm(_size(margin, "right", problems, 5, 80)),
        bottom=mm(_size(margin, "bottom", problems, 5, 80)),
        left=mm(_size(margin, "left", problems, 5, 80)),
        heading=_role(fields, "heading", problems),
        body=_role(fields, "body", problems),
    )
    margin.finish()
    fields.finish()
    return tokens


def _newsletter(fields: Fields, problems: list[Problem]) -> NewsletterTokens:
    tokens = NewsletterTokens(
        width=px(_size(fields, "width", problems, 320, 600)),
        size=px(_size(fields, "size", problems, 12, 24)),
        leading=_size(fields, "leading", problems, 1, 2.5),
        heading=_role(fields, "heading", problems),
        body=_role(fields, "body", problems),
        logo=fields.text("logo"),
    )
    name = tokens.logo or ""
    if "/" in name or "\\" in name or name.startswith("."):
        problems.append(error(fields.where("logo"), "theme-path", f"`{name}` must be a plain name"))
    fields.finish()
    return tokens
