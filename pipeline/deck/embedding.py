"""``deck.embed_fonts``: the faces that the slides use, in the deck, for a laptop that lacks them.

``p:embeddedFontLst`` (ECMA-376 Part 1, 19.2.1.9) names each family once and its faces by style; PowerPoint asks that
every family listed is used (MS-OI29500, 2.1.1133).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.eot import embedded, refusal
from pipeline.deck.xml import NOTHING, Xml, element
from pipeline.files import Files
from pipeline.fitted import CodeBox, FittedDeck, Run, TableBox, TextBox, TextParagraph
from pipeline.fonts import Sfnt, Style, face_called, faces_in, path, script_path
from pipeline.layouts import Family, LayoutSpec, layouts
from pipeline.problems import Place, Problem, advice, warning
from pipeline.theme import Theme

LARGE = 1 << 20  # bytes from which on a person is told how much larger the deck became
_STYLES = {"regular": "p:regular", "bold": "p:bold", "italic": "p:italic", "bold-italic": "p:boldItalic"}  # in order
FOLDER = "/ppt/fonts/"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A family with its faces as parts, by style."""

    typeface: str
    parts: Mapping[str, Draft]


def chosen(fitted: FittedDeck, theme: Theme, files: Files, problems: list[Problem]) -> tuple[Embedded, ...]:
    """The families that the slides of ``fitted`` use, as parts; ``problems`` grows by those that cannot be."""
    families: dict[str, dict[str, Draft]] = {}
    told: set[Path] = set()
    count = 0
    for typeface, style, face, place in _faces(fitted, theme, files):
        why = refusal(face)
        if why is None:
            count += 1
            part = Draft(f"{FOLDER}font{count}.fntdata", ContentType.FONT, embedded(face))
            families.setdefault(typeface, {})[style] = part
        elif face.path not in told:
            told.add(face.path)
            hint = "name a static .ttf that may be embedded; without it PowerPoint shows a face of its own"
            problems.append(
                warning(place, "font-embedding", f"`{face.path.name}` is not put into the deck: {why}", hint)
            )
    return tuple(Embedded(typeface, parts) for typeface, parts in families.items())


def _faces(fitted: FittedDeck, theme: Theme, files: Files) -> Iterator[tuple[str, str, Sfnt, Place]]:
    """Family, style, file and where it was named, of each face in use; styles that share a file come once."""
    shown = Place(files.shown(theme.folder / "theme.yaml"))
    seen: set[Path] = set()
    for script, style in _used(fitted, theme):
        if script is None:
            faces = theme.families[style.family].faces
            where, typeface, place = path(faces, style.name, theme), faces.family, shown
            held = next(iter(faces_in(where)), None) if where and files.note(where) else None
        else:
            given = theme.scripts[script]
            where, typeface, place = script_path(given, style.name, files), given.family, given.place
            held = face_called(where, typeface) if where and files.note(where) else None
        if where is not None and held is not None and where not in seen:
            seen.add(where)
            yield typeface, given.file(style.name)[1] if script else style.name, held, place


def _used(fitted: FittedDeck, theme: Theme) -> tuple[tuple[str | None, Style], ...]:
    """What the slides are set in: scripts with faces of their own, or families; the regular face of each first."""
    specs = {spec.id.value: spec for spec in layouts(theme)}
    roles = {Family.HEADING: theme.deck.heading, Family.BODY: theme.deck.body, Family.MONO: "mono"}
    found: dict[tuple[str | None, Style], None] = {(None, Style(theme.deck.body)): None}
    for paragraph, family, bold in _paragraphs(fitted, specs):
        for run in paragraph.runs:
            name = "" if run.script else "mono" if run.mono else roles[family]
            found[run.script, Style(name)] = None
            found[run.script, Style(name, run.bold or bold, run.italic)] = None
    return tuple(found)


def _paragraphs(fitted: FittedDeck, specs: Mapping[str, LayoutSpec]) -> Iterator[tuple[TextParagraph, Family, bool]]:
    """All paragraphs on slides, each with its family and whether its place is bold."""
    yield TextParagraph(fitted.footer_runs or (Run(fitted.footer),)), Family.BODY, False
    for slide in fitted.slides:
        spec = specs[slide.layout]
        for shape in slide.shapes:
            if isinstance(shape, TextBox):
                place = spec.placeholder(shape.slot)
                family, bold = (place.family, place.bold) if place else (Family.BODY, False)
                yield from ((one, family, bold) for one in shape.paragraphs)
            elif isinstance(shape, CodeBox):
                yield from ((one, Family.MONO, False) for one in shape.paragraphs)
            elif isinstance(shape, TableBox):
                yield from ((cell, Family.BODY, False) for row in shape.rows for cell in row)


def font_list(fonts: tuple[Embedded, ...], relations: Relations) -> Xml:
    """``p:embeddedFontLst``; ``relations`` are the presentation part's."""
    if not fonts:
        return NOTHING
    families = []
    for font in fonts:
        faces = [
            element(name, {"r:id": relations.to(RelationType.FONT, font.parts[style].name)})
            for style, name in _STYLES.items()
            if style in font.parts
        ]
        families.append(element("p:embeddedFont", None, element("p:font", {"typeface": font.typeface}), *faces))
    return element("p:embeddedFontLst", None, *families)


def told(size: int, place: Place) -> Iterator[Problem]:
    """How much larger the faces made the deck, where that is much; ``size`` in bytes."""
    if size > LARGE:
        message = f"the embedded faces make the deck {size / LARGE:.1f} MB larger"
        hint = "leave `embed_fonts` out where the deck goes by mail, or carry the fonts on the stick and install them"
        yield advice(place, "deck-fonts-size", message, hint)
