"""A chart as a picture for a page, a mail or a slide: dressed for its room, drawn once, and kept for the next build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.charts.design import Design, crowded, design, remedy
from pipeline.charts.faces import lacking, sources
from pipeline.document import Chart, Essay
from pipeline.files import Files, write
from pipeline.pictures.drawings import Drawing, drawing
from pipeline.plots import Plot
from pipeline.problems import Place, Problem, warning
from pipeline.theme import Palette, Theme

if TYPE_CHECKING:  # a mail has no slides
    from pipeline.fitted import ChartBox

_KEPT = Path(".cache", "charts")
_NAMED = 5  # letters that one problem names


@dataclass(frozen=True, slots=True)
class Room:
    """Where a chart stands: ``width`` by ``height`` points, its words in ``size`` points of the theme's ``family``.

    ``palette`` is that of the ground.
    """

    width: float
    height: float
    size: float
    family: str
    palette: Palette


def on_slide(box: ChartBox, theme: Theme, lang: str, files: Files) -> Drawing:
    """The chart of ``box`` as it is drawn where the native one cannot stand."""
    room = Room(box.box.width.pt, box.box.height.pt, box.size.pt, theme.deck.body, theme.slides)
    return drawn(box.plot, room, theme, lang, files)


def drawn(plot: Plot, room: Room, theme: Theme, lang: str, files: Files) -> Drawing:
    """``plot`` in ``room``. What was drawn before from the same by the same code is taken from what the build keeps."""
    made = design(plot, room.palette, lang, (room.width, room.height), room.size)
    code = sorted(Path(__file__).parent.glob("*.py"))
    for path in (*code, *sources(theme, room.family, files)):
        files.note(path)
    name = files.kept / _KEPT / f"{_digest(made, room, theme, code)}.svg"
    try:
        svg = name.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        from pipeline.charts.drawing import svg as draw

        svg = draw(made, room.palette, theme, room.family, files)
        write(name, svg.encode())
    return drawing(svg.encode())


def told(chart: Chart, room: Room, essay: Essay, theme: Theme, files: Files, *, where: str) -> Iterator[Problem]:
    """Tells what of ``chart`` its drawing in ``room`` does not show: letters without a glyph, words without a place.

    ``where`` says which room that is.
    """
    place = Place(essay.path, chart.line)
    letters = lacking(chart.plot, theme, room.family, files)
    if letters:
        rest = f" and {len(letters) - _NAMED} more" if len(letters) > _NAMED else ""
        named = ", ".join(f"`{letter}` (U+{ord(letter):04X})" for letter in letters[:_NAMED])
        what = f"no font of the theme has {named}{rest}; boxes are drawn in the chart"
        yield warning(place, "chart-glyph", what, "write it otherwise, or give the script a face: `fonts`")
    why = crowded(design(chart.plot, None, essay.meta.lang, (room.width, room.height), room.size))
    if why:
        yield warning(place, "chart-crowded", f"{where} {why}", remedy(chart.plot))


def framed(made: Drawing, margin: float) -> Drawing:
    """``made`` with ``margin`` CSS pixels free around it."""
    width, height = made.width + 2 * margin, made.height + 2 * margin
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}">'
    inner = f'<svg x="{margin:g}" y="{margin:g}" {made.svg.removeprefix("<svg ")}'
    return drawing(f"{opened}{inner}</svg>".encode())


def _digest(made: Design, room: Room, theme: Theme, code: list[Path]) -> str:
    """What the drawing depends on: the design, the faces, and the code of this folder."""
    faces = (theme.families[room.family].faces, tuple(theme.scripts.items()))
    held = repr((made, room.palette, faces)).encode()
    return hashlib.sha256(held + b"".join(path.read_bytes() for path in code)).hexdigest()[:32]
