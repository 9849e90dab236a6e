"""Pictures beside the essay: inside its folder, readable, of bounded size; how wide they stand, and whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from pipeline.document import Attributes, Figure, Inlines, Link, Text, Width
from pipeline.files import inside, too_long, unwritable
from pipeline.meta import Cover
from pipeline.problems import Place
from pipeline.source.links import allowed
from pipeline.source.reading import Reading
from pipeline.source.typography import text as typographic
from pipeline.units import Length, inch, mm, pt, px
from pipeline.yamltree import did_you_mean

_WIDTH = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*(%|px|pt|pc|mm|cm|in|)")
_UNITS = {  # CSS Values 3, 5.2; a bare number is one of pixels, as in HTML
    "": px,
    "px": px,
    "pt": pt,
    "pc": lambda value: pt(value * 12),
    "mm": mm,
    "cm": lambda value: mm(value * 10),
    "in": inch,
}
_CLASSES = ("full", "wide", "beside")  # of a figure: where it stands
DATA = (".csv", ".tsv")  # files that become tables
_AS = {"picture": "figure", "data": "table"}  # what a file stands as
_EMBED = "put it into the drawing itself: most programs can embed pictures and turn text into paths"
_TOLD = 100  # characters of an address that is told
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
_SUFFIXES = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".gif": "gif",
    ".webp": "webp",
    ".svg": "svg",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".bmp": "bmp",
}


def cover(reading: Reading) -> Figure | None:
    """The front matter's ``cover`` as a figure of its own; None where there is none that can be shown."""
    told = reading.meta.cover
    if told is None or not told.path:
        return None
    place = reading.meta.place("cover.path", reading.path)
    place = place if place.line != 1 else reading.meta.place("cover", reading.path)
    before = len(reading.problems)
    made = _cover(told, reading, place)
    reading.problems[before:] = (replace(problem, place=place) for problem in reading.problems[before:])
    return made


def _cover(told: Cover, reading: Reading, place: Place) -> Figure | None:
    """The cover that was ``told`` of at ``place``, be that in publication.yaml."""
    line = (place.line or 1) if place.path == reading.path else 1
    how = f"cover: {{path: {told.path}, alt: A red barn}}"
    src = picture(told.path, told.alt, reading, line, place.column, how=how)
    if src is None:
        return None
    alt = typographic(told.alt, reading.meta.lang) if told.alt else told.alt
    return Figure(reading.ref(), line, src, alt, None, credit=credited(told.credit, reading, line))


def width(attributes: Attributes, reading: Reading, line: int) -> Width | None:
    """The figure's ``{width=…}``; a problem where it is none."""
    said = attributes.get("width")
    if said is None:
        return None
    found = _WIDTH.fullmatch(said.strip())
    value = float(found[1]) if found else 0.0
    if found is None or not value:
        hint = "write width=50% or width=8cm; px, pt, mm and in are known too"
        reading.warn(line, "figure-width", f"`{said}` is no width; the figure stands as wide as it would without", hint)
        return None
    if found[2] != "%":
        return Width(length=Length(_UNITS[found[2]](value)))
    if value > 100:
        hint = "write .full for a figure that is wider than the text"
        reading.warn(line, "figure-width", f"the figure cannot be {said} as wide as its room; it takes all of it", hint)
    return Width(share=min(1.0, value / 100))


def classes(attributes: Attributes, reading: Reading, line: int) -> None:
    """Tells of a figure's class that is most likely mistyped; any other may be somebody else's."""
    for name in attributes.classes:
        hint = "" if name in _CLASSES else did_you_mean(name, _CLASSES)
        if hint.startswith("did you mean"):
            reading.warn(line, "unknown-attribute", f"nothing reads the class `{name}`", hint)


def credited(said: str | None, reading: Reading, line: int) -> Inlines:
    """Whose a picture is: words, and links written as ``[words](https://…)``."""
    if not said:
        return ()
    made: list[Text | Link] = []
    at = 0
    for found in _LINK.finditer(said):
        url = allowed(found[2], reading, line, None)
        words = _set(said[at : found.start()], reading)
        made += [Text(words)] if words else []
        inner = Text(_set(found[1], reading))
        made.append(Link((inner,), url, None, line) if url else inner)
        at = found.end()
    rest = _set(said[at:], reading)
    return (*made, Text(rest)) if rest else tuple(made)


def _set(words: str, reading: Reading) -> str:
    return typographic(reading.clean(words), reading.meta.lang)


