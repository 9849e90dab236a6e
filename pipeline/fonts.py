"""Fonts: the files of a theme's families, the fontconfig that shows them alone, and the widths that HarfBuzz reads.

Faces come from installed packages (their folder ``files/``) or a theme's folder ``fonts/``, never from the machine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import unicodedata
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.files import Files, inside, write
from pipeline.problems import Place, Problems, error
from pipeline.theme import STYLES, Faces, Theme

if TYPE_CHECKING:
    import uharfbuzz  # type: ignore[import-untyped]  # carries no types

RESERVE = 1.0  # em: what a character takes whose glyph no face of ours has

# LibreOffice kerns and sets ligatures whatever is written, PowerPoint only where asked: the wider of both is measured.
_FEATURES: tuple[dict[str, bool], ...] = ({}, {"kern": False, "liga": False, "clig": False})


def path(faces: Faces, style: str, theme: Theme) -> Path | None:
    """Where the file of ``faces`` in ``style`` lies, or None where its package is not installed."""
    name = {
        "regular": faces.regular,
        "bold": faces.bold,
        "italic": faces.italic,
        "bold-italic": faces.bold_italic,
    }[style]
    if faces.theme is not None:
        return inside(theme.base.parent / faces.theme / "fonts", name)
    package = faces.package or ""
    # A dotted name would import its parent.
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0]) / "files" / name if folders else None


def _named(theme: Theme) -> Iterator[tuple[Faces, str]]:
    for family in theme.families.values():
        for faces in (family.faces, family.fallback):
            for style in STYLES:
                yield faces, style


def missing(theme: Theme, files: Files) -> Problems:
    """A problem for each face of ``theme`` whose file is not there. Those that are count as read."""
    shown = files.shown(theme.folder / "theme.yaml")
    found = []
    for faces, style in _named(theme):
        where = path(faces, style, theme)
        if where is None or not files.note(where):
            hint = (
                f"install the package `{faces.package}`" if faces.package else "put it into the theme's folder fonts/"
            )
            what = where.name if where else f"{faces.family} {style}"
            found.append(error(Place(shown), "font-missing", f"the font file `{what}` is not there", hint))
    return tuple(dict.fromkeys(found))


def fontconfig(theme: Theme, files: Files, folder: Path) -> Path:
    """Writes a configuration for fontconfig into ``folder`` and returns its path, the FONTCONFIG_FILE.

    It lists the theme's faces and nothing else: a folder of links to them, for the packages hold more faces than the
    theme names. Several processes may do this at once.
    """
    faces = {where.name: where for named in _named(theme) if (where := path(*named, theme)) and files.note(where)}
    listed = "\n".join(f"{name} {where.resolve()}" for name, where in sorted(faces.items()))
    own = folder.absolute() / hashlib.sha256(listed.encode()).hexdigest()[:12]
    fonts = own / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for name, where in faces.items():
        link = fonts / name
        if not link.exists():
            fresh = fonts.parent / f".{name}.{os.getpid()}"
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(where.resolve())
            os.replace(fresh, link)
    generic = {"serif": "serif", "sans-serif": "sans", "monospace": "mono"}
    aliases = "".join(
        f"  <alias><family>{name}</family>"
        f"<prefer><family>{escape(theme.families[family].faces.family)}</family></prefer></alias>\n"
        for name, family in generic.items()
    )
    # What PowerPoint and mail programs have, drawn with the faces of the same widths.
    aliases += "".join(
        f'  <alias binding="same"><family>{escape(family.office)}</family>'
        f"<accept><family>{escape(family.fallback.family)}</family></accept></alias>\n"
        for family in theme.families.values()
    )
    config = own / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(fonts))}</dir>\n  <cachedir>{escape(str(own / 'cache'))}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
    if not config.exists() or config.read_text(encoding="utf-8") != text:
        write(config, text.encode())
    return config


class Style(NamedTuple):
    """What a run is set in: a family of the theme (``serif``, ``sans``, ``mono``), bold and italic or not."""

    family: str
    bold: bool = False
    italic: bool = False

    @property
    def name(self) -> str:
        """As the theme's tokens call it."""
        return ("bold-italic" if self.italic else "bold") if self.bold else ("italic" if self.italic else "regular")


class Measure:
    """Widths of text in a theme's faces, in ems: the wider of the theme's own face and its Office fallback's.

    ``unknown`` grows with the scripts that the theme's own face has no glyphs for, each with its first character.
    """

    def __init__(self, theme: Theme, files: Files) -> None:
        self.theme = theme
        self.files = files
        self.unknown: dict[str, str] = {}
        self._fonts: dict[Style, tuple[uharfbuzz.Font, ...]] = {}
        self._widths: dict[Style, dict[str, float]] = {}

    def width(self, text: str, style: Style) -> float:
        """The advance width of ``text`` in ems."""
        cache = self._widths.setdefault(style, {})
        found = cache.get(text)
        if found is None:
            fonts = self._fonts.get(style) or self._open(style)
            found = cache[text] = max(
                self._shaped(text, font, features, own=i == 0) for i, font in enumerate(fonts) for features in _FEATURES
            )
        return found

    def _open(self, style: Style) -> tuple[uharfbuzz.Font, ...]:
        import uharfbuzz as harfbuzz

        family = self.theme.families[style.family]
        fonts = []
        for faces in (family.faces, family.fallback):
            where = path(faces, style.name, self.theme)
            if where is None:
                raise FileNotFoundError(f"{faces.family} {style.name}")  # missing() is asked first
            self.files.note(where)
            fonts.append(harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(where)))))
        self._fonts[style] = tuple(fonts)
        return self._fonts[style]

    def _shaped(self, text: str, font: uharfbuzz.Font, features: dict[str, bool], *, own: bool) -> float:
        import uharfbuzz as harfbuzz

        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        harfbuzz.shape(font, buffer, features)
        em = font.face.upem
        width = 0.0
        for info, position in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
            if info.codepoint:
                width += position.x_advance / em
            else:
                width += RESERVE
                if own:
                    char = text[info.cluster]
                    self.unknown.setdefault(script(char), char)
        return width


_EAST_ASIA = frozenset(("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH", "CORNER", "BOPOMOFO"))


def script(char: str) -> str:
    """The script of ``char`` by its name in Unicode, as a person calls it."""
    if unicodedata.category(char).startswith(("S", "C")):
        return "emoji and symbols"
    word = unicodedata.name(char, "unnamed").split()[0].split("-")[0]
    return "Chinese and Japanese" if word in _EAST_ASIA else word.capitalize()
