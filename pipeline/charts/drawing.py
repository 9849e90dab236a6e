"""A design drawn as SVG by matplotlib: words as outlines of the theme's faces, so that it looks alike everywhere."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from pipeline.charts.design import Design
from pipeline.charts.faces import families, prepare
from pipeline.files import Files
from pipeline.plots import Kind
from pipeline.theme import Palette, Theme

if TYPE_CHECKING:
    from pipeline.charts.easel import Easel

_SETTINGS = {
    "svg.fonttype": "path",
    "svg.hashsalt": "chart",  # else the ids of clips and hatches are random
    "text.parse_math": False,  # a dollar is a dollar
    "hatch.linewidth": 1.1,
    "axes.unicode_minus": True,
    "figure.dpi": 72,
}
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def svg(design: Design, palette: Palette, theme: Theme, role: str, files: Files) -> str:
    """The SVG of ``design``, on no ground of its own; ``role`` is the theme's family that sets its words."""
    prepare(files)
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    from pipeline.charts.easel import Easel

    settings: dict[Any, Any] = _SETTINGS  # whose stub lists every name of a setting
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that no face has is told where text is measured
        figure = Figure(figsize=(design.width / 72, design.height / 72), dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
        area = design.area
        box = (
            area.left / design.width,
            1 - (area.top + area.height) / design.height,
            area.width / design.width,
            area.height / design.height,
        )
        axes = figure.add_axes(box)
        easel = Easel(design, palette, figure, axes, families(theme, role, files))
        _drawn(easel, design.plot.kind)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _METADATA.sub("", _HEAD.sub("", stream.getvalue()), count=1).strip()


def _drawn(easel: Easel, kind: Kind) -> None:
    from pipeline.charts import strokes
    from pipeline.charts.easel import ground

    if kind is Kind.PIE:
        strokes.pie(easel)
        return
    ground(easel)
    match kind:
        case Kind.BAR | Kind.STACKED:
            strokes.bars(easel)
        case Kind.LINE:
            strokes.lines(easel)
        case Kind.SCATTER:
            strokes.points(easel)
