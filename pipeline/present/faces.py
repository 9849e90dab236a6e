"""The faces of a page: cut down to the letters that its slides show, and carried in its stylesheet.

A family has a name of the page's own, so that no font of the viewer's machine is taken for it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from pipeline.files import Files
from pipeline.fitted import (
    BULLETS,
    Bullet,
    ChartBox,
    CodeBox,
    FittedDeck,
    FittedSlide,
    FormulaBox,
    PictureBox,
    QrBox,
    Run,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.fonts import Style, path, script_path
from pipeline.layouts import Family, LayoutSpec, Placeholder, PlaceholderType, layouts, spec_key
from pipeline.theme import Theme

if TYPE_CHECKING:  # most talks have no drawing
    from pipeline.pictures.drawings import Drawing

SIGNS = "signs"  # the family of bullets: the face that stands in for Arial, in which the deck has them
_GENERIC = {"serif": "serif", "sans": "sans-serif", "mono": "monospace", SIGNS: "sans-serif"}

_TAGS = re.compile(r"<style\b.*?</style>|<[^<>]*>", re.DOTALL)
_BOLD = re.compile(r"bold|[\"':\s][6-9]00\b")
_SLANTED = re.compile(r"italic|oblique")

Letters = dict[Style, set[str]]


@dataclass(frozen=True, slots=True)
class _Face:
    """A face that may draw a letter: the family that it stands in on the page, and its file with its own style."""

    family: str
    style: Style
    file: Path


def stacks(theme: Theme) -> Mapping[str, str]:
    """The theme's families as CSS, by the names that they have on the page."""
    scripts = "".join(f',"deck-{code}"' for code in theme.scripts)
    return {name: f'"deck-{name}"{scripts},{generic}' for name, generic in _GENERIC.items()}


def faces(deck: FittedDeck, theme: Theme, files: Files) -> str:
    """``@font-face`` (CSS Fonts 4) for each face that draws a letter of ``deck``."""
    import uharfbuzz as harfbuzz  # type: ignore[import-untyped]  # carries no types

    opened: dict[Path, tuple[harfbuzz.Face, set[int]]] = {}
    wanted: dict[_Face, set[int]] = {}
    for style, letters in sorted(_letters(deck, theme).items()):
        left = {ord(letter) for letter in letters}
        for face in _chain(style, theme, files):
            if face.file not in opened:
                files.note(face.file)
                made = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.file)))
                opened[face.file] = (made, set(made.unicodes))
            has = left & opened[face.file][1]
            if has:
                wanted.setdefault(face, set()).update(has)
                left -= has
    return "".join(_rule(face, _cut(opened[face.file][0], codes)) for face, codes in wanted.items())


def held(one: Drawing, theme: Theme, files: Files) -> Drawing:
    """``one`` with the theme's faces that its text asks for: what is shown as a picture has none of the page's."""
    import uharfbuzz as harfbuzz

    letters = set(unescape(_TAGS.sub("", one.svg)))
    styles = [(bold, slanted) for bold in (False, True) for slanted in (False, True)]
    asked = [(b, i) for b, i in styles if (not b or _BOLD.search(one.svg)) and (not i or _SLANTED.search(one.svg))]
    rules: dict[Path, str] = {}
    for name, family in theme.families.items():
        if f"'{family.faces.family}'" not in one.svg:
            continue
        for bold, slanted in asked:
            style = Style(name, bold=bold, italic=slanted)
            where = path(family.faces, style.name, theme)
            if where is None or where in rules:
                continue
            files.note(where)
            face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(where)))
            has = {ord(letter) for letter in letters} & set(face.unicodes)
            rules[where] = _face(family.faces.family, style, _cut(face, has))
    if not rules:
        return one
    opened = one.svg.index(">") + 1
    return replace(one, svg=f"{one.svg[:opened]}<style>{''.join(rules.values())}</style>{one.svg[opened:]}")


