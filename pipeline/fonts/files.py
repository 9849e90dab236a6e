"""Where the files of faces lie, and what is wrong with those that were named."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from pipeline.faces import STYLES, Faces, ScriptFaces
from pipeline.files import Files, inside
from pipeline.fonts.sfnt import NotAFontError, faces_in
from pipeline.problems import Place, Problem, Problems, error
from pipeline.theme import Theme


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
    folder = _package(faces.package or "")
    return folder / "files" / name if folder else None


def _package(name: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    # A dotted name would import its parent.
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0]) if folders else None


def script_path(faces: ScriptFaces, style: str, files: Files) -> Path | None:
    """Where the file that draws ``style`` of a script lies; None where its package is not there, or it leads out."""
    name, _ = faces.file(style)
    if faces.package is None:
        return inside(files.root / faces.folder, name)
    folder = _package(faces.package)
    if folder is None:
        return None
    plain = folder / "files" / name  # where font packages keep them
    return plain if "/" not in name and plain.is_file() else inside(folder, name)


def named(theme: Theme) -> Iterator[tuple[Faces, str]]:
    """Each face that the families of ``theme`` name."""
    for family in theme.families.values():
        for faces in (family.faces, family.fallback):
            for style in STYLES:
                yield faces, style


def there(theme: Theme, files: Files) -> Iterator[Path]:
    """The files of all faces of ``theme`` that are there. They count as read."""
    families = (path(*face, theme) for face in named(theme))
    scripts = (script_path(faces, style, files) for faces in theme.scripts.values() for style in faces.named())
    for where in (*families, *scripts):
        if where is not None and files.note(where):
            yield where


def missing(theme: Theme, files: Files) -> Problems:
    """A problem for each face of ``theme`` whose file is not there, or is no face of that name.

    Those that are count as read.
    """
    shown = files.shown(theme.folder / "theme.yaml")
    found = []
    for faces, style in named(theme):
        where = path(faces, style, theme)
        if where is None or not files.note(where):
            hint = (
                f"install the package `{faces.package}`" if faces.package else "put it into the theme's folder fonts/"
            )
            what = where.name if where else f"{faces.family} {style}"
            found.append(error(Place(shown), "font-missing", f"the font file `{what}` is not there", hint))
    for scripted in theme.scripts.values():
        found += [problem for style in scripted.named() for problem in _wrong(scripted, style, files)]
    return tuple(dict.fromkeys(found))


def _wrong(named: ScriptFaces, style: str, files: Files) -> Iterator[Problem]:
    name, _ = named.file(style)
    where = script_path(named, style, files)
    if where is None or not files.note(where):
        yield _absent(named, name, where)
        return
    try:
        families = [family for face in faces_in(where) for family in face.families]
    except (NotAFontError, OSError):
        yield error(named.place, "font-unreadable", f"`{name}` is no font", "a .ttf, .otf or .ttc is asked for")
        return
    if named.family not in families:
        message = f"the font file `{name}` is no face of `{named.family}`"
        hint = f"it calls itself `{families[0]}`: write `family: {families[0]}`" if families else None
        yield error(named.place, "font-family", message, hint)


def _absent(named: ScriptFaces, name: str, where: Path | None) -> Problem:
    if named.package is not None and _package(named.package) is None:
        hint = f"install it: .venv/bin/python -m pip install {named.package}"
        return error(named.place, "font-missing", f"the package `{named.package}` is not installed", hint)
    within = f"the package `{named.package}`" if named.package else f"the folder {named.folder}"
    if where is None:
        hint = "a path beneath that folder; links must not lead out of it"
        return error(named.place, "file-outside", f"the font file `{name}` lies outside {within}", hint)
    hint = "look for its name" if named.package else f"put it there: {where}"
    return error(named.place, "font-missing", f"the font file `{name}` is not there, in {within}", hint)
