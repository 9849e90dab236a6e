"""Faces by name: which files a family is set from, and which a script that the theme's families lack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.problems import Place, Problem, error
from pipeline.scripts import ALIASES, SCRIPTS
from pipeline.yamltree import Fields, did_you_mean

STYLES = ("regular", "bold", "italic", "bold-italic")
# What a path to a font file looks like, in a pattern that Python and ECMAScript read alike.
FONT_FILE = r"^[^/\\~][^\\]*\.([Tt][Tt][FfCc]|[Oo][Tt][FfCc])$"
# Where a style has no file of its own, the program that draws it slants or emboldens another.
_INSTEAD = {"regular": (), "bold": (), "italic": (), "bold-italic": ("bold", "italic")}


@dataclass(frozen=True, slots=True)
class Faces:
    """The files of a family: a folder ``files/`` in an installed package, or ``fonts/`` of a theme."""

    family: str
    regular: str
    bold: str
    italic: str
    bold_italic: str
    package: str | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptFaces:
    """The faces for one script (ISO 15924), named in a theme, in publication.yaml or by an essay.

    Paths lead from the installed ``package``, else from ``folder``: the theme's ``fonts/``, or where the file lies
    that names them. ``place`` is where that was written.
    """

    script: str
    family: str
    regular: str
    bold: str | None
    italic: str | None
    bold_italic: str | None
    package: str | None
    folder: Path
    place: Place

    def file(self, style: str) -> tuple[str, str]:
        """The file that ``style`` is drawn from, and the style of that file: the nearest there is."""
        own = {"regular": self.regular, "bold": self.bold, "italic": self.italic, "bold-italic": self.bold_italic}
        for name in (style, *_INSTEAD[style]):
            if found := own[name]:
                return found, name
        return self.regular, "regular"

    def named(self) -> tuple[str, ...]:
        """The styles that have a file of their own."""
        return tuple(style for style in STYLES if self.file(style)[1] == style)


def script_faces(fields: Fields, folder: Path, problems: list[Problem]) -> dict[str, ScriptFaces]:
    """A theme's ``fonts.scripts``: from a script's code to its faces, their paths leading from ``folder``."""
    found: dict[str, ScriptFaces] = {}
    codes = fields.keys()
    for code in codes:
        below = fields.mapping(code)
        script = ALIASES.get(code, code)
        if script not in SCRIPTS:
            hint = did_you_mean(code, tuple(SCRIPTS))
            problems.append(error(fields.where(code), "font-script", f"`{code}` names no script (ISO 15924)", hint))
        elif below is not None:
            made = _one(below, script, folder, fields.where(code))
            found |= {script: made} if made else {}
    return found


def _one(fields: Fields, script: str, folder: Path, place: Place) -> ScriptFaces | None:
    family, package = fields.text("family"), fields.text("package")
    files = fields.mapping("faces")
    named: dict[str, str | None] = {}
    for style in STYLES if files else ():
        named[style] = files.text(style) if files else None
        if files and named[style] and not re.fullmatch(FONT_FILE, named[style] or ""):
            files.wrong(style, "the path of a .ttf, .otf or .ttc")
    if files:
        files.finish()
    if family is None:
        fields.wrong("family", "the family's name, as the font file has it")
    regular = named.get("regular")
    if regular is None:
        (files or fields).wrong("regular" if files else "faces", "a mapping with at least `regular: NAME.ttf`")
    fields.finish()
    if family is None or regular is None:
        return None
    return ScriptFaces(
        script, family, regular, named["bold"], named["italic"], named["bold-italic"], package, folder, place
    )