def _chain(style: Style, theme: Theme, files: Files) -> Iterator[_Face]:
    """The faces that may draw text in ``style``, in the order of its stack."""
    if style.family == SIGNS:
        own = path(theme.families["sans"].fallback, style.name, theme)
    else:
        own = path(theme.families[style.family].faces, style.name, theme)
    if own is not None:
        yield _Face(style.family, style, own)
    for code, scripted in theme.scripts.items():
        where = script_path(scripted, style.name, files)
        name = scripted.file(style.name)[1]
        if where is not None:
            yield _Face(code, Style(code, bold="bold" in name, italic="italic" in name), where)


def _cut(face: object, codes: set[int]) -> bytes:
    """``face`` with the glyphs of ``codes`` alone, all of its shaping for them, and no hints."""
    import uharfbuzz as harfbuzz

    asked = harfbuzz.SubsetInput()
    asked.unicode_set.update(codes)
    asked.flags = harfbuzz.SubsetFlags.NO_HINTING
    made: bytes = harfbuzz.subset(face, asked).blob.data
    return made


def _rule(face: _Face, data: bytes) -> str:
    return _face(f"deck-{face.family}", face.style, data)


def _face(family: str, style: Style, data: bytes) -> str:
    weight, slant = (700 if style.bold else 400), ("italic" if style.italic else "normal")
    held = base64.b64encode(data).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
        f'src:url("data:font/ttf;base64,{held}")}}\n'
    )


def _letters(deck: FittedDeck, theme: Theme) -> Letters:
    """The letters of all slides, by the style that sets them. Those of notes are not ours: the page's own face is."""
    found: Letters = {}
    specs = {spec.key: spec for spec in layouts(theme)}
    used: dict[str, LayoutSpec] = {}
    for slide in deck.slides:
        spec = specs[spec_key(slide.layout, slide.design)]
        used[spec.key] = spec
        _slide(slide, {place.slot: place for place in spec.placeholders}, theme, found)
    for spec in used.values():
        said = [(place, _FEET[place.type](deck)) for place in spec.placeholders if place.type in _FEET]
        for place, text in (*said, *spec.legends):
            _paragraph(TextParagraph((Run(text),)), _family(place, theme), found, place)
    return found


# What stands at the foot of slides, by the type of its placeholder.
_FEET: Final[Mapping[PlaceholderType, Callable[[FittedDeck], str]]] = {
    PlaceholderType.FOOTER: lambda deck: deck.footer,
    PlaceholderType.SLIDE_NUMBER: lambda _: "0123456789",
}


def _slide(slide: FittedSlide, places: Mapping[str, Placeholder], theme: Theme, found: Letters) -> None:
    for shape in slide.shapes:
        match shape:
            case TextBox():
                place = places.get(shape.slot)
                for paragraph in shape.paragraphs:
                    _paragraph(paragraph, _family(place, theme), found, place)
            case TableBox():
                for n, row in enumerate(shape.rows):
                    for cell in row:
                        _paragraph(cell, theme.deck.body, found, bold=n == 0)
            case CodeBox():
                for line in shape.paragraphs:
                    _paragraph(line, "mono", found)
                for sign, marked in shape.signs:
                    _run(Run(sign, bold=marked), "mono", found)
            case FormulaBox() | PictureBox() | ChartBox() | QrBox():
                pass
            case _:
                assert_never(shape)


def _family(place: Placeholder | None, theme: Theme) -> str:
    families = {Family.HEADING: theme.deck.heading, Family.BODY: theme.deck.body, Family.MONO: "mono"}
    return families[place.family if place else Family.BODY]


def _paragraph(
    paragraph: TextParagraph, family: str, found: Letters, place: Placeholder | None = None, *, bold: bool = False
) -> None:
    bold |= place is not None and place.bold
    for run in paragraph.runs:
        _run(run, family, found, bold=bold, capitals=place is not None and place.capitals)
    if paragraph.bullet is Bullet.NUMBER:
        _run(Run(f"{paragraph.number}."), family, found, bold=bold)
    elif paragraph.bullet is not Bullet.NONE:
        _run(Run(BULLETS[paragraph.bullet]), SIGNS, found)


def _run(run: Run, family: str, found: Letters, *, bold: bool = False, capitals: bool = False) -> None:
    style = Style("mono" if run.mono else family, bold=run.bold or bold, italic=run.italic)
    found.setdefault(style, set()).update(run.text.replace("\v", ""), run.text.upper() if capitals else "")