def picture(
    src: str, alt: str | None, reading: Reading, line: int, column: int | None, *, how: str = "![A red barn](barn.png)"
) -> str | None:
    """The picture's path below the essay's folder. None where it cannot be shown: its words then stand instead.

    ``how`` is how an alternative text is written.
    """
    if alt is None:
        hint = f"say what it shows: {how}"
        reading.warn(line, "alt-missing", f"the figure `{_brief(src)}` has no alternative text", hint, column)
    found = beside(src, reading, line, column)
    if found and found[1].suffix.lower() in DATA:
        hint = "it becomes a table where it stands alone in its paragraph"
        reading.error(line, "figure-unreadable", f"`{found[0]}` is data, no picture", hint, column)
        return None
    return found[0] if found and _shown(found[1], found[0], reading, line, column) else None


def beside(src: str, reading: Reading, line: int, column: int | None, kind: str = "picture") -> tuple[str, Path] | None:
    """The name and path of a file that the essay shows, below its folder; None, and that is told, where there is none.

    ``kind`` is what it is to be.
    """
    if not src.strip():
        hint = f"write the {kind}'s name between the brackets: ![A red barn](barn.png)"
        reading.error(line, "figure-missing", f"no {kind} is named here", hint, column)
        return None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", src):
        hint = f"save the {kind} beside essay.md: builds use no network"
        reading.error(
            line, "figure-remote", f"the {_AS[kind]} `{_brief(src)}` is not in the essay's folder", hint, column
        )
        return None
    if too_long(reading.folder / unquote(src)):
        reading.error(line, "figure-missing", f"no file has a name as long as `{_brief(src)}`", None, column)
        return None
    found = _inside(src, reading)
    if found is None:
        hint = f"{_AS[kind]}s lie beside essay.md or in a folder below it"
        reading.error(line, "figure-outside", f"`{_brief(src)}` leads out of the essay's folder", hint, column)
        return None
    name, path = found
    if unwritable(name):
        reading.error(line, "figure-name", f"the {_AS[kind]} `{name}`: {unwritable(name)}", "rename the file", column)
        return None
    if path.is_dir():
        hint = f"name a file in it: {name.rstrip('/')}/…"
        reading.error(line, "figure-missing", f"`{name}` is a folder, no {kind}", hint, column)
        return None
    if not reading.files.note(path):
        reading.error(line, "figure-missing", f"there is no file `{name}`", _near(path), column)
        return None
    return name, path


def _brief(src: str) -> str:
    """``src`` as far as a message holds it: some hold a whole picture."""
    return src if len(src) <= _TOLD else f"{src[:_TOLD]}…"


def _inside(src: str, reading: Reading) -> tuple[str, Path] | None:
    """``src`` as written, else with its ``%20`` undone: both are how people write a name with blanks."""
    names = dict.fromkeys((src, unquote(src)))
    found = [(name, path) for name in names if (path := inside(reading.folder, name)) is not None]
    if not found or inside(reading.folder, unquote(src)) is None:
        return None
    return next(((name, path) for name, path in found if path.is_file()), found[-1])


def _near(path: Path) -> str | None:
    """A hint at the file that was meant instead of ``path``."""
    try:
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file() and p.suffix != ".md")[:200]
    except OSError:
        return None
    alike = next((name for name in there if name.casefold() == path.name.casefold()), None)
    if alike:
        return f"did you mean `{alike}`? Capitals make a difference"
    said = did_you_mean(path.name, tuple(there)) if there else ""
    return said if said.startswith("did you mean") else None


def _shown(path: Path, name: str, reading: Reading, line: int, column: int | None) -> bool:
    """Whether the picture at ``path`` can be shown; what is wrong with it is told."""
    from pipeline.pictures.seen import PictureError, bounded, seen  # few essays have a picture

    try:
        bounded(path.stat().st_size)
        found = seen(reading.files.bytes(path) or b"", whole=True)
    except OSError as fault:
        told = f"the figure `{name}` cannot be read: {fault.strerror}"
        reading.error(line, "figure-unreadable", told, "look at the file's permissions", column)
        return False
    except PictureError as fault:
        reading.error(line, fault.code, f"the figure `{name}` {fault}", fault.hint, column)
        return False
    named = _SUFFIXES.get(path.suffix.lower())
    if named != found.kind:
        hint = f"rename it to {path.stem}.{found.kind.replace('jpeg', 'jpg')}"
        article = "an" if found.vector else "a"
        reading.warn(line, "figure-extension", f"`{name}` is {article} {found.noun} by what is in it", hint, column)
    if found.kind == "png" and found.frames > 1:
        told = f"`{name}` moves, and stands still in every output"
        reading.advise(line, "figure-still", told, "save it as GIF or WebP", column)
    for outside in found.outside:
        acts = outside.startswith("<") or outside.endswith("=…")
        hint = "a picture does not act, and text in it is drawn" if acts else _EMBED
        reading.warn(line, "figure-reference", f"the drawing `{name}` leaves out `{outside}`", hint, column)
    return True
